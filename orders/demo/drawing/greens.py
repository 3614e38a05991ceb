"""Greens: leaves, and the bundles and sprigs that they make."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from PIL import Image

from orders.demo.drawing import grounds
from orders.demo.drawing.brushes import (
    Colour,
    Point,
    Scene,
    Size,
    bent,
    cut,
    darker,
    draw_on,
    lighter,
    oval,
    path,
    place,
    ramp,
    ramp_across,
    relief,
    ribbon,
    rounded,
    sprite,
    stamp,
    stroke,
    turner,
    varied,
)

RAFFIA: Colour = (206, 176, 110)


def leaf(
    size: Size, colour: Colour, *, shape: Sequence[Point], veins: int = 6, rib: Colour | None = None
) -> Image.Image:
    """A leaf that points up: `shape` is its right half from tip to stem in shares of half its width and its height."""
    wide, tall = size
    right = [(wide / 2 + x * (wide / 2 - 3), 3 + y * (tall - 6)) for x, y in shape]
    left = [(wide - x, y) for x, y in reversed(right)]
    mask = cut(size, bent([*right, *left[1:-1]], steps=6))
    blade = ramp_across(size, darker(colour, 0.18), lighter(colour, 0.12), colour, darker(colour, 0.25))
    body = relief(sprite(mask, blade), depth=max(6, wide * 0.08), strength=0.7)
    line = rib or lighter(colour, 0.45)
    lines: list[list[Point]] = []
    for i in range(1, veins + 1):
        y = tall * (0.12 + 0.74 * i / (veins + 1))
        lines += [[(wide / 2, y + tall * 0.06), (wide * (0.5 + side * 0.36), y - tall * 0.05)] for side in (1, -1)]
    draw_on(body, lines, line, width=max(1.2, wide * 0.012), share=0.5)
    draw_on(body, [[(wide / 2, tall * 0.06), (wide / 2, tall * 0.97)]], line, width=max(2, wide * 0.022))
    return body


ARROW = [(0, 0), (0.34, 0.24), (0.62, 0.52), (0.86, 0.78), (0.98, 0.95), (0.5, 0.9), (0.14, 0.88), (0.08, 1)]


OVAL_LEAF = [(0, 0), (0.5, 0.14), (0.92, 0.42), (0.9, 0.66), (0.5, 0.9), (0.08, 1)]


PADDLE = [(0, 0), (0.6, 0.05), (1, 0.24), (0.98, 0.48), (0.7, 0.68), (0.36, 0.82), (0.3, 1)]


def _bundle(
    scene: Scene, *, make: Callable[[Random], Image.Image], stem: Colour, count: int, spread: float, leafy: float
) -> None:
    """A bundle tied near its foot: stems run to the upper right and leaves stand out from them."""
    rng = scene.rng
    sheet = Image.new("RGBA", (1900, 1100))
    kinds = [stamp(make(rng), lift=9, dark=0.45) for _ in range(5)]
    turned = turner(kinds, step=15)
    stems: list[list[Point]] = []
    placed: list[tuple[float, Point, float]] = []
    for _ in range(count):
        tilt = rng.gauss(0, spread)
        far = rng.uniform(900, 1420)
        start = (250 + rng.uniform(-120, 60), 550 + tilt * 60 + rng.uniform(-70, 70))
        waist = (560, 550 + rng.uniform(-62, 62))
        end = (360 + far * math.cos(tilt), 550 + far * math.sin(tilt) * 0.75)
        stems.append(
            path([start, waist, ((waist[0] + end[0]) / 2, (waist[1] + end[1]) / 2 + rng.uniform(-30, 30)), end])
        )
        placed.append((far, end, tilt))
        for share in [s for s in (0.5, 0.66, 0.8, 0.9) if rng.random() < leafy]:
            x, y = waist[0] + (end[0] - waist[0]) * share, waist[1] + (end[1] - waist[1]) * share
            placed.append((far * share, (x, y), tilt + rng.choice([-1, 1]) * rng.uniform(0.35, 0.9)))
    for tone in (darker(stem, 0.35), stem, lighter(stem, 0.18)):
        group = [line for line in stems if rng.random() < 0.7]
        sheet.alpha_composite(relief(sprite(stroke(sheet.size, group or stems, width=20), tone), depth=9, strength=1.1))
    for _far, (x, y), tilt in sorted(placed, key=lambda one: one[0] + rng.uniform(-160, 160)):
        blade = turned(rng.randrange(len(kinds)), -90 - math.degrees(tilt) + rng.uniform(-16, 16))
        place(sheet, blade, (x + 60 * math.cos(tilt), y + 60 * math.sin(tilt)))
    tie = relief(
        sprite(
            rounded((74, 250), radius=26),
            ramp((74, 250), darker(RAFFIA, 0.3), RAFFIA, lighter(RAFFIA, 0.3), RAFFIA, darker(RAFFIA, 0.4)),
        ),
        depth=14,
    )
    for x in (545, 585):
        place(sheet, tie, (x, 552))
    scene.lay(sheet, (1000, 800), turn=rng.uniform(9, 16), lift=30, dark=0.55)


def kangkung(scene: Scene) -> None:
    grounds.on(scene, "wood teak", "linen white", "wood pale")
    _bundle(
        scene,
        make=lambda rng: leaf((120, 330), varied((66, 132, 54), rng), shape=ARROW),
        stem=(138, 172, 92),
        count=24,
        spread=0.2,
        leafy=0.75,
    )


def bayam(scene: Scene, *, kind: str) -> None:
    grounds.on(scene, "linen sand", "wood dark", "wood teak")
    colour: Colour = (64, 128, 60) if kind == "bundle" else (122, 40, 66)
    rib = None if kind == "bundle" else (196, 70, 110)
    stem: Colour = (150, 180, 104) if kind == "bundle" else (186, 66, 96)
    _bundle(
        scene,
        make=lambda rng: leaf((190, 270), varied(colour, rng), shape=OVAL_LEAF, rib=rib),
        stem=stem,
        count=22,
        spread=0.24,
        leafy=0.7,
    )


def sawi(scene: Scene) -> None:
    """Choy sum: broad light stalks and round leaves."""
    grounds.on(scene, "wood dark", "linen clay", "wood teak")
    rng = scene.rng
    sheet = Image.new("RGBA", (1800, 1000))
    for i in range(9):
        tilt = (i - 4) * 0.085 + rng.uniform(-0.03, 0.03)
        stalk = Image.new("RGBA", (300, 1180))
        line = path([(150, 1170), (150, 820), (150 + rng.uniform(-20, 20), 480)])
        rod = sprite(
            cut((300, 1180), ribbon(line, lambda s: 96 - 58 * s)),
            ramp_across((300, 1180), (158, 186, 120), (226, 236, 196), (240, 246, 222), (168, 196, 128)),
        )
        stalk.alpha_composite(relief(rod, depth=16))
        stalk.alpha_composite(leaf((300, 620), varied((74, 142, 58), rng), shape=PADDLE, rib=(224, 236, 190)), (0, 0))
        turned = stamp(stalk, lift=12, dark=0.2).rotate(
            -90 - math.degrees(tilt), Image.Resampling.BILINEAR, expand=True
        )
        place(sheet, turned, (860 + 40 * math.cos(tilt), 500 + 620 * math.sin(tilt) * 0.7))
    root = relief(sprite(oval((130, 190)), (222, 214, 184)), depth=24)
    root.alpha_composite(relief(sprite(oval((70, 120)), (186, 160, 120)), depth=10, strength=-0.8), (14, 34))
    place(sheet, root, (272, 502))
    scene.lay(sheet, (1010, 760), turn=rng.uniform(10, 20), lift=24, dark=0.4)


def long_beans(scene: Scene) -> None:
    grounds.on(scene, "wood pale", "linen white", "mat")
    rng = scene.rng
    sheet = Image.new("RGBA", (1800, 760))
    for tone in ((58, 104, 46), (84, 138, 60), (112, 164, 82), (92, 148, 66)):
        lines = []
        for _ in range(11):
            y = 380 + rng.gauss(0, 70)
            sway = [rng.uniform(-60, 60) + (y - 380) * 0.8 for _ in range(2)]
            lines.append(
                path(
                    [
                        (rng.uniform(10, 120), 380 + sway[0] * 1.3),
                        (560, y * 0.5 + 190),
                        (900, y),
                        (1240, y * 0.5 + 190),
                        (rng.uniform(1680, 1790), 380 + sway[1] * 1.6),
                    ]
                )
            )
        sheet.alpha_composite(relief(sprite(stroke(sheet.size, lines, width=24), tone), depth=10, strength=1.2))
    tie = relief(
        sprite(
            rounded((60, 300), radius=24),
            ramp((60, 300), darker(RAFFIA, 0.3), RAFFIA, lighter(RAFFIA, 0.2), darker(RAFFIA, 0.3)),
        ),
        depth=12,
    )
    for x in (560, 1240):
        place(sheet, tie, (x, 380))
    scene.lay(sheet, (1000, 760), turn=rng.uniform(12, 26), lift=26)


def moringa_leaves(scene: Scene) -> None:
    """Sprigs of kelor: small round leaves in pairs."""
    grounds.on(scene, "linen white", "wood teak", "mat", "linen clay")
    rng = scene.rng
    leaves = [
        stamp(leaf((66, 84), varied((72, 128, 58), rng, by=18), shape=OVAL_LEAF, veins=0), lift=5) for _ in range(6)
    ]
    turned = turner(leaves, step=20)
    for i, turn in enumerate([-34, 24, -4, 46, 10]):
        sheet = Image.new("RGBA", (1500, 560))
        _sprig(sheet, rng, turned)
        scene.lay(sheet, (1000 + rng.uniform(-160, 160), 470 + i * 150), turn=turn + rng.uniform(-8, 8), lift=12)


def _sprig(sheet: Image.Image, rng: Random, turned: Callable[[int, float], Image.Image]) -> None:
    stalks: list[list[Point]] = [path([(20, 280), (500, 300), (1000, 270), (1440, 285)])]
    spots: list[tuple[Point, float]] = [((1450, 285), 0.0)]
    for x in range(190, 1400, 150):
        for side in (-1, 1):
            reach = 240 - abs(x - 560) * 0.11
            tip = (x + reach * 0.62, 285 + side * reach * 0.86)
            stalks.append([(x, 285), tip])
            spots.append((tip, side * 54))
            for share in (0.36, 0.66):
                at = (x + (tip[0] - x) * share, 285 + (tip[1] - 285) * share)
                spots += [((at[0] + 34, at[1] - 8), side * 54 - 62), ((at[0] - 20, at[1] + 22), side * 54 + 62)]
    sheet.alpha_composite(sprite(stroke(sheet.size, stalks, width=7), (108, 140, 70)))
    for at, angle in spots:
        place(sheet, turned(rng.randrange(6), -90 - angle + rng.uniform(-20, 20)), at)


PICTURES: dict[str, Callable[[Scene], None]] = {
    "kangkung/bundle": kangkung,
    "bayam/bundle": partial(bayam, kind="bundle"),
    "bayam/red": partial(bayam, kind="red"),
    "sawi/bundle": sawi,
    "long-beans/bundle": long_beans,
    "moringa/leaves": moringa_leaves,
}
