"""The first story in real Chromium, on a small phone and on a wide screen, without a line of script."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visit
from tests.running_market import Market, eventually
from tests.visitor import told

pytestmark = pytest.mark.browser

WEAVER, FARMER = "tenun@pasarkarya.example", "kebun@pasarkarya.example"
COORDINATOR = "koordinator@pasarkarya.example"
OTHER_PAGES = [
    "/products/",
    "/producers/",
    "/market-days/",
    "/about/",
    "/account/login/",
    "/account/signup/",
    "/api/v1/docs/",
]


def put_into_cart(buyer: Visit, seller: str) -> None:
    """Find something of the seller's that can be had, by search, and take one."""
    buyer.open("/")
    buyer.page.locator("form[role=search] input[name=search]:visible").first.fill(seller)
    buyer.follow(buyer.page.locator("form[role=search] button:visible").first)
    buyer.open(f"{buyer.page.url}&available=yes")
    buyer.look(f"search-{seller.split()[-1].lower()}")
    buyer.follow(buyer.page.locator("main .card a.cover").first)
    buyer.look(f"product-{seller.split()[-1].lower()}")
    buyer.press("/cart/")


def order(buyer: Visit) -> tuple[str, str]:
    """Go through checkout as a guest; the order's number and pickup code."""
    buyer.open("/cart/")
    buyer.look("cart")
    buyer.open("/checkout/")
    buyer.page.fill("input[name=name]", "Tamu Pasar")
    buyer.page.fill("input[name=phone]", "0812 3456 7890")
    for choice in ("market_day", "pickup_point"):
        buyer.page.locator(f"input[name={choice}]").first.check()
    buyer.look("checkout")
    buyer.follow(buyer.page.locator("main form button").last)
    assert "/orders/" in buyer.page.url, buyer.page.locator("main").inner_text()
    buyer.look("order")
    number = re.search(r"KPG-\d{6}", buyer.page.locator("main").inner_text())
    assert number
    return number[0], buyer.page.locator(".pickup-code").first.inner_text().strip()


def make(seller: Visit, address: str, number: str) -> None:
    """Accept the part of the order, and mark it ready."""
    seller.sign_in(address)
    seller.open("/sell/")
    seller.look(f"sell-{address.split('@')[0]}")
    seller.open("/sell/orders/")
    seller.follow(seller.page.get_by_text(number).first)
    seller.press("/acceptance/")
    seller.press("/readiness/")
    seller.look(f"sell-order-{address.split('@')[0]}")


def test_from_shelf_to_earnings(visit: Callable[[], Visit], running_market: Market):
    buyer, weaver, farmer, carol = visit(), visit(), visit(), visit()
    buyer.open("/")
    buyer.look("home")
    put_into_cart(buyer, "Kelompok Tenun Nekafuti")
    put_into_cart(buyer, "Kebun Sayur Bello")
    number, code = order(buyer)

    make(weaver, WEAVER, number)
    make(farmer, FARMER, number)
    hear(running_market, number, messages=4)

    carol.sign_in(COORDINATOR)
    carol.open("/desk/")
    carol.look("desk")
    carol.open("/desk/handover/")
    carol.page.fill("main input[name=code]", code.lower())
    carol.follow(carol.page.locator("main form button").first)
    carol.look("handover")
    carol.press("/desk/handover/")
    carol.look("handed-over")
    assert number in carol.page.locator("main").inner_text()

    weaver.open("/sell/earnings/")
    weaver.look("earnings")
    assert number in weaver.page.locator("main").inner_text()
    buyer.page.reload()
    buyer.look("order-done")
    assert code not in buyer.page.locator("main").inner_text()
    hear(running_market, number, messages=5)


def hear(market: Market, number: str, *, messages: int) -> None:
    """Wait until the buyer has been told so many things about her order, each once."""

    def told_the_buyer() -> list[str]:
        return [subject for recipient, subject in told(market, number) if recipient.startswith("6281234567890@")]

    eventually(lambda: len(told_the_buyer()) == messages, within=90, what=f"{messages} messages to the buyer")
    assert len(set(told_the_buyer())) == messages


def test_other_pages_fit(visit: Callable[[], Visit]):
    visitor = visit()
    for path in OTHER_PAGES:
        visitor.open(path)
        visitor.look(path.strip("/").replace("/", "-"))
