"""The desk's first page with its queues, and the orders: find one, see all of it, receive or cancel a part."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace import paging
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest, for_coordinators
from marketplace.models import Account, Transfer
from orders import cancellation, fulfilment, payments, progress, queues
from orders.forms.desk import CancelPartForm, CodeForm, OrderFilter
from orders.models import Order, SubOrder

PAGE_SIZE = 30


@require_safe
@for_coordinators
def desk(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    return render(request, "orders/desk/queues.html", {"queues": queues.now(at=now), "now": now})


@require_safe
@for_coordinators
def desk_orders(request: PersonRequest) -> HttpResponse:
    form = OrderFilter(request.GET)
    orders = form.matching(Order.objects.visible_to(request.user), at=timezone.now())
    listed = orders.select_related("pickup_point", "market_day").prefetch_related("sub_orders__share")
    page = paging.page(listed, by="-placed_at", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    return render(request, "orders/desk/orders.html", {"form": form, "page": page})


@require_safe
@for_coordinators
def desk_order(request: PersonRequest, number: str) -> HttpResponse:
    orders = Order.objects.visible_to(request.user).numbered(number).detailed()
    people = ("steps__by", "sub_orders__steps__by", "sub_orders__share__captured_by")
    order = get_object_or_404(orders.prefetch_related(*people))
    account = {"kind": Account.Kind.ORDER, "owner": order.pk}
    of_order = Q(**{f"debit__{name}": value for name, value in account.items()}) | Q(
        **{f"credit__{name}": value for name, value in account.items()}
    )
    context = {
        "order": order,
        "parts": [(part, progress.of(part)) for part in order.sub_orders.all()],
        "stages": progress.so_far(order),
        "now": timezone.now(),
        "code_form": CodeForm(),
        "transfers": Transfer.objects.filter(of_order).select_related("by").order_by("pk"),
        "method": payments.METHODS[order.payment.method],
        "cancel": CancelPartForm(),
    }
    return render(request, "orders/desk/order.html", context)


@require_POST
@for_coordinators
def desk_reception(request: PersonRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(SubOrder.objects.visible_to(request.user).select_related("order", "producer"), pk=pk)
    fulfilment.receive(part, by=request.user, at=timezone.now())
    facts = {"number": part.order.number, "producer": part.producer}
    messages.success(request, _("%(number)s: the part of %(producer)s is at the pickup point.") % facts)
    return back(request, _address(part))


@require_POST
@for_coordinators
def desk_part_cancellation(request: PersonRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(SubOrder.objects.visible_to(request.user).select_related("order", "producer"), pk=pk)
    form = CancelPartForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(part))
    cancellation.cancel_part(part, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    facts = {"number": part.order.number, "producer": part.producer}
    messages.success(request, _("%(number)s: the part of %(producer)s is cancelled. Both are told.") % facts)
    return back(request, _address(part))


def _address(part: SubOrder) -> str:
    return reverse("desk_order", args=[part.order.number])
