"""Throttles: how often one address or one person may do a thing, counted alike for pages and for the API.

A market's visitors often share one address, so the limits per address let a whole market through: forty guests who
each fill a cart and order within the same minute. Behind them a machine that hammers is stopped.
"""

import hashlib
import ipaddress
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from marketplace.refusals import Refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """So many times within so many seconds; the seconds begin anew all together. A guest has only an address."""

    times: int
    seconds: int
    per: Literal["address", "person"] = "address"


RATES = {
    "carts": Rate(1200, 60),
    "orders": Rate(300, 60),
    "unknown_links": Rate(60, 60),
    "pickup_codes": Rate(60, 60, per="person"),
    "uploads": Rate(60, 60, per="person"),
    "tokens": Rate(30, 60, per="person"),
    "grants": Rate(20, 3600, per="person"),
    "sign_in_codes": Rate(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
}
HARMLESS_METHODS = {"GET", "HEAD", "OPTIONS"}


class TooManyRequests(Refusal):
    code = "throttled"
    message = _("Too many requests at once. Please try again in %(wait)s seconds.")
    status = 429

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.facts["wait"])}


def spend(scope: str, *, request: HttpRequest | Request) -> None:
    """Count one more for whoever asks; raises `TooManyRequests` when the rate of the scope is used up."""
    if RATES[scope].per == "person" and request.user.is_authenticated:
        spend_for(f"person {request.user.pk}", scope=scope)
    else:
        spend_for(f"address {client_address(request)}", scope=scope)


def spend_for(who: str, *, scope: str) -> None:
    """Count one more for somebody who is told apart by `who`; raises `TooManyRequests` like `spend`.

    Without its cache the market goes on uncounted: a lost throttle is a smaller loss than a lost market day.
    """
    rate = RATES[scope]
    now = time.time()
    window = int(now // rate.seconds)
    key = f"throttle:{scope}:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{window}"
    try:
        used = _count(key, seconds=rate.seconds)
    except (RedisError, OSError):
        logger.exception("the cache does not count: throttle %s is open", scope)
        return
    if used > rate.times:
        raise TooManyRequests(wait=max(1, round((window + 1) * rate.seconds - now)))


@contextmanager
def misses(scope: str, *, request: HttpRequest | Request) -> Iterator[None]:
    """Count what is looked up and not found; once the rate is used up, what is not found is answered with 429.

    What is found is always served: a guesser at the next table must not lock a guest out of her order, and the
    tokens are too long to be found by guessing.
    """
    try:
        yield
    except (Http404, ObjectDoesNotExist):
        spend(scope, request=request)
        raise


def throttled(scope: str) -> Callable[[View[P]], View[P]]:
    """Let a page's form be sent only so often; looking at the page is free."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in HARMLESS_METHODS:
                try:
                    spend(scope, request=request)
                except TooManyRequests as refusal:
                    return too_many(request, refusal)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    response = render(request, "429.html", {"refusal": refusal}, status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


class Throttle(BaseThrottle):
    """For endpoints: `throttle_classes = [Throttle]` and `throttle_scope = "orders"`; every request counts."""

    scope_attr = "throttle_scope"

    def allow_request(self, request: Request, view: APIView) -> bool:
        spend(getattr(view, self.scope_attr), request=request)
        return True


def client_address(request: HttpRequest | Request) -> str:
    """The address of the visitor, an IPv6 one by its /64 network, since every household has that many.

    Each of the `TRUSTED_PROXY_COUNT` proxies in front adds one entry to X-Forwarded-For; what stands before these
    was written by the visitor, who may write anything.
    """
    proxies = settings.TRUSTED_PROXY_COUNT
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(entries) and (network := _network(entries[-proxies])):
        return network
    return _network(request.META.get("REMOTE_ADDR", "")) or "unknown"


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _count(key: str, *, seconds: int) -> int:
    # `add` first and `incr` second, since only these two are single steps in every kind of cache.
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # forgotten between the two steps
        cache.set(key, 1, timeout=seconds)
        return 1
