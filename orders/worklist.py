"""The worklist: what the people of a producer have to do now, what to make for which day, and what it brought them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F, Prefetch, Sum, prefetch_related_objects
from django.db.models.expressions import OrderBy

from catalog.models import Photo, Product, Variant
from marketplace import ledger
from marketplace.models import Account, Picture, User
from marketplace.money import NOTHING, Money, MoneyField, total
from orders.models import OrderLine, SubOrder
from orders.models.order import SubOrderQuerySet
from producers.models import Producer

SHOWN = 20
DAY = "sub_order__order__market_day__pickup_on"


@dataclass(frozen=True)
class Goods:
    """So many of one good, over all accepted orders."""

    quantity: int
    name: str
    unit: str
    picture: Picture | None


@dataclass(frozen=True)
class Making:
    """What to make for one pickup day; `day` is None for what is collected once it is ready."""

    day: date | None
    goods: Sequence[Goods]


@dataclass(frozen=True)
class Worklist:
    """The parts that wait for her, the most pressing first and at most `SHOWN` of each; `counts` has all, by status."""

    producers: Sequence[Producer]
    counts: dict[str, int]
    to_accept: Sequence[SubOrder]
    to_make: Sequence[SubOrder]
    to_collect: Sequence[SubOrder]
    makings: Sequence[Making]
    earned_this_week: Money
    owed: Money

    @property
    def waiting(self) -> int:
        return self.counts.get(SubOrder.Status.READY, 0) + self.counts.get(SubOrder.Status.RECEIVED, 0)

    @property
    def is_empty(self) -> bool:
        return not (self.to_accept or self.to_make or self.to_collect)


def of(user: User, *, at: datetime) -> Worklist:
    """Of all producers for whom the person works, in a fixed number of queries."""
    producers = list(Producer.objects.of(user).order_by("name", "pk"))
    parts = SubOrder.objects.of(user)
    by_day: list[str | OrderBy] = [F("order__market_day__pickup_on").asc(nulls_last=True), "pk"]
    whole = parts.select_related("order__pickup_point", "order__market_day", "producer")
    to_accept = list(whole.to_accept().order_by("accept_by", "pk")[:SHOWN])
    to_make = list(whole.to_make().order_by(*by_day)[:SHOWN])
    to_collect = list(whole.to_collect().order_by(*by_day)[:SHOWN])
    with_pictures([*to_accept, *to_make, *to_collect])
    return Worklist(
        producers=producers,
        counts=parts.counts(),
        to_accept=to_accept,
        to_make=to_make,
        to_collect=to_collect,
        makings=_makings(parts.to_make()),
        earned_this_week=_earned(parts.handed_over(), since=at - timedelta(days=7)),
        owed=_owed(producers),
    )


def with_pictures(parts: Sequence[SubOrder]) -> None:
    """Load the lines of the parts with the photos of what was ordered, in two queries."""
    lines = OrderLine.objects.select_related("variant__product")
    photos = Photo.objects.select_related("picture")
    prefetch_related_objects(parts, Prefetch("lines", lines), Prefetch("lines__variant__product__photos", photos))


def _makings(parts: SubOrderQuerySet) -> list[Making]:
    product = "variant__product_id"
    rows = list(
        OrderLine.objects.filter(sub_order__in=parts)
        .order_by(F(DAY).asc(nulls_last=True), "product_name", "variant_name", "variant")
        .values(DAY, product, "variant", "product_name", "variant_name", "unit")
        .annotate(sum=Sum("quantity"))
    )
    pictures = _pictures({row[product] for row in rows})
    units = dict(Variant.Unit.choices)
    return [
        Making(
            day=day,
            goods=[
                Goods(
                    quantity=row["sum"],
                    name=", ".join(filter(None, [row["product_name"], row["variant_name"]])),
                    unit=str(units[row["unit"]]),
                    picture=pictures.get(row[product]),
                )
                for row in of_day
            ],
        )
        for day, of_day in groupby(rows, key=lambda row: row[DAY])
    ]


def _pictures(products: Iterable[int]) -> dict[int, Picture]:
    shown = Product.objects.filter(pk__in=products).prefetch_related(
        Prefetch("photos", Photo.objects.select_related("picture"))
    )
    return {product.pk: product.photo.picture for product in shown if product.photo}


def _earned(sold: SubOrderQuerySet, *, since: datetime) -> Money:
    earning = Sum(F("total") - F("fee"), output_field=MoneyField())
    return sold.filter(handed_over_at__gt=since).aggregate(sum=earning)["sum"] or NOTHING


def _owed(producers: Sequence[Producer]) -> Money:
    return total(list(ledger.balances(Account.Kind.PRODUCER, owners=[producer.pk for producer in producers]).values()))
