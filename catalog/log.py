"""What was done to the listings of a producer, for its log: each kind of deed is a source of `producers.log`."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from catalog.models import (
    Claim,
    ClaimStep,
    PriceChange,
    Product,
    ProductStep,
    Revision,
    RevisionStep,
    StockMovement,
)
from catalog.models.review import ReviewStep
from producers import log
from producers.log import Entry, latest
from producers.models import Producer

DECIDED = {
    Product.Status.PUBLISHED,
    Product.Status.CHANGES_REQUESTED,
    Product.Status.REJECTED,
    Revision.Status.APPROVED,
}


@log.source
def listings(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = ProductStep.objects.filter(product__producer=producer).select_related("by", "product")
    steps = list(latest(rows, moment, most))
    sent = {(step.product_id, step.by_id, step.at) for step in steps if step.after == Product.Status.IN_REVIEW}
    for step in steps:
        what = gettext("Listing: %(status)s") % {"status": Product.Status(step.after).label}
        is_own = (step.product_id, step.by_id, step.at) in sent
        yield Entry(step.at, step.by, what, _detail(step.product, step.reason), not is_own and _is_decision(step))


@log.source
def changes(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = RevisionStep.objects.filter(revision__product__producer=producer).select_related("by", "revision__product")
    steps = list(latest(rows, moment, most))
    sent = {(step.revision_id, step.by_id, step.at) for step in steps if step.after == Revision.Status.IN_REVIEW}
    for step in steps:
        what = gettext("Changes of a listing: %(status)s") % {"status": Revision.Status(step.after).label}
        is_own = (step.revision_id, step.by_id, step.at) in sent
        detail = _detail(step.revision.product, step.reason)
        yield Entry(step.at, step.by, what, detail, not is_own and _is_decision(step))


@log.source
def claims(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = ClaimStep.objects.filter(claim__product__producer=producer).select_related("by", "claim__product")
    decided = {Claim.Status.CONFIRMED, Claim.Status.DECLINED}
    for step in latest(rows, moment, most):
        facts = {"claim": step.claim.get_kind_display(), "status": Claim.Status(step.after).label}
        what = gettext("%(claim)s: %(status)s") % facts
        is_decision = step.after in decided or (step.after == Claim.Status.WITHDRAWN and bool(step.reason))
        yield Entry(step.at, step.by, what, _detail(step.claim.product, step.reason), is_decision)


@log.source
def stock(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    """What its people and those who acted for it counted and moved; what buyers took stands with the orders."""
    rows = StockMovement.objects.filter(variant__product__producer=producer).select_related("by", "variant__product")
    for movement in latest(rows.exclude(reason=StockMovement.Reason.SOLD), moment, most):
        facts = {"reason": movement.get_reason_display(), "quantity": f"{movement.quantity:+d}"}
        what = gettext("Stock: %(reason)s, %(quantity)s") % facts
        yield Entry(movement.at, movement.by, what, _joined(movement.variant.full_name, movement.note))


@log.source
def prices(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = PriceChange.objects.filter(variant__product__producer=producer).select_related("by", "variant__product")
    for change in latest(rows, moment, most):
        what = gettext("Price: %(before)s to %(after)s") % {"before": change.before, "after": change.after}
        yield Entry(change.at, change.by, what, change.variant.full_name)


def _is_decision(step: ReviewStep) -> bool:
    """Made by a coordinator for the co-op, or by the end of a permit."""
    is_return = step.before == Product.Status.PAUSED and step.after == Product.Status.PUBLISHED
    return step.after in DECIDED and not is_return


def _detail(product: Product, reason: str) -> str:
    return _joined(product.name, reason)


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
