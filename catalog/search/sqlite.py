"""Search on SQLite: an FTS5 table `catalog_search` with a document for each product on sale.

FTS5 knows no Indonesian. It finds a word by its beginning, and so by the root of what is typed where the word begins
with it: "menjahit" finds "jahit" and "jahitan", but "jahitan" does not find "menjahit".

To alter a table on SQLite, Django makes it anew. That loses the triggers of this table, and those of others that read
it make it fail. So triggers are no migration: they are taken down before others and put up again after them.
"""

import re
from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from catalog.search.engine import SHORTEST_BEGINNING, Wording

IDS = "SELECT rowid FROM catalog_search WHERE catalog_search MATCH %s"

PREFIX = re.compile(r"^(?:me(?:ng|n|m)?|pe(?:ng|n|m|r)?|ber|ter|di|ke)(?=.{4})")
SUFFIX = re.compile(r"(?<=.{4})(?:nya|kan|an|i)$")


def ids(wording: Wording, *, most: int) -> list[int] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{IDS} LIMIT %s", [_query(wording), most + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= most else None


def holds(wording: Wording) -> Q:
    return Q(pk__in=RawSQL(IDS, [_query(wording)]))


def names(wording: Wording) -> Q:
    spelt = _all([f'"{each}"' for each in spellings] for spellings in wording)
    return Q(pk__in=RawSQL(IDS, [f"{{name}} : ({spelt})"]))


def begins_in_names(wording: Wording) -> Q:
    return Q(pk__in=RawSQL(IDS, [f"{{name}} : ({_query(wording)})"]))


def root(word: str) -> str:
    """What is left without the commonest affixes, of four letters or more."""
    return SUFFIX.sub("", PREFIX.sub("", word))


def _query(wording: Wording) -> str:
    """In the language of FTS5: words stand in quotes, `*` finds what begins so."""
    return _all(
        [_beginning(each) for spelling in spellings for each in (spelling, root(spelling))] for spellings in wording
    )


def _beginning(word: str) -> str:
    return f'"{word}"' + "*" * (len(word) >= SHORTEST_BEGINNING)


def _all(words: Iterable[Iterable[str]]) -> str:
    return " AND ".join(f"({' OR '.join(either)})" for either in words)


TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS catalog_search
USING fts5(name, kin, description, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2')
"""

# What is on sale, and what is searched of it.
DOCUMENTS = """
CREATE VIEW catalog_document AS
SELECT
    product.id, product.name, substr(product.description, 1, 10000) AS description,
    producer.name || ' ' || category.name_id || ' ' || category.name_en
    || coalesce(' ' || branch.name_id || ' ' || branch.name_en, '') AS kin
FROM catalog_product AS product
JOIN producers_producer AS producer ON producer.id = product.producer_id
JOIN catalog_category AS category ON category.id = product.category_id
LEFT JOIN catalog_category AS branch ON branch.id = category.parent_id
WHERE +product.status = 'published' AND producer.status = 'verified'
"""

# The words of the names. SQLite splits no text but a list in JSON, so they are made to look like one.
WITHOUT_MARKS = reduce(
    lambda text, mark: f"replace({text}, '{mark}', ' ')", '-/,.;:+&()"', "lower(document.name || ' ' || document.kin)"
)
WORDS = f"""
CREATE VIEW catalog_document_word AS
SELECT document.id, part.value AS text
FROM catalog_document AS document, json_each(
    '[' || replace(json_quote({WITHOUT_MARKS}), ' ', '","') || ']'
) AS part
WHERE length(part.value) BETWEEN 3 AND 40 AND part.value NOT GLOB '*[^a-z]*'
"""

# With `{ids}`: the products whose documents are to be written anew.
FORGET = "DELETE FROM catalog_search WHERE rowid {ids}"
WRITE = """
INSERT INTO catalog_search (rowid, name, kin, description)
SELECT id, name, kin, description FROM catalog_document WHERE id {ids}
"""
KEEP_WORDS = """
INSERT INTO catalog_word (text)
SELECT DISTINCT text FROM catalog_document_word AS part
WHERE id {ids} AND NOT EXISTS (SELECT 1 FROM catalog_word AS kept WHERE kept.text = part.text)
"""

# When, and for which products.
TRIGGERS = {
    "catalog_product_added": ("INSERT ON catalog_product", "= NEW.id"),
    "catalog_product_changed": ("UPDATE ON catalog_product", "= NEW.id"),
    "catalog_product_gone": ("DELETE ON catalog_product", "= OLD.id"),
    "catalog_producer_changed": (
        "UPDATE OF name, status ON producers_producer",
        "IN (SELECT id FROM catalog_product WHERE producer_id = NEW.id)",
    ),
    "catalog_category_changed": (
        "UPDATE OF name_id, name_en, parent_id ON catalog_category",
        "IN (SELECT product.id FROM catalog_product AS product JOIN catalog_category AS category"
        " ON category.id = product.category_id WHERE NEW.id IN (category.id, category.parent_id))",
    ),
}


@receiver(pre_migrate, sender=apps.get_app_config("catalog"))
def take_down(*, using: str, plan: Any, **kwargs: Any) -> None:
    """Before migrations."""
    if plan and connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute("DROP VIEW IF EXISTS catalog_document_word")
            cursor.execute("DROP VIEW IF EXISTS catalog_document")


@receiver(post_migrate, sender=apps.get_app_config("catalog"))
def put_up(*, using: str, **kwargs: Any) -> None:
    """After migrations: write anew what they may have changed, and keep it up to date from now on."""
    if connections[using].vendor != "sqlite":
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name IN ('catalog_word', 'catalog_document')")
        if [name for (name,) in cursor.fetchall()] != ["catalog_word"]:
            return
        for statement in (TABLE, DOCUMENTS, WORDS):
            cursor.execute(statement)
        for name, (when, products) in TRIGGERS.items():
            deeds = "; ".join(deed.format(ids=products) for deed in (FORGET, WRITE, KEEP_WORDS))
            cursor.execute(f"CREATE TRIGGER {name} AFTER {when} BEGIN {deeds}; END")
        _write_all(cursor)


def rebuild() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _write_all(cursor)


def _write_all(cursor: CursorWrapper) -> None:
    cursor.execute("DELETE FROM catalog_search")
    cursor.execute("DELETE FROM catalog_word")
    for deed in (WRITE, KEEP_WORDS):
        cursor.execute(deed.format(ids="IN (SELECT id FROM catalog_product)"))
