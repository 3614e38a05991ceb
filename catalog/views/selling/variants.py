"""What can be chosen of a listing: its stock and price, one tap when it is sold out, and how it is described."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog import stock, variants
from catalog.forms.listing import NewVariantForm, VariantForm
from catalog.forms.selling import MovementForm, PriceForm, StockForm
from catalog.models import Product, StockMovement, Variant
from marketplace import paging
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest
from marketplace.money import Money
from producers.doors import for_producers

PAGE_SIZE = 50


@require_POST
@for_producers
def sell_stock(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    form = StockForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(variant))
    stock.count(variant, form.cleaned_data["on_hand"], by=request.user, at=timezone.now())
    return _told(request, variant)


@require_POST
@for_producers
def sell_sold_out(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    stock.sell_out(variant, by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is sold out.") % {"product": variant.full_name})
    return back(request, _address(variant))


@require_POST
@for_producers
def sell_back(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    try:
        stock.bring_back(variant, by=request.user, at=timezone.now())
    except stock.CountNeeded as refusal:
        messages.warning(request, str(refusal))
        return redirect(f"{_address(variant)}#stock_{variant.pk}_on_hand")
    return _told(request, variant)


@require_POST
@for_producers
def sell_price(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    form = PriceForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(variant))
    variant.price_at(form.cleaned_data["price"], by=request.user, at=timezone.now())
    messages.success(
        request, _("%(product)s now costs %(price)s.") % {"product": variant.full_name, "price": variant.price}
    )
    return back(request, _address(variant))


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_movements(request: PersonRequest, pk: int) -> HttpResponse:
    """What came and went, by whom and why; and the form that says that something did."""
    variant = _variant(request, pk)
    form = MovementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        stock.move(
            variant, said["quantity"], reason=said["reason"], note=said["note"], by=request.user, at=timezone.now()
        )
        return _told(request, variant)
    rows = StockMovement.objects.filter(variant=variant).select_related("by")
    page = paging.page(rows, by="-pk", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    context = {"variant": variant, "product": variant.product, "page": page, "form": form}
    return render(request, "catalog/sell/movements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_variant_new(request: PersonRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.of(request.user), pk=pk)
    last = product.variants.last()
    initial = {"unit": last.unit if last else Variant.Unit.PIECE}
    form = NewVariantForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        price: Money = form.cleaned_data["price"]
        on_hand: int = form.cleaned_data["on_hand"] or 0
        said = form.described()
        made = variants.add(product, said, price=price, on_hand=on_hand, by=request.user, at=timezone.now())
        messages.success(request, _("%(product)s is added.") % {"product": made.full_name})
        return redirect("sell_product", product.pk)
    context = {"product": product, "form": form}
    return render(request, "catalog/sell/variant.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_variant(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    initial = {name: getattr(variant, name) for name in VariantForm.base_fields}
    form = VariantForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        variants.change(variant, form.described(), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("sell_product", variant.product_id)
    context = {"product": variant.product, "variant": variant, "form": form}
    return render(request, "catalog/sell/variant.html", context)


@require_POST
@for_producers
def sell_variant_off(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    variants.take_off(variant, at=timezone.now())
    messages.success(request, _("%(product)s is not offered any more.") % {"product": variant.full_name})
    return redirect(_address(variant))


@require_POST
@for_producers
def sell_variant_on(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    variants.put_back(variant, at=timezone.now())
    messages.success(request, _("%(product)s is offered again.") % {"product": variant.full_name})
    return redirect(_address(variant))


def _told(request: PersonRequest, variant: Variant) -> HttpResponse:
    facts = {"product": variant.full_name, "available": variant.available}
    messages.success(request, _("%(product)s: %(available)s for sale now.") % facts)
    return back(request, _address(variant))


def _variant(request: PersonRequest, pk: int) -> Variant:
    mine = Product.objects.of(request.user)
    return get_object_or_404(Variant.objects.select_related("product").filter(product__in=mine), pk=pk)


def _address(variant: Variant) -> str:
    return reverse("sell_product", args=[variant.product_id])
