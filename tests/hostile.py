"""Hostile pictures, made here and nowhere kept, each with what must become of it; and what they cost to look at.

`python -m tests.hostile` treats each in a process of its own and prints a line of `docs/pictures.md` for it.
"""

import io
import json
import os
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener(thumbnails=False)

RED, BLUE, WHITE = (200, 30, 40), (30, 60, 190), (255, 255, 255)
KUPANG = {1: "S", 2: (10.0, 9.0, 48.0), 3: "E", 4: (123.0, 36.0, 22.0)}
SECRET = b"Jalan Rahasia 7, Kupang"
CLEANED = "cleaned"
EMPTY, HEAVY, LARGE = "picture_empty", "picture_too_heavy", "picture_too_large"
UNKNOWN, DAMAGED, MOVING, DISGUISED = "picture_unknown", "picture_damaged", "picture_moving", "picture_disguised"


@dataclass(frozen=True)
class Kind:
    """One kind of picture: how it is made, and the code of its refusal, or `CLEANED`."""

    make: Callable[[], bytes]
    outcome: str
    size: tuple[int, int] = (800, 600)  # upright, of a picture that is cleaned
    colours: tuple[tuple[int, int, int], ...] = (RED, BLUE)  # at its left and at its right; none where it has not both


def two_halves(size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Red at the left, blue at the right, and mostly red."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] * 2 // 3, 0, size[0], size[1]), fill=BLUE)
    return image


def saved(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def noise(size: tuple[int, int], *, seed: int = 1) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3))


# Pieces of files


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flat_png(width: int, height: int, *extra: bytes, bits: int = 1, colour: int = 0, pixel_bits: int = 1) -> bytes:
    """A PNG of any size that weighs almost nothing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    packer, row = zlib.compressobj(9), bytes((width * pixel_bits + 7) // 8 + 1)
    rows = b"".join(packer.compress(row) for _each in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header says that it is so large, and which holds one pixel."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")


def with_chunk(data: bytes, kind: bytes, body: bytes) -> bytes:
    """A PNG with one chunk more behind its header."""
    return data[:33] + chunk(kind, body) + data[33:]


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one segment more behind its start."""
    return data[:2] + segment(marker, body) + data[2:]


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose header says that it is so large, and which holds a small picture."""
    data = saved(two_halves((64, 48)))
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def webp_of(width: int, height: int) -> bytes:
    """A WebP of the extended kind whose canvas is so large."""
    small = saved(two_halves((64, 48)), "WEBP")[12:]
    canvas = (
        b"VP8X" + struct.pack("<II", 10, 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", 4 + len(canvas) + len(small)) + b"WEBP" + canvas + small


def vp8_of(width: int, height: int) -> bytes:
    """A WebP of the simple kind whose frame says that it is so large."""
    data = saved(two_halves((64, 48)), "WEBP")
    at = data.index(b"\x9d\x01\x2a") + 3
    return data[:at] + struct.pack("<HH", width, height) + data[at + 4 :]


def heif_that_says(said: tuple[int, int], *, format: str = "HEIF", of: tuple[int, int] = (4000, 3000)) -> bytes:
    """A HEIC or AVIF whose header says one size, and whose picture has another."""
    data = bytearray(saved(Image.new("RGB", of, RED), format))
    at = 0
    while (at := data.find(b"ispe", at)) >= 0:
        data[at + 8 : at + 16] = struct.pack(">II", *said)
        at += 4
    return bytes(data)


def moving(format: str) -> bytes:
    return saved(two_halves((40, 30)), format, save_all=True, append_images=[Image.new("RGB", (40, 30), BLUE)])


def many_scans(times: int = 5000, size: tuple[int, int] = (64, 64)) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    data = saved(two_halves(size), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]


def packed_spaces() -> bytes:
    return zlib.compress(b" " * 200_000_000, 9)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


# Pictures


def as_sent(*, orientation: int = 6) -> bytes:
    """A JPEG as a phone sends it: turned, with place, maker, notes of the maker, thumbnail, XMP and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, "Telepon", SECRET.decode()
    exif.get_ifd(0x8825).update(KUPANG)
    exif.get_ifd(0x8769).update({0x927C: SECRET * 50, 0x9286: SECRET})
    exif.get_ifd(0x0001).update({0x0201: 0, 0x0202: 0})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    data = saved(two_halves(), exif=exif, xmp=xmp, comment=SECRET + b"<script>alert(1)</script>")
    return with_segment(data, 0xED, b"Photoshop 3.0\x008BIM" + SECRET)


def png_with_texts() -> bytes:
    texts = PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>", zip=True)
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    return saved(two_halves(), "PNG", pnginfo=texts, exif=exif)


def heic_as_sent() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, SECRET.decode()
    exif.get_ifd(0x8825).update(KUPANG)
    return saved(two_halves(), "HEIF", exif=exif.tobytes(), xmp=b"<x>" + SECRET + b"</x>")


def webp_as_sent() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, SECRET.decode()
    return saved(two_halves(), "WEBP", exif=exif, xmp=b"<x>" + SECRET + b"</x>")


def spoilt_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[128:] = random.Random(2).randbytes(len(profile) - 128)
    return saved(two_halves(), icc_profile=bytes(profile))


def adobe_cmyk() -> bytes:
    """As Photoshop writes it: every value turned round, and an Adobe marker that says so."""
    return saved(two_halves().convert("CMYK"))


def deep_grey() -> bytes:
    """16 bits a pixel."""
    return saved(two_halves().convert("L").convert("I").point(lambda value: value * 256).convert("I;16"), "PNG")


def palette() -> bytes:
    image = two_halves().quantize(4)
    return saved(image, "PNG", transparency=image.getpixel((799, 599)))


def burst() -> bytes:
    """A HEIC with several pictures, as phones keep a burst."""
    return saved(two_halves(), "HEIF", save_all=True, append_images=[Image.new("RGB", (80, 60), BLUE)] * 3)


CUTS = {"at the start": 0.05, "in the middle": 0.5, "near the end": 0.95}


def cut(format: str, part: float) -> bytes:
    """The first part of a photo with much to see in it."""
    whole = saved(noise((300, 200)), format)
    return whole[: int(len(whole) * part)]


def truncated() -> dict[str, Kind]:
    """The first part of a photo, of whatever format and however long, is refused."""
    return {
        f"{name} cut off {where}": Kind(partial(cut, format, part), DAMAGED)
        for name, format in {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "HEIC": "HEIF"}.items()
        for where, part in CUTS.items()
    }


HTML = b"<!doctype html><html><script>alert(document.domain)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

CORPUS: dict[str, Kind] = {
    # Small files that would be huge pictures
    "PNG of 400 megapixels": Kind(partial(flat_png, 20_000, 20_000), LARGE),
    "PNG whose header says 46,000 x 46,000": Kind(partial(png_of, 46_000, 46_000), LARGE),
    "PNG whose header says 7,000 x 5,000": Kind(partial(png_of, 7_000, 5_000), DAMAGED),
    "PNG of 1 x 12,001": Kind(partial(flat_png, 1, 12_001), LARGE),
    "JPEG whose header says 65,000 x 65,000": Kind(partial(jpeg_of, 65_000, 65_000), LARGE),
    "JPEG whose header says 7,000 x 5,000": Kind(partial(jpeg_of, 7_000, 5_000), CLEANED, (7_000, 5_000), ()),
    "WebP whose canvas is 16,000 x 16,000": Kind(partial(webp_of, 16_000, 16_000), LARGE),
    "WebP whose frame says 16,000 x 16,000": Kind(partial(vp8_of, 16_000, 16_000), LARGE),
    "HEIC whose header says 30,000 x 30,000": Kind(partial(heif_that_says, (30_000, 30_000), of=(64, 64)), LARGE),
    "HEIC whose header says less than its picture": Kind(partial(heif_that_says, (64, 64)), DAMAGED),
    "HEIC whose header says more than its picture": Kind(partial(heif_that_says, (7_000, 5_000), of=(64, 64)), DAMAGED),
    "AVIF whose header says less than its picture": Kind(partial(heif_that_says, (64, 64), format="AVIF"), UNKNOWN),
    "bomb of text in a PNG": Kind(
        lambda: with_chunk(flat_png(40, 30), b"zTXt", b"Comment\0\0" + packed_spaces()), DAMAGED
    ),
    "bomb of EXIF in a PNG": Kind(
        lambda: with_chunk(flat_png(40, 30), b"zTXt", b"Raw profile type exif\0\0" + packed_spaces()), DAMAGED
    ),
    "bomb of international text in a PNG": Kind(
        lambda: with_chunk(flat_png(40, 30), b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed_spaces()), DAMAGED
    ),
    "bomb as the colour profile of a PNG": Kind(
        lambda: with_chunk(flat_png(40, 30), b"iCCP", b"sRGB\0\0" + packed_spaces()), DAMAGED
    ),
    "JPEG with 5,000 scans": Kind(many_scans, DAMAGED),
    "JPEG with 100 scans of 40 megapixels": Kind(partial(many_scans, 85, (7_300, 5_400)), CLEANED, (7_300, 5_400)),
    "more than 25 MB": Kind(lambda: saved(two_halves()) + bytes(25 * 1024 * 1024), HEAVY),
    # No picture, or none of ours
    "nothing": Kind(lambda: b"", EMPTY),
    "NUL bytes": Kind(lambda: bytes(5_000), UNKNOWN),
    "random bytes": Kind(lambda: random.Random(3).randbytes(50_000), UNKNOWN),
    "a JPEG's first bytes, then random ones": Kind(
        lambda: b"\xff\xd8\xff\xe0" + random.Random(4).randbytes(50_000), DAMAGED
    ),
    "text named .jpg": Kind(lambda: b"not a picture", UNKNOWN),
    "HTML named .jpg": Kind(lambda: HTML, UNKNOWN),
    "XML with an entity named .jpg": Kind(lambda: XML, UNKNOWN),
    "SVG": Kind(lambda: SVG, UNKNOWN),
    "GIF named .jpg": Kind(lambda: saved(two_halves(), "GIF"), UNKNOWN),
    "moving GIF": Kind(lambda: moving("GIF"), UNKNOWN),
    "EPS": Kind(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n", UNKNOWN),
    "PDF": Kind(lambda: saved(two_halves(), "PDF"), UNKNOWN),
    "PSD": Kind(lambda: b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 9, 9, 8, 3) + bytes(400), UNKNOWN),
    "TIFF": Kind(lambda: saved(two_halves(), "TIFF"), UNKNOWN),
    "ICO": Kind(lambda: saved(two_halves((64, 64)), "ICO"), UNKNOWN),
    "BMP": Kind(lambda: saved(two_halves(), "BMP"), UNKNOWN),
    "JPEG 2000": Kind(lambda: saved(two_halves(), "JPEG2000"), UNKNOWN),
    "AVIF": Kind(lambda: saved(two_halves(), "AVIF"), UNKNOWN),
    "ZIP": Kind(archive, UNKNOWN),
    # Moving
    "moving PNG": Kind(lambda: moving("PNG"), MOVING),
    "moving WebP": Kind(lambda: moving("WEBP"), MOVING),
    "moving AVIF": Kind(lambda: moving("AVIF"), UNKNOWN),
    # Two things in one file
    "JPEG that is also a ZIP": Kind(lambda: saved(two_halves()) + archive(), DISGUISED),
    "JPEG with a ZIP in its comment": Kind(
        lambda: with_segment(saved(two_halves()), 0xFE, archive() + b"\0" * 9), CLEANED
    ),
    "JPEG with HTML behind it": Kind(lambda: saved(two_halves()) + b"\n" + HTML, DISGUISED),
    "JPEG with HTML in its comment": Kind(lambda: saved(two_halves(), comment=HTML), CLEANED),
    "JPEG with a PDF behind it": Kind(lambda: saved(two_halves()) + saved(two_halves(), "PDF"), DISGUISED),
    "PDF with a JPEG behind it": Kind(lambda: b"%PDF-1.4\n" + saved(two_halves()), UNKNOWN),
    "PNG with PHP behind it": Kind(lambda: saved(two_halves(), "PNG") + PHP, DISGUISED),
    "PNG with PHP in a text": Kind(
        lambda: with_chunk(saved(two_halves(), "PNG"), b"tEXt", b"Comment\0" + PHP), CLEANED
    ),
    "WebP with HTML behind it": Kind(lambda: saved(two_halves(), "WEBP") + HTML, DISGUISED),
    "HEIC that is also a ZIP": Kind(lambda: saved(two_halves(), "HEIF") + archive(), DISGUISED),
    "GIF that is also a script": Kind(lambda: b"GIF89a/*" + bytes(90) + b"*/=1;alert(1)", UNKNOWN),
    # What is no attack, or only where nobody cleans
    "JPEG as a phone sends it": Kind(as_sent, CLEANED, (600, 800)),
    "HEIC as a phone sends it": Kind(heic_as_sent, CLEANED, (600, 800)),
    "WebP with EXIF and XMP": Kind(webp_as_sent, CLEANED, (600, 800)),
    "PNG with texts": Kind(png_with_texts, CLEANED),
    "MPO: a second picture behind the first": Kind(
        lambda: saved(two_halves(), "MPO", save_all=True, append_images=[two_halves((80, 60))]), CLEANED
    ),
    "JPEG with a film behind it": Kind(
        lambda: saved(two_halves()) + b"\0\0\0\x18ftypmp42" + SECRET + b"\xff\xda" * 1000, CLEANED
    ),
    "JPEG with XML behind it": Kind(
        lambda: saved(two_halves()) + b"<?xml version='1.0'?><lens>" + SECRET + b"</lens>", CLEANED
    ),
    "HEIC with several pictures": Kind(burst, CLEANED),
    "JPEG with a spoilt colour profile": Kind(spoilt_profile, CLEANED),
    "JPEG with spoilt EXIF": Kind(
        lambda: saved(two_halves(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40), CLEANED
    ),
    "CMYK JPEG, turned round as by Adobe": Kind(adobe_cmyk, CLEANED),
    "PNG of 16 bits": Kind(deep_grey, CLEANED, colours=((82,) * 3, (66,) * 3)),
    "PNG with a palette and transparency": Kind(palette, CLEANED, colours=(RED, WHITE)),
    "1 x 1": Kind(lambda: saved(Image.new("RGB", (1, 1), RED)), CLEANED, (1, 1), ()),
    "1 x 12,000": Kind(partial(flat_png, 1, 12_000), CLEANED, (1, 12_000), ()),
    "12,000 x 1": Kind(partial(flat_png, 12_000, 1), CLEANED, (12_000, 1), ()),
    **truncated(),
}
# As large as is taken: what an honest phone may cost.
HONEST: dict[str, Kind] = {
    "JPEG of 12 megapixels": Kind(lambda: large("JPEG", (4_000, 3_000)), CLEANED, (4_000, 3_000), ()),
    "JPEG of 40 megapixels": Kind(lambda: large("JPEG", (7_300, 5_400)), CLEANED, (7_300, 5_400), ()),
    "progressive JPEG of 40 megapixels": Kind(
        lambda: large("JPEG", (7_300, 5_400), progressive=True), CLEANED, (7_300, 5_400), ()
    ),
    "JPEG of 25 MB": Kind(lambda: heavy_jpeg(), CLEANED, (4_000, 3_000), ()),
    "PNG of 40 megapixels": Kind(lambda: large("PNG", (7_300, 5_400), compress_level=1), CLEANED, (7_300, 5_400), ()),
    "PNG of 40 megapixels, transparent, 16 bits a colour": Kind(
        lambda: flat_png(7_300, 5_400, bits=16, colour=6, pixel_bits=64), CLEANED, (7_300, 5_400), ()
    ),
    "WebP of 40 megapixels": Kind(lambda: large("WEBP", (7_300, 5_400), method=0), CLEANED, (7_300, 5_400), ()),
    "HEIC of 12 megapixels": Kind(lambda: large("HEIF", (4_000, 3_000)), CLEANED, (4_000, 3_000), ()),
    "HEIC of 40 megapixels": Kind(lambda: large("HEIF", (7_300, 5_400)), CLEANED, (7_300, 5_400), ()),
}


@cache
def large(format: str, size: tuple[int, int], **options: Any) -> bytes:
    """A soft picture of that size, as photographs are."""
    return saved(noise((40, 30)).resize(size, Image.Resampling.BICUBIC), format, **options)


@cache
def heavy_jpeg() -> bytes:
    """25 MB to the byte, by a film behind the picture."""
    data = large("JPEG", (4_000, 3_000), quality=95)
    return data + b"\0" + random.Random(5).randbytes(25 * 1024 * 1024 - 1 - len(data))


# What it costs


@dataclass(frozen=True)
class Cost:
    """What became of a picture in a process of its own, and what of the processor and the memory it took to say so."""

    outcome: str
    seconds: float
    megabytes: int


def cost(data: bytes, *, guards: str = "on", most_megabytes: int = 4_000) -> Cost:
    """Treat a picture as the market does, from upload to renditions, in a child that ends before it takes the machine.

    With the guards off nobody looks at the header first; that is the control.
    """
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        sent = Path(folder) / "sent"
        sent.write_bytes(data)
        command = [sys.executable, "-m", "tests.hostile", str(sent), guards, str(most_megabytes)]
        environment = {**os.environ, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            cwd=Path(__file__).parents[1],
        )
    assert done.returncode == 0, done.stderr
    return Cost(**json.loads(done.stdout))


def treat(sent: Path, *, guards: str, most_megabytes: int) -> Cost:
    import django  # noqa: PLC0415 (only the child sets it up here)

    django.setup()
    from marketplace import pictures  # noqa: PLC0415 (it needs Django to be set up)
    from marketplace.models import Picture  # noqa: PLC0415 (likewise)

    if guards == "off":
        pictures.MOST_PIXELS = pictures.LONGEST_SIDE = pictures.MOST_SCANS = 10**12
        Image.MAX_IMAGE_PIXELS = None
    resource.setrlimit(resource.RLIMIT_AS, (most_megabytes * 2**20,) * 2)
    before, began = peak(), time.process_time()
    try:
        with sent.open("rb") as upload:
            data = pictures.whole(upload)
        (width, height), colour = pictures.examine(data)
        pictures.make_renditions(data, Picture(width=width, height=height, colour=colour), key="0" * 32)
        outcome = CLEANED
    except pictures.PictureRefused as refusal:
        outcome = refusal.code
    except MemoryError:
        outcome = "out of memory"
    return Cost(outcome, round(time.process_time() - began, 2), peak() - before)


def peak() -> int:
    """The most memory that this process has had so far, in MB; unlike `ru_maxrss`, without its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(vars(treat(Path(sys.argv[1]), guards=sys.argv[2], most_megabytes=int(sys.argv[3])))))  # noqa: T201 (for its parent)
        return
    for name, kind in {**HONEST, **CORPUS}.items():
        data = kind.make()
        found = cost(data)
        weight = f"{len(data) / 1e6:.1f} MB" if len(data) > 100_000 else f"{len(data) / 1e3:.1f} kB"
        print(f"| {name} | {weight} | {found.outcome} | {found.megabytes} | {found.seconds:.2f} |", flush=True)  # noqa: T201 (a program)


if __name__ == "__main__":
    main()
