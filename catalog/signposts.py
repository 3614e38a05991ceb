"""Signposts: what visitors may narrow the shelf by, short however long the shelf is.

Each is asked of the database once a request, and across requests it is kept until something changes. Nobody may alter
what is given here, since all requests share it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from catalog.models import Category, MarketDay, Product
from marketplace import kept
from marketplace.models import District, PickupPoint
from producers.models import Producer, ProducerKind


@dataclass(frozen=True, slots=True)
class Maker:
    """As much of a producer as is needed to choose her."""

    pk: int
    slug: str
    name: str
    kind: ProducerKind
    district: District | None

    @property
    def kind_id(self) -> str:
        return self.kind.pk

    @property
    def district_id(self) -> str:
        return self.district.pk if self.district else ""


@dataclass
class Signposts:
    """Those of one request, which is answered as of the moment `at`."""

    at: datetime

    @cached_property
    def categories(self) -> Sequence[Category]:
        """All of them, in the order in which they are shown."""
        return kept.part("categories", lambda: list(Category.objects.all()))

    @property
    def branches(self) -> Sequence[Category]:
        return [category for category in self.categories if category.parent_id is None]

    def twigs(self, branch: Category) -> Sequence[Category]:
        """The categories beneath it."""
        return [category for category in self.categories if category.parent_id == branch.pk]

    def beneath(self, slug: str) -> Sequence[Category]:
        """The category of that slug, and those beneath it."""
        top = [category for category in self.categories if category.slug == slug]
        return [*top, *(twig for category in top for twig in self.twigs(category))]

    @property
    def produce(self) -> Category | None:
        """The first branch that is sold by market day."""
        return next((branch for branch in self.branches if branch.by_market_day), None)

    @cached_property
    def makers(self) -> Sequence[Maker]:
        """Verified producers with something on sale, by name."""
        return kept.part("makers", _makers)

    @property
    def kinds(self) -> Sequence[ProducerKind]:
        """Of those makers, by name in the reader's language."""
        found = {maker.kind.pk: maker.kind for maker in self.makers}
        return sorted(found.values(), key=lambda kind: kind.name)

    @property
    def places(self) -> Sequence[District]:
        """The districts in which they are, regency by regency."""
        found = {maker.district.pk: maker.district for maker in self.makers if maker.district}
        return sorted(found.values(), key=lambda place: (place.regency, place.name))

    @cached_property
    def market_days(self) -> Sequence[MarketDay]:
        """Those that take orders now or later, the open ones first; with their points."""
        unclosed = MarketDay.objects.unclosed(at=self.at).prefetch_related("pickup_points")
        coming = kept.part("market days", lambda: list(unclosed))
        now_open = [day for day in coming if day.is_open(at=self.at)]
        return now_open + [day for day in coming if day.opens_at > self.at]

    @property
    def next_market_day(self) -> MarketDay | None:
        return next(iter(self.market_days), None)

    @cached_property
    def points(self) -> Sequence[PickupPoint]:
        """Where orders can be collected."""
        active = PickupPoint.objects.active().select_related("village__district")
        return kept.part("pickup points", lambda: list(active))


KIND = ("code", "name_id", "name_en", "icon")
DISTRICT = ("code", "name", "regency")
COLUMNS = ("pk", "slug", "name", *(f"kind__{name}" for name in KIND), *(f"district__{name}" for name in DISTRICT))


def _makers() -> list[Maker]:
    """In one query, and without a model for each: there may be hundreds, of a few kinds in a few places."""
    selling = Producer.objects.verified().filter(Exists(Product.objects.on_sale().filter(producer=OuterRef("pk"))))
    kind = cache(lambda *facts: ProducerKind(**dict(zip(KIND, facts, strict=True))))
    district = cache(lambda *facts: District(**dict(zip(DISTRICT, facts, strict=True))))
    return [
        Maker(pk, slug, name, kind(*facts[:4]), district(*facts[4:]) if facts[4] else None)
        for pk, slug, name, *facts in selling.order_by("name", "pk").values_list(*COLUMNS)
    ]
