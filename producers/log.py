"""The log of a producer: all that was done for it, by whom, and by whose leave where somebody outside acted.

Each kind of deed is a source, which gives its latest entries before a moment; packages further up add their own by
`@log.source`. A report: it writes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from marketplace.models import User
from producers.models import CertificateStep, Grant, Invitation, Producer, ProducerStep, ProfileChange, TrustChange

MOST = 100

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Entry:
    """One deed: `what` and `detail` in the reader's language. A decision is a coordinator's, made for the co-op."""

    at: datetime
    by: User | None
    what: str
    detail: str = ""
    is_decision: bool = False


@dataclass(frozen=True)
class Line:
    """An entry, with who acted in words; `grant` is by whose leave somebody acted for the producer."""

    entry: Entry
    who: str
    grant: Grant | None = None


@dataclass(frozen=True)
class Log:
    """The latest lines; `older` is the moment before which there are more, if any."""

    lines: Sequence[Line]
    older: datetime | None = None


Source = Callable[[Producer, datetime, int], Iterable[Entry]]
_sources: list[Source] = []


def source(read: Source) -> Source:
    """Register a kind of deed: a function of producer, moment and number, which gives its latest entries before it."""
    _sources.append(read)
    return read


def of(producer: Producer, *, before: datetime | None = None, most: int = MOST) -> Log:
    """What was done for the producer before that moment, the latest first: a query for each source, and two more."""
    moment = before or timezone.now()
    found = sorted(
        (entry for read in _sources for entry in read(producer, moment, most + 1)),
        key=lambda entry: entry.at,
        reverse=True,
    )
    shown = found[:most]
    own = {person.user_id for person in producer.people.exclude(user=None)}
    grants = list(producer.grants.select_related("given_by"))
    lines = [_line(entry, producer, own=own, grants=grants) for entry in shown]
    return Log(lines, older=shown[-1].at if len(found) > most else None)


def _line(entry: Entry, producer: Producer, *, own: set[int | None], grants: Sequence[Grant]) -> Line:
    if entry.by is None:
        return Line(entry, gettext("Done by itself"))
    if entry.by.pk in own:
        return Line(entry, entry.by.name)
    if entry.is_decision:
        return Line(entry, gettext("%(name)s, for the co-op") % {"name": entry.by.name})
    grant = next((each for each in grants if each.user_id == entry.by.pk and each.covered(entry.at)), None)
    facts = {"name": entry.by.name, "producer": producer.name}
    if grant is None:
        return Line(entry, gettext("%(name)s, for %(producer)s") % facts)
    facts["giver"] = grant.given_by.name
    return Line(entry, gettext("%(name)s, for %(producer)s, allowed by %(giver)s") % facts, grant)


def latest(rows: "QuerySet[Row]", moment: datetime, most: int, *, by: str = "at") -> "QuerySet[Row]":
    """The rows of a source that were made before the moment, the latest first."""
    return rows.filter(**{f"{by}__lt": moment}).order_by(f"-{by}")[:most]


@source
def steps(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = ProducerStep.objects.filter(producer=producer).select_related("by")
    for step in latest(rows, moment, most):
        is_decision = step.after != Producer.Status.APPLIED
        yield Entry(step.at, step.by, str(Producer.Status(step.after).label), step.reason, is_decision)


@source
def certificates(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = CertificateStep.objects.filter(certificate__person__producer=producer)
    for step in latest(rows.select_related("by", "certificate__person"), moment, most):
        paper = step.certificate
        what = gettext("Certificate: %(status)s") % {"status": type(paper).Status(step.after).label}
        detail = ". ".join(filter(None, [f"{paper.person.name}, {paper.number}", step.reason]))
        yield Entry(step.at, step.by, what, detail, is_decision=True)


@source
def changes(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = ProfileChange.objects.filter(producer=producer).select_related("by")
    for change in latest(rows, moment, most):
        yield Entry(change.at, change.by, change.get_what_display(), change.detail)


@source
def trust(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = TrustChange.objects.filter(producer=producer).select_related("by")
    for change in latest(rows, moment, most):
        what = gettext("Listings need no review") if change.is_trusted else gettext("Listings are reviewed again")
        yield Entry(change.at, change.by, what, change.reason, is_decision=True)


@source
def grants_given(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = Grant.objects.filter(producer=producer).select_related("given_by", "user")
    for grant in latest(rows, moment, most, by="given_at"):
        what = gettext("Allowed %(name)s to act for the producer") % {"name": grant.user.name}
        yield Entry(grant.given_at, grant.given_by, what, grant.reason)


@source
def grants_revoked(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = Grant.objects.filter(producer=producer).select_related("revoked_by", "user")
    for grant in latest(rows, moment, most, by="revoked_at"):
        if grant.revoked_at:
            what = gettext("%(name)s may no longer act for the producer") % {"name": grant.user.name}
            yield Entry(grant.revoked_at, grant.revoked_by, what)


@source
def invitations(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = Invitation.objects.filter(producer=producer).select_related("made_by")
    for invitation in latest(rows, moment, most, by="made_at"):
        what = gettext("Invited %(name)s") % {"name": invitation.name}
        yield Entry(invitation.made_at, invitation.made_by, what, invitation.get_role_display())


@source
def invitations_accepted(producer: Producer, moment: datetime, most: int) -> Iterable[Entry]:
    rows = Invitation.objects.filter(producer=producer).select_related("accepted_by")
    for invitation in latest(rows, moment, most, by="accepted_at"):
        if invitation.accepted_at:
            yield Entry(invitation.accepted_at, invitation.accepted_by, gettext("Accepted the invitation"))
