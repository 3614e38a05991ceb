"""Fruit, roots and bulbs: in heaps, side by side, cut open."""

import math
from collections.abc import Callable
from functools import partial
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
    cut,
    darker,
    draw_on,
    faded,
    grown,
    mirrored,
    mix,
    oval,
    path,
    piece,
    place,
    ramp,
    ramp_across,
    relief,
    ribbon,
    rounded,
    shaded,
    sprite,
    stamp,
    stroke,
    turner,
    varied,
    waves,
)

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def _heap(scene: Scene, bodies: list[Image.Image], *, count: int, across: Point, lift: float = 22) -> None:
    """A heap seen from above, evenly spread: the outer ones first, the upper ones in the middle over them."""
    rng = scene.rng
    turned = turner([stamp(body, lift=lift, dark=0.6) for body in bodies], step=24)
    for i in reversed(range(count)):
        far = math.sqrt((i + 0.5) / count) * rng.uniform(0.92, 1.06)
        angle = i * GOLDEN_ANGLE + rng.uniform(-0.12, 0.12)
        body = turned(rng.randrange(len(bodies)), rng.uniform(-180, 180) if lift < 20 else rng.uniform(-36, 36))
        x, y = 1000 + math.cos(angle) * across[0] * far, 770 + math.sin(angle) * across[1] * far - (1 - far) * 60
        scene.image.paste(body, (round(x - body.width / 2), round(y - body.height / 2)), body)


def tomatoes(scene: Scene) -> None:
    grounds.on(scene, "wood teak", "linen white", "leaf", "linen blue")
    rng = scene.rng
    bodies = [_tomato(rng, rng.randint(250, 310)) for _ in range(8)]
    _heap(scene, bodies, count=32, across=(660, 470))


def _tomato(rng: Random, across: int) -> Image.Image:
    size = (across, round(across * 0.92))
    body = ball(
        size,
        varied((206, 44, 30), rng, by=16),
        shine=0.95,
        mask=cut(
            size,
            bent(
                around((size[0] / 2, size[1] / 2), (size[0] / 2 - 4, size[1] / 2 - 4), count=10, rng=rng, wobble=0.025)
            ),
        ),
    )
    centre = (size[0] * rng.uniform(0.42, 0.58), size[1] * rng.uniform(0.3, 0.5))
    points = []
    for i in range(10):
        angle = math.tau * i / 10 + rng.uniform(-0.15, 0.15)
        far = across * (0.2 if i % 2 == 0 else 0.05)
        points.append((centre[0] + math.cos(angle) * far, centre[1] + math.sin(angle) * far))
    body.alpha_composite(relief(sprite(cut(size, points), (74, 122, 48)), depth=7, strength=1.2))
    stalk = sprite(
        stroke(size, [[centre, (centre[0] + across * 0.05, centre[1] - across * 0.1)]], width=across * 0.04),
        (96, 134, 58),
    )
    body.alpha_composite(stalk)
    return body


def chillies(scene: Scene, *, kind: str) -> None:
    """A heap of small bird's eye chillies."""
    grounds.on(
        scene, *(("mat", "linen white", "leaf", "wood teak") if kind == "rawit" else ("linen sand", "wood dark"))
    )
    rng = scene.rng
    reds: list[Colour] = [(206, 34, 26), (186, 24, 24), (222, 60, 28), (216, 96, 30)]
    greens: list[Colour] = [(78, 138, 48), (104, 160, 58), (142, 176, 66)]
    mixed = [*reds * 3, greens[0]] if kind == "rawit" else [*greens * 2, reds[0]]
    bodies = [_chilli(rng, rng.choice(mixed)) for _ in range(9)]
    _heap(scene, bodies, count=210, across=(690, 500), lift=11)


def _chilli(rng: Random, colour: Colour) -> Image.Image:
    size = (330, 120)
    line = path(
        [(70, 62), (160, 50 + rng.uniform(-8, 8)), (250, 58 + rng.uniform(-10, 16)), (322, 74 + rng.uniform(-16, 16))]
    )
    body = sprite(cut(size, ribbon(line, lambda s: 58 * (1 - s**2.4) + 3)), varied(colour, rng, by=10))
    body = relief(body, depth=17, strength=0.8)
    draw_on(body, [path([(96, 54), (160, 45), (228, 50)])], (255, 240, 225), width=5, share=0.6)
    stalk = sprite(cut(size, ribbon(path([(8, 44), (44, 58), (84, 62)]), lambda s: 9 + 22 * s**3)), (104, 142, 62))
    body.alpha_composite(relief(stalk, depth=7))
    return body


def carrots(scene: Scene) -> None:
    """Carrots with their leaves, side by side."""
    grounds.on(scene, "wood dark", "linen white", "linen blue", "wood pale")
    rng = scene.rng
    for i, x in enumerate([520, 760, 1000, 1240, 1480]):
        scene.lay(
            _carrot(rng),
            (x + rng.uniform(-20, 20), 800 + rng.uniform(-50, 50)),
            turn=(2 - i) * 5 + rng.uniform(-4, 4),
            lift=26,
        )


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
    sides = [(x, 70 * (1 - (y - 480) / 800) ** 0.9, y) for x, y in line[6:-1:5]]
    right, left = [(x + half, y) for x, half, y in sides], [(x - half, y) for x, half, y in reversed(sides)]
    outline = bent([(150, 490), (210, 462), (270, 490), *right, line[-1], *left], steps=5)
    root = sprite(cut(size, outline), colour)
    root = relief(root, depth=44, strength=1.5)
    marks = [
        [
            (212 - 60 * (1 - (y - 480) / 800) * rng.uniform(-1, 1), y),
            (212 + rng.uniform(-30, 40) * (1 - (y - 480) / 800), y + 3),
        ]
        for y in range(540, 1160, 44)
    ]
    draw_on(root, marks, darker(colour, 0.5), width=4, share=0.4)
    sheet.alpha_composite(root)
    return sheet


def bulbs(scene: Scene, *, kind: str) -> None:
    grounds.on(scene, "mat", "linen white", "wood dark", "linen green")
    rng = scene.rng
    bodies = [_bulb(rng, kind) for _ in range(9)]
    _heap(scene, bodies, count=38 if kind == "shallots" else 26, across=(640, 450), lift=18)


def _bulb(rng: Random, kind: str) -> Image.Image:
    across = rng.randint(210, 250) if kind == "shallots" else rng.randint(270, 310)
    size = (across, round(across * 1.32))
    wide, tall = size
    colour = varied((164, 60, 84), rng, by=16) if kind == "shallots" else varied((236, 228, 214), rng, by=6)
    half = [(0.5, 0.01), (0.57, 0.17), (0.84, 0.34), (0.98, 0.6), (0.82, 0.86), (0.5, 0.96)]
    outline = bent(mirrored(half, size))
    body = ball(size, colour, shine=0.6 if kind == "shallots" else 0.25, mask=cut(size, outline))
    lines = [
        path([(wide * 0.5, tall * 0.1), (wide * (0.5 + bow * 0.9), tall * 0.55), (wide * 0.5, tall * 0.96)])
        for bow in (-0.42, -0.24, -0.06, 0.12, 0.3, 0.44)
    ]
    vein = darker(colour, 0.42) if kind == "shallots" else mix(colour, (150, 110, 140), 0.6)
    draw_on(body, lines, vein, width=5 if kind == "garlic" else 3, share=0.4)
    roots = [[(wide / 2, tall - 14), (wide / 2 + rng.uniform(-18, 18), tall - 2)] for _ in range(6)]
    body.alpha_composite(sprite(stroke(size, roots, width=3), (214, 196, 160)))
    body.alpha_composite(
        relief(
            sprite(
                cut(size, [(wide * 0.45, 2), (wide * 0.55, 2), (wide * 0.6, tall * 0.2), (wide * 0.4, tall * 0.2)]),
                (190, 158, 108),
            ),
            depth=6,
        )
    )
    return body


def potatoes(scene: Scene) -> None:
    grounds.on(scene, "linen sand", "wood dark", "linen blue", "mat")
    rng = scene.rng
    bodies = []
    for _ in range(9):
        size = (rng.randint(330, 430), rng.randint(250, 300))
        mask = cut(
            size,
            bent(around((size[0] / 2, size[1] / 2), (size[0] / 2 - 6, size[1] / 2 - 6), count=9, rng=rng, wobble=0.07)),
        )
        body = grown(
            ball(size, varied((196, 154, 98), rng, by=10), shine=0.18, mask=mask),
            rng=rng,
            spots=(140, 98, 56),
            share=0.28,
            cells=20,
        )
        pen = ImageDraw.Draw(body)
        for _ in range(7):
            x, y = rng.uniform(0.2, 0.8) * size[0], rng.uniform(0.2, 0.8) * size[1]
            pen.arc((x - 12, y - 7, x + 12, y + 7), 10, 190, fill=(104, 70, 40), width=4)
        bodies.append(body)
    _heap(scene, bodies, count=22, across=(620, 430), lift=26)


def limes(scene: Scene) -> None:
    grounds.on(scene, "linen white", "wood pale", "linen clay", "stone")
    rng = scene.rng
    bodies = []
    for _ in range(8):
        size = (rng.randint(210, 240), rng.randint(195, 215))
        colour = rng.choice([(96, 148, 46), (124, 164, 50), (168, 182, 62)])
        bodies.append(
            grown(ball(size, varied(colour, rng), shine=0.75), rng=rng, spots=darker(colour, 0.3), share=0.12, cells=34)
        )
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
        wedge = [
            (inner / 2 + math.cos(angle + turn) * far * inner / 2, inner / 2 + math.sin(angle + turn) * far * inner / 2)
            for turn, far in [(0, 0.1), (-0.3, 0.84), (0, 0.9), (0.3, 0.84)]
        ]
        flesh.alpha_composite(
            relief(sprite(cut((inner, inner), bent(wedge, steps=4)), varied((186, 206, 96), rng, by=8)), depth=8)
        )
        lines.append(wedge)
    disc.alpha_composite(flesh, ((across - inner) // 2, (across - inner) // 2))
    return disc


def eggplants(scene: Scene) -> None:
    grounds.on(scene, "linen sand", "wood pale", "linen white", "mat")
    rng = scene.rng
    for i, x in enumerate([480, 760, 1040, 1320, 1580]):
        scene.lay(
            _eggplant(rng), (x, 760 + rng.uniform(-60, 60)), turn=(2 - i) * 7 + rng.uniform(-6, 6), lift=34, dark=0.6
        )


def _eggplant(rng: Random) -> Image.Image:
    size = (320, 1080)
    bow = rng.uniform(-30, 30)
    line = path([(160, 130), (160 + bow, 450), (160 + bow, 800), (160, 1064)])
    outline = ribbon(
        line,
        lambda s: (
            110 + 150 * math.sin(math.pi * min(1, 0.18 + s * 0.72))
            if s < 0.93
            else 260 * math.sqrt(max(0.0, 1 - ((s - 0.8) / 0.2) ** 2))
        ),
    )
    colour = varied((78, 32, 92), rng, by=8)
    body = relief(sprite(cut(size, outline), colour), depth=60, strength=0.85)
    gleam = (
        stroke(size, [path([(112 + bow, 330), (96 + bow, 560), (104 + bow, 800)])], width=20)
        .resize((40, 135))
        .resize(size, Image.Resampling.BICUBIC)
    )
    body.paste((236, 214, 240), (0, 0), ImageChops.multiply(faded(gleam, 0.5), body.getchannel("A")))
    cap = bent([(100, 120), (160, 92), (220, 120), (262, 230), (200, 196), (160, 270), (120, 196), (58, 230)])
    body.alpha_composite(relief(sprite(cut(size, cap), (86, 122, 60)), depth=14, strength=1.2))
    body.alpha_composite(
        relief(sprite(stroke(size, [path([(160, 110), (166, 60), (190, 20)])], width=34), (98, 132, 66)), depth=10)
    )
    return body


def cucumbers(scene: Scene) -> None:
    grounds.on(scene, "linen white", "wood teak", "linen clay", "linen rose")
    rng = scene.rng
    for x, y, turn in [(700, 480, 14), (1230, 560, -18), (760, 800, -6), (1300, 930, 22), (820, 1120, 8)]:
        scene.lay(_cucumber(rng), (x, y), turn=turn + rng.uniform(-6, 6), lift=30)


def _cucumber(rng: Random) -> Image.Image:
    size = (960, 260)
    line = path([(24, 130), (320, 116 + rng.uniform(-16, 16)), (640, 124), (936, 132 + rng.uniform(-20, 20))])
    outline = ribbon(line, lambda s: 196 * min(1, math.sqrt(max(0.0, 1 - abs(2 * s - 1) ** 5)) + 0.04))
    body = sprite(cut(size, outline), ramp_across(size, (52, 104, 46), (78, 136, 58), (112, 162, 82), (150, 184, 108)))
    stripes = [path([(60, y), (480, y - 8 + rng.uniform(-6, 6)), (910, y)]) for y in range(60, 220, 30)]
    draw_on(body, stripes, (176, 206, 132), width=7, share=0.4)
    body = relief(body, depth=56, strength=0.85)
    pen = ImageDraw.Draw(body)
    for _ in range(60):
        x, y = rng.uniform(80, 880), 130 + rng.uniform(-78, 78)
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=(206, 220, 160))
    return body


def pumpkin(scene: Scene) -> None:
    line = grounds.table(scene, "lime", "sky", "mint", horizon=0.6)
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
    stalk = bent(
        [
            (wide * 0.45, tall * 0.2),
            (wide * 0.47, tall * 0.08),
            (wide * 0.44, tall * 0.01),
            (wide * 0.53, tall * 0.01),
            (wide * 0.53, tall * 0.1),
            (wide * 0.58, tall * 0.2),
        ]
    )
    full.alpha_composite(relief(sprite(cut(size, stalk), (112, 122, 66)), depth=wide * 0.02, strength=1.4))
    return full


def papaya(scene: Scene) -> None:
    """One whole, one half with its seeds."""
    grounds.on(scene, "leaf", "linen white", "wood pale", "linen blue")
    rng = scene.rng
    whole = _papaya_body((620, 1180), ramp((620, 1180), (96, 132, 50), (206, 166, 52), (226, 150, 44), (200, 150, 50)))
    scene.lay(relief(whole, depth=110, strength=0.9), (690, 720), turn=-24, lift=44)
    half = relief(_papaya_body((640, 1180), ramp((640, 1180), (214, 160, 60), (222, 150, 56))), depth=14)
    flesh = _papaya_body((572, 1110), ramp((572, 1110), (240, 150, 70), (236, 108, 52), (232, 104, 54)))
    half.alpha_composite(flesh, (34, 36))
    pit = sprite(
        cut(
            (640, 1180),
            bent([(320, 380), (430, 560), (460, 800), (390, 980), (320, 1030), (250, 980), (180, 800), (210, 560)]),
        ),
        (176, 62, 34),
    )
    half.alpha_composite(relief(pit, depth=40, strength=-1.3))
    seeds = [stamp(ball((44, 44), (46, 42, 40), shine=0.7), lift=4) for _ in range(3)]
    for _ in range(95):
        far, angle = math.sqrt(rng.random()), rng.uniform(0, math.tau)
        place(half, rng.choice(seeds), (320 + math.cos(angle) * 108 * far, 740 + math.sin(angle) * 262 * far))
    scene.lay(half, (1320, 760), turn=14, lift=40)


def _papaya_body(size: Size, fill: Image.Image) -> Image.Image:
    wide, tall = size
    outline = [(0.5, 0.005), (0.62, 0.06), (0.72, 0.22), (0.93, 0.5), (0.97, 0.72), (0.8, 0.93), (0.5, 0.995)]
    return sprite(cut(size, bent(mirrored(outline, size))), fill)


def bananas(scene: Scene) -> None:
    """A hand of bananas that hang from their crown."""
    grounds.on(scene, "linen blue", "wood dark", "linen clay", "linen white")
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
    draw_on(
        body, [[(x - corner[0] + 8, y - corner[1] - 4) for x, y in curve[8:-4]]], (170, 132, 38), width=6, share=0.5
    )
    tip = (curve[-1][0] - corner[0], curve[-1][1] - corner[1])
    ImageDraw.Draw(body).ellipse((tip[0] - 20, tip[1] - 20, tip[0] + 20, tip[1] + 14), fill=(66, 50, 30))
    stamped = stamp(body, lift=14)
    pad = (stamped.width - body.width) // 2
    place(sheet, stamped, (corner[0] - pad + stamped.width / 2, corner[1] - pad + stamped.height / 2))


def _banana_width(share: float) -> float:
    if share < 0.12:
        return 62.0
    return (
        62 + 104 * math.pow(math.sin(math.pi * min(1.0, (share - 0.12) / 0.9)), 0.55) - 44 * max(0.0, share - 0.9) * 10
    )


def corn(scene: Scene) -> None:
    grounds.on(scene, "wood dark", "mat", "linen blue", "linen clay")
    rng = scene.rng
    for i, x in enumerate([560, 880, 1200, 1500]):
        scene.lay(_cob(rng), (x, 760 + rng.uniform(-50, 50)), turn=(1.5 - i) * 9 + rng.uniform(-5, 5), lift=34)


def _cob(rng: Random) -> Image.Image:
    size = (440, 1160)
    sheet = Image.new("RGBA", size)
    for side in (-1, 1):
        husk = bent(
            [
                (220, 1140),
                (220 + side * 80, 900),
                (220 + side * 180, 560),
                (220 + side * 205, 330),
                (220 + side * 120, 520),
                (220 + side * 40, 820),
            ]
        )
        sheet.alpha_composite(
            relief(sprite(cut(size, husk), ramp(size, (176, 196, 110), (126, 160, 70), (104, 142, 60))), depth=18)
        )
    mask = cut(
        size,
        bent(
            [
                (220, 20),
                (292, 110),
                (330, 330),
                (334, 640),
                (300, 940),
                (220, 1010),
                (140, 940),
                (106, 640),
                (110, 330),
                (148, 110),
            ]
        ),
    )
    ear = sprite(mask, (196, 142, 40))
    grain = stamp(ball((40, 36), (240, 194, 66), shine=0.7, mask=rounded((40, 36), radius=13)), lift=2)
    pale = stamp(ball((40, 36), (246, 214, 104), shine=0.7, mask=rounded((40, 36), radius=13)), lift=2)
    rows = Image.new("RGBA", size)
    for x in range(100, 350, 33):
        for y in range(30 + (x // 33 % 2) * 8, 1010, 33):
            place(rows, rng.choice([grain, grain, pale]), (x, y))
    rows.putalpha(ImageChops.multiply(rows.getchannel("A"), mask))
    ear.alpha_composite(rows)
    sheet.alpha_composite(shaded(ear, waves(size, (128, 40, 146, 160, 132, 96, 40, 128))))
    front = bent([(220, 1150), (130, 1010), (96, 780), (150, 860), (220, 960), (290, 860), (344, 780), (310, 1010)])
    sheet.alpha_composite(
        relief(sprite(cut(size, front), ramp(size, (150, 180, 90), (140, 174, 82), (98, 136, 56))), depth=22)
    )
    return sheet


PICTURES: dict[str, Callable[[Scene], None]] = {
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
}
