"""What is told of orders: who is owed a message, and its text, built from the state of the moment it is sent.

The texts are `templates/orders/notices/<event>.txt`; their first line is the subject. A builder that finds its event no
longer true gives None, and the notice is dropped.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.models import Notice, User
from marketplace.notices import outbox, texts
from marketplace.notices.channels import Message
from orders.models import Order, SubOrder
from producers.models import ProducerPerson


def tell_buyer(order: Order, *, event: str, subject_id: int, at: datetime) -> None:
    """Owe the buyer a message: to her account if she has one, else to the address that she gave."""
    if order.buyer:
        outbox.owe(event, subject_id=subject_id, users=[order.buyer], at=at)
    else:
        outbox.owe(event, subject_id=subject_id, guests=[order.contact], language=order.language, at=at)


def tell_producers(parts: Sequence[SubOrder], *, event: str, at: datetime) -> None:
    """Owe the people who work for each part's producer a message about their part."""
    people = ProducerPerson.objects.working().filter(producer__in=[part.producer_id for part in parts])
    by_producer: dict[int, list[User]] = {}
    for person in people.select_related("user"):
        if person.user:
            by_producer.setdefault(person.producer_id, []).append(person.user)
    for part in parts:
        outbox.owe(event, subject_id=part.pk, users=by_producer.get(part.producer_id, []), at=at)


@outbox.text_of("order_placed")
def order_placed(notice: Notice) -> Message | None:
    order = _order(notice)
    return _message("order_placed", order=order) if order.is_live else None


@outbox.text_of("order_ready")
def order_ready(notice: Notice) -> Message | None:
    order = _order(notice)
    return _message("order_ready", order=order) if order.is_live and order.is_ready else None


@outbox.text_of("order_completed")
def order_completed(notice: Notice) -> Message | None:
    return _message("order_completed", order=_order(notice))


@outbox.text_of("order_cancelled")
def order_cancelled(notice: Notice) -> Message | None:
    return _message("order_cancelled", order=_order(notice))


@outbox.text_of("sub_order_new")
def sub_order_new(notice: Notice) -> Message | None:
    part = _part(notice)
    return _message("sub_order_new", order=part.order, part=part) if part.is_living else None


@outbox.text_of("sub_order_accepted")
def sub_order_accepted(notice: Notice) -> Message | None:
    part = _part(notice)
    return _message("sub_order_accepted", order=part.order, part=part) if part.is_living else None


@outbox.text_of("sub_order_cancelled")
def sub_order_cancelled(notice: Notice) -> Message | None:
    part = _part(notice)
    return _message("sub_order_cancelled", order=part.order, part=part, reason=_last_reason(part))


@outbox.text_of("sub_order_withdrawn")
def sub_order_withdrawn(notice: Notice) -> Message | None:
    part = _part(notice)
    return _message("sub_order_withdrawn", order=part.order, part=part, reason=_last_reason(part))


def _order(notice: Notice) -> Order:
    return Order.objects.detailed().get(pk=notice.subject_id)


def _part(notice: Notice) -> SubOrder:
    return SubOrder.objects.detailed().get(pk=notice.subject_id)


def _last_reason(part: SubOrder) -> str:
    return [step.reason for step in part.steps.all()][-1]


def _message(event: str, *, order: Order, **facts: Any) -> Message:
    facts |= {"order_url": texts.address("order", order.token), "sell_url": texts.address("sell")}
    return texts.message(f"orders/notices/{event}.txt", order=order, **facts)
