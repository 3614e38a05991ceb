"""Standing: how a whole order stands, in a word and as a line of milestones; worked out, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.models import Order, SubOrder

Status = SubOrder.Status

# What a part has reached, by the status that it has now.
WAY: Sequence[tuple[Status, str | Promise, frozenset[str]]] = (
    (Status.ACCEPTED, _("Accepted by the producers"), frozenset(Status.values) - {Status.NEW, Status.CANCELLED}),
    (Status.READY, _("Ready to collect"), frozenset({Status.READY, Status.RECEIVED, Status.HANDED_OVER})),
    (Status.HANDED_OVER, _("Collected"), frozenset({Status.HANDED_OVER})),
)


@dataclass(frozen=True)
class Standing:
    """A word for the buyer, with the tone and the icon of its badge."""

    label: str | Promise
    tone: str
    drawing: str


@dataclass(frozen=True)
class Milestone:
    """One stage of an order's way: how many of its parts have reached it, and when the last of them did."""

    label: str | Promise
    reached: int
    parts: int
    at: datetime | None
    is_next: bool = False

    @property
    def is_done(self) -> bool:
        return self.reached == self.parts


RECEIVED = Standing(_("Order received"), "info", "check")
IN_THE_MAKING = Standing(_("Being prepared"), "info", "clock")
READY = Standing(_("Ready to collect"), "success", "box")
NOT_COLLECTED = Standing(_("Not collected"), "warning", "alert")
OVER = {
    Order.Status.PENDING_PAYMENT: ("warning", "clock"),
    Order.Status.COMPLETED: ("success", "check-circle"),
    Order.Status.CANCELLED: ("neutral", "x"),
    Order.Status.EXPIRED: ("neutral", "clock"),
}


def of(order: Order, *, at: datetime) -> Standing:
    """How the order stands; no queries if it is `detailed`."""
    if order.status != Order.Status.CONFIRMED:
        tone, drawing = OVER[Order.Status(order.status)]
        return Standing(order.get_status_display(), tone, drawing)
    day = order.market_day
    if order.is_ready:
        return NOT_COLLECTED if day and day.pickup_on < timezone.localdate(at) else READY
    is_new = all(part.status == Status.NEW for part in order.living_parts)
    is_ready = any(part.is_ready for part in order.living_parts)
    still_takes_orders = day is not None and day.is_open(at=at)
    return RECEIVED if is_new or (still_takes_orders and not is_ready) else IN_THE_MAKING


def milestones(order: Order) -> list[Milestone]:
    """What has happened to the order and what is still to come; no queries if it is `detailed`."""
    placed = Milestone(_("Order placed"), 1, 1, order.placed_at)
    if order.status in {Order.Status.CANCELLED, Order.Status.EXPIRED}:
        ended = [step.at for step in order.steps.all() if step.after == order.status]
        return [placed, Milestone(order.get_status_display(), 1, 1, ended[-1] if ended else None)]
    found = [placed]
    for status, label, reached_by in WAY:
        reached = [part for part in order.living_parts if part.status in reached_by]
        times = [step.at for part in reached for step in part.steps.all() if step.after == status]
        is_next = found[-1].is_done and len(reached) < len(order.living_parts)
        found.append(Milestone(label, len(reached), len(order.living_parts), max(times, default=None), is_next))
    return found
