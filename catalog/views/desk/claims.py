"""Claims at the desk: those whose proof waits to be looked at, those that end soon, all that are confirmed."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from catalog import review, vouching
from catalog.forms.review import ClaimReasonForm
from catalog.models import Claim
from marketplace import paging
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest, for_coordinators

PAGE_SIZE = 30
PILLS = [
    ("waiting", gettext_lazy("Waiting")),
    ("ending", gettext_lazy("Ending within 30 days")),
    ("confirmed", gettext_lazy("All that are checked")),
]


@require_safe
@for_coordinators
def desk_claims(request: PersonRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in dict(PILLS) else "waiting"
    claims, by = _listed(show)
    page = paging.page(claims, by=by, size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    own = review.own_of(request.user, on=timezone.localdate())
    context = {
        "page": page,
        "rows": [(claim, claim.product.producer_id in own) for claim in page.rows],
        "show": show,
        "pills": PILLS,
        "form": ClaimReasonForm(auto_id=False),
    }
    return render(request, "catalog/desk/claims.html", context)


@require_POST
@for_coordinators
def desk_claim_confirmation(request: PersonRequest, pk: int) -> HttpResponse:
    claim = _claim(pk)
    vouching.confirm(claim, by=request.user, at=timezone.now())
    messages.success(request, _("%(claim)s is confirmed. The producer is told.") % {"claim": claim})
    return back(request, reverse("desk_claims"))


@require_POST
@for_coordinators
def desk_claim_rejection(request: PersonRequest, pk: int) -> HttpResponse:
    claim, form = _claim(pk), ClaimReasonForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("desk_claims"))
    vouching.decline(claim, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("%(claim)s is declined. The producer is told.") % {"claim": claim})
    return back(request, reverse("desk_claims"))


@require_POST
@for_coordinators
def desk_claim_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    claim, form = _claim(pk), ClaimReasonForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("desk_claims"))
    vouching.withdraw(claim, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("%(claim)s is withdrawn. The producer is told.") % {"claim": claim})
    return back(request, reverse("desk_claims"))


def _listed(show: str) -> tuple[QuerySet[Claim], str]:
    """The claims, and the column by which they are sorted: what is most pressing comes first."""
    if show == "waiting":
        return vouching.waiting(), "made_at"
    if show == "ending":
        return vouching.ending(on=timezone.localdate()), "valid_until"
    return vouching.confirmed(), "-pk"


def _claim(pk: int) -> Claim:
    return get_object_or_404(Claim.objects.select_related("product"), pk=pk)
