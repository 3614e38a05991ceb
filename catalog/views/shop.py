"""The shop's pages for everyone: home, products, one product, one producer, market days."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import search, shelf
from catalog.forms.browse import BrowseForm
from catalog.models import Category, MarketDay, Product, Variant
from marketplace import paging
from marketplace.models import PickupPoint
from producers.models import Certificate, Producer, ProducerPerson

PAGE_SIZE = 24
SHOWN_AT_HOME = 8
MAKERS_AT_HOME = 6
OTHERS_OF_THE_MAKER = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    on_sale = Product.objects.on_sale()
    newest = shelf.newest(on_sale, most=SHOWN_AT_HOME)
    branches = list(Category.objects.filter(parent=None))
    selling = Producer.objects.verified().filter(Exists(Product.objects.on_sale().filter(producer=OuterRef("pk"))))
    context = {
        "now": now,
        "day": MarketDay.objects.unclosed(at=now).first(),
        "branches": branches,
        "produce": _produce(branches),
        "newest": newest,
        "shown": next((card.picture for card in newest if card.picture and card.picture.is_ready), None),
        "makers": selling.listed().order_by(F("picture").desc(nulls_last=True), "name")[:MAKERS_AT_HOME],
        "numbers": on_sale.aggregate(products=Count("pk"), producers=Count("producer", distinct=True)),
    }
    return render(request, "catalog/home.html", context)


def _produce(branches: Iterable[Category]) -> Category | None:
    """The first branch that is sold by market day."""
    return next((branch for branch in branches if branch.by_market_day), None)


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    categories = list(Category.objects.all())
    producers = list(Producer.objects.verified().select_related("kind").order_by("name", "pk"))
    form = BrowseForm(request.GET, categories=categories, producers=producers)
    cursor = request.GET.get("cursor", "")
    page = paging.page(shelf.stocked(form.found()), by=form.by, size=PAGE_SIZE, cursor=cursor)
    by_slug = {category.slug: category for category in categories}
    category = by_slug.get(form.chosen("category") or "")
    branch = category.parent_id or category.pk if category else None
    context = {
        "form": form,
        "page": page,
        "cards": shelf.cards(page.rows),
        "category": category,
        "branch": branch,
        "branches": [each for each in categories if each.parent_id is None],
        "twigs": [each for each in categories if branch and each.parent_id == branch],
        "meant": search.suggest(form.text) if form.text and not page.rows else None,
        "suggestions": [] if page.rows else shelf.newest(Product.objects.on_sale(), most=OTHERS_OF_THE_MAKER),
    }
    return render(request, "catalog/products.html", context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    choices = _choices(slug)
    if not choices:
        raise Http404
    shown = choices[0].product
    buyable = [choice for choice in choices if choice.available]
    others = Product.objects.on_sale().filter(producer=shown.producer).exclude(pk=shown.pk)
    context = {
        "now": now,
        "product": shown,
        "choices": choices,
        "buyable": buyable,
        "chosen": (buyable or choices)[0],
        "cheapest": min(buyable or choices, key=lambda choice: choice.price),
        "photos": list(shown.photos.select_related("picture")),
        "day": MarketDay.objects.unclosed(at=now).first() if shown.category.by_market_day else None,
        "certificates": _certificates(shown.producer, at=now),
        "others": shelf.newest(others, most=OTHERS_OF_THE_MAKER),
        "address": settings.SITE_URL + request.path,
        "site": settings.SITE_URL,
    }
    return render(request, "catalog/product.html", context)


def _choices(slug: str) -> list[Variant]:
    """What can be chosen of a product that is on sale, with all about the product, in one query."""
    on_sale = Product.objects.on_sale().filter(slug=slug)
    product = ("category__parent", "producer__kind", "producer__village__district", "producer__district")
    kin = [f"product__{name}" for name in (*product, "producer__picture")]
    return list(Variant.objects.active().filter(product__in=on_sale).select_related(*kin))


def _certificates(producer: Producer, *, at: datetime) -> list[Certificate]:
    """Valid ones of the producer's people who agreed to be shown."""
    people = ProducerPerson.objects.shown().filter(producer=producer)
    valid = Certificate.objects.valid(on=timezone.localdate(at)).filter(person__in=people)
    return list(valid.select_related("person", "cohort__programme__provider", "confirmed_by"))


@require_safe
def producer(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Producer.objects.verified().listed(), slug=slug)
    goods = shelf.stocked(Product.objects.on_sale().filter(producer=shown))
    page = paging.page(goods, by="-published_at", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    valid = Certificate.objects.valid(on=timezone.localdate())
    papers = Prefetch("certificates", valid.select_related("cohort__programme__provider", "confirmed_by"))
    context = {
        "producer": shown,
        "people": shown.people.shown().prefetch_related(papers),
        "page": page,
        "cards": shelf.cards(page.rows),
        "address": settings.SITE_URL + request.path,
        "site": settings.SITE_URL,
    }
    return render(request, "catalog/producer.html", context)


@require_safe
def market_days(request: HttpRequest) -> HttpResponse:
    context = {
        "now": timezone.now(),
        "days": MarketDay.objects.coming(on=timezone.localdate()).detailed(),
        "produce": _produce(Category.objects.filter(parent=None)),
        "points": PickupPoint.objects.active().select_related("village__district"),
    }
    return render(request, "catalog/market_days.html", context)
