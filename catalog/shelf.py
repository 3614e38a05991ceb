"""The shelf: what the cards of a list of products show, in one query however many they are."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, JSONField, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
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


def stocked(products: ProductQuerySet) -> ProductQuerySet:
    """With what `cards` needs, and without those that have nothing to choose."""
    offers = _of_product(Variant.objects.active())
    offer = JSONObject(price="price", unit="unit", lead_days="lead_days")
    dearest = offers.order_by().values("product").annotate(dearest=Max("price")).values("dearest")
    picture = JSONObject(
        **{name: f"picture__{name}" for name in ("status", "key", "widths", "width", "height", "colour")}
    )
    photos = Photo.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    return (
        products.filter(Exists(offers))
        .select_related("producer")
        .only("slug", "name", "published_at", "producer__name")
        .annotate(
            offer=_first(offers, offer),
            offer_now=_first(_of_product(Variant.objects.buyable()), offer),
            dearest=Subquery(dearest, output_field=MoneyField()),
            cover=Subquery(photos.values_list(picture)[:1], output_field=JSONField()),
        )
    )


def priced(products: ProductQuerySet) -> ProductQuerySet:
    """With `lowest_price`, the price of the card, to sort by."""
    now = _cheapest(_of_product(Variant.objects.buyable())).values("price")[:1]
    ever = _cheapest(_of_product(Variant.objects.active())).values("price")[:1]
    return products.annotate(lowest_price=Coalesce(Subquery(now), Subquery(ever), output_field=MoneyField()))


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


def _of_product(variants: VariantQuerySet) -> VariantQuerySet:
    return variants.filter(product=OuterRef("pk"))


def _cheapest(variants: VariantQuerySet) -> VariantQuerySet:
    return variants.order_by("price", "position", "pk")


def _first(variants: VariantQuerySet, offer: JSONObject) -> Subquery:
    return Subquery(_cheapest(variants).values_list(offer)[:1], output_field=JSONField())
