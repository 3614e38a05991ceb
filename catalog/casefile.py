"""The case file: all that a coordinator looks at before she decides about a listing, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from catalog import comparison, details, review, rules
from catalog.comparison import Comparison, Shot
from catalog.models import Claim, Product, ProductStep, Revision, RevisionStep
from catalog.models.review import ReviewStep
from catalog.review import Case
from catalog.rules import Lack
from marketplace.models import User
from producers.models import Producer

STEPS = 12
DECISIONS = 6
DECIDED = [Product.Status.PUBLISHED, Product.Status.CHANGES_REQUESTED, Product.Status.REJECTED]
DECIDED_EDITS = [Revision.Status.APPROVED, Revision.Status.CHANGES_REQUESTED, Revision.Status.REJECTED]


@dataclass(frozen=True)
class Event:
    """One step of a listing or of its edited version; `status` and its display as the badges want them."""

    step: ReviewStep
    product: Product
    is_edit: bool

    @property
    def status(self) -> str:
        return self.step.after

    def get_status_display(self) -> str:
        statuses = Revision.Status if self.is_edit else Product.Status
        return str(statuses(self.step.after).label)


@dataclass(frozen=True)
class CaseFile:
    """A case with what it changes, what the rules miss in it, the claims about it, and what happened before.

    `claims` are those that wait for a look at their proof, `confirmed` those that count today. `missing` says why it
    cannot be approved as it is. `verified_at` and `decisions` tell about the producer.
    """

    case: Case
    submitted_at: datetime | None
    changes: Comparison | None
    facts: Sequence[tuple[str, str]]
    missing: Sequence[Lack]
    claims: Sequence[Claim]
    confirmed: Sequence[Claim]
    events: Sequence[Event]
    verified_at: datetime | None
    decisions: Sequence[Event]
    on_sale: int
    is_own: bool

    @property
    def shots(self) -> list[Shot]:
        """The photos of the version that waits, in their places."""
        return [Shot(photo.picture, place) for place, photo in enumerate(self.case.version.photos.all(), start=1)]


def of(product: Product, *, reader: User) -> CaseFile:
    """The product comes from `review.looked_at`."""
    case, today = review.case(product), timezone.localdate()
    claims = list(product.claims.select_related("evidence", "confirmed_by"))
    events = _events_of(product)
    sent = next((event.step for event in events if event.status == Product.Status.IN_REVIEW), None)
    has_sent = sent is not None and sent.by_id == reader.pk
    return CaseFile(
        case=case,
        submitted_at=sent.at if sent else None,
        changes=comparison.of(product, case.version) if isinstance(case.version, Revision) else None,
        facts=details.shown(case.version),
        missing=rules.blocking_approval(case.version, on=today) if case.is_waiting else [],
        claims=[claim for claim in claims if claim.status == Claim.Status.CLAIMED],
        confirmed=[claim for claim in claims if claim.is_valid(on=today)],
        events=events[:STEPS],
        verified_at=_verified_at(product.producer),
        decisions=_decisions_about(product.producer, but=product),
        on_sale=Product.objects.on_sale().filter(producer=product.producer).count(),
        is_own=has_sent or product.producer_id in review.own_of(reader, on=today),
    )


def published_unseen(*, at: datetime, days: int) -> list[Event]:
    """What trusted producers made public by themselves in the last days, the newest first."""
    since = at - timedelta(days=days)
    firsts = review.unreviewed(since=since).select_related("product__producer", "by")
    edits = review.unreviewed_edits(since=since).select_related("revision__product__producer", "by")
    return _latest(_firsts(firsts), _edits(edits))


def _events_of(product: Product) -> list[Event]:
    firsts = product.steps.select_related("by", "product")
    edits = RevisionStep.objects.filter(revision__product=product).select_related("by", "revision__product")
    return _latest(_firsts(firsts), _edits(edits))


def _decisions_about(producer: Producer, *, but: Product) -> list[Event]:
    """The latest decisions about the producer's other listings."""
    firsts = ProductStep.objects.filter(product__producer=producer, after__in=DECIDED).exclude(product=but)
    edits = RevisionStep.objects.filter(revision__product__producer=producer, after__in=DECIDED_EDITS)
    edits = edits.exclude(revision__product=but)
    own = firsts.exclude(before=Product.Status.PAUSED, after=Product.Status.PUBLISHED).select_related("by", "product")
    changed = edits.select_related("by", "revision__product")
    return _latest(_firsts(own.order_by("-pk")[:DECISIONS]), _edits(changed.order_by("-pk")[:DECISIONS]))[:DECISIONS]


def _firsts(steps: Iterable[ProductStep]) -> list[Event]:
    return [Event(step, step.product, is_edit=False) for step in steps]


def _edits(steps: Iterable[RevisionStep]) -> list[Event]:
    return [Event(step, step.revision.product, is_edit=True) for step in steps]


def _latest(*kinds: Sequence[Event]) -> list[Event]:
    return sorted((event for events in kinds for event in events), key=lambda event: event.step.at, reverse=True)


def _verified_at(producer: Producer) -> datetime | None:
    verified = producer.steps.filter(after=Producer.Status.VERIFIED).order_by("pk")
    return verified.values_list("at", flat=True).first()
