"""Variants: what can be chosen of a product is added, described, taken off and put back by its producer, at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import rules, stock
from catalog.models import Product, Variant
from marketplace.models import User
from marketplace.money import Money
from marketplace.refusals import Refusal

MOST = 30


class TooManyVariants(Refusal):
    """A product has at most thirty choices."""

    code = "too_many_variants"
    message = _("A product can have at most 30 choices.")


class LastVariant(Refusal):
    """Without any choice buyers could order nothing."""

    code = "last_variant"
    message = _("This is the only choice. Take the whole product off sale instead.")


class StillOrdered(Refusal):
    """What is ordered must be handed over before it is sold in another way. Fact: `reserved`."""

    code = "still_ordered"
    message = _("%(reserved)s are already ordered. Hand them over before you sell it in another way.")


class NotEditable(Refusal):
    """What is rejected or put away offers nothing."""

    code = "listing_over"
    message = _("This listing is over. Make a new one instead.")


@dataclass(frozen=True)
class Description:
    """All that is said of a variant beside price and stock."""

    name: str = ""
    unit: str = Variant.Unit.PIECE
    position: int = 0
    lead_days: int | None = None
    open_units_cap: int | None = None
    low_at: int | None = None
    weight_grams: int | None = None


def add(
    product: Product, said: Description, *, price: Money, on_hand: int = 0, by: User | None, at: datetime
) -> Variant:
    """One more choice, counted in, on sale at once where the product is. Refuses words that need proof."""
    with transaction.atomic():
        held = _held(product)
        _refuse_words(held, said.name, at=at)
        if held.variants.count() >= MOST:
            raise TooManyVariants
        position = said.position or (held.variants.aggregate(last=Max("position"))["last"] or 0) + 1
        made = Variant.objects.create(
            product=held,
            price=price,
            name=said.name,
            unit=said.unit,
            position=position if held.variants.exists() else 0,
            lead_days=said.lead_days,
            open_units_cap=said.open_units_cap,
            low_at=said.low_at,
            weight_grams=said.weight_grams,
        )
        if on_hand and not made.is_made_to_order:
            stock.count(made, on_hand, by=by, at=at)
        stock.look_again(made, at=at)
    made.refresh_from_db()
    return made


def change(variant: Variant, said: Description, *, at: datetime) -> Variant:
    """Describe it anew. Refuses words that need proof, and another way of selling what is still ordered."""
    with transaction.atomic():
        _refuse_words(_held(variant.product), said.name, at=at)
        held = Variant.objects.select_for_update().get(pk=variant.pk)
        if (said.lead_days is None) != (held.lead_days is None) and held.reserved:
            raise StillOrdered(reserved=held.reserved)
        held.describe(**said.__dict__)
        stock.look_again(held, at=at)
    return held


def take_off(variant: Variant, *, at: datetime) -> None:
    """Offer it no more. Refuses with `LastVariant` the only one of a product."""
    with transaction.atomic():
        product = _held(variant.product)
        if not product.variants.filter(is_active=True).exclude(pk=variant.pk).exists():
            raise LastVariant
        variant.take_off()
        stock.look_again(variant, at=at)


def put_back(variant: Variant, *, at: datetime) -> None:
    with transaction.atomic():
        _refuse_words(_held(variant.product), variant.name, at=at)
        variant.put_back()
        stock.look_again(variant, at=at)


def _held(product: Product) -> Product:
    """The product, locked before its variants; refuses one that is over."""
    held = Product.objects.select_for_update(of=("self",)).select_related("category").get(pk=product.pk)
    if held.status in {Product.Status.REJECTED, Product.Status.ARCHIVED}:
        raise NotEditable
    return held


def _refuse_words(product: Product, name: str, *, at: datetime) -> None:
    """What buyers see at once needs its proof at once; of a draft it is looked at when it is sent for review."""
    if product.status == Product.Status.IN_REVIEW or product.is_public:
        rules.refuse_words(name, product=product, on=timezone.localdate(at))
