"""Hostile pictures sent to the real addresses: each is refused in words or cleaned, in bounded memory and time."""

import io
import math
import random
import re
import struct
from contextlib import suppress

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from marketplace import pictures
from marketplace.models import Picture
from tests import hostile
from tests.api import Program
from tests.conftest import signed_in
from tests.hostile import CLEANED, CORPUS, HONEST, saved

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Corrupt EXIF data")]

MOST_MEGABYTES, MOST_SECONDS = 900, 60
# The markers of a JPEG that hold pixels, tables, or the name JFIF.
PLAIN_MARKERS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(media) -> list[str]:
    return [path.name for path in media.rglob("*") if path.is_file()]


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_2031.jpg", data, "image/jpeg")


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_refused_in_words_or_cleaned(name, bob, media):
    kind = CORPUS[name]
    data = kind.make()
    browser = signed_in(bob)
    by_page = browser.post("/account/pictures/", {"photo": upload(data)})
    by_program = Program(bob).send_file("pictures/", photo=upload(data))
    if kind.outcome == CLEANED:
        assert (by_page.status_code, by_program[0]) == (201, 201)
        picture = Picture.objects.get(pk=by_page.json()["id"])
        assert pictures.render(picture)
        assert_clean(picture, kind)
    else:
        refusal = {each.code: each for each in pictures.PictureRefused.__subclasses__()}[kind.outcome]
        assert by_page.status_code == by_program[0] == refusal.status
        with translation.override("en"):
            told = {"code": kind.outcome, "message": str(refusal.message)}
        assert by_program[1] == told
        assert by_page.json()["code"] == kind.outcome
        assert by_page.json()["message"]
        assert (Picture.objects.count(), kept(media)) == (0, [])


def test_there_are_many_kinds():
    assert len(CORPUS) >= 60
    assert {kind.outcome for kind in CORPUS.values()} == {
        CLEANED, *(refusal.code for refusal in pictures.PictureRefused.__subclasses__())
    }  # fmt: skip


def assert_clean(picture: Picture, kind: hostile.Kind) -> None:
    """Upright, with the right pixels, in sRGB, and no byte but those of the pixels."""
    assert (picture.width, picture.height) == kind.size
    assert len(picture.files) == 3 * len(picture.widths)
    for name in picture.files:
        with default_storage.open(name) as file:
            data = file.read()
        assert not re.search(rb"Exif|Rahasia|Telepon|script|<\?php|PK\x03\x04|ICC_PROFILE|ICCP|xmp|%PDF", data)
        image = Image.open(io.BytesIO(data))
        assert image.mode == "RGB"
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        width, height = kind.size
        assert math.isclose(image.height, max(1, height * image.width / width), abs_tol=0.5)
        for colour, part in zip(kind.colours, (0.2, 0.8), strict=False):
            where = (image.width * part, image.height * (part if width > height else 0.5))
            where = where if width > height else (image.width * 0.5, image.height * part)
            assert near(image.getpixel((int(where[0]), int(where[1]))), colour), (name, part)
        assert ENDS[name.rpartition(".")[2]](data) == len(data)


def near(pixel: tuple[int, ...], colour: tuple[int, ...], within: int = 16) -> bool:
    return all(abs(a - b) <= within for a, b in zip(pixel, colour, strict=True))


def end_of_jpeg(data: bytes) -> int:
    at = 2
    while data[at + 1] != 0xD9:
        assert data[at] == 0xFF
        assert data[at + 1] in PLAIN_MARKERS, hex(data[at + 1])
        is_scan = data[at + 1] == 0xDA
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
        if is_scan:
            at = re.compile(rb"\xff[^\0\xd0-\xd7]").search(data, at).start()
    return at + 2


def end_of_webp(data: bytes) -> int:
    assert data[12:16] == b"VP8 "  # the plain kind: it has no room for anything else
    length = struct.unpack("<I", data[16:20])[0]
    return 20 + length + length % 2


def end_of_avif(data: bytes) -> int:
    at, boxes = 0, []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        boxes.append(kind)
        at += length
    assert boxes == [b"ftyp", b"meta", b"mdat"]
    return at


ENDS = {"jpg": end_of_jpeg, "webp": end_of_webp, "avif": end_of_avif}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_spoilt_copies_are_refused_or_taken_and_nothing_else():
    dice = random.Random(6)
    whole = [saved(hostile.two_halves((64, 48)), format) for format in ("JPEG", "PNG", "WEBP", "HEIF")]
    whole += [hostile.as_sent(), hostile.heic_as_sent(), hostile.webp_as_sent(), hostile.png_with_texts()]
    for _each in range(500):
        with suppress(pictures.PictureRefused):
            pictures.examine(spoilt(dice.choice(whole), dice))


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """With a few bytes changed, put in or taken out, most of them near the start, where the structure is."""
    changed = bytearray(data)
    for _each in range(dice.choice([1, 2, 5, 30])):
        at = dice.randrange(min(len(changed), dice.choice([64, 400, 10**9])))
        new = dice.choice([dice.randbytes(1), b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff", dice.randbytes(9), b""])
        changed[at : at + dice.choice([0, len(new), 20])] = new
    return bytes(changed)


# As large as is taken


@pytest.mark.parametrize("name", [each for each in HONEST if "12" in each or each == "JPEG of 25 MB"])
def test_what_an_honest_phone_sends_passes(name, bob):
    kind = HONEST[name]
    answer = signed_in(bob).post("/account/pictures/", {"photo": upload(kind.make())})
    assert answer.status_code == 201
    assert (answer.json()["width"], answer.json()["height"]) == kind.size


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_every_format_is_turned_upright(format, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.new("RGB", (60, 40), "black")
    stored.paste((255, 255, 255), (0, 0, 30, 20))
    picture = pictures.receive(upload(saved(stored, format, exif=exif)), by=None)
    pictures.render(picture)
    with default_storage.open(picture.files[-1]) as file:
        shown = Image.open(io.BytesIO(file.read())).convert("L")
    wide, high = shown.size
    assert (wide, high) == ((60, 40) if orientation < 5 else (40, 60))
    bright = [shown.getpixel((x, y)) > 200 for y in (high // 4, high * 3 // 4) for x in (wide // 4, wide * 3 // 4)]
    # Where the bright corner must be: top left, top right, bottom right, bottom left.
    corner = {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2}[orientation]
    assert bright == [place == corner for place in range(4)]


# Colours


def profile(*, red: tuple, green: tuple, blue: tuple, curve: bytes) -> bytes:
    """An ICC profile of a display, from its colorants (adapted to D50) and its tone curve."""
    white = (0.9642, 1.0, 0.8249)
    places = {b"wtpt": xyz(white), b"rXYZ": xyz(red), b"gXYZ": xyz(green), b"bXYZ": xyz(blue)}
    places |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    places[b"desc"] = b"desc" + struct.pack(">II", 0, 5) + b"wide\0" + bytes(78)
    table, body, at = struct.pack(">I", len(places)), b"", 128 + 4 + 12 * len(places)
    for name, content in places.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s12x4s", at + len(body), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return head.ljust(68, b"\0") + fixed(white) + bytes(128 - 80) + table + body


def xyz(values: tuple) -> bytes:
    return b"XYZ \0\0\0\0" + fixed(values)


def fixed(values: tuple) -> bytes:
    return struct.pack(">3i", *(round(value * 65536) for value in values))


def gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256)) + b"\0\0"


def as_srgb() -> bytes:
    """The tone curve of sRGB, which Display P3 shares."""
    values = [each / 255 for each in range(256)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return b"curv\0\0\0\0" + struct.pack(">I256H", 256, *(round(v * 65535) for v in linear))


DISPLAY_P3 = profile(
    red=(0.51512, 0.24120, -0.00105), green=(0.29198, 0.69225, 0.04189), blue=(0.15710, 0.06657, 0.78407),
    curve=as_srgb(),
)  # fmt: skip
ADOBE_RGB = profile(
    red=(0.60974, 0.31111, 0.01947), green=(0.20528, 0.62567, 0.06087), blue=(0.14919, 0.06322, 0.74457),
    curve=gamma(2.19921875),
)  # fmt: skip


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize(
    ("space", "stored", "shown"),
    [
        (DISPLAY_P3, (234, 51, 35), (255, 0, 0)),
        (DISPLAY_P3, (117, 251, 76), (0, 255, 0)),
        (ADOBE_RGB, (219, 0, 0), (255, 0, 0)),
        (ADOBE_RGB, (144, 255, 60), (0, 255, 0)),
        (ADOBE_RGB, (128, 128, 128), (128, 128, 128)),
        (b"", (234, 51, 35), (234, 51, 35)),
    ],
)
def test_a_wide_colour_space_becomes_srgb(format, space, stored, shown):
    options = {"icc_profile": space} if space else {}
    picture = pictures.receive(upload(saved(Image.new("RGB", (64, 64), stored), format, **options)), by=None)
    pictures.render(picture)
    for name in picture.files:
        with default_storage.open(name) as file:
            image = Image.open(io.BytesIO(file.read()))
            assert near(image.getpixel((32, 32)), shown), name
    assert near(tuple(bytes.fromhex(picture.colour[1:])), shown)


def test_the_profiles_of_these_tests_are_real_ones():
    for each in (DISPLAY_P3, ADOBE_RGB):
        assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(each))).strip() == "wide"


# What it may cost


def test_the_worst_that_is_taken_stays_within_bounds():
    worst = [
        CORPUS["JPEG with 100 scans of 40 megapixels"],
        HONEST["PNG of 40 megapixels, transparent, 16 bits a colour"],
        HONEST["WebP of 40 megapixels"],
    ]
    costs = [hostile.cost(kind.make()) for kind in worst]
    assert [cost.outcome for cost in costs] == [CLEANED] * 3
    assert max(cost.megabytes for cost in costs) < MOST_MEGABYTES
    assert max(cost.seconds for cost in costs) < MOST_SECONDS


def test_control_without_the_look_at_the_header_a_small_file_breaks_the_bounds():
    bomb = CORPUS["PNG of 400 megapixels"].make()
    assert len(bomb) < 100_000
    guarded, unguarded = (hostile.cost(bomb, guards=guards, most_megabytes=1_500) for guards in ("on", "off"))
    assert (guarded.outcome, unguarded.outcome) == ("picture_too_large", "out of memory")
    assert guarded.megabytes < 50
