"""The camera: light, grain and lens of an invented phone, and the JPEG that it would have saved."""

import io
from functools import lru_cache
from random import Random

from PIL import ExifTags, Image, ImageChops

from orders.demo.drawing.brushes import (
    Size,
    between,
    glow,
    grey,
    noise,
    tiled,
)

MAKE, MODELS = "Sasando", ("Sasando A12", "Sasando Lite 5G", "Sasando C3")
# The stored pixels are turned the other way round from what the tag says that a viewer must do.
STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
SENSORS: list[Size] = [(3264, 2448), (3264, 2448), (3264, 2448), (4000, 3000)]


def develop(picture: Image.Image, *, rng: Random) -> bytes:
    """The picture as a phone's JPEG of 8 or 12 megapixels, often stored turned, with place and time in its EXIF."""
    lit = _grained(_lit(picture, rng=rng), rng=rng)
    long, short = rng.choice(SENSORS)
    is_tall = picture.height > picture.width
    full = lit.resize((short, long) if is_tall else (long, short), Image.Resampling.BILINEAR)
    orientation = rng.choice([6, 6, 8, 1]) if is_tall else rng.choice([1, 1, 1, 3])
    stored = full.transpose(STORED[orientation]) if orientation in STORED else full
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=88, exif=_exif(orientation, rng=rng))
    return out.getvalue()


def _lit(picture: Image.Image, *, rng: Random) -> Image.Image:
    """Brightest at the upper left, darker towards the corners, a little warm."""
    centre = (rng.uniform(0.3, 0.5), rng.uniform(0.25, 0.45))
    light = between(glow(picture.size, centre=centre, reach=1.15), 172, 285)
    warm = Image.merge("RGB", [light, light, between(light, 0, 248)])
    return ImageChops.multiply(picture, warm)


def _grained(picture: Image.Image, *, rng: Random) -> Image.Image:
    grain = tiled(_grain(rng.randrange(4)), picture.size)
    return ImageChops.add(picture, grey(grain), 1, -128)


@lru_cache(maxsize=4)
def _grain(seed: int) -> Image.Image:
    return between(noise(Random(seed), (400, 400)), 122, 134)


def _exif(orientation: int, *, rng: Random) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MAKE
    exif[ExifTags.Base.Model] = rng.choice(MODELS)
    exif[ExifTags.Base.Orientation] = orientation
    taken = f"2026:{rng.randint(1, 10):02}:{rng.randint(1, 28):02} {rng.randint(7, 17):02}:{rng.randint(0, 59):02}:00"
    exif[ExifTags.Base.DateTime] = taken
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "S",
            ExifTags.GPS.GPSLatitude: _degrees(rng.uniform(10.12, 10.24)),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: _degrees(rng.uniform(123.55, 123.78)),
        }
    )
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)
