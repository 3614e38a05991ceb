"""Listings: a producer makes one, sends it for review, takes it back, and puts it away."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import details, editing, photos, rules, stock
from catalog.models import Category, Product, Revision, Variant
from marketplace.models import Picture, User
from marketplace.money import Money
from marketplace.refusals import Refusal, WrongStep
from producers.models import Producer

Version = Product | Revision

SAME_CLICK = timedelta(minutes=1)


class NotVerified(Refusal):
    """The producer is not approved for selling. Fact: `producer`."""

    code = "producer_not_verified"
    message = _("%(producer)s is not approved for selling yet. Keep it as a draft until then.")


@dataclass(frozen=True)
class Offer:
    """The first choice of a new listing. Without `lead_days` it is sold from stock, else made to order."""

    price: Money
    unit: str = Variant.Unit.PIECE
    on_hand: int = 0
    name: str = ""
    lead_days: int | None = None
    open_units_cap: int | None = None
    low_at: int | None = None
    weight_grams: int | None = None


@dataclass(frozen=True)
class Words:
    """What a new listing says; `details` as people write them."""

    name: str
    category: Category
    description: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def make(
    producer: Producer,
    words: Words,
    *,
    offer: Offer | None = None,
    pictures: Sequence[Picture] = (),
    by: User,
    at: datetime,
) -> Product:
    """A draft with its first choice, counted in, and photos that were sent before: all of it or nothing."""
    if producer.status in {Producer.Status.CLOSED, Producer.Status.REFUSED}:
        raise WrongStep
    with transaction.atomic():
        product = Product.objects.create(
            producer=producer,
            slug=f"produk-{secrets.token_hex(6)}",
            name=words.name,
            description=words.description,
            category=words.category,
            details=details.kept(words.details, rules=words.category.rules),
            made_at=at,
        )
        product.steps.create(before="", after=product.status, by=by, at=at)
        editing.give_address(product)
        if offer:
            _offer(product, offer, by=by, at=at)
        photos.attach(product, pictures)
    return product


def make_once(
    producer: Producer, words: Words, *, offer: Offer | None, pictures: Sequence[Picture], by: User, at: datetime
) -> Product:
    """As `make`; a form that somebody sends twice, because the net is slow, gives the same listing."""
    with transaction.atomic():
        Producer.objects.select_for_update().get(pk=producer.pk)
        mine = Product.objects.filter(producer=producer, name=words.name, made_at__gt=at - SAME_CLICK)
        twin = mine.exclude(name="").filter(steps__before="", steps__by=by).order_by("pk").first()
        return twin or make(producer, words, offer=offer, pictures=pictures, by=by, at=at)


def usual_category(producer: Producer) -> Category:
    """What the producer most likely lists next: the category of its last listing, else the one of its kind."""
    last = Product.objects.filter(producer=producer).select_related("category").order_by("-pk").first()
    if last:
        return last.category
    return Category.objects.filter(makers=producer.kind).first() or Category.objects.filter(parent=None).earliest("pk")


def submit(version: Version, *, by: User, at: datetime) -> Version:
    """Send it for review. What a trusted producer sends is public at once, if nothing in it waits to be checked and
    nobody has sent it back.

    Refuses with `NotVerified`, with `rules.ListingIncomplete`, and with `WrongStep` what was sent already.
    """
    product = version if isinstance(version, Product) else version.product
    today = timezone.localdate(at)
    with transaction.atomic():
        # Against whoever edits it at the same time: what is looked at here is what the coordinator gets.
        Product.objects.select_for_update().get(pk=product.pk)
        held: Version = type(version)._base_manager.get(pk=version.pk)
        producer = Producer.objects.get(pk=product.producer_id)
        if not held.is_editable:
            raise WrongStep
        if not producer.is_verified:
            raise NotVerified(producer=producer.name)
        rules.refuse_missing(held, on=today)
        was_sent_back = held.status == held.Status.CHANGES_REQUESTED
        held.submit(by=by, at=at)
        if producer.is_trusted and not was_sent_back and not rules.blocking_approval(held, on=today):
            _publish(held, by=by, at=at)
    version.refresh_from_db()
    return held


def take_back(version: Version, *, by: User, at: datetime) -> None:
    """It becomes a draft again, before a coordinator has decided."""
    version.take_back(by=by, at=at)


def archive(product: Product, *, by: User, at: datetime) -> None:
    """Put it away for good; changes that were under way come to nothing. What was ordered stays ordered."""
    with transaction.atomic():
        held = Product.objects.select_for_update().get(pk=product.pk)
        for revision in held.revisions.open().select_for_update():
            revision.withdraw(by=by, at=at)
        held.archive(by=by, at=at)
    product.status = held.status


def resume(product: Product, *, by: User, at: datetime) -> None:
    """Back on sale after a pause. Refuses what may not be sold any more, since a permit has run out meanwhile."""
    if lacks := rules.unproven(product, on=timezone.localdate(at)):
        raise rules.ListingIncomplete(missing=rules.told(lacks))
    product.resume(by=by, at=at)


def _publish(version: Version, *, by: User, at: datetime) -> None:
    if isinstance(version, Revision):
        version.approve(by=by, at=at)
    else:
        version.publish(by=by, at=at)


def _offer(product: Product, offer: Offer, *, by: User, at: datetime) -> None:
    variant = Variant.objects.create(
        product=product,
        name=offer.name,
        unit=offer.unit,
        price=offer.price,
        lead_days=offer.lead_days,
        open_units_cap=offer.open_units_cap,
        low_at=offer.low_at,
        weight_grams=offer.weight_grams,
    )
    if offer.on_hand and offer.lead_days is None:
        stock.count(variant, offer.on_hand, by=by, at=at)
