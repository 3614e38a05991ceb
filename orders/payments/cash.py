"""Cash at pickup: the order stands at once, and the money is taken part by part as the goods are handed over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from marketplace import ledger
from marketplace.models import Account, Transfer, User
from orders.models import Order, PaymentShare


class Cash:
    code = "cash"
    name = _("Cash at pickup")
    explanation = _("Pay when you collect your order.")

    def is_offered(self) -> bool:
        return True

    def first_status(self) -> Order.Status:
        return Order.Status.CONFIRMED

    def collect(self, share: PaymentShare, *, by: User, at: datetime) -> None:
        """Take the part's money; the pickup point holds it from now on."""
        order = share.sub_order.order
        share.capture(by=by, at=at)
        ledger.post(
            f"capture:{share.pk}",
            code=Transfer.Code.CAPTURE,
            debit=ledger.account(Account.Kind.CASH, owner=order.pickup_point_id),
            credit=ledger.account(Account.Kind.ORDER, owner=order.pk),
            amount=share.amount,
            at=at,
            by=by,
            memo=order.number,
        )
