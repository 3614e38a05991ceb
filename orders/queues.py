"""The desk's queues: what waits for a coordinator now, how many of each, and the first few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from catalog import review, vouching
from marketplace.models import Notice
from orders.models import Order, SubOrder
from producers.models import Certificate, Producer

SHOWN = 5


@dataclass(frozen=True)
class Queues:
    """Orders to hand over and to be collected today; parts that wait for their producer, late or not, or are on their
    way to the pickup point; notices that did not arrive; listings, claims, applications and certificates to look at.
    Lists have the most pressing first."""

    ready: int
    today: int
    late: int
    waiting: int
    to_receive: int
    given_up: int
    listings: int
    claims: int
    applications: int
    certificates: int
    ready_orders: Sequence[Order]
    late_parts: Sequence[SubOrder]
    parts_to_receive: Sequence[SubOrder]

    @property
    def is_empty(self) -> bool:
        return not (self.ready_orders or self.late_parts or self.parts_to_receive or self.given_up or self.to_look_at)

    @property
    def to_look_at(self) -> int:
        """What producers have sent in."""
        return self.listings + self.claims + self.applications + self.certificates


def now(*, at: datetime) -> Queues:
    """In a fixed number of queries."""
    ready = Order.objects.ready()
    to_accept = SubOrder.objects.confirmed().to_accept()
    to_receive = SubOrder.objects.confirmed().to_receive()
    parts = ("order__pickup_point", "order__market_day", "producer")
    return Queues(
        ready=ready.count(),
        today=Order.objects.live().collected_on(timezone.localdate(at)).count(),
        late=to_accept.late(at=at).count(),
        waiting=to_accept.in_time(at=at).count(),
        to_receive=to_receive.count(),
        given_up=Notice.objects.given_up().count(),
        listings=review.queue().count(),
        claims=vouching.waiting().count(),
        applications=Producer.objects.filter(status=Producer.Status.APPLIED).count(),
        certificates=Certificate.objects.filter(status=Certificate.Status.CLAIMED).count(),
        ready_orders=list(ready.select_related("pickup_point", "market_day").order_by("placed_at", "pk")[:SHOWN]),
        late_parts=list(to_accept.late(at=at).select_related(*parts).order_by("accept_by", "pk")[:SHOWN]),
        parts_to_receive=list(to_receive.select_related(*parts).order_by("pk")[:SHOWN]),
    )
