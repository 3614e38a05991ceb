"""Completion: an order ends when nothing of it is left to do."""

from datetime import datetime

from marketplace.models import User
from orders.models import Order, Payment, SubOrder
from orders.notices import tell_buyer


def close_if_over(order: Order, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Cancel the order if no part lives; complete it if all that lives is with the buyer. Needs its row locked."""
    living = list(order.sub_orders.living())
    if not living:
        order.cancel(by=by, at=at, reason=reason)
        order.payment.cancel(by=by, at=at)
    elif all(part.status == SubOrder.Status.HANDED_OVER for part in living):
        if order.payment.status == Payment.Status.PENDING:
            order.payment.settle(by=by, at=at)
        order.complete(by=by, at=at)
        tell_buyer(order, event="order_completed", subject_id=order.pk, at=at)
