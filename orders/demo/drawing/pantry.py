"""The pantry: eggs, grains in bowls, honey, oil and moringa in jars and bottles."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw

from orders.demo.drawing import greens, grounds
from orders.demo.drawing.brushes import (
    Colour,
    Scene,
    Size,
    around,
    ball,
    barrel,
    bent,
    between,
    clouds,
    cut,
    darker,
    draw_on,
    faded,
    grown,
    mirrored,
    oval,
    path,
    place,
    ramp,
    relief,
    rounded,
    shaded,
    sprite,
    stamp,
    stroke,
    varied,
)


def eggs(scene: Scene) -> None:
    """A tray of eggs from above."""
    grounds.on(scene, "wood teak", "linen blue", "wood pale", "mat")
    rng = scene.rng
    tray = relief(sprite(rounded((1500, 1240), radius=40), (158, 150, 140)), depth=12)
    pulp = between(clouds(rng, tray.size, cells=(300, 250)), 118, 138)
    tray = shaded(tray, pulp)
    hole = relief(sprite(oval((236, 226)), (104, 98, 92)), depth=22, strength=-1.2)
    knob = relief(sprite(oval((70, 70)), (168, 160, 150)), depth=16, strength=1.3)
    kinds = [stamp(_egg(rng), lift=14, dark=0.6) for _ in range(6)]
    gap = rng.randrange(30)
    for i in range(30):
        x, y = 155 + i % 6 * 238, 148 + i // 6 * 236
        place(tray, hole, (x, y))
        if i % 6 < 5 and i // 6 < 4:
            place(tray, knob, (x + 119, y + 118))
        if i != gap:
            place(tray, rng.choice(kinds), (x, y - 4))
    scene.lay(tray, (1000, 750), turn=rng.uniform(-5, 5), lift=30)


def _egg(rng: Random) -> Image.Image:
    size = (196, 214)
    outline = bent([(98, 4), (150, 40), (184, 112), (170, 178), (98, 208), (26, 178), (12, 112), (46, 40)])
    colour = varied((214, 160, 118), rng, by=14)
    body = grown(
        ball(size, colour, shine=0.5, mask=cut(size, outline)), rng=rng, spots=darker(colour, 0.2), share=0.1, cells=40
    )
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
    turned = [
        kind.rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True) for kind in kinds for _ in range(6)
    ]
    spots = []
    for i in range(count + stray):
        far = math.sqrt(rng.random()) if i >= stray else rng.uniform(1.25, 1.75)
        angle = rng.uniform(0, math.tau)
        spots.append((far, 1000 + math.cos(angle) * radius * far, 760 + math.sin(angle) * radius * far))
    for _far, x, y in sorted(spots, reverse=True):
        body = rng.choice(turned)
        scene.image.paste(body, (round(x - body.width / 2), round(y - body.height / 2)), body)


CLAY: Colour = (172, 100, 66)


WHITEWARE: Colour = (232, 226, 214)


COCONUT: Colour = (98, 62, 40)


def mung_beans(scene: Scene) -> None:
    grounds.on(scene, "linen sand", "wood pale", "linen white")
    rng = scene.rng
    _bowl(scene, across=1080, outer=rng.choice([CLAY, COCONUT]), fill=(64, 84, 34))
    kinds = [stamp(ball((46, 38), varied((122, 152, 60), rng, by=16), shine=0.7), lift=5) for _ in range(7)]
    _poured(scene, kinds, count=1000, radius=466, stray=24)


def rice(scene: Scene) -> None:
    grounds.on(scene, "linen blue", "wood pale", "leaf")
    rng = scene.rng
    _bowl(scene, across=1080, outer=rng.choice([WHITEWARE, COCONUT]), fill=(96, 40, 34))
    kinds = [stamp(ball((54, 19), varied((150, 66, 54), rng, by=22), shine=0.5), lift=4) for _ in range(7)]
    _poured(scene, kinds, count=1300, radius=462, stray=30)


def peanuts(scene: Scene) -> None:
    grounds.on(scene, "linen green", "wood dark", "linen white")
    rng = scene.rng
    _bowl(scene, across=1120, outer=rng.choice([CLAY, WHITEWARE]), fill=(120, 84, 48))
    kinds = [stamp(_peanut(rng), lift=10) for _ in range(6)]
    _poured(scene, kinds, count=120, radius=420, stray=9)


def _peanut(rng: Random) -> Image.Image:
    size = (190, 100)
    outline = bent(
        [
            (8, 50),
            (30, 14),
            (66, 12),
            (96, 24),
            (130, 10),
            (166, 16),
            (184, 50),
            (166, 86),
            (130, 92),
            (96, 76),
            (66, 90),
            (30, 86),
        ]
    )
    colour = varied((206, 164, 104), rng, by=10)
    body = sprite(cut(size, outline), colour)
    lines = [[(x, 8), (x + 6, 92)] for x in range(16, 190, 17)] + [
        path([(8, y), (95, y + (4 if y > 50 else -4)), (184, y)]) for y in (30, 50, 70)
    ]
    draw_on(body, lines, darker(colour, 0.4), width=4, share=0.4)
    return relief(body, depth=26, strength=0.75)


def _label(
    size: Size, *, paper: Colour, ink: Colour, draw: Callable[[ImageDraw.ImageDraw, Size, Colour], None]
) -> Image.Image:
    label = sprite(rounded(size, radius=14), paper)
    pen = ImageDraw.Draw(label)
    pen.rounded_rectangle((14, 14, size[0] - 15, size[1] - 15), 8, outline=ink, width=4)
    draw(pen, size, ink)
    for y, share in [(0.74, 0.5), (0.82, 0.34)]:
        pen.rounded_rectangle(
            (size[0] * (0.5 - share / 2), size[1] * y, size[0] * (0.5 + share / 2), size[1] * y + 9), 4, fill=ink
        )
    return label


def _bee(pen: ImageDraw.ImageDraw, size: Size, ink: Colour) -> None:
    x, y = size[0] / 2, size[1] * 0.4
    for side in (-1, 1):
        pen.ellipse((x + side * 40 - 42, y - 74, x + side * 40 + 42, y + 6), fill=(255, 255, 255), outline=ink, width=4)
    pen.ellipse((x - 70, y - 34, x + 70, y + 50), fill=(240, 180, 40), outline=ink, width=4)
    for shift in (-34, 0, 34):
        pen.line((x + shift, y - 30, x + shift, y + 46), fill=ink, width=13)


def honey(scene: Scene) -> None:
    line = grounds.table(scene, "lime", "sky", "mint")
    rng = scene.rng
    for x, scale in [(1390, 0.78), (850, 1.0)]:
        size = (round(620 * scale), round(900 * scale))
        wide, tall = size
        grounds.contact(scene, centre=(x, line + 190), size=(wide * 1.05, 70), dark=0.8)
        glass = sprite(
            rounded(size, radius=90 * scale), ramp(size, (255, 226, 150), (244, 176, 52), (206, 112, 20), (150, 70, 12))
        )
        jar = barrel(glass)
        glint = faded(rounded((round(34 * scale), round(tall * 0.62)), radius=16), 0.6)
        jar.paste((255, 250, 230), (round(wide * 0.1), round(tall * 0.18)), glint)
        label = _label((round(400 * scale), round(400 * scale)), paper=(250, 240, 214), ink=(92, 54, 24), draw=_bee)
        jar.alpha_composite(label, (round(wide * 0.5 - label.width / 2), round(tall * 0.34)))
        lid = barrel(
            sprite(
                rounded((round(540 * scale), round(150 * scale)), radius=24),
                rng.choice([(214, 172, 72), (150, 96, 54), (186, 40, 40)]),
            )
        )
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
    line = grounds.table(scene, "sky", "rose", "clay", "mint")
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
    outline = mirrored(half, size)
    glass = sprite(cut(size, outline), ramp(size, (238, 242, 236), (240, 238, 206), (236, 226, 168), (226, 212, 140)))
    bottle = barrel(glass)
    glint = faded(rounded((round(24 * scale), round(tall * 0.4)), radius=10), 0.7)
    bottle.paste((255, 255, 250), (round(wide * 0.14), round(tall * 0.46)), glint)
    label = _label((round(300 * scale), round(380 * scale)), paper=(250, 250, 244), ink=(52, 74, 60), draw=_palm)
    bottle.alpha_composite(label, (round(wide / 2 - label.width / 2), round(tall * 0.52)))
    cap = barrel(sprite(rounded((round(130 * scale), round(120 * scale)), radius=14), (60, 104, 66)))
    scene.lay(bottle, (x, foot - tall / 2), lift=26, dark=0.35)
    scene.lay(cap, (x, foot - tall + 20 * scale), lift=6)


def _moringa_mark(pen: ImageDraw.ImageDraw, size: Size, ink: Colour) -> None:
    x, y = size[0] / 2, size[1] * 0.38
    pen.line([(x, y + 90), (x, y - 70)], fill=ink, width=7)
    for side, up in [(side, up) for up in (-62, -10, 42) for side in (-1, 1)]:
        pen.ellipse((x + side * 46 - 34, y + up - 20, x + side * 46 + 34, y + up + 20), fill=(82, 136, 66))
    pen.ellipse((x - 22, y - 118, x + 22, y - 62), fill=(82, 136, 66))


def moringa_dried(scene: Scene) -> None:
    """A paper pouch with a window, dried leaves before it."""
    line = grounds.table(scene, "mint", "lime", "ochre")
    rng = scene.rng
    size = (720, 960)
    grounds.contact(scene, centre=(900, line + 190), size=(800, 80), dark=0.8)
    kraft = ImageChops.blend(
        Image.new("RGB", size, (190, 148, 98)), clouds(rng, size, cells=(90, 120)).convert("RGB"), 0.08
    )
    outline = [(40, 8), (680, 8), (700, 120), (712, 940), (640, 954), (80, 954), (8, 940), (20, 120)]
    pouch = relief(sprite(cut(size, outline), kraft), depth=46, strength=0.9)
    pen = ImageDraw.Draw(pouch)
    pen.rectangle((34, 84, 686, 92), fill=(140, 104, 64))
    window = relief(sprite(oval((360, 270)), (70, 92, 42)), depth=16, strength=-1.0)
    flakes = clouds(rng, (360, 270), cells=(60, 45))
    window = shaded(window, between(flakes, 64, 191))
    pouch.alpha_composite(window, (180, 620))
    label = _label((420, 400), paper=(246, 246, 232), ink=(54, 86, 48), draw=_moringa_mark)
    pouch.alpha_composite(label, (150, 180))
    scene.lay(pouch, (900, line + 200 - 480), lift=30, dark=0.4)
    flake = [
        stamp(greens.leaf((40, 56), varied((96, 124, 62), rng), shape=greens.OVAL_LEAF, veins=0), lift=3)
        for _ in range(5)
    ]
    for _ in range(90):
        body = rng.choice(flake).rotate(rng.uniform(0, 360), Image.Resampling.BILINEAR, expand=True)
        x, y = rng.gauss(1480, 120), line + 230 + rng.gauss(0, 34)
        scene.image.paste(body, (round(x), round(y)), body)


def moringa_jar(scene: Scene) -> None:
    """A jar of green powder and a spoon of it."""
    line = grounds.table(scene, "rose", "lime", "ochre")
    wide, tall, x = 620, 820, 880
    grounds.contact(scene, centre=(x, line + 190), size=(wide * 1.05, 70), dark=0.8)
    jar = barrel(
        sprite(
            rounded((wide, tall), radius=80),
            ramp((wide, tall), (226, 232, 222), (96, 138, 58), (84, 126, 50), (66, 104, 40)),
        )
    )
    jar.paste((255, 255, 250), (70, 130), faded(rounded((34, 560), radius=16), 0.5))
    jar.alpha_composite(_label((400, 380), paper=(250, 248, 238), ink=(54, 86, 48), draw=_moringa_mark), (110, 280))
    scene.lay(jar, (x, line + 200 - tall / 2), lift=26, dark=0.35)
    lid = barrel(sprite(rounded((560, 150), radius=22), (176, 130, 84)))
    scene.lay(lid, (x, line + 200 - tall - 20), lift=8)
    grounds.contact(scene, centre=(1480, line + 250), size=(420, 60), dark=0.6)
    spoon = relief(
        sprite(stroke((700, 200), [path([(40, 60), (330, 100), (400, 104)])], width=36), (184, 140, 92)), depth=12
    )
    bowl = relief(sprite(oval((260, 130)), (184, 140, 92)), depth=14)
    bowl.alpha_composite(relief(sprite(oval((224, 100)), (100, 142, 60)), depth=26, strength=1.2), (18, 8))
    spoon.alpha_composite(bowl, (390, 40))
    scene.lay(spoon, (1440, line + 210), lift=10)


def palm_sugar(scene: Scene) -> None:
    """Discs of palm sugar on a leaf, as sold at the market."""
    grounds.on(scene, "leaf", "mat", "linen white")
    rng = scene.rng
    disc = []
    for _ in range(5):
        colour = varied((146, 84, 42), rng, by=14)
        body = grown(
            relief(
                sprite(cut((360, 340), bent(around((180, 170), (172, 162), count=12, rng=rng, wobble=0.02))), colour),
                depth=34,
                strength=0.9,
            ),
            rng=rng,
            spots=darker(colour, 0.35),
            share=0.2,
            cells=26,
        )
        disc.append(body)
    for x, y in [
        (620, 560),
        (980, 470),
        (1350, 580),
        (720, 900),
        (1100, 860),
        (1440, 980),
        (880, 1180),
        (1010, 680),
        (1240, 1160),
    ]:
        scene.lay(
            rng.choice(disc),
            (x + rng.uniform(-20, 20), y + rng.uniform(-20, 20)),
            turn=rng.uniform(0, 360),
            lift=30,
            dark=0.6,
        )


PICTURES: dict[str, Callable[[Scene], None]] = {
    "moringa/dried": moringa_dried,
    "moringa/jar": moringa_jar,
    "mung-beans/bowl": mung_beans,
    "peanuts/bowl": peanuts,
    "rice/red": rice,
    "eggs/tray": eggs,
    "honey/jar": honey,
    "coconut-oil/bottle": coconut_oil,
    "palm-sugar/discs": palm_sugar,
}
