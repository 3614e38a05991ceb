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
from marketplace.notices.channels import Message
from orders import cancellation, checkout, fulfilment, handover
from orders.demo.plans import Plan, Setback
from orders.models import Cart, Order, SubOrder

BETWEEN_PRODUCERS = timedelta(minutes=11)
MIND_CHANGED_AFTER = timedelta(minutes=25)
TAKEN_OUT_AFTER = timedelta(hours=9)
TOLD_AFTER = timedelta(seconds=2)
READ_AFTER = timedelta(days=2)
CHANGED_MIND = "Jadwal saya berubah, mohon maaf."
CANNOT_MAKE_IT = "Mohon maaf, bahan tidak cukup minggu ini."
TAKEN_OUT = "Barang rusak di jalan, pembeli sudah dihubungi."

Deed = Callable[..., object]


@dataclass
class Diary:
    """What is to happen when. `leads` act for producers (by primary key), `coordinator` for the co-op.

    `buyers` are those with an account, by phone number; the others are guests.
    """

    leads: Mapping[int, User]
    coordinator: User
    buyers: Mapping[str, User]
    pages: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def live(self, plans: Sequence[Plan], *, until: datetime) -> None:
        """Let everything happen up to that moment; what is later stays as it is. Nobody is owed a message then."""
        for plan in plans:
            self._note(plan.at, partial(self._place, plan))
        while self.pages and self.pages[0][0] <= until:
            at, _number, deed = heapq.heappop(self.pages)
            deed(at=at)
            tell(at=at)
        Notice.objects.filter(made_at__lt=until - READ_AFTER).mark_read(at=until - READ_AFTER)

    def _note(self, at: datetime | None, deed: Deed) -> None:
        if at:
            heapq.heappush(self.pages, (at, next(self.numbers), deed))

    def _place(self, plan: Plan, *, at: datetime) -> None:
        buyer = self.buyers.get(plan.buyer.phone)
        cart = Cart.objects.create(user=buyer, made_at=at)
        for variant in Variant.objects.select_related("product__producer").filter(pk__in=plan.goods):
            cart.put(variant, plan.goods[variant.pk], at=at)
        wishes = checkout.Wishes(
            name=plan.buyer.name,
            phone=plan.buyer.phone,
            email=plan.buyer.email,
            pickup_point=plan.point,
            market_day=plan.market_day,
            method="cash",
            language=plan.buyer.language,
        )
        order = checkout.place(cart, wishes=wishes, by=buyer or AnonymousUser(), at=at)
        if plan.setback is Setback.WITHDRAWN:
            cancel = partial(cancellation.cancel_by_buyer, order, by=buyer, reason=CHANGED_MIND)
            self._note(at + MIND_CHANGED_AFTER, cancel)
        else:
            self._foresee(order, plan)

    def _foresee(self, order: Order, plan: Plan) -> None:
        """Note what becomes of the parts, one producer a little after the other, and of the whole."""
        parts = list(order.sub_orders.all())
        if plan.setback in {Setback.DECLINED, Setback.TAKEN_OUT}:
            self._foresee_loss(parts.pop(0), plan)
        for place, part in enumerate(parts):
            lead, later = self.leads[part.producer_id], BETWEEN_PRODUCERS * place
            self._note(_later(plan.accept_at, later), partial(fulfilment.accept, part, by=lead))
            if place == 0 or not plan.first_only:
                self._note(_later(plan.ready_at, later), partial(fulfilment.mark_ready, part, by=lead))
                self._note(plan.receive_at, partial(fulfilment.receive, part, by=self.coordinator))
        if parts and plan.setback is not Setback.LEFT:
            collect = partial(handover.hand_over, order, code=order.pickup_code, by=self.coordinator)
            self._note(plan.collect_at, collect)

    def _foresee_loss(self, part: SubOrder, plan: Plan) -> None:
        lead = self.leads[part.producer_id]
        if plan.setback is Setback.DECLINED:
            self._note(plan.accept_at, partial(cancellation.decline, part, by=lead, reason=CANNOT_MAKE_IT))
            return
        self._note(plan.accept_at, partial(fulfilment.accept, part, by=lead))
        take_out = partial(cancellation.cancel_part, part, by=self.coordinator, reason=TAKEN_OUT)
        self._note(_later(plan.accept_at, TAKEN_OUT_AFTER), take_out)


def tell(*, at: datetime) -> None:
    """Count every message that is owed as sent at that time, with the text of that time; no door is knocked at."""
    texts: dict[tuple[str, int, str], Message | None] = {}
    for notice in Notice.objects.owed().order_by("pk"):
        key = (notice.event, notice.subject_id, notice.language)
        if key not in texts:
            texts[key] = outbox.text_for(notice)
        message = texts[key]
        if message:
            notice.settle(Notice.Status.SENT, at=at + TOLD_AFTER, subject=message.subject, body=message.body)
        else:
            notice.settle(Notice.Status.DROPPED, at=at + TOLD_AFTER)


def _later(at: datetime | None, by: timedelta) -> datetime | None:
    return at and at + by
