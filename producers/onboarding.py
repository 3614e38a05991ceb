"""Applications: begun as a draft, filled in step by step, sent to the coordinators once nothing is missing.

What a verified producer changes about itself goes through here as well, so that each change leaves a row.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from marketplace.models import Picture, User
from marketplace.refusals import Refusal
from producers import notices
from producers.models import Certificate, Cohort, Producer, ProducerPerson, ProfileChange
from producers.models.producer import NotChangeable

LONGEST_SLUG = 43
SHORTEST_STORY = 40

# Which rows a change of these fields leaves, and what each row tells of it.
KEPT = {
    "story": ProfileChange.What.STORY,
    "picture": ProfileChange.What.PHOTO,
    "whatsapp": ProfileChange.What.WHATSAPP,
    "bank_account_number": ProfileChange.What.BANK_ACCOUNT,
    "bank_account_name": ProfileChange.What.BANK_ACCOUNT,
    "bank_name": ProfileChange.What.BANK_ACCOUNT,
}


class AddressUnproven(Refusal):
    """Nobody knows whether the person can be reached."""

    code = "address_unproven"
    message = _("Please sign in with a code once, so that we know that we can reach you.")


class ApplicationOpen(Refusal):
    """The person has an application that is not decided yet."""

    code = "application_open"
    message = _("You already have an application. Finish that one first.")


class ApplicationIncomplete(Refusal):
    """Something is missing. Facts: `missing`, in words."""

    code = "application_incomplete"
    message = _("Not everything is there yet: %(missing)s")


class CertificateKnown(Refusal):
    """Somebody named a certificate of this cohort and number before."""

    code = "certificate_known"
    message = _("This certificate was already added. Look at the number again.")


class PlaceUnknown(Refusal):
    """The village is in another district, or in none that was named."""

    code = "place_unknown"
    message = _("Choose a village of the district.")
    status = 400


@dataclass(frozen=True)
class Missing:
    """What is still needed before an application can be sent, and the step in which it is told."""

    step: str
    text: str | Promise


@dataclass(frozen=True)
class Paper:
    """What a certificate says: of a cohort on the list, or of a `training` in somebody's own words."""

    kind: str
    number: str
    issued_on: date
    expires_on: date | None = None
    cohort: Cohort | None = None
    training: str = ""
    paper: Picture | None = None


def is_proven(user: User) -> bool:
    """Whether a code that reached the person proved an address hers: an e-mail address is never taken without one."""
    return bool(user.email) or user.phone_verified


def begin(*, by: User, at: datetime, name: str, kind: Any, is_group: bool = True) -> Producer:
    """A draft that this person leads. Refuses a second one while her first is undecided."""
    if not is_proven(by):
        raise AddressUnproven
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two drafts begun in the same moment are one too many
        if Producer.objects.led_by(by).undecided().exists():
            raise ApplicationOpen
        producer = _draft(name=name, kind=kind, is_group=is_group, made_at=at)
        ProducerPerson.objects.create(producer=producer, user=by, name=by.name or name, role=ProducerPerson.Role.LEAD)
    return producer


def _draft(*, name: str, **fields: Any) -> Producer:
    """A draft under an address made of its name, with a random ending if somebody has that one."""
    slug = _slug(name)
    try:
        with transaction.atomic():
            return Producer.objects.create(slug=slug, name=name, status=Producer.Status.DRAFT, **fields)
    except IntegrityError:  # somebody began one of the same name in this moment
        if _slug(name) == slug:
            raise
    return Producer.objects.create(slug=_slug(name), name=name, status=Producer.Status.DRAFT, **fields)


def _slug(name: str) -> str:
    """An address made of the name that is free as far as one can see."""
    slug = slugify(name)[:LONGEST_SLUG].strip("-") or "produsen"
    return f"{slug}-{secrets.token_hex(3)}" if Producer.objects.filter(slug=slug).exists() else slug


def change(producer: Producer, *, by: User, at: datetime, **fields: Any) -> None:
    """Change what a producer says about itself; what differs leaves a row. Refuses while coordinators decide.

    A village brings its district with it, and a district that is another one takes the village away.
    """
    fields = _placed(producer, fields)
    changed = {name: value for name, value in fields.items() if getattr(producer, name) != value}
    if not changed:
        return
    if "name" in changed and producer.status == Producer.Status.DRAFT:
        changed["slug"] = _slug(changed["name"])  # nobody has seen the old address yet
    with transaction.atomic():
        producer.tell(**changed)
        for what in dict.fromkeys(KEPT[name] for name in changed if name in KEPT):
            _note(producer, what, by=by, at=at, detail=_detail(producer, what))


def _placed(producer: Producer, fields: Mapping[str, Any]) -> dict[str, Any]:
    placed = dict(fields)
    if village := fields.get("village"):
        district = fields.get("district") or village.district
        if village.district_id != district.pk:
            raise PlaceUnknown
        placed["district"] = district
    elif (district := fields.get("district")) and district.pk != producer.district_id:
        placed["village"] = None
    return placed


def _detail(producer: Producer, what: str) -> str:
    if what == ProfileChange.What.BANK_ACCOUNT:
        return f"{producer.bank_name} …{producer.bank_account_number[-3:]}"
    return f"…{str(producer.whatsapp)[-3:]}" if what == ProfileChange.What.WHATSAPP else ""


def go_on_holiday(
    producer: Producer, *, starts_on: date, ends_on: date | None, note: str, by: User, at: datetime
) -> None:
    """Close the shop from one day to another, both included, or until further notice."""
    until = f"{ends_on:%d/%m/%Y}" if ends_on else "…"
    with transaction.atomic():
        producer.go_on_holiday(starts_on=starts_on, ends_on=ends_on, note=note)
        _note(producer, ProfileChange.What.HOLIDAY, by=by, at=at, detail=f"{starts_on:%d/%m/%Y} - {until}")


def come_back(producer: Producer, *, by: User, at: datetime) -> None:
    """End the holiday, or call it off."""
    with transaction.atomic():
        producer.come_back()
        _note(producer, ProfileChange.What.BACK, by=by, at=at)


def missing(producer: Producer) -> list[Missing]:
    """What is still needed before the application can be sent, in the order of its steps."""
    is_anybody_shown = any(person.consented_at for person in producer.people.all())
    wanted = [
        (producer.district_id, Missing("place", _("the place"))),
        (len(producer.story) >= SHORTEST_STORY, Missing("story", _("your story, in a few sentences"))),
        (producer.picture_id, Missing("story", _("a photo"))),
        (is_anybody_shown, Missing("people", _("somebody who agreed to be shown"))),
        (producer.whatsapp, Missing("contact", _("the WhatsApp number"))),
        (
            producer.bank_name and producer.bank_account_number and producer.bank_account_name,
            Missing("contact", _("the bank account")),
        ),
    ]
    return [each for is_there, each in wanted if not is_there]


def send(producer: Producer, *, by: User, at: datetime) -> None:
    """Send the application to the coordinators. Refuses one that is not complete."""
    if still := missing(producer):
        raise ApplicationIncomplete(missing=", ".join(str(each.text) for each in still))
    producer.apply(by=by, at=at)


def close(producer: Producer, *, by: User, at: datetime, reason: str) -> None:
    """The people of a producer give up the shop or the application; who else works for it hears of it."""
    with transaction.atomic():
        producer.close(by=by, at=at, reason=reason)
        step = producer.steps.last()
        if step:
            notices.tell_of_decision(step)


def claim(person: ProducerPerson, paper: Paper, *, by: User, at: datetime) -> Certificate:
    """Somebody of the producer says that she has this certificate; a coordinator looks at it later.

    Refuses what she has said already, and a number that the cohort has given to somebody else.
    """
    with transaction.atomic():
        if not Producer.objects.select_for_update().get(pk=person.producer_id).is_changeable:
            raise NotChangeable
        hers = person.certificates.exclude(status=Certificate.Status.WITHDRAWN)
        if hers.filter(kind=paper.kind, number=paper.number, cohort=paper.cohort).exists():
            raise CertificateKnown
        try:
            with transaction.atomic():
                made = Certificate.objects.create(person=person, **vars(paper))
        except IntegrityError as error:
            raise CertificateKnown from error
        detail = f"{person.name}: {made.number}"
        _note(person.producer, ProfileChange.What.CERTIFICATE, by=by, at=at, detail=detail)
    return made


def _note(producer: Producer, what: str, *, by: User, at: datetime, detail: str = "") -> None:
    ProfileChange.objects.create(producer=producer, what=what, detail=detail[:200], by=by, at=at)
