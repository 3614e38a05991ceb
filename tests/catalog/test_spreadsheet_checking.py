"""The dry run: what each row would do or what is wrong with it, and nothing written."""

import pytest

from catalog import editing, stock
from catalog.models import Product, Variant
from catalog.spreadsheet import checking, sending
from catalog.spreadsheet.sending import TooManySheets
from tests import make

pytestmark = pytest.mark.django_db

NEW = ["Nama produk", "Pilihan", "Kategori", "Harga", "Stok"]


@pytest.fixture(autouse=True)
def in_english(bob):
    bob.introduce(name=bob.name, language="en")


def mistakes(sheet):
    return [(each["row"], each["column"], each["message"]) for each in sheet.mistakes]


def test_a_new_product_with_two_choices(weavers):
    sheet = make.checked_sheet(
        weavers, NEW, ["Kain", "biru", "kain-tenun", "Rp75.000", 3], ["kain ", "merah", None, 80_000, 1]
    )
    assert (sheet.status, sheet.rows, sheet.counts, sheet.mistakes) == ("checked", 2, {"new": 2}, [])
    assert not Product.objects.exists()
    first = sheet.changes[0]
    assert (first["row"], first["name"], first["kind"]) == (2, "Kain, biru", "new")
    assert {"column": "Price", "before": "", "after": "Rp75.000"} in first["cells"]


@pytest.mark.parametrize(
    "price", ["75000", "75.000", "75,000", "Rp75.000", "Rp 75.000", "rp. 75.000,-", 75_000, "75.000,00"]
)
def test_a_price_is_read_as_people_write_it(weavers, price):
    sheet = make.checked_sheet(weavers, NEW, ["Kain", None, "Woven cloth", price, 3])
    assert sheet.mistakes == []
    assert {"column": "Price", "before": "", "after": "Rp75.000"} in sheet.changes[0]["cells"]


@pytest.mark.parametrize("price", ["75 ribu", "$75", "75.5", "75.00.000", "-75000", "0", "100.000.001", "٧٥٠٠٠"])
def test_what_is_no_price_is_a_mistake(weavers, price):
    sheet = make.checked_sheet(weavers, NEW, ["Kain", None, "kain-tenun", price, 3])
    assert [(row, column) for row, column, _message in mistakes(sheet)] == [(2, "Harga")]


def test_headings_may_stand_in_any_order_and_language_and_unknown_ones_are_named(weavers):
    header = ["HARGA (Rp)", "Catatan", "product name", "satuan", "Category", "stok"]
    sheet = make.checked_sheet(weavers, header, ["1.000", "x", "Kain", "piece", "Kain tenun", "2"], name="a.csv")
    assert (sheet.counts, sheet.ignored, sheet.mistakes) == ({"new": 1}, ["Catatan"], [])


def test_without_known_headings_it_cannot_be_used(weavers):
    sheet = make.checked_sheet(weavers, ["satu", "dua"], ["a", "b"])
    assert sheet.status == "failed"
    assert (
        sheet.failure
        == "The first row must name the columns, at least “Product name” or “Number”. Please use the template."
    )


def test_a_heading_twice_cannot_be_used(weavers):
    sheet = make.checked_sheet(weavers, ["Nama produk", "Harga", "Price"], ["a", "1000", "2000"])
    assert sheet.failure == "The column “Price” stands there twice. Please delete one."


def test_by_its_number_a_choice_is_found_and_what_is_empty_stays(weavers):
    cloth = make.variant("Kain", of=weavers, price=50_000)
    sheet = make.checked_sheet(weavers, ["Nomor", "Nama produk", "Harga", "Stok"], [cloth.pk, None, "60.000", None])
    assert sheet.counts == {"changed": 1}
    assert sheet.changes[0]["cells"] == [{"column": "Price", "before": "Rp50.000", "after": "Rp60.000"}]


def test_by_its_names_a_choice_is_found(weavers):
    cloth = make.variant("Kain Tenun", of=weavers, price=50_000, on_hand=3)
    cloth.describe(name="Biru")
    sheet = make.checked_sheet(weavers, NEW, ["kain  tenun", "BIRU", "kain-tenun", 50_000, 3])
    assert sheet.counts == {"unchanged": 1}


def test_the_number_of_somebody_else_is_unknown(weavers, farmers):
    other = make.variant("Bayam", of=farmers)
    sheet = make.checked_sheet(weavers, ["Nomor", "Harga"], [other.pk, 1_000])
    assert mistakes(sheet) == [(2, "Nomor", "You have no product with this number. Leave it empty for a new one.")]


def test_two_products_of_one_name_are_told_apart_by_number_only(weavers):
    one, _two = make.variant("Tas", of=weavers), make.variant("Tas", of=weavers)
    sheet = make.checked_sheet(weavers, ["Nomor", "Nama produk", "Harga"], [None, "Tas", 9_000], [one.pk, "Tas", 8_000])
    assert mistakes(sheet) == [(2, "Nomor", "You have several with these names. Write the number of the one you mean.")]


def test_rows_about_the_same_are_compared(weavers):
    cloth = make.variant("Kain", of=weavers)
    cloth.describe(name="biru")
    header = ["Nomor", "Nama produk", "Pilihan", "Kategori", "Harga", "Deskripsi"]
    sheet = make.checked_sheet(
        weavers,
        header,
        [cloth.pk, "Kain", "biru", None, 9_000, "Tebal."],
        [None, "Kain", "biru", None, 9_500, None],
        [None, "Kain", "merah", None, 9_000, "Tipis."],
    )  # fmt: skip
    assert mistakes(sheet) == [
        (3, "Pilihan", "Row 2 is about the same choice. Keep one of them."),
        (4, "Deskripsi", "Row 2 says otherwise of the same product."),
    ]


def test_a_count_below_what_is_ordered(weavers):
    cloth = make.variant("Kain", of=weavers, on_hand=5)
    stock.reserve({cloth.pk: 4}, at=make.now())
    sheet = make.checked_sheet(weavers, ["Nomor", "Stok"], [cloth.pk, 3])
    assert mistakes(sheet) == [(2, "Stok", "4 are already ordered: the count cannot be lower than that.")]


def test_what_is_ordered_keeps_its_way_of_being_sold(weavers):
    cloth = make.variant("Kain", of=weavers, on_hand=5)
    stock.reserve({cloth.pk: 4}, at=make.now())
    sheet = make.checked_sheet(weavers, ["Nomor", "Days to make", "At most on order"], [cloth.pk, 7, 9])
    assert [(row, column) for row, column, _message in mistakes(sheet)] == [(2, "Days to make")]


def test_what_is_in_review_keeps_its_words_but_not_its_price(bob, weavers):
    cloth = make.variant("Kain", of=weavers, status="in_review")
    header = ["Nomor", "Nama produk", "Harga"]
    assert make.checked_sheet(weavers, header, [cloth.pk, "Kain", 9_000]).counts == {"changed": 1}
    sheet = make.checked_sheet(weavers, header, [cloth.pk, "Kain baru", 9_000])
    assert mistakes(sheet) == [(2, "Nama produk", "This is being reviewed. Take it back first, then change it.")]


def test_an_edited_version_that_says_so_already_is_no_change(bob, weavers):
    cloth = make.variant("Kain", of=weavers)
    editing.change(editing.version_of(cloth.product, by=bob, at=make.now()), by=bob, at=make.now(), name="Kain baru")
    sheet = make.checked_sheet(weavers, ["Nomor", "Nama produk"], [cloth.pk, "Kain baru"])
    assert sheet.counts == {"unchanged": 1}


def test_facts_belong_to_their_categories(weavers):
    header = ["Nama produk", "Kategori", "Harga", "shelf_life_days", "halal_status", "not_for_food"]
    sheet = make.checked_sheet(
        weavers,
        header,
        ["Madu", "madu-minyak", 1_000, "1.095", "Not halal", None],
        ["Kain", "kain-tenun", 1_000, 3, None, None],
        ["Tas", "tas-daur-ulang", 1_000, None, None, "ya"],
    )  # fmt: skip
    assert mistakes(sheet) == [(3, "shelf_life_days", "This does not belong to “Woven cloth”: leave it empty.")]
    assert [each["name"] for each in sheet.changes] == ["Madu", "Tas"]


def test_a_lone_dash_empties_what_may_be_empty(weavers):
    cloth = make.variant("Kain", of=weavers, weight_grams=300)
    sheet = make.checked_sheet(weavers, ["Nomor", "Weight in grams", "Harga"], [cloth.pk, "-", "-"])
    assert mistakes(sheet) == [(2, "Harga", "This cannot be emptied.")]


def test_a_choice_that_is_taken_off_must_be_put_back_first(weavers):
    cloth = make.variant("Kain", of=weavers)
    Variant.objects.filter(pk=cloth.pk).update(is_active=False)
    sheet = make.checked_sheet(weavers, ["Nomor", "Harga"], [cloth.pk, 9_000])
    assert [message for _row, _column, message in mistakes(sheet)] == ["This choice is taken off. Put it back first."]


def test_a_product_has_thirty_choices_at_most(weavers):
    sheet = make.checked_sheet(
        weavers, NEW, *[["Kain", f"no {number}", "kain-tenun", 1_000, 1] for number in range(31)]
    )
    assert mistakes(sheet) == [(32, "Pilihan", "A product can have at most 30 choices.")]


def test_only_some_are_worked_on_at_a_time(weavers):
    for _each in range(sending.MOST_UNDER_WAY):
        make.sent_sheet(weavers, NEW, ["Kain", None, "kain-tenun", 1_000, 1])
    with pytest.raises(TooManySheets):
        make.sent_sheet(weavers, NEW, ["Kain", None, "kain-tenun", 1_000, 1])


def test_a_sheet_that_takes_its_worker_down_is_given_up(weavers, monkeypatch):
    sheet = make.sent_sheet(weavers, NEW, ["Kain", None, "kain-tenun", 1_000, 1])
    monkeypatch.setattr(checking, "check", lambda *_args, **_named: 1 / 0)
    for _attempt in range(4):
        checking.check_sent()
    sheet.refresh_from_db()
    assert (sheet.status, sheet.failure) == (
        "failed",
        "Something went wrong with it here. The coordinators can see what.",
    )
