"""When things happened in the demo market: everything counts back from the moment in which it opens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Days and hours in Kupang around `now`."""

    now: datetime

    def day(self, *, ago: int) -> date:
        return timezone.localdate(self.now) - timedelta(days=ago)

    def on(self, day: date, hour: float) -> datetime:
        """That hour of that day, 13.5 being half past one in the afternoon."""
        midnight = datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
        return midnight + timedelta(hours=hour)

    def days_ago(self, days: int, hour: float = 9) -> datetime:
        return self.on(self.day(ago=days), hour)

    def hours_ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    @property
    def last_saturday(self) -> date:
        """The latest one that is over."""
        return saturday_after(self.day(ago=8))


def saturday_after(day: date) -> date:
    return day + timedelta(days=(SATURDAY - day.weekday() - 1) % 7 + 1)
