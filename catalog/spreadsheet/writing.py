"""Writing: the template, the list of what a producer offers, and what became of a sheet, as XLSX or CSV.

Texts that a spreadsheet program would take for a formula are guarded (`columns.guarded`); headings and lists of choices
are in the reader's language.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language, gettext
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.models import Sheet
from catalog.spreadsheet import book
from catalog.spreadsheet.book import Entry
from catalog.spreadsheet.columns import COLUMNS, OF_PRODUCT, Column, guarded, guarded_for_csv
from catalog.spreadsheet.reading import MOST_ROWS, Table
from producers.models import Producer

XLSX, CSV = "xlsx", "csv"
TYPES = {XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", CSV: "text/csv; charset=utf-8"}
HEAD = PatternFill("solid", fgColor="FF24365E")
HEAD_FONT = Font(bold=True, color="FFFFFFFF")
BOLD = Font(bold=True)
TEXT, INTEGER = "@", "0"
Row = Sequence[str | int]
Page = Any  # a page to which rows are only appended; the stubs know but half of it


def template(*, ending: str) -> bytes:
    """Headings only; in an XLSX with explanations and lists to choose from."""
    return _file([], ending=ending)


def export(producer: Producer, *, ending: str) -> bytes:
    """All that the producer offers, a row for each choice, in the form of the template.

    What belongs to the product as a whole stands in its first row only, but for its name.
    """
    return _file(_rows(book.of(producer).offered()), ending=ending)


def result(sheet: Sheet, table: Table) -> bytes:
    """The rows as they were sent, and before them what became of each and its number."""
    became = {each.number: each for each in sheet.outcomes.all()}
    workbook = Workbook(write_only=True)
    page = _page(workbook, gettext("Result"))
    for place, width in enumerate((8, 24, 10, 60), 1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "A2"
    told = [gettext("Row"), gettext("What became of it"), gettext("Number now"), gettext("Why")]
    page.append(_head(page, [*told, *_safe(table.header)]))
    for number, row in table.rows:
        each = became.get(number)
        outcome = each.get_outcome_display() if each else ""
        page.append([number, outcome, each.variant_id if each else None, each.note if each else "", *_safe(row)])
    return _saved(workbook)


def _rows(entries: Iterable[Entry]) -> Iterable[Row]:
    told: set[int] = set()
    for entry in entries:
        product = entry.listing.product.pk
        yield [
            "" if product in told and _is_told_once(column) else column.written(entry.value(column))
            for column in COLUMNS.values()
        ]
        told.add(product)


def _is_told_once(column: Column) -> bool:
    return column.fact is not None or (column in OF_PRODUCT and column.key != "name")


def _file(rows: Iterable[Row], *, ending: str) -> bytes:
    return _csv(rows) if ending == CSV else _xlsx(rows)


def _csv(rows: Iterable[Row]) -> bytes:
    """With the separator that spreadsheet programs expect in the reader's language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="," if get_language() == "en" else ";", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([str(column.label) for column in COLUMNS.values()])
    writer.writerows([guarded_for_csv(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[Row]) -> bytes:
    workbook = Workbook(write_only=True)
    page, explained = _page(workbook, gettext("Products")), _page(workbook, gettext("Explanation"))
    page.freeze_panes = "D2"
    lists = {key: list(column.choices().values()) for key, column in COLUMNS.items() if column.choices}
    for place, (key, column) in enumerate(COLUMNS.items(), 1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = INTEGER if column.is_number else TEXT
        if key in lists:
            _offer_list(page, letter, explained.title, place=list(lists).index(key), length=len(lists[key]))
    page.append(_head(page, [str(column.label) for column in COLUMNS.values()]))
    for row in rows:
        page.append([_cell(page, value) for value in row])
    _explain(explained, lists)
    return _saved(workbook)


FIRST_LIST = 5


def _offer_list(page: Page, letter: str, title: str, *, place: int, length: int) -> None:
    """Let the program offer the values that stand on the page of explanations."""
    source = get_column_letter(FIRST_LIST + place)
    formula = f"'{title}'!${source}$2:${source}${length + 1}"
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    validation.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    page.data_validations.append(validation)


def _explain(page: Page, lists: dict[str, list[str]]) -> None:
    """What each column means, and beside it the values to choose from."""
    for letter, width in {"A": 30, "B": 16, "C": 70, "D": 4}.items():
        page.column_dimensions[letter].width = width
    for place in range(len(lists)):
        page.column_dimensions[get_column_letter(FIRST_LIST + place)].width = 26
    names = [str(COLUMNS[key].label) for key in lists]
    page.append(_head(page, [gettext("Column"), gettext("Needed"), gettext("What to write"), "", *names]))
    needed = {"name": gettext("for new ones"), "price": gettext("for new ones"), "category": gettext("for new ones")}
    told = [[str(column.label), needed.get(key, ""), str(column.hint), ""] for key, column in COLUMNS.items()]
    told += [
        ["", "", gettext("An empty cell leaves things as they are; - empties them."), ""],
        ["", "", gettext("Nothing is changed before you have seen what would be."), ""],
    ]
    for number in range(max(len(told), *map(len, lists.values()))):
        own = told[number] if number < len(told) else [""] * 4
        listed = [values[number] if number < len(values) else "" for values in lists.values()]
        page.append([_wrapped(page, text) for text in own] + listed)


def _page(workbook: Workbook, title: str) -> Page:
    return workbook.create_sheet(title[:31])


def _head(page: Page, names: Iterable[str]) -> list[Cell]:
    cells = [WriteOnlyCell(page, value=name) for name in names]
    for cell in cells:
        cell.font, cell.fill = HEAD_FONT, HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cells


def _cell(page: Page, value: str | int) -> Cell | None:
    if value == "":
        return None
    cell = WriteOnlyCell(page, value=guarded(value) if isinstance(value, str) else value)
    cell.number_format = TEXT if isinstance(value, str) else INTEGER
    return cell


def _wrapped(page: Page, text: str) -> Cell:
    cell = WriteOnlyCell(page, value=text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _safe(row: Sequence[str]) -> list[str]:
    """As it was sent; what is guarded already stays so."""
    return [text if text.startswith("'") else guarded(text) for text in row]


def _saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
