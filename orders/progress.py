"""Progress: the life of a part as a line of stages, what has happened and what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from orders.models import SubOrder, SubOrderStep

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
    step: SubOrderStep | None


def of(part: SubOrder) -> list[Stage]:
    """What has happened to the part, then what comes if all goes well; no queries if its steps are loaded."""
    steps: Sequence[SubOrderStep] = part.steps.all()
    done = [Stage(SubOrder.Status(step.after).label, step) for step in steps]
    return done + [Stage(status.label, None) for status in _ahead(part)]


def _ahead(part: SubOrder) -> list[SubOrder.Status]:
    if not SubOrder.NEXT[part.status]:
        return []
    return WAY[WAY.index(SubOrder.Status(part.status)) + 1 :]
