"""What robots ask for: which pages they may read, and where all of them are."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import sitemaps, structured
from catalog.sitemaps import Entry

HIGHEST = 1_000_000


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"site": structured.absolute("")}, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of all parts."""
    parts = [structured.absolute(part) for part in sitemaps.parts()]
    return render(request, "catalog/sitemap.xml", {"parts": parts}, content_type="application/xml")


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    return _part(request, sitemaps.pages())


@require_safe
def producers(request: HttpRequest, number: int) -> HttpResponse:
    return _part(request, sitemaps.producers(_known(number)))


@require_safe
def products(request: HttpRequest, number: int) -> HttpResponse:
    return _part(request, sitemaps.products(_known(number)))


def _part(request: HttpRequest, entries: Iterable[Entry]) -> HttpResponse:
    told = {"entries": entries, "site": structured.absolute("")}
    return render(request, "catalog/sitemap_part.xml", told, content_type="application/xml")


def _known(number: int) -> int:
    """A number that can be one of a part: anybody may ask for any."""
    if number > HIGHEST:
        raise Http404
    return number
