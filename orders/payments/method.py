"""What every way to pay can do."""

from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from orders.models import Order, PaymentShare


class MethodNotOffered(Refusal):
    """A way to pay that this market does not offer now."""

    code = "payment_method_not_offered"
    message = _("This way to pay is not offered at the moment. Choose another one.")


class NotPaid(Refusal):
    """Goods that must be paid before they are handed over, and are not."""

    code = "not_paid"
    message = _("This order is not paid yet.")


class Method(Protocol):
    """One way to pay. `code` names it in rows and in the API; `name` and `explanation` are for the buyer."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str | Promise: ...

    @property
    def explanation(self) -> str | Promise: ...

    def is_offered(self) -> bool:
        """Whether a buyer can choose it now."""

    def first_status(self) -> Order.Status:
        """The status of an order that is placed with it."""

    def collect(self, share: PaymentShare, *, by: User, at: datetime) -> None:
        """At hand-over: take what is due for the part, or refuse with `NotPaid`. Inside the hand-over's transaction."""
