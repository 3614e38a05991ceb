"""Pages of a long list, each found by the row that it starts after: as quick far down the list as at its top."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

LENGTH = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of a page; `next` and `previous` are the cursors of its neighbours, empty where there is none."""

    rows: Sequence[Row]
    next: str
    previous: str


def newest_first(rows: "QuerySet[Row]", *, cursor: str, length: int = LENGTH) -> Page[Row]:
    """By falling primary key."""
    return _page(rows, cursor=cursor, length=length, down="-pk", beyond="lt", before="gt")


def oldest_first(rows: "QuerySet[Row]", *, cursor: str, length: int = LENGTH) -> Page[Row]:
    """By rising primary key."""
    return _page(rows, cursor=cursor, length=length, down="pk", beyond="gt", before="lt")


def _page(rows: "QuerySet[Row]", *, cursor: str, length: int, down: str, beyond: str, before: str) -> Page[Row]:
    """A cursor is a key after which the page starts, or, with a minus before it, one before which it ends.

    One that is neither gives the first page: it comes from the address, which anybody may have changed.
    """
    digits = cursor.removeprefix("-")
    key = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
    up = down.removeprefix("-") if down.startswith("-") else f"-{down}"
    if key is not None and cursor.startswith("-"):
        found = list(rows.filter(**{f"pk__{before}": key}).order_by(up)[: length + 1])
        shown = found[:length][::-1]
        return _between(shown, has_next=True, has_previous=len(found) > length)
    following = rows if key is None else rows.filter(**{f"pk__{beyond}": key})
    found = list(following.order_by(down)[: length + 1])
    return _between(found[:length], has_next=len(found) > length, has_previous=key is not None)


def _between(shown: Sequence[Row], *, has_next: bool, has_previous: bool) -> Page[Row]:
    return Page(
        rows=shown,
        next=str(shown[-1].pk) if shown and has_next else "",
        previous=f"-{shown[0].pk}" if shown and has_previous else "",
    )
