"""What lies on the coordinators' desk in the demo market: claims with and without an answer, and edited versions."""

from collections.abc import Mapping
from datetime import timedelta

from catalog.models import Claim, Product, Revision, RevisionPhoto
from marketplace.models import User
from orders.demo import sources
from orders.demo.dates import Calendar

SEEN_AFTER = timedelta(days=1)
EDITED_BEFORE = timedelta(hours=1)


def claim_all(market: sources.Market, *, by: User, calendar: Calendar) -> None:
    """What goods say of themselves, with an end; the coordinator has looked at most of it."""
    products = {product.slug: product for product in Product.objects.all()}
    for told in market.claims:
        at = calendar.days_ago(told.days_ago, 11)
        claim = Claim.objects.create(
            product=products[told.product],
            kind=told.kind,
            number=told.number,
            issuer=told.issuer,
            note=told.note,
            issued_on=calendar.day(ago=told.days_ago),
            valid_until=None if told.valid_days is None else calendar.day(ago=-told.valid_days),
            made_at=at,
        )
        if told.outcome == Claim.Status.CONFIRMED:
            claim.confirm(by=by, at=at + SEEN_AFTER)


def edit_some(market: sources.Market, *, leads: Mapping[int, User], calendar: Calendar) -> None:
    """Listings on sale whose producers want to say something else from now on."""
    products = {product.slug: product for product in Product.objects.select_related("category")}
    for told in market.edits:
        product, at = products[told.product], calendar.hours_ago(told.hours_ago)
        revision = Revision.objects.create(
            product=product,
            name=told.name or product.name,
            description=told.description or product.description,
            category=product.category,
            details=product.details,
            made_at=at - EDITED_BEFORE,
        )
        RevisionPhoto.objects.bulk_create(
            RevisionPhoto(revision=revision, picture_id=photo.picture_id, position=photo.position)
            for photo in product.photos.all()
        )
        revision.submit(by=leads[product.producer_id], at=at)
