"""A market day's rush and a broker that is down, on a whole market: nobody is turned away wrongly, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.running_market import Demo, Market, eventually
from tests.visitor import Program, Visitor, told

GUESTS, STOCK = 40, 5
LEAD = "daurulang@pasarkarya.example"


def variant_of(seller: Program) -> dict[str, Any]:
    """Something of the seller's that can be bought on any day."""
    for product in seller.get("selling/products/")["results"]:
        for variant in product["variants"]:
            if product["status"] == "published" and variant["lead_days"] is None and variant["available"]:
                return variant
    raise AssertionError("nothing to buy")


def signed_in(market: Market) -> Program:
    visitor = Visitor(market)
    visitor.sign_in(LEAD)
    return Program(market, token=visitor.make_token())


def order(market: Market, variant: int, *, phone: str = "0812 3456 7890") -> requests.Response:
    """A guest fills a cart and orders, all from the one address that a market's visitors share."""
    guest = Program(market)
    cart = guest.post("carts/", status=201)["token"]
    line = guest.session.post(f"{guest.url}/carts/{cart}/lines/", json={"variant": variant, "quantity": 1}, timeout=60)
    if line.status_code != 201:
        return line
    point = guest.get("pickup-points/")["results"][0]["slug"]
    wish = {"cart": cart, "name": "Tamu", "phone": phone, "pickup_point": point, "payment_method": "cash"}
    return guest.session.post(f"{guest.url}/orders/", json=wish, timeout=60)


def test_forty_guests_at_once_buy_exactly_what_is_there(running_market: Market):
    seller = signed_in(running_market)
    variant = variant_of(seller)
    reserved = variant["on_hand"] - variant["available"]
    seller.post(f"selling/variants/{variant['id']}/stock/", {"on_hand": reserved + STOCK})
    with ThreadPoolExecutor(GUESTS) as pool:
        answers = list(pool.map(lambda _guest: order(running_market, variant["id"]), range(GUESTS)))
    assert sorted(answer.status_code for answer in answers) == [201] * STOCK + [409] * (GUESTS - STOCK)
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"out_of_stock"}
    assert running_market.demo.manage("check_ledger") == "Ledger, orders and stock agree.\n"


@pytest.mark.parametrize("dead", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_without_a_broker_orders_go_on_and_notices_follow(demo: Demo, dead: str):
    with demo.opened(CELERY_BROKER_URL=dead) as market:
        anything = next(
            product
            for product in Program(market).get("products/", kind="recycled_craft")["results"]
            if product["available"]
        )
        variants = Program(market).get(f"products/{anything['slug']}/")["variants"]
        variant = next(variant for variant in variants if variant["available"])
        answer = order(market, variant["id"])
        assert answer.status_code == 201
        assert answer.elapsed.total_seconds() < 5
        number = answer.json()["number"]
        assert told(market, number) == []
    with demo.opened() as market:
        messages = eventually(lambda: [told(market, number)] if len(told(market, number)) >= 2 else [], within=60)[0]
        assert len(messages) == len(set(messages))
        assert any(recipient.startswith("6281234567890@") for recipient, _subject in messages)
