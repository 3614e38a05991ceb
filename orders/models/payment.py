"""Payments: money that comes in for an order, and how much of it belongs to each producer's part."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.money import Money, MoneyField
from marketplace.refusals import WrongStep
from marketplace.states import StateMachine, Step, status_is_one_of
from orders.models.order import Order, SubOrder


class Payment(StateMachine):
    """The one payment of an order: by which method, how much, and whether it came."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for payment")
        PAID = "paid", _("Paid")
        PARTLY_REFUNDED = "partly_refunded", _("Partly refunded")
        REFUNDED = "refunded", _("Refunded")
        FAILED = "failed", _("Payment failed")
        EXPIRED = "expired", _("Payment time over")
        CANCELLED = "cancelled", _("Nothing to pay")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.PENDING: frozenset({Status.PAID, Status.FAILED, Status.EXPIRED, Status.CANCELLED}),
        Status.PAID: frozenset({Status.PARTLY_REFUNDED, Status.REFUNDED}),
        Status.PARTLY_REFUNDED: frozenset({Status.REFUNDED}),
        Status.REFUNDED: frozenset(),
        Status.FAILED: frozenset(),
        Status.EXPIRED: frozenset(),
        Status.CANCELLED: frozenset(),
    }

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="payment")
    method = models.CharField(max_length=20)
    amount = MoneyField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PENDING)
    reference = models.CharField(max_length=100, blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            status_is_one_of(
                "pending",
                "paid",
                "partly_refunded",
                "refunded",
                "failed",
                "expired",
                "cancelled",
                name="payment_status_is_known",
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount}"

    def settle(self, *, by: User | None, at: datetime) -> None:
        """All that is due has come."""
        self._move(self.Status.PAID, by=by, at=at, paid_at=at)

    def cancel(self, *, by: User | None, at: datetime) -> None:
        """No part of the order lives, and nothing was paid."""
        self._move(self.Status.CANCELLED, by=by, at=at)


class PaymentStep(Step):
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="steps")


class PaymentShareQuerySet(models.QuerySet["PaymentShare"]):
    def due(self) -> Self:
        return self.filter(captured_at=None, released_at=None)

    def captured(self) -> Self:
        return self.filter(captured_at__isnull=False)


class PaymentShare(models.Model):
    """How much of a payment belongs to one part: due, then captured (the money is here) or released (not due)."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="shares")
    sub_order = models.OneToOneField(SubOrder, on_delete=models.PROTECT, related_name="share")
    amount = MoneyField()
    captured_at = models.DateTimeField(null=True)
    captured_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)

    objects = PaymentShareQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_share_above_zero"),
            models.CheckConstraint(
                condition=models.Q(captured_at=None) | models.Q(released_at=None),
                name="payment_share_captured_or_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for part {self.sub_order_id}"

    def capture(self, *, by: User | None, at: datetime) -> None:
        """The money is here. Refuses a second time; the ledger row is the payment method's."""
        self._end(captured_at=at, captured_by=by)

    def release(self, *, at: datetime) -> None:
        """It is not to be paid any more. Refuses once it was captured."""
        self._end(released_at=at)

    def _end(self, **fields: object) -> None:
        if not PaymentShare.objects.due().filter(pk=self.pk).update(**fields):
            raise WrongStep
        for name, value in fields.items():
            setattr(self, name, value)

    @property
    def is_due(self) -> bool:
        return self.captured_at is None and self.released_at is None

    @property
    def due(self) -> Money:
        """What is still to be paid of it."""
        return self.amount if self.is_due else Money(0)

    @property
    def captured(self) -> Money:
        return self.amount if self.captured_at else Money(0)
