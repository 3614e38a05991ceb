"""Reconciliation: do the ledger, the orders and the stock tell the same story? Read only; each difference is a line."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from catalog.models import Reservation, StockMovement, Variant
from marketplace import ledger
from marketplace.models import Account, Transfer
from marketplace.money import NOTHING, Money, total
from orders.models import Order, OrderLine, Payment, PaymentShare, SubOrder


def differences() -> Iterator[str]:
    """Every invariant of money and stock that does not hold, as a sentence in English for the operator."""
    yield from _ledger_sums_to_zero()
    yield from _finished_orders_hold_nothing()
    yield from _parts_are_the_sum_of_their_lines()
    yield from _payments_are_the_sum_of_their_shares()
    yield from _what_is_captured_is_in_the_ledger()
    yield from _what_is_handed_over_is_earned()
    yield from _stock_is_what_was_promised_and_moved()


def _ledger_sums_to_zero() -> Iterator[str]:
    rest = total([balance for _kind, balance in ledger.trial_balance()])
    if rest:
        yield f"The ledger's accounts sum to {rest}, not to nothing."


def _finished_orders_hold_nothing() -> Iterator[str]:
    held = {owner: balance for owner, balance in ledger.balances(Account.Kind.ORDER).items() if balance}
    finished = Order.objects.exclude(status__in=Order.LIVE).filter(pk__in=held)
    for order in finished:
        yield f"{order.number} is {order.status} and still holds {held[str(order.pk)]}."


def _parts_are_the_sum_of_their_lines() -> Iterator[str]:
    parts = SubOrder.objects.annotate(lines_total=Sum("lines__total"), lines_fee=Sum("lines__fee"))
    for part in parts.exclude(lines_total=F("total"), lines_fee=F("fee")).select_related("order", "producer"):
        yield f"Part {part.pk} of {part.order.number} is not the sum of its lines."
    orders = Order.objects.annotate(parts_total=Sum("sub_orders__total")).exclude(parts_total=F("total"))
    for order in orders:
        yield f"{order.number} is not the sum of its parts."


def _payments_are_the_sum_of_their_shares() -> Iterator[str]:
    payments = Payment.objects.annotate(
        shares_total=Sum("shares__amount"),
        due=Count("shares", filter=Q(shares__captured_at=None, shares__released_at=None)),
    )
    for payment in payments.exclude(shares_total=F("amount")):
        yield f"Payment {payment.pk} is not the sum of its shares."
    for payment in payments.filter(status=Payment.Status.PAID, due__gt=0):
        yield f"Payment {payment.pk} is paid, and {payment.due} of its shares are still due."


def _what_is_captured_is_in_the_ledger() -> Iterator[str]:
    posted = dict(Transfer.objects.filter(code=Transfer.Code.CAPTURE).values_list("key", "amount"))
    for share in PaymentShare.objects.captured():
        if posted.pop(f"capture:{share.pk}", None) != share.amount:
            yield f"Share {share.pk} is captured, and the ledger does not have it."
    for key in posted:
        yield f"The ledger has {key}, and no share was captured."


def _what_is_handed_over_is_earned() -> Iterator[str]:
    codes = [Transfer.Code.EARNING, Transfer.Code.FEE]
    posted: dict[str, Money] = dict(Transfer.objects.filter(code__in=codes).values_list("key", "amount"))
    for part in SubOrder.objects.handed_over():
        earning, fee = posted.pop(f"earning:{part.pk}", NOTHING), posted.pop(f"fee:{part.pk}", NOTHING)
        if (earning, fee) != (part.earning, part.fee):
            yield f"Part {part.pk} was handed over, and the ledger has {earning} + {fee} for it."
    for key in posted:
        yield f"The ledger has {key}, and nothing was handed over."


def _stock_is_what_was_promised_and_moved() -> Iterator[str]:
    held = dict(Reservation.objects.held().order_by().values_list("variant").annotate(sum=Sum("quantity")))
    moved = dict(StockMovement.objects.order_by().values_list("variant").annotate(sum=Sum("quantity")))
    for pk, on_hand, reserved in Variant.objects.values_list("pk", "on_hand", "reserved"):
        if reserved != held.get(pk, 0):
            yield f"Variant {pk} has {reserved} reserved, and {held.get(pk, 0)} are held."
        if on_hand != moved.get(pk, 0):
            yield f"Variant {pk} has {on_hand} on hand, and its movements sum to {moved.get(pk, 0)}."
    for line in OrderLine.objects.filter(sub_order__status=SubOrder.Status.HANDED_OVER).exclude(
        reservation__status="taken"
    ):
        yield f"Line {line.pk} was handed over, and its stock was not taken."
