"""Verification: what coordinators decide about a producer. Its people are told; a step says who, when and why.

What is in favour of a producer (verify, restore, trust) is for a coordinator who has no part in it.
"""

from datetime import datetime

from django.db import transaction

from marketplace.models import User
from marketplace.refusals import WrongStep
from producers import notices
from producers.four_eyes import refuse_own_case
from producers.models import Producer, TrustChange


def verify(producer: Producer, *, by: User, at: datetime, reason: str = "") -> None:
    """Take in a producer that applied: from now on its goods may be shown and sold."""
    refuse_own_case(producer, by=by, at=at)
    with transaction.atomic():
        producer.verify(by=by, at=at, reason=reason)
        _tell(producer)


def request_changes(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """Give the application back to its people with what is missing; they may send it again."""
    with transaction.atomic():
        producer.request_changes(by=by, at=at, reason=reason)
        _tell(producer)


def refuse(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """Turn the application down for good."""
    with transaction.atomic():
        producer.refuse(by=by, at=at, reason=reason)
        _tell(producer)


def suspend(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """Take the goods off sale for a time; history, orders and what is owed stay."""
    with transaction.atomic():
        producer.suspend(by=by, at=at, reason=reason)
        _tell(producer)


def restore(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """End a suspension."""
    refuse_own_case(producer, by=by, at=at)
    with transaction.atomic():
        producer.restore(by=by, at=at, reason=reason)
        _tell(producer)


def close(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """End it for good; history, orders and what is owed stay."""
    with transaction.atomic():
        producer.close(by=by, at=at, reason=reason)
        _tell(producer)


def trust(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """Publish its listings without a review from now on. Refuses one that is not verified, or is trusted already."""
    refuse_own_case(producer, by=by, at=at)
    if not producer.is_verified or producer.is_trusted:
        raise WrongStep
    with transaction.atomic():
        producer.trust()
        TrustChange.objects.create(producer=producer, is_trusted=True, by=by, at=at, reason=reason)


def distrust(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """Review its listings again from now on. Refuses one that is not trusted."""
    if not producer.is_trusted:
        raise WrongStep
    with transaction.atomic():
        producer.distrust()
        TrustChange.objects.create(producer=producer, is_trusted=False, by=by, at=at, reason=reason)


def _tell(producer: Producer) -> None:
    if step := producer.steps.last():
        notices.tell_of_decision(step)
