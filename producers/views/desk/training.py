"""Training at the desk: who teaches what, and each intake of it; certificates are of one of these."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.forms import ModelForm
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.doors import PersonRequest, for_coordinators
from producers.forms.desk.certificates import CohortForm, ProgrammeForm, TrainingProviderForm
from producers.models import Cohort, Programme, TrainingProvider


@require_safe
@for_coordinators
def desk_training(request: PersonRequest) -> HttpResponse:
    cohorts = Cohort.objects.annotate(papers=Count("certificates")).order_by("-starts_on", "pk")
    programmes = Programme.objects.order_by("name", "pk").prefetch_related(Prefetch("cohorts", cohorts))
    providers = TrainingProvider.objects.order_by("name").prefetch_related(Prefetch("programmes", programmes))
    return render(request, "producers/desk/training.html", {"providers": providers})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_training_provider_new(request: PersonRequest) -> HttpResponse:
    return _save(request, TrainingProviderForm(request.POST or None), _("A new training provider"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_training_provider(request: PersonRequest, pk: int) -> HttpResponse:
    provider = get_object_or_404(TrainingProvider, pk=pk)
    return _save(request, TrainingProviderForm(request.POST or None, instance=provider), _("Training provider"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_programme_new(request: PersonRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, initial={"provider": request.GET.get("provider", "")})
    return _save(request, form, _("A new programme"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_programme(request: PersonRequest, pk: int) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=get_object_or_404(Programme, pk=pk))
    return _save(request, form, _("Programme"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_cohort_new(request: PersonRequest) -> HttpResponse:
    form = CohortForm(request.POST or None, initial={"programme": request.GET.get("programme", "")})
    return _save(request, form, _("A new cohort"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_cohort(request: PersonRequest, pk: int) -> HttpResponse:
    form = CohortForm(request.POST or None, instance=get_object_or_404(Cohort, pk=pk))
    return _save(request, form, _("Cohort"))


def _save(request: PersonRequest, form: ModelForm[Any], title: str) -> HttpResponse:
    """Show the form, or take it in and go back to the list."""
    if not form.is_valid():
        return render(request, "producers/desk/training_form.html", {"form": form, "title": title})
    saved = form.save()
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
    return HttpResponseRedirect(reverse("desk_training"), status=303)
