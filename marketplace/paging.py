"""Pages of a long list, each found by the row that it starts behind: as quick far down the list as at its top.

The cursor in an address names the row at the edge. One that this list did not make gives the first page, since anybody
may change an address; it is signed, so that nobody can ask for odd values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet

from marketplace.money import Money

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page; `next` and `previous` are the cursors of its neighbours, empty where there is none."""

    rows: Sequence[Row]
    next: str
    previous: str


def page(rows: "QuerySet[Row]", *, by: str, size: int, cursor: str = "") -> Page[Row]:
    """The page of `rows` at the cursor, sorted by a column that is never null (`-` before it: falling), then by key."""
    way, edge = _read(cursor, by=by)
    if way == "previous":
        found = list(_sorted(rows, by=_turned(by), edge=edge)[: size + 1])
        if len(found) <= size:
            return page(rows, by=by, size=size)
        return _page(found[:size][::-1], by=by, has_previous=True, has_next=True)
    found = list(_sorted(rows, by=by, edge=edge)[: size + 1])
    return _page(found[:size], by=by, has_previous=bool(edge), has_next=len(found) > size)


def is_cursor(cursor: str, *, by: str) -> bool:
    """Whether a list sorted by that column made the cursor."""
    _way, edge = _read(cursor, by=by)
    return bool(edge)


def _sorted(rows: "QuerySet[Row]", *, by: str, edge: Sequence[Any]) -> "QuerySet[Row]":
    column, is_falling = by.removeprefix("-"), by.startswith("-")
    if edge:
        # Not "c < x OR (c = x AND id < y)", which no database reads from an index.
        value, pk = edge
        way = "lt" if is_falling else "gt"
        rows = rows.filter(Q(**{f"{column}__{way}": value}) | Q(**{f"pk__{way}": pk}), **{f"{column}__{way}e": value})
    return rows.order_by(by, "-pk" if is_falling else "pk")


def _page(shown: Sequence[Row], *, by: str, has_previous: bool, has_next: bool) -> Page[Row]:
    return Page(
        rows=shown,
        next=_cursor("next", shown[-1], by=by) if shown and has_next else "",
        previous=_cursor("previous", shown[0], by=by) if shown and has_previous else "",
    )


def _cursor(way: str, row: Model, *, by: str) -> str:
    return signing.dumps([way, _plain(getattr(row, by.removeprefix("-"))), row.pk], salt=_salt(by))


def _read(cursor: str, *, by: str) -> tuple[str, Sequence[Any]]:
    """Which way to go from which edge; the edge is empty for the first page."""
    try:
        way, value, pk = signing.loads(cursor, salt=_salt(by))
    except signing.BadSignature:
        return "next", ()
    return way, (value, pk)


def _salt(by: str) -> str:
    """A cursor of one order is not understood in another."""
    return f"paging {by}"


def _plain(value: Any) -> Any:
    """As JSON can keep it, and a look-up understands it again."""
    if isinstance(value, Money):
        return value.rupiah
    return value.isoformat() if isinstance(value, date) else value


def _turned(by: str) -> str:
    return by.removeprefix("-") if by.startswith("-") else f"-{by}"
