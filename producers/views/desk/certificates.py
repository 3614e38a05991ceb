"""Certificates at the desk: claims wait with the photo of the paper; what was checked can be withdrawn."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marketplace import paging
from marketplace.answers import correct
from marketplace.doors import PersonRequest, for_coordinators
from producers import certificates
from producers.forms.desk.certificates import WITHDRAWAL, CohortForm, ConfirmForm
from producers.forms.desk.producers import ReasonForm
from producers.four_eyes import is_own_case
from producers.models import Certificate
from producers.models.training import CertificateQuerySet

QUEUE_SIZE = 10
PAGE_SIZE = 30
NEW = "new"  # the prefix of the form that adds a cohort
SOON = timedelta(days=60)
PILLS = {
    "claimed": gettext_lazy("To check"),
    "soon": gettext_lazy("Expiring soon"),
    "confirmed": gettext_lazy("Checked"),
    "expired": gettext_lazy("Expired"),
    "withdrawn": gettext_lazy("Withdrawn"),
}

# How many of these there are is told beside the word.
URGENT = {"claimed", "soon"}


@require_safe
@for_coordinators
def desk_certificates(request: PersonRequest) -> HttpResponse:
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in PILLS else "claimed"
    size = QUEUE_SIZE if chosen == "claimed" else PAGE_SIZE
    page = paging.page(_listed(chosen), by=_by(chosen), size=size, cursor=request.GET.get("cursor", ""))
    context = {
        "pills": [(code, label, _listed(code).count() if code in URGENT else None) for code, label in PILLS.items()],
        "chosen": chosen,
        "page": page,
    }
    return render(request, "producers/desk/certificates.html", context)


@require_safe
@for_coordinators
def desk_certificate(request: PersonRequest, pk: int) -> HttpResponse:
    certificate = get_object_or_404(_certificates(), pk=pk)
    return _show(request, certificate)


@require_POST
@for_coordinators
def desk_certificate_confirmation(request: PersonRequest, pk: int) -> HttpResponse:
    """Of a cohort that is known, or of one that is added with it."""
    certificate = get_object_or_404(_certificates(), pk=pk)
    is_new = f"{NEW}-name" in request.POST
    form = CohortForm(request.POST, prefix=NEW) if is_new else ConfirmForm(request.POST)
    if not form.is_valid():
        return _show(request, certificate, **{"new" if is_new else "confirm": form})
    with transaction.atomic():
        certificates.confirm(certificate, by=request.user, at=timezone.now(), cohort=form.save())
    messages.success(request, _("The certificate of %(name)s is confirmed.") % {"name": certificate.person})
    return _onward(certificate)


@require_POST
@for_coordinators
def desk_certificate_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    certificate = get_object_or_404(_certificates(), pk=pk)
    was_waiting = certificate.status == Certificate.Status.CLAIMED
    form = ReasonForm(request.POST, reasons=WITHDRAWAL)
    if not form.is_valid():
        return correct(request, form, _address(certificate))
    certificates.withdraw(certificate, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("The certificate of %(name)s is withdrawn.") % {"name": certificate.person})
    return _onward(certificate) if was_waiting else HttpResponseRedirect(_address(certificate), status=303)


def _show(request: PersonRequest, certificate: Certificate, **forms: BaseForm) -> HttpResponse:
    """The page of one certificate, with these forms as they were sent."""
    paper = certificate.paper
    context = {
        "certificate": certificate,
        "full_size": paper.address(width=paper.width) if paper else "",
        "is_own_case": is_own_case(certificate.person.producer, by=request.user, at=timezone.now()),
        "steps": certificate.steps.select_related("by"),
        "confirm": ConfirmForm(initial={"cohort": certificate.cohort}),
        "new": CohortForm(prefix=NEW),
        "withdraw": ReasonForm(reasons=WITHDRAWAL),
        **forms,
    }
    return render(request, "producers/desk/certificate.html", context)


def _onward(certificate: Certificate) -> HttpResponseRedirect:
    """To the next paper that waits, so that a pile is quickly gone; at its end, to the queue."""
    later = _listed("claimed").filter(pk__gt=certificate.pk).order_by("pk").first()
    return HttpResponseRedirect(_address(later) if later else reverse("desk_certificates"), status=303)


def _certificates() -> CertificateQuerySet:
    """All but those of drafts: these are still their makers' own business."""
    return Certificate.objects.detailed().select_related("paper", "person__producer__kind").of_applicants()


def _listed(chosen: str) -> CertificateQuerySet:
    if chosen == "soon":
        today = timezone.localdate()
        return _certificates().ending(first=today, last=today + SOON)
    return _certificates().filter(status=chosen)


def _by(chosen: str) -> str:
    """What ends first, or waits longest, comes first; of what is over, the newest."""
    return {"claimed": "pk", "soon": "expires_on"}.get(chosen, "-pk")


def _address(certificate: Certificate) -> str:
    return reverse("desk_certificate", args=[certificate.pk])
