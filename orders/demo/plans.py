"""What was ordered in the demo market, and what becomes of each order: drawn by lot, and always the same lot.

Nothing is written here: a plan is what `history` then lets happen through the deeds of real life.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import Enum
from random import Random

from django.utils import timezone

from catalog.models import MarketDay, Variant
from marketplace.models import PickupPoint
from orders.demo import sources
from orders.demo.dates import Calendar, saturday_after
from orders.demo.market_days import MarketDays

FARM = "organic_farm"
A_MARKET_DAY = 14
BETWEEN_MARKET_DAYS = 24
OLDEST_DAYS, YOUNGEST_DAYS = 34, 9
DAWN, NIGHT = time(6), time(21)
DAYS_TO_FINISH = 9
# Up to this price a buyer takes as many as that; dearer things she takes one by one.
MOST_AT_ONCE = {6_000: 5, 20_000: 4, 60_000: 3, 150_000: 2}


class Setback(Enum):
    WITHDRAWN = "the buyer cancels before anybody began"
    DECLINED = "the first producer cannot make it"
    TAKEN_OUT = "a coordinator takes the first producer's part out"
    LEFT = "nobody comes for it"


# Of the orders of a market day, those with these numbers.
SETBACKS = {4: Setback.WITHDRAWN, 9: Setback.DECLINED}
SETBACKS_AT_FIRST = {1: Setback.TAKEN_OUT}
SETBACKS_AT_LAST = {6: Setback.LEFT, 12: Setback.LEFT}

# What has happened to an order under way after which share of the time since it was placed.
REACHED_AFTER = {"new": 0.0, "accepted": 0.3, "ready": 0.7, "received": 0.9}


@dataclass(frozen=True)
class Plan:
    """One order: when, whose, what (variant ids to quantities), and the hours of what follows; None is never.

    With `first_only`, only the first producer gets further than accepting.
    """

    at: datetime
    buyer: sources.Contact
    goods: Mapping[int, int]
    point: PickupPoint
    market_day: MarketDay | None = None
    accept_at: datetime | None = None
    ready_at: datetime | None = None
    receive_at: datetime | None = None
    collect_at: datetime | None = None
    first_only: bool = False
    setback: Setback | None = None


@dataclass
class Lot:
    """Draws the plans. `variants` are those on sale, in order, with product, producer and category."""

    variants: Sequence[Variant]
    market: sources.Market
    points: Sequence[PickupPoint]
    calendar: Calendar
    rng: Random = field(default_factory=lambda: Random("a few weeks of orders"))
    promised: Counter[int] = field(default_factory=Counter)
    turns: Counter[str] = field(default_factory=Counter)

    def draw(self, days: MarketDays) -> list[Plan]:
        """All plans, the earliest first."""
        plans = [self._in_between() for _number in range(BETWEEN_MARKET_DAYS)]
        for day in days.past:
            setbacks = SETBACKS | (SETBACKS_AT_FIRST if day is days.past[0] else {})
            setbacks |= SETBACKS_AT_LAST if day is days.past[-1] else {}
            plans += [self._of(day, setback=setbacks.get(number)) for number in range(A_MARKET_DAY)]
        plans += [self._under_way(told, open_day=days.open) for told in self.market.today]
        return sorted(plans, key=lambda plan: plan.at)

    def _of(self, day: MarketDay, *, setback: Setback | None) -> Plan:
        """Produce, and perhaps something else with it, for a market day that is over."""
        latest = day.closes_at - timedelta(hours=1)
        at = min(latest, _awake(day.opens_at + (latest - day.opens_at) * self.rng.random()))
        among = [variant for variant in self._listed(at) if not variant.is_made_to_order]
        makers = self._makers(among, farms=self.rng.choice([1, 1, 2]), others=self.rng.choice([0, 0, 1]))
        return Plan(
            at,
            self._buyer(),
            self._basket(among, makers=makers),
            self.rng.choice(self.points),
            day,
            accept_at=_awake(at + timedelta(hours=self.rng.uniform(0.5, 10))),
            ready_at=self.calendar.on(day.pickup_on, self.rng.uniform(5, 7)),
            receive_at=self.calendar.on(day.pickup_on, self.rng.uniform(7.3, 7.9)),
            collect_at=self.calendar.on(day.pickup_on, self.rng.uniform(8, 11.9)),
            setback=setback,
        )

    def _in_between(self) -> Plan:
        """Something that keeps, ordered on any day and collected on the Saturday after it is ready."""
        age = self.rng.randint(YOUNGEST_DAYS, OLDEST_DAYS)
        at = self.calendar.days_ago(age, self.rng.uniform(7, 21))
        among = [variant for variant in self._keeping(at) if (variant.lead_days or 0) + DAYS_TO_FINISH <= age]
        makers = self._makers(among, farms=self.rng.choice([0, 0, 1]), others=self.rng.choice([1, 1, 2]))
        goods = self._basket(among, makers=makers)
        accept_at = _awake(at + timedelta(hours=self.rng.uniform(0.5, 14)))
        days = max(self.rng.randint(1, 3), *(variant.lead_days or 0 for variant in among if variant.pk in goods))
        ready_on = timezone.localdate(accept_at) + timedelta(days=days)
        saturday = saturday_after(ready_on)
        return Plan(
            at,
            self._buyer(),
            goods,
            self.rng.choice(self.points),
            accept_at=accept_at,
            ready_at=self.calendar.on(ready_on, self.rng.uniform(10, 17)),
            receive_at=self.calendar.on(saturday, self.rng.uniform(7.3, 7.9)),
            collect_at=self.calendar.on(saturday, self.rng.uniform(8, 11.9)),
        )

    def _under_way(self, told: sources.UnderWay, *, open_day: MarketDay) -> Plan:
        """One of those that are told of one by one."""
        at = self.calendar.hours_ago(told.hours_ago)
        among = self._listed(at) if told.market_day else self._keeping(at)
        if told.market_day or told.reached in {"ready", "received"}:
            among = [variant for variant in among if not variant.is_made_to_order]
        times = {
            status: at + timedelta(hours=told.hours_ago * share)
            for status, share in REACHED_AFTER.items()
            if share <= REACHED_AFTER[told.reached]
        }
        return Plan(
            at,
            next(buyer for buyer in self._buyers if buyer.phone == told.buyer),
            self._basket(among, makers=told.makers),
            self.points[0],
            open_day if told.market_day else None,
            accept_at=times.get("accepted"),
            ready_at=times.get("ready"),
            receive_at=times.get("received"),
            first_only=told.slow,
        )

    @property
    def _buyers(self) -> Sequence[sources.Contact]:
        return [*self.market.accounts, *self.market.guests]

    def _buyer(self) -> sources.Contact:
        """Most buy once or twice; the first account is a regular, so that whoever tries it has seen something."""
        weights = [6, *(1 for _each in self._buyers[1:])]
        return self.rng.choices(self._buyers, weights)[0]

    def _listed(self, at: datetime) -> list[Variant]:
        """On sale at that time, and not all promised."""
        return [
            variant
            for variant in self.variants
            if variant.product.made_at < at
            and (variant.open_units_cap is None or self.promised[variant.pk] < variant.open_units_cap)
        ]

    def _keeping(self, at: datetime) -> list[Variant]:
        """What can be ordered on any day."""
        return [variant for variant in self._listed(at) if not variant.product.category.by_market_day]

    def _makers(self, among: Sequence[Variant], *, farms: int, others: int) -> list[str]:
        """So many producers of each sort, those more likely who had fewer orders so far."""
        kinds = {variant.product.producer.slug: variant.product.producer.kind_id for variant in among}
        lucky = sorted(kinds, key=lambda slug: self.turns[slug] + self.rng.uniform(0, 4))
        chosen = [slug for slug in lucky if kinds[slug] == FARM][:farms]
        chosen += [slug for slug in lucky if kinds[slug] != FARM][:others]
        self.turns.update(chosen)
        return chosen

    def _basket(self, among: Sequence[Variant], *, makers: Sequence[str]) -> dict[int, int]:
        """One to three things of each producer, the cheaper ones more often and more of them."""
        basket = {}
        for maker in makers:
            theirs = [variant for variant in among if variant.product.producer.slug == maker]
            weights = [variant.price.rupiah**-0.5 for variant in theirs]
            for variant in self.rng.choices(theirs, weights, k=self.rng.randint(1, 3)):
                most = next((many for price, many in MOST_AT_ONCE.items() if variant.price.rupiah <= price), 1)
                basket[variant.pk] = 1 if variant.is_made_to_order else self.rng.randint(1, most)
        self.promised.update(basket)
        return basket


def _awake(moment: datetime) -> datetime:
    """That moment, or at night the next morning."""
    local = timezone.localtime(moment)
    if DAWN <= local.time() < NIGHT:
        return moment
    morning = local.replace(hour=DAWN.hour, minute=local.minute)
    return morning + timedelta(days=1) if local.time() >= NIGHT else morning
