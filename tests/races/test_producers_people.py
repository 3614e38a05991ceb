"""Producers and their people, many at once: one draft a person, one lead at least, one use of an invitation."""

from functools import partial

import pytest
from django.db.models import QuerySet

from producers import onboarding, people
from producers.models import Invitation, Producer, ProducerKind
from producers.models.invitation import InvitationEnded
from producers.onboarding import ApplicationOpen
from producers.people import LastLead
from tests import make
from tests.races.conftest import together


@pytest.fixture
def two_leads():
    weavers = make.producer(lead=make.user("Bob"))
    weavers.people.create(user=make.user("Hana"), name="Hana", role="lead")
    return weavers


def begin(person):
    kind = ProducerKind.objects.get(pk="sewing_group")
    return onboarding.begin(by=person, at=make.now(), name="Jahit Ceria", kind=kind)


def step_down(person):
    return people.change(person, name=person.name, about="", role="maker", by=person.user, at=make.now())


def test_pressing_twenty_times_begins_one_application():
    alice = make.user("Alice", email="alice@example.com")
    answers = together([partial(begin, alice)] * 20)
    assert Producer.objects.count() == 1
    assert sum(isinstance(answer, ApplicationOpen) for answer in answers) == 19


def test_twenty_of_the_same_name_have_twenty_addresses():
    everybody = [make.user(email=f"p{number}@example.com") for number in range(20)]
    together([partial(begin, person) for person in everybody])
    assert Producer.objects.values("slug").distinct().count() == 20


def test_two_leads_who_leave_in_the_same_moment_leave_one(two_leads):
    answers = together([partial(step_down, person) for person in two_leads.people.all()])
    assert two_leads.people.filter(role="lead").count() == 1
    assert sorted(type(answer).__name__ for answer in answers) == ["LastLead", "NoneType"]
    assert LastLead in {type(answer) for answer in answers}


@pytest.mark.postgres
def test_control_without_the_lock_nobody_leads(two_leads, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self: self)
    for _try in range(20):
        two_leads.people.update(role="lead")
        together([partial(step_down, person) for person in two_leads.people.all()])
        if not two_leads.people.filter(role="lead").exists():
            return
    pytest.fail("the race was never lost")


def test_an_invitation_that_many_open_takes_in_one(two_leads):
    lead = two_leads.people.first().user
    made, _token = people.invite(two_leads, name="Rina", role="helper", by=lead, at=make.now())
    everybody = [make.user() for _number in range(10)]
    answers = together(
        [partial(people.accept, Invitation.objects.get(pk=made.pk), by=person, at=make.now()) for person in everybody]
    )
    assert sum(isinstance(answer, InvitationEnded) for answer in answers) == 9
    assert two_leads.people.count() == 3
