"""What a database must be able to do for search."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Func, Q

# For each word that is typed the spellings of it that count, in small letters and digits only; never empty.
Wording = Sequence[Sequence[str]]

# A letter alone is no beginning: half the shelf begins with it.
SHORTEST_BEGINNING = 2


class Engine(Protocol):
    """A document holds a wording if it holds each of its words: in one of its spellings, its beginning or its stem."""

    def ids(self, wording: Wording, *, most: int) -> list[int] | None:
        """The products whose documents hold it, in no order; None if they are more than `most`."""

    def holds(self, wording: Wording) -> Q | Func:
        """The same as a condition on products, made for what very many of them hold."""

    def names(self, wording: Wording) -> Q | Func:
        """The condition that a product's name alone holds the words as they are spelt."""

    def begins_in_names(self, wording: Wording) -> Q | Func:
        """The condition that a product's name alone holds it."""

    def rebuild(self) -> None:
        """Write all documents and words anew."""
