"""Claims of a listing: made with their proof, and withdrawn."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog import claims
from catalog.forms.listing import ClaimForm
from catalog.models import Claim, Product
from catalog.views.selling.uploads import kept_pictures
from marketplace.doors import PersonRequest
from marketplace.models import Picture
from marketplace.refusals import Refusal
from producers.doors import for_producers


@require_http_methods(["GET", "HEAD", "POST"])
@for_producers
def sell_claim_new(request: PersonRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product.objects.of(request.user).select_related("category"), pk=pk)
    if request.method != "POST":
        form = ClaimForm(initial={"kind": request.GET.get("kind") or claims.USUAL.get(product.category.rules)})
        return _shown(request, product, form, [])
    form = ClaimForm(request.POST, request.FILES)
    form.full_clean()
    papers = kept_pictures(request, form, most=1)
    if not form.errors:
        proof = replace(form.proof(), evidence=papers[0] if papers else None)
        try:
            claims.make(product, form.cleaned_data["kind"], proof, by=request.user, at=timezone.now())
        except Refusal as refusal:  # said in the form, which keeps all that was written
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is added. A market coordinator looks at the proof."))
            return redirect("sell_product", product.pk)
    return _shown(request, product, form, papers)


@require_POST
@for_producers
def sell_claim_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.of(request.user), pk=pk)
    claims.withdraw(claim, by=request.user, at=timezone.now())
    messages.success(request, _("It is withdrawn: %(claim)s.") % {"claim": claim.get_kind_display()})
    return redirect("sell_product", claim.product_id)


def _shown(request: PersonRequest, product: Product, form: ClaimForm, papers: list[Picture]) -> HttpResponse:
    context = {"product": product, "form": form, "pictures": papers}
    return render(request, "catalog/sell/claim.html", context)
