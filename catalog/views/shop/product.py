"""The page of one product, and its share card."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import beside, breakdown, details, share, shelf, structured
from catalog.beside import Once, every
from catalog.models import Claim, Photo, Product, Variant
from catalog.signposts import Signposts
from marketplace import kept
from producers.models import Certificate

OTHERS_OF_THE_MAKER = 4
# A card's address changes with what it shows, so whoever has that address has the card for good.
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"


@kept.page
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    signposts = Signposts(at=timezone.now())
    choices = _choices(slug)
    if not choices:
        raise Http404
    shown, today = choices[0].product, timezone.localdate(signposts.at)
    closed = shelf.closed(shown.producer, on=today)
    buyable = [] if closed else [choice for choice in choices if choice.available]
    offered = [choice for choice in choices if choice.available] or choices
    cheapest = min(offered, key=lambda choice: choice.price)
    photos = [beside.picture(each) for each in choices[0].photos]
    others = Product.objects.on_sale().filter(producer=shown.producer).exclude(pk=shown.pk)
    context = {
        "now": signposts.at,
        "product": shown,
        "choices": choices,
        "buyable": buyable,
        "chosen": (buyable or choices)[0],
        "cheapest": cheapest,
        "before_price": _("from") if max(choice.price for choice in choices) != cheapest.price else "",
        "closed": closed,
        "photos": photos,
        "claims": beside.claims(choices[0].claims, on=today),
        "details": details.shown(shown),
        "certificates": beside.certificates(choices[0].papers, on=today),
        "others": shelf.newest(others, most=OTHERS_OF_THE_MAKER),
        **_priced(choices, cheapest=cheapest, on=today),
        **_collected(shown, signposts=signposts),
    }
    return render(request, "catalog/product.html", context | _told(context))


KIN = ("category__parent", "producer__kind", "producer__village__district", "producer__district", "producer__picture")
CLAIMS = Claim.objects.filter(status=Claim.Status.CONFIRMED, product=OuterRef("product")).order_by("kind", "pk")
PAPERS = Certificate.objects.confirmed().shown().filter(person__producer=OuterRef("product__producer"))
BESIDE = {
    "photos": every(Photo.objects.filter(product=OuterRef("product")), *beside.PICTURE, of="picture__"),
    "claims": every(CLAIMS, *beside.CLAIM),
    "papers": every(PAPERS, *beside.CERTIFICATE),
}
KNOWN = {name: Once(expression, of=Variant) for name, expression in BESIDE.items()}


def _choices(slug: str) -> list[Any]:
    """What can be chosen of a product that is on sale, with all about the product, in one query."""
    of_it = Variant.objects.on_sale().filter(product__slug=slug)
    return list(of_it.select_related(*(f"product__{name}" for name in KIN)).annotate(**KNOWN))


def _priced(choices: Sequence[Variant], *, cheapest: Variant, on: date) -> dict[str, Any]:
    """What of the prices is whose."""
    shares = breakdown.shares(cheapest.product, [choice.price for choice in choices], on=on)
    by_choice = {choice.pk: each for choice, each in zip(choices, shares, strict=False)}
    return {"share": by_choice.get(cheapest.pk)}


def _collected(shown: Product, *, signposts: Signposts) -> dict[str, Any]:
    """When and where it is collected: produce on the next market day, all else at any point."""
    if not shown.category.by_market_day:
        return {"day": None, "points": signposts.points}
    day = signposts.next_market_day
    return {"day": day, "points": list(day.pickup_points.all()) if day else []}


def _told(context: dict[str, Any]) -> dict[str, Any]:
    """What the page tells other sites: its address, its card, and facts for search engines."""
    shown = context["product"]
    way = [(_("Products"), reverse("products")), *structured.category_way(shown.category)]
    facts = structured.product(
        shown,
        choices=context["choices"],
        photos=context["photos"],
        is_closed=bool(context["closed"]),
    )
    cheapest = context["cheapest"]
    price = f"{context['before_price']} {cheapest.price} / {cheapest.get_unit_display()}".strip()
    face = share.Face(shown.name, shown.producer.name, price, next(iter(context["photos"]), None))
    address = reverse("product", args=[shown.slug])
    return {
        "address": structured.absolute(address),
        "card": structured.absolute(f"{reverse('product_card', args=[shown.slug])}?v={face.version[:12]}"),
        "card_size": (share.WIDTH, share.HEIGHT),
        "shared": f"{shown.name}, {price}. {shown.producer.name}",
        "facts": structured.block(facts, structured.way(*way, (shown.name, address))),
    }


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The share card as it is now, in the language of the visitor."""
    shown = get_object_or_404(shelf.stocked(Product.objects.on_sale().filter(slug=slug)))
    face = share.Face.of(*shelf.cards([shown]))
    is_this_one = request.GET.get("v") == face.version[:12]
    return HttpResponse(
        share.card(face),
        content_type="image/jpeg",
        headers={"Cache-Control": FOR_GOOD if is_this_one else FOR_NOW, "ETag": f'"{face.version}"'},
    )
