"""Market days: the windows in which produce is ordered, and the day on which it is collected."""

from datetime import date, datetime, time
from typing import ClassVar, Self

from django.db import models

from marketplace.models import PickupPoint


class MarketDayQuerySet(models.QuerySet["MarketDay"]):
    def open(self, *, at: datetime) -> Self:
        """Taking orders at that moment, the next pickup first."""
        return self.filter(opens_at__lte=at, closes_at__gt=at).order_by("pickup_on", "pk")

    def unclosed(self, *, at: datetime) -> Self:
        """Taking orders at that moment or later, those that are open first."""
        return self.filter(closes_at__gt=at).order_by("opens_at", "pickup_on", "pk")

    def coming(self, *, on: date) -> Self:
        """Whose pickup day is not over, the next first."""
        return self.filter(pickup_on__gte=on).order_by("pickup_on", "pk")

    def next_turn(self, *, after: datetime) -> datetime | None:
        """When one opens or closes next."""
        turns = self.aggregate(
            opens=models.Min("opens_at", filter=models.Q(opens_at__gt=after)),
            closes=models.Min("closes_at", filter=models.Q(closes_at__gt=after)),
        )
        return min((turn for turn in turns.values() if turn), default=None)

    def detailed(self) -> Self:
        return self.prefetch_related("pickup_points__village__district")


class MarketDay(models.Model):
    """A window: from `opens_at` until `closes_at` orders are taken, on `pickup_on` they are collected.

    Opening and closing are facts of the clock, so no sweep can be late for them.
    """

    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    pickup_on = models.DateField()
    pickup_from = models.TimeField(default=time(8))
    pickup_until = models.TimeField(default=time(12))
    pickup_points = models.ManyToManyField(PickupPoint, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    objects = MarketDayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="market_day_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(pickup_until__gt=models.F("pickup_from")), name="market_day_pickup_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return f"market day {self.pickup_on:%Y-%m-%d}"

    def is_open(self, *, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at
