"""Grants that a coordinator records for a producer who cannot do it herself: short ones, and its people are told."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers import notices, people
from producers.models import Grant, Producer

LONGEST = timedelta(days=90)


class RecordedTooLong(Refusal):
    """A grant that the producer did not give herself must soon be asked for anew."""

    code = "grant_too_long"
    message = _("Choose a last day from today on, at most 90 days away.")
    status = 400


class OwnGrant(Refusal):
    """Nobody lets herself act for a producer."""

    code = "own_grant"
    message = _("You cannot give this right to yourself. Another coordinator or the producer must do it.")


class WorksThere(Refusal):
    """Who is one of the producer's people needs no grant. Facts: `name`, `producer`."""

    code = "works_there"
    message = _("%(name)s already works for %(producer)s.")


def record(producer: Producer, *, address: str, ends_on: date, reason: str, by: User, at: datetime) -> Grant:
    """Somebody outside may act for the producer from today to that day, because the producer said so to `by`.

    `address` is the phone number or the e-mail address with which that person signs in.
    """
    today = timezone.localdate(at)
    if not today <= ends_on <= today + LONGEST:
        raise RecordedTooLong
    somebody = User.objects.active().reached_by(address).first()
    if somebody == by:
        raise OwnGrant
    if somebody and producer.people.working().filter(user=somebody).exists():
        raise WorksThere(name=somebody, producer=producer)
    with transaction.atomic():
        grant = people.give(producer, address=address, ends_on=ends_on, reason=reason, by=by, at=at, today=today)
        notices.tell_of_grant(grant)
    return grant
