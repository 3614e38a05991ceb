"""What a visitor's page asks the database, counted. It costs as many statements however much it shows.

Of each page that is made anew: one statement for the edition, and these. What leads to the shelf (categories, makers,
market days, fees, the co-op) is asked once and kept until something but stock changes, which the first look here does.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Claim, Photo, Variant
from marketplace import kept
from marketplace.models import Picture
from producers.models import ProducerPerson
from tests import make
from tests.conftest import speaking

PAGES = {
    "/": 1,
    "/products/": 1,
    "/products/?ordering=cheapest&category=sayur": 1,
    "/products/?search=kangkung": 2,
    "/products/?search=kangkung&ordering=dearest&available=on": 2,
    "/products/{product}/": 2,
    "/producers/{producer}/": 3,
}


@pytest.fixture(autouse=True)
def keeping(settings, db):
    settings.KEPT_MEGABYTES = 16
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def shelf(weavers, farmers, carol):
    """Two makers with people, papers, photos, claims and a market day; gives one of the products."""
    make.market_day(make.pickup_point())
    make.fee_rule()
    for maker in (weavers, farmers):
        make.certificate(maker).confirm(by=carol, at=timezone.now())
        for number in range(14):
            more(maker, number)
    ProducerPerson.objects.update(consented_at=timezone.now())
    return farmers.products.first()


def more(maker, number):
    variant = make.variant(f"Kangkung {number}", of=maker, price=1_000 + number, category="sayur")
    Variant.objects.create(product=variant.product, name="large", price=variant.price)
    shown = Picture.objects.create(
        width=1600, height=1200, colour="#aa3311", sha256="0" * 64, made_at=timezone.now(), status="ready",
        key=f"{variant.pk:032x}", widths=[320, 640],
    )  # fmt: skip
    Photo.objects.create(product=variant.product, picture=shown)
    claim = Claim.objects.create(product=variant.product, kind=Claim.Kind.PAMOR, made_at=timezone.now())
    claim.confirm(by=make.coordinator(), at=timezone.now())


def statements(address):
    with CaptureQueriesContext(connection) as asked:
        assert speaking("en").get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_made_anew_asks_the_edition_and_at_most_three_more(shelf, page):
    address = page.format(product=shelf.slug, producer=shelf.producer.slug)
    for other in ("/products/?search=x", f"/products/{shelf.producer.products.last().slug}/", "/market-days/", "/"):
        statements(other)
    kept.answers.clear()
    assert statements(address) == 1 + PAGES[page] <= 1 + 3
    assert statements(address) == 1
    Variant.objects.filter(product=shelf, on_hand__gt=0).update(reserved=1)  # somebody orders
    assert statements(address) == 1 + PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_no_more_when_there_is_more_to_show(shelf, settings, page):
    settings.KEPT_MEGABYTES = 0
    address = page.format(product=shelf.slug, producer=shelf.producer.slug)
    statements(address)  # the first one in a process asks the database what it can do
    before = statements(address)
    for number in range(14, 30):
        more(shelf.producer, number)
    assert statements(address) == before


def test_an_order_of_two_sellers_takes_forty_statements_at_most(weavers, farmers):
    goods = [make.variant(of=maker, on_hand=99) for maker in (weavers, farmers)]
    point = make.pickup_point()
    program = speaking("en")

    def post(path, body):
        answer = program.post(f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == 201, answer.content
        return answer.json()

    def order():
        cart = post("carts/", {})["token"]
        for variant in goods:
            post(f"carts/{cart}/lines/", {"variant": variant.pk, "quantity": 1})
        wishes = {"name": "Alice", "phone": "081234567890", "pickup_point": point.slug, "payment_method": "cash"}
        return post("orders/", {"cart": cart} | wishes)

    order()
    with CaptureQueriesContext(connection) as asked:
        assert len(order()["sub_orders"]) == 2
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 40
