"""The story over the API: two producers, one order, cash at pickup, and to the rupiah what each of them gets."""

import pytest
from django.core.management import call_command

from marketplace.models import User
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def market(weavers, farmers):
    make.fee_rule(basis_points=1_000)
    make.fee_rule(basis_points=500, fixed=100, producer=farmers)
    make.variant("Selendang indigo", of=weavers, price=185_000, on_hand=3)
    make.variant("Kangkung", of=farmers, price=5_500, on_hand=30, category="sayur", unit="bunch")
    make.market_day(make.pickup_point())


def test_one_order_from_catalog_to_hand_over(market, bob, carol):
    guest, weaver, desk = Program(), Program(bob), Program(carol)
    farmer = Program(User.objects.get(name="Farida"))

    (cloth,) = guest.get("products/", search="indigo", available="true")[1]["results"]
    (greens,) = guest.get("products/", category="hasil-kebun")[1]["results"]
    (day,) = guest.get("market-days/")[1]["results"]
    assert (cloth["price"], cloth["available"], greens["price"], greens["unit"]) == (185_000, 3, 5_500, "bunch")

    cart = guest.post("carts/")[1]["token"]
    for product, quantity in [(cloth, 1), (greens, 3)]:
        (variant,) = guest.get(f"products/{product['slug']}/")[1]["variants"]
        assert guest.post(f"carts/{cart}/lines/", {"variant": variant["id"], "quantity": quantity})[0] == 201
    filled = guest.get(f"carts/{cart}/")[1]
    assert (filled["total"], filled["fee"], filled["needs_market_day"]) == (201_500, 19_425, True)

    wishes = {"cart": cart, "name": "Maria Bere", "phone": "081234567890", "payment_method": "cash"}
    wishes |= {"pickup_point": day["pickup_points"][0]["slug"], "market_day": day["id"], "quote": filled["quote"]}
    status, order = guest.post("orders/", wishes, key="first")
    assert (status, order["status"], order["total"], order["payment"]["due"]) == (201, "confirmed", 201_500, 201_500)
    assert guest.post("orders/", wishes, key="first") == (200, order)

    (sewn,), (grown,) = (results(program.get("selling/suborders/"), "id") for program in (weaver, farmer))
    for program, part in [(weaver, sewn), (farmer, grown)]:
        assert program.post(f"selling/suborders/{part}/acceptance/")[0] == 200
        assert program.post(f"selling/suborders/{part}/readiness/")[0] == 200

    assert desk.post(f"desk/suborders/{grown}/reception/")[1]["status"] == "received"
    code = {"pickup_code": order["pickup_code"]}
    for part in (sewn, grown):
        assert desk.post(f"desk/suborders/{part}/handover/", code)[1]["status"] == "handed_over"

    status, seen = guest.get(f"orders/{order['token']}/")
    assert (seen["status"], seen["payment"]["status"], seen["payment"]["due"]) == ("completed", "paid", 0)
    (weaving,), (garden,) = (results(program.get("selling/earnings/"), "earnings") for program in (weaver, farmer))
    # A tenth of the cloth; a twentieth of the greens, rounded half up, and a hundred.
    assert (weaving["balance"], garden["balance"]) == (166_500, 16_500 - 825 - 100)
    assert weaving["balance"] + garden["balance"] + 18_500 + 925 == order["total"]
    call_command("check_ledger")
