"""Today's work and the orders: accept, decline, mark ready."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marketplace import paging
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest
from marketplace.models import User
from orders import cancellation, fulfilment, progress, worklist
from orders.forms.selling import DeclineForm
from orders.models import SubOrder
from producers.doors import for_producers

Status = SubOrder.Status
PAGE_SIZE = 24

# The tabs of the list of orders, each with its statuses. What is still to be done stands oldest first.
TO_DO = {
    "new": (gettext_lazy("To accept"), [Status.NEW]),
    "making": (gettext_lazy("To make"), [Status.ACCEPTED]),
    "ready": (gettext_lazy("Ready"), [Status.READY, Status.RECEIVED]),
}
OVER = {
    "collected": (gettext_lazy("Collected"), [Status.HANDED_OVER]),
    "cancelled": (gettext_lazy("Cancelled"), [Status.CANCELLED]),
}
TABS = TO_DO | OVER


@require_safe
@for_producers
def sell(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    work = worklist.of(request.user, at=now)
    return render(request, "orders/sell/today.html", {"work": work, "now": now, "decline": DeclineForm()})


@require_safe
@for_producers
def sell_orders(request: PersonRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in TABS else "new"
    parts = SubOrder.objects.of(request.user).filter(status__in=TABS[state][1])
    listed = parts.select_related("order__pickup_point", "order__market_day", "producer").prefetch_related("lines")
    by = "accept_by" if state in TO_DO else "-accept_by"
    page = paging.page(listed, by=by, size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    context = {"page": page, "state": state, "tabs": _tabs(request.user), "now": timezone.now()}
    return render(request, "orders/sell/orders.html", context)


@require_safe
@for_producers
def sell_order(request: PersonRequest, pk: int) -> HttpResponse:
    parts = SubOrder.objects.of(request.user).detailed().prefetch_related("steps__by")
    part = get_object_or_404(parts, pk=pk)
    worklist.with_pictures([part])
    context = {"part": part, "stages": progress.of(part), "now": timezone.now(), "decline": DeclineForm()}
    return render(request, "orders/sell/order.html", context)


@require_POST
@for_producers
def sell_acceptance(request: PersonRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(SubOrder.objects.of(request.user).select_related("order"), pk=pk)
    fulfilment.accept(part, by=request.user, at=timezone.now())
    messages.success(request, _("You accepted %(number)s. Now make it.") % {"number": part.order.number})
    return back(request, reverse("sell"))


@require_POST
@for_producers
def sell_decline(request: PersonRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(SubOrder.objects.of(request.user).select_related("order"), pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("sell"))
    reason = form.reason(language=part.order.language)
    cancellation.decline(part, by=request.user, at=timezone.now(), reason=reason)
    messages.success(request, _("You declined %(number)s. The buyer is told.") % {"number": part.order.number})
    return back(request, reverse("sell"))


@require_POST
@for_producers
def sell_readiness(request: PersonRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(SubOrder.objects.of(request.user).select_related("order__pickup_point"), pk=pk)
    fulfilment.mark_ready(part, by=request.user, at=timezone.now())
    facts = {"number": part.order.number, "point": part.order.pickup_point}
    messages.success(request, _("%(number)s is ready. Bring it to %(point)s.") % facts)
    return back(request, reverse("sell"))


def _tabs(user: User) -> list[tuple[str, str | Promise, int]]:
    """Each tab with its label and how many orders wait behind it; what is over is not counted."""
    counts = SubOrder.objects.of(user).counts()
    waiting = {code: sum(counts.get(status, 0) for status in statuses) for code, (_label, statuses) in TO_DO.items()}
    return [(code, label, waiting.get(code, 0)) for code, (label, _statuses) in TABS.items()]
