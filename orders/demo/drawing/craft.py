"""Craft from what was thrown away and from leaves: sachet purses, newspaper and lontar baskets, cord bags, flowers."""

import math
from collections.abc import Callable, Sequence
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
    clouds,
    cut,
    darker,
    grey,
    lighter,
    mix,
    oval,
    path,
    piece,
    ramp,
    relief,
    ribbon,
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
LONTAR: Colour = (214, 186, 130)
MAGENTA: Colour = (178, 42, 96)


def _wall(scene: Scene, *walls: str, horizon: float = 0.7) -> int:
    return grounds.room(scene, wall=scene.rng.choice(walls), tone=scene.rng.choice(["teak", "pale"]), horizon=horizon)


def _flat(scene: Scene, *tones: str) -> None:
    tone = scene.rng.choice(tones)
    if tone in grounds.LINENS:
        grounds.linen(scene, tone=tone)
    else:
        grounds.wood(scene, tone=tone)


# Sachets


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
    _flat(scene, "white", "sand", "pale", "rose" if kind != "berry" else "blue")
    rng = scene.rng
    for size, at, turn in [((1100, 700), (900, 660), rng.uniform(3, 9)), ((700, 450), (1330, 1090), rng.uniform(-16, -8))]:
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
    line = _wall(scene, "lime", "sky", "ochre" if kind != "coffee" else "mint", horizon=0.76)
    rng, size = scene.rng, (1040, 880)
    foot = line + 170
    grounds.contact(scene, centre=(1000, foot - 4), size=(1080, 80), dark=0.85)
    _handles(scene, (1000, foot - 880), colour=darker(SACHETS[kind][0], 0.3), behind=True)
    weave = sachet_weave(rng, SACHETS[kind], size=size, cell=104)
    outline = [(30, 20), (1010, 20), (1034, 440), (990, 866), (50, 866), (6, 440)]
    scene.lay(relief(sprite(cut(size, outline), weave), depth=44, strength=0.9), (1000, foot - 440), lift=26, dark=0.4)
    hem = relief(sprite(rounded((1000, 74), radius=14), darker(SACHETS[kind][0], 0.2)), depth=16)
    scene.lay(hem, (1000, foot - 850), lift=6)
    _handles(scene, (1000, foot - 850), colour=SACHETS[kind][0], behind=False)


def _handles(scene: Scene, at: Point, *, colour: Colour, behind: bool) -> None:  # noqa: FBT001 (a fact, not a switch)
    drop = 0 if behind else 90
    line = path([(60, 330 + drop), (90, 150), (250, 40), (410, 150), (440, 330 + drop)])
    strap = sprite(stroke((500, 460), [line], width=40), darker(colour, 0.35) if behind else colour)
    scene.lay(relief(strap, depth=12), (at[0], at[1] - 130 + (0 if behind else 30)), lift=8)


# Bottle caps, paper


def cap_keyrings(scene: Scene, *, kind: str) -> None:
    """Key rings from bottle caps, with a picture in each."""
    _flat(scene, "sand", "pale", "white", "green")
    rng = scene.rng
    colours: Sequence[Colour] = ((206, 46, 44), (240, 180, 40), (40, 120, 80), (36, 92, 170), (226, 110, 40)) if kind == "mixed" else ((30, 84, 160), (60, 136, 196), (24, 54, 110))
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
    gloss = cut((330, 330), bent([(50, 110), (110, 46), (210, 36), (150, 80), (90, 140)])).point([v * 45 // 100 for v in range(256)])
    face.paste((255, 255, 255), (0, 0), ImageChops.multiply(gloss, face.getchannel("A")))
    cap.alpha_composite(face, (40, 40))
    full.alpha_composite(cap, (15, 366))
    return full


def _emblem(face: Image.Image, rng: Random) -> None:
    """A star, a flower or a rhomb in the middle of a cap."""
    kind = rng.randrange(3)
    cream: Colour = (250, 240, 214)
    if kind == 0:
        star = [(165 + math.cos(math.tau * (i / 10) - math.pi / 2) * (112 if i % 2 == 0 else 48), 168 + math.sin(math.tau * (i / 10) - math.pi / 2) * (112 if i % 2 == 0 else 48)) for i in range(10)]
        face.alpha_composite(sprite(cut(face.size, star), cream))
    elif kind == 1:
        for i in range(6):
            petal = sprite(oval((92, 92)), cream)
            face.alpha_composite(petal, (round(119 + math.cos(math.tau * i / 6) * 66), round(119 + math.sin(math.tau * i / 6) * 66)))
        face.alpha_composite(sprite(oval((84, 84)), (240, 180, 40)), (123, 123))
    else:
        for reach, tone in [(116, cream), (80, darker((120, 30, 30), 0.1)), (46, cream)]:
            rhomb = [(165, 165 - reach), (165 + reach, 165), (165, 165 + reach), (165 - reach, 165)]
            face.alpha_composite(sprite(cut(face.size, rhomb), tone))


def newsprint(rng: Random, size: Size) -> Image.Image:
    """Rolled newspaper: grey lines of print, here and there a coloured picture."""
    tile = Image.new("RGB", (480, 480), (214, 208, 194))
    pen = ImageDraw.Draw(tile)
    for y in range(4, 480, 12):
        x = 0
        while x < 480:
            length = rng.randint(10, 60)
            shade = rng.randint(70, 130)
            pen.line((x, y, x + length, y), fill=(shade, shade, shade), width=5)
            x += length + rng.randint(6, 14)
    for _ in range(5):
        x, y = rng.randrange(440), rng.randrange(440)
        pen.rectangle((x, y, x + rng.randint(30, 110), y + rng.randint(20, 60)), fill=varied(rng.choice([(178, 60, 52), (62, 98, 150), (214, 170, 70), (84, 130, 92)]), rng))
    return tiled(tile, size)


def basketry(rng: Random, *, size: Size, paint: Callable[[int, int], Colour], rod: int, stake: int) -> Image.Image:
    """Wickerwork from the side: rods that go in front of and behind stakes."""
    tile = Image.new("RGB", (stake * 2, rod * 2))
    pen = ImageDraw.Draw(tile)
    for row in range(2):
        for column in range(2):
            for x in range(stake):
                bow = math.sin(math.pi * (x + 0.5) / stake)
                for y in range(rod):
                    round_off = math.sin(math.pi * (y + 0.5) / rod)
                    front = bow if (row + column) % 2 == 0 else 0.35 + 0.25 * (1 - bow)
                    value = round(78 + 177 * (0.35 + 0.65 * round_off) * (0.45 + 0.55 * front))
                    pen.point((column * stake + x, row * rod + y), fill=(value, value, value))
    rows = -(-size[1] // rod)
    columns = -(-size[0] // stake)
    chart = Image.new("RGB", (columns, rows))
    chart.putdata([varied(paint(row, column), rng, by=12) for row in range(rows) for column in range(columns)])
    painted = chart.resize((columns * stake, rows * rod), Image.Resampling.NEAREST).crop((0, 0, *size))
    return ImageChops.multiply(painted, tiled(tile, size))


def newspaper_basket(scene: Scene, *, kind: str) -> None:
    line = _wall(scene, "ochre", "sky", "clay", "mint", horizon=0.68)
    rng = scene.rng
    wide, tall = (1120, 640) if kind == "round" else (800, 940)
    foot = line + 260
    accent = rng.choice([(150, 52, 44), (52, 84, 130), (70, 112, 74), (206, 160, 70)])

    def paint(row: int, column: int) -> Colour:
        if row in {4, 5, 12, 13}:
            return accent
        return (222, 216, 202) if (row * 7 + column * 3) % 5 else (150, 146, 140)

    print_ = newsprint(rng, (wide, tall))
    wicker = basketry(rng, size=(wide, tall), paint=paint, rod=34, stake=62)
    body = ImageChops.blend(wicker, ImageChops.multiply(wicker, print_), 0.55)
    _stand_basket(scene, body, foot=foot, rim=(206, 200, 186), inside=(84, 80, 74), has_handle=kind == "round")


def _stand_basket(scene: Scene, body: Image.Image, *, foot: float, rim: Colour, inside: Colour, has_handle: bool) -> None:
    """A round basket seen from slightly above: an oval mouth, a bulging side, perhaps a handle."""
    wide, tall = body.size
    mouth = wide * 0.26
    grounds.contact(scene, centre=(1000, foot - 30), size=(wide * 1.02, 130), dark=0.9)
    full = Image.new("RGBA", (wide + 40, round(tall + mouth) + 20))
    if has_handle:
        _arch(scene, wide=wide, top=foot - tall - mouth * 0.1, colour=rim)
    side = bent([(6, 0), (wide - 6, 0), (wide * 0.985, tall * 0.45), (wide * 0.9, tall * 0.9), (wide * 0.5, tall - 4), (wide * 0.1, tall * 0.9), (wide * 0.015, tall * 0.45)], steps=6)
    wall = sprite(cut((wide, tall), side), shaded(body, waves((wide, tall), [64, 120, 146, 150, 138, 118, 92, 52])))
    full.alpha_composite(wall, (20, round(mouth / 2)))
    outer = relief(sprite(oval((wide, round(mouth))), rim), depth=12, strength=1.2)
    well = sprite(oval((wide - 60, round(mouth) - 40)), ramp((wide - 60, round(mouth) - 40), darker(inside, 0.5), inside))
    outer.alpha_composite(well, (30, 22))
    full.alpha_composite(outer, (20, 0))
    scene.lay(full, (1000, foot - tall - mouth / 2 + full.height / 2), lift=22, dark=0.35)


def _arch(scene: Scene, *, wide: int, top: float, colour: Colour) -> None:
    size = (wide, 620)
    line = path([(70, 600), (120, 300), (wide / 2, 40), (wide - 120, 300), (wide - 70, 600)])
    strap = sprite(stroke(size, [line], width=46), colour)
    pen = ImageDraw.Draw(strap)
    for x, y in line[::1]:
        pen.line((x - 26, y - 16, x + 26, y + 16), fill=darker(colour, 0.35), width=5)
    strap.putalpha(stroke(size, [line], width=46))
    scene.lay(relief(strap, depth=12, strength=1.2), (1000, top - 200), lift=16, dark=0.35)


# Cord, tissue boxes, flowers


def cord_bag(scene: Scene, *, kind: str) -> None:
    """A bag knotted from shiny cord."""
    line = _wall(scene, "lime", "rose" if kind != "red" else "sky", "ochre" if kind != "green" else "sky", horizon=0.76)
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
    kinds = {colour: [stamp(ball((60, 48), varied(colour, rng, by=8), shine=0.85, mask=rounded((60, 48), radius=20)), lift=4) for _ in range(3)] for colour in (main, second)}
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
    line = _wall(scene, "mint", "sky", "rose", horizon=0.62)
    rng = scene.rng
    foot, wide, tall, deep = line + 330, 1120, 430, 250
    grounds.contact(scene, centre=(1000, foot - 8), size=(wide * 1.06, 90), dark=0.9)
    if kind == "newspaper":
        accent = rng.choice([(150, 52, 44), (52, 84, 130), (70, 112, 74)])
        wicker = basketry(rng, size=(wide, tall + deep), paint=lambda row, column: accent if row % 7 == 3 else (218, 212, 198), rod=30, stake=70)
        weave = ImageChops.blend(wicker, ImageChops.multiply(wicker, newsprint(rng, wicker.size)), 0.5)
    else:
        weave = sachet_weave(rng, SACHETS[rng.choice(list(SACHETS))], size=(wide, tall + deep), cell=80)
    front = relief(sprite(rounded((wide, tall), radius=18), weave.crop((0, deep, wide, deep + tall))), depth=20)
    slant = weave.crop((0, 0, wide, deep)).transform((wide, deep), Image.Transform.QUAD, (-90, 0, 0, deep, wide, deep, wide + 90, 0), Image.Resampling.BILINEAR)
    top = sprite(cut((wide, deep), [(100, 2), (wide - 100, 2), (wide - 2, deep - 2), (2, deep - 2)]), shaded(slant, Image.new("L", (wide, deep), 150)))
    scene.lay(top, (1000, foot - tall - deep / 2 + 6), lift=0)
    hole = sprite(oval((460, 96)), (40, 34, 30))
    scene.lay(hole, (1000, foot - tall - deep / 2 + 4), lift=0)
    outline = [(150, 410), (60, 250), (20, 60), (120, 110), (190, 10), (280, 90), (390, 30), (350, 200), (330, 410)]
    tissue = sprite(cut((420, 420), bent(outline, steps=5)), ramp((420, 420), (255, 255, 255), (244, 244, 246), (214, 216, 222)))
    creases = clouds(rng, (420, 420), cells=(7, 3)).point([round(104 + v * 0.19) for v in range(256)])
    scene.lay(relief(shaded(tissue, creases), depth=14), (1000, foot - tall - deep / 2 - 190), lift=10, dark=0.3)
    scene.lay(front, (1000, foot - tall / 2), lift=0)


def _bloom(rng: Random, across: int, colour: Colour, *, petals: int = 7) -> Image.Image:
    """A flower cut from plastic: shiny petals in two rings, a bead in the middle."""
    full = Image.new("RGBA", (across, across))
    long, wide = round(across * 0.46), round(across * 0.34)
    for ring, share in [(0, 1.0), (1, 0.7)]:
        size = (round(wide * share), round(long * share))
        outline = bent([(size[0] / 2, 3), (size[0] * 0.9, size[1] * 0.22), (size[0] * 0.86, size[1] * 0.6), (size[0] * 0.56, size[1] - 3), (size[0] * 0.44, size[1] - 3), (size[0] * 0.14, size[1] * 0.6), (size[0] * 0.1, size[1] * 0.22)])
        leaf = sprite(cut(size, outline), ramp(size, lighter(colour, 0.35), colour, darker(colour, 0.3)))
        petal = stamp(relief(leaf, depth=10, strength=1.1), lift=5, dark=0.35)
        for i in range(petals):
            angle = 360 * (i + ring / 2) / petals + rng.uniform(-5, 5)
            turned = petal.rotate(-angle, Image.Resampling.BILINEAR, expand=True)
            far = size[1] * 0.52
            x = across / 2 + math.sin(math.radians(angle)) * far - turned.width / 2
            y = across / 2 - math.cos(math.radians(angle)) * far - turned.height / 2
            full.alpha_composite(turned.crop((max(0, -round(x)), max(0, -round(y)), *turned.size)), (max(0, round(x)), max(0, round(y))))
    bead = ball((across // 6, across // 6), (240, 190, 60), shine=0.9)
    full.alpha_composite(bead, (across // 2 - across // 12, across // 2 - across // 12))
    return full


def plastic_flowers(scene: Scene, *, kind: str) -> None:
    """Flowers made from bottles and bags in a jar."""
    line = _wall(scene, "lime", "mint", "sky", horizon=0.78)
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
        scene.lay(_bloom(rng, rng.randint(330, 400), colours[kind][i % len(colours[kind])]), (x, y), turn=rng.uniform(0, 50), lift=14, dark=0.35)
    grounds.contact(scene, centre=(1000, foot - 4), size=(420, 60), dark=0.85)
    pot = bent([(20, 6), (340, 6), (352, 180), (310, 414), (180, 422), (50, 414), (8, 180)], steps=6)
    vase = sprite(cut((360, 430), pot), ramp((360, 430), (206, 132, 94), (186, 108, 72), (150, 82, 54)))
    scene.lay(shaded(vase, waves((360, 430), [70, 130, 152, 140, 118, 70])), (1000, foot - 215), lift=20, dark=0.35)


# Lontar


def _strips(kind: str) -> Callable[[int, int], Colour]:
    def paint(row: int, column: int) -> Colour:
        if kind == "colour" and (row % 9 in {3, 5} or (row % 9 == 4 and column % 2)):
            return MAGENTA
        if kind == "colour" and row % 9 == 8:
            return (60, 110, 80)
        return LONTAR if (row + column) % 3 else (198, 164, 104)

    return paint


def lontar_basket(scene: Scene, *, kind: str) -> None:
    line = _wall(scene, "sky", "clay", "mint", "rose", horizon=0.66)
    rng = scene.rng
    size = (1020, 700)
    body = basketry(rng, size=size, paint=_strips(kind), rod=38, stake=44)
    rim: Colour = (190, 150, 92)
    _stand_basket(scene, body, foot=line + 280, rim=rim, inside=(128, 98, 60), has_handle=rng.random() < 0.5)


def lontar_mat(scene: Scene, *, kind: str) -> None:
    """A mat, one end rolled up."""
    grounds.wood(scene, tone="dark" if kind == "plain" else scene.rng.choice(["dark", "grey"]))
    rng = scene.rng
    colours = [LONTAR, (196, 162, 104)] if kind == "plain" else [LONTAR, LONTAR, MAGENTA, LONTAR, (60, 110, 80), LONTAR]
    strip = 46
    sheet = tiled(grounds.plait(rng, colours=colours, strip=strip, count=12), (1380, 1080))
    body = relief(sprite(rounded(sheet.size, radius=8), sheet), depth=8)
    edge = tiled(grounds.plait(rng, colours=[darker(LONTAR, 0.15), LONTAR], strip=20, count=12), (1380, 60))
    body.paste(edge, (0, 0))
    body.paste(edge, (0, 1020))
    turn = rng.uniform(-6, 6)
    scene.lay(body, (880, 760), turn=turn, lift=14)
    roll = tiled(grounds.plait(rng, colours=colours, strip=strip, count=12), (260, 1100))
    lit = shaded(roll, waves((260, 1100), [50, 120, 168, 172, 140, 110, 76, 34]))
    radians = math.radians(turn)
    at = (880 + math.cos(radians) * 640, 760 - math.sin(radians) * 640)
    scene.lay(sprite(rounded((260, 1100), radius=20), lit), at, turn=turn, lift=46, dark=0.65)


def lontar_hat(scene: Scene) -> None:
    """The ti'i langga of Rote: a wide brim and a tall leaf crest at its front."""
    line = _wall(scene, "sky", "clay", "mint", "rose", horizon=0.7)
    rng = scene.rng
    grounds.contact(scene, centre=(1000, line + 190), size=(1300, 150), dark=0.85)
    brim_size = (1320, 420)
    weave = basketry(rng, size=brim_size, paint=lambda row, column: LONTAR if (row + column) % 4 else (196, 158, 100), rod=22, stake=40)
    brim = relief(sprite(oval(brim_size), weave), depth=26, strength=1.1)
    scene.lay(brim, (1000, line + 60), lift=26)
    crown_size = (720, 460)
    crown_weave = basketry(rng, size=crown_size, paint=lambda row, column: (220, 192, 138) if (row + column) % 4 else (200, 164, 106), rod=24, stake=40)
    crown = cut(crown_size, bent([(40, 430), (20, 250), (130, 60), (360, 10), (590, 60), (700, 250), (680, 430), (360, 455)]))
    scene.lay(shaded(sprite(crown, crown_weave), waves(crown_size, [66, 126, 152, 148, 124, 96, 56])), (1000, line - 90), lift=16, dark=0.4)
    band = relief(sprite(cut((700, 110), bent([(6, 20), (350, 60), (694, 20), (690, 70), (350, 106), (10, 70)])), (128, 84, 48)), depth=12)
    scene.lay(band, (1000, line + 82), lift=4)
    for i, (lean, tall) in enumerate([(-26, 520), (24, 520), (-14, 600), (13, 600), (0, 680)]):
        blade_size = (120, tall)
        tint = mix(LONTAR, (190, 150, 90), i % 2 * 0.5)
        blade = sprite(cut(blade_size, bent([(60, 4), (100, tall * 0.4), (84, tall - 6), (36, tall - 6), (20, tall * 0.4)])), ramp(blade_size, lighter(tint, 0.3), tint, darker(tint, 0.25)))
        foot = (960, line - 220)
        at = (foot[0] - math.sin(math.radians(lean)) * -tall / 2, foot[1] - math.cos(math.radians(lean)) * tall / 2 + 60)
        scene.lay(relief(blade, depth=14), at, turn=-lean, lift=10, dark=0.4)
    knot = relief(sprite(oval((150, 110)), (150, 104, 60)), depth=20)
    scene.lay(knot, (960, line - 180), lift=8)


GOODS: dict[str, Callable[[Scene], None]] = {
    **{f"sachet-purse/{kind}": partial(sachet_purse, kind=kind) for kind in SACHETS},
    **{f"sachet-bag/{kind}": partial(sachet_bag, kind=kind) for kind in SACHETS},
    **{f"cap-keyrings/{kind}": partial(cap_keyrings, kind=kind) for kind in ("mixed", "blue")},
    **{f"newspaper-basket/{kind}": partial(newspaper_basket, kind=kind) for kind in ("round", "tall")},
    **{f"cord-bag/{kind}": partial(cord_bag, kind=kind) for kind in CORDS},
    **{f"tissue-box/{kind}": partial(tissue_box, kind=kind) for kind in ("newspaper", "sachet")},
    **{f"plastic-flowers/{kind}": partial(plastic_flowers, kind=kind) for kind in ("pink", "yellow", "mixed")},
    **{f"lontar-basket/{kind}": partial(lontar_basket, kind=kind) for kind in ("plain", "colour")},
    "lontar-hat/plain": lontar_hat,
    **{f"lontar-mat/{kind}": partial(lontar_mat, kind=kind) for kind in ("plain", "colour")},
}
