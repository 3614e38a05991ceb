"""Sewn from woven cloth: bags, pouches, cushions, masks, shirts and uniforms."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageDraw

from orders.demo.drawing import cloths, grounds, tenun
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    Size,
    bent,
    between,
    clouds,
    colour_at,
    cut,
    darker,
    draw_on,
    lighter,
    mirrored,
    oval,
    path,
    relief,
    rounded,
    shaded,
    sprite,
    stroke,
    waves,
)

CANVAS: Colour = (226, 212, 184)


def tote_bag(scene: Scene, *, palette: str) -> None:
    """A canvas bag with a woven panel on a table before a wall."""
    line = cloths.wall(scene, palette, horizon=0.78)
    rng, wide, tall = scene.rng, 900, 900
    grounds.contact(scene, centre=(1000, line + 150), size=(1000, 90), dark=0.75)
    colour = rng.choice([CANVAS, (240, 232, 214), (70, 64, 62), tenun.PALETTES[palette].band])
    body_outline = bent(
        [(40, 30), (450, 22), (860, 30), (884, 460), (868, 872), (450, 884), (32, 872), (16, 460)], steps=6
    )
    body = sprite(
        cut((wide, tall), body_outline),
        cloths.rumpled(rng, Image.new("RGB", (wide, tall), colour), cells=(5, 5), by=0.22),
    )
    panel = cloths.rumpled(
        rng, tenun.cloth(rng, palette=palette, size=(wide, 520), runs_down=rng.random() < 0.4), cells=(5, 4)
    )
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
    cloths.ground(scene, palette)
    rng = scene.rng
    scene.lay(_zipped(rng, palette=palette, size=(1080, 660)), (900, 640), turn=rng.uniform(2, 9), lift=30)
    scene.lay(_zipped(rng, palette=palette, size=(680, 440)), (1290, 1060), turn=rng.uniform(-14, -6), lift=34)


def _zipped(rng: Random, *, palette: str, size: Size) -> Image.Image:
    wide, tall = size
    piece = tenun.cloth(rng, palette=palette, size=size, runs_down=False)
    outline = bent([(20, 18), (wide / 2, 10), (wide - 20, 18), (wide - 6, tall * 0.55), (wide - 34, tall - 16),
                    (wide / 2, tall - 6), (34, tall - 16), (6, tall * 0.55)], steps=6)  # fmt: skip
    body = relief(sprite(cut(size, outline), cloths.rumpled(rng, piece)), depth=46, strength=1.1)
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
    cloths.ground(scene, palette)
    rng, dyes = scene.rng, tenun.PALETTES[palette]
    leather = rng.choice([(118, 72, 42), (62, 42, 34), (156, 102, 60)])
    loop = path([(520, 900), (300, 520), (520, 190), (1020, 120), (1520, 200), (1700, 540), (1480, 900)])
    strap = sprite(stroke((2000, 1100), [loop], width=40), leather)
    scene.lay(relief(strap, depth=8, strength=0.8), (1000, 550), lift=14)
    size = (1000, 760)
    piece = cloths.rumpled(rng, tenun.cloth(rng, palette=palette, size=size), cells=(4, 4))
    body = relief(sprite(rounded(size, radius=70), piece), depth=44)
    scene.lay(body, (1000, 920), lift=34)
    flap_outline = bent(
        [(8, 8), (500, 4), (992, 8), (985, 260), (760, 400), (500, 440), (240, 400), (15, 260)], steps=8
    )
    flap = sprite(cut((1000, 450), flap_outline), tenun.cloth(rng, palette=palette, size=(1000, 450), runs_down=False))
    scene.lay(relief(flap, depth=24), (1000, 770), lift=16)
    edge = sprite(
        stroke(
            (1000, 450),
            [path([(12, 180), (60, 310), (240, 400), (500, 436), (760, 400), (940, 310), (988, 180)])],
            width=14,
        ),
        leather,
    )
    scene.lay(relief(edge, depth=6), (1000, 770), lift=0)
    clasp = relief(sprite(oval((84, 84)), lighter(dyes.accents[0], 0.1)), depth=20, strength=1.4)
    scene.lay(clasp, (1000, 940), lift=10)


def cushion(scene: Scene, *, palette: str) -> None:
    """A stuffed cushion, a second one half behind it."""
    cloths.wall(scene, palette, horizon=0.6)
    rng = scene.rng
    grounds.contact(scene, centre=(1010, 1240), size=(1250, 130), dark=0.75)
    other = rng.choice([name for name in tenun.PALETTES if name != palette])
    scene.lay(_stuffed(rng, palette=other, across=760), (1370, 810), turn=-12, lift=40)
    scene.lay(_stuffed(rng, palette=palette, across=980), (860, 780), turn=rng.uniform(2, 7), lift=54)


def _stuffed(rng: Random, *, palette: str, across: int) -> Image.Image:
    size = (across, across)
    half = [(0.5, 0.085), (0.73, 0.075), (0.97, 0.03), (0.925, 0.27), (0.915, 0.5), (0.925, 0.73), (0.97, 0.97),
            (0.73, 0.925), (0.5, 0.915)]  # fmt: skip
    outline = bent(mirrored(half, size), steps=6)
    piece = cloths.rumpled(rng, tenun.cloth(rng, palette=palette, size=size), by=0.14)
    body = sprite(cut(size, outline), piece)
    return relief(relief(body, depth=across * 0.2, strength=1.0), depth=26, strength=0.8)


def masks(scene: Scene, *, palette: str) -> None:
    """Three cloth masks with their ear loops."""
    cloths.ground(scene, palette)
    rng = scene.rng
    others = [name for name in tenun.PALETTES if name != palette]
    for dye, at, turn in [
        (rng.choice(others), (690, 450), 12),
        (rng.choice(others), (1330, 640), -14),
        (palette, (900, 1000), 4),
    ]:
        scene.lay(
            _mask(rng, palette=dye, wide=880 if dye == palette else 780), at, turn=turn + rng.uniform(-4, 4), lift=26
        )


def _mask(rng: Random, *, palette: str, wide: int) -> Image.Image:
    size = (wide, round(wide * 0.62))
    tall = size[1]
    full = Image.new("RGBA", size)
    loop = [(0.2, 0.2), (0.06, 0.22), (0.012, 0.5), (0.06, 0.76), (0.2, 0.78)]
    loops = [path([((side + x * (1 - 2 * side)) * wide, y * tall) for x, y in loop]) for side in (0, 1)]
    full.alpha_composite(relief(sprite(stroke(size, loops, width=13), (244, 240, 232)), depth=6))
    half = [(0.5, 0.03), (0.66, 0.1), (0.82, 0.16), (0.82, 0.8), (0.68, 0.92), (0.5, 0.98)]
    outline = bent(mirrored(half, size), steps=6)
    piece = tenun.cloth(rng, palette=palette, size=size, thread=4, runs_down=False)
    pleats = waves((tall, wide), [150, 128, 96, 156, 130, 92, 158, 130, 90, 150, 110]).transpose(
        Image.Transpose.ROTATE_270
    )
    full.alpha_composite(relief(sprite(cut(size, outline), shaded(piece, pleats)), depth=20))
    return full


def shirt(scene: Scene, *, palette: str) -> None:
    """A shirt of woven cloth on a hanger."""
    rng = scene.rng
    grounds.stone(scene, colour=grounds.WALLS[rng.choice(list(cloths.WALL_FOR[palette]))])
    dyes = tenun.PALETTES[palette]
    piece = tenun.cloth(rng, palette=palette, size=(1300, 1500))
    _hung(scene, _garment(rng, piece, collar=dyes.band, button=lighter(dyes.motif, 0.2)))


def uniform(scene: Scene, *, kind: str) -> None:
    """A sewn uniform on a hanger: a school shirt with its skirt, or a work shirt."""
    rng = scene.rng
    grounds.stone(
        scene, colour=grounds.WALLS[rng.choice(["mint", "ochre", "sky"] if kind != "work-green" else ["lime", "rose"])]
    )
    lower: dict[str, Colour] = {
        "school-red": (164, 34, 40),
        "school-blue": (36, 52, 104),
        "school-grey": (112, 120, 130),
    }
    cloth: Colour = (246, 245, 240) if kind in lower else (86, 110, 84)
    plain = cloths.rumpled(rng, Image.new("RGB", (1300, 1500), cloth), cells=(6, 6), by=0.2)
    if kind in lower:
        scene.lay(_skirt(rng, lower[kind]), (750, 1530), lift=24)
    garment = _garment(
        rng, plain, collar=lighter(cloth, 0.3) if kind in lower else darker(cloth, 0.2), button=(230, 224, 210)
    )
    _badge(garment, lower.get(kind, (222, 180, 70)))
    _hung(scene, garment, tall=1180 if kind in lower else 1500)


def _skirt(rng: Random, colour: Colour) -> Image.Image:
    size = (1000, 860)
    folds = waves(size, [110, 150, 96, 156, 100, 152, 98, 156, 102, 150, 96, 150, 90])
    body = sprite(cut(size, [(250, 6), (750, 6), (985, 850), (15, 850)]), shaded(Image.new("RGB", size, colour), folds))
    return relief(body, depth=18)


def _badge(garment: Image.Image, colour: Colour) -> None:
    pocket = relief(sprite(rounded((190, 210), radius=16), colour_at(garment, (780, 700))), depth=10)
    pocket.alpha_composite(relief(sprite(oval((84, 92)), colour), depth=8), (53, 60))
    garment.alpha_composite(pocket, (740, 560))


def _garment(rng: Random, cloth: Image.Image, *, collar: Colour, button: Colour) -> Image.Image:
    """A shirt with short sleeves, its front buttoned, lying straight."""
    size = cloth.size
    outline = [(470, 70), (650, 120), (830, 70), (1010, 130), (1290, 470), (1090, 640), (990, 520), (1004, 1470),
               (296, 1470), (310, 520), (210, 640), (10, 470), (290, 130)]  # fmt: skip
    folds = between(clouds(rng, size, cells=(6, 4)), 112, 145)
    body = relief(sprite(cut(size, outline), shaded(cloth, folds)), depth=30, strength=0.9)
    seams = [[(310, 520), (330, 180)], [(990, 520), (970, 180)]]
    draw_on(body, seams, (20, 14, 12), width=5, share=0.4)
    front = sprite(rounded((86, 1330), radius=6), cloth.crop((607, 120, 693, 1450)))
    body.alpha_composite(relief(front, depth=8), (607, 132))
    for y in range(300, 1400, 210):
        body.alpha_composite(relief(sprite(oval((34, 34)), button), depth=8, strength=1.3), (633, y))
    for outline in (
        [(455, 60), (560, 20), (650, 170), (560, 290), (440, 150)],
        [(845, 60), (740, 20), (650, 170), (740, 290), (860, 150)],
    ):
        body.alpha_composite(relief(sprite(cut(size, outline), collar), depth=12))
    neck = cut(size, bent([(555, 30), (650, 10), (745, 30), (650, 165)], steps=8))
    body.alpha_composite(sprite(neck, darker(collar, 0.55)))
    return body


def _hung(scene: Scene, garment: Image.Image, *, tall: int = 1500) -> None:
    """On a wooden hanger from a hook."""
    hook = sprite(
        stroke((400, 400), [path([(200, 390), (200, 250), (250, 200), (290, 130), (230, 70), (160, 110)])], width=12),
        (92, 92, 96),
    )
    scene.lay(relief(hook, depth=5), (750, 190), lift=12)
    bar = relief(
        sprite(
            cut((900, 230), bent([(20, 190), (430, 20), (470, 20), (880, 190), (860, 220), (450, 70), (40, 220)])),
            (170, 122, 74),
        ),
        depth=10,
    )
    scene.lay(bar, (750, 440), lift=16)
    shown = garment.crop((0, 0, garment.width, tall))
    scene.lay(shown, (750, 370 + tall / 2), lift=34)


UNIFORMS = ("school-red", "school-blue", "school-grey", "work-green")


FORMS = {
    "tote-bag": tote_bag,
    "pouch": pouch,
    "sling-bag": sling_bag,
    "cushion": cushion,
    "masks": masks,
    "shirt": shirt,
}
