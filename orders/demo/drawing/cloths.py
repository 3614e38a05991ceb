"""Woven cloth: selendang, sarung, folded, rolled and hanging pieces."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import grounds, tenun
from orders.demo.drawing.brushes import (
    Colour,
    Scene,
    Size,
    between,
    clouds,
    cut,
    darker,
    lighter,
    oval,
    ramp,
    relief,
    rounded,
    shaded,
    sprite,
    waves,
)

# Which ground lets a cloth of these dyes stand out.
GROUND_FOR: dict[str, Sequence[str]] = {
    "indigo": ("linen white", "wood pale", "mat", "linen sand"),
    "morinda": ("linen sand", "wood pale", "linen white", "stone"),
    "turmeric": ("wood dark", "linen blue", "linen night", "wood teak"),
    "earth": ("linen white", "mat", "stone", "linen green"),
    "cream": ("wood teak", "wood dark", "linen clay", "linen blue"),
    "forest": ("wood pale", "linen sand", "linen white", "mat"),
    "night": ("linen rose", "wood pale", "linen white", "mat"),
}


WALL_FOR: dict[str, Sequence[str]] = {
    "indigo": ("lime", "ochre", "rose"), "morinda": ("lime", "mint", "sky"), "turmeric": ("sky", "mint", "lime"),
    "earth": ("lime", "sky", "mint"), "cream": ("clay", "sky", "mint"), "forest": ("lime", "ochre", "rose"),
    "night": ("ochre", "rose", "lime"),
}  # fmt: skip


def ground(scene: Scene, palette: str) -> None:
    """A ground on which cloth of these dyes stands out."""
    grounds.on(scene, *GROUND_FOR[palette])


def wall(scene: Scene, palette: str, *, horizon: float = 0.72) -> int:
    """A table before a wall against which cloth of these dyes stands out."""
    return grounds.table(scene, *WALL_FOR[palette], horizon=horizon)


def rumpled(rng: Random, piece: Image.Image, *, by: float = 0.16, cells: Size = (4, 3)) -> Image.Image:
    """Cloth that does not lie quite flat."""
    folds = clouds(rng, piece.size, cells=cells)
    return shaded(piece, between(folds, round(128 - 128 * by), round(128 + 128 * by)))


def hemmed(piece: Image.Image, *, radius: float = 8, depth: float = 10) -> Image.Image:
    """Cut with slightly round corners and a raised edge."""
    return relief(sprite(rounded(piece.size, radius=radius), piece), depth=depth, strength=0.9)


def selendang(scene: Scene, *, palette: str) -> None:
    """Two lengths, crossed or side by side, fringes at their ends."""
    ground(scene, palette)
    rng = scene.rng
    crossed = [(rng.uniform(58, 66), (980, 700), 1500), (rng.uniform(-36, -28), (1010, 790), 1400)]
    beside = [(rng.uniform(84, 92), (990, 480), 1560), (rng.uniform(86, 96), (1010, 1020), 1560)]
    for turn, at, length in rng.choice([crossed, beside]):
        strip = tenun.cloth(rng, palette=palette, size=(400, length))
        folded = _tubed(rumpled(rng, strip, cells=(2, 9)))
        scene.lay(_fringed(rng, folded), at, turn=turn, lift=26)


def _fringed(rng: Random, strip: Image.Image, *, length: int = 120) -> Image.Image:
    """Fringes at both ends."""
    lower = tenun.fringe(rng, strip, length=length)
    upper = tenun.fringe(rng, strip.crop((0, strip.height - 60, *strip.size)), length=length)
    full = Image.new("RGBA", (lower.width, lower.height + length))
    full.paste(upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, 0))
    full.paste(lower, (0, length))
    return full


def _tubed(strip: Image.Image) -> Image.Image:
    """A strip that bulges a little in its middle, as cloth folded lengthwise does."""
    return shaded(strip, waves(strip.size, [84, 132, 150, 140, 128, 120, 128, 118, 70]))


def sarung(scene: Scene, *, palette: str) -> None:
    """A tube of cloth, folded to a square, one corner turned back."""
    ground(scene, palette)
    rng = scene.rng
    upper = tenun.cloth(rng, palette=palette, size=(1180, 960), thread=6, runs_down=False)
    bundle = Image.new("RGBA", (1240, 1060))
    for layer in range(3, -1, -1):
        piece = rumpled(rng, upper, by=0.14) if layer == 0 else upper.transpose(Image.Transpose.ROTATE_180)
        bundle.alpha_composite(hemmed(piece, radius=14, depth=12), (16 + layer * 9, 14 + layer * 22))
    corner = tenun.cloth(rng, palette=palette, size=(500, 500), thread=6)
    flap = relief(sprite(cut((500, 500), [(4, 4), (496, 30), (40, 496)]), rumpled(rng, corner)), depth=22)
    bundle.alpha_composite(flap, (10, 8))
    scene.lay(bundle, (990, 770), turn=rng.uniform(-9, 9), lift=26)


def cloth_folded(scene: Scene, *, palette: str) -> None:
    """A stack of folded cloths on a table, seen from the front."""
    line = wall(scene, palette)
    rng = scene.rng
    bottom = line + 210
    grounds.contact(scene, centre=(1000, bottom - 6), size=(1300, 70), dark=0.7)
    others = [name for name in tenun.PALETTES if name != palette]
    for i, dye in enumerate([palette, rng.choice(others), palette, rng.choice(others), palette]):
        tall = rng.randint(165, 195)
        slab = _folded(rng, palette=dye, size=(rng.randint(1150, 1240), tall))
        scene.lay(slab, (1000 + rng.randint(-26, 26), bottom - tall / 2), lift=12 if i else 0, dark=0.35)
        bottom -= tall - 8


def _folded(rng: Random, *, palette: str, size: Size) -> Image.Image:
    """One folded cloth from the front: the round fold of its edge, and a thin one under it."""
    wide, tall = size
    piece = tenun.cloth(rng, palette=palette, size=(tall * 3, wide)).transpose(Image.Transpose.ROTATE_90)
    top = tall if rng.random() < 0.6 else tall // 3
    fold = waves((tall, wide), [96, 150, 168, 158, 140, 118, 70, 30, 130, 120, 60]).transpose(
        Image.Transpose.ROTATE_270
    )
    shown = shaded(rumpled(rng, piece.crop((0, top, wide, top + tall)), cells=(9, 2)), fold)
    return sprite(rounded(size, radius=tall * 0.2), shown)


def cloth_hanging(scene: Scene, *, palette: str) -> None:
    """A cloth over a bamboo pole before a wall, in folds."""
    rng = scene.rng
    tone = grounds.WALLS[rng.choice(list(WALL_FOR[palette]))]
    grounds.stone(scene, colour=tone)
    pole(scene, top=230)
    wide, tall = 1060, 1380
    piece = tenun.cloth(rng, palette=palette, size=(wide, tall))
    draped = _draped(rng, piece, folds=rng.choice([4, 5]))
    hung = tenun.fringe(rng, draped, length=150)
    scene.lay(hung, (750, 232 + hung.height / 2), lift=46, dark=0.45)
    over = ramp((wide, 46), (255, 255, 255), (235, 235, 235), (120, 120, 120))
    scene.fill(
        ImageChops.multiply(scene.image.crop((750 - wide // 2, 206, 750 + wide // 2, 252)), over),
        (750 - wide // 2, 206),
    )
    scene.lay(
        sprite(rounded((wide, 58), radius=26), shaded(draped.crop((0, 0, wide, 58)), _round(58, wide))),
        (750, 236),
        lift=8,
    )


def _round(tall: int, wide: int) -> Image.Image:
    return waves((tall, wide), [120, 170, 150, 110, 60]).transpose(Image.Transpose.ROTATE_270)


def pole(scene: Scene, *, top: int, colour: Colour = (176, 142, 84)) -> None:
    """A bamboo pole across the picture."""
    wide = scene.width + 40
    bamboo = ramp((wide, 54), lighter(colour, 0.35), lighter(colour, 0.1), colour, darker(colour, 0.5))
    pen = ImageDraw.Draw(bamboo)
    for x in range(scene.rng.randint(60, 200), wide, 330):
        pen.rectangle((x, 0, x + 5, 54), fill=darker(colour, 0.4))
        pen.rectangle((x + 6, 0, x + 10, 54), fill=lighter(colour, 0.4))
    scene.lay(sprite(Image.new("L", bamboo.size, 255), bamboo), (scene.width / 2, top), lift=30)


def _draped(rng: Random, piece: Image.Image, *, folds: int) -> Image.Image:
    """The cloth pushed together into folds that hang down: narrower where it turns away, and darker there."""
    wide, tall = piece.size
    steps, phase = 48, rng.uniform(0, math.tau)
    edges = [0.0]
    for i in range(steps):
        edges.append(edges[-1] + 1 + 0.5 * math.cos(math.tau * folds * i / steps + phase))
    scale = wide / edges[-1]
    mesh = []
    for i in range(steps):
        target = (round(i * wide / steps), 0, round((i + 1) * wide / steps), tall)
        left, right = edges[i] * scale, edges[i + 1] * scale
        mesh.append((target, (left, 0, left, tall, right, tall, right, 0)))
    light = [round(128 + 62 * math.sin(math.tau * folds * i / steps + phase + 0.7)) for i in range(steps)]
    bowed = piece.transform(piece.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
    return shaded(bowed, waves(piece.size, light))


def cloth_rolls(scene: Scene, *, palette: str) -> None:
    """Three rolls of cloth side by side."""
    ground(scene, palette)
    rng = scene.rng
    others = [name for name in tenun.PALETTES if name != palette]
    turn = rng.uniform(-14, 14)
    for i, dye in enumerate([rng.choice(others), palette, rng.choice([palette, *others])]):
        roll = _roll(rng, palette=dye, size=(rng.randint(330, 380), 1120))
        scene.lay(roll, (560 + i * 440, 760 + rng.randint(-40, 40)), turn=turn + rng.uniform(-3, 3), lift=40, dark=0.6)


def _roll(rng: Random, *, palette: str, size: Size) -> Image.Image:
    piece = tenun.cloth(rng, palette=palette, size=size, runs_down=False)
    light = waves(size, [44, 120, 168, 176, 150, 124, 100, 70, 30])
    body = sprite(rounded(size, radius=26), shaded(piece, light))
    pen = ImageDraw.Draw(body)
    cord = lighter(tenun.PALETTES[palette].motif, 0.1)
    for x, shift in ((size[1] // 2 - 16, 0), (size[1] // 2 + 6, 3)):
        pen.line([(4, x), (size[0] // 2, x + 10 + shift), (size[0] - 5, x)], fill=darker(cord, 0.35), width=12)
        pen.line([(4, x - 2), (size[0] // 2, x + 8 + shift), (size[0] - 5, x - 2)], fill=cord, width=6)
    return body


def table_runner(scene: Scene, *, palette: str) -> None:
    """A runner across a wooden table with a bowl and two cups on it."""
    rng = scene.rng
    grounds.wood(
        scene, tone="pale" if palette in {"earth", "night", "indigo"} else rng.choice(["dark", "teak"]), planks=4
    )
    strip = rumpled(rng, tenun.cloth(rng, palette=palette, size=(620, 1520)), cells=(3, 6))
    ends = _fringed(rng, strip).transpose(Image.Transpose.ROTATE_90)
    scene.lay(ends, (980, 760), turn=rng.uniform(-3, 3), lift=14)
    for at, across in [((760, 740), 440), ((1250, 600), 210), ((1310, 880), 210)]:
        scene.lay(_dish(across, rng), at, lift=30, dark=0.6)


def _dish(across: int, rng: Random) -> Image.Image:
    """A clay dish from above."""
    clay = rng.choice([(188, 120, 84), (224, 216, 202), (96, 74, 62)])
    rim = relief(sprite(oval((across, across)), clay), depth=18, strength=1.2)
    inner = round(across * 0.8)
    well = sprite(oval((inner, inner)), darker(clay, 0.42))
    shade = relief(well, depth=26, strength=-1.1)
    rim.alpha_composite(shade, ((across - inner) // 2, (across - inner) // 2))
    return rim


FORMS = {
    "selendang": selendang,
    "sarung": sarung,
    "cloth-folded": cloth_folded,
    "cloth-hanging": cloth_hanging,
    "cloth-rolls": cloth_rolls,
    "table-runner": table_runner,
}
