"""Stock kept honest: what is held for an order line, every change of what is there and of what it costs."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Variant
from marketplace.models import User
from marketplace.money import MoneyField
from marketplace.refusals import WrongStep


class StockMovement(models.Model):
    """A change of what is on hand, never changed itself: `on_hand` is always the sum of its movements."""

    class Reason(models.TextChoices):
        COUNTED = "counted", _("Counted")
        SOLD = "sold", _("Sold")
        RETURNED = "returned", _("Returned")
        SPOILED = "spoiled", _("Spoiled")
        MADE = "made", _("Made or harvested")
        SOLD_OUT = "sold_out", _("Sold out for today")
        BACK = "back", _("There again")

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="movements")
    quantity = models.IntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(quantity=0), name="stock_movement_moves"),
            models.CheckConstraint(
                condition=models.Q(reason__in=["counted", "sold", "returned", "spoiled", "made", "sold_out", "back"]),
                name="stock_movement_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity:+d} {self.reason}"


class ReservationQuerySet(models.QuerySet["Reservation"]):
    def held(self) -> Self:
        return self.filter(status=Reservation.Status.HELD)

    def expired(self, *, at: datetime) -> Self:
        return self.held().filter(expires_at__lte=at)


class Reservation(models.Model):
    """Stock held for one order line: `held`, then `taken` by the buyer or `released`. Made by `stock.reserve` only."""

    class Status(models.TextChoices):
        HELD = "held", _("Held")
        TAKEN = "taken", _("Taken")
        RELEASED = "released", _("Released")

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HELD)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="reservation_above_zero"),
            models.CheckConstraint(
                condition=models.Q(status__in=["held", "taken", "released"]), name="reservation_status_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["variant"], condition=models.Q(status="held"), name="reservation_held"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id}, {self.status}"

    def end(self, status: Status, *, at: datetime) -> None:
        """End the hold, once: refuses if somebody else ended it. The caller moves the stock itself."""
        if not Reservation.objects.held().filter(pk=self.pk).update(status=status, ended_at=at):
            raise WrongStep
        self.status, self.ended_at = status, at


class LowStockQuerySet(models.QuerySet["LowStock"]):
    def ongoing(self) -> Self:
        return self.filter(over_at=None)


class LowStock(models.Model):
    """A time during which a variant had no more left than its `low_at`; the producer is told once of each."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="low_stock")
    at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    objects = LowStockQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["variant"], condition=models.Q(over_at=None), name="low_stock_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"variant {self.variant_id} since {self.at:%Y-%m-%d}"


class PriceChange(models.Model):
    """A change of a variant's price, never changed itself."""

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="price_changes")
    before = MoneyField()
    after = MoneyField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
