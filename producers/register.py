"""The co-op's register of members: who joins gets the next number, who leaves stays written down, nobody is deleted."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers.models import Member, ProducerPerson

# Each time that two are written down at once, one of them gets through.
MOST_TRIES = 50


class MemberAlready(Refusal):
    """The account or the person stands on the register under another number."""

    code = "member_already"
    message = _("This person is already on the register.")


class MemberLeft(Refusal):
    """Her membership is over: its last day is not changed any more. Facts: `name`."""

    code = "member_left"
    message = _("%(name)s has already left.")


class LeavesTooEarly(Refusal):
    """Nobody leaves before she joined. Facts: `name`."""

    code = "leaves_too_early"
    message = _("%(name)s cannot leave before joining.")


def join(*, name: str, joined_on: date, **fields: Any) -> Member:
    """A new member under the next number. Two at once never get the same: the database refuses, and one tries again."""
    for _try in range(MOST_TRIES):
        number = Member.objects.next_number()
        try:
            with transaction.atomic():
                return Member.objects.create(number=number, name=name, joined_on=joined_on, **fields)
        except IntegrityError:
            if not Member.objects.filter(number=number).exists():
                raise MemberAlready from None
    raise RuntimeError("no number was free")


def amend(member: Member, **fields: Any) -> None:
    """Correct what is written about her; never her number, nor that she left."""
    try:
        with transaction.atomic():
            member.amend(**fields)
    except IntegrityError:
        raise MemberAlready from None


def leave(member: Member, *, on: date, reason: str) -> None:
    """Write down her last day and why. Refuses a second last day, and one before the first."""
    if on < member.joined_on:
        raise LeavesTooEarly(name=member.name)
    if not member.leave(on=on, reason=reason):
        raise MemberLeft(name=member.name)


def link(member: Member, *, person: ProducerPerson | None, user: User | None) -> None:
    """Say who she is among the people of producers, and by which account she signs in; None for neither."""
    amend(member, person=person, user=user)
