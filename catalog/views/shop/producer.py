"""The page of one producer: who they are, what they sell, where it is collected."""

from datetime import date
from typing import Any

from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import beside, shelf, structured
from catalog.beside import Once, every
from catalog.models import Product
from catalog.signposts import Signposts
from marketplace import kept, paging
from producers.models import Certificate, Producer, ProducerPerson

PAGE_SIZE = 24


@kept.page
@require_safe
def producer(request: HttpRequest, slug: str) -> HttpResponse:
    signposts = Signposts(at=timezone.now())
    today = timezone.localdate(signposts.at)
    shown = get_object_or_404(Producer.objects.verified().listed(), slug=slug)
    goods = shelf.stocked(Product.objects.on_sale().filter(producer=shown))
    page = paging.page(goods, by="-published_at", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    way = [(_("Producers"), reverse("producers")), (shown.name, request.path)]
    facts = structured.producer(shown)
    context = {
        "now": signposts.at,
        "producer": shown,
        "closed": shelf.closed(shown, on=today),
        "people": _people(shown, on=today),
        "page": page,
        "cards": shelf.cards(page.rows),
        "day": signposts.next_market_day,
        "points": signposts.points,
        "address": structured.absolute(request.path),
        "shared": f"{shown.name}, {shown.place}",
        "picture": structured.absolute(shown.picture.fallback) if shown.picture and shown.picture.is_ready else "",
        "facts": structured.block(facts, structured.way(*way)),
    }
    return render(request, "catalog/producer.html", context)


PAPERS = Once(
    every(Certificate.objects.confirmed().filter(person=OuterRef("pk")), *beside.CERTIFICATE), of=ProducerPerson
)


def _people(of: Producer, *, on: date) -> list[Any]:
    """Those who agreed to be shown, each with her valid certificates, in one query."""
    people: list[Any] = list(of.people.shown().annotate(papers=PAPERS))
    for person in people:
        person.valid = beside.certificates(person.papers, on=on)
    return people
