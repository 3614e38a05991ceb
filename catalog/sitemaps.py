"""Sitemaps: all pages that are worth finding from outside, in parts of bounded size for search engines.

A part holds the rows of a range of keys. So each part is found by the primary key, however many come before it, and
none has to be counted; a range in which nothing is on sale any more is an empty part, which does no harm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import DateTimeField, F, Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from catalog.models import Category, Product, RevisionStep
from producers.models import Producer

PART_SIZE = 5_000

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Entry:
    """A page, and when what it says was last reviewed, if that is known."""

    address: str
    changed_at: datetime | None = None

    @property
    def lastmod(self) -> str:
        return timezone.localtime(self.changed_at).isoformat(timespec="seconds") if self.changed_at else ""


def parts() -> list[str]:
    """The addresses of all parts."""
    named = [reverse("sitemap_pages")]
    for name, rows in (("sitemap_producers", Producer.objects.all()), ("sitemap_products", Product.objects.all())):
        named += [reverse(name, args=[number]) for number in range(_ranges(rows))]
    return named


def pages() -> Iterator[Entry]:
    """What is there once: the home page, lists, categories."""
    for name in ("home", "products", "producers", "market_days", "about"):
        yield Entry(reverse(name))
    for category in Category.objects.all():
        yield Entry(f"{reverse('products')}?category={category.slug}")


def products(number: int) -> list[Entry]:
    """Those of a part that are on sale and have something to choose."""
    approved = RevisionStep.objects.filter(revision__product=OuterRef("pk"), after="approved").order_by("-pk")
    latest = Coalesce(Subquery(approved.values("at")[:1], output_field=DateTimeField()), F("published_at"))
    rows = _part(Product.objects.on_sale().offered(), number=number).annotate(changed_at=latest)
    return [Entry(reverse("product", args=[slug]), at) for slug, at in rows.values_list("slug", "changed_at")]


def producers(number: int) -> list[Entry]:
    """Verified ones of a part."""
    rows = _part(Producer.objects.verified(), number=number)
    return [Entry(reverse("producer", args=[slug])) for slug in rows.values_list("slug", flat=True)]


def _ranges(rows: QuerySet[Row]) -> int:
    highest: int | None = rows.aggregate(highest=Max("pk"))["highest"]
    return 0 if highest is None else highest // PART_SIZE + 1


def _part(rows: QuerySet[Row], *, number: int) -> QuerySet[Row]:
    return rows.filter(pk__gte=number * PART_SIZE, pk__lt=(number + 1) * PART_SIZE).order_by("pk")
