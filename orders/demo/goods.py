"""The goods of the demo market: listed through the same steps as any, counted, and photographed by their producers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from catalog import photos, stock
from catalog.models import Category, Product, Variant
from marketplace.models import User
from marketplace.money import Money
from orders.demo import sources
from orders.demo.dates import Calendar
from producers.models import Producer

WRITTEN_BEFORE = timedelta(days=2)
SUBMITTED_BEFORE = timedelta(days=1)
SUBMITTED_HOURS_AGO = 20
PAUSED_HOURS_AGO = 30
COUNTED_HOURS_AGO = 2


def list_all(market: sources.Market, *, leads: Mapping[int, User], by: User, calendar: Calendar) -> dict[int, int]:
    """Write down every product as it stands today, its stock and photos apart.

    Variant ids to how many of each are to be available today.
    """
    producers = {producer.slug: producer for producer in Producer.objects.all()}
    categories = {category.slug: category for category in Category.objects.all()}
    ages = market.ages
    shelf = {}
    for maker in market.producers:
        for told in maker.products:
            listed_at = calendar.days_ago(ages[told.slug], 14)
            product = Product.objects.create(
                producer=producers[maker.slug],
                category=categories[told.category],
                slug=told.slug,
                name=told.name,
                description=told.description,
                details=dict(told.details),
                made_at=listed_at - WRITTEN_BEFORE,
            )
            lead = leads[product.producer_id]
            if told.status in {Product.Status.PUBLISHED, Product.Status.PAUSED}:
                product.submit(by=lead, at=listed_at - SUBMITTED_BEFORE)
                product.publish(by=by, at=listed_at)
            if told.status == Product.Status.PAUSED:
                product.pause(by=lead, at=calendar.hours_ago(PAUSED_HOURS_AGO))
            if told.status == Product.Status.IN_REVIEW:
                product.submit(by=lead, at=calendar.hours_ago(SUBMITTED_HOURS_AGO))
            for place, choice in enumerate(told.variants):
                variant = _variant(choice, product=product, unit=choice.unit or told.unit, position=place)
                shelf[variant.pk] = choice.stock
    return shelf


def _variant(told: sources.Variant, *, product: Product, unit: str, position: int) -> Variant:
    return Variant.objects.create(
        product=product,
        name=told.name,
        unit=unit,
        price=Money(told.price),
        lead_days=told.lead_days,
        open_units_cap=told.cap,
        position=position,
    )


def stock_up(shelf: Mapping[int, int], *, demand: Counter[int], leads: Mapping[int, User]) -> None:
    """Count in, when each product was written down, all that will be ordered of it and what is to remain."""
    for variant in Variant.objects.from_stock().select_related("product"):
        lead, at = leads[variant.product.producer_id], variant.product.made_at
        stock.count(variant, shelf[variant.pk] + demand[variant.pk], by=lead, at=at)


def count_today(shelf: Mapping[int, int], *, leads: Mapping[int, User], calendar: Calendar) -> None:
    """Set straight what cancelled orders gave back, so that exactly what is told is available."""
    for variant in Variant.objects.from_stock().select_related("product"):
        on_hand = variant.reserved + shelf[variant.pk]
        lead = leads[variant.product.producer_id]
        stock.count(variant, on_hand, by=lead, at=calendar.hours_ago(COUNTED_HOURS_AGO))


def photograph(taken: Iterable[tuple[sources.Shot, bytes]], *, leads: Mapping[int, User]) -> None:
    """Send each photo as its producer's lead would."""
    products = {product.slug: product for product in Product.objects.all()}
    for shot, jpeg in taken:
        product = products[shot.of]
        upload = SimpleUploadedFile(f"IMG_{shot.seed:04}.jpg", jpeg, content_type="image/jpeg")
        photos.add(product, upload, by=leads[product.producer_id])
