"""Templates and exports: nothing in them runs as a formula, and what is exported changes nothing when it comes back."""

import csv
import io

import pytest
from django.utils import translation
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog.models import Category, Product, Variant
from catalog.spreadsheet import book, planning, reading, writing
from catalog.spreadsheet.columns import COLUMNS, guarded, guarded_for_csv, headings, plain, unguarded
from catalog.spreadsheet.planning import Seen
from tests import make

pytestmark = pytest.mark.django_db

RUNS = tuple("=+-@\t\r")
ODD = [
    "=1+1",
    "+62812",
    "-",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "''-1",
    "0812345678",
    "1/2",
    "1e5",
    "#REF!",
    "=cmd|'/c calc'!A0",
    "'",
]
texts = st.text(alphabet=st.sampled_from("=+-@\t\r\n'\" ;,#0123456789/.eE:aÄ＝ \x00\x0b\U0001f9f5"), max_size=12)


@given(texts)
@settings(max_examples=2000)
@example("'＝1")
def test_what_is_guarded_does_not_run_and_comes_back(text):
    text = plain(text)
    for guard in (guarded, guarded_for_csv):
        assert not guard(text).startswith(RUNS)
        assert unguarded(guard(text)) == text


def named(of, name, description, choice):
    """A choice of that name; PostgreSQL keeps no NUL, so nor does the market."""
    made = make.variant("x", of=of)
    without = [text.replace("\0", "") for text in (name, description, choice)]
    Variant.objects.filter(pk=made.pk).update(name=without[2])
    Product.objects.filter(pk=made.product_id).update(name=without[0] or "x", description=without[1])


def read_back(producer, ending):
    """What a sheet would change that is just as the export wrote it, and what is wrong with it."""
    table = reading.read(io.BytesIO(writing.export(producer, ending=ending)))
    layout, offered, seen, plans = planning.layout_of(table), book.of(producer), Seen(), []
    for number, row in table.rows:
        made = planning.plan(number, layout.cells(row), book=offered, on=make.now().date(), newcomers=seen.newcomers)
        seen.note(made)
        plans.append(made)
    return plans


@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4))
@example([(each, each, each) for each in ODD])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_exported_changes_nothing_when_it_comes_back(weavers, said):
    Product.objects.filter(producer=weavers).update(status="archived")
    for name, description, choice in said:
        named(weavers, name, description, choice)
    for ending in (writing.XLSX, writing.CSV):
        plans = read_back(weavers, ending)
        assert [(each.changed, each.mistakes) for each in plans] == [({}, {})] * len(said)


def test_a_listing_with_all_its_facts_comes_back_unchanged(weavers):
    jam = make.variant("Madu", of=weavers, category="madu-minyak", low_at=2, weight_grams=450, unit="bottle")
    Product.objects.filter(pk=jam.product.pk).update(
        details={"composition": "madu", "net_weight_grams": 400, "shelf_life_days": 365, "halal_status": "in_process"}
    )
    make.variant("Tas", of=weavers, category="tas-daur-ulang", on_hand=0, lead_days=7, open_units_cap=3)
    Product.objects.filter(name="Tas").update(details={"not_for_food": True, "waste_share_percent": 80})
    for language in ("id", "en"):
        with translation.override(language):
            for ending in (writing.XLSX, writing.CSV):
                assert [(each.changed, each.mistakes) for each in read_back(weavers, ending)] == [({}, {}), ({}, {})]


def test_no_cell_of_an_export_is_a_formula(weavers):
    for text in ODD:
        named(weavers, text, text, text)
    page = load_workbook(io.BytesIO(writing.export(weavers, ending="xlsx"))).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if str(cell.value).startswith(RUNS)] == []
    rows = csv.reader(io.StringIO(writing.export(weavers, ending="csv").decode("utf-8-sig")), delimiter=";")
    assert [cell for row in rows for cell in row if cell.startswith(RUNS)] == []


def test_what_belongs_to_the_product_stands_in_its_first_row_only(weavers):
    cloth = make.variant("Kain", of=weavers)
    make.variant(of=weavers, product=cloth.product)
    table = reading.read(io.BytesIO(writing.export(weavers, ending="csv")))
    category = planning.layout_of(table)
    (_two, first), (_three, second) = table.rows
    assert (category.cells(first)["category"], category.cells(second).get("category")) == ("Kain tenun", None)
    assert category.cells(second)["name"] == "Kain"


def test_an_archived_listing_and_the_goods_of_others_are_not_exported(weavers, farmers):
    make.variant("Bayam", of=farmers)
    make.variant("Lama", of=weavers, status="archived")
    make.variant("Kain", of=weavers)
    table = reading.read(io.BytesIO(writing.export(weavers, ending="xlsx")))
    assert [row[1] for _number, row in table.rows] == ["Kain"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_explains_itself_and_offers_the_lists(language):
    with translation.override(language):
        workbook = load_workbook(io.BytesIO(writing.template(ending="xlsx")))
        labels = [str(column.label) for column in COLUMNS.values()]
        category = Category.objects.get(slug="kain-tenun").name
    page, explained = workbook.worksheets
    assert [cell.value for cell in page[1]] == labels
    assert page.max_row == 1
    assert [explained.cell(row, 1).value for row in range(2, 2 + len(labels))] == labels
    assert category in [cell.value for row in explained.iter_rows() for cell in row]
    offered = {str(each.sqref).partition("2:")[0]: each.formula1 for each in page.data_validations.dataValidation}
    assert offered["D"].endswith("$E$14") and offered["F"].endswith("$F$13")


def test_every_heading_is_known_in_both_languages():
    for language in ("id", "en"):
        with translation.override(language):
            for ending in ("xlsx", "csv"):
                data = writing.template(ending=ending)
                page = load_workbook(io.BytesIO(data)).worksheets[0][1] if ending == "xlsx" else None
                text = data.decode("utf-8-sig") if ending == "csv" else ""
                names = (
                    [cell.value for cell in page]
                    if page
                    else next(csv.reader([text], delimiter=text[text.find('"', 1) + 1]))
                )
                layout = planning.layout_of(reading.Table(names, []))
                assert list(layout.places.values()) == list(COLUMNS.values())
    assert len({column.key for column in headings().values()}) == len(COLUMNS)
