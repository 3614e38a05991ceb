"""The shelf: what the cards of a list of products show, in one query however many they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, JSONField, Max, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import dateformat, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog import beside
from catalog.beside import Once
from catalog.models import Photo, Product, Variant
from catalog.models.product import ProductQuerySet, VariantQuerySet
from marketplace.models import Picture
from marketplace.money import Money, MoneyField
from producers.models import Producer


@dataclass(frozen=True)
class Card:
    """A product as a list shows it, with the lowest price of what can be ordered now, else of all that is offered.

    While its maker is away, nothing of it can be ordered, and the note says until when.
    """

    slug: str
    name: str
    maker: str
    price: Money
    unit: str | Promise
    before_price: str
    note: str
    tone: str
    picture: Picture | None


def _of_product(variants: VariantQuerySet) -> VariantQuerySet:
    return variants.filter(product=OuterRef("pk"))


def _cheapest(variants: VariantQuerySet) -> VariantQuerySet:
    return _of_product(variants).order_by("price", "position", "pk")


def _first(variants: VariantQuerySet) -> Subquery:
    """What a card shows of the cheapest."""
    offer = JSONObject(price="price", unit="unit", lead_days="lead_days")
    return Subquery(_cheapest(variants).values_list(offer)[:1], output_field=JSONField())


OFFERS = _of_product(Variant.objects.active())
DEAREST = OFFERS.order_by().values("product").annotate(dearest=Max("price")).values("dearest")
PICTURE = beside.facts(*beside.PICTURE, of="picture__")
PHOTOS = Photo.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
COLUMNS = (
    "slug",
    "name",
    "published_at",
    "lowest_price",
    "producer__name",
    "producer__holiday_from",
    "producer__holiday_until",
)


IS_OFFERED = Once(Exists(OFFERS), of=Product)
SHOWN = {
    "offer": Once(_first(Variant.objects.active()), of=Product),
    "offer_now": Once(_first(Variant.objects.buyable()), of=Product),
    "dearest": Once(Subquery(DEAREST, output_field=MoneyField()), of=Product),
    "cover": Once(Subquery(PHOTOS.values_list(PICTURE)[:1], output_field=JSONField()), of=Product),
}


def stocked(products: ProductQuerySet) -> ProductQuerySet:
    """With what `cards` needs, and without those that have nothing to choose."""
    known = products.filter(IS_OFFERED).select_related("producer")
    return known.only(*COLUMNS).annotate(**SHOWN)


def cards(products: Iterable[Product]) -> list[Card]:
    """The cards of products that are `stocked`."""
    today = timezone.localdate()
    return [_card(product, on=today) for product in products]


def newest(products: ProductQuerySet, *, most: int) -> list[Card]:
    return cards(stocked(products).order_by("-published_at", "-pk")[:most])


def closed(producer: Producer, *, on: date) -> str:
    """Until when the shop is closed, in words, if it is closed on that day."""
    if not producer.is_on_holiday(on=on):
        return ""
    if producer.holiday_until is None:
        return _("Closed until further notice")
    return _("Closed until %(day)s") % {"day": dateformat.format(producer.holiday_until, "j F Y")}


def _card(product: Any, *, on: date) -> Card:
    offer = product.offer_now or product.offer
    price = Money(offer["price"])
    note, tone = "", ""
    if away := closed(product.producer, on=on):
        note, tone = away, "warning"
    elif not product.offer_now:
        note, tone = _("Sold out"), "neutral"
    elif offer["lead_days"] is not None:
        note, tone = _("Made to order"), "info"
    return Card(
        slug=product.slug,
        name=product.name,
        maker=product.producer.name,
        price=price,
        unit=Variant.Unit(offer["unit"]).label,
        before_price="" if product.dearest == price else _("from"),
        note=note,
        tone=tone,
        picture=beside.picture(product.cover) if product.cover else None,
    )
