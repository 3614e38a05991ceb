"""Fulfilment: a producer's part goes from new to ready, each step told to the buyer.

Whoever changes a part holds its order's row first, so that two parts that become ready together know of each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from marketplace.models import User
from orders.models import Order, SubOrder
from orders.notices import tell_buyer


def accept(part: SubOrder, *, by: User, at: datetime) -> None:
    """The producer will make it."""
    with holding(part) as held:
        held.accept(by=by, at=at)
        tell_buyer(held.order, event="sub_order_accepted", subject_id=held.pk, at=at)


def mark_ready(part: SubOrder, *, by: User, at: datetime) -> None:
    """It is made and packed; once all that lives is ready, the buyer is told to come."""
    with holding(part) as held:
        held.mark_ready(by=by, at=at)
        if held.order.is_ready:
            tell_buyer(held.order, event="order_ready", subject_id=held.order.pk, at=at)


def receive(part: SubOrder, *, by: User, at: datetime) -> None:
    """The keeper has it at the pickup point."""
    with holding(part) as held:
        held.receive(by=by, at=at)


@contextmanager
def holding(part: SubOrder) -> Iterator[SubOrder]:
    """The part as it is now, with its order's row locked until the end of the block."""
    with transaction.atomic():
        order = Order.objects.locked().get(pk=part.order_id)
        held = order.sub_orders.get(pk=part.pk)
        held.order = order
        yield held
    part.refresh_from_db()
