"""The people of a producer: each change is made by a lead and leaves a row.

A producer never stands without a lead who can sign in: changes of people take the producer's lock first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers import notices
from producers.models import Invitation, Producer, ProducerPerson, ProfileChange
from producers.models.invitation import InvitationEnded
from producers.models.producer import NotChangeable

MOST_PEOPLE = 60
MOST_INVITATIONS = 20


class LastLead(Refusal):
    """Nobody would be left who decides for the producer."""

    code = "last_lead"
    message = _("Somebody has to lead. Make somebody else a lead first.")


class NotHersToSay(Refusal):
    """Somebody with an account of her own says herself whether she is shown."""

    code = "not_hers_to_say"
    message = _("%(name)s has an account: only she herself can agree to be shown.")


class NeedsAccount(Refusal):
    """A person without an account can be named as a maker only."""

    code = "needs_account"
    message = _("To lead or help, %(name)s needs an account. Send an invitation.")


class StillNeeded(Refusal):
    """Something else points at the person."""

    code = "still_needed"
    message = _("%(name)s has an account, a certificate or a member number, and so stays on the list.")


class TooManyPeople(Refusal):
    code = "too_many_people"
    message = _("There are too many people on the list already.")


def add(producer: Producer, *, name: str, about: str = "", by: User, at: datetime) -> ProducerPerson:
    """Name a maker who has no account."""
    with changing(producer):
        if producer.people.count() >= MOST_PEOPLE:
            raise TooManyPeople
        person = producer.people.create(name=name, about=about)
        _note(person, ProfileChange.What.PERSON_ADDED, by=by, at=at)
    return person


def change(person: ProducerPerson, *, name: str, about: str, role: str, by: User, at: datetime) -> None:
    """Correct the name, or change what she is there for. Refuses to leave the producer without a lead."""
    with changing(person.producer):
        person.refresh_from_db()
        if role != ProducerPerson.Role.MAKER and person.user_id is None:
            raise NeedsAccount(name=person.name)
        if role != ProducerPerson.Role.LEAD:
            _keep_a_lead(person)
        if (person.name, person.about, person.role) == (name, about, role):
            return
        person.describe(name=name, about=about)
        person.become(role)
        _note(person, ProfileChange.What.PERSON_CHANGED, by=by, at=at, more=f", {person.get_role_display()}")


def remove(person: ProducerPerson, *, by: User, at: datetime) -> None:
    """Take a name off the list, if nothing else needs it. Who has an account becomes a maker instead."""
    with changing(person.producer):
        person.refresh_from_db()
        if person.user_id or person.certificates.exists() or hasattr(person, "membership"):
            raise StillNeeded(name=person.name)
        _note(person, ProfileChange.What.PERSON_REMOVED, by=by, at=at)
        person.delete()


def consent(person: ProducerPerson, *, by: User, at: datetime) -> None:
    """She agreed to be shown: says so herself, or a lead says it for somebody without an account."""
    if person.user_id not in {None, by.pk}:
        raise NotHersToSay(name=person.name)
    with changing(person.producer):
        person.consent(by=by, at=at)
        _note(person, ProfileChange.What.CONSENT, by=by, at=at)


def withdraw_consent(person: ProducerPerson, *, by: User, at: datetime) -> None:
    """She is shown no more, whatever the producer's state: this can always be taken back."""
    with transaction.atomic():
        person.withdraw_consent()
        _note(person, ProfileChange.What.CONSENT_WITHDRAWN, by=by, at=at)


def invite(producer: Producer, *, name: str, role: str, by: User, at: datetime) -> tuple[Invitation, str]:
    """An invitation and the secret of its link, which nobody can see again."""
    with changing(producer):
        if producer.invitations.open(at=at).count() >= MOST_INVITATIONS:
            raise TooManyPeople
        made: tuple[Invitation, str] = Invitation.objects.invite(producer, name=name, role=role, by=by, at=at)
    return made


def accept(invitation: Invitation, *, by: User, at: datetime) -> ProducerPerson:
    """The person joins, and the leads hear of it. Refuses an invitation of a producer that is no more."""
    try:
        with changing(invitation.producer):
            person = invitation.accept(by=by, at=at)
            notices.tell_of_joining(person, at=at)
    except NotChangeable as error:
        raise InvitationEnded from error
    return person


@contextmanager
def changing(producer: Producer) -> Iterator[None]:
    """Hold the producer's row. Refuses while coordinators decide, and once all is over."""
    with transaction.atomic():
        if not Producer.objects.select_for_update().get(pk=producer.pk).is_changeable:
            raise NotChangeable
        yield


def _keep_a_lead(person: ProducerPerson) -> None:
    """Refuses if she is the only one who leads."""
    leads = ProducerPerson.objects.working().filter(producer=person.producer_id, role=ProducerPerson.Role.LEAD)
    others = leads.filter(user__is_active=True).exclude(pk=person.pk)
    if person.role == ProducerPerson.Role.LEAD and not others.exists():
        raise LastLead


def _note(person: ProducerPerson, what: str, *, by: User, at: datetime, more: str = "") -> None:
    detail = f"{person.name}{more}"[:200]
    ProfileChange.objects.create(producer=person.producer, what=what, detail=detail, by=by, at=at)
