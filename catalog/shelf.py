"""The shelf: what the cards of a list of products show, in one query however many they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, JSONField, Max, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from catalog.models import Photo, Product, Variant
from catalog.models.product import ProductQuerySet, VariantQuerySet
from marketplace.models import Picture
from marketplace.money import Money, MoneyField


@dataclass(frozen=True)
class Card:
    """A product as a list shows it, with the lowest price of what can be ordered now, else of all that is offered."""

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
PICTURE = JSONObject(**{name: f"picture__{name}" for name in ("status", "key", "widths", "width", "height", "colour")})
PHOTOS = Photo.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
# Worked out once: putting such a query together costs more than asking it.
SHOWN = {
    "offer": _first(Variant.objects.active()),
    "offer_now": _first(Variant.objects.buyable()),
    "dearest": Subquery(DEAREST, output_field=MoneyField()),
    "cover": Subquery(PHOTOS.values_list(PICTURE)[:1], output_field=JSONField()),
}


def stocked(products: ProductQuerySet) -> ProductQuerySet:
    """With what `cards` needs, and without those that have nothing to choose."""
    known = products.filter(Exists(OFFERS)).select_related("producer")
    return known.only("slug", "name", "published_at", "producer__name").annotate(**SHOWN)


def cards(products: Iterable[Product]) -> list[Card]:
    """The cards of products that are `stocked`."""
    return [_card(product) for product in products]


def newest(products: ProductQuerySet, *, most: int) -> list[Card]:
    return cards(stocked(products).order_by("-published_at", "-pk")[:most])


def _card(product: Any) -> Card:
    offer = product.offer_now or product.offer
    price = Money(offer["price"])
    note, tone = "", ""
    if not product.offer_now:
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
        picture=_picture(product.cover),
    )


def _picture(fields: dict[str, Any] | None) -> Picture | None:
    if fields is None:
        return None
    widths = fields["widths"]
    # SQLite gives JSON inside JSON as text.
    return Picture(**fields | {"widths": json.loads(widths) if isinstance(widths, str) else widths})
