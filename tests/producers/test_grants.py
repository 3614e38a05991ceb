"""Grants: a lead lets somebody outside act until a day, everybody sees it, and the log has both names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace import throttles
from producers import grants, log, onboarding
from producers.models import Grant, Producer
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(db):
    return make.user("Dan", email="dan@example.com", language="en")


@pytest.fixture
def today():
    return timezone.localdate()


def page_of(producer):
    return reverse("sell_grants", args=[producer.pk])


def give(person, producer, **changed):
    sent = {"address": "dan@example.com", "ends_on": timezone.localdate() + timedelta(days=30), "reason": "Panen"}
    return signed_in(person).post(page_of(producer), sent | changed)


def test_a_lead_lets_somebody_act(bob, weavers, agent, today):
    give(bob, weavers)
    grant = Grant.objects.get()
    assert (grant.producer, grant.user, grant.given_by, grant.reason) == (weavers, agent, bob, "Panen")
    assert (grant.starts_on, grant.ends_on) == (today, today + timedelta(days=30))
    assert weavers in Producer.objects.of(agent)
    assert weavers not in Producer.objects.led_by(agent)


def test_by_phone_number_in_any_spelling(bob, weavers):
    other = make.user("Dani", phone="+6281234567890")
    give(bob, weavers, address="0812-3456-7890")
    assert Grant.objects.get().user == other


@pytest.mark.parametrize("address", ["nobody@example.com", "0812-0000-9999", "closed@example.com", "new@example.com"])
def test_who_never_signed_in_cannot_be_named(bob, weavers, agent, address):
    """Whether there is no account, a closed one, or one whose code was never typed in: the answer is the same."""
    make.user("Tutup", email="closed@example.com", is_active=False)
    make.user("", email="new@example.com")
    answer = give(bob, weavers, address=address)
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (409, [str(grants.NobodyThere())])
    assert not Grant.objects.exists()


@pytest.mark.parametrize("days", [-1, 367])
def test_it_ends_within_a_year(bob, weavers, agent, today, days):
    answer = give(bob, weavers, ends_on=today + timedelta(days=days))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        400,
        [str(grants.GrantTooLong(days=366))],
    )
    assert not Grant.objects.exists()


def test_asking_for_addresses_is_slowed_down(bob, weavers, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "grants", throttles.Rate(2, 86_400, per="person"))
    answers = [give(bob, weavers, address="nobody@example.com").status_code for _try in range(3)]
    assert answers == [409, 409, 429]


def test_who_works_there_needs_none(bob, weavers, agent):
    weavers.people.create(user=agent, name="Dan", role="helper")
    answer = give(bob, weavers)
    facts = {"name": "Dan", "producer": "Kelompok Tenun"}
    assert answer.context["form"].non_field_errors() == [str(grants.WorksThere(**facts))]
    assert not Grant.objects.exists()


@pytest.mark.parametrize("role", ["helper", "agent", "stranger"])
def test_only_leads_give_and_take_back(bob, weavers, mallory, agent, role):
    helper = make.user("Hana")
    weavers.people.create(user=helper, name="Hana", role="helper")
    grant = make.grant(weavers, by=bob, to=make.user("Lain"))
    make.grant(weavers, by=bob, to=agent)
    person = {"helper": helper, "agent": agent, "stranger": mallory}[role]
    assert signed_in(person).get(page_of(weavers)).status_code == 404
    assert give(person, weavers, address="mallory@example.com").status_code == 404
    assert signed_in(person).post(reverse("sell_grant_revocation", args=[grant.pk])).status_code == 404
    assert (Grant.objects.count(), Grant.objects.get(pk=grant.pk).revoked_at) == (2, None)


@pytest.mark.parametrize("who", ["lead", "agent"])
def test_it_can_be_taken_back_and_laid_down(bob, weavers, agent, who):
    grant = make.grant(weavers, by=bob, to=agent)
    person = {"lead": bob, "agent": agent}[who]
    signed_in(person).post(reverse("sell_grant_revocation", args=[grant.pk]))
    grant.refresh_from_db()
    assert grant.revoked_by == person
    assert not Producer.objects.of(agent).exists()
    assert signed_in(agent).get(reverse("sell_profile_of", args=[weavers.pk])).status_code == 404


@pytest.mark.parametrize("page", ["sell", "sell_orders", "sell_products", "sell_earnings", "sell_log", "sell_me"])
def test_every_page_says_for_whom_she_acts(bob, weavers, agent, page):
    grant = make.grant(weavers, by=bob, to=agent)
    shown = signed_in(agent).get(reverse(page))
    assert "Kelompok Tenun" in shown.text
    assert list(shown.context["grants"]) == [grant]


def test_whoever_works_there_is_told_nothing_of_it(bob, weavers, agent):
    make.grant(weavers, by=bob, to=agent)
    assert "acting" not in signed_in(bob).get(reverse("sell_profile_of", args=[weavers.pk])).text


def test_one_who_works_here_and_acts_there_is_told_of_there(bob, weavers, farmers):
    make.grant(farmers, by=farmers.people.get().user, to=bob)
    page = signed_in(bob).get(reverse("sell_orders"))
    assert [grant.producer for grant in page.context["grants"]] == [farmers]


def test_the_bar_costs_those_who_need_none_no_query(bob, weavers, agent):
    make.grant(weavers, by=bob, to=agent)

    def cost(browser):
        browser.get(reverse("sell_orders"))
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(reverse("sell_orders")).status_code == 200
        return len(asked)

    assert cost(signed_in(agent)) == cost(signed_in(bob)) + 1


def test_the_log_has_both_names(bob, carol, weavers, agent, today):
    grants.give(weavers, address="dan@example.com", ends_on=today, reason="Panen", by=bob, at=make.now())
    onboarding.change(weavers, by=agent, at=make.now(), story="Kami menenun sejak 2019.")
    onboarding.change(weavers, by=bob, at=make.now(), bank_account_number="0123456789")
    weavers.suspend(by=carol, at=make.now(), reason="Pesanan tidak dijawab")
    bob.introduce(name="Bob", language="en")
    page = signed_in(bob).get(reverse("sell_log"))
    assert [line.who for line in page.context["log"].lines] == [
        "Carol, for the co-op",
        "Bob",
        "Dan, for Kelompok Tenun, allowed by Bob",
        "Bob",
    ]
    assert "Dan, for Kelompok Tenun, allowed by Bob" in page.text
    assert "0123456789" not in page.text


def test_the_name_of_whoever_allowed_it_stays_after_the_end(bob, weavers, agent, today):
    given_at = make.now() - timedelta(days=40)
    grant = make.grant(weavers, by=bob, to=agent, starts_on=given_at.date(), ends_on=today - timedelta(days=10))
    Grant.objects.filter(pk=grant.pk).update(given_at=given_at)
    onboarding.change(weavers, by=agent, at=given_at + timedelta(days=1), story="Lama sekali")
    onboarding.change(weavers, by=agent, at=make.now(), story="Sesudah habis")
    acted = [line.grant for line in log.of(weavers).lines if line.entry.by == agent]
    assert acted == [None, grant]


def test_what_was_done_after_it_was_taken_back_was_not_under_it(bob, weavers, agent):
    grant = make.grant(weavers, by=bob, to=agent)
    grant.revoke(by=bob, at=make.now())
    onboarding.change(weavers, by=agent, at=make.now(), story="Sesudah dicabut")
    assert next(line.grant for line in log.of(weavers).lines if line.entry.by == agent) is None


def test_the_log_goes_back_page_by_page(bob, weavers):
    begun = make.now() - timedelta(hours=1)
    for number in range(5):
        onboarding.change(weavers, by=bob, at=begun + timedelta(minutes=number), story=f"Cerita {number}")
    first = log.of(weavers, most=3)
    second = log.of(weavers, most=3, before=first.older)
    assert [(len(each.lines), each.older is None) for each in (first, second)] == [(3, False), (2, True)]
    moments = [line.entry.at for line in (*first.lines, *second.lines)]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == 5


@pytest.mark.parametrize("query", ["before=never", "before=2026-01-01", "before=9999-99-99T00:00", "producer=x"])
def test_an_odd_address_shows_the_first_page(bob, weavers, query):
    assert signed_in(bob).get(f"/sell/log/?{query}").status_code == 200


def test_the_log_of_others_is_not_there(bob, weavers, farmers):
    page = signed_in(bob).get(f"/sell/log/?producer={farmers.pk}")
    assert page.context["producer"] == weavers


def test_other_packages_add_their_own(bob, weavers, monkeypatch):
    entry = log.Entry(make.now() - timedelta(days=1), bob, "Stock counted", "Selendang: 12")
    monkeypatch.setattr(log, "_sources", [])
    log.source(lambda _producer, _before, _most: [entry])
    assert [line.entry for line in log.of(weavers).lines] == [entry]
