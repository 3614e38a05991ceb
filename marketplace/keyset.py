"""Keyset pages: the next page starts behind the last row of this one, whatever was added or sold in between.

A view says with `keyset` by which fields it is sorted, the last of them unique, for example `("-published_at", "-pk")`.
The cursor in an address holds the values of the row at the edge, signed, so that nobody can ask for odd ones.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from marketplace.money import Money

PAGE_SIZE = 24
MOST = 100


class Keyset(BasePagination):
    """`?cursor=` and `?page_size=` (24, at most 100) in; `{next, previous, results}` out."""

    next: str | None = None
    previous: str | None = None

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        keys: Sequence[str] = view.keyset  # type: ignore[union-attr]  # see the module's docstring
        size = page_size(request)
        is_back, edge = read_cursor(request, keys)
        if is_back:
            keys = turned(keys)
        found = cast(QuerySet[Any], queryset).order_by(*keys)
        if edge:
            found = found.filter(behind(keys, edge))
        rows = list(found[: size + 1])
        has_more, rows = len(rows) > size, rows[:size]
        if is_back:
            keys, rows = turned(keys), rows[::-1]
        self._link(request, keys, rows, has_next=is_back or has_more, has_previous=has_more if is_back else bool(edge))
        return rows

    def _link(
        self, request: Request, keys: Sequence[str], rows: Sequence[Model], *, has_next: bool, has_previous: bool
    ) -> None:
        address = request.build_absolute_uri()
        if rows and has_next:
            self.next = replace_query_param(address, "cursor", cursor(keys, rows[-1], way="next"))
        if rows and has_previous:
            self.previous = replace_query_param(address, "cursor", cursor(keys, rows[0], way="previous"))

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "From `next` or `previous` of an earlier answer.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": "How many rows an answer has at most.",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE_SIZE},
            },
        ]


def page_size(request: Request) -> int:
    given = request.query_params.get("page_size", str(PAGE_SIZE))
    if not (given.isascii() and given.isdigit() and len(given) < 4 and 1 <= int(given) <= MOST):
        raise ValidationError({"page_size": [_("Choose a number from 1 to 100.")]})
    return int(given)


def read_cursor(request: Request, keys: Sequence[str]) -> tuple[bool, list[Any]]:
    """Whether to go back, and the values at the edge; none for the first page. Refuses what this view did not make."""
    given = request.query_params.get("cursor")
    if not given:
        return False, []
    try:
        way, edge = signing.loads(given, salt=salt(keys))
    except signing.BadSignature as error:
        raise ValidationError({"cursor": [_("This cursor is not from this list. Start at the first page.")]}) from error
    return way == "previous", edge


def cursor(keys: Sequence[str], row: Model, *, way: str) -> str:
    return signing.dumps([way, [plain(getattr(row, key.removeprefix("-"))) for key in keys]], salt=salt(keys))


def salt(keys: Sequence[str]) -> str:
    """A cursor of one order is not understood in another."""
    return f"keyset {' '.join(keys)}"


def plain(value: Any) -> Any:
    """As JSON can keep it, and a look-up understands it again."""
    if isinstance(value, Money):
        return value.rupiah
    return value.isoformat() if isinstance(value, date) else value


def turned(keys: Sequence[str]) -> list[str]:
    return [key[1:] if key.startswith("-") else f"-{key}" for key in keys]


def behind(keys: Sequence[str], edge: Sequence[Any]) -> Q:
    """Of all rows sorted by `keys`, those behind the row with these values."""
    found = Q()
    equal: Mapping[str, Any] = {}
    for key, value in zip(keys, edge, strict=True):
        name = key.removeprefix("-")
        found |= Q(**equal, **{f"{name}__lt" if key.startswith("-") else f"{name}__gt": value})
        equal = {**equal, name: value}
    return found
