"""The pages about who makes: the list of producers, and the check of a certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from marketplace import kept, paging, throttles
from marketplace.models import Cooperative
from producers import certificates
from producers.models import Certificate, Producer, ProducerKind
from producers.models.training import CertificateQuerySet

PAGE_SIZE = 24
LABELS_ON = {"sheet": 24, "thermal": 1}


@kept.page
@require_safe
def producers(request: HttpRequest) -> HttpResponse:
    kinds = list(ProducerKind.objects.all())
    kind = next((each for each in kinds if each.code == request.GET.get("kind")), None)
    found = Producer.objects.verified().listed()
    if kind:
        found = found.filter(kind=kind)
    page = paging.page(found, by="name", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    return render(request, "producers/producers.html", {"kinds": kinds, "kind": kind, "page": page})


@kept.page
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine; only of people who agreed to be shown."""
    found = _certificate(request, code, Certificate.objects.all())
    if found is None:
        return render(request, "producers/certificate_unknown.html", {"code": code}, status=404)
    context = {
        "certificate": found,
        "is_valid": found.is_valid(on=timezone.localdate()),
        "steps": found.steps.all(),
        "cooperative": Cooperative.current(),
        "qr": certificates.qr(found, title=gettext("QR code of this page")),
    }
    return _unlisted(render(request, "producers/certificate.html", context))


@kept.page
@require_safe
def certificate_label(request: HttpRequest, code: str) -> HttpResponse:
    """Labels to print for a certificate that is good today: a sheet of them, or one from a label printer."""
    found = _certificate(request, code, Certificate.objects.valid(on=timezone.localdate()))
    if found is None:
        return render(request, "producers/certificate_unknown.html", {"code": code}, status=404)
    paper = "thermal" if request.GET.get("paper") == "thermal" else "sheet"
    context = {
        "certificate": found,
        "paper": paper,
        "labels": range(LABELS_ON[paper]),
        "address": certificates.address(found).partition("://")[2],
        "cooperative": Cooperative.current(),
        "qr": certificates.qr(found),
    }
    return _unlisted(render(request, "producers/certificate_label.html", context))


def _certificate(request: HttpRequest, code: str, among: CertificateQuerySet) -> Certificate | None:
    """The one with that code, if its owner agreed to be shown; whoever tries codes is slowed down."""
    try:
        with throttles.misses("unknown_links", request=request):
            return among.shown().detailed().get(code=code.upper())
    except Certificate.DoesNotExist:
        return None


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Not to be found by search engines: it is for whoever holds the code."""
    response["X-Robots-Tag"] = "noindex"
    return response
