"""The people of a producer: named, shown only as agreed, in roles that a lead gives, and never without a lead."""

import pytest
from django.urls import reverse
from django.utils import timezone

from producers import people
from producers.models import Certificate, Producer, ProducerPerson, ProfileChange
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(bob, weavers):
    return weavers.people.get(user=bob)


@pytest.fixture
def maker(weavers):
    return weavers.people.create(name="Yuliana")


@pytest.fixture
def helper(weavers):
    return weavers.people.create(user=make.user("Hana"), name="Hana", role="helper")


def page_of(producer):
    return reverse("sell_people", args=[producer.pk])


def send(person, name, pk, **data):
    return signed_in(person).post(reverse(name, args=[pk]), data)


def saying(person, **changed):
    said = {"name": person.name, "about": person.about, "role": person.role} | changed
    return {f"p{person.pk}-{name}": value for name, value in said.items()}


def refused(answer, code):
    return answer.status_code == 409 and answer.context["refusal"].code == code


def test_naming_somebody(bob, weavers):
    signed_in(bob).post(page_of(weavers), {"name": "Yuliana", "about": "Menenun", "agreed": "on"})
    person = weavers.people.get(name="Yuliana")
    assert (person.role, person.user, person.about, person.consent_recorded_by) == ("maker", None, "Menenun", bob)
    assert list(ProfileChange.objects.values_list("what", "detail")) == [
        ("person_added", "Yuliana"),
        ("consent", "Yuliana"),
    ]


def test_without_the_tick_nobody_is_shown(bob, weavers):
    signed_in(bob).post(page_of(weavers), {"name": "Yuliana"})
    assert weavers.people.get(name="Yuliana").consented_at is None


def test_a_list_has_an_end(bob, weavers, monkeypatch):
    monkeypatch.setattr(people, "MOST_PEOPLE", 1)
    with pytest.raises(people.TooManyPeople):
        people.add(weavers, name="Yuliana", by=bob, at=make.now())
    assert weavers.people.count() == 1


def test_a_lead_says_that_somebody_without_account_agreed(bob, maker):
    send(bob, "sell_consent", maker.pk)
    maker.refresh_from_db()
    assert (maker.consented_at is not None, maker.consent_recorded_by) == (True, bob)
    send(bob, "sell_consent_withdrawal", maker.pk)
    maker.refresh_from_db()
    assert (maker.consented_at, maker.consent_recorded_by) == (None, None)


def test_whoever_has_an_account_says_it_herself(bob, helper):
    assert refused(send(bob, "sell_consent", helper.pk), "not_hers_to_say")
    helper.refresh_from_db()
    assert helper.consented_at is None
    send(helper.user, "sell_consent", helper.pk)
    helper.refresh_from_db()
    assert helper.consent_recorded_by == helper.user


@pytest.mark.parametrize("status", Producer.Status.values)
def test_agreement_can_be_taken_back_whatever_happens(helper, weavers, status):
    people.consent(helper, by=helper.user, at=make.now())
    Producer.objects.filter(pk=weavers.pk).update(status=status)
    send(helper.user, "sell_consent_withdrawal", helper.pk)
    helper.refresh_from_db()
    assert helper.consented_at is None


def test_a_maker_with_an_account_finds_where_to_agree(weavers):
    yuli = make.user("Yuli")
    person = weavers.people.create(user=yuli, name="Yuli")
    page = signed_in(yuli).get(reverse("sell_me"))
    assert reverse("sell_consent", args=[person.pk]) in page.text
    assert signed_in(yuli).get(reverse("sell_profile")).status_code == 404


def test_a_new_role(bob, helper):
    send(bob, "sell_person", helper.pk, **saying(helper, role="lead", name="Hana Bire"))
    helper.refresh_from_db()
    assert (helper.role, helper.name) == ("lead", "Hana Bire")
    assert ProfileChange.objects.get().by == bob


def test_who_works_no_more_stays_as_a_maker(bob, helper, weavers):
    send(bob, "sell_person", helper.pk, **saying(helper, role="maker"))
    assert weavers.people.get(user=helper.user).role == "maker"
    assert not Producer.objects.of(helper.user).exists()


def test_to_work_one_needs_an_account(bob, maker):
    assert refused(send(bob, "sell_person", maker.pk, **saying(maker, role="helper")), "needs_account")
    maker.refresh_from_db()
    assert maker.role == "maker"


@pytest.mark.parametrize("role", ["helper", "maker"])
def test_the_last_lead_stays(bob, lead, role):
    assert refused(send(bob, "sell_person", lead.pk, **saying(lead, role=role)), "last_lead")
    lead.refresh_from_db()
    assert (lead.role, ProfileChange.objects.count()) == ("lead", 0)


def test_a_lead_who_cannot_sign_in_counts_for_none(bob, lead, weavers):
    gone = make.user("Pergi", is_active=False)
    weavers.people.create(user=gone, name="Pergi", role="lead")
    weavers.people.create(name="Tanpa akun", role="lead")
    assert refused(send(bob, "sell_person", lead.pk, **saying(lead, role="maker")), "last_lead")


def test_of_two_leads_one_may_go(bob, lead, helper):
    people.change(helper, name="Hana", about="", role="lead", by=bob, at=make.now())
    send(bob, "sell_person", lead.pk, **saying(lead, role="helper"))
    lead.refresh_from_db()
    assert lead.role == "helper"
    assert send(bob, "sell_person", helper.pk, **saying(helper, role="maker")).status_code == 404


def test_a_name_off_the_list(bob, maker):
    send(bob, "sell_person_removal", maker.pk)
    assert not ProducerPerson.objects.filter(pk=maker.pk).exists()
    assert ProfileChange.objects.get().what == "person_removed"


def test_who_is_needed_elsewhere_stays_on_the_list(bob, weavers, helper, maker):
    made = make.certificate(weavers)
    Certificate.objects.filter(pk=made.pk).update(person=maker)
    member = make.member("Tua")
    person = weavers.people.create(name="Tua")
    type(member).objects.filter(pk=member.pk).update(person=person)
    for each in (helper, maker, person):
        assert refused(send(bob, "sell_person_removal", each.pk), "still_needed")
    assert weavers.people.count() == 4


@pytest.mark.parametrize("role", ["helper", "agent", "stranger"])
def test_only_leads_decide_about_people(bob, helper, maker, weavers, mallory, role):
    agent = make.user("Agus")
    make.grant(weavers, by=bob, to=agent)
    who = {"helper": helper.user, "agent": agent, "stranger": mallory}[role]
    assert signed_in(who).get(page_of(weavers)).status_code == 404
    assert signed_in(who).post(page_of(weavers), {"name": "X"}).status_code == 404
    assert send(who, "sell_person", maker.pk, **saying(maker, name="X")).status_code == 404
    for page in ("sell_person_removal", "sell_consent", "sell_consent_withdrawal"):
        assert send(who, page, maker.pk).status_code == 404
    maker.refresh_from_db()
    assert (maker.name, maker.consented_at, weavers.people.count()) == ("Yuliana", None, 3)


def test_people_of_others_are_not_there(bob, weavers, farmers):
    theirs = farmers.people.get()
    assert signed_in(bob).get(page_of(farmers)).status_code == 404
    assert send(bob, "sell_person", theirs.pk, **saying(theirs, role="maker")).status_code == 404
    assert send(bob, "sell_consent", theirs.pk).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.role, theirs.consented_at) == ("lead", None)


def test_the_page_costs_the_same_for_a_hundred(bob, weavers, django_assert_num_queries):
    browser = signed_in(bob)
    for _number in range(3):
        weavers.people.create(name="Orang", consented_at=timezone.now(), consent_recorded_by=bob)
    browser.get(page_of(weavers))
    with django_assert_num_queries(11) as few:
        browser.get(page_of(weavers))
    for _number in range(20):
        weavers.people.create(name="Orang", consented_at=timezone.now(), consent_recorded_by=bob)
    with django_assert_num_queries(len(few)):
        browser.get(page_of(weavers))
