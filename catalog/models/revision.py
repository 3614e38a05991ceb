"""Revisions: the edited version of a product that is public, which stays on sale as it was until this is approved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalog.models.product import EDITABLE, Content, Photo, PlacedPhoto, Product
from catalog.models.review import ReviewStep
from marketplace.models import User
from marketplace.states import StateMachine, status_is_one_of
from producers.models import Producer


class RevisionQuerySet(models.QuerySet["Revision"]):
    def open(self) -> Self:
        """Not decided yet: at most one of a product."""
        return self.filter(status__in=Revision.OPEN)

    def in_review(self) -> Self:
        return self.filter(status=Revision.Status.IN_REVIEW)

    def of(self, user: User) -> Self:
        """Of the producers for whom this person works, or acts under a grant."""
        return self.filter(product__producer__in=Producer.objects.of(user))


class Revision(Content, StateMachine):
    """What a product will say once a coordinator approves it: all of it, and all its photos in order."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.IN_REVIEW, Status.WITHDRAWN}),
        Status.IN_REVIEW: frozenset(
            {Status.APPROVED, Status.CHANGES_REQUESTED, Status.REJECTED, Status.DRAFT, Status.WITHDRAWN}
        ),
        Status.CHANGES_REQUESTED: frozenset({Status.IN_REVIEW, Status.WITHDRAWN}),
        Status.APPROVED: frozenset(),
        Status.REJECTED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    }
    OPEN: ClassVar = [Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED]

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="revisions")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    made_at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            status_is_one_of(
                "draft",
                "in_review",
                "changes_requested",
                "approved",
                "rejected",
                "withdrawn",
                name="revision_status_is_known",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(status__in=["draft", "in_review", "changes_requested"]),
                name="revision_open_once_a_product",
            ),
        ]

    def submit(self, *, by: User, at: datetime) -> None:
        self._move(self.Status.IN_REVIEW, by=by, at=at)

    def take_back(self, *, by: User, at: datetime) -> None:
        """The producer wants to edit it once more before it is reviewed."""
        self._move(self.Status.DRAFT, by=by, at=at)

    def approve(self, *, by: User, at: datetime) -> None:
        """The product says from now on what this version says, and shows its photos."""
        with transaction.atomic():
            self._move(self.Status.APPROVED, by=by, at=at)
            Product.objects.filter(pk=self.product_id).update(
                name=self.name, description=self.description, category=self.category, details=self.details
            )
            Photo.objects.filter(product=self.product_id).delete()
            Photo.objects.bulk_create(
                Photo(product_id=self.product_id, picture_id=photo.picture_id, position=photo.position)
                for photo in self.photos.all()
            )
        self.product.refresh_from_db(fields=["name", "description", "category", "details"])

    def request_changes(self, *, by: User, at: datetime, reason: str, codes: Sequence[str] = ()) -> None:
        self._move(self.Status.CHANGES_REQUESTED, by=by, at=at, reason=reason, told={"codes": list(codes)})

    def reject(self, *, by: User, at: datetime, reason: str, codes: Sequence[str] = ()) -> None:
        """The product stays as it is."""
        self._move(self.Status.REJECTED, by=by, at=at, reason=reason, told={"codes": list(codes)})

    def withdraw(self, *, by: User | None, at: datetime, reason: str = "") -> None:
        """The producer drops her changes, or they came to nothing since the product was archived or recalled."""
        self._move(self.Status.WITHDRAWN, by=by, at=at, reason=reason)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE


class RevisionStep(ReviewStep):
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="steps")


class RevisionPhoto(PlacedPhoto):
    """A picture of the edited version, in the order in which they will be shown."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="photos")

    def __str__(self) -> str:
        return f"photo {self.position} of revision {self.revision_id}"
