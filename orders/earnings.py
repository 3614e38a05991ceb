"""Earnings: what a producer has earned, what is on its way, and what the co-op owes her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum

from marketplace import ledger
from marketplace.models import Account
from marketplace.money import NOTHING, Money, MoneyField
from orders.models import SubOrder
from orders.models.order import SubOrderQuerySet
from producers.models import Producer


@dataclass(frozen=True)
class Earnings:
    """A producer's money: owed to her now, earned in the last 7 and 30 days, on its way, and the sales behind it."""

    balance: Money
    last_week: Money
    last_month: Money
    on_its_way: Money
    sales: Sequence[SubOrder]


def of(producer: Producer, *, at: datetime, latest: int = 50) -> Earnings:
    """The producer's earnings with her `latest` sales that were handed over, the newest first; eight queries."""
    parts = SubOrder.objects.filter(producer=producer)
    sold = parts.handed_over()
    coming = parts.living().filter(order__status="confirmed").exclude(status=SubOrder.Status.HANDED_OVER)
    return Earnings(
        balance=ledger.balance(ledger.account(Account.Kind.PRODUCER, owner=producer.pk)),
        last_week=_sum(sold.filter(handed_over_at__gt=at - timedelta(days=7))),
        last_month=_sum(sold.filter(handed_over_at__gt=at - timedelta(days=30))),
        on_its_way=_sum(coming),
        sales=list(sold.select_related("order").prefetch_related("lines").order_by("-handed_over_at", "-pk")[:latest]),
    )


def _sum(parts: SubOrderQuerySet) -> Money:
    return parts.aggregate(sum=Sum(F("total") - F("fee"), output_field=MoneyField()))["sum"] or NOTHING
