"""Share cards: the picture of a product, with its name, price and maker, that a messenger shows beside a link.

A card is drawn when it is first asked for and kept in the storage by the name of what it shows, so that none is ever
stale: another price is another card. Nobody looks for the old one any more, and a sweep takes what has grown old.
"""

import io
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw, ImageFont, ImageOps

from catalog.shelf import Card
from marketplace.models import Picture
from marketplace.models.picture import rendition_name
from marketplace.refusals import Refusal

WIDTH, HEIGHT = 1200, 630
HEAVIEST = 110_000
QUALITIES = (84, 74, 62, 50, 35, 20)
FOLDER = "cards"
KEPT_FOR = timedelta(days=30)
# Raise it when a card is drawn in another way.
EDITION = "1"

CREAM, INDIGO, MORINDA, TURMERIC, INK, SOFT = "#faf4e8", "#1d2450", "#9c2b25", "#e3a32b", "#2b2320", "#655849"
LEFT, RIGHT = HEIGHT + 52, WIDTH - 48
# What the typeface lacks and has no simpler form of its own.
SIMPLER = str.maketrans(
    {"×": "x", "½": "1/2", "¼": "1/4", "¾": "3/4", "ß": "ss", "ø": "o", "Ø": "O", "—": "-", "–": "-"}
)

# A card takes a tenth of a second of a processor: one at a time in each process, and few wait for their turn.
_drawing = threading.BoundedSemaphore(1)
PATIENCE_SECONDS = 2.0


class CardsBusy(Refusal):
    """Another card is being drawn; this one is for the next try."""

    code = "cards_busy"
    message = _("The picture is being made. Please try again in a moment.")
    status = 503


@dataclass(frozen=True)
class Face:
    """What a card shows, in words."""

    name: str
    maker: str
    price: str
    photo: Picture | None

    @classmethod
    def of(cls, card: Card) -> "Face":
        price = f"{card.before_price} {card.price} / {card.unit}".strip()
        return cls(name=card.name, maker=card.maker, price=price, photo=card.picture)

    @property
    def version(self) -> str:
        """The same for what looks the same, in every language that says the price alike."""
        photo = self.photo.key or self.photo.colour if self.photo else ""
        told = "\0".join((EDITION, self.name, self.maker, self.price, photo))
        return blake2b(told.encode(), digest_size=16).hexdigest()

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.version[:2]}/{self.version}.jpg"


def card(face: Face) -> bytes:
    """The JPEG, from the storage or drawn now. Refuses with `CardsBusy` where another is being drawn for too long."""
    try:
        return _kept(face.file)
    except FileNotFoundError:
        pass
    if not _drawing.acquire(timeout=PATIENCE_SECONDS):
        raise CardsBusy
    try:
        return _drawn_once(face)
    finally:
        _drawing.release()


def tidy(*, at: datetime) -> int:
    """Erase the cards that were drawn long ago; one that is still wanted is drawn anew. The number erased."""
    old = [name for name in _all() if default_storage.get_modified_time(name) < at - KEPT_FOR]
    for name in old:
        default_storage.delete(name)
    return len(old)


def _drawn_once(face: Face) -> bytes:
    """Somebody may have drawn it while this one waited."""
    try:
        return _kept(face.file)
    except FileNotFoundError:
        drawn = draw(face)
    if not default_storage.exists(face.file):
        default_storage.save(face.file, ContentFile(drawn))
    return drawn


def _kept(name: str) -> bytes:
    with default_storage.open(name) as file:
        kept: bytes = file.read()
    return kept


def _all() -> Iterator[str]:
    if default_storage.exists(FOLDER):
        for inner in default_storage.listdir(FOLDER)[0]:
            yield from (f"{FOLDER}/{inner}/{name}" for name in default_storage.listdir(f"{FOLDER}/{inner}")[1])


def draw(face: Face) -> bytes:
    """The card as a JPEG of at most about 110 kB, 1200 x 630."""
    canvas = Image.new("RGB", (WIDTH, HEIGHT), CREAM)
    canvas.paste(_photo(face.photo), (0, 0))
    pen = ImageDraw.Draw(canvas)
    _band(pen)
    bottom = _write(pen, face.name, at=80, size=60, lines=5, fill=INDIGO, weight=1)
    bottom = _write(pen, face.maker, at=bottom + 14, size=34, lines=2, fill=SOFT)
    _write(pen, face.price, at=max(bottom + 34, HEIGHT - 218), size=52, lines=1, fill=MORINDA, weight=1)
    _write(pen, "Pasar Karya", at=HEIGHT - 92, size=36, lines=1, fill=INDIGO, weight=1)
    return _encoded(canvas)


def _photo(photo: Picture | None) -> Image.Image:
    """The left square: the photo cut to it, or its colour as long as there is none."""
    side = (HEIGHT, HEIGHT)
    if not photo or not photo.widths:
        return Image.new("RGB", side, photo.colour if photo else TURMERIC)
    width = next((own for own in photo.widths if own >= HEIGHT * photo.width / min(photo.width, photo.height)), 0)
    name = rendition_name(photo.key, width=width or photo.widths[-1], ending="jpg")
    try:
        with default_storage.open(name) as file, Image.open(file, formats=("JPEG",)) as found:
            return ImageOps.fit(found.convert("RGB"), side, Image.Resampling.LANCZOS)
    except OSError:  # the file is gone, or broken: the card is still worth more than none
        return Image.new("RGB", side, photo.colour)


def _band(pen: ImageDraw.ImageDraw) -> None:
    """The woven band of the market, as at the top of its pages."""
    pen.rectangle((HEIGHT, 0, WIDTH, 44), fill=INDIGO)
    for left in range(HEIGHT, WIDTH, 44):
        middle = left + 22
        pen.polygon([(middle, 6), (left + 38, 22), (middle, 38), (left + 6, 22)], fill=TURMERIC)
        pen.polygon([(middle, 13), (left + 31, 22), (middle, 31), (left + 13, 22)], fill=MORINDA)


def _write(pen: ImageDraw.ImageDraw, text: str, *, at: int, size: int, lines: int, fill: str, weight: int = 0) -> int:
    """Text in so many lines at most, smaller if it must be; where it ends, from the top."""
    font, rows = _set(legible(text), size=size, lines=lines)
    weight = weight if font.size > 36 else 0
    for row in rows:
        pen.text((LEFT, at), row, font=font, fill=fill, stroke_width=weight, stroke_fill=fill)
        at += round(font.size * 1.22)
    return at


def _set(text: str, *, size: int, lines: int) -> tuple[ImageFont.FreeTypeFont, Sequence[str]]:
    """The text broken into lines, in the largest size in which they are few enough; cut if none is small enough."""
    for smaller in range(size, size // 2, -4):
        rows = _broken(text, font=_font(smaller))
        if len(rows) <= lines:
            return _font(smaller), rows
    font = _font(smaller)
    last = f"{rows[lines - 1]} ..."
    while font.getlength(last) > RIGHT - LEFT:
        last = f"{last[:-5].rstrip()} ..."
    return font, [*rows[: lines - 1], last]


def _broken(text: str, *, font: ImageFont.FreeTypeFont) -> list[str]:
    """In lines that fit, between words; a word that is longer than a line, anywhere."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and font.getlength(longer) <= RIGHT - LEFT:
            rows[-1] = longer
        else:
            rows += _pieces(word, font=font)
    return rows


def _pieces(word: str, *, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    start = 0
    for end in range(1, len(word) + 1):
        if font.getlength(word[start:end]) > RIGHT - LEFT:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


def legible(text: str) -> str:
    """The text in letters that the typeface has: without accents where it must be, without what it cannot say."""
    plain = unicodedata.normalize("NFC", text).translate(SIMPLER)
    return "".join(letter if _has(letter) else _simpler(letter) for letter in plain)


def _simpler(letter: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", letter) if _has(each))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The typeface that comes with Pillow (Aileron, in the public domain)."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


@cache
def _blank() -> bytes:
    return bytes(_font(40).getmask("\U0010fffd"))


def _has(letter: str) -> bool:
    """Whether the typeface has the letter: what it lacks, it draws as one and the same box."""
    if letter.isspace():
        return True
    return letter.isprintable() and bytes(_font(40).getmask(letter)) not in {_blank(), b""}


def _encoded(canvas: Image.Image) -> bytes:
    for quality in QUALITIES:
        encoded = io.BytesIO()
        canvas.save(encoded, "JPEG", quality=quality, optimize=True)
        if encoded.tell() <= HEAVIEST:
            break
    return encoded.getvalue()
