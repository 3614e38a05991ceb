"""Orders: what a buyer placed and pays once, in one part for each producer."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from catalog.models import MarketDay, Reservation, Variant
from marketplace.models import PickupPoint, User
from marketplace.money import Money, MoneyField, total
from marketplace.states import StateMachine, Step, status_is_one_of
from orders.models.cart import Cart, new_token
from orders.models.fee import FeeRule
from producers.models import Producer

NUMBER = "KPG-{:06d}"
TITLES = {"bapak", "bu", "ibu", "kak", "mama", "nona", "om", "pak", "sdr", "sdri", "tanta"}
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class OrderQuerySet(models.QuerySet["Order"]):
    def locked(self) -> Self:
        """Hold the rows until the transaction ends; everything that changes an order's parts or money starts here."""
        return self.select_for_update().order_by("pk")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for a coordinator, her own for a buyer; a guest has the secret link only."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if user.is_coordinator else self.filter(buyer=user)

    def numbered(self, number: str) -> Self:
        """The one with that number (`KPG-000123`), or none."""
        digits = number.strip().upper().removeprefix("KPG-")
        return (
            self.filter(pk=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 16 else self.none()
        )

    def live(self) -> Self:
        return self.filter(status__in=Order.LIVE)

    def ready(self) -> Self:
        """Confirmed, and everything that is still to be collected can be collected."""
        parts = SubOrder.objects.filter(order=models.OuterRef("pk"))
        unmade = parts.filter(status__in=[SubOrder.Status.NEW, SubOrder.Status.ACCEPTED])
        return self.filter(models.Exists(parts.to_collect()), ~models.Exists(unmade), status=Order.Status.CONFIRMED)

    def with_one_of(self, parts: "SubOrderQuerySet") -> Self:
        """Those that have at least one of these parts."""
        return self.filter(models.Exists(parts.filter(order=models.OuterRef("pk"))))

    def collected_on(self, day: date) -> Self:
        """Those of a market day whose pickup is on that day."""
        return self.filter(market_day__pickup_on=day)

    def found_by(self, text: str) -> Self:
        """Those whose number, pickup code, phone number or name the text is, or is a part of."""
        text = text.strip()
        digits = "".join(letter for letter in text if letter.isdigit()).removeprefix("62").lstrip("0")
        found = models.Q(name__icontains=text) | models.Q(pickup_code="".join(text.upper().split()))
        found |= models.Q(pk__in=Order.objects.numbered(text))
        if len(digits) >= 6:
            found |= models.Q(phone__contains=digits)
        return self.filter(found)

    def to_hand_over(self, code: str) -> Self:
        """The live one with that pickup code, or none."""
        return self.live().filter(pickup_code=code.strip().upper())

    def detailed(self) -> Self:
        """With all that an order page shows, in a fixed number of queries."""
        parts = SubOrder.objects.select_related("producer__kind", "share").prefetch_related("lines", "steps")
        return self.select_related("pickup_point__village__district", "market_day", "payment").prefetch_related(
            models.Prefetch("sub_orders", parts), "steps"
        )

    def told(self) -> Self:
        """With all that a program is told of it, in three queries."""
        parts = SubOrder.objects.select_related("producer", "share").prefetch_related("lines")
        return self.select_related("pickup_point", "market_day", "payment").prefetch_related(
            models.Prefetch("sub_orders", parts)
        )


class Order(StateMachine):
    """What a buyer placed: her name, where and when she collects, one part for each producer, one payment.

    `token` is the secret of its page; `pickup_code` is what she says at the pickup point, unique among live orders.
    `attempt_key` and `attempt` tell a repeated request from a new one. `total` is what was ordered, and never changes.
    """

    class Status(models.TextChoices):
        PENDING_PAYMENT = "pending_payment", _("Waiting for payment")
        CONFIRMED = "confirmed", _("Confirmed")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Payment time over")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.PENDING_PAYMENT: frozenset({Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED}),
        Status.CONFIRMED: frozenset({Status.COMPLETED, Status.CANCELLED}),
        Status.COMPLETED: frozenset(),
        Status.CANCELLED: frozenset(),
        Status.EXPIRED: frozenset(),
    }
    LIVE: ClassVar = [Status.PENDING_PAYMENT, Status.CONFIRMED]

    token = models.CharField(max_length=40, unique=True, default=new_token)
    cart = models.OneToOneField(Cart, on_delete=models.PROTECT, related_name="order")
    attempt_key = models.CharField(max_length=255, blank=True)
    attempt = models.CharField(max_length=64)
    buyer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="orders")
    name = models.CharField(max_length=80)
    phone = PhoneNumberField()
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="id")
    pickup_point = models.ForeignKey(PickupPoint, on_delete=models.PROTECT, related_name="+")
    market_day = models.ForeignKey(MarketDay, null=True, on_delete=models.PROTECT, related_name="+")
    pickup_code = models.CharField(max_length=4)
    status = models.CharField(max_length=20, choices=Status.choices)
    total = MoneyField()
    placed_at = models.DateTimeField(db_index=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            status_is_one_of(
                "pending_payment", "confirmed", "completed", "cancelled", "expired", name="order_status_is_known"
            ),
            models.CheckConstraint(condition=models.Q(total__gt=0), name="order_above_zero"),
            models.UniqueConstraint(
                fields=["pickup_code"],
                condition=models.Q(status__in=["pending_payment", "confirmed"]),
                name="pickup_code_once_while_live",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def confirm(self, *, by: User | None, at: datetime) -> None:
        """Paid, or to be paid in cash: the producers may start."""
        self._move(self.Status.CONFIRMED, by=by, at=at)

    def complete(self, *, by: User | None, at: datetime) -> None:
        """Every part that lives is in the buyer's hands."""
        self._move(self.Status.COMPLETED, by=by, at=at)

    def cancel(self, *, by: User | None, at: datetime, reason: str) -> None:
        """No part lives any more. The parts, stock and money are the deed `cancellation`'s."""
        self._move(self.Status.CANCELLED, by=by, at=at, reason=reason)

    @property
    def number(self) -> str:
        return NUMBER.format(self.pk)

    @property
    def contact(self) -> str:
        """Where a guest is reached: her e-mail address if she gave one, else her phone number."""
        return self.email or self.phone.as_e164

    @property
    def first_name(self) -> str:
        """What a producer is told of the buyer; with the title that many put before it."""
        words = self.name.split()
        return " ".join(words[: 2 if words and words[0].lower().rstrip(".") in TITLES else 1])

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def living_parts(self) -> list["SubOrder"]:
        return [part for part in self.sub_orders.all() if part.is_living]

    @property
    def is_ready(self) -> bool:
        """Whether everything that is still to be collected can be collected."""
        waiting = [part for part in self.living_parts if part.status != SubOrder.Status.HANDED_OVER]
        return bool(waiting) and all(part.is_ready for part in waiting)

    @property
    def ready_parts(self) -> list["SubOrder"]:
        """What the buyer can be given now."""
        return [part for part in self.sub_orders.all() if part.is_ready]

    @property
    def due_now(self) -> Money:
        """What is to be paid when the parts that are ready are handed over."""
        return total([part.share.amount for part in self.ready_parts if part.share.is_due])

    @property
    def to_collect(self) -> Money:
        """What is still to be paid for the parts that live."""
        return total([part.share.amount for part in self.living_parts if part.share.is_due])

    @property
    def paid(self) -> Money:
        """What has been paid for the parts that live."""
        return total([part.share.captured for part in self.living_parts])


class OrderStep(Step):
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")


class SubOrderQuerySet(models.QuerySet["SubOrder"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """Parts of the producers for whom this person works, once the order is theirs to make."""
        if isinstance(user, AnonymousUser):
            return self.none()
        mine = self.filter(producer__in=Producer.objects.of(user))
        return mine.exclude(order__status__in=[Order.Status.PENDING_PAYMENT, Order.Status.EXPIRED])

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for a coordinator, those of her producers for anybody else."""
        return self if isinstance(user, User) and user.is_coordinator else self.of(user)

    def living(self) -> Self:
        return self.exclude(status=SubOrder.Status.CANCELLED)

    def confirmed(self) -> Self:
        """Of orders that are paid, or to be paid in cash, and not over."""
        return self.filter(order__status=Order.Status.CONFIRMED)

    def to_accept(self) -> Self:
        return self.filter(status=SubOrder.Status.NEW)

    def to_make(self) -> Self:
        return self.filter(status=SubOrder.Status.ACCEPTED)

    def to_receive(self) -> Self:
        """Ready at the producer's, and to be brought to the pickup point."""
        return self.filter(status=SubOrder.Status.READY)

    def to_collect(self) -> Self:
        """Ready, or at the pickup point, and not yet with the buyer."""
        return self.filter(status__in=[SubOrder.Status.READY, SubOrder.Status.RECEIVED])

    def handed_over(self) -> Self:
        return self.filter(status=SubOrder.Status.HANDED_OVER)

    def late(self, *, at: datetime) -> Self:
        """Not accepted within the time for it."""
        return self.to_accept().filter(accept_by__lt=at)

    def counts(self) -> dict[str, int]:
        """How many there are of each status that occurs."""
        return dict(self.order_by().values_list("status").annotate(count=models.Count("pk")))

    def in_time(self, *, at: datetime) -> Self:
        """Not accepted yet, and there is still time for it."""
        return self.to_accept().filter(accept_by__gte=at)

    def detailed(self) -> Self:
        """With order, producer, money and lines, in a fixed number of queries."""
        return self.select_related("order__pickup_point", "order__market_day", "producer", "share").prefetch_related(
            "lines", "steps"
        )


class SubOrder(StateMachine):
    """One producer's part of an order, with its own life. `received` (at the pickup point) may be skipped.

    `total` is what the buyer pays for it; `fee` is the co-op's; the rest is the producer's share.
    """

    class Status(models.TextChoices):
        NEW = "new", _("Waiting for the producer")
        ACCEPTED = "accepted", _("Accepted by the producer")
        READY = "ready", _("Ready")
        RECEIVED = "received", _("At the pickup point")
        HANDED_OVER = "handed_over", _("Collected")
        CANCELLED = "cancelled", _("Cancelled")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.NEW: frozenset({Status.ACCEPTED, Status.CANCELLED}),
        Status.ACCEPTED: frozenset({Status.READY, Status.CANCELLED}),
        Status.READY: frozenset({Status.RECEIVED, Status.HANDED_OVER, Status.CANCELLED}),
        Status.RECEIVED: frozenset({Status.HANDED_OVER, Status.CANCELLED}),
        Status.HANDED_OVER: frozenset(),
        Status.CANCELLED: frozenset(),
    }

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sub_orders")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="sub_orders")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.NEW)
    total = MoneyField()
    fee = MoneyField()
    accept_by = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, db_index=True)

    objects = SubOrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            status_is_one_of(
                "new", "accepted", "ready", "received", "handed_over", "cancelled", name="sub_order_status_is_known"
            ),
            models.UniqueConstraint(fields=["order", "producer"], name="one_part_a_producer"),
            models.CheckConstraint(
                condition=models.Q(total__gt=0, fee__gte=0, fee__lte=models.F("total")), name="sub_order_money_adds_up"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["producer", "status"], name="sub_order_work")]

    def __str__(self) -> str:
        return f"{self.order.number}, {self.producer}"

    def accept(self, *, by: User, at: datetime) -> None:
        self._move(self.Status.ACCEPTED, by=by, at=at)

    def mark_ready(self, *, by: User, at: datetime) -> None:
        self._move(self.Status.READY, by=by, at=at)

    def receive(self, *, by: User, at: datetime) -> None:
        """It has come to the pickup point."""
        self._move(self.Status.RECEIVED, by=by, at=at)

    def hand_over(self, *, by: User, at: datetime) -> None:
        """It is in the buyer's hands. Stock, money and earnings are the deed `handover`'s."""
        self._move(self.Status.HANDED_OVER, by=by, at=at, handed_over_at=at)

    def cancel(self, *, by: User | None, at: datetime, reason: str) -> None:
        """It will not be made. Stock and money are the deed `cancellation`'s."""
        self._move(self.Status.CANCELLED, by=by, at=at, reason=reason)

    @property
    def earning(self) -> Money:
        """The producer's share."""
        return self.total - self.fee

    @property
    def is_living(self) -> bool:
        return self.status != self.Status.CANCELLED

    @property
    def is_ready(self) -> bool:
        return self.status in {self.Status.READY, self.Status.RECEIVED}

    @property
    def reservations(self) -> Sequence[Reservation]:
        return [line.reservation for line in self.lines.select_related("reservation")]


class SubOrderStep(Step):
    sub_order = models.ForeignKey(SubOrder, on_delete=models.PROTECT, related_name="steps")


class OrderLine(models.Model):
    """So many of one variant as it was at the sale: name, unit, price, fee rule and fee are frozen here."""

    sub_order = models.ForeignKey(SubOrder, on_delete=models.PROTECT, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    reservation = models.OneToOneField(Reservation, on_delete=models.PROTECT, related_name="+")
    product_name = models.CharField(max_length=100)
    variant_name = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=10, choices=Variant.Unit.choices)
    price = MoneyField()
    quantity = models.PositiveIntegerField()
    total = MoneyField()
    fee_rule = models.ForeignKey(FeeRule, null=True, on_delete=models.PROTECT, related_name="+")
    fee = MoneyField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(total=models.F("price") * models.F("quantity")),
                name="line_total_is_price_by_quantity",
            ),
            models.CheckConstraint(
                condition=models.Q(fee__gte=0, fee__lte=models.F("total")), name="line_fee_within_the_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"

    @property
    def name(self) -> str:
        return f"{self.product_name}, {self.variant_name}" if self.variant_name else self.product_name

    @property
    def earning(self) -> Money:
        return self.total - self.fee


def new_pickup_code() -> str:
    """Four letters and digits, without those that look alike, that no live order has.

    Two orders that draw the same one in the same instant meet the unique constraint: one of them fails whole, once in
    about a million such pairs.
    """
    drawn = ["".join(secrets.choice(CODE_LETTERS) for _place in range(4)) for _try in range(8)]
    taken = set(Order.objects.live().filter(pickup_code__in=drawn).values_list("pickup_code", flat=True))
    return next(code for code in drawn if code not in taken)
