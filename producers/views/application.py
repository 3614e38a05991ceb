"""Applying: from the first name to the answer of the coordinators, each step saved as it is sent."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import pictures, throttles
from marketplace.answers import correct
from marketplace.doors import PersonRequest, for_people
from marketplace.models import Picture, User
from marketplace.refusals import Refusal
from producers import onboarding
from producers.doors import for_leads, for_producers
from producers.forms.application import ContactForm, DistrictForm, NameForm, StoryForm, VillageForm
from producers.forms.profile import ClosureForm
from producers.models import Certificate, Producer
from producers.models.producer import ProducerQuerySet

read_and_write = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Stage:
    """A step of the application as its pages show it."""

    name: str
    label: str
    href: str
    is_done: bool = False


# Steps that a lead alone may take.
FOR_LEADS = {"people", "contact"}


def frame(producer: Producer, here: str, *, user: User) -> dict[str, Any]:
    """What every page of an application shows: which step this is, what comes next, and which are done."""
    is_lead = Producer.objects.led_by(user).filter(pk=producer.pk).exists()
    wanting = {each.step for each in onboarding.missing(producer)}
    stages = [
        Stage(name, label, reverse(address, args=[producer.pk]), name not in wanting)
        for name, label, address in [
            ("name", _("Name"), "sell_application_name"),
            ("place", _("Place"), "sell_application_place"),
            ("story", _("Story and photo"), "sell_application_story"),
            ("people", _("People"), "sell_people"),
            ("certificates", _("Certificates"), "sell_certificates"),
            ("contact", _("WhatsApp and bank"), "sell_application_contact"),
            ("check", _("Check and send"), "sell_application"),
        ]
        if is_lead or name not in FOR_LEADS
    ]
    at = [stage.name for stage in stages].index(here)
    following = stages[at + 1].href if at + 1 < len(stages) else ""
    facts = {"producer": producer, "stages": stages, "stage": stages[at], "number": at + 1, "following": following}
    return facts | {"is_lead": is_lead}


@require_safe
@never_cache
def sell_start(request: HttpRequest) -> HttpResponse:
    """What is needed to sell here, for everybody; and one's own applications."""
    mine = Producer.objects.of(request.user).exclude(status__in=[Producer.Status.VERIFIED, Producer.Status.SUSPENDED])
    is_waiting = Producer.objects.led_by(request.user).undecided().exists()
    facts = {"applications": list(mine.order_by("-made_at", "-pk")), "is_waiting": is_waiting}
    return render(request, "producers/sell/start.html", facts)


@read_and_write
@for_people
def sell_beginning(request: PersonRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        producer = onboarding.begin(by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect("sell_application_place", producer.pk)
    return render(request, "producers/sell/beginning.html", {"form": form})


@require_safe
@for_producers
def sell_application(request: PersonRequest, pk: int) -> HttpResponse:
    """All of an application: to be looked at and sent, or how it stands."""
    producers = Producer.objects.of(request.user).select_related("kind", "district", "village", "picture")
    producer = get_object_or_404(producers, pk=pk)
    if producer.status in {Producer.Status.VERIFIED, Producer.Status.SUSPENDED}:
        return redirect("sell_profile_of", producer.pk)
    certificates = Certificate.objects.filter(person__producer=producer).exclude(status=Certificate.Status.WITHDRAWN)
    facts = {
        "people": producer.people.all(),
        "certificates": certificates.select_related("person", "cohort__programme"),
        "missing": onboarding.missing(producer),
        "last": producer.steps.select_related("by").last(),
        "closure": ClosureForm(),
    }
    return render(request, "producers/sell/application.html", frame(producer, "check", user=request.user) | facts)


@read_and_write
@for_producers
def sell_application_name(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _application(request, pk)
    form = NameForm(request.POST or None, instance=Producer.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        onboarding.change(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _on(request, producer, "name")
    return _step(request, producer, "name", form)


@read_and_write
@for_producers
def sell_application_place(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _application(request, pk)
    form = DistrictForm(request.POST or None, initial={"district": producer.district_id})
    if request.method == "POST" and form.is_valid():
        district = form.cleaned_data["district"]
        onboarding.change(producer, by=request.user, at=timezone.now(), district=district)
        has_villages = district.villages.exists()
        return redirect("sell_application_village", producer.pk) if has_villages else _on(request, producer, "place")
    return _step(request, producer, "place", form)


@read_and_write
@for_producers
def sell_application_village(request: PersonRequest, pk: int) -> HttpResponse:
    """The second half of the place: without a script, a village can only be chosen once the district is known."""
    producer = _application(request, pk)
    if producer.district is None:
        return redirect("sell_application_place", producer.pk)
    initial = {"village": producer.village_id}
    form = VillageForm(request.POST or None, initial=initial, villages=producer.district.villages.all())
    if request.method == "POST" and form.is_valid():
        onboarding.change(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _on(request, producer, "place")
    return _step(request, producer, "place", form, template="village")


@read_and_write
@throttles.throttled("uploads")
@for_producers
def sell_application_story(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _application(request, pk)
    form = StoryForm(request.POST or None, request.FILES or None, initial={"story": producer.story})
    if request.method == "POST" and form.is_valid() and tell(request, producer, form):
        return _on(request, producer, "story")
    return _step(request, producer, "story", form, sent=photos_of(request))


@read_and_write
@for_leads
def sell_application_contact(request: PersonRequest, pk: int) -> HttpResponse:
    producer = _application(request, pk, of=Producer.objects.led_by(request.user))
    form = ContactForm(request.POST or None, initial=contact_of(producer), own_bank=producer.bank_name)
    if request.method == "POST" and form.is_valid():
        onboarding.change(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _on(request, producer, "contact")
    return _step(request, producer, "contact", form)


@require_POST
@for_leads
def sell_submission(request: PersonRequest, pk: int) -> HttpResponse:
    producer = get_object_or_404(Producer.objects.led_by(request.user), pk=pk)
    onboarding.send(producer, by=request.user, at=timezone.now())
    messages.success(request, _("Your application is with the coordinators now."))
    return redirect("sell_application", producer.pk)


@require_POST
@for_leads
def sell_closure(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up the application, or close the shop for good."""
    producer = get_object_or_404(Producer.objects.led_by(request.user), pk=pk)
    form = ClosureForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("sell_application", args=[pk]))
    onboarding.close(producer, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("%(producer)s is closed.") % {"producer": producer})
    return redirect("sell_start")


def tell(request: PersonRequest, producer: Producer, form: StoryForm) -> bool:
    """Keep the story, and the photo if there is a new one; False if something was refused, which the form says."""
    sent = photos_of(request)
    fields: dict[str, Any] = {"story": form.cleaned_data["story"]}
    try:
        if upload := form.cleaned_data["photo"]:
            sent.append(pictures.receive(upload, by=request.user))
        if sent:
            fields["picture"] = sent[0]
        onboarding.change(producer, by=request.user, at=timezone.now(), **fields)
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def photos_of(request: PersonRequest) -> list[Picture]:
    """The photos that were sent before the form."""
    numbers = request.POST.getlist("pictures")
    return pictures.own(numbers, by=request.user) if numbers else []


def refuse(form: Form, refusal: Refusal) -> int:
    """Say the refusal in the form that caused it, so that nothing has to be typed again; gives the answer's status."""
    form.add_error(None, str(refusal))
    return refusal.status


def contact_of(producer: Producer) -> dict[str, Any]:
    """What the form about WhatsApp and bank begins with."""
    names = ["whatsapp", "bank_name", "bank_account_number", "bank_account_name"]
    return {name: str(getattr(producer, name) or "") for name in names}


def _application(request: PersonRequest, pk: int, *, of: ProducerQuerySet | None = None) -> Producer:
    """An application that is being filled in; one that was sent or decided can only be looked at."""
    producers = Producer.objects.of(request.user) if of is None else of
    return get_object_or_404(producers.filter(status__in=Producer.APPLYING).select_related("district"), pk=pk)


def _step(
    request: PersonRequest, producer: Producer, here: str, form: Any, *, template: str = "", **facts: Any
) -> HttpResponse:
    page = f"producers/sell/{template or here}.html"
    return render(request, page, frame(producer, here, user=request.user) | {"form": form} | facts)


def _on(request: PersonRequest, producer: Producer, here: str) -> HttpResponse:
    """On to the step that follows."""
    return redirect(frame(producer, here, user=request.user)["following"])
