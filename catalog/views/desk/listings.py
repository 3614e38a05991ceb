"""The review of listings: the queue, one case with its decision, many at once, and what nobody reviewed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from catalog import casefile, comparison, review
from catalog.forms.review import MOST_AT_ONCE, BulkForm, ClaimReasonForm, DecisionForm, QueueFilter, SeenForm
from catalog.models import Product, Revision
from marketplace import paging
from marketplace.answers import correct
from marketplace.doors import PersonRequest, for_coordinators
from marketplace.refusals import Refusal

UNSEEN_DAYS = 7


@require_safe
@for_coordinators
def desk_listings(request: PersonRequest) -> HttpResponse:
    form = QueueFilter(request.GET)
    form.offer()
    waiting = review.looked_at(form.matching())
    page = paging.page(waiting, by="submitted_at", size=MOST_AT_ONCE, cursor=request.GET.get("cursor", ""))
    cases = [review.case(product) for product in page.rows]
    own = review.own_of(request.user, on=timezone.localdate())
    context = {
        "form": form,
        "page": page,
        "rows": [(case, _changed(case), case.product.producer_id in own) for case in cases],
        "counts": review.counts(),
        "filters": _filters(request),
    }
    return render(request, "catalog/desk/listings.html", context)


@require_safe
@for_coordinators
def desk_listing(request: PersonRequest, pk: int) -> HttpResponse:
    return _case_page(request, _product(pk))


@require_POST
@for_coordinators
def desk_listing_approval(request: PersonRequest, pk: int) -> HttpResponse:
    product, form = _product(pk), SeenForm(request.POST)
    following = _following(request, product)
    review.approve(product, by=request.user, at=timezone.now(), fingerprint=form.seen)
    return _done(request, product, _("%(product)s is approved. The producer is told."), following=following)


@require_POST
@for_coordinators
def desk_listing_changes(request: PersonRequest, pk: int) -> HttpResponse:
    told = _("%(product)s went back for changes. The producer is told.")
    return _decide(request, pk, review.request_changes, name="changes", told=told)


@require_POST
@for_coordinators
def desk_listing_rejection(request: PersonRequest, pk: int) -> HttpResponse:
    told = _("%(product)s is rejected. The producer is told.")
    return _decide(request, pk, review.reject, name="rejection", told=told)


@require_POST
@for_coordinators
def desk_listings_approval(request: PersonRequest) -> HttpResponse:
    """Approve what was chosen, each by itself: what moved on meanwhile or is blocked is left, and named."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("desk_listings"))
    chosen = form.cleaned_data["chosen"]
    found = Product.objects.in_bulk([each.product_id for each in chosen])
    count = 0
    for product_id, fingerprint in chosen:
        if product := found.get(product_id):
            try:
                review.approve(product, by=request.user, at=timezone.now(), fingerprint=fingerprint)
                count += 1
            except Refusal as refusal:
                facts = {"product": product, "reason": refusal}
                messages.warning(request, _("%(product)s was left: %(reason)s") % facts)
    if count:
        told = ngettext("%(count)d listing is approved.", "%(count)d listings are approved.", count)
        messages.success(request, told % {"count": count})
    return HttpResponseRedirect(reverse("desk_listings") + _filters(request), status=303)


@require_safe
@for_coordinators
def desk_unreviewed(request: PersonRequest) -> HttpResponse:
    events = casefile.published_unseen(at=timezone.now(), days=UNSEEN_DAYS)
    context = {"events": events, "days": UNSEEN_DAYS, "form": DecisionForm(auto_id=False)}
    return render(request, "catalog/desk/unreviewed.html", context)


@require_POST
@for_coordinators
def desk_listing_recall(request: PersonRequest, pk: int) -> HttpResponse:
    product = _product(pk)
    form = DecisionForm(request.POST, auto_id="recall_%s")
    if not form.is_valid():
        return _case_page(request, product, recall=form)
    review.recall(product, by=request.user, at=timezone.now(), **form.grounds)
    messages.success(request, _("%(product)s is off sale. The producer is told.") % {"product": product})
    return HttpResponseRedirect(_address(product, request), status=303)


def _decide(request: PersonRequest, pk: int, verb: Callable[..., Any], *, name: str, told: str) -> HttpResponse:
    """Send back or reject, with reasons; the case again where they are missing."""
    product = _product(pk)
    form = DecisionForm(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _case_page(request, product, **{name: form})
    following = _following(request, product)
    verb(product, by=request.user, at=timezone.now(), fingerprint=form.seen, **form.grounds)
    return _done(request, product, told, following=following)


def _case_page(request: PersonRequest, product: Product, **forms: DecisionForm) -> HttpResponse:
    """The case with its forms: as they came back, or fresh ones about the version that is shown."""
    file = casefile.of(product, reader=request.user)
    seen = {"fingerprint": file.case.fingerprint}
    fresh = {name: DecisionForm(initial=seen, auto_id=f"{name}_%s") for name in ("changes", "rejection", "recall")}
    context = {
        "file": file,
        "seen": SeenForm(initial=seen, auto_id="approval_%s"),
        "forms": {**fresh, **forms},
        "opened": next(iter(forms), ""),
        "reason": ClaimReasonForm(auto_id=False),
        "next": _following(request, product),
        "previous": _preceding(request, product),
        "filters": _filters(request),
    }
    return render(request, "catalog/desk/listing.html", context)


def _done(request: PersonRequest, product: Product, told: str, *, following: Product | None) -> HttpResponse:
    """To the next case, or to the queue after the last one; the message leads back to what was decided."""
    link = format_html('<a href="{}">{}</a>', _address(product, request), product.name)
    messages.success(request, format_html(told.replace("%(product)s", "{}"), link))
    goal = _address(following, request) if following else reverse("desk_listings") + _filters(request)
    return HttpResponseRedirect(goal, status=303)


def _product(pk: int) -> Product:
    """One that was ever sent in: drafts are their producer's own business."""
    return get_object_or_404(review.looked_at(review.submitted()), pk=pk)


def _following(request: PersonRequest, product: Product) -> Product | None:
    """Whose turn it is after this one: the next in the queue, else its first."""
    queue = QueueFilter(request.GET).matching().exclude(pk=product.pk)
    this = review.queue().filter(pk=product.pk).first()
    return (review.behind(queue, this).first() if this else None) or review.in_turn(queue).first()


def _preceding(request: PersonRequest, product: Product) -> Product | None:
    this = review.queue().filter(pk=product.pk).first()
    return review.ahead_of(QueueFilter(request.GET).matching(), this).first() if this else None


def _changed(case: review.Case) -> list[Any]:
    """What an edited version changes, by name."""
    return comparison.parts(case.product, case.version) if isinstance(case.version, Revision) else []


def _filters(request: PersonRequest) -> str:
    """The filters in use, as the end of an address."""
    used = {name: value for name in QueueFilter.base_fields if (value := request.GET.get(name))}
    return f"?{urlencode(used)}" if used else ""


def _address(product: Product, request: PersonRequest) -> str:
    return reverse("desk_listing", args=[product.pk]) + _filters(request)
