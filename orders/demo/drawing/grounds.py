"""Grounds: the table, mat, leaf, cloth or wall on which things are photographed."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from orders.demo.drawing.brushes import (
    Colour,
    Scene,
    Size,
    between,
    clouds,
    darker,
    faded,
    glow,
    grey,
    lighter,
    mix,
    noise,
    ramp,
    tiled,
    toned,
    varied,
)

WOODS: dict[str, Colour] = {
    "teak": (150, 98, 58),
    "pale": (203, 170, 128),
    "dark": (92, 62, 42),
    "grey": (148, 138, 124),
}
LINENS: dict[str, Colour] = {
    "white": (236, 230, 218), "sand": (219, 199, 168), "blue": (118, 139, 158), "green": (134, 148, 118),
    "clay": (190, 140, 112), "rose": (214, 172, 156), "night": (66, 66, 74),
}  # fmt: skip
WALLS: dict[str, Colour] = {
    "lime": (226, 222, 208), "mint": (178, 204, 190), "sky": (174, 198, 210), "ochre": (222, 188, 132),
    "clay": (204, 158, 130), "rose": (224, 186, 172),
}  # fmt: skip


def on(scene: Scene, *kinds: str) -> None:
    """One of some grounds: `leaf`, `mat`, `stone`, or `wood` or `linen` with its tone after it."""
    kind, _, tone = scene.rng.choice(kinds).partition(" ")
    match kind:
        case "linen":
            linen(scene, tone=tone)
        case "wood":
            wood(scene, tone=tone, planks=scene.rng.choice([4, 5]))
        case "leaf":
            banana_leaf(scene)
        case "mat":
            mat(scene)
        case _:
            stone(scene)


def table(scene: Scene, *walls: str, horizon: float = 0.7) -> int:
    """A table before one of some walls; the row where it begins."""
    return room(scene, wall=scene.rng.choice(walls), tone=scene.rng.choice(["teak", "pale"]), horizon=horizon)


def wood(scene: Scene, *, tone: str = "teak", planks: int = 5) -> None:
    """Planks that run across."""
    scene.fill(_wood(scene.image.size, tone, planks, scene.rng.randrange(3)))


@lru_cache(maxsize=6)
def _wood(size: Size, tone: str, planks: int, seed: int) -> Image.Image:
    rng, colour = Random(f"{tone} {planks} {seed}"), WOODS[tone]
    fine = clouds(rng, size, cells=(14, size[1] // 4))
    grain = ImageChops.blend(fine, clouds(rng, size, cells=(5, size[1] // 34)), 0.5)
    soft = between(grain, 49, 207)
    board = toned(soft, darker(colour, 0.5), colour, lighter(colour, 0.3))
    pen, tall = ImageDraw.Draw(board, "RGBA"), size[1] / planks
    for row in range(planks):
        top, tint = round(row * tall), rng.choice([(0, 0, 0), (255, 240, 215)])
        pen.rectangle((0, top, size[0], round(top + tall)), fill=(*tint, rng.randint(6, 44)))
        if planks > 1:
            pen.rectangle((0, top - 4, size[0], top + 3), fill=(*darker(colour, 0.85), 215))
            pen.rectangle((0, top + 4, size[0], top + 6), fill=(*lighter(colour, 0.5), 90))
    return board


def mat(scene: Scene, *, colour: Colour = (206, 176, 122)) -> None:
    """A mat of plaited lontar leaf."""
    scene.fill(_mat(scene.image.size, colour, scene.rng.randrange(2)))


@lru_cache(maxsize=4)
def _mat(size: Size, colour: Colour, seed: int) -> Image.Image:
    rng, half = Random(f"mat {seed}"), max(size) // 2
    tile = plait(rng, colours=[colour, mix(colour, (180, 140, 80), 0.35)], strip=20, count=12)
    turned = tiled(tile, (half * 2, half * 2)).rotate(45, Image.Resampling.BILINEAR)
    left, top = half - size[0] // 4, half - size[1] // 4
    return turned.crop((left, top, left + size[0] // 2, top + size[1] // 2)).resize(size, Image.Resampling.BICUBIC)


def plait(rng: Random, *, colours: list[Colour], strip: int, count: int) -> Image.Image:
    """A square of strips that go over and under each other, which can be tiled."""
    tile = Image.new("RGB", (strip * count, strip * count), darker(colours[0], 0.5))
    pen = ImageDraw.Draw(tile)
    for row in range(count):
        for column in range(count):
            lies_across = (row + column) % 2 == 0
            colour = varied(colours[(row if lies_across else column) % len(colours)], rng, by=9)
            _strand(pen, (column * strip, row * strip), strip=strip, colour=colour, lies_across=lies_across)
    return tile


def _strand(pen: ImageDraw.ImageDraw, at: tuple[int, int], *, strip: int, colour: Colour, lies_across: bool) -> None:
    """One visible piece of a strip: light in its middle, dark where it dives under."""
    x, y = at
    for step in range(strip):
        bow = 1 - abs(step / (strip - 1) * 2 - 1) ** 3
        shade = mix(darker(colour, 0.34), lighter(colour, 0.16), bow)
        if lies_across:
            pen.line((x + step, y + 1, x + step, y + strip - 2), fill=shade)
        else:
            pen.line((x + 1, y + step, x + strip - 2, y + step), fill=shade)


def linen(scene: Scene, *, tone: str = "white") -> None:
    """Plain cloth with soft folds."""
    colour, rng, size = LINENS[tone], scene.rng, scene.image.size
    weave = tiled(_threads(), size)
    cloth = ImageChops.multiply(Image.new("RGB", size, lighter(colour, 0.12)), grey(weave))
    folds = between(clouds(rng, size, cells=(6, 4)), 206, 255)
    scene.fill(ImageChops.multiply(cloth, grey(folds)))


@lru_cache(maxsize=1)
def _threads() -> Image.Image:
    rng, size = Random("threads"), (500, 500)
    across, down = noise(rng, (50, 250)).resize(size), noise(rng, (250, 50)).resize(size)
    return between(ImageChops.blend(across, down, 0.5), 216, 255)


def banana_leaf(scene: Scene) -> None:
    """One large leaf that fills the picture, its rib across."""
    size, rng = scene.image.size, scene.rng
    ribs = clouds(rng, (size[0] // 4, 4), cells=(size[0] // 44, 1)).resize(size, Image.Resampling.BICUBIC)
    lean = ribs.transform(size, Image.Transform.AFFINE, (1, 0.35, -120, 0, 1, 0), Image.Resampling.BILINEAR)
    upper = toned(lean, (22, 74, 34), (46, 118, 52), (104, 168, 84))
    lower = upper.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    middle = round(size[1] * rng.uniform(0.55, 0.7))
    scene.fill(upper)
    scene.fill(lower.crop((0, size[1] - middle, size[0], size[1])), (0, middle))
    scene.fill(ramp((size[0], 30), (66, 128, 58), (176, 204, 128), (94, 150, 74)), (0, middle - 15))


def stone(scene: Scene, *, colour: Colour = (176, 170, 160)) -> None:
    """Plain cement or stone."""
    rng, size = scene.rng, scene.image.size
    field = ImageChops.blend(clouds(rng, size, cells=(7, 6)), clouds(rng, size, cells=(260, 195)), 0.45)
    scene.fill(toned(field, darker(colour, 0.12), colour, lighter(colour, 0.2)))


def room(scene: Scene, *, wall: str = "lime", tone: str = "teak", horizon: float = 0.66) -> int:
    """A wall with light from a window and a table before it; the row where the table begins."""
    size, rng = scene.image.size, scene.rng
    colour, line = WALLS[wall], round(scene.height * horizon)
    plaster = ramp((size[0], line), lighter(colour, 0.25), colour, darker(colour, 0.12))
    patches = between(clouds(rng, plaster.size, cells=(14, 9)), 241, 255)
    scene.fill(ImageChops.multiply(plaster, grey(patches)))
    table = _wood((size[0], size[1] - line), tone, 1, rng.randrange(3))
    scene.fill(
        ImageChops.multiply(table, ramp(table.size, (190, 180, 170), (255, 255, 255), (235, 228, 220))), (0, line)
    )
    edge = scene.image.crop((0, line - 12, size[0], line + 12)).filter(ImageFilter.GaussianBlur(5))
    scene.fill(edge, (0, line - 12))
    beam = faded(glow((size[0], line), centre=(0.22, 0.18), reach=0.8), 0.28)
    scene.image.paste((255, 246, 224), (0, 0), beam)
    return line


def contact(scene: Scene, *, centre: tuple[float, float], size: tuple[float, float], dark: float = 0.55) -> None:
    """The shadow under a thing that stands on a table."""
    wide, tall = round(size[0] * 1.5), round(size[1] * 2.2)
    soft = faded(glow((wide, tall), reach=0.5), dark)
    scene.image.paste((24, 14, 8), (round(centre[0] - wide / 2), round(centre[1] - tall / 2)), soft)
