"""Throttles: a market day's rush gets through, a machine that hammers does not, and nobody pays for another."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace import throttles
from marketplace.file_cache import FileCache
from tests.conftest import signed_in

pytestmark = pytest.mark.urls(__name__)


class Carts(APIView):
    throttle_classes = [throttles.Throttle]
    throttle_scope = "carts"

    def get(self, request: Request) -> Response:
        return Response({})

    post = patch = get


class Orders(Carts):
    throttle_scope = "orders"


class OrderLink(APIView):
    def get(self, request: Request, token: str) -> Response:
        with throttles.misses("unknown_links", request=request):
            if token != "right":
                raise Http404
        return Response({"token": token})


@throttles.throttled("orders")
def checkout_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("placed")


@throttles.throttled("pickup_codes")
def pickup_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tried")


urlpatterns = [
    path("probe/carts/", Carts.as_view()),
    path("probe/orders/", Orders.as_view()),
    path("probe/orders/<token>/", OrderLink.as_view()),
    path("probe/checkout/", checkout_page),
    path("probe/pickup/", pickup_page),
    path("", include(settings.ROOT_URLCONF)),
]


@pytest.fixture(autouse=True)
def a_minute_that_just_began(monkeypatch) -> None:
    set_clock(monkeypatch, time.time() // 600 * 600 + 1)


def set_clock(monkeypatch, now: float) -> None:
    monkeypatch.setattr(throttles, "time", SimpleNamespace(time=lambda: now))


def guest(**extra: str) -> Client:
    return Client(REMOTE_ADDR="203.0.113.7", **extra)


def test_forty_guests_behind_one_address_fill_their_carts_and_order_within_a_minute():
    answers = set()
    for _ in range(40):
        client = guest()
        answers |= {client.post("/probe/carts/").status_code for _ in range(12)}
        answers |= {client.get("/probe/carts/").status_code for _ in range(12)}
        answers |= {client.post("/probe/orders/").status_code, client.post("/probe/checkout/").status_code}
    assert answers == {200}


def test_one_who_hammers_is_stopped_with_a_clear_429_until_the_minute_is_over(monkeypatch):
    client = guest()
    answers = [client.post("/probe/orders/").status_code for _ in range(301)]
    assert answers == [200] * 300 + [429]
    refused = client.post("/probe/orders/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "59")
    assert sorted(refused.json()) == ["code", "message"]
    assert refused.json()["code"] == "throttled"
    assert "59" in refused.json()["message"]
    set_clock(monkeypatch, throttles.time.time() + 60)
    assert client.post("/probe/orders/").status_code == 200


def test_another_address_and_another_scope_are_unaffected():
    client = guest()
    for _ in range(301):
        client.post("/probe/orders/")
    assert client.post("/probe/orders/").status_code == 429
    assert client.post("/probe/carts/").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.8").post("/probe/orders/").status_code == 200


@pytest.mark.django_db
def test_page_and_api_are_counted_together_and_a_page_answers_as_a_page():
    client = guest()
    for _ in range(150):
        client.post("/probe/orders/")
        client.post("/probe/checkout/")
    refused = client.post("/probe/checkout/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "59")
    assert "<h1>" in refused.content.decode() or 'class="title"' in refused.content.decode()
    assert client.post("/probe/orders/").status_code == 429
    assert client.get("/probe/checkout/").status_code == 200


def test_a_forwarded_address_that_the_visitor_made_up_is_ignored():
    answers = [
        guest(HTTP_X_FORWARDED_FOR=f"198.51.100.{number % 250}").post("/probe/orders/").status_code
        for number in range(301)
    ]
    assert answers == [200] * 300 + [429]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.2", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "unknown", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (0, "", "::ffff:203.0.113.7", "203.0.113.7"),
        (0, "", "", "unknown"),
    ],
)
def test_the_visitors_address(settings, proxies, forwarded, remote, address):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert throttles.client_address(request) == address


def test_unknown_links_are_stopped_after_sixty_and_a_guest_still_sees_her_order():
    client = guest()
    answers = [client.get(f"/probe/orders/guess{number}/").status_code for number in range(62)]
    assert answers == [404] * 60 + [429] * 2
    assert client.get("/probe/orders/right/").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.8").get("/probe/orders/guess/").status_code == 404


@pytest.mark.django_db
def test_pickup_codes_are_counted_by_person(carol, bob):
    client = signed_in(carol)
    assert [client.post("/probe/pickup/").status_code for _ in range(61)] == [200] * 60 + [429]
    assert signed_in(bob).post("/probe/pickup/").status_code == 200


def test_a_cache_that_is_down_does_not_stop_the_market(monkeypatch, caplog):
    def down(*args: object, **kwargs: object) -> None:
        raise RedisConnectionError("connection refused")

    monkeypatch.setattr(throttles.cache, "add", down)
    assert guest().post("/probe/orders/").status_code == 200
    assert "throttle orders is open" in caplog.text


COUNT = """
from django.conf import settings
settings.configure()
from marketplace.file_cache import FileCache
counter = FileCache({folder!r}, {{}})
for _ in range(50):
    if not counter.add("key", 1, timeout=60):
        counter.incr("key")
"""


def test_the_cache_of_files_counts_exactly_with_many_processes_and_threads_at_once(tmp_path: Path):
    script = COUNT.format(folder=str(tmp_path))
    processes = [subprocess.Popen([sys.executable, "-c", script], cwd=settings.ROOT) for _ in range(2)]
    counter = FileCache(str(tmp_path), {})

    def count_up() -> None:
        for _ in range(50):
            if not counter.add("key", 1, timeout=60):
                counter.incr("key")

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait() for process in processes] == [0, 0]
    assert counter.get("key") == 300


def test_counting_in_the_cache_of_files_does_not_lengthen_a_life(tmp_path: Path):
    counter = FileCache(str(tmp_path), {})
    counter.add("key", 1, timeout=0.2)
    assert counter.incr("key") == 2
    time.sleep(0.25)
    assert counter.get("key") is None
    with pytest.raises(ValueError, match="not found"):
        counter.incr("key")


def test_the_cache_of_files_forgets_the_oldest_first(tmp_path: Path):
    counter = FileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 6, "CULL_FREQUENCY": 3}})
    for number in range(7):
        counter.set(f"key-{number}", number)
        time.sleep(0.01)
    assert [counter.get(f"key-{number}") for number in range(7)] == [None, None, 2, 3, 4, 5, 6]
