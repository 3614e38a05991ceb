"""The cart's page: putting in, changing, taking out; whose cart it is, and what becomes of it after ordering."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog import stock
from marketplace import throttles
from marketplace.money import Money
from orders.models import Cart, CartLine
from tests import make
from tests.conftest import signed_in, speaking


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur")


def put(visitor, variant, quantity=1, **extra):
    return visitor.post("/cart/", {"variant": variant.pk, "quantity": quantity}, **extra)


def lines():
    return [(line.variant, line.quantity) for line in CartLine.objects.order_by("pk")]


def told(visitor):
    return [str(message) for message in visitor.get("/cart/").context["messages"]]


def test_an_empty_cart_makes_no_session(visitor, db):
    page = visitor.get("/cart/")
    assert page.status_code == 200
    assert "Your cart is empty" in page.text
    assert "sessionid" not in visitor.cookies
    assert Cart.objects.count() == 0


def test_putting_in_leads_to_the_cart(visitor, scarf):
    answer = put(visitor, scarf, 2)
    assert (answer.status_code, answer["Location"]) == (303, "/cart/")
    page = visitor.get("/cart/")
    assert page.context["quoted"].total == Money(150_000)
    assert "Selendang is in your cart." in page.text
    assert visitor.session["cart_count"] == 1


def test_the_same_thing_again_is_more_of_it(visitor, scarf):
    put(visitor, scarf, 2)
    put(visitor, scarf, 3)
    assert lines() == [(scarf, 5)]


def test_goods_are_grouped_by_producer_and_the_share_of_each_is_told(visitor, scarf, kale):
    make.fee_rule(basis_points=1_000)
    put(visitor, scarf)
    put(visitor, kale, 5)
    page = visitor.get("/cart/")
    assert [part.producer.name for part in page.context["quoted"].parts] == ["Kebun Organik", "Kelompok Tenun"]
    for amount in ("Rp95.000", "Rp85.500", "Rp9.500"):
        assert amount in page.text


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "9" * 5_000, "two", "", "1.5", "１２３４"])
def test_an_impossible_quantity_is_refused_and_nothing_lost(visitor, scarf, quantity):
    put(visitor, scarf, 2)
    answer = put(visitor, scarf, quantity, headers={"referer": "http://testserver/products/x/"})
    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/products/x/")
    assert "Choose a quantity from 1 to 999." in told(visitor)
    assert lines() == [(scarf, 2)]


def test_without_a_page_to_go_back_to_the_refusal_is_a_page(visitor, scarf):
    answer = put(visitor, scarf, 0)
    assert answer.status_code == 400
    assert "Choose a quantity from 1 to 999." in answer.text


def test_more_than_the_stock_is_refused(visitor, scarf):
    answer = put(visitor, scarf, 6)
    assert answer.status_code == 409
    assert "Selendang: only 5 left, you asked for 6." in answer.text
    assert lines() == []


def test_what_is_not_on_sale_is_refused(visitor, weavers):
    draft = make.variant("Draf", of=weavers, status="draft")
    assert put(visitor, draft).status_code == 409
    assert lines() == []


@pytest.mark.parametrize("variant", ["", "0", "999999", "9" * 40, "x", "1' OR 1=1"])
def test_an_unknown_variant_is_not_found(visitor, scarf, variant):
    assert visitor.post("/cart/", {"variant": variant, "quantity": 1}).status_code == 404
    assert lines() == []


def test_a_quantity_can_be_changed(visitor, scarf):
    put(visitor, scarf, 2)
    answer = visitor.post(f"/cart/lines/{CartLine.objects.get().pk}/", {"quantity": "4"})
    assert (answer.status_code, answer["Location"]) == (303, "/cart/")
    assert lines() == [(scarf, 4)]


@pytest.mark.parametrize("sent", [{"quantity": "0"}, {"quantity": "2", "remove": "yes"}, {"remove": "yes"}])
def test_a_line_can_be_taken_out(visitor, scarf, sent):
    put(visitor, scarf, 2)
    address = f"/cart/lines/{CartLine.objects.get().pk}/"
    visitor.post(address, sent)
    assert lines() == []
    assert visitor.session["cart_count"] == 0
    assert visitor.post(address, sent).status_code == 303
    assert "That is no longer in your cart." in told(visitor)


@pytest.mark.parametrize("quantity", ["-1", "1000", "many", ""])
def test_a_line_keeps_its_quantity_when_the_new_one_is_impossible(visitor, scarf, quantity):
    put(visitor, scarf, 2)
    sent = {"quantity": quantity}
    assert visitor.post(f"/cart/lines/{CartLine.objects.get().pk}/", sent).status_code == 400
    assert lines() == [(scarf, 2)]


def test_somebody_elses_line_cannot_be_changed(visitor, scarf):
    foreign = make.cart((scarf, 2)).lines.get()
    put(visitor, scarf, 1)
    visitor.post(f"/cart/lines/{foreign.pk}/", {"quantity": "1"})
    visitor.post(f"/cart/lines/{foreign.pk}/", {"remove": "yes"})
    assert foreign.cart.lines.get().quantity == 2
    Client().post(f"/cart/lines/{foreign.pk}/", {"remove": "yes"})
    assert foreign.cart.lines.count() == 1


def test_a_moved_price_is_told(visitor, scarf):
    put(visitor, scarf)
    scarf.price_at(Money(80_000), by=None, at=make.now())
    page = visitor.get("/cart/")
    assert "Price changed: was Rp75.000, now Rp80.000" in page.text
    assert page.context["quoted"].total == Money(80_000)


def test_what_cannot_be_ordered_any_more_is_marked(visitor, scarf):
    put(visitor, scarf, 4)
    stock.count(scarf, 3, by=None, at=timezone.now())
    page = visitor.get("/cart/")
    assert "only 3 left, you asked for 4" in page.text
    assert 'href="/checkout/"' not in page.text


def test_produce_in_the_cart_shows_the_cut_off(visitor, kale):
    put(visitor, kale)
    page = visitor.get("/cart/")
    assert "No market day is open now" in page.text
    assert 'href="/checkout/"' not in page.text
    make.market_day(make.pickup_point())
    page = visitor.get("/cart/")
    assert "Taking orders" in page.text
    assert 'href="/checkout/"' in page.text


def test_a_market_day_that_opens_later_is_announced(visitor, kale):
    put(visitor, kale)
    now = timezone.now()
    make.market_day(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    page = visitor.get("/cart/")
    assert "Opens soon" in page.text
    assert 'href="/checkout/"' not in page.text


def test_a_cart_page_costs_the_same_however_full_it_is(visitor, weavers, django_assert_num_queries):
    for _number in range(12):
        put(visitor, make.variant(of=weavers))
    with django_assert_num_queries(8):
        visitor.get("/cart/")


def test_a_guests_cart_becomes_hers_when_she_signs_in(visitor, scarf, alice):
    put(visitor, scarf, 2)
    visitor.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert visitor.get("/cart/").context["quoted"].total == Money(150_000)
    assert Cart.objects.get().user == alice


def test_a_signed_in_person_finds_her_cart_in_another_browser(scarf, alice):
    put(signed_in(alice), scarf, 2)
    elsewhere = signed_in(alice)
    assert elsewhere.get("/cart/").context["quoted"].total == Money(150_000)
    assert elsewhere.session["cart_count"] == 1


def test_a_cart_is_not_shown_to_another_person(scarf, alice, mallory):
    put(signed_in(alice), scarf, 2)
    token = Cart.objects.get().token
    stranger = signed_in(mallory)
    session = stranger.session
    session["cart"] = token
    session.save()
    assert stranger.get("/cart/").context["quoted"].parts == []
    put(stranger, scarf, 1)
    assert sorted(cart.lines.get().quantity for cart in Cart.objects.all()) == [1, 2]


def test_the_cart_page_is_kept_by_no_cache(visitor, scarf):
    assert "no-store" in visitor.get("/cart/")["Cache-Control"]


def test_a_cart_that_was_ordered_leads_to_its_order(visitor, scarf):
    put(visitor, scarf, 2)
    order = make.order((scarf, 1))
    type(order).objects.filter(pk=order.pk).update(cart=Cart.objects.get(token=visitor.session["cart"]))
    answer = visitor.get("/cart/")
    assert (answer.status_code, answer["Location"]) == (303, f"/orders/{order.token}/")
    page = visitor.get("/cart/")
    assert "Your cart is empty" in page.text
    assert f'href="/orders/{order.token}/"' in page.text
    put(visitor, scarf, 1)
    assert visitor.get("/cart/").context["quoted"].total == Money(75_000)


def test_too_many_changes_at_once_are_refused(visitor, scarf, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "carts", throttles.Rate(2, 86_400))
    assert [put(visitor, scarf).status_code for _time in range(3)] == [303, 303, 429]
    assert visitor.get("/cart/").status_code == 200
