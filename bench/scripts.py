"""What is asked for in the loops: the references, pages warm and made anew, a cart of two sellers that is ordered."""

import itertools
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from bench import PRODUCERS, TO_ORDER, load
from bench.load import Script
from bench.servers import Server

BARE = "bare Django"
API = "/api/v1"
# Guests come from many addresses, so that no throttle takes them for one who hammers.
ADDRESSES = 100
PRODUCTS = 20
HEAD = {"X-Forwarded-For": "192.0.2.1"}


@dataclass(frozen=True)
class Loop:
    """A server, and the script of each connection to it. `sample` is a request whose answer is weighed.

    It goes round through so many `pages`. A long round is given so many times as long as a page.
    """

    server: Server
    make: Callable[[int], Script]
    sample: bytes
    pages: int = 1
    times: int = 1

    def weighed(self) -> float:
        """The size of the answer's body as it is sent, in kilobytes."""
        return len(load.once(self.sample, port=self.server.port).body) / 1000


def of(market: dict[str, Server], *, products: int) -> dict[str, Loop]:
    """All loops by name: the references come first."""
    spread = [number * products // PRODUCTS for number in range(PRODUCTS)]
    pages = {
        "home": ["/"],
        "list": ["/products/"],
        "product": [f"/products/barang-{number}/" for number in spread],
        "producer": [f"/producers/kelompok-{number}/" for number in range(0, PRODUCERS, 19)],
        "search": [f"/products/?search={quote(word)}" for word in ("tenun", "anyaman", "jahit", "rajut", "sulam")],
        "API list": [f"{API}/products/"],
    }
    loops = {
        "bare WSGI and query": _looking(market["wsgi"], ["/"]),
        BARE: _looking(market["django"], ["/"]),
    }
    loops |= {f"{name}, warm": _looking(market["market"], paths) for name, paths in pages.items()}
    cookie = _cart_cookie(market["market"])
    for name in ("home", "list", "product", "search"):
        loops[f"{name}, with a cart"] = _looking(market["market"], pages[name], cookie=cookie)
    loops |= {f"{name}, nothing kept": _looking(market["anew"], paths) for name, paths in pages.items()}
    return loops | {"cart of 2 + order": _ordering(market["market"])}


def _looking(server: Server, paths: list[str], *, cookie: str = "") -> Loop:
    """Whoever has a cookie of a session is shown her own page, made anew for her."""
    own = HEAD | ({"Cookie": cookie} if cookie else {})
    wanted = [load.request(path, port=server.port, headers=own) for path in paths]
    return Loop(server, lambda number: load.again_and_again(*wanted, start=number * 13), wanted[0], len(paths))


def _cart_cookie(server: Server) -> str:
    """Of a guest who has put something into a cart, by the form of a product's page."""
    variant = _seen(server, "/products/barang-0/")["variants"][0]["id"]
    sent = urlencode({"variant": variant, "quantity": 1})
    origin = {"Origin": f"http://localhost:{server.port}", "Content-Type": "application/x-www-form-urlencoded"}
    wanted = load.request("/cart/", port=server.port, method="POST", form=sent, headers=HEAD | origin)
    found = re.search(rb"sessionid=[^;]+", load.once(wanted, port=server.port).head)
    assert found, "no session"
    return found[0].decode()


def _ordering(server: Server) -> Loop:
    point = _seen(server, "/pickup-points/")["results"][0]["slug"]
    day = _seen(server, "/market-days/")["results"][0]["id"]
    goods = [f"/products/barang-{number}/" for number in range(0, TO_ORDER, 5)]
    variants = [_seen(server, path)["variants"][0]["id"] for path in goods]
    wishes = {"name": "Alice", "phone": "081234567890", "pickup_point": point, "market_day": day}
    numbers = itertools.count()
    sample = load.request(f"{API}{goods[0]}", port=server.port, headers=HEAD)
    return Loop(server, lambda _number: _order(server, variants, wishes, numbers=numbers), sample, times=4)


def _seen(server: Server, path: str) -> Any:
    return load.once(load.request(f"{API}{path}", port=server.port, headers=HEAD), port=server.port).json


def _order(server: Server, variants: list[int], wishes: dict[str, Any], *, numbers: "itertools.count[int]") -> Script:
    """A guest who takes a cart, puts goods of two sellers into it and orders. The whole of it is a round."""
    while True:
        number = next(numbers)
        head = {"X-Forwarded-For": f"198.51.{number % ADDRESSES}.7", "Idempotency-Key": secrets.token_hex(8)}
        made = yield _send(server, "/carts/", {}, head)
        cart = made.json["token"]
        for place in (number * 7, number * 7 + 31):
            variant = variants[place % len(variants)]
            yield _send(server, f"/carts/{cart}/lines/", {"variant": variant, "quantity": 1}, head)
        yield _send(server, "/orders/", {**wishes, "cart": cart, "payment_method": "cash"}, head)
        yield None


def _send(server: Server, path: str, body: object, head: dict[str, str]) -> bytes:
    return load.request(f"{API}{path}", port=server.port, method="POST", body=body, headers=head)
