"""The grid: prices and stock of many choices at once, each change only if nobody made another one meanwhile."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import stock
from catalog.models import Variant
from marketplace.models import User
from marketplace.money import Money
from marketplace.refusals import Refusal


class ChangedMeanwhile(Refusal):
    """It is not any more what was shown. Fact: `now`, what it is."""

    code = "changed_meanwhile"
    message = _("Meanwhile it became %(now)s. Save again if yours is right.")


def reprice(variant: Variant, price: Money, *, shown: Money, by: User, at: datetime) -> None:
    """Another price than the one that was shown. Refuses with `ChangedMeanwhile` unless it still is that, or is so."""
    with transaction.atomic():
        now = Variant.objects.select_for_update().get(pk=variant.pk).price
        if now not in {shown, price}:
            raise ChangedMeanwhile(now=now)
        variant.price_at(price, by=by, at=at)


def recount(variant: Variant, on_hand: int, *, shown: int, by: User, at: datetime) -> None:
    """Another count than the one that was shown. Refuses as `reprice`, and with `stock.BelowReserved`."""
    with transaction.atomic():
        now = Variant.objects.select_for_update().get(pk=variant.pk).on_hand
        if now not in {shown, on_hand}:
            raise ChangedMeanwhile(now=now)
        stock.count(variant, on_hand, by=by, at=at)
