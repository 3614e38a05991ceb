"""The co-op's register of members at the desk: find, write down, correct, link, leave, and print."""

from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import paging
from marketplace.answers import correct
from marketplace.doors import PersonRequest, for_coordinators
from marketplace.models import Cooperative, User
from producers import register
from producers.forms.desk.members import LeaveForm, MemberFilter, MemberForm
from producers.models import Member, Producer, ProducerPerson

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 30
MOST_SUGGESTED = 10
SHORTEST_SEARCH = 2


@require_safe
@for_coordinators
def desk_members(request: PersonRequest) -> HttpResponse:
    form = MemberFilter(request.GET)
    today = timezone.localdate()
    listed = form.matching(Member.objects.all()).select_related("village__district", "person__producer")
    page = paging.page(listed, by="number", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    context = {
        "form": form,
        "page": page,
        "chosen": form.chosen,
        "pills": list(form.STATES.items()),
        "active": Member.objects.active(on=today).count(),
    }
    return render(request, "producers/desk/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_member_new(request: PersonRequest) -> HttpResponse:
    person = _person(request.POST.get("person") or request.GET.get("person"))
    form = MemberForm(request.POST or None, initial=_known_of(person) | {"joined_on": timezone.localdate()})
    if not form.is_valid():
        return render(request, "producers/desk/member_form.html", {"form": form, "person": person})
    linked: dict[str, Any] = {"person": person, "user": person.user} if person else {}
    member = register.join(**form.cleaned_data, **linked)
    facts = {"name": member.name, "number": member.number}
    messages.success(request, _("%(name)s is member number %(number)d.") % facts)
    return _to(member)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def desk_member(request: PersonRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.select_related("user", "person__producer", "village__district"), pk=pk)
    form = MemberForm(request.POST or None, instance=member)
    if form.is_valid():
        register.amend(member, **form.cleaned_data)
        messages.success(request, _("The register is corrected."))
        return _to(member)
    if form.errors:
        member.refresh_from_db()  # not what the form put into it
    search = request.GET.get("search", "").strip()
    people, users = _suggested(search) if len(search) >= SHORTEST_SEARCH else ([], [])
    context = {"member": member, "form": form, "leave": LeaveForm(), "search": search}
    return render(request, "producers/desk/member.html", context | {"people": people, "users": users})


@require_POST
@for_coordinators
def desk_member_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Link her to a person of a producer, with that person's account, or to an account; neither takes the link away."""
    member = get_object_or_404(Member, pk=pk)
    person = _person(request.POST.get("person"))
    user = person.user if person else _user(request.POST.get("user"))
    register.link(member, person=person, user=user)
    done = _("%(name)s is linked.") if person or user else _("%(name)s is linked to nobody any more.")
    messages.success(request, done % {"name": member.name})
    return _to(member)


@require_POST
@for_coordinators
def desk_member_leaving(request: PersonRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=pk)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return correct(request, form, _address(member))
    register.leave(member, **form.cleaned_data)
    messages.success(request, _("It is written down that %(name)s has left.") % {"name": member.name})
    return _to(member)


@require_safe
@for_coordinators
def desk_register(request: PersonRequest) -> HttpResponse:
    """The whole book, for paper."""
    members = Member.objects.select_related("village__district")
    context = {"members": members, "cooperative": Cooperative.current(), "today": timezone.localdate()}
    return render(request, "producers/desk/register.html", context)


def _known_of(person: ProducerPerson | None) -> dict[str, Any]:
    if person is None:
        return {}
    return {
        "name": person.name,
        "phone": (person.user and person.user.phone) or "",
        "village": person.producer.village_id,
    }


def _person(number: str | None) -> ProducerPerson | None:
    """The person of that number, if the desk knows her producer."""
    if not number:
        return None
    people = ProducerPerson.objects.select_related("user", "producer")
    return _found(people.filter(producer__in=Producer.objects.sent_in()), number)


def _user(number: str | None) -> User | None:
    return _found(User.objects.active(), number) if number else None


def _found(rows: QuerySet[Row], number: str) -> Row:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return get_object_or_404(rows, pk=int(number))


def _suggested(search: str) -> tuple[list[ProducerPerson], list[User]]:
    """People of producers, and accounts, that are on the register under no number yet."""
    people = ProducerPerson.objects.filter(producer__in=Producer.objects.sent_in(), name__icontains=search)
    people = people.filter(membership=None).select_related("producer", "user").order_by("name", "pk")
    users = (User.objects.reached_by(search) | User.objects.active().filter(name__icontains=search)).active()
    users = users.filter(membership=None).order_by("name", "pk")
    return list(people[:MOST_SUGGESTED]), list(users[:MOST_SUGGESTED])


def _address(member: Member) -> str:
    return reverse("desk_member", args=[member.pk])


def _to(member: Member) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(member), status=303)
