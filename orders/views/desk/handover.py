"""Hand-over at the pickup point: a code, what there is for it, what to take, and one button."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from marketplace.doors import PersonRequest, for_coordinators
from marketplace.money import total
from marketplace.refusals import WrongStep
from orders import handover
from orders.forms.desk import CodeForm, HandOverForm
from orders.models import Order


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_handover(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        return _hand_over(request)
    form = CodeForm(request.GET if "code" in request.GET else None)
    form.fields["code"].widget.attrs["autofocus"] = True
    if form.is_valid():
        code = form.cleaned_data["code"]
        if order := Order.objects.detailed().to_hand_over(code).first():
            return render(request, "orders/desk/handover.html", {"order": order, "code": code})
        past = Order.objects.filter(pickup_code=code).order_by("-pk").first()
        return render(request, "orders/desk/handover.html", {"form": form, "unknown": code, "past": past})
    return render(request, "orders/desk/handover.html", {"form": form, "done": _done(request)})


def _hand_over(request: PersonRequest) -> HttpResponse:
    """Give exactly the parts that the page showed, so that nobody takes other money than she saw."""
    orders = Order.objects.visible_to(request.user).numbered(request.POST.get("order", ""))
    order = get_object_or_404(orders)
    form = HandOverForm(request.POST, order=order)
    if not form.is_valid():
        raise WrongStep
    parts = list(form.cleaned_data["parts"])
    handover.hand_over(order, code=form.cleaned_data["code"], by=request.user, at=timezone.now(), parts=parts)
    return HttpResponseRedirect(f"{reverse('desk_handover')}?{urlencode({'done': order.number})}", status=303)


def _done(request: PersonRequest) -> dict[str, Any] | None:
    """What the last hand-over of the order in the address gave and took: told once it is done."""
    orders = Order.objects.visible_to(request.user).numbered(request.GET.get("done", ""))
    order = orders.detailed().first()
    given = [part for part in order.sub_orders.all() if part.handed_over_at] if order else []
    if not given:
        return None
    moment = max(part.handed_over_at for part in given if part.handed_over_at)
    parts = [part for part in given if part.handed_over_at == moment]
    taken = total([part.share.amount for part in parts if part.share.captured_at == moment])
    return {"order": order, "parts": parts, "taken": taken}
