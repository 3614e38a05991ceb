"""Finding products: the one place that turns what a visitor typed into a query.

Each product on sale has a document: its name, its maker and categories, its description. Triggers of the database write
it anew in the transaction that changes any of these. What differs from engine to engine is in `postgres` and `sqlite`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, IntegerField, Value, When

from catalog.models.product import ProductQuerySet
from catalog.search import postgres, spelling, sqlite
from catalog.search.engine import Engine, Wording

ENGINES: Mapping[str, Engine] = {"postgresql": postgres, "sqlite": sqlite}

# So many are looked up and can be ranked. What more products hold is found sooner by leafing through the newest.
MOST_RANKED = 500


def matching(products: ProductQuerySet, text: str) -> ProductQuerySet:
    """Those on sale whose documents hold every word of `text`: itself, its beginning or its stem.

    If none does, then those that hold what is spelt nearly so. All of them if `text` is blank. One short query is made
    at once, and another and the near words only where it finds nothing.
    """
    return _hits(text).among(products) if text.strip() else products


def ranked(products: ProductQuerySet, text: str) -> ProductQuerySet:
    """The same with a whole number `relevance`, the highest where the name itself holds the words as they are spelt."""
    if not text.strip():
        return products.annotate(relevance=Value(0))
    hits = _hits(text)
    return hits.among(products).annotate(relevance=hits.relevance())


def suggest(text: str) -> str | None:
    """The nearest to `text`, if not the same, with which something is found: words as they are spelt on the shelf."""
    typed = spelling.words(text)
    known = [word for word in map(_on_the_shelf, typed) if word]
    for many in range(len(known), 0, -1):
        if _finds([[word] for word in known[:many]]):
            return " ".join(known[:many]) if known[:many] != typed else None
    return None


def rebuild() -> None:
    """Write all documents and words anew."""
    _engine().rebuild()


@dataclass(frozen=True)
class Hits:
    """What a wording finds: the `ids` of products, or None if they are more than `MOST_RANKED`."""

    wording: Wording
    ids: Sequence[int] | None

    def among(self, products: ProductQuerySet) -> ProductQuerySet:
        if self.ids is None:
            return products.filter(_engine().holds(self.wording))
        return products.filter(pk__in=self.ids)

    def relevance(self) -> Case | Value:
        """The same for all of them where they are too many."""
        if not self.ids:
            return Value(0)
        engine = _engine()
        exactly = When(engine.names(self.wording), then=2)
        nearly = When(engine.begins_in_names(self.wording), then=1)
        return Case(exactly, nearly, default=0, output_field=IntegerField())


def _hits(text: str) -> Hits:
    """As it is typed, or else as it may have been meant."""
    typed = spelling.words(text)
    hits = _look_up([[word] for word in typed])
    return _look_up([[word, *spelling.near(word)] for word in typed]) if hits.ids == [] else hits


def _look_up(wording: Wording) -> Hits:
    return Hits(wording, _engine().ids(wording, most=MOST_RANKED) if wording else [])


def _on_the_shelf(word: str) -> str | None:
    """That word, or else the nearest, that finds something."""
    return next((each for each in [word, *spelling.near(word)] if _finds([[each]])), None)


def _finds(wording: Wording) -> bool:
    return _engine().ids(wording, most=0) != []


def _engine() -> Engine:
    return ENGINES[connection.vendor]
