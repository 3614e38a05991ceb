"""Claims: what a listing says of itself beyond taste, such as organic, halal or a permit, with proof and an end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from marketplace.models import Picture, User
from marketplace.states import StateMachine, Step, status_is_one_of
from producers.models import Producer


class ClaimQuerySet(models.QuerySet["Claim"]):
    def valid(self, *, on: date) -> Self:
        """Confirmed, and not over on that day: only these are shown and count."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=on), status=Claim.Status.CONFIRMED)

    def run_out(self, *, on: date) -> Self:
        """Still confirmed, though their last day is over."""
        return self.filter(status=Claim.Status.CONFIRMED, valid_until__lt=on)

    def given(self, *, on: date) -> Self:
        """Valid on that day, or waiting to be checked: what a producer has done her part for."""
        not_over = models.Q(valid_until=None) | models.Q(valid_until__gte=on)
        return self.filter(not_over, status__in=[Claim.Status.CLAIMED, Claim.Status.CONFIRMED])

    def claimed(self) -> Self:
        """Waiting for a coordinator to look at the proof."""
        return self.filter(status=Claim.Status.CLAIMED)

    def of(self, user: User) -> Self:
        """Of the producers for whom this person works, or acts under a grant."""
        return self.filter(product__producer__in=Producer.objects.of(user))


class Claim(StateMachine):
    """One claim of a product: claimed by its producer, confirmed by a coordinator who saw the proof, over by itself."""

    class Kind(models.TextChoices):
        ORGANIC_CERTIFIED = "organic_certified", _("Organic, certified")
        PAMOR = "pamor", _("Guaranteed by PAMOR (community guarantee)")
        LAB_TESTED = "lab_tested", _("Tested in a laboratory")
        NO_SYNTHETIC = "no_synthetic", _("Without synthetic pesticide and fertiliser, as the group declares")
        HALAL = "halal", _("Halal certificate")
        PIRT = "pirt", _("P-IRT permit")
        BPOM_MD = "bpom_md", _("BPOM MD permit")
        SLHS = "slhs", _("SLHS hygiene certificate")
        PSAT = "psat", _("PSAT registration")
        RECYCLED = "recycled", _("Made of waste")
        GEOGRAPHICAL = "geographical", _("Geographical indication")

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("Not yet checked")
        CONFIRMED = "confirmed", _("Checked")
        DECLINED = "declined", _("Not accepted")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.CLAIMED: frozenset({Status.CONFIRMED, Status.DECLINED, Status.WITHDRAWN}),
        Status.CONFIRMED: frozenset({Status.EXPIRED, Status.WITHDRAWN}),
        Status.DECLINED: frozenset(),
        Status.EXPIRED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    }

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CLAIMED)
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "pk"]
        constraints: ClassVar = [
            status_is_one_of("claimed", "confirmed", "declined", "expired", "withdrawn", name="claim_status_is_known"),
            models.UniqueConstraint(
                fields=["product", "kind"], condition=models.Q(status="claimed"), name="claim_waits_once_a_kind"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "product"], condition=models.Q(status="confirmed"), name="claim_confirmed")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def confirm(self, *, by: User, at: datetime) -> None:
        """A coordinator has seen the proof."""
        self._move(self.Status.CONFIRMED, by=by, at=at, confirmed_by=by, confirmed_at=at)

    def decline(self, *, by: User, at: datetime, reason: str) -> None:
        self._move(self.Status.DECLINED, by=by, at=at, reason=reason)

    def expire(self, *, at: datetime) -> None:
        self._move(self.Status.EXPIRED, by=None, at=at)

    def withdraw(self, *, by: User, at: datetime, reason: str = "") -> None:
        """By the producer, or by a coordinator who says why."""
        self._move(self.Status.WITHDRAWN, by=by, at=at, reason=reason)

    def is_valid(self, *, on: date) -> bool:
        return self.status == self.Status.CONFIRMED and (self.valid_until is None or self.valid_until >= on)


class ClaimStep(Step):
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
