"""Applying a sheet: through the verbs of the pages, in chunks that are done once, whatever becomes of the worker."""

import io

import pytest
from django.core.files.storage import default_storage

from catalog import stock
from catalog.models import PriceChange, Product, Revision, Sheet, SheetRow, StockMovement, Variant
from catalog.models.sheet import HasMistakes, NothingToApply
from catalog.spreadsheet import applying, reading, sending
from marketplace.money import Money
from marketplace.refusals import WrongStep
from tests import make

pytestmark = pytest.mark.django_db

NEW = ["Nama produk", "Pilihan", "Kategori", "Harga", "Stok"]


def applied(weavers, *rows):
    sheet = make.applied_sheet(weavers, *rows)
    assert sheet.status == "applied"
    return sheet


def test_new_products_become_drafts_with_their_choices(bob, weavers):
    header = [*NEW, "Satuan", "Days to make", "At most on order", "Weight in grams", "fibre"]
    sheet = applied(
        weavers,
        header,
        ["Kain", "biru", "kain-tenun", "75.000", 3, "lembar", None, None, 400, "katun"],
        ["Kain", "pesanan", None, "90.000", None, "lembar", 14, 5, None, None],
    )  # fmt: skip
    product = Product.objects.get()
    assert (product.name, product.status, product.producer, product.slug) == ("Kain", "draft", weavers, "kain")
    assert product.details == {"fibre": "katun"}
    blue, ordered = product.variants.all()
    assert (blue.name, blue.price, blue.on_hand, blue.unit, blue.weight_grams) == (
        "biru",
        Money(75_000),
        3,
        "sheet",
        400,
    )
    assert (ordered.name, ordered.lead_days, ordered.open_units_cap, ordered.on_hand) == ("pesanan", 14, 5, 0)
    assert StockMovement.objects.get().by == bob
    assert list(sheet.outcomes.values_list("number", "outcome", "variant")) == [
        (2, "new", blue.pk),
        (3, "new", ordered.pk),
    ]


def test_price_and_stock_change_at_once_and_words_by_a_revision(bob, weavers):
    cloth = make.variant("Kain", of=weavers, price=50_000, on_hand=3)
    applied(
        weavers, ["Nomor", "Nama produk", "Harga", "Stok", "Deskripsi"], [cloth.pk, "Kain baru", 60_000, 8, "Tebal."]
    )
    cloth.refresh_from_db()
    assert (cloth.price, cloth.on_hand, cloth.product.name) == (Money(60_000), 8, "Kain")
    assert PriceChange.objects.get().by == bob
    revision = Revision.objects.get()
    assert (revision.name, revision.description, revision.status) == ("Kain baru", "Tebal.", "draft")


def test_the_same_file_twice_changes_nothing_more(weavers):
    rows = NEW, ["Kain", "biru", "kain-tenun", 75_000, 3], ["Kain", "merah", None, 75_000, 3]
    applied(weavers, *rows)
    again = make.checked_sheet(weavers, *rows)
    assert again.counts == {"unchanged": 2}
    with pytest.raises(NothingToApply):
        again.begin(by=again.made_by, at=make.now())
    assert (Product.objects.count(), Variant.objects.count()) == (1, 2)


def test_two_sheets_that_were_checked_before_either_was_applied_make_no_doubles(weavers):
    rows = NEW, ["Kain", "biru", "kain-tenun", 75_000, 3]
    one, two = make.checked_sheet(weavers, *rows), make.checked_sheet(weavers, *rows)
    for sheet in (one, two):
        sheet.begin(by=sheet.made_by, at=make.now())
    applying.apply_waiting(seconds=60)
    assert [list(each.outcomes.values_list("outcome", flat=True)) for each in (one, two)] == [["new"], ["unchanged"]]
    assert Variant.objects.count() == 1


def test_with_mistakes_only_the_other_rows_are_applied_and_only_if_asked(weavers):
    sheet = make.checked_sheet(
        weavers, NEW, ["Kain", None, "kain-tenun", "mahal", 3], ["Tas", None, "tas-dompet", 9_000, 1]
    )
    with pytest.raises(HasMistakes):
        sheet.begin(by=sheet.made_by, at=make.now())
    assert Sheet.objects.get().status == "checked"
    sheet.begin_faultless(by=sheet.made_by, at=make.now())
    applying.apply_waiting(seconds=60)
    assert list(sheet.outcomes.values_list("number", "outcome")) == [(2, "skipped"), (3, "new")]
    assert [each.name for each in Product.objects.all()] == ["Tas"]


def test_what_was_ordered_meanwhile_is_a_refusal_of_that_row_only(weavers):
    cloth, scarf = make.variant("Kain", of=weavers, on_hand=5), make.variant("Tas", of=weavers, on_hand=5)
    sheet = make.checked_sheet(weavers, ["Nomor", "Harga", "Stok"], [cloth.pk, 9_000, 2], [scarf.pk, 9_000, 2])
    stock.reserve({cloth.pk: 4}, at=make.now())
    cloth.price_at(Money(1_000), by=None, at=make.now())
    sheet.begin(by=sheet.made_by, at=make.now())
    applying.apply_waiting(seconds=60)
    assert list(sheet.outcomes.values_list("outcome", flat=True)) == ["refused", "changed"]
    assert "4" in sheet.outcomes.first().note
    cloth.refresh_from_db()
    assert (cloth.price, cloth.on_hand) == (Money(1_000), 5)


def test_a_sheet_has_the_last_word_about_a_price_that_changed_meanwhile(weavers):
    cloth = make.variant("Kain", of=weavers, price=5_000)
    sheet = make.checked_sheet(weavers, ["Nomor", "Harga"], [cloth.pk, 9_000])
    cloth.price_at(Money(7_000), by=None, at=make.now())
    sheet.begin(by=sheet.made_by, at=make.now())
    applying.apply_waiting(seconds=60)
    assert [(each.before, each.after) for each in PriceChange.objects.all()][-1] == (Money(7_000), Money(9_000))


def begun(weavers, count):
    sheet = make.checked_sheet(weavers, NEW, *[[f"Kain {each}", None, "kain-tenun", 9_000, 1] for each in range(count)])
    sheet.begin(by=sheet.made_by, at=make.now())
    return sheet


def test_when_time_is_over_the_rest_is_left_for_the_next(weavers):
    sheet = begun(weavers, applying.CHUNK + 5)
    applying.apply_waiting(seconds=0.01)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.done, Product.objects.count()) == ("applying", applying.CHUNK, applying.CHUNK)
    applying.apply_waiting(seconds=60)
    sheet.refresh_from_db()
    assert (sheet.status, sheet.done, Product.objects.count()) == ("applied", sheet.rows, applying.CHUNK + 5)


def test_a_chunk_that_breaks_leaves_nothing_of_itself_and_is_done_again(weavers, monkeypatch):
    sheet = begun(weavers, applying.CHUNK + 5)
    real = Sheet.advance

    def breaks(self, **told):
        real(self, **told)
        if self.done > applying.CHUNK:
            raise RuntimeError("the power is out")

    monkeypatch.setattr(Sheet, "advance", breaks)
    applying.apply_waiting(seconds=60)
    sheet.refresh_from_db()
    assert (sheet.done, Product.objects.count(), SheetRow.objects.count()) == (applying.CHUNK,) * 3
    monkeypatch.setattr(Sheet, "advance", real)
    Sheet.objects.update(lease_until=None)
    applying.apply_waiting(seconds=60)
    sheet.refresh_from_db()
    assert (sheet.status, Product.objects.count(), SheetRow.objects.count()) == ("applied", sheet.rows, sheet.rows)


def test_who_lost_the_lease_writes_nothing(weavers):
    sheet = begun(weavers, 3)
    assert sheet.claim(at=make.now(), lease=applying.LEASE)
    Sheet.objects.update(lease_until=make.now())  # another worker has it by now
    with pytest.raises(WrongStep):
        applying.carry_on(sheet, ends_at=float("inf"))
    assert not Product.objects.exists()


def test_a_sheet_is_held_by_one_worker(weavers):
    sheet = begun(weavers, 3)
    assert sheet.claim(at=make.now(), lease=applying.LEASE)
    assert applying.apply_waiting(seconds=60) == 0
    assert not Sheet.objects.get().claim(at=make.now(), lease=applying.LEASE)


def test_the_result_tells_what_became_of_each_row(weavers):
    sheet = applied(weavers, NEW, ["Kain", None, "kain-tenun", 9_000, 1], ["Tas", None, "udara", 9_000, 1])
    with default_storage.open(sheet.result.name) as file:
        table = reading.read(io.BytesIO(file.read()))
    (number, good), (_number, bad) = table.rows
    assert (number, good[0], good[2], good[4]) == (2, "2", str(Variant.objects.get().pk), "Kain")
    assert (bad[0], bad[2], "udara" in bad[3], bad[6]) == ("3", "", True, "udara")


def test_the_files_of_old_sheets_are_erased(weavers):
    sheet = applied(weavers, NEW, ["Kain", None, "kain-tenun", 9_000, 1])
    files = sheet.files
    assert all(default_storage.exists(name) for name in files)
    assert sending.tidy(at=make.now()) == 0
    assert sending.tidy(at=make.now() + sending.KEPT_FOR * 2) == 1
    assert not any(default_storage.exists(name) for name in files)
    assert sheet.outcomes.count() == 1
