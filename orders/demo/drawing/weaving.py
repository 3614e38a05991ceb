"""Woven and sewn goods: selendang, sarung, folded and hanging cloth, bags, masks, cushions, shirts and uniforms."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import grounds, tenun
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    Size,
    bent,
    clouds,
    cut,
    darker,
    lighter,
    oval,
    path,
    ramp,
    relief,
    ribbon,
    rounded,
    shaded,
    sprite,
    stroke,
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
CANVAS: Colour = (226, 212, 184)


def ground(scene: Scene, palette: str) -> None:
    kind, _, tone = scene.rng.choice(list(GROUND_FOR[palette])).partition(" ")
    if kind == "linen":
        grounds.linen(scene, tone=tone)
    elif kind == "wood":
        grounds.wood(scene, tone=tone)
    elif kind == "mat":
        grounds.mat(scene)
    else:
        grounds.stone(scene)


def wall(scene: Scene, palette: str, *, horizon: float = 0.72) -> int:
    tone = scene.rng.choice(["pale", "teak"])
    return grounds.room(scene, wall=scene.rng.choice(list(WALL_FOR[palette])), tone=tone, horizon=horizon)


def rumpled(rng: Random, piece: Image.Image, *, by: float = 0.16, cells: Size = (4, 3)) -> Image.Image:
    """Cloth that does not lie quite flat."""
    folds = clouds(rng, piece.size, cells=cells)
    return shaded(piece, folds.point([round(128 + (value - 128) * by) for value in range(256)]))


def hemmed(piece: Image.Image, *, radius: float = 8, depth: float = 10) -> Image.Image:
    """Cut with slightly round corners and a raised edge."""
    return relief(sprite(rounded(piece.size, radius=radius), piece), depth=depth, strength=0.9)


# Cloth


def selendang(scene: Scene, *, palette: str) -> None:
    """Two lengths that cross, fringes at their ends."""
    ground(scene, palette)
    rng = scene.rng
    for turn, at, length in [(rng.uniform(58, 66), (980, 700), 1500), (rng.uniform(-36, -28), (1010, 790), 1400)]:
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
    fold = waves((tall, wide), [96, 150, 168, 158, 140, 118, 70, 30, 130, 120, 60]).transpose(Image.Transpose.ROTATE_270)
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
    scene.fill(ImageChops.multiply(scene.image.crop((750 - wide // 2, 206, 750 + wide // 2, 252)), over), (750 - wide // 2, 206))
    scene.lay(sprite(rounded((wide, 58), radius=26), shaded(draped.crop((0, 0, wide, 58)), _round(58, wide))), (750, 236), lift=8)


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
    grounds.wood(scene, tone="pale" if palette in {"earth", "night", "indigo"} else rng.choice(["dark", "teak"]), planks=4)
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


# Bags


def tote_bag(scene: Scene, *, palette: str) -> None:
    """A canvas bag with a woven panel on a table before a wall."""
    line = wall(scene, palette, horizon=0.78)
    rng, wide, tall = scene.rng, 900, 900
    grounds.contact(scene, centre=(1000, line + 150), size=(1000, 90), dark=0.75)
    colour = rng.choice([CANVAS, (240, 232, 214), (70, 64, 62), tenun.PALETTES[palette].band])
    body_outline = bent([(40, 30), (450, 22), (860, 30), (884, 460), (868, 872), (450, 884), (32, 872), (16, 460)], steps=6)
    body = sprite(cut((wide, tall), body_outline), rumpled(rng, Image.new("RGB", (wide, tall), colour), cells=(5, 5), by=0.22))
    panel = rumpled(rng, tenun.cloth(rng, palette=palette, size=(wide, 520), runs_down=rng.random() < 0.4), cells=(5, 4))
    mask = body.getchannel("A")
    cloth = Image.new("RGBA", (wide, tall))
    cloth.paste(panel, (0, 230))
    band = Image.new("L", (wide, tall))
    band.paste(mask.crop((0, 230, wide, 750)), (0, 230))
    cloth.putalpha(band)
    body.alpha_composite(cloth)
    _stitches(body, [(60, 222), (840, 222)], colour)
    _stitches(body, [(50, 758), (850, 758)], colour)
    handles = [path([(270, 470), (300, 200), (450, 90), (600, 200), (630, 470)])]
    back = sprite(stroke((wide, 500), handles, width=44), darker(colour, 0.35))
    front = relief(sprite(stroke((wide, 620), [[(x, y + 60) for x, y in handles[0]]], width=48), colour), depth=10)
    top = line + 160 - tall
    scene.lay(back, (1000, top - 210), lift=8)
    scene.lay(relief(body, depth=22, strength=0.8), (1000, top + tall / 2), lift=26)
    scene.lay(front, (1000, top - 130), lift=6)


def _stitches(body: Image.Image, line: Sequence[Point], colour: Colour) -> None:
    pen = ImageDraw.Draw(body)
    (left, top), (right, _bottom) = line
    for x in range(round(left), round(right), 18):
        pen.line((x, top, x + 10, top), fill=darker(colour, 0.45), width=4)


def pouch(scene: Scene, *, palette: str) -> None:
    """Two zip pouches, a large and a small one."""
    ground(scene, palette)
    rng = scene.rng
    scene.lay(_zipped(rng, palette=palette, size=(1080, 660)), (900, 640), turn=rng.uniform(2, 9), lift=30)
    scene.lay(_zipped(rng, palette=palette, size=(680, 440)), (1290, 1060), turn=rng.uniform(-14, -6), lift=34)


def _zipped(rng: Random, *, palette: str, size: Size) -> Image.Image:
    wide, tall = size
    piece = tenun.cloth(rng, palette=palette, size=size, runs_down=False)
    outline = bent([(20, 18), (wide / 2, 10), (wide - 20, 18), (wide - 6, tall * 0.55), (wide - 34, tall - 16),
                    (wide / 2, tall - 6), (34, tall - 16), (6, tall * 0.55)], steps=6)  # fmt: skip
    body = relief(sprite(cut(size, outline), rumpled(rng, piece)), depth=46, strength=1.1)
    pen, dyes = ImageDraw.Draw(body), tenun.PALETTES[palette]
    pen.rectangle((26, 34, wide - 26, 70), fill=darker(dyes.band, 0.4))
    for x in range(30, wide - 32, 9):
        pen.line((x, 46, x, 58), fill=(206, 178, 104), width=4)
    pull = relief(sprite(rounded((110, 34), radius=16), (214, 182, 96)), depth=8)
    body.alpha_composite(pull, (wide - 190, 42))
    tassel = sprite(cut((60, 150), [(22, 0), (38, 0), (56, 146), (4, 146)]), dyes.accents[0])
    body.alpha_composite(relief(tassel, depth=8), (wide - 200, 62))
    return body


def sling_bag(scene: Scene, *, palette: str) -> None:
    """A small bag with a flap and a long strap."""
    ground(scene, palette)
    rng, dyes = scene.rng, tenun.PALETTES[palette]
    leather = rng.choice([(118, 72, 42), (62, 42, 34), (156, 102, 60)])
    loop = path([(520, 900), (300, 520), (520, 190), (1020, 120), (1520, 200), (1700, 540), (1480, 900)])
    strap = sprite(stroke((2000, 1100), [loop], width=40), leather)
    scene.lay(relief(strap, depth=8, strength=0.8), (1000, 550), lift=14)
    size = (1000, 760)
    piece = rumpled(rng, tenun.cloth(rng, palette=palette, size=size), cells=(4, 4))
    body = relief(sprite(rounded(size, radius=70), piece), depth=44)
    scene.lay(body, (1000, 920), lift=34)
    flap_outline = bent([(8, 8), (500, 4), (992, 8), (985, 260), (760, 400), (500, 440), (240, 400), (15, 260)], steps=8)
    flap = sprite(cut((1000, 450), flap_outline), tenun.cloth(rng, palette=palette, size=(1000, 450), runs_down=False))
    scene.lay(relief(flap, depth=24), (1000, 770), lift=16)
    edge = sprite(stroke((1000, 450), [path([(12, 180), (60, 310), (240, 400), (500, 436), (760, 400), (940, 310), (988, 180)])], width=14), leather)
    scene.lay(relief(edge, depth=6), (1000, 770), lift=0)
    clasp = relief(sprite(oval((84, 84)), lighter(dyes.accents[0], 0.1)), depth=20, strength=1.4)
    scene.lay(clasp, (1000, 940), lift=10)


# Home, body


def cushion(scene: Scene, *, palette: str) -> None:
    """A stuffed cushion, a second one half behind it."""
    wall(scene, palette, horizon=0.6)
    rng = scene.rng
    grounds.contact(scene, centre=(1010, 1240), size=(1250, 130), dark=0.75)
    other = rng.choice([name for name in tenun.PALETTES if name != palette])
    scene.lay(_stuffed(rng, palette=other, across=760), (1370, 810), turn=-12, lift=40)
    scene.lay(_stuffed(rng, palette=palette, across=980), (860, 780), turn=rng.uniform(2, 7), lift=54)


def _stuffed(rng: Random, *, palette: str, across: int) -> Image.Image:
    a = across
    outline = bent([(0.03 * a, 0.03 * a), (0.27 * a, 0.075 * a), (0.5 * a, 0.085 * a), (0.73 * a, 0.075 * a), (0.97 * a, 0.03 * a),
                    (0.925 * a, 0.27 * a), (0.915 * a, 0.5 * a), (0.925 * a, 0.73 * a), (0.97 * a, 0.97 * a),
                    (0.73 * a, 0.925 * a), (0.5 * a, 0.915 * a), (0.27 * a, 0.925 * a), (0.03 * a, 0.97 * a),
                    (0.075 * a, 0.73 * a), (0.085 * a, 0.5 * a), (0.075 * a, 0.27 * a)], steps=6)  # fmt: skip
    piece = rumpled(rng, tenun.cloth(rng, palette=palette, size=(a, a)), by=0.14)
    body = sprite(cut((a, a), outline), piece)
    return relief(relief(body, depth=a * 0.2, strength=1.0), depth=26, strength=0.8)


def masks(scene: Scene, *, palette: str) -> None:
    """Three cloth masks with their ear loops."""
    ground(scene, palette)
    rng = scene.rng
    others = [name for name in tenun.PALETTES if name != palette]
    for dye, at, turn in [(rng.choice(others), (690, 450), 12), (rng.choice(others), (1330, 640), -14), (palette, (900, 1000), 4)]:
        scene.lay(_mask(rng, palette=dye, wide=880 if dye == palette else 780), at, turn=turn + rng.uniform(-4, 4), lift=26)


def _mask(rng: Random, *, palette: str, wide: int) -> Image.Image:
    size = (wide, round(wide * 0.62))
    tall = size[1]
    full = Image.new("RGBA", size)
    x = wide * 0.2
    loops = [
        path([(x, tall * 0.2), (x * 0.3, tall * 0.22), (10, tall * 0.5), (x * 0.3, tall * 0.76), (x, tall * 0.78)]),
        path([(wide - x, tall * 0.2), (wide - x * 0.3, tall * 0.22), (wide - 10, tall * 0.5), (wide - x * 0.3, tall * 0.76), (wide - x, tall * 0.78)]),
    ]  # fmt: skip
    full.alpha_composite(relief(sprite(stroke(size, loops, width=13), (244, 240, 232)), depth=6))
    outline = bent([(wide * 0.18, tall * 0.16), (wide * 0.34, tall * 0.1), (wide / 2, tall * 0.03), (wide * 0.66, tall * 0.1),
                    (wide * 0.82, tall * 0.16), (wide * 0.82, tall * 0.8), (wide * 0.68, tall * 0.92), (wide / 2, tall * 0.98),
                    (wide * 0.32, tall * 0.92), (wide * 0.18, tall * 0.8)], steps=6)  # fmt: skip
    piece = tenun.cloth(rng, palette=palette, size=size, thread=4, runs_down=False)
    pleats = waves((tall, wide), [150, 128, 96, 156, 130, 92, 158, 130, 90, 150, 110]).transpose(Image.Transpose.ROTATE_270)
    full.alpha_composite(relief(sprite(cut(size, outline), shaded(piece, pleats)), depth=20))
    return full


def shirt(scene: Scene, *, palette: str) -> None:
    """A shirt of woven cloth on a hanger."""
    rng = scene.rng
    grounds.stone(scene, colour=grounds.WALLS[rng.choice(list(WALL_FOR[palette]))])
    dyes = tenun.PALETTES[palette]
    piece = tenun.cloth(rng, palette=palette, size=(1300, 1500))
    _hung(scene, _garment(rng, piece, collar=dyes.band, button=lighter(dyes.motif, 0.2)))


def uniform(scene: Scene, *, kind: str) -> None:
    """A sewn uniform on a hanger: a school shirt with its skirt, or a work shirt."""
    rng = scene.rng
    grounds.stone(scene, colour=grounds.WALLS[rng.choice(["mint", "ochre", "sky"] if kind != "work-green" else ["lime", "rose"])])
    lower: dict[str, Colour] = {"school-red": (164, 34, 40), "school-blue": (36, 52, 104), "school-grey": (112, 120, 130)}
    cloth: Colour = (246, 245, 240) if kind in lower else (86, 110, 84)
    plain = rumpled(rng, Image.new("RGB", (1300, 1500), cloth), cells=(6, 6), by=0.2)
    if kind in lower:
        scene.lay(_skirt(rng, lower[kind]), (750, 1530), lift=24)
    garment = _garment(rng, plain, collar=lighter(cloth, 0.3) if kind in lower else darker(cloth, 0.2), button=(230, 224, 210))
    _badge(garment, lower.get(kind, (222, 180, 70)))
    _hung(scene, garment, tall=1180 if kind in lower else 1500)


def _skirt(rng: Random, colour: Colour) -> Image.Image:
    size = (1000, 860)
    folds = waves(size, [110, 150, 96, 156, 100, 152, 98, 156, 102, 150, 96, 150, 90])
    body = sprite(cut(size, [(250, 6), (750, 6), (985, 850), (15, 850)]), shaded(Image.new("RGB", size, colour), folds))
    return relief(body, depth=18)


def _badge(garment: Image.Image, colour: Colour) -> None:
    pocket = relief(sprite(rounded((190, 210), radius=16), garment.getpixel((780, 700))[:3]), depth=10)
    pocket.alpha_composite(relief(sprite(oval((84, 92)), colour), depth=8), (53, 60))
    garment.alpha_composite(pocket, (740, 560))


def _garment(rng: Random, cloth: Image.Image, *, collar: Colour, button: Colour) -> Image.Image:
    """A shirt with short sleeves, its front buttoned, lying straight."""
    size = cloth.size
    outline = [(470, 70), (650, 120), (830, 70), (1010, 130), (1290, 470), (1090, 640), (990, 520), (1004, 1470),
               (296, 1470), (310, 520), (210, 640), (10, 470), (290, 130)]  # fmt: skip
    folds = clouds(rng, size, cells=(6, 4)).point([round(112 + v * 0.13) for v in range(256)])
    body = relief(sprite(cut(size, outline), shaded(cloth, folds)), depth=30, strength=0.9)
    seams = [[(310, 520), (330, 180)], [(990, 520), (970, 180)]]
    body.alpha_composite(sprite(stroke(size, seams, width=5).point([v * 4 // 10 for v in range(256)]), (20, 14, 12)))
    front = sprite(rounded((86, 1330), radius=6), cloth.crop((607, 120, 693, 1450)))
    body.alpha_composite(relief(front, depth=8), (607, 132))
    for y in range(300, 1400, 210):
        body.alpha_composite(relief(sprite(oval((34, 34)), button), depth=8, strength=1.3), (633, y))
    for outline in ([(455, 60), (560, 20), (650, 170), (560, 290), (440, 150)], [(845, 60), (740, 20), (650, 170), (740, 290), (860, 150)]):
        body.alpha_composite(relief(sprite(cut(size, outline), collar), depth=12))
    neck = cut(size, bent([(555, 30), (650, 10), (745, 30), (650, 165)], steps=8))
    body.alpha_composite(sprite(neck, darker(collar, 0.55)))
    return body


def _hung(scene: Scene, garment: Image.Image, *, tall: int = 1500) -> None:
    """On a wooden hanger from a hook."""
    hook = sprite(stroke((400, 400), [path([(200, 390), (200, 250), (250, 200), (290, 130), (230, 70), (160, 110)])], width=12), (92, 92, 96))
    scene.lay(relief(hook, depth=5), (750, 190), lift=12)
    bar = relief(sprite(cut((900, 230), bent([(20, 190), (430, 20), (470, 20), (880, 190), (860, 220), (450, 70), (40, 220)])), (170, 122, 74)), depth=10)
    scene.lay(bar, (750, 440), lift=16)
    shown = garment.crop((0, 0, garment.width, tall))
    scene.lay(shown, (750, 370 + tall / 2), lift=34)


FORMS = {
    "selendang": selendang,
    "sarung": sarung,
    "cloth-folded": cloth_folded,
    "cloth-hanging": cloth_hanging,
    "cloth-rolls": cloth_rolls,
    "table-runner": table_runner,
    "tote-bag": tote_bag,
    "pouch": pouch,
    "sling-bag": sling_bag,
    "cushion": cushion,
    "masks": masks,
    "shirt": shirt,
}
UNIFORMS = ("school-red", "school-blue", "school-grey", "work-green")
