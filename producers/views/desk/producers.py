"""Producers at the desk: find one, see the whole of it, decide about it, and say who may act for it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace import paging
from marketplace.answers import correct
from marketplace.doors import PersonRequest, for_coordinators
from producers import grants, log, verification
from producers.forms.desk import producers as forms
from producers.four_eyes import is_own_case
from producers.models import Certificate, Grant, Producer, ProducerPerson
from producers.models.producer import ProducerQuerySet

PAGE_SIZE = 30

Deed = Callable[..., None]


@require_safe
@for_coordinators
def desk_producers(request: PersonRequest) -> HttpResponse:
    form = forms.ProducerFilter(request.GET)
    producers = Producer.objects.sent_in()
    listed = form.matching(producers).select_related("kind", "district", "village__district", "picture")
    page = paging.page(listed, by=form.by, size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    context = {"form": form, "page": page, "pills": _counted(form, producers), "chosen": form.chosen}
    return render(request, "producers/desk/producers.html", context)


@require_safe
@for_coordinators
def desk_producer(request: PersonRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    producer = get_object_or_404(_whole(Producer.objects.sent_in()), pk=pk)
    context = {
        "producer": producer,
        "today": timezone.localdate(now),
        "is_own_case": is_own_case(producer, by=request.user, at=now),
        "log": log.of(producer, before=now),
        "grant_form": forms.GrantForm(prefix="grant"),
        "reasons": {
            "changes": _reasons(forms.CHANGES, "changes"),
            "refusal": _reasons(forms.REFUSAL, "refusal"),
            "suspension": _reasons(forms.SUSPENSION, "suspension"),
            "restoration": _reasons(forms.RESTORATION, "restoration"),
            "closure": _reasons(forms.CLOSURE, "closure"),
            "trust": _reasons(forms.TRUST, "trust"),
            "distrust": _reasons(forms.DISTRUST, "distrust"),
        },
    }
    return render(request, "producers/desk/producer.html", context)


@require_POST
@for_coordinators
def desk_verification(request: PersonRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(Producer.objects.sent_in(), pk=pk)
    verification.verify(producer, by=request.user, at=timezone.now())
    messages.success(request, _("%(producer)s is verified and is told so.") % {"producer": producer})
    return _to(producer)


@require_POST
@for_coordinators
def desk_changes_request(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("%(producer)s is asked for changes.")
    return _decide(request, pk, verification.request_changes, reasons=forms.CHANGES, prefix="changes", done=done)


@require_POST
@for_coordinators
def desk_refusal(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("The application of %(producer)s is refused.")
    return _decide(request, pk, verification.refuse, reasons=forms.REFUSAL, prefix="refusal", done=done)


@require_POST
@for_coordinators
def desk_suspension(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("%(producer)s is suspended: its goods are off sale.")
    return _decide(request, pk, verification.suspend, reasons=forms.SUSPENSION, prefix="suspension", done=done)


@require_POST
@for_coordinators
def desk_restoration(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("%(producer)s may sell again.")
    return _decide(request, pk, verification.restore, reasons=forms.RESTORATION, prefix="restoration", done=done)


@require_POST
@for_coordinators
def desk_closure(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("%(producer)s is closed. What is owed to it stays owed.")
    return _decide(request, pk, verification.close, reasons=forms.CLOSURE, prefix="closure", done=done)


@require_POST
@for_coordinators
def desk_trust(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("New listings of %(producer)s are published without a review from now on.")
    return _decide(request, pk, verification.trust, reasons=forms.TRUST, prefix="trust", done=done)


@require_POST
@for_coordinators
def desk_distrust(request: PersonRequest, pk: int) -> HttpResponse:
    done = _("Listings of %(producer)s are reviewed again.")
    return _decide(request, pk, verification.distrust, reasons=forms.DISTRUST, prefix="distrust", done=done)


@require_POST
@for_coordinators
def desk_grants(request: PersonRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(Producer.objects.sent_in(), pk=pk)
    form = forms.GrantForm(request.POST, prefix="grant")
    if not form.is_valid():
        return correct(request, form, _address(producer))
    told = {**form.cleaned_data, "address": str(form.cleaned_data["address"])}
    grant = grants.record(producer, **told, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s may act for %(producer)s.") % {"name": grant.user, "producer": producer})
    return _to(producer)


@require_POST
@for_coordinators
def desk_grant_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.select_related("producer", "user"), pk=pk)
    grant.revoke(by=request.user, at=timezone.now())
    facts = {"name": grant.user, "producer": grant.producer}
    messages.success(request, _("%(name)s may no longer act for %(producer)s.") % facts)
    return _to(grant.producer)


def _decide(
    request: PersonRequest, pk: int, deed: Deed, *, reasons: Iterable[str | Promise], prefix: str, done: str
) -> HttpResponse:
    """Do it for the reason that the form gives, and say so."""
    producer = get_object_or_404(Producer.objects.sent_in(), pk=pk)
    form = forms.ReasonForm(request.POST, reasons=reasons, prefix=prefix)
    if not form.is_valid():
        return correct(request, form, _address(producer))
    deed(producer, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, done % {"producer": producer})
    return _to(producer)


def _reasons(reasons: Iterable[str | Promise], prefix: str) -> forms.ReasonForm:
    """An empty form; each has a prefix of its own, since several stand on one page."""
    return forms.ReasonForm(reasons=reasons, prefix=prefix)


def _counted(form: forms.ProducerFilter, producers: ProducerQuerySet) -> list[tuple[str, Any, int]]:
    """Each status with its label and how many were found in it, and all of them at the end."""
    rows = form.found(producers).order_by().values_list("status").annotate(Count("pk"))
    counts = dict(rows)
    pills = [(status, label, counts.get(status, 0)) for status, label in form.STATUSES.items()]
    return [*pills, (form.ALL, _("All"), sum(counts.values()))]


def _whole(producers: ProducerQuerySet) -> ProducerQuerySet:
    papers = Certificate.objects.detailed().select_related("paper").order_by("pk")
    people = ProducerPerson.objects.select_related("user", "consent_recorded_by", "membership")
    grants_given = Grant.objects.select_related("user", "given_by", "revoked_by").order_by("-pk")
    return producers.listed().prefetch_related(
        Prefetch("people", people.prefetch_related(Prefetch("certificates", papers))),
        Prefetch("grants", grants_given),
        "steps__by",
    )


def _address(producer: Producer) -> str:
    return reverse("desk_producer", args=[producer.pk])


def _to(producer: Producer) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(producer), status=303)
