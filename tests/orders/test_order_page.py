"""The order's page by its secret link, the buyer's cancellation, and a signed-in buyer's own orders."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from catalog.models import MarketDay, Variant
from marketplace import throttles
from marketplace.money import Money
from orders import cancellation, fulfilment, handover, standing
from orders.models import Order
from tests import make
from tests.conftest import signed_in, speaking

NOW = timezone.now()


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def point(db):
    return make.pickup_point("Saboak", keeper_phone="+6281234567800")


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur")


@pytest.fixture
def order(scarf, kale, point):
    """Of two producers, at a fee of ten percent."""
    make.fee_rule(basis_points=1_000)
    return make.order((scarf, 1), (kale, 5), point=point, market_day=make.market_day(point))


def detailed(order):
    return Order.objects.detailed().get(pk=order.pk)


def label(order, *, at=None):
    return str(standing.of(detailed(order), at=at or timezone.now()).label)


def walk(order, producer, *steps, by):
    for step in steps:
        step(make.part(order, producer), by=by, at=NOW)


@pytest.fixture(autouse=True)
def english(settings):
    with translation.override("en"):
        yield


def test_the_link_shows_all_that_the_buyer_needs(visitor, order):
    page = visitor.get(f"/orders/{order.token}/")
    assert page.status_code == 200
    where = ("Saboak", "Taman Nostalgia", "Collected by Alice", "tel:+6281234567800")
    what = ("Kelompok Tenun", "Kebun Organik", "Selendang", "Rp95.000", "Rp85.500", "Rp67.500")
    for told in (order.number, order.pickup_code, *where, *what):
        assert told in page.text


def test_the_link_is_a_secret(visitor, order):
    page = visitor.get(f"/orders/{order.token}/")
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))


@pytest.mark.parametrize("token", ["x", "KPG-000001", "1", "a" * 500, "%F0%9F%92%A9"])
def test_an_unknown_link_is_not_found(visitor, order, token):
    assert visitor.get(f"/orders/{token}/").status_code == 404
    assert visitor.post(f"/orders/{token}/cancellation/").status_code == 404


def test_whoever_tries_links_is_slowed_down_but_guests_are_not(visitor, order, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "unknown_links", throttles.Rate(2, 86_400))
    assert [visitor.get(f"/orders/try-{number}/").status_code for number in range(3)] == [404, 404, 429]
    assert visitor.get(f"/orders/{order.token}/").status_code == 200


def test_the_page_costs_the_same_however_many_lines_there_are(visitor, weavers, point, django_assert_num_queries):
    order = make.order(*[(make.variant(of=weavers), 1) for _line in range(9)], point=point)
    with django_assert_num_queries(10):
        visitor.get(f"/orders/{order.token}/")


def test_an_order_stands_as_its_parts_do(order, weavers, farmers, bob, carol):
    assert label(order) == "Order received"
    walk(order, weavers, fulfilment.accept, by=bob)
    assert label(order) == "Order received"
    MarketDay.objects.update(closes_at=NOW)
    assert label(order) == "Being prepared"
    walk(order, weavers, fulfilment.mark_ready, by=bob)
    assert label(order) == "Being prepared"
    walk(order, farmers, fulfilment.accept, fulfilment.mark_ready, by=carol)
    assert label(order) == "Ready to collect"
    walk(order, farmers, fulfilment.receive, by=carol)
    assert label(order) == "Ready to collect"
    assert label(order, at=NOW + timedelta(days=5)) == "Not collected"
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    assert label(order) == "Completed"


def test_the_milestones_follow(order, weavers, farmers, bob, carol):
    def reached():
        return [(each.reached, each.parts, each.is_next) for each in standing.milestones(detailed(order))]

    assert reached() == [(1, 1, False), (0, 2, True), (0, 2, False), (0, 2, False)]
    walk(order, weavers, fulfilment.accept, fulfilment.mark_ready, by=bob)
    assert reached() == [(1, 1, False), (1, 2, True), (1, 2, False), (0, 2, False)]
    cancellation.cancel_part(make.part(order, farmers), by=carol, at=NOW, reason="Rain")
    assert reached() == [(1, 1, False), (1, 1, False), (1, 1, False), (0, 1, True)]
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    assert reached()[-1] == (1, 1, False)


def test_a_cancelled_part_says_why_and_is_not_to_be_paid(visitor, order, farmers, carol):
    cancellation.cancel_part(make.part(order, farmers), by=carol, at=NOW, reason="The rain took it")
    page = visitor.get(f"/orders/{order.token}/")
    assert "Reason: The rain took it" in page.text
    assert "-Rp20.000" in page.text
    assert page.context["order"].to_collect == Money(75_000)


def test_the_buyer_cancels_while_nobody_has_begun(visitor, order, scarf):
    address = f"/orders/{order.token}/"
    assert f'action="{address}cancellation/"' in visitor.get(address).text
    answer = visitor.post(f"{address}cancellation/")
    assert (answer.status_code, answer["Location"]) == (303, address)
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert Variant.objects.get(pk=scarf.pk).available == 5
    page = visitor.get(address)
    assert order.pickup_code not in page.text
    assert "Your order is cancelled." in page.text


def test_once_a_producer_has_begun_the_buyer_cannot_cancel(visitor, order, weavers, bob):
    walk(order, weavers, fulfilment.accept, fulfilment.mark_ready, by=bob)
    address = f"/orders/{order.token}/"
    assert f"{address}cancellation/" not in visitor.get(address).text
    answer = visitor.post(f"{address}cancellation/", headers={"referer": f"http://testserver{address}"})
    assert (answer.status_code, answer["Location"]) == (303, f"http://testserver{address}")
    assert "A producer has already started on this order." in visitor.get(address).text
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED


def test_cancelling_needs_a_form(visitor, order):
    assert visitor.get(f"/orders/{order.token}/cancellation/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"/orders/{order.token}/cancellation/").status_code == 403
    order.refresh_from_db()
    assert order.status == Order.Status.CONFIRMED


def test_my_orders_asks_to_sign_in(visitor, order):
    assert visitor.get("/account/orders/")["Location"].startswith("/account/login/")


def test_my_orders_are_mine(scarf, point, alice, carol):
    mine = make.order((scarf, 1), point=point, user=alice)
    make.order((scarf, 1), point=point)
    assert [order for order, _standing in signed_in(alice).get("/account/orders/").context["shown"]] == [mine]
    assert signed_in(carol).get("/account/orders/").context["shown"] == []


def test_my_orders_cost_the_same_however_many(scarf, point, alice, django_assert_num_queries):
    for _number in range(5):
        make.order((scarf, 1), point=point, user=alice)
    buyer = signed_in(alice)
    with django_assert_num_queries(9):
        assert len(buyer.get("/account/orders/").context["shown"]) == 5
