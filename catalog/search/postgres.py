"""Search on PostgreSQL: each product has a column `search`, its document as a tsvector with a GIN index.

The column and its triggers are made by the migration `0003_search`; no model knows them. Words stand there as they are
and as stems: those of the name with weight A, of maker and categories with B; of the description with C, as stems only.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import BooleanField, Expression, Field, Func, TextField
from django.db.models.expressions import Col, RawSQL

from catalog.search.engine import SHORTEST_BEGINNING, Wording

# What surely more than `most` hold is known from a sample: of a large table, four times as many as that would be by the
# share of its newest rows. Then the index is not asked at all, since it would gather tens of thousands of rows first.
#
# Else it is. But the planner believes that a rare word is in every hundredth row, and would rather leaf through all of
# them for the first few. It plans what is materialized by itself, for all rows, and so by the index.
IDS = """
WITH guess AS MATERIALIZED (
    SELECT reltuples > 4 * %s AND reltuples / 500 * (
        SELECT count(*) FROM (SELECT search FROM catalog_product ORDER BY id DESC LIMIT 500) AS newest
        WHERE ts_match_vq(search, {query})
    ) > 4 * %s AS are_more
    FROM pg_class WHERE oid = 'catalog_product'::regclass
), found AS MATERIALIZED (
    SELECT id FROM catalog_product WHERE search @@ ({query})
)
SELECT NULL WHERE (SELECT are_more FROM guess)
UNION ALL
(SELECT id FROM found WHERE NOT (SELECT are_more FROM guess) LIMIT %s)
"""


def ids(wording: Wording, *, most: int) -> list[int] | None:
    query, words = _query(wording)
    with connection.cursor() as cursor:
        cursor.execute(IDS.format(query=query), [most, *words, most, *words, most + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return None if found == [None] or len(found) > most else found


def holds(wording: Wording) -> Func:
    return Holds(*_query(wording))


def names(wording: Wording) -> Func:
    spelt = " & ".join(f"({' | '.join(_term(word, marks='A') for word in spellings)})" for spellings in wording)
    return Holds("to_tsquery('simple', %s)", [spelt])


def begins_in_names(wording: Wording) -> Func:
    return Holds(*_query(wording, marks="A"))


def rebuild() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalog_word")
        cursor.execute("UPDATE catalog_product SET search = NULL")


class Holds(Func):
    """Whether a product's document holds a query, by the function behind `@@`, which no index answers."""

    function = "ts_match_vq"
    output_field = BooleanField()

    def __init__(self, query: str, words: Sequence[str]) -> None:
        super().__init__(Document(), RawSQL(query, words))


class Document(Expression):
    """The column `search` of the products that a query is about."""

    COLUMN: ClassVar[Field[str, str]] = TextField()
    COLUMN.set_attributes_from_name("search")

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        return Col(query.get_initial_alias(), self.COLUMN)


def _query(wording: Wording, *, marks: str = "") -> tuple[str, list[str]]:
    """The query in SQL, and its parameters: each spelling as a beginning and as a stem."""
    either = "to_tsquery('simple', %s) || to_tsquery('indonesian', %s)"
    query = " && ".join(f"({' || '.join([either] * len(spellings))})" for spellings in wording)
    words = [word for spellings in wording for word in spellings]
    return query, [term for word in words for term in (_beginning(word, marks=marks), _term(word, marks=marks))]


def _beginning(word: str, *, marks: str) -> str:
    return _term(word, marks=f"*{marks}" if len(word) >= SHORTEST_BEGINNING else marks)


def _term(word: str, *, marks: str) -> str:
    """A word in the language of `to_tsquery`, with marks such as A for the name only."""
    return f"'{word}':{marks}"
