"""Produce and food: bundles of greens, heaps of roots and fruit, bowls, jars and bottles."""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import grounds
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    Size,
    around,
    ball,
    bent,
    clouds,
    cut,
    darker,
    glow,
    grown,
    lighter,
    mix,
    noise,
    oval,
    path,
    piece,
    ramp,
    ramp_across,
    relief,
    ribbon,
    rounded,
    shaded,
    sprite,
    stamp,
    stroke,
    varied,
)

LEAF: Colour = (70, 130, 52)
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
RAFFIA: Colour = (206, 176, 110)


def ground(scene: Scene, *kinds: str) -> None:
    kind, _, tone = scene.rng.choice(kinds).partition(" ")
    match kind:
        case "linen":
            grounds.linen(scene, tone=tone)
        case "wood":
            grounds.wood(scene, tone=tone, planks=scene.rng.choice([4, 5]))
        case "leaf":
            grounds.banana_leaf(scene)
        case "mat":
            grounds.mat(scene)
        case _:
            grounds.stone(scene)


# Greens


def leaf(size: Size, colour: Colour, *, shape: Sequence[Point], veins: int = 6, rib: Colour | None = None) -> Image.Image:
    """A leaf that points up: `shape` is its right half from tip to stem in shares of half the width and of the height."""
    wide, tall = size
    right = [(wide / 2 + x * (wide / 2 - 3), 3 + y * (tall - 6)) for x, y in shape]
    left = [(wide - x, y) for x, y in reversed(right)]
    mask = cut(size, bent([*right, *left[1:-1]], steps=6))
    blade = ramp_across(size, darker(colour, 0.18), lighter(colour, 0.12), colour, darker(colour, 0.25))
    body = relief(sprite(mask, blade), depth=max(6, wide * 0.08), strength=0.7)
    pen, line = ImageDraw.Draw(body), (*(rib or lighter(colour, 0.45)), 255)
    lines = []
    for i in range(1, veins + 1):
        y = tall * (0.12 + 0.74 * i / (veins + 1))
        lines += [[(wide / 2, y + tall * 0.06), (wide * (0.5 + side * 0.36), y - tall * 0.05)] for side in (1, -1)]
    fine = Image.new("RGBA", size)
    fine.paste((*line[:3], 255), (0, 0), ImageChops.multiply(stroke(size, lines, width=max(1.2, wide * 0.012)), mask.point([v * 5 // 10 for v in range(256)])))
    body.alpha_composite(fine)
    pen.line([(wide / 2, tall * 0.06), (wide / 2, tall * 0.97)], fill=line, width=max(2, round(wide * 0.022)))
    return body


ARROW = [(0, 0), (0.34, 0.24), (0.62, 0.52), (0.86, 0.78), (0.98, 0.95), (0.5, 0.9), (0.14, 0.88), (0.08, 1)]
OVAL_LEAF = [(0, 0), (0.5, 0.14), (0.92, 0.42), (0.9, 0.66), (0.5, 0.9), (0.08, 1)]
HEART = [(0, 0), (0.4, 0.16), (0.85, 0.45), (1, 0.7), (0.8, 0.92), (0.3, 0.96), (0.06, 0.9)]
PADDLE = [(0, 0), (0.6, 0.05), (1, 0.24), (0.98, 0.48), (0.7, 0.68), (0.36, 0.82), (0.3, 1)]


def _bundle(scene: Scene, *, make: Callable[[Random], Image.Image], stem: Colour, count: int, spread: float, leafy: float) -> None:
    """A bundle tied near its foot: stems run to the upper right and leaves stand out from them."""
    rng = scene.rng
    sheet = Image.new("RGBA", (1900, 1100))
    kinds = [stamp(make(rng), lift=9, dark=0.45) for _ in range(5)]
    turned = _turner(kinds, step=15)
    stems: list[list[Point]] = []
    placed: list[tuple[float, Point, float]] = []
    for _ in range(count):
        tilt = rng.gauss(0, spread)
        far = rng.uniform(900, 1420)
        start = (250 + rng.uniform(-120, 60), 550 + tilt * 60 + rng.uniform(-70, 70))
        waist = (560, 550 + rng.uniform(-62, 62))
        end = (360 + far * math.cos(tilt), 550 + far * math.sin(tilt) * 0.75)
        stems.append(path([start, waist, ((waist[0] + end[0]) / 2, (waist[1] + end[1]) / 2 + rng.uniform(-30, 30)), end]))
        placed.append((far, end, tilt))
        for share in [s for s in (0.5, 0.66, 0.8, 0.9) if rng.random() < leafy]:
            x, y = waist[0] + (end[0] - waist[0]) * share, waist[1] + (end[1] - waist[1]) * share
            placed.append((far * share, (x, y), tilt + rng.choice([-1, 1]) * rng.uniform(0.35, 0.9)))
    for tone in (darker(stem, 0.35), stem, lighter(stem, 0.18)):
        group = [line for line in stems if rng.random() < 0.7]
        sheet.alpha_composite(relief(sprite(stroke(sheet.size, group or stems, width=20), tone), depth=9, strength=1.1))
    for far, (x, y), tilt in sorted(placed, key=lambda one: one[0] + rng.uniform(-160, 160)):
        blade = turned(rng.randrange(len(kinds)), -90 - math.degrees(tilt) + rng.uniform(-16, 16))
        _paste(sheet, blade, (x + 60 * math.cos(tilt), y + 60 * math.sin(tilt)))
    tie = relief(sprite(rounded((74, 250), radius=26), ramp((74, 250), darker(RAFFIA, 0.3), RAFFIA, lighter(RAFFIA, 0.3), RAFFIA, darker(RAFFIA, 0.4))), depth=14)
    for x in (545, 585):
        _paste(sheet, tie, (x, 552))
    scene.lay(sheet, (1000, 800), turn=rng.uniform(9, 16), lift=30, dark=0.55)


def _turner(kinds: list[Image.Image], *, step: int) -> Callable[[int, float], Image.Image]:
    """Gives a sprite turned to about an angle, each turned only once."""

    @lru_cache(maxsize=None)
    def turned(kind: int, notch: int) -> Image.Image:
        return kinds[kind].rotate(notch * step, Image.Resampling.BILINEAR, expand=True)

    return lambda kind, angle: turned(kind, round(angle / step) % (360 // step))


def _paste(sheet: Image.Image, body: Image.Image, centre: Point) -> None:
    """Put a sprite on a sprite, as far as it is inside."""
    left, top = round(centre[0] - body.width / 2), round(centre[1] - body.height / 2)
    crop = body.crop((max(0, -left), max(0, -top), body.width, body.height))
    if crop.width > 0 and crop.height > 0 and left < sheet.width and top < sheet.height:
        sheet.alpha_composite(crop, (max(0, left), max(0, top)))


def kangkung(scene: Scene) -> None:
    ground(scene, "wood teak", "linen white", "wood pale")
    _bundle(scene, make=lambda rng: leaf((120, 330), varied((66, 132, 54), rng), shape=ARROW), stem=(138, 172, 92), count=24, spread=0.2, leafy=0.75)


def bayam(scene: Scene, *, kind: str) -> None:
    ground(scene, "linen sand", "wood dark", "wood teak")
    colour: Colour = (64, 128, 60) if kind == "bundle" else (122, 40, 66)
    rib = None if kind == "bundle" else (196, 70, 110)
    stem: Colour = (150, 180, 104) if kind == "bundle" else (186, 66, 96)
    _bundle(scene, make=lambda rng: leaf((190, 270), varied(colour, rng), shape=OVAL_LEAF, rib=rib), stem=stem, count=22, spread=0.24, leafy=0.7)


def sawi(scene: Scene) -> None:
    """Choy sum: broad light stalks and round leaves."""
    ground(scene, "wood dark", "linen clay", "wood teak")
    rng = scene.rng
    sheet = Image.new("RGBA", (1800, 1000))
    for i in range(9):
        tilt = (i - 4) * 0.085 + rng.uniform(-0.03, 0.03)
        stalk = Image.new("RGBA", (300, 1180))
        line = path([(150, 1170), (150, 820), (150 + rng.uniform(-20, 20), 480)])
        rod = sprite(cut((300, 1180), ribbon(line, lambda s: 96 - 58 * s)), ramp_across((300, 1180), (158, 186, 120), (226, 236, 196), (240, 246, 222), (168, 196, 128)))
        stalk.alpha_composite(relief(rod, depth=16))
        stalk.alpha_composite(leaf((300, 620), varied((74, 142, 58), rng), shape=PADDLE, rib=(224, 236, 190)), (0, 0))
        turned = stamp(stalk, lift=12, dark=0.2).rotate(-90 - math.degrees(tilt), Image.Resampling.BILINEAR, expand=True)
        _paste(sheet, turned, (860 + 40 * math.cos(tilt), 500 + 620 * math.sin(tilt) * 0.7))
    root = relief(sprite(oval((130, 190)), (222, 214, 184)), depth=24)
    root.alpha_composite(relief(sprite(oval((70, 120)), (186, 160, 120)), depth=10, strength=-0.8), (14, 34))
    _paste(sheet, root, (272, 502))
    scene.lay(sheet, (1010, 760), turn=rng.uniform(10, 20), lift=24, dark=0.4)


def long_beans(scene: Scene) -> None:
    ground(scene, "wood pale", "linen white", "mat")
    rng = scene.rng
    sheet = Image.new("RGBA", (1800, 760))
    for tone in ((58, 104, 46), (84, 138, 60), (112, 164, 82), (92, 148, 66)):
        lines = []
        for _ in range(11):
            y = 380 + rng.gauss(0, 70)
            sway = [rng.uniform(-60, 60) + (y - 380) * 0.8 for _ in range(2)]
            lines.append(path([(rng.uniform(10, 120), 380 + sway[0] * 1.3), (560, y * 0.5 + 190), (900, y), (1240, y * 0.5 + 190), (rng.uniform(1680, 1790), 380 + sway[1] * 1.6)]))
        sheet.alpha_composite(relief(sprite(stroke(sheet.size, lines, width=24), tone), depth=10, strength=1.2))
    tie = relief(sprite(rounded((60, 300), radius=24), ramp((60, 300), darker(RAFFIA, 0.3), RAFFIA, lighter(RAFFIA, 0.2), darker(RAFFIA, 0.3))), depth=12)
    for x in (560, 1240):
        _paste(sheet, tie, (x, 380))
    scene.lay(sheet, (1000, 760), turn=rng.uniform(12, 26), lift=26)


def moringa_leaves(scene: Scene) -> None:
    """Sprigs of kelor: small round leaves in pairs."""
    ground(scene, "linen white", "wood teak", "mat", "linen clay")
    rng = scene.rng
    leaves = [stamp(leaf((66, 84), varied((72, 128, 58), rng, by=18), shape=OVAL_LEAF, veins=0), lift=5) for _ in range(6)]
    turned = _turner(leaves, step=20)
    for i, turn in enumerate([-34, 24, -4, 46, 10]):
        sheet = Image.new("RGBA", (1500, 560))
        _sprig(sheet, rng, turned)
        scene.lay(sheet, (1000 + rng.uniform(-160, 160), 470 + i * 150), turn=turn + rng.uniform(-8, 8), lift=12)


def _sprig(sheet: Image.Image, rng: Random, turned: Callable[[int, float], Image.Image]) -> None:
    stalks: list[list[Point]] = [path([(20, 280), (500, 300), (1000, 270), (1440, 285)])]
    spots: list[tuple[Point, float]] = [((1450, 285), 0.0)]
    for x in range(190, 1400, 150):
        for side in (-1, 1):
            reach = 240 - abs(x - 560) * 0.11
            tip = (x + reach * 0.62, 285 + side * reach * 0.86)
            stalks.append([(x, 285), tip])
            spots.append((tip, side * 54))
            for share in (0.36, 0.66):
                at = (x + (tip[0] - x) * share, 285 + (tip[1] - 285) * share)
                spots += [((at[0] + 34, at[1] - 8), side * 54 - 62), ((at[0] - 20, at[1] + 22), side * 54 + 62)]
    sheet.alpha_composite(sprite(stroke(sheet.size, stalks, width=7), (108, 140, 70)))
    for at, angle in spots:
        _paste(sheet, turned(rng.randrange(6), -90 - angle + rng.uniform(-20, 20)), at)


# Fruit and roots


def _heap(scene: Scene, bodies: list[Image.Image], *, count: int, across: Point, lift: float = 22) -> None:
    """A heap seen from above, evenly spread: the outer ones first, the upper ones in the middle over them."""
    rng = scene.rng
    turned = _turner([stamp(body, lift=lift, dark=0.6) for body in bodies], step=24)
    for i in reversed(range(count)):
        far = math.sqrt((i + 0.5) / count) * rng.uniform(0.92, 1.06)
        angle = i * GOLDEN_ANGLE + rng.uniform(-0.12, 0.12)
        body = turned(rng.randrange(len(bodies)), rng.uniform(-180, 180) if lift < 20 else rng.uniform(-36, 36))
        x, y = 1000 + math.cos(angle) * across[0] * far, 770 + math.sin(angle) * across[1] * far - (1 - far) * 60
        scene.image.paste(body, (round(x - body.width / 2), round(y - body.height / 2)), body)


def tomatoes(scene: Scene) -> None:
    ground(scene, "wood teak", "linen white", "leaf", "linen blue")
    rng = scene.rng
    bodies = [_tomato(rng, rng.randint(250, 310)) for _ in range(8)]
    _heap(scene, bodies, count=32, across=(660, 470))


def _tomato(rng: Random, across: int) -> Image.Image:
    size = (across, round(across * 0.92))
    body = ball(size, varied((206, 44, 30), rng, by=16), shine=0.95, mask=cut(size, bent(around((size[0] / 2, size[1] / 2), (size[0] / 2 - 4, size[1] / 2 - 4), count=10, rng=rng, wobble=0.025))))
    centre = (size[0] * rng.uniform(0.42, 0.58), size[1] * rng.uniform(0.3, 0.5))
    points = []
    for i in range(10):
        angle = math.tau * i / 10 + rng.uniform(-0.15, 0.15)
        far = across * (0.2 if i % 2 == 0 else 0.05)
        points.append((centre[0] + math.cos(angle) * far, centre[1] + math.sin(angle) * far))
    body.alpha_composite(relief(sprite(cut(size, points), (74, 122, 48)), depth=7, strength=1.2))
    stalk = sprite(stroke(size, [[centre, (centre[0] + across * 0.05, centre[1] - across * 0.1)]], width=across * 0.04), (96, 134, 58))
    body.alpha_composite(stalk)
    return body


def chillies(scene: Scene, *, kind: str) -> None:
    """A heap of small bird's eye chillies."""
    ground(scene, "mat", "linen white", "leaf", "wood teak") if kind == "rawit" else ground(scene, "linen sand", "wood dark")
    rng = scene.rng
    reds: list[Colour] = [(206, 34, 26), (186, 24, 24), (222, 60, 28), (216, 96, 30)]
    greens: list[Colour] = [(78, 138, 48), (104, 160, 58), (142, 176, 66)]
    mixed = [*reds * 3, greens[0]] if kind == "rawit" else [*greens * 2, reds[0]]
    bodies = [_chilli(rng, rng.choice(mixed)) for _ in range(9)]
    _heap(scene, bodies, count=210, across=(690, 500), lift=11)


def _chilli(rng: Random, colour: Colour) -> Image.Image:
    size = (330, 120)
    line = path([(70, 62), (160, 50 + rng.uniform(-8, 8)), (250, 58 + rng.uniform(-10, 16)), (322, 74 + rng.uniform(-16, 16))])
    body = sprite(cut(size, ribbon(line, lambda s: 58 * (1 - s**2.4) + 3)), varied(colour, rng, by=10))
    body = relief(body, depth=17, strength=0.8)
    shine = stroke(size, [path([(96, 54), (160, 45), (228, 50)])], width=5).point([v * 6 // 10 for v in range(256)])
    gleam = ImageChops.multiply(shine, body.getchannel("A"))
    body.paste((255, 240, 225), (0, 0), gleam)
    stalk = sprite(cut(size, ribbon(path([(8, 44), (44, 58), (84, 62)]), lambda s: 9 + 22 * s**3)), (104, 142, 62))
    body.alpha_composite(relief(stalk, depth=7))
    return body


def carrots(scene: Scene) -> None:
    """Carrots with their leaves, side by side."""
    ground(scene, "wood dark", "linen white", "linen blue", "wood pale")
    rng = scene.rng
    for i, x in enumerate([520, 760, 1000, 1240, 1480]):
        scene.lay(_carrot(rng), (x + rng.uniform(-20, 20), 800 + rng.uniform(-50, 50)), turn=(2 - i) * 5 + rng.uniform(-4, 4), lift=26)


def _carrot(rng: Random) -> Image.Image:
    size = (420, 1250)
    colour = varied((228, 112, 30), rng, by=10)
    sheet = Image.new("RGBA", size)
    fronds = []
    for _ in range(11):
        tip = (210 + rng.uniform(-190, 190), rng.uniform(10, 170))
        fronds.append(path([(210, 500), (210 + (tip[0] - 210) * 0.3, 330), tip]))
    for tone in ((52, 98, 40), (84, 140, 58)):
        twigs = []
        for line in fronds:
            for x, y in line[5:]:
                twigs += [[(x, y), (x + rng.uniform(-42, 42), y - rng.uniform(4, 40))] for _ in range(4)]
        sheet.alpha_composite(sprite(stroke(size, [*fronds, *twigs], width=6), varied(tone, rng)))
    line = path([(210, 480), (208, 760), (214 + rng.uniform(-14, 14), 1000), (212 + rng.uniform(-24, 24), 1235)])
    root = sprite(cut(size, bent([(150, 490), (210, 462), (270, 490), *[(x + 70 * (1 - (y - 480) / 800) ** 0.9, y) for x, y in line[6:-1:5]], line[-1],
                                  *[(x - 70 * (1 - (y - 480) / 800) ** 0.9, y) for x, y in reversed(line[6:-1:5])]], steps=5)), colour)  # fmt: skip
    root = relief(root, depth=44, strength=1.5)
    marks = [[(212 - 60 * (1 - (y - 480) / 800) * rng.uniform(-1, 1), y), (212 + rng.uniform(-30, 40) * (1 - (y - 480) / 800), y + 3)] for y in range(540, 1160, 44)]
    rings = ImageChops.multiply(stroke(size, marks, width=4).point([v * 4 // 10 for v in range(256)]), root.getchannel("A"))
    root.paste(darker(colour, 0.5), (0, 0), rings)
    sheet.alpha_composite(root)
    return sheet


def bulbs(scene: Scene, *, kind: str) -> None:
    ground(scene, "mat", "linen white", "wood dark", "linen green")
    rng = scene.rng
    bodies = [_bulb(rng, kind) for _ in range(9)]
    _heap(scene, bodies, count=38 if kind == "shallots" else 26, across=(640, 450), lift=18)


def _bulb(rng: Random, kind: str) -> Image.Image:
    across = rng.randint(210, 250) if kind == "shallots" else rng.randint(270, 310)
    size = (across, round(across * 1.32))
    wide, tall = size
    colour = varied((164, 60, 84), rng, by=16) if kind == "shallots" else varied((236, 228, 214), rng, by=6)
    outline = bent([(wide * 0.5, 4), (wide * 0.57, tall * 0.17), (wide * 0.84, tall * 0.34), (wide * 0.98, tall * 0.6), (wide * 0.82, tall * 0.86),
                    (wide * 0.5, tall * 0.96), (wide * 0.18, tall * 0.86), (wide * 0.02, tall * 0.6), (wide * 0.16, tall * 0.34), (wide * 0.43, tall * 0.17)])  # fmt: skip
    body = ball(size, colour, shine=0.6 if kind == "shallots" else 0.25, mask=cut(size, outline))
    lines = [path([(wide * 0.5, tall * 0.1), (wide * (0.5 + bow * 0.9), tall * 0.55), (wide * 0.5, tall * 0.96)]) for bow in (-0.42, -0.24, -0.06, 0.12, 0.3, 0.44)]
    veins = ImageChops.multiply(stroke(size, lines, width=5 if kind == "garlic" else 3).point([v * 4 // 10 for v in range(256)]), body.getchannel("A"))
    body.paste(darker(colour, 0.42) if kind == "shallots" else mix(colour, (150, 110, 140), 0.6), (0, 0), veins)
    roots = [[(wide / 2, tall - 14), (wide / 2 + rng.uniform(-18, 18), tall - 2)] for _ in range(6)]
    body.alpha_composite(sprite(stroke(size, roots, width=3), (214, 196, 160)))
    body.alpha_composite(relief(sprite(cut(size, [(wide * 0.45, 2), (wide * 0.55, 2), (wide * 0.6, tall * 0.2), (wide * 0.4, tall * 0.2)]), (190, 158, 108)), depth=6))
    return body


def potatoes(scene: Scene) -> None:
    ground(scene, "linen sand", "wood dark", "linen blue", "mat")
    rng = scene.rng
    bodies = []
    for _ in range(9):
        size = (rng.randint(330, 430), rng.randint(250, 300))
        mask = cut(size, bent(around((size[0] / 2, size[1] / 2), (size[0] / 2 - 6, size[1] / 2 - 6), count=9, rng=rng, wobble=0.07)))
        body = grown(ball(size, varied((196, 154, 98), rng, by=10), shine=0.18, mask=mask), rng=rng, spots=(140, 98, 56), share=0.28, cells=20)
        pen = ImageDraw.Draw(body)
        for _ in range(7):
            x, y = rng.uniform(0.2, 0.8) * size[0], rng.uniform(0.2, 0.8) * size[1]
            pen.arc((x - 12, y - 7, x + 12, y + 7), 10, 190, fill=(104, 70, 40), width=4)
        bodies.append(body)
    _heap(scene, bodies, count=22, across=(620, 430), lift=26)


def limes(scene: Scene) -> None:
    ground(scene, "linen white", "wood pale", "linen clay", "stone")
    rng = scene.rng
    bodies = []
    for _ in range(8):
        size = (rng.randint(210, 240), rng.randint(195, 215))
        colour = rng.choice([(96, 148, 46), (124, 164, 50), (168, 182, 62)])
        bodies.append(grown(ball(size, varied(colour, rng), shine=0.75), rng=rng, spots=darker(colour, 0.3), share=0.12, cells=34))
    _heap(scene, bodies, count=34, across=(600, 420))
    half = _slice(250, rng)
    scene.lay(half, (520, 1090), turn=20, lift=20)
    scene.lay(half, (1480, 1150), turn=70, lift=20)


def _slice(across: int, rng: Random) -> Image.Image:
    """A lime cut through."""
    disc = relief(sprite(oval((across, across)), (110, 150, 52)), depth=10)
    inner = round(across * 0.92)
    flesh = sprite(oval((inner, inner)), (226, 232, 178))
    lines = []
    for i in range(9):
        angle = math.tau * i / 9
        wedge = [(inner / 2 + math.cos(angle + turn) * far * inner / 2, inner / 2 + math.sin(angle + turn) * far * inner / 2) for turn, far in [(0, 0.1), (-0.3, 0.84), (0, 0.9), (0.3, 0.84)]]
        flesh.alpha_composite(relief(sprite(cut((inner, inner), bent(wedge, steps=4)), varied((186, 206, 96), rng, by=8)), depth=8))
        lines.append(wedge)
    disc.alpha_composite(flesh, ((across - inner) // 2, (across - inner) // 2))
    return disc


def eggplants(scene: Scene) -> None:
    ground(scene, "linen sand", "wood pale", "linen white", "mat")
    rng = scene.rng
    for i, x in enumerate([480, 760, 1040, 1320, 1580]):
        scene.lay(_eggplant(rng), (x, 760 + rng.uniform(-60, 60)), turn=(2 - i) * 7 + rng.uniform(-6, 6), lift=34, dark=0.6)


def _eggplant(rng: Random) -> Image.Image:
    size = (320, 1080)
    bow = rng.uniform(-30, 30)
    line = path([(160, 130), (160 + bow, 450), (160 + bow, 800), (160, 1064)])
    outline = ribbon(line, lambda s: 110 + 150 * math.sin(math.pi * min(1, 0.18 + s * 0.72)) if s < 0.93 else 260 * math.sqrt(max(0.0, 1 - ((s - 0.8) / 0.2) ** 2)))
    colour = varied((78, 32, 92), rng, by=8)
    body = relief(sprite(cut(size, outline), colour), depth=60, strength=0.85)
    gleam = stroke(size, [path([(112 + bow, 330), (96 + bow, 560), (104 + bow, 800)])], width=20).resize((40, 135)).resize(size, Image.Resampling.BICUBIC)
    body.paste((236, 214, 240), (0, 0), ImageChops.multiply(gleam.point([v * 5 // 10 for v in range(256)]), body.getchannel("A")))
    cap = bent([(100, 120), (160, 92), (220, 120), (262, 230), (200, 196), (160, 270), (120, 196), (58, 230)])
    body.alpha_composite(relief(sprite(cut(size, cap), (86, 122, 60)), depth=14, strength=1.2))
    body.alpha_composite(relief(sprite(stroke(size, [path([(160, 110), (166, 60), (190, 20)])], width=34), (98, 132, 66)), depth=10))
    return body


def cucumbers(scene: Scene) -> None:
    ground(scene, "linen white", "wood teak", "linen clay", "linen rose")
    rng = scene.rng
    for x, y, turn in [(700, 480, 14), (1230, 560, -18), (760, 800, -6), (1300, 930, 22), (820, 1120, 8)]:
        scene.lay(_cucumber(rng), (x, y), turn=turn + rng.uniform(-6, 6), lift=30)


def _cucumber(rng: Random) -> Image.Image:
    size = (960, 260)
    line = path([(24, 130), (320, 116 + rng.uniform(-16, 16)), (640, 124), (936, 132 + rng.uniform(-20, 20))])
    outline = ribbon(line, lambda s: 196 * min(1, math.sqrt(max(0.0, 1 - abs(2 * s - 1) ** 5)) + 0.04))
    body = sprite(cut(size, outline), ramp_across(size, (52, 104, 46), (78, 136, 58), (112, 162, 82), (150, 184, 108)))
    stripes = [path([(60, y), (480, y - 8 + rng.uniform(-6, 6)), (910, y)]) for y in range(60, 220, 30)]
    marks = ImageChops.multiply(stroke(size, stripes, width=7).point([v * 4 // 10 for v in range(256)]), body.getchannel("A"))
    body.paste((176, 206, 132), (0, 0), marks)
    body = relief(body, depth=56, strength=0.85)
    pen = ImageDraw.Draw(body)
    for _ in range(60):
        x, y = rng.uniform(80, 880), 130 + rng.uniform(-78, 78)
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=(206, 220, 160))
    return body


def pumpkin(scene: Scene) -> None:
    line = grounds.room(scene, wall=scene.rng.choice(["lime", "sky", "mint"]), tone=scene.rng.choice(["teak", "pale"]), horizon=0.6)
    rng = scene.rng
    grounds.contact(scene, centre=(960, line + 330), size=(1150, 150), dark=0.85)
    scene.lay(_pumpkin(rng, (1140, 860)), (940, line - 60), lift=30, dark=0.35)
    grounds.contact(scene, centre=(1540, line + 350), size=(420, 80), dark=0.7)
    scene.lay(_pumpkin(rng, (440, 340)), (1540, line + 190), lift=18, dark=0.35)


def _pumpkin(rng: Random, size: Size) -> Image.Image:
    """Ribs from the outside in, the stalk on top."""
    wide, tall = size
    colour = varied((206, 124, 44), rng, by=12)
    full = Image.new("RGBA", size)
    for shift, share in [(-0.36, 0.34), (0.36, 0.34), (-0.25, 0.4), (0.25, 0.4), (-0.13, 0.42), (0.13, 0.42), (0, 0.4)]:
        rib = (round(wide * share), round(tall * (0.86 - abs(shift) * 0.42)))
        shape = ball(rib, varied(colour, rng, by=6), shine=0.12)
        patched = grown(shape, rng=rng, spots=(104, 112, 50), share=0.16, cells=8)
        full.alpha_composite(patched, (round(wide * (0.5 + shift) - rib[0] / 2), round(tall * 0.56 - rib[1] / 2)))
    stalk = bent([(wide * 0.45, tall * 0.2), (wide * 0.47, tall * 0.08), (wide * 0.44, tall * 0.01), (wide * 0.53, tall * 0.01), (wide * 0.53, tall * 0.1), (wide * 0.58, tall * 0.2)])
    full.alpha_composite(relief(sprite(cut(size, stalk), (112, 122, 66)), depth=wide * 0.02, strength=1.4))
    return full


def papaya(scene: Scene) -> None:
    """One whole, one half with its seeds."""
    ground(scene, "leaf", "linen white", "wood pale", "linen blue")
    rng = scene.rng
    whole = _papaya_body((620, 1180), ramp((620, 1180), (96, 132, 50), (206, 166, 52), (226, 150, 44), (200, 150, 50)))
    scene.lay(relief(whole, depth=110, strength=0.9), (690, 720), turn=-24, lift=44)
    half = relief(_papaya_body((640, 1180), ramp((640, 1180), (214, 160, 60), (222, 150, 56))), depth=14)
    flesh = _papaya_body((572, 1110), ramp((572, 1110), (240, 150, 70), (236, 108, 52), (232, 104, 54)))
    half.alpha_composite(flesh, (34, 36))
    pit = sprite(cut((640, 1180), bent([(320, 380), (430, 560), (460, 800), (390, 980), (320, 1030), (250, 980), (180, 800), (210, 560)])), (176, 62, 34))
    half.alpha_composite(relief(pit, depth=40, strength=-1.3))
    seeds = [stamp(ball((44, 44), (46, 42, 40), shine=0.7), lift=4) for _ in range(3)]
    for _ in range(95):
        far, angle = math.sqrt(rng.random()), rng.uniform(0, math.tau)
        _paste(half, rng.choice(seeds), (320 + math.cos(angle) * 108 * far, 740 + math.sin(angle) * 262 * far))
    scene.lay(half, (1320, 760), turn=14, lift=40)


def _papaya_body(size: Size, fill: Image.Image) -> Image.Image:
    wide, tall = size
    outline = [(0.5, 0.005), (0.62, 0.06), (0.72, 0.22), (0.93, 0.5), (0.97, 0.72), (0.8, 0.93), (0.5, 0.995)]
    points = [(x * wide, y * tall) for x, y in [*outline, *[(1 - x, y) for x, y in reversed(outline[1:-1])]]]
    return sprite(cut(size, bent(points)), fill)


def bananas(scene: Scene) -> None:
    """A hand of bananas that hang from their crown."""
    ground(scene, "linen blue", "wood dark", "linen clay", "linen white")
    rng = scene.rng
    sheet = Image.new("RGBA", (1700, 1300))
    for angle in [40, 140, 57, 123, 73, 107, 90]:
        _banana(sheet, rng, crown=(850, 190), angle=angle + rng.uniform(-2, 2), bow=(angle - 90) * 3.4)
    crown = bent([(780, 130), (850, 100), (920, 130), (960, 240), (920, 330), (850, 310), (780, 330), (740, 240)])
    sheet.alpha_composite(relief(sprite(cut(sheet.size, crown), (142, 142, 62)), depth=36, strength=1.0))
    scene.lay(sheet, (1000, 770), turn=rng.uniform(-14, 14), lift=34)


def _banana(sheet: Image.Image, rng: Random, *, crown: Point, angle: float, bow: float) -> None:
    """One fruit that leaves the crown at an angle and bends towards the middle."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    line = []
    for share in (0, 0.15, 0.35, 0.55, 0.75, 0.9, 1):
        along, aside = share * 900, bow * math.sin(math.pi * share)
        line.append((crown[0] + along * cosine + aside * sine, crown[1] + along * sine - aside * cosine))
    curve = path(line, steps=6)
    mask, corner = piece(ribbon(curve, _banana_width))
    body = sprite(mask, ramp(mask.size, (152, 164, 58), (226, 192, 60), (238, 200, 66), (224, 180, 52)))
    body = grown(relief(body, depth=40, strength=1.0), rng=rng, spots=(140, 98, 34), share=0.07, cells=26)
    edge = stroke(body.size, [[(x - corner[0] + 8, y - corner[1] - 4) for x, y in curve[8:-4]]], width=6)
    body.paste((170, 132, 38), (0, 0), ImageChops.multiply(edge.point([v * 5 // 10 for v in range(256)]), body.getchannel("A")))
    tip = (curve[-1][0] - corner[0], curve[-1][1] - corner[1])
    ImageDraw.Draw(body).ellipse((tip[0] - 20, tip[1] - 20, tip[0] + 20, tip[1] + 14), fill=(66, 50, 30))
    stamped = stamp(body, lift=14)
    pad = (stamped.width - body.width) // 2
    _paste(sheet, stamped, (corner[0] - pad + stamped.width / 2, corner[1] - pad + stamped.height / 2))


def _banana_width(share: float) -> float:
    if share < 0.12:
        return 62.0
    return 62 + 104 * math.sin(math.pi * min(1.0, (share - 0.12) / 0.9)) ** 0.55 - 44 * max(0.0, share - 0.9) * 10


def corn(scene: Scene) -> None:
    ground(scene, "wood dark", "mat", "linen blue", "linen clay")
    rng = scene.rng
    for i, x in enumerate([560, 880, 1200, 1500]):
        scene.lay(_cob(rng), (x, 760 + rng.uniform(-50, 50)), turn=(1.5 - i) * 9 + rng.uniform(-5, 5), lift=34)


def _cob(rng: Random) -> Image.Image:
    size = (440, 1160)
    sheet = Image.new("RGBA", size)
    for side in (-1, 1):
        husk = bent([(220, 1140), (220 + side * 80, 900), (220 + side * 180, 560), (220 + side * 205, 330), (220 + side * 120, 520), (220 + side * 40, 820)])
        sheet.alpha_composite(relief(sprite(cut(size, husk), ramp(size, (176, 196, 110), (126, 160, 70), (104, 142, 60))), depth=18))
    mask = cut(size, bent([(220, 20), (292, 110), (330, 330), (334, 640), (300, 940), (220, 1010), (140, 940), (106, 640), (110, 330), (148, 110)]))
    ear = sprite(mask, (196, 142, 40))
    grain = stamp(ball((40, 36), (240, 194, 66), shine=0.7, mask=rounded((40, 36), radius=13)), lift=2)
    pale = stamp(ball((40, 36), (246, 214, 104), shine=0.7, mask=rounded((40, 36), radius=13)), lift=2)
    rows = Image.new("RGBA", size)
    for x in range(100, 350, 33):
        for y in range(30 + (x // 33 % 2) * 8, 1010, 33):
            _paste(rows, rng.choice([grain, grain, pale]), (x, y))
    rows.putalpha(ImageChops.multiply(rows.getchannel("A"), mask))
    ear.alpha_composite(rows)
    bulge = waves_for(size, mask)
    sheet.alpha_composite(shaded(ear, bulge))
    front = bent([(220, 1150), (130, 1010), (96, 780), (150, 860), (220, 960), (290, 860), (344, 780), (310, 1010)])
    sheet.alpha_composite(relief(sprite(cut(size, front), ramp(size, (150, 180, 90), (140, 174, 82), (98, 136, 56))), depth=22))
    return sheet


def waves_for(size: Size, mask: Image.Image) -> Image.Image:
    """The light on a round upright body of that mask."""
    from_left = ramp_across(size, (62, 62, 62), (140, 140, 140), (160, 160, 160), (132, 132, 132), (100, 100, 100), (52, 52, 52)).convert("L")
    return Image.composite(from_left, Image.new("L", size, 128), mask)


# Eggs, grains, jars


def eggs(scene: Scene) -> None:
    """A tray of eggs from above."""
    ground(scene, "wood teak", "linen blue", "wood pale", "mat")
    rng = scene.rng
    tray = relief(sprite(rounded((1500, 1240), radius=40), (158, 150, 140)), depth=12)
    pulp = clouds(rng, tray.size, cells=(300, 250)).point([round(118 + v * 0.08) for v in range(256)])
    tray = shaded(tray, pulp)
    hole = relief(sprite(oval((236, 226)), (104, 98, 92)), depth=22, strength=-1.2)
    knob = relief(sprite(oval((70, 70)), (168, 160, 150)), depth=16, strength=1.3)
    kinds = [stamp(_egg(rng), lift=14, dark=0.6) for _ in range(6)]
    gap = rng.randrange(30)
    for i in range(30):
        x, y = 155 + i % 6 * 238, 148 + i // 6 * 236
        _paste(tray, hole, (x, y))
        if i % 6 < 5 and i // 6 < 4:
            _paste(tray, knob, (x + 119, y + 118))
        if i != gap:
            _paste(tray, rng.choice(kinds), (x, y - 4))
    scene.lay(tray, (1000, 750), turn=rng.uniform(-5, 5), lift=30)


def _egg(rng: Random) -> Image.Image:
    size = (196, 214)
    outline = bent([(98, 4), (150, 40), (184, 112), (170, 178), (98, 208), (26, 178), (12, 112), (46, 40)])
    colour = varied((214, 160, 118), rng, by=14)
    body = grown(ball(size, colour, shine=0.5, mask=cut(size, outline)), rng=rng, spots=darker(colour, 0.2), share=0.1, cells=40)
    return body.rotate(rng.uniform(-20, 20), Image.Resampling.BILINEAR, expand=True)


def _bowl(scene: Scene, *, across: int, outer: Colour, fill: Colour) -> None:
    """A bowl from above, to be filled within 0.4 of its width."""
    rim = relief(sprite(oval((across, across)), outer), depth=30, strength=1.3)
    inner = round(across * 0.86)
    well = relief(sprite(oval((inner, inner)), fill), depth=60, strength=-1.0)
    rim.alpha_composite(well, ((across - inner) // 2, (across - inner) // 2))
    scene.lay(rim, (1000, 760), lift=46, dark=0.6)


def _poured(scene: Scene, kinds: list[Image.Image], *, count: int, radius: float, stray: int = 14) -> None:
    """Many small things within a circle, a few beside it."""
    rng = scene.rng
    turned = [kind.rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True) for kind in kinds for _ in range(6)]
    spots = []
    for i in range(count + stray):
        far = math.sqrt(rng.random()) if i >= stray else rng.uniform(1.25, 1.75)
        angle = rng.uniform(0, math.tau)
        spots.append((far, 1000 + math.cos(angle) * radius * far, 760 + math.sin(angle) * radius * far))
    for _far, x, y in sorted(spots, reverse=True):
        body = rng.choice(turned)
        scene.image.paste(body, (round(x - body.width / 2), round(y - body.height / 2)), body)


CLAY, WHITEWARE, COCONUT = (172, 100, 66), (232, 226, 214), (98, 62, 40)


def mung_beans(scene: Scene) -> None:
    ground(scene, "linen sand", "wood pale", "linen white")
    rng = scene.rng
    _bowl(scene, across=1080, outer=rng.choice([CLAY, COCONUT]), fill=(64, 84, 34))
    kinds = [stamp(ball((46, 38), varied((122, 152, 60), rng, by=16), shine=0.7), lift=5) for _ in range(7)]
    _poured(scene, kinds, count=1000, radius=466, stray=24)


def rice(scene: Scene) -> None:
    ground(scene, "linen blue", "wood pale", "leaf")
    rng = scene.rng
    _bowl(scene, across=1080, outer=rng.choice([WHITEWARE, COCONUT]), fill=(96, 40, 34))
    kinds = [stamp(ball((54, 19), varied((150, 66, 54), rng, by=22), shine=0.5), lift=4) for _ in range(7)]
    _poured(scene, kinds, count=1300, radius=462, stray=30)


def peanuts(scene: Scene) -> None:
    ground(scene, "linen green", "wood dark", "linen white")
    rng = scene.rng
    _bowl(scene, across=1120, outer=rng.choice([CLAY, WHITEWARE]), fill=(120, 84, 48))
    kinds = [stamp(_peanut(rng), lift=10) for _ in range(6)]
    _poured(scene, kinds, count=120, radius=420, stray=9)


def _peanut(rng: Random) -> Image.Image:
    size = (190, 100)
    outline = bent([(8, 50), (30, 14), (66, 12), (96, 24), (130, 10), (166, 16), (184, 50), (166, 86), (130, 92), (96, 76), (66, 90), (30, 86)])
    colour = varied((206, 164, 104), rng, by=10)
    body = sprite(cut(size, outline), colour)
    lines = [[(x, 8), (x + 6, 92)] for x in range(16, 190, 17)] + [path([(8, y), (95, y + (4 if y > 50 else -4)), (184, y)]) for y in (30, 50, 70)]
    net = ImageChops.multiply(stroke(size, lines, width=4).point([v * 4 // 10 for v in range(256)]), body.getchannel("A"))
    body.paste(darker(colour, 0.4), (0, 0), net)
    return relief(body, depth=26, strength=0.75)


def _stage(scene: Scene, *walls: str) -> int:
    return grounds.room(scene, wall=scene.rng.choice(walls), tone=scene.rng.choice(["teak", "pale", "dark"]), horizon=0.7)


def _label(size: Size, *, paper: Colour, ink: Colour, draw: Callable[[ImageDraw.ImageDraw, Size, Colour], None]) -> Image.Image:
    label = sprite(rounded(size, radius=14), paper)
    pen = ImageDraw.Draw(label)
    pen.rounded_rectangle((14, 14, size[0] - 15, size[1] - 15), 8, outline=ink, width=4)
    draw(pen, size, ink)
    for y, share in [(0.74, 0.5), (0.82, 0.34)]:
        pen.rounded_rectangle((size[0] * (0.5 - share / 2), size[1] * y, size[0] * (0.5 + share / 2), size[1] * y + 9), 4, fill=ink)
    return label


def _round_body(body: Image.Image) -> Image.Image:
    """Light an upright sprite as a cylinder."""
    return shaded(body, waves_for(body.size, body.getchannel("A")))


def _bee(pen: ImageDraw.ImageDraw, size: Size, ink: Colour) -> None:
    x, y = size[0] / 2, size[1] * 0.4
    for side in (-1, 1):
        pen.ellipse((x + side * 40 - 42, y - 74, x + side * 40 + 42, y + 6), fill=(255, 255, 255), outline=ink, width=4)
    pen.ellipse((x - 70, y - 34, x + 70, y + 50), fill=(240, 180, 40), outline=ink, width=4)
    for shift in (-34, 0, 34):
        pen.line((x + shift, y - 30, x + shift, y + 46), fill=ink, width=13)


def honey(scene: Scene) -> None:
    line = _stage(scene, "lime", "sky", "mint")
    rng = scene.rng
    for x, scale in [(1390, 0.78), (850, 1.0)]:
        size = (round(620 * scale), round(900 * scale))
        wide, tall = size
        grounds.contact(scene, centre=(x, line + 190), size=(wide * 1.05, 70), dark=0.8)
        glass = sprite(rounded(size, radius=90 * scale), ramp(size, (255, 226, 150), (244, 176, 52), (206, 112, 20), (150, 70, 12)))
        jar = _round_body(glass)
        glint = rounded((round(34 * scale), round(tall * 0.62)), radius=16).point([v * 6 // 10 for v in range(256)])
        jar.paste((255, 250, 230), (round(wide * 0.1), round(tall * 0.18)), glint)
        label = _label((round(400 * scale), round(400 * scale)), paper=(250, 240, 214), ink=(92, 54, 24), draw=_bee)
        jar.alpha_composite(label, (round(wide * 0.5 - label.width / 2), round(tall * 0.34)))
        lid = _round_body(sprite(rounded((round(540 * scale), round(150 * scale)), radius=24), rng.choice([(214, 172, 72), (150, 96, 54), (186, 40, 40)])))
        top = line + 200 - tall
        scene.lay(jar, (x, top + tall / 2), lift=26, dark=0.35)
        scene.lay(lid, (x, top - 30 * scale), lift=8)


def _palm(pen: ImageDraw.ImageDraw, size: Size, ink: Colour) -> None:
    x, y = size[0] / 2, size[1] * 0.3
    pen.line([(x + 14, size[1] * 0.66), (x + 4, y + 40), (x, y)], fill=ink, width=14, joint="curve")
    for i in range(7):
        angle = math.pi * (1.0 + i / 6)
        tip = (x + math.cos(angle) * 90, y + math.sin(angle) * 56 + 34)
        pen.line([(x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2 - 26), tip], fill=(64, 110, 58), width=12, joint="curve")


def coconut_oil(scene: Scene) -> None:
    line = _stage(scene, "sky", "rose", "clay", "mint")
    rng = scene.rng
    for x, scale in [(1150, 0.84), (760, 1.0)]:
        _bottle(scene, x=x, foot=line + 190, scale=scale)
    half = relief(sprite(oval((470, 430)), (104, 66, 40)), depth=40, strength=1.0)
    half = grown(half, rng=rng, spots=(62, 38, 22), share=0.4, cells=40)
    half.alpha_composite(relief(sprite(oval((380, 330)), (252, 250, 244)), depth=8), (34, 30))
    half.alpha_composite(relief(sprite(oval((250, 204)), (232, 230, 222)), depth=40, strength=-0.9), (99, 92))
    grounds.contact(scene, centre=(1560, line + 250), size=(460, 90), dark=0.8)
    scene.lay(half, (1560, line + 90), turn=rng.uniform(-10, 10), lift=22)


def _bottle(scene: Scene, *, x: float, foot: float, scale: float) -> None:
    size = (round(400 * scale), round(1100 * scale))
    wide, tall = size
    grounds.contact(scene, centre=(x, foot - 6), size=(wide * 1.1, 64), dark=0.75)
    half = [(0.38, 0.02), (0.38, 0.18), (0.34, 0.24), (0.06, 0.38), (0.03, 0.46), (0.03, 0.94), (0.1, 0.995)]
    outline = [(a * wide, b * tall) for a, b in [*half, *[(1 - a, b) for a, b in reversed(half)]]]
    glass = sprite(cut(size, outline), ramp(size, (238, 242, 236), (240, 238, 206), (236, 226, 168), (226, 212, 140)))
    bottle = _round_body(glass)
    bottle.paste((255, 255, 250), (round(wide * 0.14), round(tall * 0.46)), rounded((round(24 * scale), round(tall * 0.4)), radius=10).point([v * 7 // 10 for v in range(256)]))
    label = _label((round(300 * scale), round(380 * scale)), paper=(250, 250, 244), ink=(52, 74, 60), draw=_palm)
    bottle.alpha_composite(label, (round(wide / 2 - label.width / 2), round(tall * 0.52)))
    cap = _round_body(sprite(rounded((round(130 * scale), round(120 * scale)), radius=14), (60, 104, 66)))
    scene.lay(bottle, (x, foot - tall / 2), lift=26, dark=0.35)
    scene.lay(cap, (x, foot - tall + 20 * scale), lift=6)


def _moringa_mark(pen: ImageDraw.ImageDraw, size: Size, ink: Colour) -> None:
    x, y = size[0] / 2, size[1] * 0.38
    pen.line([(x, y + 90), (x, y - 70)], fill=ink, width=7)
    for i, (side, up) in enumerate([(side, up) for up in (-62, -10, 42) for side in (-1, 1)]):
        del i
        pen.ellipse((x + side * 46 - 34, y + up - 20, x + side * 46 + 34, y + up + 20), fill=(82, 136, 66))
    pen.ellipse((x - 22, y - 118, x + 22, y - 62), fill=(82, 136, 66))


def moringa_dried(scene: Scene) -> None:
    """A paper pouch with a window, dried leaves before it."""
    line = _stage(scene, "mint", "lime", "ochre")
    rng = scene.rng
    size = (720, 960)
    grounds.contact(scene, centre=(900, line + 190), size=(800, 80), dark=0.8)
    kraft = ImageChops.blend(Image.new("RGB", size, (190, 148, 98)), clouds(rng, size, cells=(90, 120)).convert("RGB"), 0.08)
    outline = [(40, 8), (680, 8), (700, 120), (712, 940), (640, 954), (80, 954), (8, 940), (20, 120)]
    pouch = relief(sprite(cut(size, outline), kraft), depth=46, strength=0.9)
    pen = ImageDraw.Draw(pouch)
    pen.rectangle((34, 84, 686, 92), fill=(140, 104, 64))
    window = relief(sprite(oval((360, 270)), (70, 92, 42)), depth=16, strength=-1.0)
    flakes = clouds(rng, (360, 270), cells=(60, 45))
    window = shaded(window, flakes.point([round(64 + v * 0.5) for v in range(256)]))
    pouch.alpha_composite(window, (180, 620))
    label = _label((420, 400), paper=(246, 246, 232), ink=(54, 86, 48), draw=_moringa_mark)
    pouch.alpha_composite(label, (150, 180))
    scene.lay(pouch, (900, line + 200 - 480), lift=30, dark=0.4)
    flake = [stamp(leaf((40, 56), varied((96, 124, 62), rng), shape=OVAL_LEAF, veins=0), lift=3) for _ in range(5)]
    for _ in range(90):
        body = rng.choice(flake).rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True)
        x, y = rng.gauss(1480, 120), line + 230 + rng.gauss(0, 34)
        scene.image.paste(body, (round(x), round(y)), body)


def moringa_jar(scene: Scene) -> None:
    """A jar of green powder and a spoon of it."""
    line = _stage(scene, "rose", "lime", "ochre")
    wide, tall, x = 620, 820, 880
    grounds.contact(scene, centre=(x, line + 190), size=(wide * 1.05, 70), dark=0.8)
    jar = _round_body(sprite(rounded((wide, tall), radius=80), ramp((wide, tall), (226, 232, 222), (96, 138, 58), (84, 126, 50), (66, 104, 40))))
    jar.paste((255, 255, 250), (70, 130), rounded((34, 560), radius=16).point([v * 5 // 10 for v in range(256)]))
    jar.alpha_composite(_label((400, 380), paper=(250, 248, 238), ink=(54, 86, 48), draw=_moringa_mark), (110, 280))
    scene.lay(jar, (x, line + 200 - tall / 2), lift=26, dark=0.35)
    lid = _round_body(sprite(rounded((560, 150), radius=22), (176, 130, 84)))
    scene.lay(lid, (x, line + 200 - tall - 20), lift=8)
    grounds.contact(scene, centre=(1480, line + 250), size=(420, 60), dark=0.6)
    spoon = relief(sprite(stroke((700, 200), [path([(40, 60), (330, 100), (400, 104)])], width=36), (184, 140, 92)), depth=12)
    bowl = relief(sprite(oval((260, 130)), (184, 140, 92)), depth=14)
    bowl.alpha_composite(relief(sprite(oval((224, 100)), (100, 142, 60)), depth=26, strength=1.2), (18, 8))
    spoon.alpha_composite(bowl, (390, 40))
    scene.lay(spoon, (1440, line + 210), lift=10)


def palm_sugar(scene: Scene) -> None:
    """Discs of palm sugar on a leaf, as sold at the market."""
    ground(scene, "leaf", "mat", "linen white")
    rng = scene.rng
    disc = []
    for _ in range(5):
        colour = varied((146, 84, 42), rng, by=14)
        body = grown(relief(sprite(cut((360, 340), bent(around((180, 170), (172, 162), count=12, rng=rng, wobble=0.02))), colour), depth=34, strength=0.9), rng=rng, spots=darker(colour, 0.35), share=0.2, cells=26)
        disc.append(body)
    for x, y in [(620, 560), (980, 470), (1350, 580), (720, 900), (1100, 860), (1440, 980), (880, 1180), (1010, 680), (1240, 1160)]:
        scene.lay(rng.choice(disc), (x + rng.uniform(-20, 20), y + rng.uniform(-20, 20)), turn=rng.uniform(0, 360), lift=30, dark=0.6)


GOODS: dict[str, Callable[[Scene], None]] = {
    "kangkung/bundle": kangkung,
    "bayam/bundle": partial(bayam, kind="bundle"),
    "bayam/red": partial(bayam, kind="red"),
    "sawi/bundle": sawi,
    "long-beans/bundle": long_beans,
    "moringa/leaves": moringa_leaves,
    "moringa/dried": moringa_dried,
    "moringa/jar": moringa_jar,
    "chillies/rawit": partial(chillies, kind="rawit"),
    "chillies/green": partial(chillies, kind="green"),
    "tomatoes/red": tomatoes,
    "carrots/bundle": carrots,
    "shallots/heap": partial(bulbs, kind="shallots"),
    "garlic/heap": partial(bulbs, kind="garlic"),
    "potatoes/heap": potatoes,
    "eggplants/purple": eggplants,
    "cucumbers/heap": cucumbers,
    "pumpkin/whole": pumpkin,
    "papaya/cut": papaya,
    "bananas/bunch": bananas,
    "corn/cobs": corn,
    "limes/heap": limes,
    "mung-beans/bowl": mung_beans,
    "peanuts/bowl": peanuts,
    "rice/red": rice,
    "eggs/tray": eggs,
    "honey/jar": honey,
    "coconut-oil/bottle": coconut_oil,
    "palm-sugar/discs": palm_sugar,
}
