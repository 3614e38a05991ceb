"""The page about the co-operative and how its market works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace import kept
from marketplace.models import Cooperative, PickupPoint


@kept.page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    points = PickupPoint.objects.active().select_related("village__district")
    return render(request, "about.html", {"cooperative": Cooperative.current(), "points": points})
