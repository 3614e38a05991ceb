"""Listings: many people of one producer press at the same moment, and buyers with them."""

from functools import partial

import pytest
from django.db import IntegrityError

from catalog import editing, listings, stock, variants
from catalog.listings import Words
from catalog.models import Category, LowStock, Product, Revision
from marketplace.models import Notice
from marketplace.refusals import WrongStep
from tests import make
from tests.races.conftest import together


@pytest.fixture
def lead():
    return make.user("Bob")


@pytest.fixture
def weavers(lead):
    return make.producer(lead=lead)


@pytest.fixture
def cloth():
    return Category.objects.get(slug="kain-tenun")


def test_two_who_edit_a_public_listing_edit_the_same_version(weavers, lead):
    product = make.draft(of=weavers, status="published")
    versions = together([partial(editing.version_of, product, by=lead, at=make.now())] * 8)
    assert len({version.pk for version in versions}) == Revision.objects.count() == 1
    assert Revision.objects.get().photos.count() == 1


@pytest.mark.postgres
def test_control_without_the_lock_the_second_editor_crashes(weavers, lead, monkeypatch):
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, **_options: self)
    product = make.draft(of=weavers, status="published")

    def edit():
        try:
            return editing.version_of(product, by=lead, at=make.now())
        except IntegrityError as crash:
            return crash

    assert IntegrityError in {type(answer) for _round in range(5) for answer in together([edit] * 8)}


def test_orders_that_leave_little_tell_once(weavers, lead):
    scarf = make.variant(of=weavers, on_hand=12, low_at=6)
    held = together([partial(stock.reserve, {scarf.pk: 1}, at=make.now())] * 12)
    assert len(held) == 12
    assert LowStock.objects.count() == Notice.objects.filter(event="stock_low", channel="inbox").count() == 1


def test_what_is_counted_while_it_is_ordered_and_described_waits_for_nobody_for_ever(weavers, lead):
    scarf, bag = [make.variant(name, of=weavers, on_hand=30, low_at=29) for name in ("Selendang", "Tas")]
    now = make.now()
    deeds = [
        partial(stock.reserve, {scarf.pk: 1, bag.pk: 1}, at=now),
        partial(stock.count, bag, 40, by=lead, at=now),
        partial(stock.sell_out, scarf, by=lead, at=now),
        partial(variants.change, scarf, variants.Description(low_at=5), at=now),
        partial(scarf.price_at, make.Money(9_000), by=lead, at=now),
        partial(editing.version_of, scarf.product, by=lead, at=now),
    ]
    together(deeds * 3)
    for each in (scarf, bag):
        each.refresh_from_db()
        assert each.on_hand == sum(each.movements.values_list("quantity", flat=True))
        assert LowStock.objects.ongoing().filter(variant=each).exists() == each.is_low


def test_the_same_name_many_times_gives_many_addresses(weavers, lead, cloth):
    made = together([partial(listings.make, weavers, Words("Tas", cloth), by=lead, at=make.now())] * 8)
    assert len({product.slug for product in made}) == 8
    assert all(product.slug.startswith("tas") for product in made)


def test_one_form_sent_twice_at_once_is_one_listing(weavers, lead, cloth):
    send = partial(listings.make_once, weavers, Words("Tas", cloth), offer=None, pictures=[], by=lead, at=make.now())
    made = together([send] * 6)
    assert len({product.pk for product in made}) == Product.objects.count() == 1


def test_a_listing_is_sent_once(weavers, lead):
    product = make.draft(of=weavers)
    answers = together([partial(listings.submit, Product.objects.get(), by=lead, at=make.now()) for _each in range(4)])
    assert [type(answer) for answer in answers].count(WrongStep) == 3
    assert product.steps.count() == 1
