"""The home page, and the market days."""

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import shelf, structured
from catalog.models import MarketDay, Product
from catalog.signposts import Signposts
from marketplace import kept
from marketplace.models import Cooperative
from producers.models import Producer

SHOWN_AT_HOME = 8
MAKERS_AT_HOME = 6


@kept.page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    signposts = Signposts(at=timezone.now())
    newest = shelf.newest(Product.objects.on_sale(), most=SHOWN_AT_HOME)
    context = {
        "now": signposts.at,
        "day": signposts.next_market_day,
        "branches": signposts.branches,
        "produce": signposts.produce,
        "newest": newest,
        "shown": next((card.picture for card in newest if card.picture and card.picture.is_ready), None),
        "makers": kept.part("makers at home", _makers),
        "facts": structured.block(structured.cooperative(kept.part("cooperative", Cooperative.current))),
        "address": structured.absolute("/"),
    }
    return render(request, "catalog/home.html", context)


def _makers() -> list[Producer]:
    """Some who sell something, those with a picture first."""
    selling = Producer.objects.verified().filter(Exists(Product.objects.on_sale().filter(producer=OuterRef("pk"))))
    return list(selling.listed().order_by(F("picture").desc(nulls_last=True), "name")[:MAKERS_AT_HOME])


@kept.page
@require_safe
def market_days(request: HttpRequest) -> HttpResponse:
    signposts = Signposts(at=timezone.now())
    context = {
        "now": signposts.at,
        "days": MarketDay.objects.coming(on=timezone.localdate(signposts.at)).detailed(),
        "produce": signposts.produce,
        "points": signposts.points,
    }
    return render(request, "catalog/market_days.html", context)
