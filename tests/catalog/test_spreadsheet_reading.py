"""Reading spreadsheets: every form in which people send them, and refusals for what is hostile, within bounds."""

import io
import time
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml import DEFUSEDXML, LXML

from catalog.spreadsheet import reading
from catalog.spreadsheet.reading import (
    DamagedSheet,
    EmptySheet,
    HeavySheet,
    LockedSheet,
    NotASheet,
    SheetRefused,
    SwollenSheet,
    TooManyColumns,
    TooManyRows,
)

HEADER = ["Nama produk", "Harga"]
ROWS = [(2, ["Kain tenun “Sikka”", "75.000"]), (3, ["Tas", "50000"])]
TEXT = "Nama produk;Harga\r\nKain tenun “Sikka”;75.000\r\nTas;50000\r\n"


def xlsx(*rows, edit=lambda book: None):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    edit(book)
    book.save(file)
    return file.getvalue()


def read(data):
    return reading.read(io.BytesIO(data))


def rezipped(data, edit, *, compression=zipfile.ZIP_DEFLATED):
    """The same XLSX with its parts changed: `edit` takes and gives a dictionary of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = edit({name: archive.read(name) for name in archive.namelist()})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_sheet(content):
    """An XLSX whose first sheet is this XML."""
    return rezipped(xlsx(HEADER, ["Kain", 1]), lambda parts: parts | {"xl/worksheets/sheet1.xml": content})


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        ("sep=;\r\n" + TEXT).encode(),
        TEXT.replace("\r\n", "\n").encode(),
        xlsx(HEADER, ["Kain tenun “Sikka”", "75.000"], ["Tas", 50_000]),
        xlsx(HEADER, ["Kain tenun “Sikka”", " 75.000 "], ["Tas", 50_000.0]),
    ],
    ids=["utf8", "bom", "windows", "utf16", "comma", "tab", "told", "unix", "xlsx", "floats"],
)
def test_every_usual_form_is_read_alike(data):
    table = read(data)
    told = 1 if data.startswith(b"sep") else 0
    assert (list(table.header), [(number + told, list(row)) for number, row in table.rows]) == (
        HEADER, [(number + told, row) for number, row in ROWS],
    )  # fmt: skip


def test_empty_rows_hidden_sheets_and_merged_cells_do_no_harm():
    def edit(book):
        book.create_sheet("rahasia", 0).sheet_state = "hidden"
        book["rahasia"].append(["Nomor", "lain"])
        book.active = 1
        book["Sheet"].merge_cells("A4:A5")

    table = read(xlsx([], HEADER, [None, None], ["Kain", 1], [None, 2], edit=edit))
    assert (list(table.header), [(number, list(row)) for number, row in table.rows]) == (
        HEADER, [(4, ["Kain", "1"]), (5, ["", "2"])],
    )  # fmt: skip


def test_of_a_formula_the_value_is_read():
    """As a spreadsheet program saves it: the formula with its last value."""
    cells = '<row r="2"><c r="A2" t="str"><f>B2&amp;C2</f><v>Kain</v></c><c r="B2"><f>2*3</f><v>6</v></c></row>'
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>Nama produk</t></is></c></row>'
    begin = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    table = read(with_sheet(f"{begin}{head}{cells}</sheetData></worksheet>"))
    assert [(number, list(row)) for number, row in table.rows] == [(2, ["Kain"])]


def test_a_whole_column_that_is_formatted_is_no_hindrance():
    def edit(book):
        validation = DataValidation(type="list", formula1='"a,b"')
        validation.add("A2:A1048576")
        book.active.add_data_validation(validation)
        book.active.cell(20_000, 2).number_format = "@"

    assert len(read(xlsx(HEADER, ["Kain", 1], edit=edit)).rows) == 1


def test_five_thousand_rows_are_read_and_one_more_is_refused():
    rows = [["Kain", number] for number in range(5_001)]
    assert len(read(xlsx(HEADER, *rows[:5_000])).rows) == 5_000
    with pytest.raises(TooManyRows):
        read(xlsx(HEADER, *rows))


def zip_bomb():
    return rezipped(
        xlsx(HEADER), lambda parts: parts | {"xl/worksheets/sheet1.xml": b"<a>" + b" " * (65 * 1024 * 1024)}
    )


def lying_zip():
    """The directory says one byte, and the part holds 100 MB."""
    data = bytearray(rezipped(xlsx(HEADER), lambda parts: parts | {"xl/worksheets/sheet1.xml": b" " * 60_000_000}))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")
    return bytes(data)


def many_cells():
    row = b"<row>" + b"<c/>" * 100_000 + b"</row>"
    return with_sheet(b"<worksheet><sheetData>" + row * 45 + b"</sheetData></worksheet>")


def many_strings():
    return rezipped(xlsx(HEADER), lambda parts: parts | {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 1_300_000})


def many_styles():
    return rezipped(xlsx(HEADER), lambda parts: parts | {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 200_000})


def xml_bomb(content=b"&j;"):
    entities = b"".join(
        b'<!ENTITY %c "%s">' % (ord("a") + at, b"&%c;" % (ord("a") + at - 1) * 10 if at else b"ha" * 50)
        for at in range(10)
    )
    begin = b'<?xml version="1.0"?><!DOCTYPE worksheet [' + entities + b"]>"
    namespace = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>'
    return with_sheet(begin + namespace + content + b"</v></c></row></sheetData></worksheet>")


def outside_entity():
    begin = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    namespace = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>'
    return with_sheet(begin + namespace + b"&x;</v></c></row></sheetData></worksheet>")


def encrypted():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def zip_with_a_password():
    data = bytearray(xlsx(HEADER, ["Kain", 1]))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def far_cell():
    row = b'<row r="99999999999"><c r="ZZZ99999999999"><v>1</v></c></row>'
    begin = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    )
    return with_sheet(begin + b"<sheetData>" + row + b"</sheetData></worksheet>")


HOSTILE = {
    "nothing": (b"", EmptySheet),
    "blanks": (b"  \r\n ", EmptySheet),
    "headings only": (xlsx(HEADER), EmptySheet),
    "six megabytes": (b"a;b\r\n" * 1_300_000, HeavySheet),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), NotASheet),
    "a program": (b"\x7fELF\x02\x01\x01\x00" + bytes(300), NotASheet),
    "another zip": (rezipped(xlsx(HEADER), lambda parts: {"mimetype": b"text"}), NotASheet),
    "half a file": (xlsx(HEADER, ["Kain", 1])[:2_000], DamagedSheet),
    "bytes behind a zip's name": (b"PK\x03\x04" + b"x" * 500, DamagedSheet),
    "another way to pack": (rezipped(xlsx(HEADER), dict, compression=zipfile.ZIP_LZMA), DamagedSheet),
    "a password": (encrypted(), LockedSheet),
    "a zip with a password": (zip_with_a_password(), LockedSheet),
    "a zip bomb": (zip_bomb(), SwollenSheet),
    "a zip bomb that lies": (lying_zip(), DamagedSheet),
    "four million cells": (many_cells(), SwollenSheet),
    "a million texts": (many_strings(), SwollenSheet),
    "a million styles": (many_styles(), SwollenSheet),
    "six hundred parts": (
        rezipped(xlsx(HEADER), lambda parts: parts | {f"x{number}": b"" for number in range(600)}), SwollenSheet,
    ),
    "an XML bomb": (xml_bomb(), DamagedSheet),
    "a file of ours": (outside_entity(), DamagedSheet),
    "no XML": (with_sheet(b"this is no XML"), DamagedSheet),
    "a cell far away": (far_cell(), EmptySheet),
    "a million columns": (b";".join([b"x"] * 1_000_000) + b"\r\n1", TooManyColumns),
    "a hundred and one columns": (xlsx([f"x{number}" for number in range(101)], ["1"]), TooManyColumns),
    "a quote that never ends": (b'Nama produk;Harga\r\n"' + b"x" * 200_000, DamagedSheet),
}  # fmt: skip


@pytest.mark.parametrize(("data", "refusal"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_within_bounds(data, refusal):
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(SheetRefused) as refused:
        read(data)
    seconds, (_now, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert type(refused.value) is refusal
    assert seconds < 20
    assert most < 200 * 1024 * 1024


def test_noise_is_refused_and_never_a_fault():
    begin = xlsx(HEADER, ["Kain", 1])
    for place in range(0, len(begin), 97):
        data = bytearray(begin)
        data[place] ^= 0xFF
        try:
            read(bytes(data))
        except SheetRefused:
            continue


def test_openpyxl_is_guarded_against_hostile_xml():
    """It uses defusedxml by itself where that is installed, and nothing would tell if it ever did not."""
    assert (DEFUSEDXML, LXML) == (True, False)
