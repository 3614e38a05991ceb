"""Beside a row, in the same query: what belongs to it in other tables, as JSON, and the nouns that are made of that.

A page of one noun shows rows of many tables. Asked for one after the other they cost a round trip each, and Django puts
each statement together anew, which takes longer than the answer.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Expression, JSONField, Model, QuerySet, Subquery
from django.db.models.functions import JSONObject

from catalog.models import Claim
from marketplace.models import Picture, User
from producers.models import Certificate, Cohort, ProducerPerson, Programme, TrainingProvider

Facts = Mapping[str, Any]

PICTURE = ("status", "key", "widths", "width", "height", "colour")
CLAIM = ("id", "kind", "number", "issuer", "note", "issued_on", "valid_until", "confirmed_at", "confirmed_by__name")
CERTIFICATE = (
    *("id", "code", "status", "expires_on", "confirmed_at", "person__name"),
    *("cohort__programme__name", "cohort__programme__provider__name"),
)


class Once(Expression):
    """An expression about rows of a model whose SQL is put together once in each process."""

    def __init__(self, expression: Subquery, *, of: type[Model]) -> None:
        super().__init__(output_field=expression.output_field)
        self.expression = expression
        self.model: Any = of
        self.known: dict[str, tuple[str, Any]] = {}

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        return self

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        known = self.known.get(connection.vendor)
        if known is None:
            about = self.model._base_manager.annotate(it=self.expression).query
            own = about.get_compiler(connection=connection)
            own.pre_sql_setup()
            known = self.known[connection.vendor] = own.compile(about.annotations["it"])
        return known


class All(Subquery):
    """All rows of a query, in its order, as a list."""

    template = "(SELECT coalesce(jsonb_agg(own.it), '[]') FROM (%(subquery)s) AS own)"

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        template = "(SELECT json_group_array(json(own.it)) FROM (%(subquery)s) AS own)"
        return self.as_sql(compiler, connection, template=template)


def facts(*names: str, of: str = "") -> JSONObject:
    """Columns of a row, or of the row `of` that it points to, by their names."""
    return JSONObject(**{name: of + name for name in names})


def every(rows: QuerySet[Any, Any], *names: str, of: str = "") -> All:
    return All(rows.annotate(it=facts(*names, of=of)).values_list("it"), output_field=JSONField())


def picture(found: Facts) -> Picture:
    widths = found["widths"]
    # SQLite gives JSON inside JSON as text.
    return Picture(**{**found, "widths": json.loads(widths) if isinstance(widths, str) else widths})


def claims(found: Iterable[Facts], *, on: date) -> list[Claim]:
    """Those of them that are valid on that day."""
    made = [
        Claim(
            **{name: each[name] for name in ("id", "kind", "number", "issuer", "note")},
            status=Claim.Status.CONFIRMED,
            issued_on=_maybe(each["issued_on"], date.fromisoformat),
            valid_until=_maybe(each["valid_until"], date.fromisoformat),
            confirmed_at=_maybe(each["confirmed_at"], _moment),
            confirmed_by=User(name=each["confirmed_by__name"] or ""),
        )
        for each in found
    ]
    return [claim for claim in made if claim.is_valid(on=on)]


def certificates(found: Iterable[Facts], *, on: date) -> list[Certificate]:
    """Those of them that are valid on that day, with the person and what she learned where."""
    made = [
        Certificate(
            id=each["id"],
            code=each["code"],
            status=each["status"],
            expires_on=_maybe(each["expires_on"], date.fromisoformat),
            confirmed_at=_maybe(each["confirmed_at"], _moment),
            person=ProducerPerson(name=each["person__name"]),
            cohort=Cohort(
                programme=Programme(
                    name=each["cohort__programme__name"],
                    provider=TrainingProvider(name=each["cohort__programme__provider__name"]),
                )
            ),
        )
        for each in found
    ]
    return [certificate for certificate in made if certificate.is_valid(on=on)]


def _maybe(text: str | None, read: Callable[[str], Any]) -> Any:
    return None if text is None else read(text)


def _moment(text: str) -> datetime:
    """SQLite writes it without the zone, in UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
