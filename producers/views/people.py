"""The people of a producer: who is named, who may do what, who is asked to join, and who acts for it from outside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace import throttles
from marketplace.answers import back, correct
from marketplace.doors import PersonRequest, for_people
from marketplace.refusals import Refusal
from producers import grants, people
from producers.doors import for_leads
from producers.forms.people import GrantForm, InvitationForm, MakerForm, PersonForm
from producers.models import Grant, Invitation, Producer, ProducerPerson
from producers.views.application import frame, read_and_write, refuse


@read_and_write
@for_leads
def sell_people(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody of the producer, and a form to name one more."""
    producer = _led(request, pk)
    form = MakerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        person = people.add(producer, name=told["name"], about=told["about"], by=request.user, at=now)
        if told["agreed"]:
            people.consent(person, by=request.user, at=now)
        messages.success(request, _("%(name)s is on the list.") % {"name": person})
        return redirect("sell_people", pk)
    everybody = [(person, PersonForm(initial=_said(person), prefix=f"p{person.pk}")) for person in _people(producer)]
    facts = {"form": form, "everybody": everybody, "room": room(producer)}
    facts |= {"open_invitations": producer.invitations.open(at=timezone.now()).count()}
    return render(request, "producers/sell/people.html", frame(producer, "people", user=request.user) | facts)


@require_POST
@for_leads
def sell_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a name, or change a role."""
    person = _person(request, pk)
    form = PersonForm(request.POST, prefix=f"p{person.pk}")
    if not form.is_valid():
        return correct(request, form, _list(person))
    people.change(person, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(_list(person))


@require_POST
@for_leads
def sell_person_removal(request: PersonRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    people.remove(person, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is off the list.") % {"name": person})
    return redirect(_list(person))


@require_POST
@for_people
def sell_consent(request: PersonRequest, pk: int) -> HttpResponse:
    """She agrees to be shown; for somebody without an account, a lead says that she did."""
    person = _hers_or_led(request, pk)
    people.consent(person, by=request.user, at=timezone.now())
    messages.success(request, _("Noted: %(name)s agreed to be shown.") % {"name": person})
    return back(request, reverse("sell_me"))


@require_POST
@for_people
def sell_consent_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    person = _hers_or_led(request, pk)
    people.withdraw_consent(person, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is not shown any more.") % {"name": person})
    return back(request, reverse("sell_me"))


@require_safe
@for_people
def sell_me(request: PersonRequest) -> HttpResponse:
    """Where this person belongs, as what, whether she is shown there, and for whom she acts from outside."""
    mine = request.user.producer_people.select_related("producer__kind", "producer__picture").order_by("pk")
    grants = Grant.objects.acted_under(request.user, on=timezone.localdate())
    return render(request, "producers/sell/me.html", {"mine": mine, "grants": grants})


@read_and_write
@for_leads
def sell_invitations(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask somebody to join. The link is shown in the answer to the form, and never again."""
    producer = _led(request, pk)
    form = InvitationForm(request.POST or None)
    facts: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        made, token = people.invite(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        text = _("%(producer)s asks you to join at Pasar Karya: %(link)s") % {"producer": producer, "link": link}
        facts = {"form": InvitationForm(), "made": made, "link": link, "share": text}
    opened = producer.invitations.open(at=timezone.now()).select_related("made_by")
    facts |= {"producer": producer, "invitations": opened, "room": room(producer)}
    return render(request, "producers/sell/invitations.html", facts)


@require_POST
@for_leads
def sell_invitation_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    hers = Invitation.objects.filter(producer__in=Producer.objects.led_by(request.user))
    invitation = get_object_or_404(hers, pk=pk)
    invitation.revoke(at=timezone.now())
    messages.success(request, _("The invitation for %(name)s is called off.") % {"name": invitation.name})
    return redirect("sell_invitations", invitation.producer_id)


@read_and_write
@throttles.throttled("grants")
@for_leads
def sell_grants(request: PersonRequest, pk: int) -> HttpResponse:
    """Who may act for the producer from outside, and a form to let somebody."""
    producer, today = _led(request, pk), timezone.localdate()
    form = GrantForm(request.POST or None, today=today)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            grant = grants.give(producer, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            status = refuse(form, refusal)
        else:
            facts = {"name": grant.user, "producer": producer}
            messages.success(request, _("%(name)s may act for %(producer)s now.") % facts)
            return redirect("sell_grants", pk)
    given = producer.grants.select_related("user", "given_by", "revoked_by").order_by("-pk")
    in_force = set(producer.grants.in_force(on=today).values_list("pk", flat=True))
    told = {"producer": producer, "form": form, "grants": given, "in_force": in_force, "room": room(producer)}
    return render(request, "producers/sell/grants.html", told, status=status)


@require_POST
@for_people
def sell_grant_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    """A lead takes the leave back, or she who has it lays it down."""
    led = Grant.objects.filter(producer__in=Producer.objects.led_by(request.user))
    grant = get_object_or_404(led | Grant.objects.filter(user=request.user), pk=pk)
    grant.revoke(by=request.user, at=timezone.now())
    facts = {"name": grant.user, "producer": grant.producer}
    messages.success(request, _("%(name)s may not act for %(producer)s any more.") % facts)
    return back(request, reverse("sell_me"))


def room(producer: Producer) -> str:
    """The shell around a page that an application shares with a shop that is open."""
    return "base.html" if producer.is_applying else "sell.html"


def _led(request: PersonRequest, pk: int) -> Producer:
    return get_object_or_404(Producer.objects.led_by(request.user).select_related("picture", "kind"), pk=pk)


def _people(producer: Producer) -> Any:
    return producer.people.select_related("user", "consent_recorded_by")


def _person(request: PersonRequest, pk: int) -> ProducerPerson:
    led = Producer.objects.led_by(request.user)
    return get_object_or_404(ProducerPerson.objects.select_related("producer").filter(producer__in=led), pk=pk)


def _hers_or_led(request: PersonRequest, pk: int) -> ProducerPerson:
    led = ProducerPerson.objects.filter(producer__in=Producer.objects.led_by(request.user))
    hers = ProducerPerson.objects.filter(user=request.user)
    return get_object_or_404((led | hers).select_related("producer"), pk=pk)


def _said(person: ProducerPerson) -> dict[str, str]:
    return {"name": person.name, "about": person.about, "role": person.role}


def _list(person: ProducerPerson) -> str:
    return reverse("sell_people", args=[person.producer_id])
