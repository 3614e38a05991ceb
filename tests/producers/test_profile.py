"""The profile of a producer: what its people change, what leads alone may, holidays, and closing for good."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.models import Notice
from marketplace.notices import outbox
from producers import onboarding, verification
from producers.models import Producer, ProfileChange
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

STORY = "Kami menenun selendang dengan pewarna alam sejak tahun 2019, berlima."
PAID = {
    "whatsapp": "0812-3456-7890",
    "bank_name": "BRI",
    "bank_account_number": "9876543210",
    "bank_account_name": "Bob",
}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def cast_of(bob, weavers, mallory):
    helper, agent = make.user("Hana", language="en"), make.user("Agus", language="en")
    weavers.people.create(user=helper, name="Hana", role="helper")
    make.grant(weavers, by=bob, to=agent)
    return {"lead": bob, "helper": helper, "agent": agent, "stranger": mallory}


def at(name, producer):
    return reverse(name, args=[producer.pk])


def test_whose_profile_it_is(bob, weavers):
    assert signed_in(bob).get("/sell/profile/")["Location"] == at("sell_profile_of", weavers)
    other = make.producer("Tenun Lain", lead=bob)
    page = signed_in(bob).get("/sell/profile/")
    assert page.context["producers"] == [weavers, other]
    Producer.objects.update(status="draft")
    assert signed_in(bob).get("/sell/profile/")["Location"] == "/sell/application/"


@pytest.mark.parametrize("role", ["lead", "helper", "agent"])
def test_story_and_photo_are_everybodys(cast_of, weavers, role):
    browser = signed_in(cast_of[role])
    browser.post(at("sell_profile_story", weavers), {"story": STORY, "photo": make.photo()})
    weavers.refresh_from_db()
    assert (weavers.story, weavers.picture.uploaded_by) == (STORY, cast_of[role])
    rows = ProfileChange.objects.values_list("what", "by")
    assert list(rows) == [("story", cast_of[role].pk), ("photo", cast_of[role].pk)]


def test_a_lead_changes_where_the_money_goes_and_that_is_noted(cast_of, weavers):
    signed_in(cast_of["lead"]).post(at("sell_profile_contact", weavers), PAID)
    weavers.refresh_from_db()
    assert (weavers.bank_name, weavers.bank_account_number, weavers.whatsapp.as_e164) == (
        "BRI",
        "9876543210",
        "+6281234567890",
    )
    rows = ProfileChange.objects.values_list("what", "detail", "by")
    assert list(rows) == [
        ("whatsapp", "…890", cast_of["lead"].pk),
        ("bank_account", "BRI …210", cast_of["lead"].pk),
    ]


@pytest.mark.parametrize("role", ["helper", "agent", "stranger"])
def test_what_is_for_leads_alone(cast_of, weavers, today, role):
    browser = signed_in(cast_of[role])
    sent = PAID | {"starts_on": today, "reason": "x", "sure": "on"}
    for name in ("sell_profile_contact", "sell_holiday", "sell_return", "sell_closure"):
        assert browser.post(at(name, weavers), sent).status_code == 404
    for name in ("sell_profile_contact", "sell_holiday", "sell_end"):
        assert browser.get(at(name, weavers)).status_code == 404
    before = Producer.objects.get(pk=weavers.pk)
    assert (before.bank_account_number, before.holiday_from, before.status) == ("", None, "verified")
    assert not ProfileChange.objects.exists()


def test_others_see_three_digits_of_the_account(cast_of, weavers):
    Producer.objects.update(bank_name="BRI", bank_account_number="9876543210", bank_account_name="Bob Tefa")
    assert "9876543210" in signed_in(cast_of["lead"]).get(at("sell_profile_of", weavers)).text
    for role in ("helper", "agent"):
        page = signed_in(cast_of[role]).get(at("sell_profile_of", weavers)).text
        assert "BRI, ends in 210" in page
        assert "9876543210" not in page
        assert "Bob Tefa" not in page


def test_a_stranger_finds_nothing(cast_of, weavers, farmers):
    for person, producer in [(cast_of["stranger"], weavers), (cast_of["lead"], farmers)]:
        browser = signed_in(person)
        for name in ("sell_profile_of", "sell_profile_story"):
            assert browser.get(at(name, producer)).status_code == 404
        assert browser.post(at("sell_profile_story", producer), {"story": STORY}).status_code == 404
    assert not ProfileChange.objects.exists()


@pytest.mark.parametrize("days", [0, 6, None])
def test_a_holiday_from_to(bob, weavers, today, days):
    ends_on = today + timedelta(days=days) if days is not None else None
    sent = {"starts_on": today, "ends_on": ends_on or "", "note": "Panen"}
    signed_in(bob).post(at("sell_holiday", weavers), sent)
    weavers.refresh_from_db()
    assert (weavers.holiday_from, weavers.holiday_until, weavers.holiday_note) == (today, ends_on, "Panen")
    assert weavers.is_on_holiday(on=today)
    assert ProfileChange.objects.get().what == "holiday"
    assert signed_in(bob).get(at("sell_profile_of", weavers)).context["is_away"]


@pytest.mark.parametrize(("begin", "end"), [(2, 1), (-5, -1)])
def test_a_holiday_that_makes_no_sense(bob, weavers, today, begin, end):
    sent = {"starts_on": today + timedelta(days=begin), "ends_on": today + timedelta(days=end)}
    page = signed_in(bob).post(at("sell_holiday", weavers), sent)
    assert list(page.context["form"].errors) == ["ends_on"]
    weavers.refresh_from_db()
    assert weavers.holiday_from is None


def test_coming_back(bob, weavers, today):
    onboarding.go_on_holiday(weavers, starts_on=today, ends_on=None, note="Panen", by=bob, at=make.now())
    signed_in(bob).post(at("sell_return", weavers))
    weavers.refresh_from_db()
    assert (weavers.holiday_from, weavers.holiday_until, weavers.holiday_note) == (None, None, "")
    assert [change.what for change in ProfileChange.objects.all()] == ["holiday", "back"]


def test_closing_for_good(bob, weavers):
    Producer.objects.update(bank_account_number="9876543210")
    browser = signed_in(bob)
    assert browser.get(at("sell_end", weavers)).status_code == 200
    browser.post(at("sell_closure", weavers), {"reason": "Pindah ke Rote", "sure": "on"})
    weavers.refresh_from_db()
    assert (weavers.status, weavers.steps.get().reason) == ("closed", "Pindah ke Rote")
    assert browser.get(at("sell_profile_of", weavers)).status_code == 404
    assert browser.post(at("sell_profile_story", weavers), {"story": STORY}).status_code == 404
    assert browser.get(reverse("sell_log")).status_code == 200


def test_a_suspended_producer_reads_why(bob, carol, weavers):
    weavers.suspend(by=carol, at=make.now(), reason="Pesanan tidak dijawab")
    assert "Pesanan tidak dijawab" in signed_in(bob).get(at("sell_profile_of", weavers)).text


SAID = {
    "verify": ("applied", "Welcome: Kelompok Tenun is verified"),
    "request_changes": ("applied", "Please complete the application of Kelompok Tenun"),
    "refuse": ("applied", "The application of Kelompok Tenun was not accepted"),
    "suspend": ("verified", "Kelompok Tenun is suspended for now"),
    "restore": ("suspended", "Kelompok Tenun may sell again"),
    "close": ("verified", "The shop of Kelompok Tenun is closed"),
}


@pytest.mark.parametrize("deed", SAID)
def test_its_people_hear_each_decision(cast_of, carol, weavers, deed):
    before, subject = SAID[deed]
    Producer.objects.filter(pk=weavers.pk).update(status=before)
    weavers.refresh_from_db()
    getattr(verification, deed)(weavers, by=carol, at=make.now(), reason="Karena begitu")
    told = Notice.objects.filter(event="producer_decided", channel="inbox")
    assert {notice.user for notice in told} == {cast_of["lead"], cast_of["helper"]}
    message = outbox.text_for(told.get(user=cast_of["helper"]))
    assert message.subject == subject
    assert "Karena begitu" in message.body


def test_a_decision_that_another_has_overtaken_is_not_told(cast_of, carol, weavers):
    verification.suspend(weavers, by=carol, at=make.now(), reason="Sementara")
    verification.restore(weavers, by=carol, at=make.now(), reason="Selesai")
    first, second = Notice.objects.filter(event="producer_decided", user=cast_of["helper"], channel="inbox").order_by(
        "pk"
    )
    assert outbox.text_for(first) is None
    assert outbox.text_for(second).subject == "Kelompok Tenun may sell again"
