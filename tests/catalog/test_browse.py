"""Browsing: each filter of the list of products, for people and for programs, and what robots are told of them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from catalog.forms.browse import AmountField
from catalog.models import Product
from marketplace.models import District
from producers.models import Producer
from tests import make
from tests.api import Program, results
from tests.conftest import speaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=5).product


@pytest.fixture
def bag(weavers):
    """Made to order: it takes a week."""
    return make.variant(
        "Tas", of=weavers, price=150_000, on_hand=0, lead_days=7, open_units_cap=3, category="tas-dompet"
    ).product


@pytest.fixture
def kale(farmers):
    farmers.kind_id, farmers.district = "organic_farm", District.objects.get(code="53.71.01")
    farmers.save()
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur", unit="bunch").product


@pytest.fixture
def gone(farmers):
    """Sold out."""
    return make.variant("Bayam", of=farmers, price=3_000, on_hand=0, category="sayur").product


@pytest.fixture
def shelf(scarf, bag, kale, gone):
    """The names of all, the newest first."""
    start = timezone.now()
    for age, each in enumerate((gone, kale, bag, scarf)):
        Product.objects.filter(pk=each.pk).update(published_at=start - timedelta(hours=age))
    return ["Bayam", "Kangkung", "Tas", "Selendang"]


def page(visitor, query):
    return visitor.get(f"/products/?{query}")


def names(response):
    assert response.status_code == 200
    return [card.name for card in response.context["cards"]]


def both(visitor, query):
    """What a page and the API find, which is the same."""
    listed = names(page(visitor, query))
    assert results(Program().get(f"products/?{query.replace('available=on', 'available=true')}"), "name") == listed
    return listed


def labels(response):
    return [str(chip.label) for chip in response.context["form"].chips]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Bayam", "Kangkung", "Tas", "Selendang"]),
        ("category=sayur", ["Bayam", "Kangkung"]),
        ("category=tenun-jahitan", ["Tas", "Selendang"]),
        ("kind=organic_farm", ["Bayam", "Kangkung"]),
        ("kind=sewing_group", ["Tas", "Selendang"]),
        ("place=53.71.04", ["Tas", "Selendang"]),
        ("place=53.71.01", ["Bayam", "Kangkung"]),
        ("place=53.71.01&kind=sewing_group", []),
        ("available=on", ["Kangkung", "Tas", "Selendang"]),
        ("price_from=75000", ["Tas", "Selendang"]),
        ("price_until=4000", ["Bayam", "Kangkung"]),
        ("price_from=4000&price_until=75000", ["Kangkung", "Selendang"]),
        ("price_from=0&category=kain-tenun&available=on", ["Selendang"]),
        ("search=kangkung&price_until=5000", ["Kangkung"]),
    ],
)
def test_each_filter(visitor, shelf, query, found):
    assert both(visitor, query) == found


def test_by_producer(visitor, shelf, weavers, farmers):
    assert both(visitor, f"producer={weavers.slug}") == ["Tas", "Selendang"]
    assert both(visitor, f"producer={farmers.slug}&available=on") == ["Kangkung"]
    assert both(visitor, f"producer={farmers.slug}&kind=sewing_group") == []


def test_only_claims_that_are_confirmed_and_valid_count(visitor, shelf, scarf, bag, kale, carol):
    now, today = timezone.now(), timezone.localdate()
    make.claim(scarf, "halal").confirm(by=carol, at=now)
    make.claim(bag, "halal")
    make.claim(kale, "halal", valid_until=today - timedelta(days=1)).confirm(by=carol, at=now)
    make.claim(kale, "pamor", valid_until=today).confirm(by=carol, at=now)
    assert both(visitor, "claim=halal") == ["Selendang"]
    assert both(visitor, "claim=pamor") == ["Kangkung"]
    assert both(visitor, "claim=lab_tested") == []


def test_what_can_be_collected_on_a_market_day(visitor, shelf):
    """Its pickup is in three days: the bag takes a week."""
    day = make.market_day(make.pickup_point())
    response = page(visitor, f"market_day={day.pk}")
    assert names(response) == ["Kangkung", "Selendang"]
    assert "crafts and dried goods, which can be ordered any time" in response.text
    assert both(visitor, f"market_day={day.pk}&category=sayur") == ["Kangkung"]
    type(day).objects.update(pickup_on=timezone.localdate() + timedelta(days=7))
    assert both(visitor, f"market_day={day.pk}") == ["Kangkung", "Tas", "Selendang"]


def test_a_market_day_that_has_closed_is_none_to_order_for(visitor, shelf):
    now = timezone.now()
    day = make.market_day(opens_at=now - timedelta(days=2), closes_at=now - timedelta(hours=1))
    assert names(page(visitor, f"market_day={day.pk}")) == shelf
    assert results(Program().get(f"products/?market_day={day.pk}"), "name") == []


def test_who_is_away_sells_nothing_until_she_is_back(visitor, shelf, farmers, weavers):
    today = timezone.localdate()
    farmers.go_on_holiday(starts_on=today, ends_on=today + timedelta(days=3), note="")
    assert both(visitor, "available=on") == ["Tas", "Selendang"]
    day = make.market_day(make.pickup_point())
    assert both(visitor, f"market_day={day.pk}&category=sayur") == []
    now = timezone.now()
    later = make.market_day(opens_at=now + timedelta(days=4), closes_at=now + timedelta(days=5))
    type(day).objects.filter(pk=later.pk).update(pickup_on=today + timedelta(days=6))
    assert both(visitor, f"market_day={later.pk}&category=sayur") == ["Kangkung"]
    assert names(page(visitor, "")) == shelf


@pytest.mark.parametrize(
    "query",
    [
        "kind=x",
        "place=53.71.99",
        "producer=<script>",
        "claim=organic",
        "claim=pirt",
        "market_day=0",
        "market_day=soon",
        "price_from=cheap",
        "price_until=-5",
        f"price_from={'9' * 20}",
        "available=",
        "ordering=colour",
        "category=nothing",
    ],
)
def test_what_makes_no_sense_is_left_out(visitor, shelf, query):
    response = page(visitor, query)
    assert names(response) == shelf
    assert labels(response) == []


@pytest.mark.parametrize(
    "query",
    [
        "claim=organic",
        "market_day=soon",
        "price_from=cheap",
        "price_until=-5",
        f"price_from={'9' * 20}",
        "place=123456789",
    ],
)
def test_to_a_program_it_is_told(query):
    status, refusal = Program().get(f"products/?{query}")
    assert (status, refusal["code"], list(refusal["fields"])) == (400, "invalid", [query.partition("=")[0]])


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("75000", 75_000),
        ("75.000", 75_000),
        ("75,000", 75_000),
        ("1 500 000", 1_500_000),
        ("Rp75.000", 75_000),
        ("Rp. 75.000,00", 75_000),
        ("rp 75.000,-", 75_000),
        ("75rb", 75_000),
        ("75 ribu", 75_000),
        ("7,5k", 7_500),
        ("1,5 jt", 1_500_000),
        ("2 juta", 2_000_000),
        ("", None),
        ("0", 0),
    ],
)
def test_amounts_as_people_write_them(typed, rupiah):
    assert AmountField().clean(typed) == rupiah


def test_filters_in_use_are_shown_and_can_be_taken_out_one_by_one(visitor, shelf, weavers):
    day = make.market_day(make.pickup_point())
    query = f"category=tenun-jahitan&kind=sewing_group&place=53.71.04&producer={weavers.slug}&market_day={day.pk}"
    query += "&price_from=10rb&price_until=90.000&available=on"
    response = page(visitor, f"{query}&cursor=abc")
    chips = {str(chip.label): chip.without for chip in response.context["form"].chips}
    assert list(chips)[1:3] == ["Oebobo", "Kelompok Tenun"]
    assert list(chips)[4:] == ["From Rp10.000", "Up to Rp90.000", "Available"]
    assert chips["From Rp10.000"] == query.replace("&price_from=10rb", "")
    assert response.context["form"].cleared == "category=tenun-jahitan"
    assert f'href="?{chips["Available"].replace("&", "&amp;")}"' in response.text


def test_only_places_kinds_and_makers_who_sell_are_offered(visitor, shelf, farmers, weavers):
    make.producer("Belum jualan", district=District.objects.get(code="53.71.02"))
    form = page(visitor, "").context["form"]
    assert [slug for slug, _name in form.fields["producer"].choices] == ["", farmers.slug, weavers.slug]
    assert [code for code, _name in form.fields["place"].choices] == ["", "53.71.01", "53.71.04"]
    assert [code for code, _name in form.fields["kind"].choices] == ["", "organic_farm", "sewing_group"]


def test_a_hundred_makers_are_no_list_to_choose_from(visitor, shelf, weavers, monkeypatch):
    monkeypatch.setattr("catalog.forms.browse.MOST_MAKERS", 1)
    response = page(visitor, f"producer={weavers.slug}")
    assert names(response) == ["Tas", "Selendang"]
    assert '<select name="producer"' not in response.text
    assert f'<input type="hidden" name="producer" value="{weavers.slug}">' in response.text


@pytest.mark.parametrize(
    ("query", "own", "is_found"),
    [
        ("", "", True),
        ("category=sayur", "?category=sayur", True),
        ("kind=sewing_group&utm_source=whatsapp", "?kind=sewing_group", True),
        ("category=sayur&kind=organic_farm", "?category=sayur&kind=organic_farm", False),
        ("available=on&category=sayur", "?category=sayur&available=on", False),
        ("ordering=cheapest", "?ordering=cheapest", False),
        ("price_from=10rb", "?price_from=10rb", False),
        ("price_from=nothing", "", True),
        ("search=kangkung", "?search=kangkung", False),
    ],
)
def test_what_robots_are_told_of_a_list(visitor, shelf, settings, query, own, is_found):
    settings.SITE_URL = "https://market.example"
    text = page(visitor, query).text
    assert f'<link rel="canonical" href="https://market.example/products/{own.replace("&", "&amp;")}">' in text
    assert ('<meta name="robots" content="noindex, follow">' not in text) == is_found


def test_neighbours_are_named_and_the_canonical_page_has_no_cursor(visitor, weavers, settings):
    settings.SITE_URL = "https://market.example"
    for number in range(30):
        make.variant(f"Kain {number}", of=weavers)
    first = page(visitor, "category=kain-tenun")
    cursor = quote(first.context["page"].next)
    assert f'<link rel="next" href="?category=kain-tenun&amp;cursor={cursor}">' in first.text
    assert 'rel="prev"' not in first.text
    second = page(visitor, f"category=kain-tenun&cursor={cursor}")
    assert '<link rel="prev" href="?category=kain-tenun&amp;cursor=' in second.text
    assert '<link rel="canonical" href="https://market.example/products/?category=kain-tenun">' in second.text


def test_filters_cost_no_more_than_a_list(visitor, shelf, weavers, django_assert_num_queries):
    day = make.market_day(make.pickup_point())
    query = f"kind=sewing_group&place=53.71.04&producer={weavers.slug}&market_day={day.pk}&claim=halal&available=on"
    query += "&category=tenun-jahitan&price_from=1&price_until=1jt&ordering=cheapest"
    page(visitor, "")
    with django_assert_num_queries(6):
        assert names(page(visitor, "")) == shelf
    with django_assert_num_queries(7):  # what is new beside nothing found
        assert names(page(visitor, query)) == []
    for _number in range(10):
        make.variant("Kain", of=weavers)
    with django_assert_num_queries(6):
        page(visitor, "kind=sewing_group&place=53.71.04&available=on&category=kain-tenun")


@pytest.mark.parametrize("typo", ["kangkng", "kangkugn"])
def test_a_slip_still_finds_within_filters(visitor, shelf, typo):
    assert names(page(visitor, f"search={typo}&available=on&place=53.71.01")) == ["Kangkung"]


def test_tenn_ikat_finds_tenun_ikat(visitor, weavers):
    make.variant("Selendang tenun ikat", of=weavers)
    assert names(page(visitor, "search=tenn+ikat")) == ["Selendang tenun ikat"]


def test_a_suspended_maker_is_offered_no_more(visitor, shelf, farmers):
    Producer.objects.filter(pk=farmers.pk).update(status="suspended")
    response = page(visitor, f"producer={farmers.slug}")
    assert names(response) == ["Tas", "Selendang"]
    assert results(Program().get(f"products/?producer={farmers.slug}"), "name") == []
