"""Cash: what each pickup point holds, and who took what today."""

from datetime import datetime, time

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace import ledger
from marketplace.doors import PersonRequest, for_coordinators
from marketplace.models import Account, PickupPoint, Transfer
from marketplace.money import NOTHING, total


@require_safe
@for_coordinators
def desk_cash(request: PersonRequest) -> HttpResponse:
    points = {str(point.pk): point for point in PickupPoint.objects.all()}
    balances = ledger.balances(Account.Kind.CASH)
    held = [(point, -balances.get(owner, NOTHING)) for owner, point in points.items()]
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    taken = Transfer.objects.filter(code=Transfer.Code.CAPTURE, debit__kind=Account.Kind.CASH, at__gte=midnight)
    today = [(row, points.get(row.debit.owner)) for row in taken.select_related("by", "debit").order_by("-at", "-pk")]
    context = {
        "held": held,
        "held_in_all": total([amount for _point, amount in held]),
        "today": today,
        "taken_today": total([row.amount for row, _point in today]),
    }
    return render(request, "orders/desk/cash.html", context)
