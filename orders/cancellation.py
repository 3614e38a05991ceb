"""Cancellation: of one part, which never touches another producer's, or of the whole order.

Stock goes back, nothing is to be paid any more, and whoever had a part in it is told.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import stock
from marketplace.models import User
from marketplace.refusals import Refusal, WrongStep
from orders.completion import close_if_over
from orders.fulfilment import holding
from orders.models import Order, SubOrder
from orders.notices import tell_buyer, tell_producers


class TooLateToCancel(Refusal):
    """A producer has begun, or the market day is closed: only a coordinator can cancel now."""

    code = "too_late_to_cancel"
    message = _("A producer has already started on this order. Please contact the coordinators.")


def can_be_cancelled(order: Order, *, at: datetime) -> bool:
    """Whether the buyer herself still may: nobody has begun, or the market day is still taking orders."""
    if not order.is_live or any(not part.share.is_due for part in order.living_parts):
        return False
    nobody_began = all(part.status == SubOrder.Status.NEW for part in order.living_parts)
    nothing_ready = all(part.status in {SubOrder.Status.NEW, SubOrder.Status.ACCEPTED} for part in order.living_parts)
    return nobody_began or (nothing_ready and order.market_day is not None and order.market_day.is_open(at=at))


def cancel_by_buyer(order: Order, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Cancel everything while the buyer may. Refuses with `TooLateToCancel` or, once it is over, `WrongStep`."""
    with transaction.atomic():
        order = Order.objects.locked().get(pk=order.pk)
        if not order.is_live:
            raise WrongStep
        if not can_be_cancelled(order, at=at):
            raise TooLateToCancel
        parts = order.living_parts
        for part in parts:
            _end(part, by=by, at=at, reason=reason)
        close_if_over(order, by=by, at=at, reason=reason)
        tell_buyer(order, event="order_cancelled", subject_id=order.pk, at=at)
        tell_producers(parts, event="sub_order_withdrawn", at=at)


def cancel_part(part: SubOrder, *, by: User, at: datetime, reason: str) -> None:
    """A coordinator takes one part out of an order; the buyer and the producer are told."""
    with holding(part) as held:
        _cancel_held(held, by=by, at=at, reason=reason)
        tell_producers([held], event="sub_order_withdrawn", at=at)


def decline(part: SubOrder, *, by: User, at: datetime, reason: str) -> None:
    """The producer cannot make it; the buyer is told."""
    with holding(part) as held:
        _cancel_held(held, by=by, at=at, reason=reason)


def _cancel_held(part: SubOrder, *, by: User, at: datetime, reason: str) -> None:
    _end(part, by=by, at=at, reason=reason)
    tell_buyer(part.order, event="sub_order_cancelled", subject_id=part.pk, at=at)
    close_if_over(part.order, by=by, at=at, reason=reason)
    if part.order.is_ready:
        tell_buyer(part.order, event="order_ready", subject_id=part.order.pk, at=at)


def _end(part: SubOrder, *, by: User | None, at: datetime, reason: str) -> None:
    part.cancel(by=by, at=at, reason=reason)
    part.share.release(at=at)
    stock.release(part.reservations, at=at)
