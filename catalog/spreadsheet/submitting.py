"""Submitting: what a sheet made or changed is sent for review, as far as it is complete."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from catalog import listings
from catalog.editing import Version
from catalog.models import Photo, Product, Revision, Sheet, SheetRow
from catalog.models.product import ProductQuerySet
from catalog.models.revision import RevisionQuerySet
from marketplace.models import User
from marketplace.refusals import Refusal

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Unsent:
    """What of a sheet is not sent yet: so many, of which `shown` have a photo and may be complete."""

    drafts: int
    shown: int


def unsent(sheet: Sheet) -> Unsent:
    products, revisions = _of(sheet)
    shown = _shown(products).count() + revisions.count()
    return Unsent(products.count() + revisions.count(), shown)


def submit(sheet: Sheet, *, by: User, at: datetime) -> tuple[int, int]:
    """Send at most fifty for review; how many were sent, and how many of those tried still lack something."""
    sent = lacking = 0
    for version in _versions(sheet):
        if sent == MOST_AT_ONCE or lacking == MOST_AT_ONCE:
            break
        try:
            listings.submit(version, by=by, at=at)
            sent += 1
        except Refusal:  # it lacks something, which its own page tells
            lacking += 1
    return sent, lacking


def _versions(sheet: Sheet) -> Iterator[Version]:
    products, revisions = _of(sheet)
    yield from _shown(products).order_by("pk")
    yield from revisions.select_related("product").order_by("pk")


def _of(sheet: Sheet) -> tuple[ProductQuerySet, RevisionQuerySet]:
    """The products and edited versions that the sheet made or changed, and that can be sent."""
    written = SheetRow.objects.filter(sheet=sheet, outcome__in=[SheetRow.Outcome.NEW, SheetRow.Outcome.CHANGED])
    rows = written.filter(variant__product=OuterRef("pk"))
    products = Product.objects.filter(Exists(rows), status__in=["draft", "changes_requested"])
    rows = written.filter(variant__product=OuterRef("product_id"))
    return products, Revision.objects.filter(Exists(rows), status__in=["draft", "changes_requested"])


def _shown(products: ProductQuerySet) -> ProductQuerySet:
    return products.filter(Exists(Photo.objects.filter(product=OuterRef("pk"))))
