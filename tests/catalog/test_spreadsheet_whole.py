"""A spreadsheet of 5,000 rows with 50 planted mistakes: the dry run names exactly those, and twice makes no doubles."""

import pytest

from catalog.models import Category, Product, SheetRow, StockMovement, Variant
from catalog.spreadsheet import applying
from marketplace.money import Money
from tests import make

pytestmark = pytest.mark.django_db

HEADER = [
    "Nomor", "Nama produk", "Pilihan", "Kategori", "Harga", "Satuan", "Stok", "Days to make", "At most on order",
    "Weight in grams", "Description", "composition", "net_weight_grams", "halal_status", "Catatan saya",
]  # fmt: skip

# What is wrong, in which column, and which cells are otherwise; each kind twice, on rows that are far apart.
OF_NEW = [
    ("Nama produk", {1: None}),
    ("Nama produk", {1: "x" * 101}),
    ("Nama produk", {1: "Selendang organik"}),
    ("Kategori", {3: "Kapal terbang"}),
    ("Harga", {4: "mahal"}),
    ("Harga", {4: 75}),
    ("Harga", {4: None}),
    ("Harga", {4: "#REF!"}),
    ("Satuan", {5: "gerobak"}),
    ("Stok", {6: -1}),
    ("Stok", {6: "banyak"}),
    ("Stok", {6: 2.5}),
    ("At most on order", {6: None, 7: 5}),
    ("Days to make", {8: 3}),
    ("Weight in grams", {9: 0}),
    ("composition", {11: "kapas"}),
    ("halal_status", {13: "barangkali"}),
    ("Nomor", {0: 999_999_999}),
    ("Nomor", {0: "abc"}),
    ("Pilihan", {2: "y" * 61}),
]
OF_KNOWN = [
    ("Harga", {4: "Rp 9"}),
    ("Stok", {6: 1}),
    ("Harga", {4: "-"}),
    ("Nomor", {0: "the number of the row before"}),
    ("Description", {10: "Barang tidak dapat dikembalikan."}),
]


@pytest.fixture
def known(weavers):
    """4,000 choices of 400 products that are on sale; of each, three are promised to buyers."""
    category = Category.objects.get(slug="tas-dompet")
    products = Product.objects.bulk_create(
        Product(producer=weavers, category=category, slug=f"tas-{number}", name=f"Tas {number}", status="published",
                made_at=make.now(), published_at=make.now())
        for number in range(400)
    )  # fmt: skip
    return Variant.objects.bulk_create(
        Variant(product=product, name=f"ukuran {size}", price=Money(10_000), on_hand=10, reserved=3, position=size)
        for product in products
        for size in range(10)
    )


def rows(known):
    """1,000 rows for 500 new products of two choices each, 1,000 with another price and stock, 3,000 as it is."""
    made = [
        [None, f"Selendang tenun {number // 2}", "merah" if number % 2 else "biru", "Kain tenun", "Rp75.000",
         "sheet" if number % 3 else "piece", number % 40, None, None, 150, "Ditenun dengan tangan.", *[None] * 3, "ya"]
        for number in range(1_000)
    ]  # fmt: skip
    changed = [
        [variant.pk, variant.product.name, variant.name, None, 50_000 + place, None, 20, *[None] * 8]
        for place, variant in enumerate(known[:1_000])
    ]
    same = [[variant.pk, variant.product.name, variant.name, None, "Rp10.000", None, 10, *[None] * 8]
            for variant in known[1_000:]]  # fmt: skip
    return made + changed + same


def plant(table):
    """Put the mistakes in; the rows, as a spreadsheet counts them, and the columns that are wrong now."""
    wrong = []
    for place, (column, cells) in enumerate(OF_NEW * 2):
        wrong.append(spoilt(table, 20 + place * 24, column, cells))
    for place, (column, cells) in enumerate(OF_KNOWN * 2):
        wrong.append(spoilt(table, 1_010 + place * 95, column, cells))
    return wrong


def spoilt(table, place, column, cells):
    for at, value in cells.items():
        table[place][at] = table[place - 1][0] if value == "the number of the row before" else value
    return place + 2, column


def written():
    """Everything that applying could touch, as it is."""
    return [
        sorted(Product.objects.values_list("name", "status", "description")),
        sorted(Variant.objects.values_list("pk", "name", "price", "on_hand", "reserved")),
        StockMovement.objects.count(),
    ]


def apply_all(sheet):
    while sheet.status == "applying":
        applying.apply_waiting(seconds=60)
        sheet.refresh_from_db()


def test_five_thousand_rows_with_fifty_planted_mistakes(weavers, known):
    table = rows(known)
    wrong = plant(table)
    before = written()
    assert (len(table), len(wrong)) == (5_000, 50)

    sheet = make.checked_sheet(weavers, HEADER, *table)

    assert (sheet.status, sheet.failure) == ("checked", "")
    assert sorted((each["row"], each["column"]) for each in sheet.mistakes) == sorted(wrong)
    assert sheet.counts == {"new": 960, "changed": 990, "unchanged": 3_000}
    assert sheet.ignored == ["Catatan saya"]
    assert written() == before

    sheet.begin_faultless(by=sheet.made_by, at=make.now())
    apply_all(sheet)

    assert sheet.status == "applied"
    assert sheet.outcomes.counted() == {"new": 960, "changed": 990, "unchanged": 3_000, "skipped": 50}
    assert Product.objects.filter(producer=weavers, status="draft").count() == 500
    assert Variant.objects.filter(product__status="draft").count() == 960
    assert Variant.objects.filter(pk__in=[each.pk for each in known], on_hand=20, price__gte=50_000).count() == 990
    after = written()

    again = make.checked_sheet(weavers, HEADER, *table)
    assert again.counts == {"unchanged": 4_950}
    assert len(again.mistakes) == 50
    again.counts["changed"] = 1  # somebody changes something after the check, so that it can be begun at all
    again.begin_faultless(by=again.made_by, at=make.now())
    apply_all(again)

    assert again.outcomes.counted() == {"unchanged": 4_950, "skipped": 50}
    assert written() == after
    assert SheetRow.objects.filter(outcome="refused").count() == 0
