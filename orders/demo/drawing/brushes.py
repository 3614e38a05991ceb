"""Brushes: noise, gradients, soft shadows, relief and outlines, of which every picture of the demo market is made."""

import math
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]
Size = tuple[int, int]

WIDE: Size = (2000, 1500)
TALL: Size = (1500, 2000)
SHADE: Colour = (28, 18, 10)


class Scene:
    """A sheet to paint on, with the chance that decides its details."""

    def __init__(self, size: Size, rng: Random) -> None:
        self.rng = rng
        self.image = Image.new("RGB", size, (235, 228, 215))

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def lay(self, sprite: Image.Image, at: Point, *, turn: float = 0, lift: float = 14, dark: float = 0.5) -> None:
        """Put a sprite down with its centre at a point, turned by degrees, throwing a shadow as long as its `lift`."""
        if turn:
            at, sprite = _trimmed(at, sprite, turn)
            sprite = sprite.rotate(turn, Image.Resampling.BILINEAR, expand=True)
        left, top = round(at[0] - sprite.width / 2), round(at[1] - sprite.height / 2)
        if lift:
            self.shadow(sprite.getchannel("A"), (left, top), lift=lift, dark=dark)
        self.image.paste(sprite, (left, top), sprite)

    def shadow(self, mask: Image.Image, at: tuple[int, int], *, lift: float, dark: float = 0.5) -> None:
        """A soft shadow of a mask that lies at a point: light comes from the upper left."""
        pad, step = round(lift * 2.4) + 8, 8 if lift > 10 else 4
        soft = ImageOps.expand(mask, pad).reduce(step).filter(ImageFilter.GaussianBlur(lift * 0.75 / step))
        soft = soft.resize((mask.width + 2 * pad, mask.height + 2 * pad), Image.Resampling.BILINEAR)
        soft = faded(soft, dark)
        self.image.paste(SHADE, (round(at[0] - pad + lift * 0.45), round(at[1] - pad + lift * 0.8)), soft)

    def fill(self, picture: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        self.image.paste(picture, at)


def _trimmed(at: Point, body: Image.Image, turn: float) -> tuple[Point, Image.Image]:
    """The sprite without its empty margins, and where its middle is now once it is turned."""
    left, top, right, bottom = body.getbbox() or (0, 0, *body.size)
    x, y = (left + right - body.width) / 2, (top + bottom - body.height) / 2
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return (at[0] + x * cosine + y * sine, at[1] - x * sine + y * cosine), body.crop((left, top, right, bottom))


def faded(mask: Image.Image, share: float) -> Image.Image:
    """A mask or shine made weaker."""
    return mask.point(_scaled(share))


def between(field: Image.Image, low: int, high: int) -> Image.Image:
    """A grey image whose black becomes `low` and whose white becomes `high`."""
    return field.point([round(low + (high - low) * value / 255) for value in range(256)])


def _scaled(factor: float) -> list[int]:
    return [min(255, round(value * factor)) for value in range(256)]


# Colours


def colour_at(picture: Image.Image, at: tuple[int, int]) -> Colour:
    red, green, blue = picture.crop((*at, at[0] + 1, at[1] + 1)).convert("RGB").tobytes()
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, (20, 10, 5), share)


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, (255, 250, 235), share)


def varied(colour: Colour, rng: Random, *, by: int = 14) -> Colour:
    """A neighbour of the colour."""
    step = rng.randint(-by, by)
    red, green, blue = (max(0, min(255, part + step + rng.randint(-by // 3, by // 3))) for part in colour)
    return red, green, blue


def toned(grey: Image.Image, dark: Colour, middle: Colour, light: Colour) -> Image.Image:
    """A grey image in the colours of one material."""
    return ImageOps.colorize(grey, dark, light, mid=middle)


def grey(value: Image.Image) -> Image.Image:
    return Image.merge("RGB", [value] * 3)


# Textures


def noise(rng: Random, size: Size) -> Image.Image:
    return Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))


def clouds(rng: Random, size: Size, *, cells: Size) -> Image.Image:
    """Smooth noise with about so many patches across and down: few of them for wood grain, many for threads."""
    return noise(rng, cells).resize(size, Image.Resampling.BICUBIC)


def ramp(size: Size, *colours: Colour) -> Image.Image:
    """Colours that flow into each other from top to bottom."""
    column = Image.new("RGB", (1, len(colours)))
    column.putdata(colours)
    return column.resize(size, Image.Resampling.BICUBIC)


def ramp_across(size: Size, *colours: Colour) -> Image.Image:
    """Colours that flow into each other from left to right."""
    row = Image.new("RGB", (len(colours), 1))
    row.putdata(colours)
    return row.resize(size, Image.Resampling.BICUBIC)


def waves(size: Size, values: Sequence[int]) -> Image.Image:
    """Grey values that flow into each other from left to right."""
    row = Image.new("L", (len(values), 1))
    row.putdata(list(values))
    return row.resize(size, Image.Resampling.BICUBIC)


def glow(size: Size, *, centre: Point = (0.5, 0.5), reach: float = 0.75) -> Image.Image:
    """White in the centre (given in shares of the size), black at `reach` from it."""
    side = 128 / reach
    left, top = 128 - centre[0] * side, 128 - centre[1] * side
    box, small = (left, top, left + side, top + side), (64, 64)
    field = _cone().transform(small, Image.Transform.EXTENT, box, Image.Resampling.BILINEAR, fillcolor=255)
    return ImageOps.invert(field).resize(size, Image.Resampling.BICUBIC)


@lru_cache(maxsize=1)
def _cone() -> Image.Image:
    """0 in the middle, 255 from the middle of each side on (Pillow's own gradient gets there in the corners only)."""
    return Image.radial_gradient("L").point(_scaled(256 / 181))


def tiled(tile: Image.Image, size: Size) -> Image.Image:
    """The tile side by side until the size is full."""
    full = Image.new(tile.mode, size)
    full.paste(tile, (0, 0))
    width, height = tile.size
    while width < size[0]:
        full.paste(full.crop((0, 0, width, height)), (width, 0))
        width *= 2
    while height < size[1]:
        full.paste(full.crop((0, 0, size[0], height)), (0, height))
        height *= 2
    return full


# Outlines


def stencil(size: Size, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    """A mask drawn at twice its size and reduced for smooth edges; `draw` is given a pen and the factor."""
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    draw(ImageDraw.Draw(mask), 2)
    return mask.reduce(2)


def cut(size: Size, outline: Sequence[Point]) -> Image.Image:
    """The mask of a polygon."""
    return stencil(size, lambda pen, k: pen.polygon([(x * k, y * k) for x, y in outline], fill=255))


def piece(outline: Sequence[Point], *, margin: int = 6) -> tuple[Image.Image, tuple[int, int]]:
    """The mask of a polygon anywhere, no larger than it needs to be, and where its corner belongs."""
    left, top = (math.floor(min(point[i] for point in outline)) - margin for i in (0, 1))
    right, bottom = (math.ceil(max(point[i] for point in outline)) + margin for i in (0, 1))
    return cut((right - left, bottom - top), [(x - left, y - top) for x, y in outline]), (left, top)


def rounded(size: Size, *, radius: float, margin: float = 2) -> Image.Image:
    """The mask of a rectangle with round corners."""
    box = (margin, margin, size[0] - margin, size[1] - margin)
    return stencil(size, lambda pen, k: pen.rounded_rectangle([v * k for v in box], radius * k, fill=255))


def oval(size: Size, *, margin: float = 2) -> Image.Image:
    box = (margin, margin, size[0] - margin, size[1] - margin)
    return stencil(size, lambda pen, k: pen.ellipse([v * k for v in box], fill=255))


def mirrored(half: Sequence[Point], size: Size) -> list[Point]:
    """The outline of a thing from one half of it, given in shares of the size from its top to its foot."""
    other = [(1 - x, y) for x, y in reversed(half) if x != 0.5]
    return [(x * size[0], y * size[1]) for x, y in [*half, *other]]


def bent(points: Sequence[Point], *, steps: int = 8) -> list[Point]:
    """A smooth closed outline through the points (Catmull-Rom)."""
    count = len(points)
    corners = [[points[(i + shift) % count] for shift in (-1, 0, 1, 2)] for i in range(count)]
    return [_between(corner, step / steps) for corner in corners for step in range(steps)]


def path(points: Sequence[Point], *, steps: int = 10) -> list[Point]:
    """A smooth open line through the points."""
    ends = [points[0], *points, points[-1]]
    corners = [ends[i : i + 4] for i in range(len(points) - 1)]
    return [*(_between(corner, step / steps) for corner in corners for step in range(steps)), points[-1]]


def _between(corner: Sequence[Point], share: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corner
    t, tt, ttt = share, share * share, share**3
    before, at, after, beyond = -ttt + 2 * tt - t, 3 * ttt - 5 * tt + 2, -3 * ttt + 4 * tt + t, ttt - tt
    return (
        (before * ax + at * bx + after * cx + beyond * dx) / 2,
        (before * ay + at * by + after * cy + beyond * dy) / 2,
    )


def ribbon(line: Sequence[Point], widths: Callable[[float], float]) -> list[Point]:
    """The outline of a line as thick as `widths` says at each share (0..1) of its length."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(line):
        ahead, behind = line[min(i + 1, len(line) - 1)], line[max(i - 1, 0)]
        angle = math.atan2(ahead[1] - behind[1], ahead[0] - behind[0])
        half = widths(i / max(1, len(line) - 1)) / 2
        left.append((x + math.sin(angle) * half, y - math.cos(angle) * half))
        right.append((x - math.sin(angle) * half, y + math.cos(angle) * half))
    return left + right[::-1]


def around(centre: Point, radius: Point, *, count: int, rng: Random | None = None, wobble: float = 0) -> list[Point]:
    """Points on an ellipse, each moved in or out by chance."""
    points = []
    for i in range(count):
        far = 1 + (rng.uniform(-wobble, wobble) if rng else 0)
        angle = math.tau * i / count
        points.append((centre[0] + math.cos(angle) * radius[0] * far, centre[1] + math.sin(angle) * radius[1] * far))
    return points


# Bodies


def sprite(mask: Image.Image, fill: Colour | Image.Image) -> Image.Image:
    """A mask filled with a colour or with a picture of the same size."""
    body = fill.convert("RGB") if isinstance(fill, Image.Image) else Image.new("RGB", mask.size, fill)
    body.putalpha(mask)
    return body


def relief(body: Image.Image, *, depth: float, strength: float = 1.0, height: Image.Image | None = None) -> Image.Image:
    """Light a sprite from the upper left as if it were raised by `depth` pixels; `height` replaces its own mask."""
    alpha = body.getchannel("A")
    light = slope(height or alpha, depth=depth, strength=strength)
    lit = ImageChops.hard_light(body.convert("RGB"), grey(light))
    lit.putalpha(alpha)
    return lit


def slope(height: Image.Image, *, depth: float, strength: float = 1.0) -> Image.Image:
    """How a surface of that height is lit from the upper left: 128 where it is level."""
    step = max(1, min(8, round(depth / 4)))
    pad = step * (round(depth / step) + 2)
    width, tall = -(-height.width // step) * step, -(-height.height // step) * step
    field = Image.new("L", (width + 2 * pad, tall + 2 * pad))
    field.paste(height, (pad, pad))
    low = field.reduce(step).filter(ImageFilter.GaussianBlur(depth / step / 1.6))
    shift = max(1, round(depth / step / 2.2))
    edge = pad // step
    size = (width // step, tall // step)
    near = low.crop((edge + shift, edge + shift, edge + shift + size[0], edge + shift + size[1]))
    far = low.crop((edge - shift, edge - shift, edge - shift + size[0], edge - shift + size[1]))
    light = ImageChops.subtract(near, far, 1.6 / strength, 128)
    return light.resize((width, tall), Image.Resampling.BICUBIC).crop((0, 0, height.width, height.height))


def shaded(body: Image.Image, light: Image.Image) -> Image.Image:
    """A sprite or picture darkened and lightened by a grey image (128 leaves it as it is)."""
    lit = ImageChops.hard_light(body.convert("RGB"), grey(light))
    if body.mode == "RGBA":
        lit.putalpha(body.getchannel("A"))
    return lit


def barrel(body: Image.Image) -> Image.Image:
    """Light a sprite as a round upright body, as a jar."""
    return shaded(body, waves(body.size, (62, 140, 160, 132, 100, 52)))


def draw_on(
    body: Image.Image, lines: Sequence[Sequence[Point]], colour: Colour, *, width: float, share: float = 1
) -> None:
    """Lines on a sprite, no further than it reaches; `share` is how well they cover it."""
    marks = ImageChops.multiply(faded(stroke(body.size, lines, width=width), share), body.getchannel("A"))
    body.paste(colour, (0, 0), marks)


def place(sheet: Image.Image, body: Image.Image, centre: Point) -> None:
    """Put a sprite on a sprite, as far as it is inside."""
    left, top = round(centre[0] - body.width / 2), round(centre[1] - body.height / 2)
    crop = body.crop((max(0, -left), max(0, -top), body.width, body.height))
    if crop.width > 0 and crop.height > 0 and left < sheet.width and top < sheet.height:
        sheet.alpha_composite(crop, (max(0, left), max(0, top)))


def turner(kinds: Sequence[Image.Image], *, step: int) -> Callable[[int, float], Image.Image]:
    """Gives one of some sprites turned to about an angle, each turned only once."""

    @cache
    def turned(kind: int, notch: int) -> Image.Image:
        return kinds[kind].rotate(notch * step, Image.Resampling.BILINEAR, expand=True)

    return lambda kind, angle: turned(kind, round(angle / step) % (360 // step))


def ball(size: Size, colour: Colour, *, shine: float = 0.8, mask: Image.Image | None = None) -> Image.Image:
    """A round thing lit from the upper left, with a highlight."""
    field = ImageOps.invert(glow(size, centre=(0.36, 0.3), reach=0.8))
    skin = ImageOps.colorize(field, lighter(colour, 0.35), darker(colour, 0.62), mid=colour, midpoint=105)
    spot = glow(size, centre=(0.32, 0.25), reach=0.17)
    skin.paste((255, 252, 244), (0, 0), faded(spot, shine))
    return sprite(mask or oval(size), skin)


def grown(body: Image.Image, *, rng: Random, spots: Colour, share: float = 0.35, cells: int = 14) -> Image.Image:
    """A sprite with cloudy patches of a second colour."""
    patch = clouds(rng, body.size, cells=(cells, max(2, cells * body.height // body.width)))
    marks = patch.point([max(0, min(255, round((value - 128) * 3 * share))) for value in range(256)])
    alpha = body.getchannel("A")
    skin = body.convert("RGB")
    skin.paste(spots, (0, 0), marks)
    skin.putalpha(alpha)
    return skin


def stamp(body: Image.Image, *, lift: float, dark: float = 0.5) -> Image.Image:
    """A sprite with its shadow in it, to be pasted many times."""
    pad = round(lift * 2.4) + 4
    full = Image.new("RGBA", (body.width + 2 * pad, body.height + 2 * pad), (*SHADE, 0))
    soft = Image.new("L", full.size)
    soft.paste(body.getchannel("A"), (round(pad + lift * 0.45), round(pad + lift * 0.8)))
    step = 4 if lift > 8 else 2
    blurred = soft.reduce(step).filter(ImageFilter.GaussianBlur(lift * 0.6 / step))
    full.putalpha(faded(blurred.resize(full.size, Image.Resampling.BILINEAR), dark))
    full.alpha_composite(body, (pad, pad))
    return full


def stroke(size: Size, lines: Sequence[Sequence[Point]], *, width: float) -> Image.Image:
    """The mask of lines of one thickness, their ends round."""

    def draw(pen: ImageDraw.ImageDraw, k: int) -> None:
        for line in lines:
            scaled = [(x * k, y * k) for x, y in line]
            pen.line(scaled, fill=255, width=round(width * k), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                half = width * k / 2
                pen.ellipse((x - half, y - half, x + half, y + half), fill=255)

    return stencil(size, draw)
