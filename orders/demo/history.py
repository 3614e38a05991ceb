"""Lets the planned orders happen: every step through its deed, at its time, in the order of time."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from django.contrib.auth.models import AnonymousUser

from catalog.models import Variant
from marketplace.models import Notice, User
from marketplace.notices import outbox
from orders import cancellation, checkout, fulfilment, handover
from orders.demo.dates import Calendar
from orders.demo.plans import Plan, Setback
from orders.models import Cart, Order, SubOrder

BETWEEN_PRODUCERS = timedelta(minutes=11)
MIND_CHANGED_AFTER = timedelta(hours=2)
READ_AFTER = timedelta(days=2)
CHANGED_MIND = "Jadwal saya berubah, mohon maaf."
CANNOT_MAKE_IT = "Hasil panen tidak cukup minggu ini."
SPOILED = "Tanaman rusak karena hujan, sudah dibicarakan dengan pembeli."

Deed = Callable[[datetime], None]


@dataclass
class Diary:
    """What is to happen when. `leads` act for the producers (by primary key), `coordinator` for the co-op."""

    calendar: Calendar
    leads: Mapping[int, User]
    coordinator: User
    users: Mapping[str, User]
    pages: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def live(self, plans: Sequence[Plan]) -> None:
        """Let everything happen that is not in the future; what people were told then is told."""
        for plan in plans:
            self._note(plan.at, partial(self._place, plan))
        while self.pages and self.pages[0][0] <= self.calendar.now:
            at, _number, deed = heapq.heappop(self.pages)
            deed(at)
            _tell(at)
        Notice.objects.filter(made_at__lt=self.calendar.now - READ_AFTER).mark_read(at=self.calendar.now - READ_AFTER)

    def _note(self, at: datetime | None, deed: Deed) -> None:
        if at:
            heapq.heappush(self.pages, (at, next(self.numbers), deed))

    def _place(self, plan: Plan, at: datetime) -> None:
        user = self.users.get(plan.buyer.phone)
        cart = Cart.objects.create(user=user, made_at=at)
        for variant in Variant.objects.select_related("product__producer").in_bulk(plan.goods).values():
            cart.put(variant, plan.goods[variant.pk])
        wishes = checkout.Wishes(
            name=plan.buyer.name,
            phone=plan.buyer.phone,
            email=plan.buyer.email,
            pickup_point=plan.point,
            market_day=plan.market_day,
            method="cash",
            language=plan.buyer.language,
        )
        order = checkout.place(cart, wishes=wishes, by=user or AnonymousUser(), at=at)
        if plan.setback is Setback.WITHDRAWN:
            withdraw = partial(cancellation.cancel_by_buyer, order, by=user, reason=CHANGED_MIND)
            self._note(at + MIND_CHANGED_AFTER, lambda at: withdraw(at=at))
        else:
            self._foresee(plan, order)

    def _foresee(self, plan: Plan, order: Order) -> None:
        """Note what is to become of the order's parts, one producer a little after the other."""
        for place, part in enumerate(order.sub_orders.all()):
            later = BETWEEN_PRODUCERS * place
            ...
