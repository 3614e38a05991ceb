"""Text and controls of the style sheet can be read: the contrast of the tokens, as WCAG 2 computes it."""

import re
from pathlib import Path

import pytest

import marketplace

SHEET = (Path(marketplace.__file__).parent / "static/marketplace/market.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", SHEET))
WHITE = "#ffffff"


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(TOKENS.get(one, one)), luminance(TOKENS.get(other, other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["cream", "paper", "linen", WHITE])
@pytest.mark.parametrize("text", ["ink", "soft", "indigo", "indigo-deep", "morinda"])
def test_text_is_readable_on_every_light_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["indigo", "indigo-deep", "morinda", "leaf"])
def test_white_is_readable_on_every_dark_ground(ground):
    assert contrast(WHITE, ground) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("indigo", "indigo-wash"),
        ("morinda-deep", "morinda-wash"),
        ("turmeric-deep", "turmeric-wash"),
        ("leaf", "leaf-wash"),
        ("ink", "turmeric"),
    ],
)
def test_badges_and_notices_are_readable(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["cream", "paper", "linen", WHITE])
def test_the_border_of_a_control_stands_out(ground):
    assert contrast("edge", ground) >= 3


def test_the_style_sheet_stays_small():
    assert len(SHEET.encode()) < 34_000
