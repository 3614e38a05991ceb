"""The buyer's pages: cart, checkout, the order by its secret link, one's own orders."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import MarketDay, Photo
from marketplace import paging, throttles
from marketplace.http import from_this_site
from marketplace.models import Cooperative, User
from marketplace.money import total
from marketplace.refusals import Refusal
from orders import cancellation, checkout, payments, standing
from orders.forms.buying import CheckoutForm, PutForm, QuantityForm
from orders.models import Cart, CartLine, Order
from orders.models.cart import CartOrdered
from orders.views import visitor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PAGE_SIZE = 25

PHOTOS = Photo.objects.select_related("picture").order_by("position", "pk")


def secret(page: View[P]) -> View[P]:
    """A page that only its link opens: kept by no cache, found by no search, its address told to no other site.

    Not "no-referrer": browsers then send forms with `Origin: null`, which the guard against forged forms refuses.
    """

    @wraps(page)
    def kept_secret(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    return kept_secret


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_this_site
@throttles.throttled("carts")
def cart(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _put(request)
    now = timezone.now()
    found = visitor.cart(request)
    if found and (order := visitor.order_of(found)):
        messages.success(request, _("We have your order."))
        return visitor.to_order(request, order)
    quoted = checkout.quote(found, at=now) if found else checkout.Quote([])
    if found:
        visitor.keep(request, found)
    day = MarketDay.objects.unclosed(at=now).first() if quoted.needs_market_day else None
    context = {
        "quoted": _with_photos(quoted),
        "now": now,
        "day": day,
        "can_go_on": _can_go_on(quoted, day, at=now),
        "last_order": None if quoted.parts else visitor.last_order(request),
    }
    return render(request, "orders/cart.html", context)


def _put(request: HttpRequest) -> HttpResponse:
    form = PutForm(request.POST)
    form.is_valid()
    quantity = form.asked()
    if not (variant := form.cleaned_data.get("variant")):
        raise Http404
    filled = visitor.cart_to_fill(request)
    filled.add(variant, quantity, at=timezone.now())
    visitor.keep(request, filled)
    messages.success(request, _("%(product)s is in your cart.") % {"product": variant.full_name})
    return HttpResponseRedirect(reverse("cart"), status=303)


@require_POST
@throttles.throttled("carts")
def cart_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Another quantity of a line; 0 or `remove` takes it out."""
    found = visitor.cart(request)
    lines = found.lines.select_related("variant__product__producer").filter(pk=pk) if found else []
    for line in lines:
        _change(request, line)
    if not lines:
        messages.info(request, _("That is no longer in your cart."))
    return HttpResponseRedirect(reverse("cart"), status=303)


def _change(request: HttpRequest, line: CartLine) -> None:
    form = QuantityForm(request.POST)
    form.is_valid()
    if "remove" in request.POST or form.asked() == 0:
        line.cart.remove(line)
        messages.success(request, _("%(product)s is out of your cart.") % {"product": line.variant.full_name})
    else:
        line.cart.put(line.variant, form.asked(), at=timezone.now())
    visitor.keep(request, line.cart)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttles.throttled("orders")
def checkout_page(request: HttpRequest) -> HttpResponse:
    """The form, and what it becomes. Whatever became of an earlier answer, an ordered cart leads to its order."""
    found = visitor.named(request, request.POST.get("cart", "")) if request.method == "POST" else visitor.cart(request)
    if found is None:
        return HttpResponseRedirect(reverse("cart"), status=303)
    if order := visitor.order_of(found):
        messages.success(request, _("We have your order."))
        return visitor.to_order(request, order)
    now = timezone.now()
    quoted = checkout.quote(found, at=now)
    if request.method == "POST":
        return _place(request, found, quoted)
    if not _can_go_on(quoted, MarketDay.objects.unclosed(at=now).first(), at=now):
        return HttpResponseRedirect(reverse("cart"), status=303)
    form = CheckoutForm(quoted=quoted, person=request.user, at=now)
    return _checkout(request, found, quoted, form=form, key=secrets.token_urlsafe(16))


def _place(request: HttpRequest, found: Cart, quoted: checkout.Quote) -> HttpResponse:
    now, key = timezone.now(), request.POST.get("key", "")
    form = CheckoutForm(request.POST, quoted=quoted, person=request.user, at=now)
    status = 400
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            order = checkout.place(found, wishes=form.wishes(), at=now, by=request.user, key=key, seen=seen)
        except (CartOrdered, checkout.KeyReused):
            return visitor.to_order(request, Order.objects.get(cart=found))
        except Refusal as refusal:
            form.refuse(refusal)
            status, quoted = refusal.status, checkout.quote(found, at=now)
        else:
            messages.success(request, _("Thank you! Your order is placed, and the producers are told."))
            return visitor.to_order(request, order)
    return _checkout(request, found, quoted, form=form, key=key, status=status)


def _checkout(
    request: HttpRequest, found: Cart, quoted: checkout.Quote, *, form: CheckoutForm, key: str, status: int = 200
) -> HttpResponse:
    context = {"cart": found, "quoted": _with_photos(quoted), "form": form, "key": key}
    return render(request, "orders/checkout.html", context, status=status)


@secret
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    shown = _order(request, token)
    _load_photos(shown)
    cancelled = total([part.total for part in shown.sub_orders.all() if not part.is_living])
    context = {
        "order": shown,
        "cancelled": -cancelled,
        "earning": total([part.earning for part in shown.living_parts]),
        "fee": total([part.fee for part in shown.living_parts]),
        "standing": standing.of(shown, at=now),
        "milestones": standing.milestones(shown),
        "can_be_cancelled": cancellation.can_be_cancelled(shown, at=now),
        "method": payments.METHODS[shown.payment.method],
        "cooperative": Cooperative.current(),
    }
    return render(request, "orders/order.html", context)


@secret
@require_POST
@throttles.throttled("orders")
def order_cancellation(request: HttpRequest, token: str) -> HttpResponse:
    shown = _order(request, token)
    by = request.user if isinstance(request.user, User) else None
    cancellation.cancel_by_buyer(shown, by=by, at=timezone.now())
    messages.success(request, _("Your order is cancelled. Nothing is to be paid."))
    return HttpResponseRedirect(reverse("order", args=[shown.token]), status=303)


@never_cache
@login_required
@require_safe
def my_orders(request: HttpRequest) -> HttpResponse:
    orders = Order.objects.filter(buyer=cast(User, request.user)).detailed()
    page = paging.page(orders, by="-placed_at", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    now = timezone.now()
    shown = [(each, standing.of(each, at=now)) for each in page.rows]
    return render(request, "orders/my_orders.html", {"page": page, "shown": shown})


def _can_go_on(quoted: checkout.Quote, day: MarketDay | None, *, at: datetime) -> bool:
    """Whether it can be ordered now: nothing is amiss, and a market day is open if the goods need one."""
    return quoted.can_be_ordered and (not quoted.needs_market_day or (day is not None and day.is_open(at=at)))


def _order(request: HttpRequest, token: str) -> Order:
    """The order of the secret link; whoever tries links is slowed down."""
    with throttles.misses("unknown_links", request=request):
        return get_object_or_404(Order.objects.detailed(), token=token)


def _with_photos(quoted: checkout.Quote) -> checkout.Quote:
    products = [line.line.variant.product for line in quoted.lines]
    prefetch_related_objects(products, Prefetch("photos", PHOTOS))
    return quoted


def _load_photos(shown: Order) -> None:
    lines = [line for part in shown.sub_orders.all() for line in part.lines.all()]
    prefetch_related_objects(lines, Prefetch("variant__product__photos", PHOTOS))
