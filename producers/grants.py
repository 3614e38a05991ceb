"""Grants: somebody outside may act for a producer, since a lead says so, or a coordinator who was told so.

What a coordinator records is short, and the producer's people are told.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers import notices
from producers.models import Grant, Producer
from producers.people import changing

LONGEST = timedelta(days=366)
LONGEST_RECORDED = timedelta(days=90)


class GrantTooLong(Refusal):
    """It must end in the future, and soon enough. Fact: `days`, the most."""

    code = "grant_too_long"
    message = _("Choose a last day from today on, at most %(days)s days away.")
    status = 400


class NobodyThere(Refusal):
    """No one has signed in with this address."""

    code = "nobody_there"
    message = _("Nobody with this address has signed in yet. Ask for it to be done once, then try again.")


class OwnGrant(Refusal):
    """Nobody lets herself act for a producer."""

    code = "own_grant"
    message = _("You cannot give this right to yourself. Another coordinator or the producer must do it.")


class WorksThere(Refusal):
    """Who works for the producer needs nobody's leave. Facts: `name`, `producer`."""

    code = "works_there"
    message = _("%(name)s works for %(producer)s already.")


def give(producer: Producer, *, address: str, ends_on: date, reason: str, by: User, at: datetime) -> Grant:
    """A lead lets somebody outside act for the producer from today to that day, both included.

    `address` is a phone number or an e-mail address. Refuses one with which nobody signed in, and says no more.
    """
    return _allow(producer, address=address, ends_on=ends_on, most=LONGEST, reason=reason, by=by, at=at)


def record(producer: Producer, *, address: str, ends_on: date, reason: str, by: User, at: datetime) -> Grant:
    """A coordinator writes down that the producer lets somebody act for it; never herself."""
    with transaction.atomic():
        grant = _allow(producer, address=address, ends_on=ends_on, most=LONGEST_RECORDED, reason=reason, by=by, at=at)
        if grant.user_id == by.pk:
            raise OwnGrant
        notices.tell_of_grant(grant)
    return grant


def _allow(
    producer: Producer, *, address: str, ends_on: date, most: timedelta, reason: str, by: User, at: datetime
) -> Grant:
    today = timezone.localdate(at)
    if not today <= ends_on <= today + most:
        raise GrantTooLong(days=most.days)
    user = User.objects.active().reached_by(address).exclude(name="").first()
    if user is None:
        raise NobodyThere
    with changing(producer):
        if producer.people.working().filter(user=user).exists():
            raise WorksThere(name=user.name, producer=producer.name)
        return Grant.objects.create(
            producer=producer, user=user, given_by=by, given_at=at, reason=reason, starts_on=today, ends_on=ends_on
        )
