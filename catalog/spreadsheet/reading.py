"""Reading: a CSV or XLSX file that somebody sent becomes rows of text, within bounds of memory and time.

Nothing of what a file says about itself is believed: what it is is seen from its bytes, an XLSX is counted through
before any of it is parsed, and rows and columns are read up to the limits only.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from marketplace.refusals import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
# A sheet is over where so many empty rows follow each other: a formatted column has a million of them.
MOST_EMPTY_ROWS = 10_000
MOST_PARTS = 500
MOST_BYTES_INSIDE = 64 * 1024 * 1024
# How many tags are parsed at most: of cells (5,000 full rows have 600,000), of texts, and of all else, which is dearer.
MOST_TAGS = {"xl/worksheets/": 2_000_000, "xl/sharedstrings": 1_200_000, "": 100_000}
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Every way in which a ZIP, its XML or a CSV turns out to be broken; defusedxml's refusals are ValueErrors, and zipfile
# raises NotImplementedError for a compression that it does not know.
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, csv.Error, OSError, SyntaxError, ValueError, LookupError,
    TypeError, AttributeError, OverflowError, EOFError, NotImplementedError, RecursionError,
)  # fmt: skip


class SheetRefused(Refusal):
    """Base of what may be wrong with a spreadsheet as a whole."""

    code = "sheet_refused"
    message = _("This file cannot be used.")
    status = 400


class EmptySheet(SheetRefused):
    code = "sheet_empty"
    message = _("There are no rows in this file. Fill in the template and send it again.")


class HeavySheet(SheetRefused):
    code = "sheet_too_heavy"
    message = _("This file is larger than 5 MB. Please send it in several parts.")
    status = 413


class SwollenSheet(SheetRefused):
    code = "sheet_swollen"
    message = _("There is far more in this file than 5,000 rows. Copy your rows into a new template and send that.")


class TooManyRows(SheetRefused):
    """Facts: `most`."""

    code = "sheet_too_long"
    message = _("There are more than %(most)s rows in this file. Please send it in several parts.")


class TooManyColumns(SheetRefused):
    """Facts: `most`."""

    code = "sheet_too_wide"
    message = _("There are more than %(most)s columns in this file. Please use the template.")


class NotASheet(SheetRefused):
    code = "sheet_unknown"
    message = _("This is not a spreadsheet that we can read. Please send an XLSX or CSV file.")


class DamagedSheet(SheetRefused):
    code = "sheet_damaged"
    message = _("This file is damaged or incomplete. Please save it anew and send it again.")


class LockedSheet(SheetRefused):
    code = "sheet_locked"
    message = _("This file has a password or an old format (XLS). Please save it as XLSX without a password.")


@dataclass(frozen=True)
class Table:
    """The rows of a file as text: the header, and each filled row with its number in the file."""

    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def examine(file: IO[bytes], *, size: int) -> None:
    """Refuse at once what can be seen without unpacking; leaves the file at its beginning."""
    if size > MOST_BYTES:
        raise HeavySheet
    file.seek(0)
    begin = file.read(4096)
    if not begin.strip():
        raise EmptySheet
    if begin.startswith(OLE):
        raise LockedSheet
    if begin.startswith(ZIP):
        try:
            _examine_parts(file)
        except BROKEN as error:
            raise DamagedSheet from error
    elif _encoding(begin) is None and UNREADABLE.search(begin.decode("latin-1")):
        raise NotASheet
    file.seek(0)


def read(file: IO[bytes]) -> Table:
    """What stands in the first visible sheet of an XLSX, or in a CSV. Refuses with a `SheetRefused`."""
    data = file.read(MOST_BYTES + 1)
    examine(io.BytesIO(data), size=len(data))
    rows = _xlsx_rows(data) if data.startswith(ZIP) else _csv_rows(data)
    try:
        return _table(rows)
    except BROKEN as error:
        raise DamagedSheet from error


def _table(rows: Iterable[Sequence[str]]) -> Table:
    filled = _filled(rows)
    _number, header = next(filled, (0, ()))
    if len(header) > MOST_COLUMNS:
        raise TooManyColumns(most=MOST_COLUMNS)
    found: list[tuple[int, Sequence[str]]] = []
    for number, row in filled:
        if len(found) == MOST_ROWS:
            raise TooManyRows(most=f"{MOST_ROWS:,}".replace(",", "."))
        found.append((number, row[: len(header)]))
    if not found:
        raise EmptySheet
    return Table(header, found)


def _filled(rows: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows in which something stands, without the empty cells at their end."""
    empty = 0
    for number, row in enumerate(rows, 1):
        length = max((place for place, text in enumerate(row, 1) if text), default=0)
        empty = 0 if length else empty + 1
        if empty > MOST_EMPTY_ROWS:
            return
        if length:
            yield number, row[:length]


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if UNREADABLE.search(text):
        raise NotASheet
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    delimiter = told[1] if told else _delimiter(text)
    rows = csv.reader(io.StringIO(text[told.end() :] if told else text, newline=""), delimiter=delimiter)
    for row in rows:
        if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
            raise TooManyColumns(most=MOST_COLUMNS)
        yield [cell.strip() for cell in row[:MOST_COLUMNS]]


def _decoded(data: bytes) -> str:
    """By its byte order mark, else as UTF-8, else as Windows wrote files before."""
    try:
        return data.decode(_encoding(data) or "utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise NotASheet from error


def _encoding(data: bytes) -> str | None:
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def _delimiter(text: str) -> str:
    """The one that stands most often in the header, which is never between quotes with another inside."""
    header = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    return max([",", ";", "\t"], key=header.count)


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    try:
        _count_through(data)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [each for each in workbook.worksheets if each.sheet_state == "visible"]
    except BROKEN as error:
        raise DamagedSheet from error
    if not sheets:
        raise EmptySheet
    sheet = sheets[0]
    if isinstance(sheet, ReadOnlyWorksheet):
        sheet.reset_dimensions()  # what the file says of its own size is not always so
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
        yield [_text(value) for value in row]


def _examine_parts(file: IO[bytes]) -> list[zipfile.ZipInfo]:
    """The parts of an XLSX, by what its directory says; a part is never unpacked to more than that."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise LockedSheet
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_INSIDE:
        raise SwollenSheet
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise DamagedSheet
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise NotASheet
    return parts


def _count_through(data: bytes) -> None:
    """Unpack each part once, piece by piece, and refuse what would take too long to parse."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tags = dict.fromkeys(MOST_TAGS, 0)
        for part in _examine_parts(io.BytesIO(data)):
            room = next(begin for begin in MOST_TAGS if part.filename.lower().startswith(begin))
            with archive.open(part) as unpacked:
                while piece := unpacked.read(1 << 20):
                    tags[room] += piece.count(b"<")
                    if tags[room] > MOST_TAGS[room]:
                        raise SwollenSheet


def _text(value: Any) -> str:
    """A cell as somebody would type it: numbers without a useless `.0`, days as 2026-11-24."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value)
    return UNREADABLE.sub("", text).strip()
