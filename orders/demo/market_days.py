"""The market days of the demo market: three that are over, the open one and the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.models import MarketDay
from marketplace.models import PickupPoint
from orders.demo.dates import Calendar, saturday_after

PAST = 3
OPENS_HOUR, CLOSES_HOUR = 8, 20
WEEK = timedelta(days=7)
NOTE = "Panen subuh: ambil pagi supaya sayur masih segar."


@dataclass(frozen=True)
class MarketDays:
    """`past` from the first to the last; the others take orders now and next week."""

    past: Sequence[MarketDay]
    open: MarketDay
    coming: MarketDay


def announce(points: Sequence[PickupPoint], *, calendar: Calendar) -> MarketDays:
    """Past ones were open from Tuesday to Thursday; the open one since yesterday, and for two days more."""
    past = []
    for weeks in reversed(range(PAST)):
        saturday = calendar.last_saturday - weeks * WEEK
        opens_at = calendar.on(saturday - timedelta(days=4), OPENS_HOUR)
        past.append(_announce(points, opens_at, calendar.on(saturday - timedelta(days=2), CLOSES_HOUR), saturday))
    closes_at = calendar.days_ago(-2, CLOSES_HOUR)
    saturday = saturday_after(calendar.day(ago=-2))
    return MarketDays(
        past,
        open=_announce(points, calendar.days_ago(1, OPENS_HOUR), closes_at, saturday),
        coming=_announce(points, calendar.days_ago(-3, OPENS_HOUR), closes_at + WEEK, saturday + WEEK),
    )


def _announce(points: Sequence[PickupPoint], opens_at: datetime, closes_at: datetime, saturday: date) -> MarketDay:
    market_day = MarketDay.objects.create(opens_at=opens_at, closes_at=closes_at, pickup_on=saturday, note=NOTE)
    market_day.pickup_points.set(points)
    return market_day
