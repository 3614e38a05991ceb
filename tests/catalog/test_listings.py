"""Listings: made, sent for review, taken back and put away by the people of a producer, and by nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog import editing, listings, photos
from catalog.listings import NotVerified, Offer, Words
from catalog.models import Category, Photo, Product, StockMovement, Variant
from catalog.rules import ListingIncomplete
from marketplace.models import Notice
from marketplace.money import Money
from marketplace.refusals import WrongStep
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def cloth():
    return Category.objects.get(slug="kain-tenun")


def status_of(product):
    return Product.objects.get(pk=product.pk).status


def test_a_listing_is_made_with_its_choice_its_stock_and_its_photos(weavers, bob, cloth):
    pictures = [make.picture(by=bob), make.picture(by=bob)]
    offer = Offer(price=Money(75_000), unit="sheet", on_hand=4)
    words = Words("Selendang Sabu", cloth, "Tenun ikat", {"fibre": " katun ", "size": ""})
    product = listings.make(weavers, words, offer=offer, pictures=pictures, by=bob, at=NOW)
    assert (product.status, product.slug, product.producer) == ("draft", "selendang-sabu", weavers)
    assert (product.details, product.description) == ({"fibre": "katun"}, "Tenun ikat")
    variant = product.variants.get()
    assert (variant.price, variant.unit, variant.on_hand) == (Money(75_000), "sheet", 4)
    assert [photo.picture for photo in product.photos.all()] == pictures
    assert list(StockMovement.objects.values_list("quantity", "reason", "by")) == [(4, "counted", bob.pk)]
    assert [(step.before, step.after, step.by) for step in product.steps.all()] == [("", "draft", bob)]
    product.refresh_from_db()
    assert product.lowest_price == 75_000


def test_a_draft_may_be_almost_nothing(weavers, bob, cloth):
    product = listings.make(weavers, Words("", cloth), by=bob, at=NOW)
    assert (product.name, product.variants.count(), product.slug.startswith("produk-")) == ("", 0, True)


def test_what_is_made_to_order_has_no_stock(weavers, bob, cloth):
    offer = Offer(price=Money(1), on_hand=3, lead_days=14, open_units_cap=5)
    variant = listings.make(weavers, Words("Gaun", cloth), offer=offer, by=bob, at=NOW).variants.get()
    assert (variant.lead_days, variant.open_units_cap, variant.on_hand, variant.available) == (14, 5, 0, 5)


def test_each_listing_has_an_address_of_its_own(weavers, bob, cloth):
    made = [listings.make(weavers, Words(name, cloth), by=bob, at=NOW) for name in ("Tas!", "tas", "TAS", "布")]
    assert [product.slug for product in made[:3]] == ["tas", "tas-2", "tas-3"]
    assert made[3].slug.startswith("produk-")


def test_nothing_is_made_if_a_photo_is_one_too_many(weavers, bob, cloth):
    pictures = [make.picture(by=bob) for _each in range(9)]
    with pytest.raises(photos.TooManyPhotos):
        listings.make(weavers, Words("Tas", cloth), offer=Offer(Money(1)), pictures=pictures, by=bob, at=NOW)
    assert (Product.objects.count(), Variant.objects.count(), Photo.objects.count()) == (0, 0, 0)


def test_the_same_form_twice_gives_one_listing_and_later_another(weavers, bob, cloth, mallory):
    def send(at, by=bob):
        return listings.make_once(weavers, Words("Tas", cloth), offer=None, pictures=[], by=by, at=at)

    first = send(NOW)
    assert send(NOW + timedelta(seconds=30)) == first
    assert send(NOW + timedelta(minutes=2)) != first
    assert send(NOW, by=mallory) != first


@pytest.mark.parametrize("status", ["closed", "refused"])
def test_who_is_over_makes_nothing(bob, cloth, status):
    with pytest.raises(WrongStep):
        listings.make(make.producer(status=status), Words("Tas", cloth), by=bob, at=NOW)
    assert Product.objects.count() == 0


def test_the_category_that_is_most_likely(weavers, farmers, bob):
    assert listings.usual_category(weavers).slug == "kain-tenun"
    make.variant(of=weavers, category="pakaian")
    make.variant(of=farmers, category="buah")
    assert listings.usual_category(weavers).slug == "pakaian"


def test_a_listing_goes_to_review_and_comes_back(weavers, bob):
    product = make.draft(of=weavers)
    listings.submit(product, by=bob, at=NOW)
    assert (product.status, status_of(product)) == ("in_review", "in_review")
    with pytest.raises(WrongStep):
        listings.submit(product, by=bob, at=NOW)
    listings.take_back(product, by=bob, at=NOW)
    assert [(step.after, step.by) for step in product.steps.all()] == [("in_review", bob), ("draft", bob)]
    assert not Notice.objects.exists()


def test_a_refusal_names_all_that_is_missing(weavers, bob, cloth):
    product = listings.make(weavers, Words("", cloth), by=bob, at=NOW)
    with pytest.raises(ListingIncomplete) as refusal:
        listings.submit(product, by=bob, at=NOW)
    assert len(refusal.value.facts["missing"].split("; ")) == 3
    assert status_of(product) == "draft"


@pytest.mark.parametrize("status", ["draft", "applied", "changes_requested", "suspended"])
def test_only_a_verified_producer_sends_but_others_prepare(bob, cloth, status):
    producer = make.producer(lead=bob, status=status)
    product = make.draft(of=producer)
    with pytest.raises(NotVerified):
        listings.submit(product, by=bob, at=NOW)
    assert (status_of(product), product.steps.count()) == ("draft", 0)


@pytest.mark.parametrize("status", ["in_review", "published", "paused", "rejected", "archived"])
def test_what_is_not_edited_is_not_sent(weavers, bob, status):
    product = make.draft(of=weavers, status=status)
    with pytest.raises(WrongStep):
        listings.submit(product, by=bob, at=NOW)
    assert status_of(product) == status


def test_what_a_trusted_producer_sends_is_public_at_once(weavers, bob):
    weavers.trust()
    product = make.draft(of=weavers)
    listings.submit(product, by=bob, at=NOW)
    assert (product.status, product.published_at) == ("published", NOW)
    assert [(step.before, step.after, step.by, step.at) for step in product.steps.all()] == [
        ("draft", "in_review", bob, NOW),
        ("in_review", "published", bob, NOW),
    ]


def test_an_edit_of_a_trusted_producer_is_public_at_once(weavers, bob):
    weavers.trust()
    product = make.draft(of=weavers, status="published")
    version = editing.version_of(product, by=bob, at=NOW)
    editing.change(version, name="Selendang baru", by=bob, at=NOW)
    assert listings.submit(version, by=bob, at=NOW).status == "approved"
    product.refresh_from_db()
    assert (product.name, product.status) == ("Selendang baru", "published")


def test_a_trusted_producer_is_checked_all_the_same(weavers, bob):
    weavers.trust()
    product = make.draft(of=weavers, name="Sabun organik", category="hasil-kebun")
    with pytest.raises(ListingIncomplete):
        listings.submit(product, by=bob, at=NOW)
    make.claim(product, "organic_certified")  # nobody has looked at the paper yet
    listings.submit(product, by=bob, at=NOW)
    assert status_of(product) == "in_review"


def test_what_was_sent_back_is_reviewed_whoever_sends_it(weavers, bob, carol):
    weavers.trust()
    product = make.draft(of=weavers)
    listings.submit(product, by=bob, at=NOW)
    product.request_changes(by=carol, at=NOW, reason="Fotonya buram.", codes=["photo"])
    listings.submit(product, by=bob, at=NOW)
    assert status_of(product) == "in_review"


def test_archiving_drops_what_was_being_edited(weavers, bob):
    product = make.draft(of=weavers, status="published")
    revision = editing.version_of(product, by=bob, at=NOW)
    listings.submit(revision, by=bob, at=NOW)
    listings.archive(product, by=bob, at=NOW)
    revision.refresh_from_db()
    assert (product.status, status_of(product), revision.status) == ("archived", "archived", "withdrawn")
    assert revision.steps.last().by == bob


def test_a_listing_without_its_permit_does_not_come_back_from_a_pause(weavers, bob):
    facts = {"shelf_life_days": 90, "composition": "madu", "net_weight_grams": 350, "halal_status": "not_applicable"}
    product = make.draft("Madu", of=weavers, status="paused", category="madu-minyak", details=facts)
    with pytest.raises(ListingIncomplete):
        listings.resume(product, by=bob, at=NOW)
    assert status_of(product) == "paused"
    permit = make.claim(product, "pirt")
    permit.confirm(by=bob, at=NOW)
    listings.resume(product, by=bob, at=NOW)
    assert status_of(product) == "published"


# Which deed from which state, with where it leads.
DEEDS = {
    "sell_product_submission": ("draft", "in_review"),
    "sell_take_back": ("in_review", "draft"),
    "sell_pause": ("published", "paused"),
    "sell_publication": ("paused", "published"),
    "sell_archive": ("published", "archived"),
}


@pytest.fixture
def cast(weavers, farmers, bob, alice, carol):
    helper, agent, late = make.user("Hana"), make.user("Agus"), make.user("Lama")
    weavers.people.create(user=helper, name="Hana", role="helper")
    make.grant(weavers, by=bob, to=agent)
    long_ago = timezone.localdate() - timedelta(days=40)
    make.grant(weavers, by=bob, to=late, starts_on=long_ago, ends_on=long_ago + timedelta(days=1))
    maker = make.user("Mama")
    weavers.people.create(user=maker, name="Mama", role="maker")
    other = farmers.people.get().user
    allowed = {"lead": bob, "helper": helper, "agent": agent}
    return allowed, {"other": other, "buyer": alice, "coordinator": carol, "maker": maker, "late": late}


@pytest.mark.parametrize("deed", DEEDS)
def test_every_deed_as_everybody(weavers, cast, deed):
    before, after = DEEDS[deed]
    allowed, kept_out = cast
    for role, person in kept_out.items():
        product = make.draft(of=weavers, status=before)
        assert signed_in(person).post(reverse(deed, args=[product.pk])).status_code == 404, role
        assert (status_of(product), product.steps.count()) == (before, 0), role
    for role, person in allowed.items():
        product = make.draft(of=weavers, status=before)
        assert signed_in(person).post(reverse(deed, args=[product.pk])).status_code in {302, 303}, role
        assert (status_of(product), product.steps.get().by) == (after, person), role


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("status", Product.Status.values)
def test_every_deed_from_every_state(weavers, bob, deed, status):
    product = make.draft(of=weavers, status=status)
    answer = signed_in(bob).post(reverse(deed, args=[product.pk]), headers={"referer": "http://testserver/sell/"})
    may = {
        "sell_product_submission": {"draft", "changes_requested"},
        "sell_take_back": {"in_review"},
        "sell_pause": {"published"},
        "sell_publication": {"paused"},
        "sell_archive": set(Product.Status.values) - {"in_review", "archived"},
    }[deed]
    assert answer.status_code in {302, 303}
    assert status_of(product) == (DEEDS[deed][1] if status in may else status)
