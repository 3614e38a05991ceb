"""The producer's products: stock, price, photos, and whether they are on sale."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import photos, stock
from catalog.forms.selling import PhotoForm, PriceForm, StockForm
from catalog.models import Product, Variant
from marketplace import paging
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest
from producers.doors import for_producers
from producers.models import Producer

PAGE_SIZE = 48


@require_safe
@for_producers
def sell_products(request: PersonRequest) -> HttpResponse:
    products = Product.objects.of(request.user).exclude(status=Product.Status.ARCHIVED).listed()
    page = paging.page(products, by="name", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    producers = list(Producer.objects.of(request.user).order_by("name", "pk"))
    return render(request, "catalog/sell/products.html", {"page": page, "producers": producers})


@require_safe
@for_producers
def sell_product(request: PersonRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.of(request.user).listed(), pk=pk)
    offers = [
        (
            variant,
            StockForm(initial={"on_hand": variant.on_hand}, auto_id=f"stock_{variant.pk}_%s"),
            PriceForm(initial={"price": variant.price}, auto_id=f"price_{variant.pk}_%s"),
        )
        for variant in product.variants.all()
    ]
    context = {"product": product, "offers": offers, "photo_form": PhotoForm(), "most_photos": photos.MOST}
    return render(request, "catalog/sell/product.html", context)


@require_POST
@for_producers
def sell_stock(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    form = StockForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(variant.product))
    stock.count(variant, form.cleaned_data["on_hand"], by=request.user, at=timezone.now())
    facts = {"product": variant.full_name, "available": variant.available}
    messages.success(request, _("%(product)s: %(available)s for sale now.") % facts)
    return back(request, _address(variant.product))


@require_POST
@for_producers
def sell_price(request: PersonRequest, pk: int) -> HttpResponse:
    variant = _variant(request, pk)
    form = PriceForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(variant.product))
    variant.price_at(form.cleaned_data["price"], by=request.user, at=timezone.now())
    messages.success(
        request, _("%(product)s now costs %(price)s.") % {"product": variant.full_name, "price": variant.price}
    )
    return back(request, _address(variant.product))


@require_POST
@for_producers
def sell_photos(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return correct(request, form, _address(product))
    photos.add(product, form.cleaned_data["photo"], by=request.user)
    messages.success(request, _("The photo has arrived. It is being prepared and shows in a moment."))
    return back(request, _address(product))


@require_POST
@for_producers
def sell_pause(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    product.pause(by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is off sale until you put it back.") % {"product": product})
    return back(request, _address(product))


@require_POST
@for_producers
def sell_publication(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(request, pk)
    product.resume(by=request.user, at=timezone.now())
    messages.success(request, _("%(product)s is on sale again.") % {"product": product})
    return back(request, _address(product))


def _product(request: PersonRequest, pk: int) -> Product:
    return get_object_or_404(Product.objects.of(request.user), pk=pk)


def _variant(request: PersonRequest, pk: int) -> Variant:
    mine = Product.objects.of(request.user)
    return get_object_or_404(Variant.objects.select_related("product").filter(product__in=mine), pk=pk)


def _address(product: Product) -> str:
    return reverse("sell_product", args=[product.pk])
