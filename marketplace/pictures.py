"""Pictures: receive what a phone sends, and render it clean, upright and small.

`receive` looks at the header, decodes just enough to know that the picture is whole, and keeps the original; `render`
makes the renditions and drops the original. A worker that dies in between loses its lease and another one starts over.
Whatever is shown has been decoded and its pixels put into a new image: no metadata, no place, nothing appended.
A picture that nothing shows is kept for a day, so that a form may be filled in after its photos were sent.
"""

import hashlib
import io
import logging
import math
import re
import secrets
import struct
import threading
import time
import warnings
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from operator import mul
from typing import IO, Any

import pillow_heif
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from marketplace.models import Picture, User
from marketplace.models.picture import PictureQuerySet, rendition_name, rendition_names
from marketplace.refusals import Refusal

logger = logging.getLogger(__name__)

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
MOST_SCANS = 100
WIDTHS = (320, 640, 1280)
LEASE = timedelta(minutes=5)
# Those who choose a photo have so long to send the form around it; an hour later the photo is erased.
KEPT_FOR = timedelta(days=1)
SWEPT_AFTER = KEPT_FOR + timedelta(hours=1)
# Not AVIF: its decoder believes the size inside over the one outside, and 4 kB take 550 MB before anybody can say no.
ACCEPTED = ("JPEG", "PNG", "WEBP", "HEIF")
# A JPEG with a second picture behind the first (MPO) and a HEIC with several are how phones send one photograph.
MOVING = {"PNG", "WEBP"}
# The settings of each format as measured on photographs: AVIF at speed 6 costs three times as much.
SAVED_AS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 50, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 75, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}
# Every way in which a decoder says that the bytes are wrong; not all are OSError.
BROKEN = (OSError, SyntaxError, ValueError, RuntimeError, struct.error, zlib.error, EOFError, LookupError, TypeError,
          OverflowError, Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {TURNS[turn] for turn in (5, 6, 7, 8)}
# A marker of a JPEG that begins a segment; not stuffing (00), restart markers or fill bytes.
MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
# How archives and pages begin that are read from the middle of a file. Phones put films, second pictures and XML behind
# a photo, but none of these.
FOREIGN = re.compile(
    rb"\s*(?:PK\x03\x04|Rar!|7z\xbc\xaf|%PDF-|<(?:\?php|\?=|%|!doctype|html|head|body|script|svg))", re.IGNORECASE
)
ZIP_END = b"PK\x05\x06"

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
# What Pillow remarks about metadata is no news: nothing of them is kept, and a stranger could fill the log with it.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
# A decoded picture may take 160 MB: at most two at once in a process, however many threads serve requests.
_decoding = threading.BoundedSemaphore(2)


class PictureRefused(Refusal):
    """Base of what may be wrong with a picture that somebody sends."""

    code = "picture_refused"
    message = _("This picture cannot be used.")
    status = 400


class EmptyPicture(PictureRefused):
    code = "picture_empty"
    message = _("The picture is empty. Please choose it again.")


class TooManyBytes(PictureRefused):
    code = "picture_too_heavy"
    message = _("The picture is larger than 25 MB. Please send a smaller one.")
    status = 413


class TooManyPixels(PictureRefused):
    code = "picture_too_large"
    message = _("The picture has too many pixels. Please send one of at most 40 megapixels.")


class NotAPicture(PictureRefused):
    code = "picture_unknown"
    message = _("This is not a picture that we can use. Please send a JPEG, PNG, WebP or HEIC photo.")


class DamagedPicture(PictureRefused):
    code = "picture_damaged"
    message = _("The picture is damaged or incomplete. Please send it again.")


class MovingPicture(PictureRefused):
    code = "picture_moving"
    message = _("Moving pictures cannot be used. Please send a photo.")


class DisguisedPicture(PictureRefused):
    code = "picture_disguised"
    message = _("Something else is hidden in this picture. Please send the photo as the phone made it.")


def receive(upload: IO[bytes], *, by: User | None) -> Picture:
    """Keep a picture for rendering, with its upright size and its colour; refuses what is not a whole, still picture.

    The same bytes sent twice make two pictures: each can be erased without asking who else shows it.
    """
    data = whole(upload)
    with _decoding:
        size, colour = examine(data)
    sha256 = hashlib.sha256(data).hexdigest()
    # The random part keeps the address of an original, which may tell where its maker lives, from being guessed.
    original = default_storage.save(f"originals/{sha256}-{secrets.token_hex(16)}", ContentFile(data))
    return Picture.objects.create(
        original=original,
        sha256=sha256,
        width=size[0],
        height=size[1],
        colour=colour,
        uploaded_by=by,
        made_at=timezone.now(),
    )


def whole(upload: IO[bytes]) -> bytes:
    """All that was sent; refuses nothing at all, and more than 25 MB."""
    upload.seek(0)
    data = upload.read(MOST_BYTES + 1)
    if not data:
        raise EmptyPicture
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    return data


def examine(data: bytes) -> tuple[tuple[int, int], str]:
    """The upright size and the dominant colour ("#rrggbb") of a picture that is whole; refuses any other."""
    image = _open(data)
    size, is_turned = image.size, _turn(image) in SIDEWAYS
    try:
        small = _clean(image, size=(48, 48))
    except BROKEN as error:
        raise DamagedPicture from error
    if image.format == "HEIF":
        size = image.size  # known for certain only after decoding
    return size[::-1] if is_turned else size, _dominant(small)


def render(picture: Picture) -> bool:
    """Make the renditions of a waiting picture and drop its original; False if there is nothing left to do.

    The files are there before the row says so, and the original goes after it has: a crash at any point leaves the
    picture waiting with its original, or ready.
    """
    if not picture.original:
        return False
    original, key, widths = str(picture.original.name), secrets.token_hex(16), _widths(picture)
    with picture.original.open("rb") as file:
        data = file.read()
    try:
        make_renditions(data, picture, key=key)
        picture.complete(key=key, widths=widths)
    finally:
        _discard([original] if picture.is_ready else rendition_names(key, widths=widths))
    return picture.is_ready


def make_renditions(data: bytes, picture: Picture, *, key: str) -> None:
    """Decode the original and store it clean at each width; raises one of `BROKEN` or a refusal."""
    widths = _widths(picture)
    image = _clean(_open(data), size=(widths[-1], picture.height_at(widths[-1])))
    for width in reversed(widths):
        image = image.resize((width, picture.height_at(width)), Image.Resampling.LANCZOS)
        _store(image, key=key)


def _widths(picture: Picture) -> list[int]:
    return sorted({width for width in WIDTHS if width <= picture.width} | {min(picture.width, WIDTHS[-1])})


def render_waiting(*, limit: int, at: datetime, seconds: float = math.inf) -> int:
    """Render pictures that wait, the oldest first; the number rendered. One that fails is tried again later.

    None is begun after so many seconds, so that what else the worker has to do need not wait long.
    """
    rendered = 0
    ends_at = time.monotonic() + seconds
    for picture in Picture.objects.waiting(at=at).order_by("made_at", "pk")[:limit]:
        if time.monotonic() > ends_at:
            break
        if picture.is_worn_out:
            logger.error("picture %s took its worker down %s times", picture.pk, picture.attempts)
            picture.give_up()
        elif picture.claim(at=at, lease=LEASE):
            rendered += _attempt(picture, at=at)
    return rendered


def _attempt(picture: Picture, *, at: datetime) -> bool:
    try:
        return render(picture)
    except Exception:  # noqa: BLE001 (a sweep: one picture that breaks must not stop the others)
        logger.exception("picture %s was not rendered", picture.pk)
        picture.put_off(at=at)
        return False


def own(numbers: Iterable[int | str], *, by: User) -> list[Picture]:
    """Those of the numbered pictures that the person sent within a day and that nothing shows yet, in this order.

    Whatever else is among the numbers is passed over: what is somebody else's, gone, shown already, or no number.
    Within a transaction that attaches them they are locked until its end: a form that is sent twice attaches them
    once, and the sweep waits.
    """
    wanted = list(dict.fromkeys(int(number) for number in map(str, numbers) if _is_number(number)))
    sent = Picture.objects.filter(uploaded_by=by, made_at__gte=timezone.now() - KEPT_FOR, pk__in=wanted)
    with transaction.atomic():
        _lock(sent)
        found = sent.unattached().in_bulk()
    return [found[number] for number in wanted if number in found]


def unattached(*, before: datetime) -> models.QuerySet[Picture]:
    """Pictures that were sent before that time and that no row of any model shows, the oldest first."""
    return Picture.objects.filter(made_at__lt=before).unattached().order_by("made_at", "pk")


def tidy(*, at: datetime, limit: int = 500) -> int:
    """Erase the pictures that nothing has shown for a day, and files that belong to none; the number of pictures."""
    erased = sum(_erase_unattached(picture) for picture in unattached(before=at - SWEPT_AFTER)[:limit])
    for name in strays(before=at - SWEPT_AFTER):
        _discard([name])
    return erased


def _erase_unattached(picture: Picture) -> bool:
    """False if something came to show it meanwhile."""
    with transaction.atomic():
        rows = Picture.objects.filter(pk=picture.pk)
        _lock(rows)
        held = rows.unattached().first()
        if held is not None:
            held.delete()
            _discard(held.files)
    return held is not None


def _lock(rows: PictureQuerySet) -> None:
    """Hold the rows. A query that follows sees what was attached until then; the one that waits for a lock does not."""
    list(rows.order_by("pk").select_for_update().values_list("pk"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def erase(picture: Picture) -> None:
    """Delete the picture and, once that is committed, its files; a rendering under way throws away what it made."""
    with transaction.atomic():
        held = Picture.objects.select_for_update().get(pk=picture.pk)
        held.delete()
        _discard(held.files)


def missing() -> list[str]:
    """Names of files that a picture needs and the storage does not have."""
    return sorted(_needed() - set(_kept()))


def strays(*, before: datetime) -> list[str]:
    """Names of files that no picture knows and that were stored before that time; a crash may leave some behind."""
    unknown = sorted(set(_kept()) - _needed())
    return [name for name in unknown if default_storage.get_modified_time(name) < before]


def _needed() -> set[str]:
    return {name for picture in Picture.objects.iterator() for name in picture.files}


def _kept(folder: str = "") -> Iterator[str]:
    for inner in ["originals", "pictures"] if not folder else _listed(folder)[0]:
        yield from _kept(f"{folder}/{inner}" if folder else inner)
    if folder:
        yield from (f"{folder}/{name}" for name in _listed(folder)[1])


def _listed(folder: str) -> tuple[list[str], list[str]]:
    return default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])


def _discard(names: Iterable[str]) -> None:
    """Delete files once the transaction, if there is one, is committed; a failure leaves strays and breaks nothing."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _store(image: Image.Image, *, key: str) -> None:
    for ending, options in SAVED_AS.items():
        encoded = io.BytesIO()
        image.save(encoded, **options)
        default_storage.save(rendition_name(key, width=image.width, ending=ending), ContentFile(encoded.getvalue()))


def _dominant(image: Image.Image) -> str:
    few = image.quantize(6)
    counts = few.histogram()
    most = 3 * counts.index(max(counts))
    return f"#{bytes(few.getpalette('RGB') or [])[most : most + 3].hex()}"


def _open(data: bytes) -> Image.Image:
    """The picture with only its header read; refuses what is none, too large to decode, or moving."""
    try:
        image = Image.open(io.BytesIO(data), formats=ACCEPTED)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    except BROKEN as error:
        raise DamagedPicture from error
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise TooManyPixels
    if image.format in MOVING and getattr(image, "is_animated", False):
        raise MovingPicture
    scans, end = _scans(data) if isinstance(image, JpegImageFile) else (1, _end(data, image.format))
    if scans > MOST_SCANS:
        raise DamagedPicture
    if FOREIGN.match(data, end) or _is_zip(data):
        raise DisguisedPicture
    return image


def _scans(data: bytes) -> tuple[int, int]:
    """How many scans a JPEG has, and where it ends: a small file may hold thousands, each decoded at full size."""
    scans, position = 0, 2
    while (marker := MARKER.search(data, position)) and marker[0] != b"\xff\xd9" and scans <= MOST_SCANS:
        scans += marker[0] == b"\xff\xda"
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return scans, marker.end() if marker else len(data)


def _end(data: bytes, format: str | None) -> int:
    """Where a PNG or a WebP ends; the end of the file for what has no end of its own."""
    if format == "PNG" and (mark := data.find(b"IEND\xaeB`\x82")) >= 0:
        return mark + 8
    return 8 + int.from_bytes(data[4:8], "little") if format == "WEBP" else len(data)


def _is_zip(data: bytes) -> bool:
    """Whether the file can also be opened as an archive: these are read from their end, whatever stands before."""
    found = data.rfind(ZIP_END, -0xFFFF - 22)
    return found >= 0 and found + 22 + int.from_bytes(data[found + 20 : found + 22], "little") == len(data)


def _clean(image: Image.Image, *, size: tuple[int, int]) -> Image.Image:
    """The picture decoded, upright, in sRGB and of this size, its pixels alone; raises one of `BROKEN`."""
    turn = _turn(image)
    stored_size = size[::-1] if turn in SIDEWAYS else size
    if isinstance(image, JpegImageFile):
        image.draft(None, stored_size)
    image.load()
    profile = image.info.get("icc_profile")
    scaled = _plain(image).resize(stored_size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = scaled.transpose(turn) if turn is not None else scaled
    mask = upright.getchannel("A") if upright.mode in {"RGBA", "LA"} else None
    clean = Image.new("RGB", size, "white")
    clean.paste(_srgb(upright, profile=profile), mask=mask)
    return clean


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes the picture upright; damaged metadata turn nothing."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except BROKEN:
        return None


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be scaled."""
    if image.mode.startswith("I"):
        return image.point(partial(mul, 1 / 256)).convert("L")  # `convert` alone clips 16 bits to the lower 8
    if "transparency" in image.info or image.mode == "PA":
        return image.convert("RGBA")
    return image if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def _srgb(image: Image.Image, *, profile: bytes | None) -> Image.Image:
    """In sRGB and without transparency; a profile that is no use counts as none."""
    opaque = image.convert({"RGBA": "RGB", "LA": "L"}.get(image.mode, image.mode))
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(opaque, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *BROKEN):
            converted = None
        if converted is not None:
            return converted
    return opaque.convert("RGB")
