"""Review: a coordinator decides about what was submitted, once, about exactly what she saw, and never about her own."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import notices, rules
from catalog.models import Category, Photo, Product, ProductStep, ReviewReason, Revision, RevisionStep, Variant
from catalog.models.product import ProductQuerySet
from marketplace.models import User
from marketplace.refusals import Refusal, WrongStep
from producers.four_eyes import OwnCase, refuse_own_case
from producers.models import Grant, Producer, ProducerPerson

Version = Product | Revision


class VersionChanged(Refusal):
    """What waits is not what the coordinator saw."""

    code = "version_changed"
    message = _("This was changed after you looked at it. Look at it again, then decide.")


class ReasonMissing(Refusal):
    """A listing is sent back or rejected without a reason from the list."""

    code = "reason_missing"
    message = _("Choose at least one reason: the producer will read it.")


class NoteMissing(Refusal):
    """The reason is another one, and nobody wrote which."""

    code = "note_missing"
    message = _("Write a note that says which other reason it is.")


class NotYet(Refusal):
    """Something that the rules want is missing. Facts: `missing`, all of it in words."""

    code = "approval_blocked"
    message = _("This cannot be approved yet. It needs: %(missing)s.")


@dataclass(frozen=True)
class Case:
    """One listing in the queue: the `version` that waits is the product itself, or the edited version of a public one.

    `fingerprint` stands for everything that the version says and shows, so that it changes with any of that.
    """

    product: Product
    version: Version
    fingerprint: str

    @property
    def is_edit(self) -> bool:
        return isinstance(self.version, Revision)

    @property
    def is_waiting(self) -> bool:
        return self.version.status == self.version.Status.IN_REVIEW


class Kind(models.TextChoices):
    FIRST = "first", _("New listings")
    EDITED = "edited", _("Changes to a listing")


def queue(*, kind: str = "", category: Category | None = None, producer: Producer | None = None) -> ProductQuerySet:
    """The products that wait for a decision about themselves or about their edited version.

    Each has `submitted_at`, by which a list of them is sorted: the oldest waits longest.
    """
    firsts, edits = Product.objects.in_review(), Revision.objects.in_review()
    if category:
        inside = Q(category=category) | Q(category__parent=category)
        firsts, edits = firsts.filter(inside), edits.filter(inside)
    if producer:
        firsts, edits = firsts.filter(producer=producer), edits.filter(product__producer=producer)
    if kind == Kind.FIRST:
        waiting = Product.objects.filter(pk__in=firsts.values("pk"))
    elif kind == Kind.EDITED:
        waiting = Product.objects.filter(pk__in=edits.values("product"))
    else:
        waiting = Product.objects.filter(pk__in=firsts.values("pk").union(edits.values("product")))
    return waiting.annotate(submitted_at=_submitted_at())


def in_turn(waiting: ProductQuerySet) -> ProductQuerySet:
    """The queue, who waits longest first."""
    by: Sequence[str] = ("submitted_at", "pk")
    return waiting.order_by(*by)


def behind(waiting: ProductQuerySet, this: Product) -> ProductQuerySet:
    """Those whose turn comes after this one of the queue, the next first."""
    at: datetime = this.submitted_at  # type: ignore[attr-defined]  # annotated by `queue`
    return in_turn(waiting.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=this.pk)))


def ahead_of(waiting: ProductQuerySet, this: Product) -> ProductQuerySet:
    """Those whose turn comes before this one, the nearest first."""
    at: datetime = this.submitted_at  # type: ignore[attr-defined]  # annotated by `queue`
    return in_turn(waiting.filter(Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=this.pk))).reverse()


def submitted() -> ProductQuerySet:
    """All that was ever sent in: a draft is its producer's own business until then."""
    sent = ProductStep.objects.filter(product=OuterRef("pk"), after=Product.Status.IN_REVIEW)
    return Product.objects.filter(~Q(status=Product.Status.DRAFT) | Exists(sent))


def counts() -> dict[str, int]:
    """How many of each kind wait."""
    return {Kind.FIRST: Product.objects.in_review().count(), Kind.EDITED: Revision.objects.in_review().count()}


def looked_at(products: ProductQuerySet) -> ProductQuerySet:
    """With all that `case` needs, in a fixed number of queries."""
    photos = Photo.objects.select_related("picture").order_by("position", "pk")
    revisions = Revision.objects.in_review().select_related("category").prefetch_related("photos__picture")
    return products.select_related("producer__kind", "category").prefetch_related(
        Prefetch("photos", photos), Prefetch("revisions", revisions), Prefetch("variants", Variant.objects.active())
    )


def case(product: Product) -> Case:
    """What is to be decided about the product, or was."""
    version = waiting_version(product)
    return Case(product=product, version=version, fingerprint=fingerprint_of(version))


def waiting_version(product: Product) -> Version:
    """The edited version in review if there is one, else the product itself."""
    return next((each for each in product.revisions.all() if each.status == Revision.Status.IN_REVIEW), product)


def fingerprint_of(version: Version) -> str:
    """A digest of which version it is, what it says and which photos it shows in which order."""
    photos = [photo.picture_id for photo in version.photos.all()]
    said = [version.name, version.description, version.category_id, version.details]
    content = json.dumps([version._meta.model_name, version.pk, said, photos], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:24]


def own_of(user: User, *, on: date) -> Collection[int]:
    """The producers about whose listings this person does not decide: see `producers.four_eyes`."""
    acting = Grant.objects.in_force(on=on).filter(user=user).order_by().values_list("producer", flat=True)
    belonging = ProducerPerson.objects.filter(user=user).order_by().values_list("producer", flat=True)
    return set(acting.union(belonging))


def approve(product: Product, *, by: User, at: datetime, fingerprint: str = "") -> Version:
    """The version that waits is what buyers see from now on; its producer is told.

    Refuses what is not in review any more, what the rules of its category forbid, one's own, and a version other than
    the one with this `fingerprint`.
    """
    with transaction.atomic():
        version = _held(product, by=by, at=at, fingerprint=fingerprint)
        if lacks := rules.blocking_approval(version, on=timezone.localdate(at)):
            raise NotYet(missing=rules.told(lacks))
        if isinstance(version, Revision):
            version.approve(by=by, at=at)
        else:
            version.publish(by=by, at=at)
        _tell(version)
    return version


def request_changes(
    product: Product, *, by: User, at: datetime, codes: Sequence[str], note: str = "", fingerprint: str = ""
) -> Version:
    """The producer is told what to change and may send it again; what is on sale stays so. Refuses as `approve`."""
    given = _reasons(codes, note=note)
    with transaction.atomic():
        version = _held(product, by=by, at=at, fingerprint=fingerprint)
        version.request_changes(by=by, at=at, reason=note, codes=given)
        _tell(version)
    return version


def reject(
    product: Product, *, by: User, at: datetime, codes: Sequence[str], note: str = "", fingerprint: str = ""
) -> Version:
    """It will not be sold, or not in this version; the producer is told why. Refuses as `approve`."""
    given = _reasons(codes, note=note)
    with transaction.atomic():
        version = _held(product, by=by, at=at, fingerprint=fingerprint)
        version.reject(by=by, at=at, reason=note, codes=given)
        _tell(version)
    return version


def recall(product: Product, *, by: User, at: datetime, codes: Sequence[str], note: str = "") -> Product:
    """Take a public listing off sale until it was changed and reviewed; the producer is told why.

    What was being edited comes to nothing. Refuses what is not public, and one's own.
    """
    given = _reasons(codes, note=note)
    with transaction.atomic():
        locked = Product.objects.select_for_update().get(pk=product.pk)
        refuse_own_case(locked.producer, by=by, at=at)
        take_off_sale(locked, by=by, at=at, codes=given, note=note)
    return locked


def take_off_sale(product: Product, *, by: User | None, at: datetime, codes: Sequence[str], note: str) -> None:
    """A public listing goes back to its producer, who is told; the caller has locked it."""
    if not product.is_public:
        raise WrongStep
    for revision in product.revisions.open().select_for_update():
        revision.withdraw(by=by, at=at, reason=note)
    product.request_changes(by=by, at=at, reason=note, codes=codes)
    _tell(product)


def unreviewed(*, since: datetime) -> models.QuerySet[ProductStep]:
    """Listings that trusted producers published by themselves since then: sent in and published in one moment."""
    sent = _sent_by_the_same(ProductStep.objects.filter(product=OuterRef("product")))
    return ProductStep.objects.filter(
        Exists(sent), before=Product.Status.IN_REVIEW, after=Product.Status.PUBLISHED, at__gte=since
    )


def unreviewed_edits(*, since: datetime) -> models.QuerySet[RevisionStep]:
    """Changes that trusted producers made public by themselves since then."""
    sent = _sent_by_the_same(RevisionStep.objects.filter(revision=OuterRef("revision")))
    return RevisionStep.objects.filter(Exists(sent), after=Revision.Status.APPROVED, at__gte=since)


def _held(product: Product, *, by: User, at: datetime, fingerprint: str) -> Version:
    """The version that waits, locked against whoever edits or decides, once it is known that this may be decided."""
    locked = Product.objects.select_for_update().get(pk=product.pk)
    version: Version = locked.revisions.in_review().select_for_update().first() or locked
    if version.status != version.Status.IN_REVIEW:
        raise WrongStep
    refuse_own_case(locked.producer, by=by, at=at)
    if _sender_of(version) == by.pk:
        raise OwnCase(producer=locked.producer)
    if fingerprint and fingerprint != fingerprint_of(version):
        raise VersionChanged
    return version


def _sender_of(version: Version) -> int | None:
    """Who sent it in, be it under a grant that is over by now."""
    sent = version.steps.filter(after=version.Status.IN_REVIEW).order_by("-pk")
    return sent.values_list("by", flat=True).first()


def _reasons(codes: Sequence[str], *, note: str) -> list[str]:
    """The codes, each once and in the order of the list."""
    given = [code for code in ReviewReason.values if code in codes]
    if not given:
        raise ReasonMissing
    if ReviewReason.OTHER in given and not note.strip():
        raise NoteMissing
    return given


def _tell(version: Version) -> None:
    if isinstance(version, Revision):
        notices.tell_of_revision(version.steps.latest("pk"))
    else:
        notices.tell_of_listing(version.steps.latest("pk"))


def _submitted_at() -> Coalesce:
    first = ProductStep.objects.filter(product=OuterRef("pk"), after=Product.Status.IN_REVIEW)
    edited = RevisionStep.objects.filter(
        revision__product=OuterRef("pk"),
        revision__status=Revision.Status.IN_REVIEW,
        after=Revision.Status.IN_REVIEW,
    )
    latest = models.Case(
        When(status=Product.Status.IN_REVIEW, then=Subquery(first.order_by("-pk").values("at")[:1])),
        default=Subquery(edited.order_by("-pk").values("at")[:1]),
        output_field=models.DateTimeField(),
    )
    return Coalesce(latest, F("made_at"))


def _sent_by_the_same(
    steps: models.QuerySet[ProductStep] | models.QuerySet[RevisionStep],
) -> models.QuerySet[models.Model]:
    return steps.filter(after="in_review", by=OuterRef("by"), at=OuterRef("at"))
