"""Narrowing: what somebody looks for on the shelf, as a page or a program says it, and the products that fit.

Whatever names few rows (a category, a maker, a kind, a place) is turned into their keys first, so that the database
knows how many products to expect and can choose an index for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog import search
from catalog.models import Claim, MarketDay, Product, Variant
from catalog.models.product import ProductQuerySet
from catalog.signposts import Maker, Signposts


@dataclass(frozen=True)
class Wanted:
    """What is looked for: slugs, codes and keys as they stand in an address; empty where it does not matter.

    A place is the code of a district. For a market day fits what can be collected on it: produce through it, and what
    else is in stock or will be made by then. Prices are whole rupiah, both ends included.
    """

    text: str = ""
    category: str = ""
    producer: str = ""
    kind: str = ""
    place: str = ""
    claim: str = ""
    market_day: int | None = None
    price_from: int | None = None
    price_until: int | None = None
    available: bool = False

    def found(self, *, signposts: Signposts) -> ProductQuerySet:
        """The products on sale that fit."""
        return self._narrowed(search.matching(Product.objects.on_sale(), self.text), signposts=signposts)

    def ranked(self, *, signposts: Signposts) -> ProductQuerySet:
        """The same with their `relevance` to the text."""
        return self._narrowed(search.ranked(Product.objects.on_sale(), self.text), signposts=signposts)

    def _narrowed(self, products: ProductQuerySet, *, signposts: Signposts) -> ProductQuerySet:
        if self.category:
            products = products.filter(category__in=[each.pk for each in signposts.beneath(self.category)])
        if self.producer or self.kind or self.place:
            products = products.filter(producer__in=[maker.pk for maker in self._among(signposts.makers)])
        return self._offered(self._priced(products), signposts=signposts)

    def _among(self, makers: Iterable[Maker]) -> Iterable[Maker]:
        wanted = {"slug": self.producer, "kind_id": self.kind, "district_id": self.place}
        for maker in makers:
            if all(getattr(maker, name) == value for name, value in wanted.items() if value):
                yield maker

    def _priced(self, products: ProductQuerySet) -> ProductQuerySet:
        if self.price_from is not None:
            products = products.filter(lowest_price__gte=self.price_from)
        if self.price_until is not None:
            products = products.filter(lowest_price__lte=self.price_until)
        return products

    def _offered(self, products: ProductQuerySet, *, signposts: Signposts) -> ProductQuerySet:
        today = timezone.localdate(signposts.at)
        if self.claim:
            shown = Claim.objects.valid(on=today).filter(kind=self.claim, product=OuterRef("pk"))
            products = products.filter(Exists(shown))
        if self.market_day is not None:
            products = self._in_time(products, signposts=signposts)
        return products.available().at_work(on=today) if self.available else products

    def _in_time(self, products: ProductQuerySet, *, signposts: Signposts) -> ProductQuerySet:
        day = next((day for day in signposts.market_days if day.pk == self.market_day), None)
        return collectable(products, day=day, at=signposts.at) if day else products.none()


def collectable(products: ProductQuerySet, *, day: MarketDay, at: datetime) -> ProductQuerySet:
    """What can be collected on that day: in stock, or made by then; not of those who are away when orders are taken."""
    ordered_on = timezone.localdate(max(day.opens_at, at))  # when all of it can be ordered: today, or once it opens
    ready = Q(lead_days=None) | Q(lead_days__lte=(day.pickup_on - ordered_on).days)
    offers = Variant.objects.buyable().filter(ready, product=OuterRef("pk"))
    return products.filter(Exists(offers)).at_work(on=ordered_on)
