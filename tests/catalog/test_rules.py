"""Rules: what each kind of listing needs before it may be reviewed, and which words it may not say without proof."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from catalog import listings, rules
from catalog.models import Product
from catalog.rules import ListingIncomplete, WordNeedsProof
from tests import make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOW = timezone.now()

FOOD = {"composition": "madu", "net_weight_grams": 350, "shelf_life_days": 90, "halal_status": "in_process"}


def parts(product):
    return [lack.part for lack in rules.missing(product, on=TODAY)]


@pytest.fixture
def honey(farmers):
    return make.draft("Madu hutan", of=farmers, category="madu-minyak", details=FOOD)


@pytest.fixture
def beans(farmers):
    return make.draft("Kacang nasi", of=farmers, category="kering", details={"psat_exemption": "raw_material"})


@pytest.mark.parametrize("category", ["sayur", "kain-tenun", "tas-daur-ulang", "telur"])
def test_fresh_produce_cloth_and_craft_need_name_price_and_photo_only(farmers, category):
    product = make.draft(of=farmers, category=category)
    assert parts(product) == []
    product.photos.all().delete()
    product.variants.update(is_active=False)
    Product.objects.filter(pk=product.pk).update(name=" ")
    product.refresh_from_db()
    assert parts(product) == ["name", "price", "photos"]


def test_food_needs_its_data(farmers):
    product = make.draft("Keripik", of=farmers, category="olahan")
    assert parts(product) == ["composition", "net_weight_grams", "shelf_life_days", "halal_status", "permit"]


@pytest.mark.parametrize("kind", ["pirt", "bpom_md", "slhs"])
def test_food_that_keeps_needs_a_permit(honey, kind, bob):
    assert parts(honey) == ["permit"]
    honey.details |= {"permit_exemption": "ready_to_eat"}  # no reason helps what keeps for three months
    assert parts(honey) == ["permit"]
    claim = make.claim(honey, kind)
    assert parts(honey) == []
    assert [lack.part for lack in rules.blocking_approval(honey, on=TODAY)] == ["permit"]
    claim.confirm(by=bob, at=NOW)
    assert rules.blocking_approval(honey, on=TODAY) == []


@pytest.mark.parametrize("kind", ["halal", "psat", "organic_certified"])
def test_another_paper_is_no_permit(honey, kind):
    make.claim(honey, kind)
    assert parts(honey) == ["permit"]


@pytest.mark.parametrize(
    ("status", "days", "counts"),
    [
        ("claimed", 0, True), ("claimed", -1, False), ("confirmed", 0, True), ("confirmed", -1, False),
        ("declined", 9, False), ("expired", 9, False), ("withdrawn", 9, False),
    ],
)  # fmt: skip
def test_which_claims_count(honey, status, days, counts):
    make.claim(honey, "pirt", status=status, valid_until=TODAY + timedelta(days=days))
    assert (parts(honey) == []) is counts


@pytest.mark.parametrize(("days", "permit_exemption", "lacks"), [
    (7, "short_life", []), (7, "ready_to_eat", []), (7, None, ["permit"]), (8, "short_life", ["permit"]),
])  # fmt: skip
def test_food_that_does_not_keep_needs_a_permit_or_a_reason(honey, days, permit_exemption, lacks):
    honey.details = FOOD | {"shelf_life_days": days}
    if permit_exemption:
        honey.details["permit_exemption"] = permit_exemption
    assert parts(honey) == lacks


@pytest.mark.parametrize("status", ["certified", "self_declared"])
def test_halal_is_said_with_the_certificate_only(honey, status):
    make.claim(honey, "pirt")
    honey.details["halal_status"] = status
    assert parts(honey) == ["halal"]
    make.claim(honey, "halal")
    assert parts(honey) == []


def test_processed_food_is_not_fresh(honey):
    make.claim(honey, "pirt")
    honey.details["halal_status"] = "not_required_fresh"
    assert parts(honey) == ["halal_status"]


def test_packed_dry_produce_needs_a_number_or_a_reason(beans):
    assert parts(beans) == []
    beans.details = {}
    assert parts(beans) == ["psat"]
    make.claim(beans, "psat")
    assert parts(beans) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bayam organik",
        "ORGANIC kale",
        "Sayur Organiknya",
        "or\u00adganik",
        "ｏｒｇａｎｉｋ",
        "orga\u200bnik",
        "Órganik",
    ],
)
def test_organic_needs_its_certificate(farmers, text, bob):
    product = make.draft(text, of=farmers, category="sayur")
    assert parts(product) == ["organic"]
    for kind in ("pamor", "lab_tested", "no_synthetic"):
        make.claim(product, kind)
    assert parts(product) == ["organic"]
    claim = make.claim(product, "organic_certified", valid_until=TODAY)
    assert parts(product) == []
    claim.confirm(by=bob, at=NOW)
    assert [lack.part for lack in rules.blocking_approval(product, on=TODAY + timedelta(days=1))] == ["organic"]


@pytest.mark.parametrize("text", ["Tas anorganik", "Inorganic", "Bayam segar", "Organisasi petani"])
def test_what_only_sounds_like_organic(farmers, text):
    assert parts(make.draft(text, of=farmers, category="sayur")) == []


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("description", {"description": "Pupuknya organik"}),
        ("facts", {"details": {"fibre": "katun organik"}}),
    ],
)
def test_the_word_is_found_wherever_buyers_read_it(weavers, where, said):
    assert parts(make.draft(of=weavers, **said)) == ["organic"]


def test_the_name_of_a_choice_is_read_too(weavers):
    product = make.draft(of=weavers)
    product.variants.update(name="katun organik")
    assert parts(product) == ["organic"]


@pytest.mark.parametrize("text", ["Abon halal", "Dijamin HALAL", "100% Halal"])
def test_the_word_halal_needs_its_certificate(honey, text):
    make.claim(honey, "pirt")
    honey.description = text
    assert parts(honey) == ["halal"]
    make.claim(honey, "halal")
    assert parts(honey) == []


@pytest.mark.parametrize("text", ["Tidak halal, dari babi", "Non-halal", "not halal"])
def test_who_says_that_it_is_not_halal_needs_nothing(honey, text):
    make.claim(honey, "pirt")
    honey.description, honey.details["halal_status"] = text, "non_halal"
    assert parts(honey) == []


@pytest.mark.parametrize(
    "text",
    [
        "Barang yang sudah dibeli tidak dapat dikembalikan", "TIDAK BISA DITUKAR", "tidak menerima retur",
        "Tdk bisa diretur", "no returns", "No refund!", "tanpa pengembalian", "cannot be returned", "non-refundable",
        "tidak  dapat\ndikembalikan",
    ],
)  # fmt: skip
def test_returns_cannot_be_ruled_out(weavers, text):
    assert parts(make.draft(of=weavers, description=text)) == ["description"]


@pytest.mark.parametrize(
    "text",
    ["Bisa dikembalikan dalam 3 hari", "Tidak cocok? Bisa ditukar.", "Jika tidak pas bisa ditukar", "Tidak luntur"],
)
def test_a_text_about_returns_is_allowed(weavers, text):
    assert parts(make.draft(of=weavers, description=text)) == []


@pytest.mark.parametrize(
    "text", ["Menurunkan kolesterol", "berkhasiat", "kaya akan protein", "Mencegah kanker", "Vitamin C tinggi"]
)
def test_registered_dry_produce_says_nothing_of_health(beans, farmers, text):
    beans.description = text
    assert parts(beans) == ["description"]
    assert parts(make.draft("Bayam", of=farmers, category="sayur", description=text)) == []


def test_the_refusal_names_everything_in_the_readers_language(farmers, bob):
    product = make.draft("Keripik organik", of=farmers, category="olahan")
    with override("en"):
        with pytest.raises(ListingIncomplete) as refusal:
            listings.submit(product, by=bob, at=NOW)
        told = str(refusal.value)
    for word in ("Composition", "Net weight", "Keeps at room temperature", "Halal", "P-IRT", "organic certificate"):
        assert word in told
    assert Product.objects.get().status == "draft"


def test_a_product_on_sale_is_looked_at_again(honey, bob):
    claim = make.claim(honey, "pirt", valid_until=TODAY)
    claim.confirm(by=bob, at=NOW)
    assert rules.unproven(honey, on=TODAY) == []
    assert [lack.part for lack in rules.unproven(honey, on=TODAY + timedelta(days=1))] == ["permit"]


def test_words_are_looked_at_before_there_is_a_product(farmers):
    said = Product(name="Bayam organik", category=make.draft(of=farmers, category="sayur").category)
    assert [lack.part for lack in rules.check_words(said, product=None, on=TODAY)] == ["organic"]


def test_what_is_shown_at_once_needs_a_valid_claim(farmers, bob):
    product = make.draft("Bayam", of=farmers, category="sayur", status="published")
    claim = make.claim(product, "organic_certified")
    with pytest.raises(WordNeedsProof):
        rules.refuse_words("1 kg organik", product=product, on=TODAY)
    claim.confirm(by=bob, at=NOW)
    rules.refuse_words("1 kg organik", product=product, on=TODAY)
