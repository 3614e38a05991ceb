"""What is told of listings: who is owed a message, and its text, built from the state of the moment it is sent.

The texts are `templates/catalog/notices/<event>.txt`; their first line is the subject. A builder that finds its event
no longer true gives None, and the notice is dropped.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from catalog.models import Claim, ClaimStep, LowStock, Product, ProductStep, RevisionStep
from marketplace.models import Notice
from marketplace.notices import outbox, texts
from marketplace.notices.channels import Message
from producers.notices import workers


def tell_of_listing(step: ProductStep) -> None:
    """Owe the producer's people what became of their listing."""
    _owe("listing_decided", subject_id=step.pk, producer_id=step.product.producer_id, at=step.at)


def tell_of_revision(step: RevisionStep) -> None:
    """Owe the producer's people what became of their changes."""
    _owe("revision_decided", subject_id=step.pk, producer_id=step.revision.product.producer_id, at=step.at)


def tell_of_claim(step: ClaimStep) -> None:
    """Owe the producer's people what became of their claim."""
    _owe("claim_decided", subject_id=step.pk, producer_id=step.claim.product.producer_id, at=step.at)


def tell_before_the_end(claim: Claim, *, at: datetime) -> None:
    """Owe the producer's people that a claim ends soon; once a claim, however often it is asked."""
    _owe("claim_ends_soon", subject_id=claim.pk, producer_id=claim.product.producer_id, at=at)


def tell_of_low_stock(rows: Iterable[LowStock]) -> None:
    """Owe the people of each variant's producer that little is left. Give it rows with variant and product."""
    for low in rows:
        _owe("stock_low", subject_id=low.pk, producer_id=low.variant.product.producer_id, at=low.at)


def _owe(event: str, *, subject_id: int, producer_id: int, at: datetime) -> None:
    outbox.owe(event, subject_id=subject_id, users=workers(producer_id), at=at)


@outbox.text_of("listing_decided")
def listing_decided(notice: Notice) -> Message | None:
    """A decision stays true, so it is told even after she has moved on."""
    step = ProductStep.objects.select_related("product").get(pk=notice.subject_id)
    return texts.message(
        "catalog/notices/listing_decided.txt",
        step=step,
        product=step.product,
        was_on_sale=step.before in {Product.Status.PUBLISHED, Product.Status.PAUSED},
        url=texts.address("sell_product", step.product_id),
    )


@outbox.text_of("revision_decided")
def revision_decided(notice: Notice) -> Message | None:
    step = RevisionStep.objects.select_related("revision__product").get(pk=notice.subject_id)
    product = step.revision.product
    url = texts.address("sell_product", product.pk)
    return texts.message("catalog/notices/revision_decided.txt", step=step, product=product, url=url)


@outbox.text_of("claim_decided")
def claim_decided(notice: Notice) -> Message | None:
    step = ClaimStep.objects.select_related("claim__product").get(pk=notice.subject_id)
    product = step.claim.product
    url = texts.address("sell_product", product.pk)
    return texts.message("catalog/notices/claim_decided.txt", step=step, claim=step.claim, product=product, url=url)


@outbox.text_of("claim_ends_soon")
def claim_ends_soon(notice: Notice) -> Message | None:
    claim = Claim.objects.select_related("product").get(pk=notice.subject_id)
    if not claim.is_valid(on=timezone.localdate()) or claim.product.status == Product.Status.ARCHIVED:
        return None
    url = texts.address("sell_product", claim.product_id)
    return texts.message("catalog/notices/claim_ends_soon.txt", claim=claim, product=claim.product, url=url)


@outbox.text_of("stock_low")
def stock_low(notice: Notice) -> Message | None:
    low = LowStock.objects.select_related("variant__product").get(pk=notice.subject_id)
    if low.over_at is not None or not low.variant.is_active:
        return None
    url = texts.address("sell_product", low.variant.product_id)
    return texts.message("catalog/notices/stock_low.txt", variant=low.variant, url=url)
