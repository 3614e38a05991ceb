"""The grid of prices and stock of everything that a producer offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog import grid
from catalog.forms.grid import ON_HAND, PRICE, GridLine
from catalog.models import Product, Variant
from catalog.models.product import VariantQuerySet
from marketplace import paging
from marketplace.doors import PersonRequest
from marketplace.refusals import Refusal
from producers.doors import for_producers

PAGE_SIZE = 50
OVER = (Product.Status.ARCHIVED, Product.Status.REJECTED)
DEEDS: Mapping[str, Any] = {PRICE: grid.reprice, ON_HAND: grid.recount}


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_grid(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    page = paging.page(_mine(request), by="listed_as", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    return render(request, "catalog/sell/grid.html", {"page": page, "lines": [GridLine(each) for each in page.rows]})


def _mine(request: PersonRequest) -> VariantQuerySet:
    mine = Product.objects.of(request.user).exclude(status__in=OVER)
    offered = Variant.objects.filter(product__in=mine, is_active=True)
    return offered.select_related("product").annotate(listed_as=F("product__name"))


def _save(request: PersonRequest) -> HttpResponse:
    sent = [int(pk) for pk in request.POST.getlist("variant")[:PAGE_SIZE] if pk.isascii() and pk.isdigit()]
    found = _mine(request).in_bulk(sent)
    lines = [GridLine(found[pk], data=request.POST) for pk in sent if pk in found]
    saved = sum(_save_line(line, request) for line in sorted(lines, key=lambda line: line.variant.pk))
    if saved:
        told = ngettext("%(count)s change is saved.", "%(count)s changes are saved.", saved)
        messages.success(request, told % {"count": saved})
    if any(line.errors for line in lines):
        return _again(request, lines)
    if not saved:
        messages.info(request, _("Nothing was changed."))
    return HttpResponseRedirect(request.get_full_path(), status=303)


def _save_line(line: GridLine, request: PersonRequest) -> int:
    """Save what was changed of one choice, the rest of it stays asked for; the number of changes."""
    saved = 0
    line.full_clean()
    for name, (shown, wanted) in line.changes().items():
        try:
            DEEDS[name](line.variant, wanted, shown=shown, by=request.user, at=timezone.now())
            saved += 1
        except Refusal as refusal:
            line.add_error(name, str(refusal))
    return saved


def _again(request: PersonRequest, lines: Sequence[GridLine]) -> HttpResponse:
    """The same lines as they were typed, with what is wrong beside each, and what is there now as seen."""
    now = _mine(request).in_bulk([line.variant.pk for line in lines])
    for line in lines:
        if line.variant.pk in now:
            line.show_now(now[line.variant.pk])
    return render(request, "catalog/sell/grid.html", {"lines": lines, "is_wrong": True}, status=422)
