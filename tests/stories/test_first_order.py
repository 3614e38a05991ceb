"""The first story, over HTTP against a whole market: from the shelf to the ledger, with a worker killed in between."""

import os
import signal
from collections import Counter

import pytest

from tests.running_market import Market, eventually
from tests.visitor import Program, Visitor, told

WEAVER, FARMER = "tenun@pasarkarya.example", "kebun@pasarkarya.example"
COORDINATOR, GUEST = "koordinator@pasarkarya.example", "tamu@pasarkarya.example"


@pytest.fixture
def people(running_market: Market) -> dict[str, Program]:
    """Everybody with a token of their own, made on the page for it."""
    programs = {"guest": Program(running_market)}
    for name, address in {"weaver": WEAVER, "farmer": FARMER, "carol": COORDINATOR}.items():
        visitor = Visitor(running_market)
        visitor.sign_in(address)
        programs[name] = Program(running_market, token=visitor.make_token())
    return programs


def goods_of(seller: Program, guest: Program) -> dict:
    """A variant of the seller's that a buyer can find and order at least two of."""
    for own in seller.get("selling/products/")["results"]:
        if own["status"] == "published":
            for variant in guest.get(f"products/{own['slug']}/")["variants"]:
                if variant["available"] >= 2:
                    return variant
    raise AssertionError("nothing to buy")


def order_by_api(people: dict[str, Program]) -> tuple[dict, dict, dict]:
    """A guest orders two of the weaver's and two of the farmer's, and sends the same request twice."""
    guest = people["guest"]
    cloth, greens = goods_of(people["weaver"], guest), goods_of(people["farmer"], guest)
    cart = guest.post("carts/", status=201)["token"]
    for variant in (cloth, greens):
        guest.post(f"carts/{cart}/lines/", {"variant": variant["id"], "quantity": 2}, status=201)
    day = next(day for day in guest.get("market-days/")["results"] if day["is_open"])
    wish = {
        "cart": cart,
        "name": "Tamu",
        "phone": "0812-3456-7890",
        "email": GUEST,
        "pickup_point": day["pickup_points"][0]["slug"],
        "market_day": day["id"],
        "payment_method": "cash",
    }
    order = guest.post("orders/", wish, status=201, **{"Idempotency-Key": "story-1"})
    again = guest.post("orders/", wish, **{"Idempotency-Key": "story-1"})
    assert again["number"] == order["number"]
    return order, cloth, greens


def test_one_order_from_shelf_to_ledger(running_market: Market, people: dict[str, Program]):
    guest, weaver, farmer, carol = (people[name] for name in ("guest", "weaver", "farmer", "carol"))
    owed_before = [seller.get("selling/earnings/")["results"][0]["earnings"]["balance"] for seller in (weaver, farmer)]

    order, cloth, greens = order_by_api(people)
    os.kill(running_market.pid("worker"), signal.SIGKILL)
    assert order["total"] == 2 * cloth["price"] + 2 * greens["price"]
    assert (order["status"], order["payment"]["status"], order["payment"]["due"]) == (
        "confirmed",
        "pending",
        order["total"],
    )

    number = order["number"]
    parts = {part["producer"]["slug"]: part for part in order["sub_orders"]}
    for seller in (weaver, farmer):
        new = next(
            part for part in seller.get("selling/suborders/", status="new")["results"] if part["number"] == number
        )
        seller.post(f"selling/suborders/{new['id']}/acceptance/")
        seller.post(f"selling/suborders/{new['id']}/readiness/")
    # The killed worker is back by itself, and nothing that was owed is lost or said twice.
    eventually(lambda: len(told(running_market, number)) == 8, within=60, what="eight messages")

    for part in parts.values():
        given = carol.post(f"desk/suborders/{part['id']}/handover/", {"pickup_code": order["pickup_code"]})
        assert given["status"] == "handed_over"
    eventually(lambda: len(told(running_market, number)) == 9, within=30, what="the receipt")
    assert set(Counter(told(running_market, number)).values()) == {1}
    recipients = Counter(recipient for recipient, _subject in told(running_market, number))
    helpers = {recipient for recipient in recipients if recipient.endswith("@telepon.localhost")}
    assert recipients == {GUEST: 5, WEAVER: 1, FARMER: 1} | dict.fromkeys(helpers, 1)
    assert len(helpers) == 2

    paid = guest.get(f"orders/{order['token']}/")
    assert (paid["status"], paid["payment"]["status"], paid["payment"]["due"]) == ("completed", "paid", 0)
    owed_after = [seller.get("selling/earnings/")["results"][0]["earnings"]["balance"] for seller in (weaver, farmer)]
    earned = sorted(after - before for after, before in zip(owed_after, owed_before, strict=True))
    assert earned == sorted(part["earning"] for part in parts.values())
    assert sum(part["earning"] + part["fee"] for part in parts.values()) == order["total"]
    assert running_market.demo.manage("check_ledger") == "Ledger, orders and stock agree.\n"
