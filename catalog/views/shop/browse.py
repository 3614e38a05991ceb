"""The list of products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import search, shelf, structured
from catalog.forms.browse import BrowseForm
from catalog.models import Product
from catalog.signposts import Signposts
from marketplace import kept, paging

PAGE_SIZE = 24
SUGGESTED = 4


@kept.page
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    signposts = Signposts(at=timezone.now())
    form = BrowseForm(request.GET, signposts=signposts)
    cursor = request.GET.get("cursor", "")
    page = paging.page(shelf.stocked(form.found()), by=form.by, size=PAGE_SIZE, cursor=cursor)
    by_key = {category.pk: category for category in signposts.categories}
    category = next((each for each in by_key.values() if each.slug == form.chosen("category")), None)
    branch = by_key[category.parent_id or category.pk] if category else None
    context = {
        "now": signposts.at,
        "form": form,
        "page": page,
        "cards": shelf.cards(page.rows),
        "category": category,
        "branch": branch,
        "branches": signposts.branches,
        "twigs": signposts.twigs(branch) if branch else [],
        "meant": search.suggest(form.text) if form.text and not page.rows else None,
        "suggestions": [] if page.rows else shelf.newest(Product.objects.on_sale(), most=SUGGESTED),
        # Pages of filters lead on to products, but are no finds themselves: they are without number, and each shows
        # what a shelf shows already.
        "is_indexed": form.is_shelf,
        "address": structured.absolute(f"{request.path}?{form.query}".removesuffix("?")),
    }
    return render(request, "catalog/products.html", context)
