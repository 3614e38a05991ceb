"""Baskets, mats and hats of lontar leaf, and baskets of rolled newspaper."""

import math
from collections.abc import Callable
from functools import partial
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import grounds
from orders.demo.drawing.brushes import (
    Colour,
    Scene,
    Size,
    bent,
    cut,
    darker,
    lighter,
    mix,
    oval,
    path,
    ramp,
    relief,
    rounded,
    shaded,
    sprite,
    stroke,
    tiled,
    varied,
    waves,
)

LONTAR: Colour = (214, 186, 130)


MAGENTA: Colour = (178, 42, 96)


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
        pen.rectangle(
            (x, y, x + rng.randint(30, 110), y + rng.randint(20, 60)),
            fill=varied(rng.choice([(178, 60, 52), (62, 98, 150), (214, 170, 70), (84, 130, 92)]), rng),
        )
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
    line = grounds.table(scene, "ochre", "sky", "clay", "mint", horizon=0.68)
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


def _stand_basket(
    scene: Scene, body: Image.Image, *, foot: float, rim: Colour, inside: Colour, has_handle: bool
) -> None:
    """A round basket seen from slightly above: an oval mouth, a bulging side, perhaps a handle."""
    wide, tall = body.size
    mouth = wide * 0.26
    grounds.contact(scene, centre=(1000, foot - 30), size=(wide * 1.02, 130), dark=0.9)
    full = Image.new("RGBA", (wide + 40, round(tall + mouth) + 20))
    if has_handle:
        _arch(scene, wide=wide, top=foot - tall - mouth * 0.1, colour=rim)
    side = bent(
        [
            (6, 0),
            (wide - 6, 0),
            (wide * 0.985, tall * 0.45),
            (wide * 0.9, tall * 0.9),
            (wide * 0.5, tall - 4),
            (wide * 0.1, tall * 0.9),
            (wide * 0.015, tall * 0.45),
        ],
        steps=6,
    )
    wall = sprite(cut((wide, tall), side), shaded(body, waves((wide, tall), [64, 120, 146, 150, 138, 118, 92, 52])))
    full.alpha_composite(wall, (20, round(mouth / 2)))
    outer = relief(sprite(oval((wide, round(mouth))), rim), depth=12, strength=1.2)
    well = sprite(
        oval((wide - 60, round(mouth) - 40)), ramp((wide - 60, round(mouth) - 40), darker(inside, 0.5), inside)
    )
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


def _strips(kind: str) -> Callable[[int, int], Colour]:
    def paint(row: int, column: int) -> Colour:
        if kind == "colour" and (row % 9 in {3, 5} or (row % 9 == 4 and column % 2)):
            return MAGENTA
        if kind == "colour" and row % 9 == 8:
            return (60, 110, 80)
        return LONTAR if (row + column) % 3 else (198, 164, 104)

    return paint


def lontar_basket(scene: Scene, *, kind: str) -> None:
    line = grounds.table(scene, "sky", "clay", "mint", "rose", horizon=0.66)
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
    line = grounds.table(scene, "sky", "clay", "mint", "rose", horizon=0.7)
    rng = scene.rng
    grounds.contact(scene, centre=(1000, line + 190), size=(1300, 150), dark=0.85)
    brim_size = (1320, 420)
    weave = basketry(
        rng,
        size=brim_size,
        paint=lambda row, column: LONTAR if (row + column) % 4 else (196, 158, 100),
        rod=22,
        stake=40,
    )
    brim = relief(sprite(oval(brim_size), weave), depth=26, strength=1.1)
    scene.lay(brim, (1000, line + 60), lift=26)
    crown_size = (720, 460)
    crown_weave = basketry(
        rng,
        size=crown_size,
        paint=lambda row, column: (220, 192, 138) if (row + column) % 4 else (200, 164, 106),
        rod=24,
        stake=40,
    )
    crown = cut(
        crown_size, bent([(40, 430), (20, 250), (130, 60), (360, 10), (590, 60), (700, 250), (680, 430), (360, 455)])
    )
    scene.lay(
        shaded(sprite(crown, crown_weave), waves(crown_size, [66, 126, 152, 148, 124, 96, 56])),
        (1000, line - 90),
        lift=16,
        dark=0.4,
    )
    band = relief(
        sprite(cut((700, 110), bent([(6, 20), (350, 60), (694, 20), (690, 70), (350, 106), (10, 70)])), (128, 84, 48)),
        depth=12,
    )
    scene.lay(band, (1000, line + 82), lift=4)
    for i, (lean, tall) in enumerate([(-26, 520), (24, 520), (-14, 600), (13, 600), (0, 680)]):
        blade_size = (120, tall)
        tint = mix(LONTAR, (190, 150, 90), i % 2 * 0.5)
        blade = sprite(
            cut(blade_size, bent([(60, 4), (100, tall * 0.4), (84, tall - 6), (36, tall - 6), (20, tall * 0.4)])),
            ramp(blade_size, lighter(tint, 0.3), tint, darker(tint, 0.25)),
        )
        foot = (960, line - 220)
        at = (
            foot[0] - math.sin(math.radians(lean)) * -tall / 2,
            foot[1] - math.cos(math.radians(lean)) * tall / 2 + 60,
        )
        scene.lay(relief(blade, depth=14), at, turn=-lean, lift=10, dark=0.4)
    knot = relief(sprite(oval((150, 110)), (150, 104, 60)), depth=20)
    scene.lay(knot, (960, line - 180), lift=8)


PICTURES: dict[str, Callable[[Scene], None]] = {
    **{f"newspaper-basket/{kind}": partial(newspaper_basket, kind=kind) for kind in ("round", "tall")},
    **{f"lontar-basket/{kind}": partial(lontar_basket, kind=kind) for kind in ("plain", "colour")},
    "lontar-hat/plain": lontar_hat,
    **{f"lontar-mat/{kind}": partial(lontar_mat, kind=kind) for kind in ("plain", "colour")},
}
