"""Progress: the life of an order, a part or a payment as a line of stages: what has happened, and what is to come."""

from dataclasses import dataclass

from django.utils.functional import Promise

from marketplace.states import Step
from orders.models import Order, Payment, SubOrder

WAY = [
    SubOrder.Status.NEW,
    SubOrder.Status.ACCEPTED,
    SubOrder.Status.READY,
    SubOrder.Status.RECEIVED,
    SubOrder.Status.HANDED_OVER,
]


@dataclass(frozen=True)
class Stage:
    """One stage: `step` says who did it when and why; without it, it has not happened yet."""

    label: str | Promise
    step: Step | None


def so_far(noun: Order | SubOrder | Payment) -> list[Stage]:
    """What has happened to it; no queries if its steps are loaded."""
    return [Stage(noun.Status(step.after).label, step) for step in noun.steps.all()]


def of(part: SubOrder) -> list[Stage]:
    """What has happened to the part, then what comes if all goes well."""
    ahead = WAY[WAY.index(SubOrder.Status(part.status)) + 1 :] if SubOrder.NEXT[part.status] else []
    return so_far(part) + [Stage(status.label, None) for status in ahead]
