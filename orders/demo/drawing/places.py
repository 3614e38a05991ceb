"""Places: the loom, the sewing room, the garden, the workshop, the market and its banner, and a certificate."""

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from orders.demo.drawing import baskets, greens, grounds, recycled, tenun
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
    varied,
    waves,
)

WOOD: Colour = (140, 92, 54)
AWNINGS: Sequence[Colour] = ((186, 48, 44), (40, 104, 132), (214, 154, 46), (66, 118, 74))


def beam(scene: Scene, box: tuple[float, float, float, float], *, colour: Colour = WOOD, lift: float = 16) -> None:
    """A piece of timber, lit from its long side."""
    left, top, right, bottom = (round(v) for v in box)
    size = (right - left, bottom - top)
    tones = (darker(colour, 0.2), lighter(colour, 0.25), colour, darker(colour, 0.45))
    if size[0] >= size[1]:
        wood = ramp(size, *tones)
    else:
        wood = ramp((size[1], size[0]), *tones).transpose(Image.Transpose.ROTATE_90)
    grain = clouds(scene.rng, size, cells=(6, 60) if size[0] > size[1] else (60, 6)) if min(size) > 60 else None
    body = shaded(wood, between(grain, 112, 143)) if grain else wood
    scene.lay(sprite(rounded(size, radius=8, margin=0), body), ((left + right) / 2, (top + bottom) / 2), lift=lift)


def loom(scene: Scene) -> None:
    """A standing loom: the warp above, the finished part of the cloth below."""
    rng = scene.rng
    line = grounds.room(scene, wall=rng.choice(["lime", "mint", "clay"]), tone="teak", horizon=0.82)
    palette = rng.choice(["indigo", "morinda", "night", "forest"])
    for x in (420, 1580):
        beam(scene, (x - 48, 60, x + 48, line + 130), lift=26)
    beam(scene, (330, 110, 1670, 190), lift=20)
    woven = tenun.cloth(rng, palette=palette, size=(980, 560), thread=6)
    warp = woven.crop((0, 0, 980, 1)).resize((980, 560))
    threads = [150 if i % 2 else 96 for i in range(196)]
    scene.lay(sprite(Image.new("L", warp.size, 255), shaded(warp, waves(warp.size, threads))), (1000, 450), lift=24)
    scene.lay(sprite(Image.new("L", woven.size, 255), woven), (1000, 960), lift=24)
    for y, tall in [(400, 34), (560, 44), (690, 52)]:
        beam(scene, (470, y - tall / 2, 1530, y + tall / 2), colour=(186, 146, 92), lift=14)
    beam(scene, (350, 1210, 1650, 1310), lift=26)
    shuttle = relief(
        sprite(cut((360, 70), bent([(6, 35), (90, 8), (270, 8), (354, 35), (270, 62), (90, 62)])), (206, 164, 104)),
        depth=14,
        strength=1.1,
    )
    scene.lay(shuttle, (830, 790), turn=-5, lift=12)
    for i, name in enumerate(["turmeric", "indigo", "morinda"]):
        _spool(scene, (1730 + i % 2 * 110, line + 90 + i * 60), tenun.PALETTES[name].ground)


def _spool(scene: Scene, foot: Point, colour: Colour, *, scale: float = 1.0) -> None:
    """A cone of yarn."""
    size = (round(130 * scale), round(190 * scale))
    wide, tall = size
    cone = sprite(
        cut(
            size,
            bent(
                [(wide * 0.32, 4), (wide * 0.68, 4), (wide - 4, tall * 0.86), (wide * 0.5, tall - 3), (4, tall * 0.86)],
                steps=5,
            ),
        ),
        colour,
    )
    turns = waves((tall, wide), [104, 150] * 12).transpose(Image.Transpose.ROTATE_270)
    scene.lay(relief(shaded(cone, turns), depth=24 * scale), (foot[0], foot[1] - tall / 2), lift=10)


def sewing_room(scene: Scene) -> None:
    """A black sewing machine with gold lines, cloth under its needle, yarn beside it."""
    rng = scene.rng
    line = grounds.room(scene, wall=rng.choice(["mint", "sky", "lime", "rose"]), tone="teak", horizon=0.68)
    _window(scene, (1390, 130, 1860, 640))
    piece = tenun.cloth(rng, palette=rng.choice(list(tenun.PALETTES)), size=(420, 560))
    scene.lay(tenun.fringe(rng, piece, length=60), (260, 400), lift=20)
    beam(scene, (20, 90, 500, 122), colour=(180, 140, 84), lift=10)
    cloth = tenun.cloth(
        rng, palette=rng.choice(["morinda", "turmeric", "cream", "indigo"]), size=(1000, 330), runs_down=False
    )
    drape = cut((1000, 330), [(60, 20), (960, 20), (990, 300), (700, 322), (380, 300), (14, 318)])
    folds = waves((1000, 330), [120, 142, 118, 140, 112, 144, 120, 138, 110, 140])
    scene.lay(relief(sprite(drape, shaded(cloth, folds)), depth=14), (600, line + 130), lift=20)
    scene.lay(_machine(), (1010, line - 210), lift=22, dark=0.45)
    for i, colour in enumerate([(186, 40, 46), (232, 180, 52), (40, 80, 140), (60, 120, 80)]):
        _spool(scene, (1560 + i * 105, line + 150 + i % 2 * 60), colour, scale=0.8)


def _machine() -> Image.Image:
    size, black = (1100, 760), (38, 36, 40)
    full = Image.new("RGBA", size)
    base = relief(sprite(rounded((1040, 110), radius=22), (120, 78, 46)), depth=16)
    full.alpha_composite(base, (30, 640))
    bed = relief(sprite(rounded((940, 70), radius=20), black), depth=14, strength=0.7)
    full.alpha_composite(bed, (70, 586))
    upper = [(110, 470), (96, 250), (130, 140), (250, 100), (560, 132), (760, 120), (900, 130), (960, 230), (964, 600)]
    lower = [(800, 600), (780, 390), (700, 310), (420, 296), (262, 310), (236, 390), (230, 470)]
    full.alpha_composite(relief(sprite(cut(size, bent([*upper, *lower], steps=6)), black), depth=20, strength=0.7))
    wheel = relief(sprite(oval((180, 260)), (60, 58, 62)), depth=18, strength=0.8)
    full.alpha_composite(wheel, (914, 190))
    gold = stroke(
        size,
        [
            path([(290, 190), (470, 170), (650, 205), (790, 190)]),
            path([(310, 226), (480, 250), (640, 222), (780, 240)]),
            path([(860, 300), (890, 400), (866, 520)]),
        ],
        width=8,
    )
    full.alpha_composite(sprite(gold, (214, 172, 82)))
    full.alpha_composite(relief(sprite(stroke(size, [[(170, 470), (170, 586)]], width=12), (206, 206, 210)), depth=4))
    full.alpha_composite(relief(sprite(rounded((80, 24), radius=8), (206, 206, 210)), depth=4), (130, 560))
    full.alpha_composite(relief(sprite(rounded((60, 100), radius=14), (196, 44, 52)), depth=14), (620, 30))
    return full


def _window(scene: Scene, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    size = (right - left, bottom - top)
    view = ramp(size, (206, 230, 240), (226, 238, 230), (150, 186, 130), (110, 156, 92))
    view = ImageChops.blend(view, clouds(scene.rng, size, cells=(9, 11)).convert("RGB"), 0.1)
    scene.lay(sprite(Image.new("L", size, 255), view), ((left + right) / 2, (top + bottom) / 2), lift=0)
    pen, frame = scene.pen, (238, 230, 214)
    pen.rectangle(box, outline=frame, width=26)
    pen.line(((left + right) / 2, top, (left + right) / 2, bottom), fill=frame, width=16)
    pen.line((left, (top + bottom) / 2, right, (top + bottom) / 2), fill=frame, width=16)


def garden(scene: Scene) -> None:
    """Beds of greens that run to the hills."""
    rng, (wide, tall) = scene.rng, scene.image.size
    line = _hills(scene)
    scene.fill(ramp((wide, tall - line), (150, 116, 76), (126, 88, 56), (96, 64, 40)), (0, line))
    tufts = {
        tone: [_tuft(rng, tone) for _ in range(3)]
        for tone in ((84, 150, 58), (62, 124, 56), (150, 180, 70), (130, 48, 70))
    }
    vanish = (wide * 0.52, line - 60)
    beds = list(zip([-1500, -850, -200, 450, 1100, 1750, 2400], rng.choices(list(tufts), k=7), strict=True))
    for depth in range(16):
        near = (depth / 15) ** 1.7
        y = line + 26 + near * (tall - line + 40)
        share = (y - vanish[1]) / (tall - vanish[1])
        size = round(30 + 270 * near)
        grown = {
            tone: rng.choice(kinds).resize((size, size), Image.Resampling.BILINEAR) for tone, kinds in tufts.items()
        }
        for x, tone in beds:
            left, tuft = vanish[0] + (x - 500 + wide * 0.1) * share, grown[tone]
            for shift in (-170, 0, 170):
                at = (round(left + shift * share + rng.uniform(-8, 8) * share - size / 2), round(y - size * 0.7))
                if -size < at[0] < wide:
                    scene.image.paste(tuft, at, tuft)


def _hills(scene: Scene) -> int:
    """Sky, hills and trees; the row where the ground begins."""
    wide, tall = scene.image.size
    line = round(tall * 0.4)
    scene.fill(ramp((wide, line), (132, 184, 220), (190, 218, 230), (240, 232, 208)))
    for i, tone in enumerate([(140, 168, 160), (112, 146, 112), (84, 122, 78)]):
        top = line - 190 + i * 62
        ridge = [
            (x, top + 44 * math.sin(x / (310 - i * 60) + scene.rng.uniform(0, 6))) for x in range(-100, wide + 200, 100)
        ]
        scene.image.paste(
            tone,
            (0, 0),
            cut(scene.image.size, [*ridge, (wide + 100, line + 4), (-100, line + 4)]).crop((0, 0, wide, tall)),
        )
    return line


def _tuft(rng: Random, colour: Colour) -> Image.Image:
    """A young plant from above and in front."""
    full = Image.new("RGBA", (300, 300))
    blade = stamp(greens.leaf((90, 150), varied(colour, rng), shape=greens.OVAL_LEAF, veins=3), lift=6, dark=0.4)
    for angle in [-100, 100, -66, 66, -34, 34, 0]:
        turned = blade.rotate(-angle + rng.uniform(-10, 10), Image.Resampling.BILINEAR, expand=True)
        x, y = 150 + math.sin(math.radians(angle)) * 74, 190 - math.cos(math.radians(angle)) * 70
        full.alpha_composite(turned, (max(0, round(x - turned.width / 2)), max(0, round(y - turned.height / 2))))
    return full


def hydroponics(scene: Scene) -> None:
    """White pipes in tiers with lettuce in them."""
    rng, (wide, tall) = scene.rng, scene.image.size
    _hills(scene)
    scene.fill(ramp((wide, tall - 600), (176, 170, 150), (146, 140, 124)), (0, 600))
    for x in (260, 1000, 1740):
        beam(scene, (x - 22, 320, x + 22, 1440), colour=(180, 184, 190), lift=14)
    tufts = [_tuft(rng, tone) for tone in ((110, 176, 70), (92, 160, 62), (132, 190, 84))]
    pipe = ramp((2100, 110), (236, 238, 240), (252, 252, 252), (214, 218, 222), (150, 156, 162))
    for y in (480, 780, 1080, 1380):
        scene.lay(sprite(Image.new("L", pipe.size, 255), pipe), (1000, y), lift=22)
        for x in range(90 + rng.randint(-20, 20), 2000, 205):
            hole = sprite(oval((110, 40)), (70, 72, 70))
            scene.image.paste(hole, (x - 55, y - 52), hole)
            size = rng.randint(250, 300)
            tuft = rng.choice(tufts).resize((size, size), Image.Resampling.BILINEAR)
            scene.image.paste(tuft, (round(x - size / 2), round(y - 40 - size * 0.72)), tuft)


def workshop(scene: Scene) -> None:
    """A table with strips, scissors and half-made goods, a shelf behind it."""
    rng = scene.rng
    line = grounds.room(scene, wall=rng.choice(["ochre", "sky", "mint"]), tone="pale", horizon=0.66)
    beam(scene, (120, 470, 1880, 520), lift=26)
    for x, colour in [(260, (206, 74, 60)), (480, (232, 180, 60)), (700, (60, 120, 150))]:
        jar = sprite(
            rounded((170, 240), radius=26), ramp((170, 240), lighter(colour, 0.5), colour, darker(colour, 0.3))
        )
        scene.lay(shaded(jar, waves((170, 240), [80, 146, 150, 120, 74])), (x, 350), lift=14)
    for x, kind in [(1050, "mint"), (1480, "berry")]:
        weave = recycled.sachet_weave(rng, recycled.SACHETS[kind], size=(360, 260), cell=56)
        scene.lay(relief(sprite(rounded((360, 260), radius=24), weave), depth=24), (x, 342), lift=16)
    body = baskets.basketry(
        rng,
        size=(620, 380),
        paint=lambda row, column: baskets.MAGENTA if row % 5 == 2 else baskets.LONTAR,
        rod=30,
        stake=38,
    )
    grounds.contact(scene, centre=(520, line + 196), size=(640, 90), dark=0.85)
    scene.lay(
        relief(
            sprite(
                cut((620, 380), bent([(4, 6), (616, 6), (600, 200), (520, 372), (100, 372), (20, 200)], steps=6)), body
            ),
            depth=50,
            strength=0.9,
        ),
        (520, line + 10),
        lift=20,
    )
    strip_tones: Sequence[Colour] = (baskets.LONTAR, baskets.MAGENTA, (60, 110, 80), (232, 214, 170))
    for tone in strip_tones:
        strips = []
        for _ in range(4):
            y = rng.uniform(40, 330)
            strips.append(
                path(
                    [
                        (rng.uniform(10, 160), y),
                        (390, y + rng.uniform(-30, 30)),
                        (rng.uniform(680, 860), y + rng.uniform(-50, 40)),
                    ]
                )
            )
        scene.lay(relief(sprite(stroke((900, 400), strips, width=22), tone), depth=6), (1310, line + 310), lift=8)
    scene.lay(_scissors(), (1590, line + 330), turn=24, lift=12)


def _scissors() -> Image.Image:
    size = (640, 260)
    full = Image.new("RGBA", size)
    for flip in (1, -1):
        blade = [(250, 130 - flip * 10), (620, 130 + flip * 42), (600, 130 + flip * 56), (240, 130 + flip * 26)]
        full.alpha_composite(relief(sprite(cut(size, blade), (190, 192, 198)), depth=6, strength=1.3))
        ring = oval((200, 120))
        ring.paste(0, (30, 26), oval((140, 68)))
        full.alpha_composite(relief(sprite(ring, (186, 40, 46)), depth=10), (30, 130 + (0 if flip > 0 else -124)))
    full.alpha_composite(relief(sprite(oval((34, 34)), (120, 120, 126)), depth=8), (268, 113))
    return full


def stall(scene: Scene, *, left: int, right: int, foot: int, awning: Colour) -> None:
    """A market stall: an awning on poles, crates of produce on a table."""
    rng, wide = scene.rng, right - left
    top = foot - round(wide * 0.95)
    for x in (left + 20, right - 44):
        beam(scene, (x, top + 60, x + 24, foot), colour=(150, 108, 66), lift=10)
    count = 9
    band = wide // count
    for i in range(count):
        tone = awning if i % 2 == 0 else (242, 234, 216)
        x = left + i * band
        flap = bent(
            [(2, 2), (band - 2, 2), (band - 2, wide * 0.22), (band / 2, wide * 0.28), (2, wide * 0.22)], steps=5
        )
        piece = sprite(
            cut(
                (band, round(wide * 0.3)),
                [(1, 1), (band - 1, 1), (band - 1, wide * 0.2), *flap[12:22], (1, wide * 0.2)],
            ),
            ramp((band, round(wide * 0.3)), lighter(tone, 0.2), tone, darker(tone, 0.25)),
        )
        scene.lay(piece, (x + band / 2, top + wide * 0.15), lift=12, dark=0.35)
    counter = foot - round(wide * 0.34)
    front = tenun.banded(rng, palette=rng.choice(list(tenun.PALETTES)), size=(wide - 40, round(wide * 0.3)), thread=4)
    hung = shaded(front, between(clouds(rng, front.size, cells=(9, 2)), 110, 146))
    scene.lay(sprite(Image.new("L", front.size, 255), hung), ((left + right) / 2, counter + wide * 0.17), lift=12)
    _crates(scene, left=left + 30, right=right - 30, top=counter)


def _crates(scene: Scene, *, left: int, right: int, top: int) -> None:
    rng = scene.rng
    goods: list[Colour] = [(206, 48, 34), (228, 122, 36), (84, 142, 58), (236, 196, 70), (120, 46, 110), (170, 66, 90)]
    rng.shuffle(goods)
    step = (right - left) // 4
    for i in range(4):
        x = left + i * step
        balls = [stamp(ball((step // 4, step // 4), varied(goods[i], rng), shine=0.5), lift=4) for _ in range(3)]
        for row in range(3):
            for column in range(5 - row):
                body = rng.choice(balls)
                scene.image.paste(
                    body,
                    (round(x + (column + row / 2) * step / 5.6 - 4), round(top - 30 - row * step * 0.12 - step * 0.12)),
                    body,
                )
        beam(scene, (x, top - step * 0.1, x + step - 12, top + step * 0.2), colour=(176, 134, 84), lift=8)


def market(scene: Scene) -> None:
    """Stalls under trees."""
    wide, tall = scene.image.size
    line = _hills(scene)
    scene.fill(ramp((wide, tall - line), (206, 184, 146), (182, 156, 116)), (0, line))
    tones = scene.rng.sample(list(AWNINGS), 2)
    stall(scene, left=60, right=980, foot=1360, awning=tones[0])
    stall(scene, left=1040, right=1960, foot=1380, awning=tones[1])


def bunting(scene: Scene, *, top: int, drop: int = 120, count: int = 15) -> None:
    """Flags of woven cloth on a line."""
    rng, wide = scene.rng, scene.width
    line = [(wide * i / count, top + drop * math.sin(math.pi * i / count)) for i in range(count + 1)]
    scene.pen.line(line, fill=(70, 52, 40), width=6)
    size = (round(wide / count * 0.86), round(wide / count * 1.1))
    for i in range(count):
        cloth = tenun.banded(rng, palette=list(tenun.PALETTES)[i % 7], size=size, thread=4)
        flag = relief(sprite(cut(size, [(2, 2), (size[0] - 2, 2), (size[0] / 2, size[1] - 2)]), cloth), depth=10)
        x, y = (line[i][0] + line[i + 1][0]) / 2, (line[i][1] + line[i + 1][1]) / 2
        scene.lay(flag, (x, y + size[1] / 2), lift=12, dark=0.35)


def certificate(scene: Scene) -> None:
    """A certificate on a table, its writing too small to read."""
    rng = scene.rng
    grounds.wood(scene, tone=rng.choice(["teak", "dark"]), planks=3)
    size = (1500, 1080)
    paper = sprite(rounded(size, radius=6), ramp(size, (252, 248, 236), (244, 236, 216)))
    band = tenun.banded(rng, palette=rng.choice(["indigo", "morinda", "forest"]), size=(1500, 110), thread=4)
    paper.paste(band, (0, 0))
    paper.paste(band.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, 970))
    pen, ink = ImageDraw.Draw(paper), (64, 54, 48)
    pen.rounded_rectangle((420, 190, 1080, 250), 14, fill=(150, 48, 44))
    for y, share in [(310, 0.3), (380, 0.46), (520, 0.56), (566, 0.6), (612, 0.5), (658, 0.34)]:
        tall = 34 if y == 380 else 13
        pen.rounded_rectangle(
            (750 - 750 * share, y, 750 + 750 * share, y + tall), tall // 2, fill=ink if y == 380 else (150, 140, 128)
        )
    for x in (330, 1040):
        scrawl = path([(x + i * 22, 850 + rng.uniform(-46, 36)) for i in range(9)])
        pen.line(scrawl, fill=(36, 52, 110), width=6, joint="curve")
        pen.line((x - 20, 890, x + 220, 890), fill=(150, 140, 128), width=4)
    for lean in (-14, 14):
        tail = sprite(cut((90, 260), [(6, 4), (84, 4), (84, 250), (45, 210), (6, 250)]), (178, 40, 44)).rotate(
            lean, Image.Resampling.BILINEAR, expand=True
        )
        paper.alpha_composite(relief(tail, depth=6), (700 - tail.width // 2 + 50 - lean, 780))
    points = [
        (
            110 + math.cos(math.tau * i / 48) * (104 if i % 2 else 94),
            110 + math.sin(math.tau * i / 48) * (104 if i % 2 else 94),
        )
        for i in range(48)
    ]
    seal = relief(sprite(cut((220, 220), points), (222, 172, 64)), depth=16, strength=1.2)
    paper.alpha_composite(seal, (640, 690))
    paper.alpha_composite(relief(sprite(oval((136, 136)), (238, 198, 96)), depth=10, strength=-0.9), (682, 732))
    scene.lay(paper, (980, 750), turn=rng.uniform(-5, 5), lift=18)
    pen_body = relief(sprite(rounded((56, 760), radius=26), (34, 44, 84)), depth=18, strength=1.3)
    scene.lay(pen_body, (1850, 860), turn=-14, lift=22)


PICTURES: dict[str, Callable[[Scene], None]] = {
    "place/loom": loom,
    "place/sewing-room": sewing_room,
    "place/garden": garden,
    "place/hydroponics": hydroponics,
    "place/workshop": workshop,
    "place/market": market,
    "paper/certificate": certificate,
}


def blurred(painter: Callable[[Scene], None], *, size: Size, rng: Random) -> Image.Image:
    """A place out of focus, as the background of a portrait of that size."""
    scene = Scene((2000, 1500), rng)
    painter(scene)
    small = scene.image.reduce(10)
    if size[1] > size[0]:
        left = (small.width - round(small.height * size[0] / size[1])) // 2
        small = small.crop((left, 0, small.width - left, small.height))
    return small.filter(ImageFilter.GaussianBlur(2.2)).resize(size, Image.Resampling.BICUBIC)
