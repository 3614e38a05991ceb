"""Whole answers kept in the memory of this process, for visitors who are all shown the same: never a stale one.

A view marked `kept.page` answers a visitor without a session alike, whoever she is. Such an answer is kept together
with the edition that was read before it was made (`marketplace.editions`) and served again only while the edition is
the same and the clock has not brought a turn, such as the opening of a market day. So each request asks the database
one short question, and what somebody changed in any process is shown to the very next visitor.
"""

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from marketplace import editions
from marketplace.http import is_for_programs
from marketplace.language import chosen

LOOKING = {"GET", "HEAD"}
# Cookies of whoever is not just anybody: her cart, her account, or something that is to be told to her once.
PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")
UNDERSTOOD = {"", "*/*", "application/json"}
TAKES_GZIP = re.compile(r"\bgzip\b")
# What an answer weighs in memory beside its body, about.
WRAPPING = 2_000
MOST_OF_ONE = 1_000_000

Key = tuple[str, ...]
View = TypeVar("View", bound=Callable[..., Any])  # or the class of an endpoint
Made = TypeVar("Made")


def page(view: View) -> View:
    """Mark a view whose answer is the same for every visitor without a session and changes only with an edition."""
    view.is_kept = True  # type: ignore[attr-defined]  # a mark, read by the middleware
    return view


def part(name: str, build: Callable[[], Made]) -> Made:
    """What `build` gives, kept as long as nothing but stock has changed. Nobody may alter it: all requests share it.

    Where something is being changed, in a form that is sent for one, it is always built anew.
    """
    edition = editions.current() if settings.KEPT_MEGABYTES else None
    if edition is None:
        return build()
    kept = _parts.get(name)
    if kept is None or kept[0] != edition.settled:
        kept = _parts[name] = (edition.settled, build())
    made: Made = kept[1]
    return made


def forget() -> None:
    """Keep nothing of what was kept."""
    answers.clear()
    _parts.clear()


@dataclass(frozen=True)
class Answer:
    """An answer as it is kept: its headers, its body compressed, and how long it is good."""

    number: int
    until: datetime
    headers: dict[str, str]
    squeezed: bytes
    etag: str

    @classmethod
    def of(cls, response: HttpResponse, *, number: int, until: datetime) -> "Answer":
        etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        headers = {**response.headers, "ETag": etag, "Cache-Control": "private, no-cache"}
        headers.pop("Content-Length", None)
        return cls(number, until, headers, gzip.compress(response.content, compresslevel=6, mtime=0), etag)

    @property
    def weight(self) -> int:
        return len(self.squeezed) + WRAPPING

    def to(self, request: HttpRequest) -> HttpResponse:
        """As this visitor's browser takes it: not again if it still has it, else compressed if it can read that."""
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            there = {name: self.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
            return HttpResponseNotModified(headers=there)
        if TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response = HttpResponse(self.squeezed, headers=self.headers)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(self.squeezed), headers=self.headers)
        response.headers["Content-Length"] = str(len(response.content))
        if request.method == "HEAD":
            response.content = b""
        return response


class Answers:
    """The answers by address, those asked for last, within so many bytes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_key: OrderedDict[Key, Answer] = OrderedDict()
        self.weight = 0

    def get(self, key: Key) -> Answer | None:
        with self.lock:
            found = self.by_key.get(key)
            if found:
                self.by_key.move_to_end(key)
            return found

    def put(self, key: Key, answer: Answer) -> None:
        with self.lock:
            self._drop(key)
            self.by_key[key] = answer
            self.weight += answer.weight
            while self.weight > settings.KEPT_MEGABYTES * 1_000_000:
                self._drop(next(iter(self.by_key)))

    def clear(self) -> None:
        with self.lock:
            self.by_key.clear()
            self.weight = 0

    def _drop(self, key: Key) -> None:
        if dropped := self.by_key.pop(key, None):
            self.weight -= dropped.weight


answers = Answers()
# Each with the edition, of all but stock, of which it is.
_parts: dict[str, tuple[int, Any]] = {}


class KeptMiddleware:
    """Serves what is kept before sessions and languages are asked, and keeps what marked views answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in LOOKING:
            return self.get_response(request)
        with editions.reading():
            if settings.KEPT_MEGABYTES and is_anybody(request):
                return self._kept(request)
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Read the edition before a marked view reads what it shows."""
        is_marked = getattr(getattr(view, "cls", view), "is_kept", False)
        if is_marked and settings.KEPT_MEGABYTES and editions.current():
            request.is_to_be_kept = True  # type: ignore[attr-defined]  # asked for below, and nowhere else

    def _kept(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        began = timezone.now()
        answer = answers.get(key)
        if answer and began < answer.until and (edition := editions.current()) and edition.number == answer.number:
            return answer.to(request)
        response = self.get_response(request)
        edition = editions.current() if getattr(request, "is_to_be_kept", False) else None
        if edition is None or not can_be_kept(request, response):
            return response
        assert isinstance(response, HttpResponse)
        answer = Answer.of(response, number=edition.number, until=next_turn(after=began))
        if answer.weight <= MOST_OF_ONE:
            answers.put(key, answer)
        return answer.to(request)


def next_turn(*, after: datetime) -> datetime:
    """When the clock next changes what pages show; asked anew when that has come, or something has changed."""
    turn = part("next turn", lambda: editions.next_turn(after=after))
    if turn <= after:
        _parts.pop("next turn", None)
        turn = part("next turn", lambda: editions.next_turn(after=after))
    return turn


def is_anybody(request: HttpRequest) -> bool:
    """Whether nothing in the request tells this visitor from another one."""
    if "HTTP_AUTHORIZATION" in request.META or any(name in request.COOKIES for name in PERSONAL):
        return False
    return not is_for_programs(request) or request.META.get("HTTP_ACCEPT", "").strip() in UNDERSTOOD


def key_of(request: HttpRequest) -> Key:
    """What an answer to anybody depends on. A wrong host is refused here."""
    host = request.get_host()
    language = translation.get_language_from_request(request) if is_for_programs(request) else chosen(request)
    return request.scheme or "", host, language, request.get_full_path()


def can_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Only what was found, all of it, and says nothing to this visitor alone."""
    is_whole = isinstance(response, HttpResponse) and response.status_code == 200
    return request.method == "GET" and is_whole and not response.cookies and not response.has_header("Content-Encoding")
