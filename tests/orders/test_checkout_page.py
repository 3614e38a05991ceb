"""The checkout page: what is asked, what is kept when something is wrong, and that an order is placed once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog import stock
from catalog.models import MarketDay, Variant
from marketplace import throttles
from marketplace.models import Notice, User
from marketplace.money import Money
from orders.models import Cart, Order
from tests import make
from tests.conftest import signed_in, speaking


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def point(db):
    return make.pickup_point()


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur")


def fill(visitor, *wanted):
    for variant, quantity in wanted:
        assert visitor.post("/cart/", {"variant": variant.pk, "quantity": quantity}).status_code == 303


def form(visitor, point, **changes):
    """What the browser would send: the hidden fields of the page, and what the buyer typed."""
    page = visitor.get("/checkout/").context
    hidden = {"cart": page["cart"].token, "key": page["key"], "seen": page["quoted"].digest}
    typed = {"name": "Alice", "phone": "0812 3456 7890", "email": "", "pickup_point": point.pk, "method": "cash"}
    return hidden | typed | changes


def assert_nothing_written():
    assert Order.objects.count() == Notice.objects.count() == 0
    assert not Variant.objects.exclude(reserved=0).exists()


def test_a_guest_orders_from_two_producers(visitor, scarf, kale, point):
    make.fee_rule(basis_points=1_000)
    day = make.market_day(point)
    fill(visitor, (scarf, 2), (kale, 3))
    answer = visitor.post("/checkout/", form(visitor, point, market_day=day.pk, email="alice@example.com"))
    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{order.token}/")
    assert (order.name, order.phone.as_e164, order.email) == ("Alice", "+6281234567890", "alice@example.com")
    assert (order.total, order.market_day, order.pickup_point, order.language) == (Money(162_000), day, point, "en")
    assert order.buyer is None
    assert visitor.session["cart_count"] == 0
    assert "cart" not in visitor.session


@pytest.mark.parametrize("phone", ["081234567890", "+62 812-3456-7890", "6281234567890", "(0812) 3456 7890"])
def test_a_phone_number_may_be_written_as_people_do(visitor, scarf, point, phone):
    fill(visitor, (scarf, 1))
    visitor.post("/checkout/", form(visitor, point, phone=phone))
    assert Order.objects.get().phone.as_e164 == "+6281234567890"


def test_the_page_shows_who_gets_how_much(visitor, scarf, point):
    make.fee_rule(basis_points=1_000)
    fill(visitor, (scarf, 2))
    page = visitor.get("/checkout/")
    for amount in ("Rp150.000", "Rp135.000", "Rp15.000"):
        assert amount in page.text


def test_an_empty_cart_leads_back_to_the_cart(visitor, point):
    for answer in (visitor.get("/checkout/"), visitor.post("/checkout/", {"cart": "nothing", "key": "k"})):
        assert (answer.status_code, answer["Location"]) == (303, "/cart/")


def test_a_cart_that_cannot_be_ordered_leads_back_to_the_cart(visitor, scarf, point):
    fill(visitor, (scarf, 4))
    stock.count(scarf, 3, by=None, at=timezone.now())
    assert visitor.get("/checkout/")["Location"] == "/cart/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", None),
        ("name", "x" * 81, None),
        ("phone", "12", "This is not a phone number."),
        ("phone", "", None),
        ("email", "alice@", None),
        ("pickup_point", "", "Choose a pickup point."),
        ("pickup_point", "99999", "This pickup point is not served."),
        ("pickup_point", "x", "This pickup point is not served."),
        ("method", "cowries", "This way to pay is not offered"),
        ("method", "", "Choose how you pay."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(visitor, scarf, point, field, value, said):
    make.pickup_point("Kantor")
    fill(visitor, (scarf, 1))
    sent = form(visitor, point, name="Alice Tefa", **{field: value} if field != "name" else {})
    page = visitor.post("/checkout/", sent | {field: value})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert said is None or said in page.text
    assert field == "name" or 'value="Alice Tefa"' in page.text
    assert (page.context["key"], page.context["cart"].token) == (sent["key"], sent["cart"])
    assert_nothing_written()


def test_a_moved_price_is_shown_before_anything_is_ordered(visitor, scarf, point):
    fill(visitor, (scarf, 1))
    sent = form(visitor, point)
    scarf.price_at(Money(80_000), by=None, at=make.now())
    page = visitor.post("/checkout/", sent)
    assert page.status_code == 409
    assert "Something in your cart has changed." in page.text
    assert "Rp80.000" in page.text
    assert 'value="Alice"' in page.text
    assert_nothing_written()
    again = sent | {"seen": page.context["quoted"].digest}
    assert visitor.post("/checkout/", again).status_code == 303
    assert Order.objects.get().total == Money(80_000)


def test_what_was_sold_in_between_is_told(visitor, scarf, point):
    fill(visitor, (scarf, 4))
    sent = form(visitor, point)
    make.order((scarf, 3), point=point)
    page = visitor.post("/checkout/", sent)
    assert page.status_code == 409
    assert "Selendang: only 2 left, you asked for 4." in page.text
    assert 'value="Alice"' in page.text
    assert Order.objects.count() == 1


def test_a_market_day_that_closed_in_between_is_told(visitor, kale, point):
    day = make.market_day(point)
    fill(visitor, (kale, 1))
    sent = form(visitor, point, market_day=day.pk)
    MarketDay.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    page = visitor.post("/checkout/", sent)
    assert page.status_code == 400
    assert "Orders for this market day are closed." in page.text
    assert_nothing_written()


def test_a_point_that_the_market_day_does_not_serve_is_told_beside_the_points(visitor, kale, point):
    other = make.pickup_point("Oesapa")
    day = make.market_day(point)
    make.market_day(other)
    fill(visitor, (kale, 1))
    page = visitor.post("/checkout/", form(visitor, other, market_day=day.pk))
    assert page.status_code == 409
    assert "This pickup point is not served." in page.context["form"].errors["pickup_point"][0]
    assert_nothing_written()


def test_produce_asks_for_a_market_day_and_offers_only_open_ones(visitor, kale, point):
    day, now = make.market_day(point), timezone.now()
    make.market_day(point, opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    fill(visitor, (kale, 1))
    offered = visitor.get("/checkout/").context["form"].fields["market_day"].choices
    assert [choice for _key, choice in offered] == [day]
    page = visitor.post("/checkout/", form(visitor, point))
    assert "choose a market day" in page.context["form"].errors["market_day"][0]


def test_crafts_need_no_market_day(visitor, scarf, point):
    make.market_day(point)
    fill(visitor, (scarf, 1))
    assert "market_day" not in visitor.get("/checkout/").context["form"].fields


def test_the_same_form_sent_twice_gives_the_same_order(visitor, scarf, point):
    fill(visitor, (scarf, 1))
    sent = form(visitor, point)
    first, second = visitor.post("/checkout/", sent), visitor.post("/checkout/", sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_an_answer_that_got_lost_is_found_again(visitor, scarf, point):
    fill(visitor, (scarf, 1))
    sent, before = form(visitor, point), visitor.session["cart"]
    visitor.post("/checkout/", sent)
    order = Order.objects.get()
    for method, address in (("get", "/cart/"), ("get", "/checkout/"), ("post", "/checkout/")):
        session = visitor.session
        session["cart"] = before
        session.save()
        assert getattr(visitor, method)(address, sent)["Location"] == f"/orders/{order.token}/"
    assert Order.objects.count() == 1


@pytest.mark.parametrize("changes", [{"key": "another-tab"}, {"name": "Somebody else"}, {"name": ""}])
def test_an_ordered_cart_leads_to_its_order_whatever_is_sent(visitor, scarf, point, changes):
    fill(visitor, (scarf, 1))
    sent = form(visitor, point)
    visitor.post("/checkout/", sent)
    order = Order.objects.get()
    assert visitor.post("/checkout/", sent | changes)["Location"] == f"/orders/{order.token}/"
    assert (Order.objects.count(), Order.objects.get().name) == (1, "Alice")


def test_ordering_again_keeps_a_new_cart(visitor, scarf, point):
    fill(visitor, (scarf, 1))
    sent = form(visitor, point)
    visitor.post("/checkout/", sent)
    fill(visitor, (scarf, 2))
    visitor.post("/checkout/", sent)
    assert visitor.get("/cart/").context["quoted"].total == Money(150_000)


def test_a_signed_in_buyer_need_not_type_her_details(scarf, point, alice):
    visitor = signed_in(alice)
    fill(visitor, (scarf, 1))
    asked = visitor.get("/checkout/").context["form"]
    assert (asked["name"].value(), asked["email"].value()) == ("Alice", "alice@example.com")
    visitor.post("/checkout/", form(visitor, point))
    order = Order.objects.get()
    assert (order.buyer, order.cart.user) == (alice, alice)


def test_a_cart_of_somebody_else_cannot_be_ordered(scarf, point, alice, mallory):
    hers = signed_in(alice)
    fill(hers, (scarf, 1))
    sent = form(hers, point)
    for stranger in (signed_in(mallory), Client()):
        assert stranger.post("/checkout/", sent)["Location"] == "/cart/"
    assert_nothing_written()
    assert Cart.objects.get().user == User.objects.get(pk=alice.pk)


def test_too_many_orders_at_once_are_refused(visitor, scarf, point, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "orders", throttles.Rate(1, 86_400))
    fill(visitor, (scarf, 1))
    sent = form(visitor, point, name="")
    assert [visitor.post("/checkout/", sent).status_code for _time in range(2)] == [400, 429]


def test_the_form_asks_for_a_token_against_forgery(scarf, point):
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post("/cart/", {"variant": scarf.pk, "quantity": 1}).status_code == 403
    assert visitor.post("/checkout/", {}).status_code == 403
    assert Cart.objects.count() == 0


def test_an_order_costs_few_statements(visitor, scarf, kale, point, django_assert_max_num_queries):
    day = make.market_day(point)
    with django_assert_max_num_queries(75):
        fill(visitor, (scarf, 1), (kale, 1))
        visitor.post("/checkout/", form(visitor, point, market_day=day.pk))


def test_without_an_open_market_day_produce_leads_back_to_the_cart(visitor, kale, point):
    fill(visitor, (kale, 1))
    now = timezone.now()
    make.market_day(point, opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    assert visitor.get("/checkout/")["Location"] == "/cart/"
