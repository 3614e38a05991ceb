"""Certificates that a producer's people say they have: named with a photo of the paper, and taken back unseen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.models import Notice, Picture
from marketplace.notices import outbox
from marketplace.pictures import NotAPicture
from producers import certificates, onboarding
from producers.models import Certificate, Producer, ProfileChange
from producers.onboarding import CertificateKnown, Paper
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(weavers):
    return weavers.people.get()


@pytest.fixture
def cohort(weavers):
    """A training on the list."""
    made = make.certificate(weavers, number="999")
    cohort = made.cohort
    Certificate.objects.all().delete()
    return cohort


@pytest.fixture
def told(person, cohort):
    return {
        "person": person.pk,
        "kind": "competency",
        "number": "001/2026",
        "cohort": cohort.pk,
        "issued_on": "2026-03-10",
    }


def page_of(producer):
    return reverse("sell_certificates", args=[producer.pk])


def test_of_a_training_on_the_list_with_a_photo(bob, weavers, person, cohort, told):
    page = signed_in(bob).post(page_of(weavers), told | {"paper": make.photo(), "training": "is dropped"})
    made = Certificate.objects.get()
    assert page["Location"] == page_of(weavers)
    assert (made.person, made.cohort, made.training, made.number, made.status) == (
        person,
        cohort,
        "",
        "001/2026",
        "claimed",
    )
    assert made.paper.uploaded_by == bob
    change = ProfileChange.objects.get()
    assert (change.what, change.detail, change.by) == ("certificate", "Bob: 001/2026", bob)


def test_of_another_training_in_her_words(bob, weavers, told):
    signed_in(bob).post(page_of(weavers), told | {"cohort": "", "training": "Menjahit, PKBM Oesapa"})
    made = Certificate.objects.get()
    assert (made.cohort, made.training, made.paper) == (None, "Menjahit, PKBM Oesapa", None)


def test_the_photo_may_be_sent_before_the_form(bob, weavers, told):
    sent = make.picture(by=bob)
    signed_in(bob).post(page_of(weavers), told | {"pictures": [sent.pk]})
    assert Certificate.objects.get().paper == sent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cohort": ""}, "cohort"),
        ({"cohort": "999"}, "cohort"),
        ({"number": ""}, "number"),
        ({"kind": "diploma"}, "kind"),
        ({"person": "999"}, "person"),
        ({"issued_on": "2999-01-01"}, "issued_on"),
        ({"issued_on": ""}, "issued_on"),
        ({"expires_on": "2026-03-09"}, "expires_on"),
    ],
    ids=str,
)
def test_what_makes_no_sense(bob, weavers, told, wrong, field):
    page = signed_in(bob).post(page_of(weavers), told | wrong)
    assert field in page.context["form"].errors
    assert not Certificate.objects.exists()


def test_somebody_elses_person_cannot_be_named(bob, weavers, farmers, told):
    page = signed_in(bob).post(page_of(weavers), told | {"person": farmers.people.get().pk})
    assert "person" in page.context["form"].errors
    assert not Certificate.objects.exists()


def test_what_is_no_photo_leaves_nothing(bob, weavers, told):
    answer = signed_in(bob).post(page_of(weavers), told | {"paper": SimpleUploadedFile("a.jpg", b"<script>")})
    assert (answer.status_code, answer.context["form"]["number"].value()) == (400, "001/2026")
    assert answer.context["form"].non_field_errors() == [str(NotAPicture())]
    assert (Certificate.objects.count(), Picture.objects.count()) == (0, 0)


def test_a_number_is_claimed_once_a_cohort(bob, person, cohort, told):
    paper = Paper(kind="competency", number="001/2026", issued_on=make.now().date(), cohort=cohort)
    first = onboarding.claim(person, paper, by=bob, at=make.now())
    with pytest.raises(CertificateKnown):
        onboarding.claim(person, paper, by=bob, at=make.now())
    page = signed_in(bob).post(page_of(person.producer), told)
    assert (page.status_code, page.context["form"].non_field_errors()) == (409, [str(CertificateKnown())])
    assert (Certificate.objects.get(), ProfileChange.objects.count()) == (first, 1)


def test_the_number_of_another_person_is_not_taken_either(bob, weavers, person, cohort):
    paper = Paper(kind="competency", number="001/2026", issued_on=make.now().date(), cohort=cohort)
    onboarding.claim(person, paper, by=bob, at=make.now())
    with pytest.raises(CertificateKnown):
        onboarding.claim(weavers.people.create(name="Yuliana"), paper, by=bob, at=make.now())
    assert Certificate.objects.count() == 1


def test_a_form_that_is_sent_twice_claims_once(bob, weavers, told):
    browser, sent = signed_in(bob), told | {"cohort": "", "training": "Menjahit"}
    answers = [browser.post(page_of(weavers), sent).status_code for _time in range(2)]
    assert (answers, Certificate.objects.count()) == ([302, 409], 1)


@pytest.mark.parametrize("role", ["helper", "agent"])
def test_who_helps_may_add_one(bob, weavers, told, role):
    helper, agent = make.user("Hana"), make.user("Agus")
    weavers.people.create(user=helper, name="Hana", role="helper")
    make.grant(weavers, by=bob, to=agent)
    signed_in({"helper": helper, "agent": agent}[role]).post(page_of(weavers), told)
    assert ProfileChange.objects.get().by == {"helper": helper, "agent": agent}[role]


def test_a_stranger_finds_nothing(mallory, weavers, told):
    browser = signed_in(mallory)
    assert browser.get(page_of(weavers)).status_code == 404
    assert browser.post(page_of(weavers), told).status_code == 404
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("status", ["applied", "refused", "closed"])
def test_not_while_coordinators_decide(bob, weavers, told, status):
    Producer.objects.filter(pk=weavers.pk).update(status=status)
    assert signed_in(bob).post(page_of(weavers), told).status_code == 404
    assert not Certificate.objects.exists()


# What each role may do on this side with a certificate in each state: take back what nobody has checked yet.
@pytest.mark.parametrize("role", ["lead", "helper", "agent", "stranger"])
@pytest.mark.parametrize("status", Certificate.Status.values)
def test_taking_back_as_every_role(bob, weavers, mallory, status, role):
    helper, agent = make.user("Hana"), make.user("Agus")
    made = make.certificate(weavers)
    weavers.people.create(user=helper, name="Hana", role="helper")
    make.grant(weavers, by=bob, to=agent)
    Certificate.objects.filter(pk=made.pk).update(status=status)
    who = {"lead": bob, "helper": helper, "agent": agent, "stranger": mallory}[role]
    answer = signed_in(who).post(reverse("sell_certificate_withdrawal", args=[made.pk]))
    made.refresh_from_db()
    if role != "stranger" and status == "claimed":
        assert (answer.status_code, made.status) == (302, "withdrawn")
        assert list(made.steps.values_list("before", "after", "by")) == [("claimed", "withdrawn", who.pk)]
    else:
        assert (answer.status_code, made.status, made.steps.count()) == (404, status, 0)


def test_once_taken_back_the_number_is_free(bob, weavers, told):
    browser = signed_in(bob)
    browser.post(page_of(weavers), told)
    browser.post(reverse("sell_certificate_withdrawal", args=[Certificate.objects.get().pk]))
    browser.post(page_of(weavers), told)
    assert sorted(Certificate.objects.values_list("status", flat=True)) == ["claimed", "withdrawn"]


@pytest.mark.parametrize(
    ("deed", "subject"),
    [
        (certificates.confirm, "Certificate 001/2026 of Bob is confirmed"),
        (certificates.withdraw, "Certificate 001/2026 of Bob no longer counts"),
    ],
)
def test_her_people_hear_what_became_of_it(bob, carol, weavers, deed, subject):
    bob.introduce(name="Bob", language="en")
    made = make.certificate(weavers)
    reason = {"reason": "Nomor tidak dikenal"} if deed is certificates.withdraw else {}
    deed(made, by=carol, at=make.now(), **reason)
    message = outbox.text_for(Notice.objects.get(event="certificate_decided", channel="inbox"))
    assert message.subject == subject
    assert ("Nomor tidak dikenal" in message.body) == bool(reason)
    assert (f"/certificates/{made.code}/" in message.body) == (not reason)


def test_what_is_no_longer_true_is_not_told(carol, bob, weavers):
    made = make.certificate(weavers)
    certificates.confirm(made, by=carol, at=make.now())
    certificates.withdraw(made, by=carol, at=make.now(), reason="Salah")
    first = Notice.objects.filter(event="certificate_decided", channel="inbox").first()
    assert outbox.text_for(first) is None


def test_the_page_costs_the_same_for_many(bob, weavers, django_assert_num_queries):
    browser = signed_in(bob)
    make.certificate(weavers)
    browser.get(page_of(weavers))
    with django_assert_num_queries(12):
        browser.get(page_of(weavers))
    for number in range(10):
        make.certificate(weavers, number=f"{number}/2026")
    with django_assert_num_queries(12):
        browser.get(page_of(weavers))
