"""Forty buyers after a stock of five: exactly five get one, thirty-five are told so clearly."""

import json
from functools import partial
from time import sleep

import pytest
from django.test import Client

from catalog.models import Variant
from catalog.models.product import VariantQuerySet
from orders import checkout, reconciliation
from orders.models import Order, OrderLine
from tests import make
from tests.races.conftest import together

BUYERS, STOCK = 40, 5


def look_then_save(self, quantity):
    """What a shop without the guard does: read, decide, write."""
    for variant in self:
        if variant.available < quantity:
            return False
        sleep(0.05)
        Variant.objects.filter(pk=variant.pk).update(reserved=variant.reserved + quantity)
    return True


@pytest.fixture
def scarf():
    return make.variant(of=make.producer(lead=make.user()), on_hand=STOCK)


def order_by_api(scarf, point):
    """Each buyer is a guest with a cart and a browser of her own."""
    carts = [make.cart((scarf, 1)).token for _buyer in range(BUYERS)]

    def buy(cart):
        body = {
            "cart": cart,
            "name": "Buyer",
            "phone": "081234567890",
            "pickup_point": point.slug,
            "payment_method": "cash",
        }
        return Client().post("/api/v1/orders/", json.dumps(body), content_type="application/json")

    return together([partial(buy, cart) for cart in carts])


def test_forty_buyers_by_the_api_get_exactly_what_is_there(scarf):
    answers = order_by_api(scarf, make.pickup_point())
    assert sorted(answer.status_code for answer in answers) == [201] * STOCK + [409] * (BUYERS - STOCK)
    refusals = [answer.json() for answer in answers if answer.status_code == 409]
    assert {refusal["code"] for refusal in refusals} == {"out_of_stock"}
    assert {refusal["message"] for refusal in refusals} == {"Selendang: tinggal 0, Anda meminta 1."}
    scarf.refresh_from_db()
    assert (scarf.on_hand, scarf.reserved) == (STOCK, STOCK)
    assert Order.objects.count() == OrderLine.objects.count() == STOCK
    assert list(reconciliation.differences()) == []


@pytest.mark.postgres
def test_control_without_the_guard_postgres_oversells(scarf, monkeypatch):
    monkeypatch.setattr(VariantQuerySet, "hold", look_then_save)
    answers = order_by_api(scarf, make.pickup_point())
    assert sum(answer.status_code == 201 for answer in answers) > STOCK


def test_the_conditional_update_alone_holds_the_line(scarf):
    """On either engine, and without a transaction around it."""
    held = together([lambda: Variant.objects.filter(pk=scarf.pk).hold(1)] * BUYERS)
    assert sum(held) == STOCK


def test_control_reading_first_oversells_on_either_engine(scarf):
    held = together([lambda: look_then_save(Variant.objects.filter(pk=scarf.pk), 1)] * BUYERS)
    assert sum(held) > STOCK


@pytest.mark.parametrize("attempt", range(3))
def test_orders_for_the_same_goods_in_opposite_order_do_not_lock_each_other(attempt):
    one, other = make.producer(lead=make.user()), make.producer(lead=make.user())
    goods = [make.variant(of=one, on_hand=20), make.variant(of=other, on_hand=20)]
    point = make.pickup_point()
    carts = [make.cart(*((each, 1) for each in turn)) for turn in [goods, goods[::-1]] * 10]

    def place(cart):
        return checkout.place(cart, wishes=make.wishes(point), by=None, at=make.now())

    orders = together([partial(place, cart) for cart in carts])
    assert len({order.pk for order in orders}) == 20
    assert set(Variant.objects.values_list("reserved", flat=True)) == {20}
