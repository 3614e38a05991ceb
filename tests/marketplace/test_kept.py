"""Pages that are kept: served from memory to visitors alike, and never stale, whatever is changed."""

import gzip
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import shelf, stock
from catalog.models import Category, Claim, Photo, Product, Variant
from marketplace import editions, kept
from marketplace.models import Cooperative, PickupPoint, Picture
from marketplace.money import Money
from producers.models import Producer, ProducerPerson
from tests import make
from tests.conftest import signed_in, speaking

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(autouse=True)
def keeping(settings, db):
    settings.KEPT_MEGABYTES = 16
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang Tenun", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur")


def ask(variant: Variant, price: int) -> None:
    variant.price_at(Money(price), by=make.user(), at=timezone.now())


def page_of(variant: Variant) -> str:
    return f"/products/{variant.product.slug}/"


def queries(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address, headers=headers).status_code == 200
    return len(asked)


def is_kept(client: Client, address: str) -> bool:
    """Whether the answer took no more than the question for the edition."""
    return queries(client, address) == 1


PAGES = ["/", "/products/", "/products/?search=selendang", "/producers/", "/market-days/", "/about/"]
ENDPOINTS = ["products/", "producers/", "categories/", "market-days/", "pickup-points/"]


@pytest.mark.parametrize("address", PAGES + [f"/api/v1/{name}" for name in ENDPOINTS])
def test_a_page_is_kept_and_says_the_same_again(visitor, scarf, address):
    first = visitor.get(address)
    assert is_kept(visitor, address)
    again = visitor.get(address)
    assert again.content == first.content
    assert again.headers == first.headers
    assert not again.cookies
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_pages_of_a_product_a_producer_and_a_certificate_are_kept(visitor, scarf, carol):
    ProducerPerson.objects.update(consented_at=timezone.now())
    paper = make.certificate(scarf.product.producer)
    addresses = [page_of(scarf), f"/producers/{scarf.product.producer.slug}/", f"/certificates/{paper.code}/"]
    for address in [*addresses, f"/api/v1{page_of(scarf)}", f"/api/v1/producers/{scarf.product.producer.slug}/"]:
        visitor.get(address)
        assert is_kept(visitor, address), address


def test_a_page_is_sent_compressed_and_not_again_to_who_has_it(visitor, scarf):
    plain = visitor.get("/products/").content
    squeezed = visitor.get("/products/", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert int(squeezed.headers["Content-Length"]) == len(squeezed.content) < len(plain) / 2
    assert gzip.decompress(squeezed.content) == plain
    assert {"Accept-Encoding", "Cookie"} <= set(squeezed.headers["Vary"].split(", "))
    not_again = visitor.get("/products/", headers={"If-None-Match": squeezed.headers["ETag"]})
    assert (not_again.status_code, not_again.content) == (304, b"")
    Product.objects.update(name="Sarung")
    assert visitor.get("/products/", headers={"If-None-Match": squeezed.headers["ETag"]}).status_code == 200


def test_head_says_what_get_would(visitor, scarf):
    page = visitor.get("/products/")
    head = visitor.head("/products/")
    assert head.content == b""
    assert head.headers == page.headers


def test_who_has_a_session_a_token_or_a_message_is_shown_her_own(visitor, scarf, alice):
    visitor.get("/")
    assert "Alice" in signed_in(alice).get("/").text
    assert "Alice" not in visitor.get("/").text
    token = make.api_token(alice)
    visitor.get("/api/v1/products/")
    assert queries(visitor, "/api/v1/products/", authorization=f"Token {token}") > 1
    assert visitor.get("/api/v1/products/", headers={"authorization": "Token karya_wrong"}).status_code == 401


def test_a_guest_with_a_cart_sees_its_count_on_every_page(visitor, scarf):
    visitor.get("/products/")
    visitor.post("/cart/", {"variant": scarf.pk, "quantity": 2})
    assert '<b class="count">' in visitor.get("/products/").text
    assert '<b class="count">' not in speaking("en").get("/products/").text


def test_what_is_not_found_or_not_readable_is_not_kept(visitor, scarf):
    assert visitor.get("/products/nothing/").status_code == 404
    assert visitor.get("/api/v1/products/?ordering=wrong").status_code == 400
    visitor.get("/api/v1/products/")
    assert visitor.get("/api/v1/products/", headers={"Accept": "text/html"}).status_code == 406
    assert visitor.get("/products/", headers={"Host": "elsewhere.example"}).status_code == 400
    make.variant("Nothing", of=scarf.product.producer, product=None)
    Product.objects.filter(name="Nothing").update(slug="nothing")
    assert visitor.get("/products/nothing/").status_code == 200


def test_each_language_and_each_address_has_its_own(scarf):
    visitor = Client()
    assert 'lang="id"' in visitor.get("/products/").text
    assert 'lang="en"' in speaking("en").get("/products/").text
    assert 'lang="id"' in visitor.get("/products/").text
    programs = [visitor.get("/api/v1/products/?ordering=x", headers={"Accept-Language": each}) for each in ("id", "en")]
    assert programs[0].json()["message"] != programs[1].json()["message"]
    assert visitor.get("/products/?ordering=cheapest").content != visitor.get("/products/?ordering=dearest").content


def test_the_switch_of_language_shows_at_once(scarf):
    visitor = Client()
    visitor.get("/products/")
    visitor.post("/language/", {"language": "en", "next": "/products/"})
    assert 'lang="en"' in visitor.get("/products/").text


def test_a_message_is_shown_once(visitor, scarf):
    visitor.get("/")
    visitor.post("/cart/lines/999/", {"quantity": 1})
    shown = visitor.get("/")
    assert "no longer in your cart" in shown.text
    assert "no longer in your cart" not in visitor.get("/").text


# What changes: who looks where, what is done, and what the very next visitor reads there.


def shows(visitor, address, text):
    return text in visitor.get(address).text


def test_a_price_shows_at_once(visitor, scarf):
    for address in ("/", "/products/", page_of(scarf)):
        assert shows(visitor, address, "Rp75.000")
    ask(scarf, 80_000)
    for address in ("/", "/products/", page_of(scarf)):
        assert shows(visitor, address, "Rp80.000"), address
        assert not shows(visitor, address, "Rp75.000"), address
    visitor.get("/api/v1/products/")
    Variant.objects.filter(pk=scarf.pk).update(price=Money(81_000))
    assert visitor.get("/api/v1/products/").json()["results"][0]["price"] == 81_000


def test_a_sale_shows_at_once(visitor, scarf):
    assert shows(visitor, page_of(scarf), "Only 5 left")
    make.order((scarf, 3))
    assert shows(visitor, page_of(scarf), "Only 2 left")
    make.order((scarf, 2))
    assert shows(visitor, "/products/", "Sold out")
    assert shows(visitor, page_of(scarf), "Sold out")


def test_stock_that_is_counted_shows_at_once(visitor, scarf, bob):
    visitor.get(page_of(scarf))
    stock.count(scarf, 2, by=bob, at=timezone.now())
    assert shows(visitor, page_of(scarf), "Only 2 left")


def test_each_step_of_the_review_shows_at_once(visitor, weavers, carol, bob):
    basket = make.variant("Bakul", of=weavers, status=Product.Status.IN_REVIEW)
    product = basket.product
    assert not shows(visitor, "/products/", "Bakul")
    product.publish(by=carol, at=timezone.now())
    assert shows(visitor, "/products/", "Bakul")
    assert visitor.get(page_of(basket)).status_code == 200
    product.pause(by=bob, at=timezone.now())
    assert not shows(visitor, "/products/", "Bakul")
    assert visitor.get(page_of(basket)).status_code == 404
    product.publish(by=carol, at=timezone.now())
    assert shows(visitor, "/products/", "Bakul")
    product.request_changes(by=carol, at=timezone.now(), reason="The photo is dark.")
    assert not shows(visitor, "/products/", "Bakul")


def test_a_producer_suspended_takes_her_goods_along_at_once(visitor, scarf, carol):
    producer = scarf.product.producer
    for address in ("/products/", "/producers/"):
        assert shows(visitor, address, "Kelompok Tenun")
    producer.suspend(by=carol, at=timezone.now(), reason="Goods did not arrive.")
    for address in ("/products/", "/producers/"):
        assert not shows(visitor, address, "Kelompok Tenun")
    assert visitor.get(f"/producers/{producer.slug}/").status_code == 404


def test_a_holiday_shows_at_once(visitor, scarf):
    assert not shows(visitor, "/products/", "Closed until")
    Producer.objects.filter(pk=scarf.product.producer_id).update(
        holiday_from=timezone.localdate(), holiday_until=timezone.localdate() + timedelta(days=3)
    )
    assert shows(visitor, "/products/", "Closed until")


def test_other_words_show_at_once(visitor, scarf):
    Cooperative.objects.create(pk=1, name="Koperasi Satu")
    assert shows(visitor, "/", "Koperasi Satu")
    Cooperative.objects.update(name="Koperasi Dua")
    assert shows(visitor, "/", "Koperasi Dua")
    assert shows(visitor, "/products/", "Weaving and sewing")
    Category.objects.filter(slug="tenun-jahitan").update(name_en="Cloth of Timor")
    assert shows(visitor, "/products/", "Cloth of Timor")
    Producer.objects.update(name="Tenun Baru")
    assert shows(visitor, page_of(scarf), "Tenun Baru")


def test_a_certificate_and_consent_show_at_once(visitor, scarf, carol):
    producer = scarf.product.producer
    address = f"/producers/{producer.slug}/"
    paper = make.certificate(producer, number="77/2026")
    assert not shows(visitor, address, "Bob")
    ProducerPerson.objects.update(consented_at=timezone.now())
    assert shows(visitor, address, "Bob")
    check = f"/certificates/{paper.code}/"
    before = visitor.get(check).content
    paper.confirm(by=carol, at=timezone.now())
    confirmed = visitor.get(check)
    assert confirmed.content != before and confirmed.context["is_valid"]
    type(carol).objects.filter(pk=carol.pk).update(name="Carolina")
    assert shows(visitor, check, "Carolina")
    paper.withdraw(by=carol, at=timezone.now(), reason="Another person's paper.")
    assert not visitor.get(check).context["is_valid"]
    ProducerPerson.objects.update(consented_at=None)
    assert not shows(visitor, address, "Bob")
    assert visitor.get(check).status_code == 404


def test_a_claim_shows_at_once(visitor, kale, carol):
    claim = Claim.objects.create(product=kale.product, kind=Claim.Kind.PAMOR, number="PM-1", made_at=timezone.now())
    without = visitor.get(page_of(kale)).content
    claim.confirm(by=carol, at=timezone.now())
    confirmed = visitor.get(page_of(kale)).content
    assert confirmed != without
    assert b"PAMOR" in confirmed
    claim.expire(at=timezone.now())
    assert visitor.get(page_of(kale)).content == without


def test_a_photo_shows_as_soon_as_it_is_rendered(visitor, scarf):
    waiting = Picture.objects.create(width=1600, height=1200, colour="#aa3311", sha256="0" * 64, made_at=timezone.now())
    visitor.get("/products/")
    Photo.objects.create(product=scarf.product, picture=waiting)
    assert shows(visitor, "/products/", "#aa3311")
    assert not shows(visitor, "/products/", "<picture>")
    assert waiting.complete(key="ab" * 16, widths=[320, 640])
    assert shows(visitor, "/products/", "<picture>")


def test_a_market_day_that_is_moved_or_served_elsewhere_shows_at_once(visitor, kale):
    saboak, oebobo = make.pickup_point("Saboak"), make.pickup_point("Oebobo")
    assert shows(visitor, "/", "No market day is planned yet")
    day = make.market_day(saboak)
    assert shows(visitor, "/", "Taking orders")
    assert shows(visitor, "/market-days/", "Saboak")
    day.pickup_points.set([oebobo])
    assert [day.pickup_points.get() for day in visitor.get("/market-days/").context["days"]] == [oebobo]
    type(day).objects.update(opens_at=timezone.now() + timedelta(hours=3))
    assert shows(visitor, "/", "Opens soon")
    PickupPoint.objects.update(is_active=False)
    assert not shows(visitor, "/market-days/", "Taman Nostalgia")


# What the clock changes, though nothing is written.


class Clock:
    """The time of the market, as the test sets it."""

    def __init__(self, monkeypatch) -> None:
        self.now = datetime(2026, 3, 9, 10, tzinfo=WITA)
        monkeypatch.setattr(timezone, "now", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_a_market_day_opens_and_closes_by_the_clock(visitor, kale, clock):
    make.market_day(opens_at=clock.now + timedelta(hours=1), closes_at=clock.now + timedelta(hours=2))
    assert shows(visitor, "/", "Opens soon")
    assert is_kept(visitor, "/")
    clock.now += timedelta(minutes=59, seconds=59)
    assert shows(visitor, "/", "Opens soon")
    clock.now += timedelta(seconds=1)
    assert shows(visitor, "/", "Taking orders")
    assert is_kept(visitor, "/")
    clock.now += timedelta(hours=1)
    assert not shows(visitor, "/", "Taking orders")
    assert is_kept(visitor, "/")


def test_at_midnight_in_kupang_a_claim_a_certificate_and_a_holiday_end(visitor, kale, carol, clock):
    claim = Claim.objects.create(
        product=kale.product, kind=Claim.Kind.PAMOR, made_at=clock.now, valid_until=date(2026, 3, 9)
    )
    claim.confirm(by=carol, at=clock.now)
    Producer.objects.update(holiday_from=date(2026, 3, 1), holiday_until=date(2026, 3, 9))
    clock.now = datetime(2026, 3, 9, 23, 59, 59, tzinfo=WITA)
    assert shows(visitor, page_of(kale), "PAMOR")
    assert shows(visitor, "/products/", "Closed until")
    assert is_kept(visitor, page_of(kale))
    clock.now += timedelta(seconds=1)
    assert not shows(visitor, page_of(kale), "PAMOR")
    assert not shows(visitor, "/products/", "Closed until")


# The edition itself.


def edition():
    return editions.read()


def test_the_edition_rises_with_what_is_shown_and_with_nothing_else(scarf, alice):
    before = edition()
    make.user("Dewi")
    type(alice).objects.filter(pk=alice.pk).update(last_login=timezone.now())
    make.cart((scarf, 1))
    Picture.objects.create(width=1, height=1, colour="#000000", sha256="1" * 64, made_at=timezone.now())
    assert edition() == before
    Variant.objects.filter(pk=scarf.pk).update(reserved=1)
    assert edition().number > before.number
    assert edition().settled == before.settled
    ask(scarf, 1_000)
    assert edition().settled > before.settled


def test_what_is_rolled_back_never_was(scarf):
    before = edition()
    with transaction.atomic():
        ask(scarf, 1_000)
        transaction.set_rollback(True)
    assert edition() == before


def test_each_table_of_the_pages_has_its_triggers():
    there = editions._there(connection)
    assert set(there.values()) == {
        config.get_model(shown.model)._meta.db_table
        for config in editions.apps.get_app_configs()
        if isinstance(config, editions.Showing)
        for shown in config.shown
    }
    editions.put_up(using="default")
    assert editions._there(connection) == there


def test_without_an_edition_nothing_is_kept(visitor, scarf):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM marketplace_edition")
    visitor.get("/products/")
    assert not is_kept(visitor, "/products/")


def test_what_changes_while_a_page_is_made_is_not_missed(visitor, scarf, monkeypatch):
    """The page has the old price, read before the change; it is not kept as one of the new edition."""
    whole = shelf.cards

    def and_then_the_price_changes(products):
        made = whole(products)
        Variant.objects.update(price=Money(80_000))
        return made

    monkeypatch.setattr(shelf, "cards", and_then_the_price_changes)
    assert shows(visitor, "/products/", "Rp75.000")
    monkeypatch.setattr(shelf, "cards", whole)
    assert shows(visitor, "/products/", "Rp80.000")


def test_what_is_kept_stays_within_its_bounds(settings, visitor, scarf):
    settings.KEPT_MEGABYTES = 0.02
    for number in range(20):
        visitor.get(f"/products/?x={number}")
    assert 0 < kept.answers.weight <= 20_000
    assert kept.answers.weight == sum(each.weight for each in kept.answers.by_key.values())
    assert is_kept(visitor, "/products/?x=19")
    assert not is_kept(visitor, "/products/?x=0")


def test_a_part_is_kept_while_only_stock_changes_and_never_while_something_is_sent(scarf):
    built = []

    def part():
        return kept.part("test", lambda: built.append(1) or len(built))

    with editions.reading():
        assert (part(), part()) == (1, 1)
    Variant.objects.filter(pk=scarf.pk).update(reserved=1)
    with editions.reading():
        assert part() == 1
    ask(scarf, 1_000)
    with editions.reading():
        assert part() == 2
    assert (part(), part()) == (3, 4)
