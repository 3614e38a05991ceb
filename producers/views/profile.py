"""The profile of a producer: story, photo, contact, bank account, certificates, holidays, the log, and its end."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace import pictures, throttles
from marketplace.doors import PersonRequest
from marketplace.models import Picture
from marketplace.refusals import Refusal
from producers import log, onboarding
from producers.doors import for_leads, for_producers
from producers.forms.application import ContactForm, StoryForm
from producers.forms.certificate import ClaimForm
from producers.forms.profile import ClosureForm, HolidayForm
from producers.models import Certificate, Producer
from producers.onboarding import Paper
from producers.views.application import contact_of, frame, photos_of, read_and_write, refuse, tell
from producers.views.people import room

OPEN = [Producer.Status.VERIFIED, Producer.Status.SUSPENDED]


@require_safe
@for_producers
def sell_profile(request: PersonRequest) -> HttpResponse:
    """The producer of hers, or a choice among several; whose only one is an application looks at that."""
    producers = list(Producer.objects.of(request.user).filter(status__in=OPEN).listed())
    if not producers:
        return redirect("sell_start")
    if len(producers) == 1:
        return redirect("sell_profile_of", producers[0].pk)
    return render(request, "producers/sell/profiles.html", {"producers": producers})


@require_safe
@for_producers
def sell_profile_of(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _open(request, pk)
    today = timezone.localdate()
    facts = {
        "producer": producer,
        "is_lead": Producer.objects.led_by(request.user).filter(pk=pk).exists(),
        "last": producer.steps.last(),
        "is_away": producer.is_on_holiday(on=today),
        "has_holiday": producer.holiday_from and not (producer.holiday_until and producer.holiday_until < today),
        "people": producer.people.count(),
        "grants": producer.grants.in_force(on=today).count(),
        "certificates": Certificate.objects.filter(person__producer=producer).valid(on=today).count(),
    }
    return render(request, "producers/sell/profile.html", facts)


@read_and_write
@throttles.throttled("uploads")
@for_producers
def sell_profile_story(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _open(request, pk)
    form = StoryForm(request.POST or None, request.FILES or None, initial={"story": producer.story})
    if request.method == "POST" and form.is_valid() and tell(request, producer, form):
        return _saved(request, pk)
    facts = {"producer": producer, "form": form, "sent": photos_of(request)}
    return render(request, "producers/sell/profile_story.html", facts)


@read_and_write
@for_leads
def sell_profile_contact(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _led(request, pk)
    form = ContactForm(request.POST or None, initial=contact_of(producer), own_bank=producer.bank_name)
    if request.method == "POST" and form.is_valid():
        onboarding.change(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _saved(request, pk)
    return render(request, "producers/sell/profile_contact.html", {"producer": producer, "form": form})


@read_and_write
@for_leads
def sell_holiday(request: PersonRequest, pk: int) -> HttpResponse:
    producer, today = _led(request, pk), timezone.localdate()
    initial = {"starts_on": producer.holiday_from or today, "ends_on": producer.holiday_until}
    form = HolidayForm(request.POST or None, initial=initial | {"note": producer.holiday_note}, today=today)
    if request.method == "POST" and form.is_valid():
        onboarding.go_on_holiday(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _saved(request, pk)
    return render(request, "producers/sell/holiday.html", {"producer": producer, "form": form})


@require_POST
@for_leads
def sell_return(request: PersonRequest, pk: int) -> HttpResponse:
    """End the holiday, or call it off."""
    onboarding.come_back(_led(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("The shop is open."))
    return redirect("sell_profile_of", pk)


@require_safe
@for_leads
def sell_end(request: PersonRequest, pk: int) -> HttpResponse:
    """What closing for good means, and the form for it."""
    return render(request, "producers/sell/end.html", {"producer": _led(request, pk), "form": ClosureForm()})


@read_and_write
@throttles.throttled("uploads")
@for_producers
def sell_certificates(request: PersonRequest, pk: int) -> HttpResponse:
    """The certificates of a producer's people, and a form to name one more."""
    producer = get_object_or_404(Producer.objects.of(request.user).filter(status__in=Producer.CHANGEABLE), pk=pk)
    today = timezone.localdate()
    form = ClaimForm(request.POST or None, request.FILES or None, producer=producer, today=today)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = _claim(request, **form.cleaned_data)
        except Refusal as refusal:
            status = refuse(form, refusal)
        else:
            messages.success(request, _("%(certificate)s is added. A coordinator checks it.") % {"certificate": made})
            return redirect("sell_certificates", pk)
    certificates = Certificate.objects.filter(person__producer=producer).detailed().select_related("paper")
    facts = {
        "sent": photos_of(request),
        "form": form,
        "certificates": certificates,
        "today": today,
        "room": room(producer),
    }
    told = frame(producer, "certificates", user=request.user) | facts
    return render(request, "producers/sell/certificates.html", told, status=status)


@require_POST
@for_producers
def sell_certificate_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back a claim that nobody has checked yet."""
    hers = Certificate.objects.filter(person__producer__in=Producer.objects.of(request.user)).select_related("person")
    certificate = get_object_or_404(hers, pk=pk, status=Certificate.Status.CLAIMED)
    certificate.withdraw(by=request.user, at=timezone.now(), reason=_("Taken back"))
    messages.success(request, _("%(certificate)s is taken back.") % {"certificate": certificate})
    return redirect("sell_certificates", certificate.person.producer_id)


@require_safe
@for_producers
def sell_log(request: PersonRequest) -> HttpResponse:
    """What was done for a producer of hers, by whom and by whose leave."""
    producers = list(Producer.objects.of(request.user).order_by("name", "pk"))
    wanted = request.GET.get("producer", "")
    producer = next((each for each in producers if str(each.pk) == wanted), producers[0])
    told = log.of(producer, before=_moment(request.GET.get("before", "")))
    return render(request, "producers/sell/log.html", {"producers": producers, "producer": producer, "log": told})


def _claim(request: PersonRequest, *, person: Any, paper: Any, **told: Any) -> Certificate:
    """With the photo of the paper, if there is one: sent before the form, or with it."""
    sent = photos_of(request)
    kept: Picture | None = sent[0] if sent else pictures.receive(paper, by=request.user) if paper else None
    return onboarding.claim(person, Paper(paper=kept, **told), by=request.user, at=timezone.now())


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _open(request: PersonRequest, pk: int) -> Producer:
    return get_object_or_404(Producer.objects.of(request.user).filter(status__in=OPEN).listed(), pk=pk)


def _led(request: PersonRequest, pk: int) -> Producer:
    return get_object_or_404(Producer.objects.led_by(request.user).filter(status__in=OPEN).listed(), pk=pk)


def _saved(request: PersonRequest, pk: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(reverse("sell_profile_of", args=[pk]))
