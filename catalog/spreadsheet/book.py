"""The book: what a producer offers, one entry for each choice, found by its number or by its names.

What was put away or rejected does not stand in it. A listing says what its version to edit says: a change that waits
for its review is not asked for again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from catalog.editing import Version
from catalog.models import Category, Product, Revision, Variant
from catalog.models.product import ProductQuerySet
from catalog.spreadsheet import columns
from catalog.spreadsheet.columns import Column, Wrong, key_of
from producers.models import Producer

OVER = (Product.Status.ARCHIVED, Product.Status.REJECTED)


@dataclass(frozen=True)
class Listing:
    """A product, and the version that its producer edits: its open revision, else itself."""

    product: Product
    version: Version

    @property
    def is_in_review(self) -> bool:
        return self.version.status == self.version.Status.IN_REVIEW

    def value(self, column: Column) -> Any:
        if column.fact:
            return self.version.details.get(column.key)
        return getattr(self.version, column.key)


@dataclass(frozen=True)
class Entry:
    """One choice of a listing, as a row of a spreadsheet shows it."""

    listing: Listing
    variant: Variant

    def value(self, column: Column) -> Any:
        if column.key in _OF_VARIANT:
            return _OF_VARIANT[column.key](self.variant)
        return self.listing.value(column)


_OF_VARIANT: Mapping[str, Any] = {
    "number": lambda variant: variant.pk,
    "variant": lambda variant: variant.name,
    "price": lambda variant: variant.price,
    "unit": lambda variant: variant.unit,
    "stock": lambda variant: None if variant.is_made_to_order else variant.on_hand,
    "lead_days": lambda variant: variant.lead_days,
    "cap": lambda variant: variant.open_units_cap,
    "low_at": lambda variant: variant.low_at,
    "weight": lambda variant: variant.weight_grams,
}


class Book:
    def __init__(self, products: Iterable[Product], revisions: Mapping[int, Revision]) -> None:
        self.entries: list[Entry] = []
        self.by_number: dict[int, Entry] = {}
        self.by_names: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self.by_name: dict[str, list[Listing]] = defaultdict(list)
        self._categories = {
            key_of(name): each for each in Category.objects.all() for name in (each.slug, each.name_id, each.name_en)
        }
        for product in products:
            self.add(Listing(product, revisions.get(product.pk, product)), product.variants.all())

    def add(self, listing: Listing, variants: Iterable[Variant]) -> None:
        names = {key_of(listing.product.name), key_of(listing.version.name)}
        for name in names:
            if listing not in self.by_name[name]:
                self.by_name[name].append(listing)
        for variant in variants:
            entry = Entry(listing, variant)
            self.entries.append(entry)
            self.by_number[variant.pk] = entry
            for name in names:
                self.by_names[name, key_of(variant.name)].append(entry)

    def offered(self) -> Iterator[Entry]:
        """The choices that are not taken off, by the name of their product."""
        shown = [entry for entry in self.entries if entry.variant.is_active]
        yield from sorted(shown, key=lambda entry: (key_of(entry.listing.version.name), entry.listing.product.pk))

    def category(self, name: str) -> Category:
        """The category that is so named in either language; raises `Wrong`."""
        found = self._categories.get(key_of(name))
        if found is None:
            facts = {"text": name, "known": ", ".join(columns.category_choices().values())}
            raise Wrong(gettext("“%(text)s” is not known. Choose one of these: %(known)s.") % facts)
        return found


def of(producer: Producer) -> Book:
    """All that it offers, in four queries."""
    return _book(_listed(producer))


def around(producer: Producer, *, numbers: Collection[int], names: Collection[str]) -> Book:
    """The listings that rows with these numbers and product names are about; they and their choices are locked."""
    wanted, mine = {key_of(name) for name in names}, _listed(producer)
    found = set(mine.filter(variants__in=numbers).values_list("pk", flat=True))
    named = [*mine.values_list("pk", "name"), *_open(mine).values_list("product_id", "name")]
    found |= {pk for pk, name in named if key_of(name) in wanted}
    list(Product.objects.select_for_update().filter(pk__in=found).order_by("pk").values_list("pk"))
    list(Variant.objects.select_for_update().filter(product__in=found).order_by("pk").values_list("pk"))
    return _book(mine.filter(pk__in=found))


def _listed(producer: Producer) -> ProductQuerySet:
    return Product.objects.filter(producer=producer).exclude(status__in=OVER)


def _open(products: ProductQuerySet) -> Any:
    return Revision.objects.open().filter(product__in=products)


def _book(products: ProductQuerySet) -> Book:
    revisions = {each.product_id: each for each in _open(products).select_related("category", "product")}
    return Book(products.select_related("category").prefetch_related("variants").order_by("pk"), revisions)
