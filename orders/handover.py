"""Hand-over: goods for a pickup code. Then, and only then, is anything earned.

In one transaction the buyer's money is taken or found there, the goods leave the stock, and the ledger credits the
producer her share and the co-op its fee.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import stock
from marketplace import ledger
from marketplace.models import Account, Transfer, User
from marketplace.refusals import Refusal
from orders import payments
from orders.completion import close_if_over
from orders.models import Order, SubOrder


class WrongPickupCode(Refusal):
    code = "wrong_pickup_code"
    message = _("The pickup code is not right.")


class NothingReady(Refusal):
    code = "nothing_ready"
    message = _("Nothing of this order is ready to be collected.")


def hand_over(order: Order, *, code: str, by: User, at: datetime, parts: Sequence[SubOrder] | None = None) -> Order:
    """Give the buyer all parts that are ready, or those of `parts`, for the right code; take the cash due for them.

    Refuses with `WrongPickupCode`, `NothingReady`, `WrongStep` (a part that is not ready) or `NotPaid`.
    """
    with transaction.atomic():
        order = Order.objects.locked().get(pk=order.pk)
        if not hmac.compare_digest(code.strip().upper().encode(), order.pickup_code.encode()):
            raise WrongPickupCode
        given = order.sub_orders.select_related("share", "producer").order_by("pk")
        given = given.to_collect() if parts is None else given.filter(pk__in=[part.pk for part in parts])
        if not given:
            raise NothingReady
        for part in given:
            part.order = order
            _give(part, by=by, at=at)
        close_if_over(order, by=by, at=at)
    return order


def _give(part: SubOrder, *, by: User, at: datetime) -> None:
    part.hand_over(by=by, at=at)
    if part.share.is_due:
        part.share.sub_order = part
        payments.METHODS[part.order.payment.method].collect(part.share, by=by, at=at)
    stock.take(part.reservations, by=by, at=at)
    _earn(part, by=by, at=at)


def _earn(part: SubOrder, *, by: User, at: datetime) -> None:
    held = ledger.account(Account.Kind.ORDER, owner=part.order_id)
    ledger.post(
        f"earning:{part.pk}",
        code=Transfer.Code.EARNING,
        debit=held,
        credit=ledger.account(Account.Kind.PRODUCER, owner=part.producer_id),
        amount=part.earning,
        at=at,
        by=by,
        memo=part.order.number,
    )
    ledger.post(
        f"fee:{part.pk}",
        code=Transfer.Code.FEE,
        debit=held,
        credit=ledger.account(Account.Kind.FEES),
        amount=part.fee,
        at=at,
        by=by,
        memo=part.order.number,
    )
