"""Tenun: woven cloth made thread by thread, with ikat rhombs, hooks, buna flowers and stripes in natural dyes."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageOps

from orders.demo.drawing.brushes import (
    Colour,
    Size,
    colour_at,
    darker,
    grey,
    lighter,
    mix,
    noise,
    tiled,
)

THREAD = 5


@dataclass(frozen=True)
class Dyes:
    """The colours of one cloth: ground, motif, the second ground of the main band, and accents for stripes and buna."""

    ground: Colour
    motif: Colour
    band: Colour
    accents: tuple[Colour, ...]


CREAM, WHITE, INDIGO, RED, YELLOW = (238, 222, 186), (246, 240, 226), (32, 48, 92), (142, 40, 36), (222, 166, 52)
BROWN, BLACK, GREEN, PINK, TEAL, ORANGE = (
    (104, 66, 40),
    (34, 28, 30),
    (58, 92, 58),
    (206, 70, 110),
    (36, 120, 126),
    (216, 112, 40),
)
PALETTES: dict[str, Dyes] = {
    "indigo": Dyes(INDIGO, CREAM, (22, 32, 66), (WHITE, (92, 130, 176), RED)),
    "morinda": Dyes(RED, CREAM, (94, 24, 28), (YELLOW, BLACK, WHITE)),
    "turmeric": Dyes(YELLOW, (112, 44, 30), (240, 200, 104), (RED, BROWN, WHITE)),
    "earth": Dyes(BROWN, CREAM, (66, 42, 28), (ORANGE, (182, 142, 94), WHITE)),
    "cream": Dyes((226, 208, 170), BROWN, WHITE, (INDIGO, RED, (168, 128, 84))),
    "forest": Dyes(GREEN, CREAM, (32, 58, 42), (YELLOW, WHITE, (128, 160, 96))),
    "night": Dyes(BLACK, (236, 226, 206), (22, 18, 22), (PINK, YELLOW, TEAL, ORANGE)),
}  # fmt: skip

# Motifs of Timor and Rote in threads; one half, mirrored about its right edge.
LIZARD = """
......##.......#
.....#.........#
.....#........##
......##.....###
........##..####
..........######
............####
............####
............####
............####
..........######
........##..####
......##.....###
.....#........##
.....#.........#
......##.......#
...............#
..............##
..............#.
"""
PERSON = """
..........######
.........#######
.........##..###
.........#######
#.#.#.....######
#####.......####
.####.........##
...##...########
....##.#########
.....###########
......##########
............####
............####
...........#####
..........######
.........###..##
......#####.....
.....####.......
.....#.##.......
"""


def cloth(rng: Random, *, palette: str, size: Size, thread: int = THREAD, runs_down: bool = True) -> Image.Image:
    """A piece of cloth; its stripes follow the warp, which runs down or across."""
    wide, tall = size if runs_down else size[::-1]
    chart = _chart(rng, PALETTES[palette], (-(-wide // thread), -(-tall // thread)))
    woven = _woven(rng, chart, thread).crop((0, 0, wide, tall))
    return woven if runs_down else woven.transpose(Image.Transpose.ROTATE_90)


def banded(rng: Random, *, palette: str, size: Size, thread: int = THREAD) -> Image.Image:
    """A narrow strip with one row of motifs and stripes at both edges, as for a trim."""
    dyes, (wide, tall) = PALETTES[palette], (-(-size[0] // thread), -(-size[1] // thread))
    chart = Image.new("RGB", (wide, tall), dyes.ground)
    stripes = _stripes(rng, dyes)
    edge = min(len(stripes), tall // 5)
    _rows(chart, 0, stripes[:edge])
    _rows(chart, tall - edge, stripes[:edge][::-1])
    field = tall - 2 * edge
    motif = _coloured(_fitted(_rhomb(rng, min(field - 2, 41)), field), ground=dyes.band, motif=dyes.motif)
    chart.paste(tiled(motif, (wide, field)), (0, edge))
    return _woven(rng, chart, thread).crop((0, 0, *size))


def _rows(chart: Image.Image, top: int, colours: list[Colour]) -> None:
    pen = ImageDraw.Draw(chart)
    for row, colour in enumerate(colours):
        pen.line((0, top + row, chart.width, top + row), fill=colour)


def _chart(rng: Random, dyes: Dyes, size: Size) -> Image.Image:
    """The cloth with a pixel for each thread: bands mirrored about the middle, the widest motif in the middle."""
    wide, tall = size
    chart = Image.new("RGB", size, dyes.ground)
    main = _main_band(rng, dyes, wide=max(17, min(75, wide * 2 // 5 | 1)), tall=tall)
    left = wide // 2 - main.width // 2
    chart.paste(main, (left, 0))
    makers = [_striped, _small_band, _striped, _plain, _striped, _small_band, _striped, _plain] * 4
    edge = left
    for make in makers:
        band = make(rng, dyes, tall=tall)
        edge -= band.width
        if edge < -band.width:
            break
        chart.paste(band, (edge, 0))
        chart.paste(ImageOps.mirror(band), (wide - edge - band.width, 0))
    return chart


def _main_band(rng: Random, dyes: Dyes, *, wide: int, tall: int) -> Image.Image:
    figures = [_half(LIZARD), _half(PERSON), _flower(wide - 4)] if wide >= 33 else []
    drawing = _widened(rng.choice(figures), wide - 8) if figures and rng.random() < 0.4 else _rhomb(rng, wide - 2)
    tile = _fitted(drawing.transpose(Image.Transpose.ROTATE_90), wide).transpose(Image.Transpose.ROTATE_270)
    band = tiled(_coloured(tile, ground=dyes.band, motif=dyes.motif, heart=rng.choice(dyes.accents)), (wide, tall))
    return _bled(rng, band)


def _small_band(rng: Random, dyes: Dyes, *, tall: int) -> Image.Image:
    """A narrow row of buna: crisp small motifs in bright threads."""
    wide = rng.choice([9, 11, 13])
    tile = rng.choice([_zigzag, _chain, _stars])(wide)
    colour = rng.choice([dyes.motif, *dyes.accents])
    band = tiled(_coloured(tile, ground=dyes.band, motif=colour), (wide, tall))
    return ImageOps.expand(band, border=0)


def _striped(rng: Random, dyes: Dyes, *, tall: int) -> Image.Image:
    colours = _stripes(rng, dyes)
    row = Image.new("RGB", (len(colours), 1))
    row.putdata(colours)
    return row.resize((len(colours), tall))


def _stripes(rng: Random, dyes: Dyes) -> list[Colour]:
    colours = [dyes.motif, *dyes.accents]
    first, second = rng.choice(colours), rng.choice(colours)
    lines = [dyes.band, first, first, dyes.band, second, dyes.band, dyes.ground, dyes.ground, first, dyes.ground]
    return lines if rng.random() < 0.5 else [*lines[:5], second, second, *lines[3::-1]]


def _plain(rng: Random, dyes: Dyes, *, tall: int) -> Image.Image:
    return Image.new("RGB", (rng.randint(8, 22), tall), dyes.ground)


# Motifs: grey drawings, white where the motif is, grey for its heart


def _half(text: str) -> Image.Image:
    """A motif from its half, mirrored."""
    rows = text.strip().split("\n")
    half = Image.new("L", (len(rows[0]), len(rows)))
    half.putdata([255 if mark == "#" else 0 for row in rows for mark in row])
    full = Image.new("L", (half.width * 2 + 3, half.height + 4))
    full.paste(half, (2, 2))
    full.paste(ImageOps.mirror(half), (half.width + 1, 2))
    return full


def _widened(figure: Image.Image, wide: int) -> Image.Image:
    size = (wide, figure.height * wide // figure.width)
    return ImageOps.expand(figure.resize(size, Image.Resampling.NEAREST), border=(0, 3))


def _rhomb(rng: Random, size: int) -> Image.Image:
    """The kaif of Timor: nested rhombs with hooks at their sides."""
    size |= 1
    tile, middle = Image.new("L", (size, size + 2)), size // 2
    pen, thick = ImageDraw.Draw(tile), 3 if size > 40 else 2 if size > 16 else 1
    for share in rng.choice([(0.62, 0.36), (0.66,), (0.58, 0.3)]):
        _diamond(pen, middle, round(middle * share), thick=thick)
    core = max(1, round(middle * 0.15))
    pen.polygon(_corners(middle, core), fill=128)
    if size >= 17:
        _hooks(pen, middle, thick=thick)
    return tile


def _corners(middle: int, reach: int) -> list[tuple[int, int]]:
    return [(middle, middle - reach), (middle + reach, middle), (middle, middle + reach), (middle - reach, middle)]


def _diamond(pen: ImageDraw.ImageDraw, middle: int, reach: int, *, thick: int = 1) -> None:
    pen.polygon(_corners(middle, reach), fill=255)
    pen.polygon(_corners(middle, reach - round(thick * 1.4)), fill=0)


def _hooks(pen: ImageDraw.ImageDraw, middle: int, *, thick: int) -> None:
    """Arms that grow from the four sides and from the four corners of the rhomb and curl back."""
    for x, y in [(1, 1), (1, -1), (-1, 1), (-1, -1)]:
        line = [(0.31, 0.31), (0.62, 0.62), (0.86, 0.38), (0.74, 0.26)]
        for arm in (line, [(down, across) for across, down in line]):
            pen.line([(middle + x * middle * u, middle + y * middle * v) for u, v in arm], fill=255, width=thick)
    for x, y in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
        for side in (1, -1):
            arm = [(0.6, 0), (0.98, 0), (0.98, 0.2 * side), (0.84, 0.2 * side)]
            turned = [(u * x + v * y, u * y + v * x) for u, v in arm]
            pen.line([(middle + middle * u, middle + middle * v) for u, v in turned], fill=255, width=max(1, thick - 1))


def _flower(size: int) -> Image.Image:
    """A flower of eight petals in a frame of small rhombs."""
    middle = size // 2
    tile = Image.new("L", (size, size + 6))
    pen, petal = ImageDraw.Draw(tile), round(size * 0.17)
    for across, down in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
        at = middle + round(across * size * 0.27), middle + round(down * size * 0.27)
        pen.polygon([(at[0] + u, at[1] + v) for u, v in ((0, -petal), (petal, 0), (0, petal), (-petal, 0))], fill=255)
    for across, down in [(1, 1), (-1, 1), (1, -1), (-1, -1)]:
        at, half = (middle + round(across * size * 0.3), middle + round(down * size * 0.3)), round(size * 0.11)
        pen.rectangle((at[0] - half, at[1] - half, at[0] + half, at[1] + half), fill=255)
        pen.rectangle((at[0] - half + 3, at[1] - half + 3, at[0] + half - 3, at[1] + half - 3), fill=128)
    pen.polygon(_corners(middle, round(size * 0.09)), fill=128)
    return tile


def _zigzag(wide: int) -> Image.Image:
    tile = Image.new("L", (wide, (wide - 2) * 2))
    pen = ImageDraw.Draw(tile)
    for shift in (0, 3):
        pen.line([(1, shift), (wide - 2, wide - 2 + shift), (1, wide * 2 - 4 + shift)], fill=255, width=1)
        pen.line([(1, shift - wide * 2 + 4), (wide - 2, shift - wide + 2), (1, shift)], fill=255, width=1)
    return tile


def _chain(wide: int) -> Image.Image:
    middle = wide // 2
    tile = Image.new("L", (wide, wide + 1))
    pen = ImageDraw.Draw(tile)
    _diamond(pen, middle, middle - 1)
    pen.rectangle((middle - 1, middle - 1, middle + 1, middle + 1), fill=255)
    return tile


def _stars(wide: int) -> Image.Image:
    middle = wide // 2
    tile = Image.new("L", (wide, wide + 2))
    pen = ImageDraw.Draw(tile)
    for x in range(wide - 2):
        for y in range(wide):
            far = abs(x + 1 - middle), abs(y - middle)
            if far[0] == far[1] or (min(far) == 0 and max(far) < middle) or sum(far) < 3:
                pen.point((x + 1, y), fill=255)
    return tile


def _fitted(drawing: Image.Image, tall: int) -> Image.Image:
    """The drawing in the middle of a band of that height."""
    full = Image.new("L", (drawing.width, tall))
    full.paste(drawing, (0, (tall - drawing.height) // 2))
    return full


def _coloured(drawing: Image.Image, *, ground: Colour, motif: Colour, heart: Colour | None = None) -> Image.Image:
    band = Image.new("RGB", drawing.size, ground)
    band.paste(heart or motif, (0, 0), drawing.point([255 if 0 < value < 200 else 0 for value in range(256)]))
    band.paste(motif, (0, 0), drawing.point([255 if value >= 200 else 0 for value in range(256)]))
    return band


def _bled(rng: Random, band: Image.Image) -> Image.Image:
    """Ikat: each warp thread lies a little higher or lower than its neighbour, so that edges feather."""
    feathered = band.copy()
    for x in range(band.width):
        thread = band.crop((x, 0, x + 1, band.height))
        feathered.paste(ImageChops.offset(thread, 0, rng.choice([-1, 0, 0, 0, 0, 1])), (x, 0))
    return feathered


# Threads


def _woven(rng: Random, chart: Image.Image, thread: int) -> Image.Image:
    """The chart as cloth: each pixel a thread that goes over, slightly uneven in colour."""
    size = (chart.width * thread, chart.height * thread)
    uneven = noise(rng, (chart.width, max(1, chart.height // 30))).resize(chart.size, Image.Resampling.BILINEAR)
    slubs = ImageChops.blend(uneven, noise(rng, chart.size), 0.3).point([round(206 + v * 0.19) for v in range(256)])
    dyed = ImageChops.multiply(chart, grey(slubs)).resize(size, Image.Resampling.NEAREST)
    return ImageChops.multiply(dyed, grey(tiled(_knot(thread), size)))


def _knot(thread: int) -> Image.Image:
    """How one crossing of warp and weft is lit."""
    tile = Image.new("L", (thread * 2, thread * 2))
    pen = ImageDraw.Draw(tile)
    for x in range(thread * 2):
        for y in range(thread * 2):
            across, down = x % thread, (y + (thread // 2 if x >= thread else 0)) % thread
            value = 255 - (52 if across == thread - 1 else 0) - (30 if down == 0 else 0) + (0 if across else -14)
            pen.point((x, y), fill=max(150, value))
    return tile


def fringe(rng: Random, piece: Image.Image, *, length: int, every: int = 16) -> Image.Image:
    """A cloth as a sprite with twisted fringes at its lower end, in the colours of its last threads."""
    wide, tall = piece.size
    full = Image.new("RGBA", (wide, tall + length))
    full.paste(piece, (0, 0))
    pen = ImageDraw.Draw(full)
    for x in range(every // 2, wide, every):
        colour = colour_at(piece, (x, tall - 6))
        sway, end = rng.randint(-9, 9), tall + length - rng.randint(0, length // 4)
        line = [(x, tall - 2), (x + sway // 3, tall + length // 3), (x + sway, end)]
        pen.line(line, fill=darker(colour, 0.35), width=every * 2 // 3, joint="curve")
        pen.line(
            [(px - 1, py) for px, py in line], fill=mix(colour, (255, 255, 255), 0.08), width=every // 3, joint="curve"
        )
        pen.ellipse((x - every * 0.4, tall + 6, x + every * 0.4, tall + 6 + every * 0.8), fill=lighter(colour, 0.1))
    return full
