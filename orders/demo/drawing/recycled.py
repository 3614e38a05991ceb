"""Made from what was thrown away: sachets, bottle caps, cord, paper and plastic."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import baskets, grounds
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    Size,
    ball,
    bent,
    between,
    clouds,
    cut,
    darker,
    faded,
    lighter,
    oval,
    path,
    ramp,
    relief,
    rounded,
    shaded,
    sprite,
    stamp,
    stroke,
    tiled,
    varied,
    waves,
)

SACHETS: dict[str, Sequence[Colour]] = {
    "coffee": ((142, 28, 30), (232, 190, 70), (64, 36, 24), (240, 232, 214)),
    "mint": ((30, 134, 92), (226, 236, 226), (24, 88, 132), (238, 206, 72)),
    "berry": ((190, 36, 104), (250, 222, 230), (94, 44, 132), (244, 166, 52)),
}


CORDS: dict[str, Sequence[Colour]] = {
    "red": ((178, 30, 38), (232, 196, 92)), "blue": ((34, 70, 150), (226, 230, 236)),
    "green": ((32, 118, 74), (236, 220, 120)), "purple": ((108, 46, 134), (240, 190, 210)),
}  # fmt: skip


def sachet_weave(rng: Random, colours: Sequence[Colour], *, size: Size, cell: int = 92) -> Image.Image:
    """Folded wrappers plaited in a checker on their corners: glossy, each with a scrap of its print."""
    count = 8
    tile = Image.new("RGB", (cell * count, cell * count))
    for row in range(count):
        for column in range(count):
            colour = colours[(row // 2 + column // 2 + (row + column) % 2 * 2) % len(colours)]
            tile.paste(_scrap(rng, varied(colour, rng, by=8), colours, cell), (column * cell, row * cell))
    side = round((size[0] + size[1]) * 0.72)
    turned = tiled(tile, (side, side)).rotate(45, Image.Resampling.BILINEAR)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _scrap(rng: Random, colour: Colour, colours: Sequence[Colour], cell: int) -> Image.Image:
    """One visible square of a folded wrapper."""
    square = ramp((cell, cell), lighter(colour, 0.45), colour, darker(colour, 0.1), darker(colour, 0.45))
    if rng.random() < 0.5:
        square = square.transpose(Image.Transpose.ROTATE_90)
    pen, ink = ImageDraw.Draw(square), rng.choice(colours)
    kind = rng.randrange(4)
    if kind == 0:
        pen.ellipse((cell * 0.25, cell * 0.25, cell * 0.8, cell * 0.8), fill=ink)
    elif kind == 1:
        pen.polygon([(0, cell * 0.7), (cell, cell * 0.2), (cell, cell * 0.5), (0, cell)], fill=ink)
    elif kind == 2:
        for y in (0.3, 0.5, 0.7):
            pen.line((cell * 0.2, cell * y, cell * rng.uniform(0.5, 0.85), cell * y), fill=ink, width=7)
    pen.rectangle((0, 0, cell - 1, cell - 1), outline=darker(colour, 0.6), width=3)
    pen.line((4, 4, cell - 6, 4), fill=lighter(colour, 0.7), width=3)
    return square


def sachet_purse(scene: Scene, *, kind: str) -> None:
    """A purse and a smaller one, with zips."""
    grounds.on(scene, "linen white", "linen sand", "wood pale", "linen blue" if kind == "berry" else "linen rose")
    rng = scene.rng
    for size, at, turn in [
        ((1100, 700), (900, 660), rng.uniform(3, 9)),
        ((700, 450), (1330, 1090), rng.uniform(-16, -8)),
    ]:
        scene.lay(_purse(rng, SACHETS[kind], size), at, turn=turn, lift=32)


def _purse(rng: Random, colours: Sequence[Colour], size: Size) -> Image.Image:
    wide, tall = size
    weave = sachet_weave(rng, colours, size=size, cell=84 if wide > 800 else 64)
    body = relief(sprite(rounded(size, radius=54), weave), depth=50, strength=1.0)
    pen = ImageDraw.Draw(body)
    pen.rectangle((30, 40, wide - 30, 84), fill=(44, 40, 42))
    for x in range(36, wide - 34, 11):
        pen.line((x, 54, x, 70), fill=(190, 188, 184), width=5)
    pull = relief(sprite(rounded((130, 36), radius=18), (198, 196, 192)), depth=8, strength=1.2)
    body.alpha_composite(pull, (wide - 220, 45))
    return body


def sachet_bag(scene: Scene, *, kind: str) -> None:
    """A shopping bag that stands, with two handles."""
    line = grounds.table(scene, "lime", "sky", "ochre" if kind != "coffee" else "mint", horizon=0.76)
    rng, size = scene.rng, (1040, 880)
    foot = line + 170
    grounds.contact(scene, centre=(1000, foot - 4), size=(1080, 80), dark=0.85)
    _handle(scene, (1000, foot - 1010), colour=darker(SACHETS[kind][0], 0.5), reach=330)
    weave = sachet_weave(rng, SACHETS[kind], size=size, cell=104)
    outline = [(30, 20), (1010, 20), (1034, 440), (990, 866), (50, 866), (6, 440)]
    scene.lay(relief(sprite(cut(size, outline), weave), depth=44, strength=0.9), (1000, foot - 440), lift=26, dark=0.4)
    hem = relief(sprite(rounded((1000, 74), radius=14), darker(SACHETS[kind][0], 0.2)), depth=16)
    scene.lay(hem, (1000, foot - 850), lift=6)
    _handle(scene, (1000, foot - 950), colour=SACHETS[kind][0], reach=420)


def _handle(scene: Scene, at: Point, *, colour: Colour, reach: float) -> None:
    """A handle whose ends reach that far down."""
    line = path([(60, reach), (90, 150), (250, 40), (410, 150), (440, reach)])
    strap = sprite(stroke((500, 460), [line], width=40), colour)
    scene.lay(relief(strap, depth=12), at, lift=8)


def cap_keyrings(scene: Scene, *, kind: str) -> None:
    """Key rings from bottle caps, with a picture in each."""
    grounds.on(scene, "linen sand", "wood pale", "linen white", "linen green")
    rng = scene.rng
    colours: Sequence[Colour] = (
        ((206, 46, 44), (240, 180, 40), (40, 120, 80), (36, 92, 170), (226, 110, 40))
        if kind == "mixed"
        else ((30, 84, 160), (60, 136, 196), (24, 54, 110))
    )
    for i, (x, y) in enumerate([(400, 400), (1000, 390), (1600, 400), (700, 1110), (1300, 1110)]):
        scene.lay(_keyring(rng, colours[i % len(colours)]), (x, y), turn=rng.uniform(-13, 13), lift=20)


def _keyring(rng: Random, colour: Colour) -> Image.Image:
    size = (440, 780)
    full = Image.new("RGBA", size)
    ring = oval((230, 230))
    ring.paste(0, (24, 24), oval((182, 182)))
    full.alpha_composite(relief(sprite(ring, (196, 196, 200)), depth=8, strength=1.6), (105, 10))
    links = Image.new("L", (60, 200))
    for y in (0, 62, 124):
        link = oval((46, 76))
        link.paste(0, (12, 14), oval((22, 48)))
        links.paste(255, (7, y), link)
    full.alpha_composite(relief(sprite(links, (182, 182, 188)), depth=6, strength=1.6), (190, 222))
    teeth = []
    for i in range(84):
        far = 196 if i % 4 in {0, 1} else 178
        teeth.append((205 + math.cos(math.tau * i / 84) * far, 205 + math.sin(math.tau * i / 84) * far))
    cap = relief(sprite(cut((410, 410), teeth), (200, 200, 204)), depth=18, strength=1.4)
    face = relief(sprite(oval((330, 330)), colour), depth=16, strength=-0.8)
    _emblem(face, rng)
    gloss = faded(cut((330, 330), bent([(50, 110), (110, 46), (210, 36), (150, 80), (90, 140)])), 0.45)
    face.paste((255, 255, 255), (0, 0), ImageChops.multiply(gloss, face.getchannel("A")))
    cap.alpha_composite(face, (40, 40))
    full.alpha_composite(cap, (15, 366))
    return full


def _emblem(face: Image.Image, rng: Random) -> None:
    """A star, a flower or a rhomb in the middle of a cap."""
    kind = rng.randrange(3)
    cream: Colour = (250, 240, 214)
    if kind == 0:
        star = [
            (
                165 + math.cos(math.tau * (i / 10) - math.pi / 2) * (112 if i % 2 == 0 else 48),
                168 + math.sin(math.tau * (i / 10) - math.pi / 2) * (112 if i % 2 == 0 else 48),
            )
            for i in range(10)
        ]
        face.alpha_composite(sprite(cut(face.size, star), cream))
    elif kind == 1:
        for i in range(6):
            petal = sprite(oval((92, 92)), cream)
            face.alpha_composite(
                petal, (round(119 + math.cos(math.tau * i / 6) * 66), round(119 + math.sin(math.tau * i / 6) * 66))
            )
        face.alpha_composite(sprite(oval((84, 84)), (240, 180, 40)), (123, 123))
    else:
        for reach, tone in [(116, cream), (80, darker((120, 30, 30), 0.1)), (46, cream)]:
            rhomb = [(165, 165 - reach), (165 + reach, 165), (165, 165 + reach), (165 - reach, 165)]
            face.alpha_composite(sprite(cut(face.size, rhomb), tone))


def cord_bag(scene: Scene, *, kind: str) -> None:
    """A bag knotted from shiny cord."""
    line = grounds.table(
        scene, "lime", "rose" if kind != "red" else "sky", "ochre" if kind != "green" else "sky", horizon=0.76
    )
    rng, (main, second), size = scene.rng, CORDS[kind], (980, 800)
    foot = line + 170
    grounds.contact(scene, centre=(1000, foot - 4), size=(1020, 80), dark=0.85)
    knots = _knots(rng, size, main, second)
    rope = path([(160, 560), (170, 260), (330, 70), (490, 40), (650, 70), (810, 260), (820, 560)])
    handle = Image.new("RGBA", (980, 620))
    handle.alpha_composite(relief(sprite(stroke(handle.size, [rope], width=44), main), depth=14, strength=1.2))
    pen = ImageDraw.Draw(handle)
    for x, y in rope[2:-2:2]:
        pen.line((x - 15, y - 12, x + 15, y + 12), fill=second, width=8)
    scene.lay(handle, (1000, foot - 1010), lift=12)
    outline = bent([(60, 14), (490, 8), (920, 14), (966, 400), (900, 770), (490, 792), (80, 770), (14, 400)], steps=6)
    scene.lay(relief(sprite(cut(size, outline), knots), depth=70, strength=0.9), (1000, foot - 400), lift=26, dark=0.4)
    flower = _bloom(rng, 250, lighter(second, 0.1), petals=8)
    scene.lay(flower, (1220, foot - 560), lift=10)


def _knots(rng: Random, size: Size, main: Colour, second: Colour) -> Image.Image:
    """Rows of knots like scales, with rhombs in a second colour."""
    cell, image = 52, Image.new("RGB", size, darker(main, 0.7))
    kinds = {
        colour: [
            stamp(ball((60, 48), varied(colour, rng, by=8), shine=0.85, mask=rounded((60, 48), radius=20)), lift=4)
            for _ in range(3)
        ]
        for colour in (main, second)
    }
    for row in range(-1, size[1] // 40 + 2):
        for column in range(-1, size[0] // cell + 2):
            x, y = column * cell + (row % 2) * cell // 2, row * 40
            far = abs((x + 130) % 392 - 196) / 52 + abs((y - 60) % 400 - 200) / 40
            colour = second if 2.4 < far < 3.7 or far < 1.1 else main
            knot = rng.choice(kinds[colour])
            image.paste(knot, (x - 30, y - 20), knot)
    return image


def tissue_box(scene: Scene, *, kind: str) -> None:
    """A box with a tissue that stands out of it."""
    line = grounds.table(scene, "mint", "sky", "rose", horizon=0.62)
    rng = scene.rng
    foot, wide, tall, deep = line + 330, 1120, 430, 250
    grounds.contact(scene, centre=(1000, foot - 8), size=(wide * 1.06, 90), dark=0.9)
    if kind == "newspaper":
        accent = rng.choice([(150, 52, 44), (52, 84, 130), (70, 112, 74)])
        wicker = baskets.basketry(
            rng,
            size=(wide, tall + deep),
            paint=lambda row, column: accent if row % 7 == 3 else (218, 212, 198),
            rod=30,
            stake=70,
        )
        weave = ImageChops.blend(wicker, ImageChops.multiply(wicker, baskets.newsprint(rng, wicker.size)), 0.5)
    else:
        weave = sachet_weave(rng, SACHETS[rng.choice(list(SACHETS))], size=(wide, tall + deep), cell=80)
    front = relief(sprite(rounded((wide, tall), radius=18), weave.crop((0, deep, wide, deep + tall))), depth=20)
    slant = weave.crop((0, 0, wide, deep)).transform(
        (wide, deep), Image.Transform.QUAD, (-90, 0, 0, deep, wide, deep, wide + 90, 0), Image.Resampling.BILINEAR
    )
    top = sprite(
        cut((wide, deep), [(100, 2), (wide - 100, 2), (wide - 2, deep - 2), (2, deep - 2)]),
        shaded(slant, Image.new("L", (wide, deep), 150)),
    )
    scene.lay(top, (1000, foot - tall - deep / 2 + 6), lift=0)
    hole = sprite(oval((460, 96)), (40, 34, 30))
    scene.lay(hole, (1000, foot - tall - deep / 2 + 4), lift=0)
    outline = [(150, 410), (60, 250), (20, 60), (120, 110), (190, 10), (280, 90), (390, 30), (350, 200), (330, 410)]
    tissue = sprite(
        cut((420, 420), bent(outline, steps=5)), ramp((420, 420), (255, 255, 255), (244, 244, 246), (214, 216, 222))
    )
    creases = between(clouds(rng, (420, 420), cells=(7, 3)), 104, 152)
    scene.lay(relief(shaded(tissue, creases), depth=14), (1000, foot - tall - deep / 2 - 190), lift=10, dark=0.3)
    scene.lay(front, (1000, foot - tall / 2), lift=0)


def _bloom(rng: Random, across: int, colour: Colour, *, petals: int = 7) -> Image.Image:
    """A flower cut from plastic: shiny petals in two rings, a bead in the middle."""
    full = Image.new("RGBA", (across, across))
    long, wide = round(across * 0.46), round(across * 0.34)
    for ring, share in [(0, 1.0), (1, 0.7)]:
        size = (round(wide * share), round(long * share))
        outline = bent(
            [
                (size[0] / 2, 3),
                (size[0] * 0.9, size[1] * 0.22),
                (size[0] * 0.86, size[1] * 0.6),
                (size[0] * 0.56, size[1] - 3),
                (size[0] * 0.44, size[1] - 3),
                (size[0] * 0.14, size[1] * 0.6),
                (size[0] * 0.1, size[1] * 0.22),
            ]
        )
        leaf = sprite(cut(size, outline), ramp(size, lighter(colour, 0.35), colour, darker(colour, 0.3)))
        petal = stamp(relief(leaf, depth=10, strength=1.1), lift=5, dark=0.35)
        for i in range(petals):
            angle = 360 * (i + ring / 2) / petals + rng.uniform(-5, 5)
            turned = petal.rotate(-angle, Image.Resampling.BILINEAR, expand=True)
            far = size[1] * 0.52
            x = across / 2 + math.sin(math.radians(angle)) * far - turned.width / 2
            y = across / 2 - math.cos(math.radians(angle)) * far - turned.height / 2
            full.alpha_composite(
                turned.crop((max(0, -round(x)), max(0, -round(y)), *turned.size)), (max(0, round(x)), max(0, round(y)))
            )
    bead = ball((across // 6, across // 6), (240, 190, 60), shine=0.9)
    full.alpha_composite(bead, (across // 2 - across // 12, across // 2 - across // 12))
    return full


def plastic_flowers(scene: Scene, *, kind: str) -> None:
    """Flowers made from bottles and bags in a jar."""
    line = grounds.table(scene, "lime", "mint", "sky", horizon=0.78)
    rng = scene.rng
    colours: dict[str, Sequence[Colour]] = {
        "pink": ((226, 74, 130), (244, 150, 184), (250, 226, 232)),
        "yellow": ((246, 190, 40), (250, 222, 110), (240, 140, 40)),
        "mixed": ((226, 66, 90), (246, 190, 40), (120, 80, 180), (60, 140, 210), (250, 240, 236)),
    }
    foot = line + 150
    heads = [(1000, 330), (720, 400), (1280, 410), (560, 620), (860, 610), (1160, 620), (1430, 640), (1000, 470)]
    stems = [path([(1000 + (x - 1000) * 0.12, foot - 60), (1000 + (x - 1000) * 0.25, 950), (x, y)]) for x, y in heads]
    green = relief(sprite(stroke(scene.image.size, stems, width=13), (62, 128, 70)), depth=5)
    scene.image.paste(green, (0, 0), green)
    blade = ramp((110, 300), (96, 168, 92), (56, 120, 66))
    leaf = relief(sprite(cut((110, 300), bent([(55, 4), (102, 110), (72, 294), (38, 294), (8, 110)])), blade), depth=12)
    for x, y, turn in [(760, 800, 44), (1250, 790, -46), (900, 900, 22), (1110, 890, -20)]:
        scene.lay(leaf, (x, y), turn=turn, lift=8)
    for i, (x, y) in enumerate(heads):
        scene.lay(
            _bloom(rng, rng.randint(330, 400), colours[kind][i % len(colours[kind])]),
            (x, y),
            turn=rng.uniform(0, 50),
            lift=14,
            dark=0.35,
        )
    grounds.contact(scene, centre=(1000, foot - 4), size=(420, 60), dark=0.85)
    pot = bent([(20, 6), (340, 6), (352, 180), (310, 414), (180, 422), (50, 414), (8, 180)], steps=6)
    vase = sprite(cut((360, 430), pot), ramp((360, 430), (206, 132, 94), (186, 108, 72), (150, 82, 54)))
    scene.lay(shaded(vase, waves((360, 430), [70, 130, 152, 140, 118, 70])), (1000, foot - 215), lift=20, dark=0.35)


PICTURES: dict[str, Callable[[Scene], None]] = {
    **{f"sachet-purse/{kind}": partial(sachet_purse, kind=kind) for kind in SACHETS},
    **{f"sachet-bag/{kind}": partial(sachet_bag, kind=kind) for kind in SACHETS},
    **{f"cap-keyrings/{kind}": partial(cap_keyrings, kind=kind) for kind in ("mixed", "blue")},
    **{f"cord-bag/{kind}": partial(cord_bag, kind=kind) for kind in CORDS},
    **{f"tissue-box/{kind}": partial(tissue_box, kind=kind) for kind in ("newspaper", "sachet")},
    **{f"plastic-flowers/{kind}": partial(plastic_flowers, kind=kind) for kind in ("pink", "yellow", "mixed")},
}
