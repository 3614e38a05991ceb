"""The pages about who makes: the list of producers, and the check of a certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace import paging, throttles
from marketplace.models import Cooperative
from producers.models import Certificate, Producer, ProducerKind

PAGE_SIZE = 24


@require_safe
def producers(request: HttpRequest) -> HttpResponse:
    kinds = list(ProducerKind.objects.all())
    kind = next((each for each in kinds if each.code == request.GET.get("kind")), None)
    found = Producer.objects.verified().listed()
    if kind:
        found = found.filter(kind=kind)
    page = paging.page(found, by="name", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    return render(request, "producers/producers.html", {"kinds": kinds, "kind": kind, "page": page})


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine; only of people who agreed to be shown."""
    certificates = Certificate.objects.detailed().filter(person__consented_at__isnull=False)
    try:
        with throttles.misses("unknown_links", request=request):
            found = certificates.get(code=code.upper())
    except Certificate.DoesNotExist:
        return render(request, "producers/certificate_unknown.html", {"code": code}, status=404)
    context = {
        "certificate": found,
        "is_valid": found.is_valid(on=timezone.localdate()),
        "today": timezone.localdate(),
        "steps": [(Certificate.Status(step.after).label, step) for step in found.steps.all()],
        "cooperative": Cooperative.current(),
    }
    response = render(request, "producers/certificate.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
