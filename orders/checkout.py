"""Checkout: quote a cart, and place it as an order, once.

One transaction locks the cart, compares it with what the buyer saw, holds the stock and writes the order with its
parts, lines, payment and the notices owed. Nothing leaves the process in it. A cart becomes one order at most: that is
what makes a repeated request harmless, whatever became of the first answer.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import stock
from catalog.models import MarketDay, OutOfStock, Reservation
from marketplace.models import Cooperative, PickupPoint, User
from marketplace.money import Money, total
from marketplace.refusals import Refusal
from orders import payments
from orders.models import (
    Cart,
    CartLine,
    FeeRule,
    Order,
    OrderLine,
    OrderStep,
    Payment,
    PaymentShare,
    PaymentStep,
    SubOrder,
    SubOrderStep,
)
from orders.models.cart import CartOrdered, NotOnSale
from orders.models.fee import rule_for
from orders.models.order import new_pickup_code
from orders.notices import tell_buyer, tell_producers
from producers.models import Producer


class EmptyCart(Refusal):
    code = "empty_cart"
    message = _("Your cart is empty.")


class CartChanged(Refusal):
    """A price is another one than the buyer saw. The new cart shows it, and she decides again."""

    code = "cart_changed"
    message = _("Something in your cart has changed. Look at the new total and order again.")


class KeyReused(Refusal):
    """The idempotency key came before with another order."""

    code = "idempotency_key_reused"
    message = _("This request was sent before with different details.")


class MarketDayClosed(Refusal):
    code = "market_day_closed"
    message = _("Orders for this market day are closed. Choose another one.")


class MarketDayNeeded(Refusal):
    code = "market_day_needed"
    message = _("There is fresh produce in your cart: choose a market day.")
    status = 400


class PointNotServed(Refusal):
    code = "pickup_point_not_served"
    message = _("This pickup point is not served. Choose another one.")


@dataclass(frozen=True)
class QuoteLine:
    """A cart line at this moment: the price, the co-op's fee in it, and what speaks against ordering it, if any."""

    line: CartLine
    fee_rule: FeeRule | None
    fee: Money
    problem: Refusal | None

    @property
    def total(self) -> Money:
        return self.line.total

    @property
    def earning(self) -> Money:
        return self.total - self.fee


@dataclass(frozen=True)
class QuotePart:
    """The lines of one producer."""

    producer: Producer
    lines: Sequence[QuoteLine]

    @property
    def total(self) -> Money:
        return total([line.total for line in self.lines])

    @property
    def fee(self) -> Money:
        return total([line.fee for line in self.lines])

    @property
    def earning(self) -> Money:
        return self.total - self.fee


@dataclass(frozen=True)
class Quote:
    """What a cart costs at this moment, part by part. `digest` names exactly these goods at exactly these prices."""

    parts: Sequence[QuotePart]

    @property
    def lines(self) -> list[QuoteLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def total(self) -> Money:
        return total([part.total for part in self.parts])

    @property
    def fee(self) -> Money:
        return total([part.fee for part in self.parts])

    @property
    def earning(self) -> Money:
        return self.total - self.fee

    @property
    def needs_market_day(self) -> bool:
        return any(line.line.variant.product.category.by_market_day for line in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        return bool(self.parts) and not any(line.problem for line in self.lines)

    @property
    def digest(self) -> str:
        return digest([(line.line.variant_id, line.line.quantity, line.line.price) for line in self.lines])


def digest(goods: Sequence[tuple[int, int, Money]]) -> str:
    """Sixteen hex digits for variant ids, quantities and prices, in whatever order they come."""
    rows = sorted((variant_id, quantity, price.rupiah) for variant_id, quantity, price in goods)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def quote(cart: Cart, *, at: datetime) -> Quote:
    """What the cart costs now; two queries."""
    rules = list(FeeRule.objects.in_force(on=timezone.localdate(at)))
    lines = [_quote_line(line, rules=rules, on=timezone.localdate(at)) for line in cart.lines.detailed()]
    by_producer = groupby(lines, key=lambda each: each.line.variant.product.producer)
    return Quote([QuotePart(producer, list(part)) for producer, part in by_producer])


def quote_line(line: CartLine, *, at: datetime) -> QuoteLine:
    """One line as it costs now, its fee left out; no query where the variant with its product and maker is at hand."""
    return _quote_line(line, rules=[], on=timezone.localdate(at))


def _quote_line(line: CartLine, *, rules: Sequence[FeeRule], on: date) -> QuoteLine:
    rule = rule_for(line.variant.product, among=rules)
    return QuoteLine(line, rule, rule.fee(line.total) if rule else Money(0), _problem(line, on=on))


def _problem(line: CartLine, *, on: date) -> Refusal | None:
    variant = line.variant
    if not (variant.is_active and variant.product.is_on_sale):
        return NotOnSale(product=variant.full_name)
    if variant.product.producer.is_on_holiday(on=on):
        return variant.product.producer.absence
    if variant.available < line.quantity:
        return OutOfStock(product=variant.full_name, available=variant.available, asked=line.quantity)
    return None


@dataclass(frozen=True)
class Wishes:
    """What the buyer filled in at checkout. `phone` is E.164 text."""

    name: str
    phone: str
    email: str
    pickup_point: PickupPoint
    market_day: MarketDay | None
    method: str
    language: str = "id"

    @property
    def attempt(self) -> str:
        """A hash by which a repeated request is known from a different one."""
        fields = asdict(self) | {
            "pickup_point": self.pickup_point.pk,
            "market_day": self.market_day.pk if self.market_day else None,
        }
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def place(
    cart: Cart, *, wishes: Wishes, at: datetime, by: User | AnonymousUser, key: str = "", seen: str | None = None
) -> Order:
    """Turn the cart into an order; the same `key` with the same wishes gives the same order again.

    `seen` is the `digest` of the quote that the buyer saw; without it, she is taken to have seen each price when she
    put the line into the cart. Refuses with `EmptyCart`, `CartChanged`, `CartOrdered`, `KeyReused`, `NotOnSale`,
    `OutOfStock`, `MarketDayClosed`, `MarketDayNeeded`, `PointNotServed` or `MethodNotOffered`, and then nothing is
    written.
    """
    with transaction.atomic():
        cart = Cart.objects.select_for_update().get(pk=cart.pk)
        earlier = Order.objects.filter(cart=cart).first()
        if earlier:
            return _again(earlier, key=key, wishes=wishes)
        quoted = quote(cart, at=at)
        _refuse_what_cannot_be_ordered(cart, quoted, seen=seen)
        _refuse_wrong_place_or_time(wishes, quoted, at=at)
        held = stock.reserve({each.line.variant_id: each.line.quantity for each in quoted.lines}, at=at)
        order = _write(cart, quoted, wishes=wishes, key=key, buyer=by if isinstance(by, User) else None, at=at)
        parts = _write_parts(order, quoted, at=at)
        _write_lines(parts, quoted, held=held)
        _write_payment(order, parts, method=wishes.method, at=at)
        tell_buyer(order, event="order_placed", subject_id=order.pk, at=at)
        tell_producers(parts, event="sub_order_new", at=at)
    return order


def _again(earlier: Order, *, key: str, wishes: Wishes) -> Order:
    if earlier.attempt_key != key:
        raise CartOrdered
    if earlier.attempt != wishes.attempt:
        raise KeyReused
    return earlier


def _refuse_what_cannot_be_ordered(cart: Cart, quoted: Quote, *, seen: str | None) -> None:
    if not quoted.parts:
        raise EmptyCart
    for each in quoted.lines:
        if each.problem:
            raise each.problem
    when_put = digest([(each.line.variant_id, each.line.quantity, each.line.price_seen) for each in quoted.lines])
    if (seen or when_put) != quoted.digest:
        raise CartChanged


def _refuse_wrong_place_or_time(wishes: Wishes, quoted: Quote, *, at: datetime) -> None:
    payments.method(wishes.method)
    if not wishes.pickup_point.is_active:
        raise PointNotServed
    if wishes.market_day is None:
        if quoted.needs_market_day:
            raise MarketDayNeeded
        return
    if not wishes.market_day.is_open(at=at):
        raise MarketDayClosed
    if not wishes.market_day.pickup_points.filter(pk=wishes.pickup_point.pk).exists():
        raise PointNotServed


def _write(cart: Cart, quoted: Quote, *, wishes: Wishes, key: str, buyer: User | None, at: datetime) -> Order:
    order = Order.objects.create(
        cart=cart,
        attempt_key=key,
        attempt=wishes.attempt,
        buyer=buyer,
        name=wishes.name,
        phone=wishes.phone,
        email=wishes.email,
        language=wishes.language,
        pickup_point=wishes.pickup_point,
        market_day=wishes.market_day,
        pickup_code=new_pickup_code(),
        status=payments.method(wishes.method).first_status(),
        total=quoted.total,
        placed_at=at,
    )
    OrderStep.objects.create(order=order, after=order.status, at=at, by=buyer)
    return order


def _write_parts(order: Order, quoted: Quote, *, at: datetime) -> list[SubOrder]:
    accept_by = at + timedelta(hours=Cooperative.current().accept_hours)
    parts = SubOrder.objects.bulk_create(
        SubOrder(order=order, producer=part.producer, total=part.total, fee=part.fee, accept_by=accept_by)
        for part in quoted.parts
    )
    SubOrderStep.objects.bulk_create(
        SubOrderStep(sub_order=part, after=part.status, at=at, by=order.buyer) for part in parts
    )
    return parts


def _write_lines(parts: Sequence[SubOrder], quoted: Quote, *, held: dict[int, Reservation]) -> None:
    OrderLine.objects.bulk_create(
        OrderLine(
            sub_order=part,
            variant=each.line.variant,
            reservation=held[each.line.variant_id],
            product_name=each.line.variant.product.name,
            variant_name=each.line.variant.name,
            unit=each.line.variant.unit,
            price=each.line.price,
            quantity=each.line.quantity,
            total=each.total,
            fee_rule=each.fee_rule,
            fee=each.fee,
        )
        for part, quoted_part in zip(parts, quoted.parts, strict=True)
        for each in quoted_part.lines
    )


def _write_payment(order: Order, parts: Sequence[SubOrder], *, method: str, at: datetime) -> None:
    payment = Payment.objects.create(order=order, method=method, amount=order.total)
    PaymentStep.objects.create(payment=payment, after=payment.status, at=at, by=order.buyer)
    PaymentShare.objects.bulk_create(PaymentShare(payment=payment, sub_order=part, amount=part.total) for part in parts)
