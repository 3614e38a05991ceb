"""Applying over the API: the same draft, the same refusals, and the same people as on the pages."""

import pytest

from marketplace.models import Picture
from producers.models import Certificate, Producer
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db

STORY = "Kami berlima, lulusan pelatihan menjahit 2024. Kami menjahit tas di Liliba."
BEGUN = {"name": "Jahit Ceria", "kind": "sewing_group", "village": "53.71.04.1010"}
FILLED = {
    "story": STORY,
    "whatsapp": "081234567890",
    "bank_name": "Bank NTT",
    "bank_account_number": "0123-456-789",
    "bank_account_name": "Alice",
}
LIST = "selling/applications/"


@pytest.fixture
def complete(alice):
    return make.application("Jahit Ceria", lead=alice)


@pytest.fixture
def cast_of(complete, alice, carol, mallory):
    helper = make.user("Hana")
    complete.people.create(user=helper, name="Hana", role="helper")
    make.grant(complete, by=alice, to=carol)
    return {"lead": alice, "helper": helper, "agent": carol, "stranger": mallory}


def of(producer, part=""):
    return f"{LIST}{producer.pk}/{part}"


def test_from_the_first_name_to_the_coordinators(alice):
    program = Program(alice)
    status, shown = program.post(LIST, BEGUN)
    producer = Producer.objects.get()
    person = producer.people.get()
    assert status == 201
    assert shown == {
        "id": producer.pk,
        "slug": "jahit-ceria",
        "status": "draft",
        "reason": "",
        "name": "Jahit Ceria",
        "kind": "sewing_group",
        "is_group": True,
        "district": "53.71.04",
        "village": "53.71.04.1010",
        "place": "Liliba, Oebobo",
        "story": "",
        "photo": None,
        "whatsapp": "",
        "bank_name": "",
        "bank_account_number": "",
        "bank_account_name": "",
        "people": [{"id": person.pk, "name": "Alice", "role": "lead", "about": "", "agreed": False}],
        "certificates": [],
        "missing": [
            {"step": "story", "text": "your story, in a few sentences"},
            {"step": "story", "text": "a photo"},
            {"step": "people", "text": "somebody who agreed to be shown"},
            {"step": "contact", "text": "the WhatsApp number"},
            {"step": "contact", "text": "the bank account"},
        ],
        "applied_at": None,
    }
    assert program.post(of(producer, "submission/"))[1]["code"] == "application_incomplete"
    assert program.patch(of(producer), FILLED)[0] == 200
    assert program.send_file(of(producer, "photo/"), photo=make.photo())[0] == 201
    assert program.post(of(producer, "people/"), {"name": "Yuliana", "agreed": True})[0] == 201
    status, sent = program.post(of(producer, "submission/"))
    assert (status, sent["status"], sent["missing"]) == (200, "applied", [])
    assert sent["bank_account_number"] == "0123456789"
    producer.refresh_from_db()
    assert (producer.status, producer.story, producer.people.count()) == ("applied", STORY, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "piracy"}, "kind"),
        ({"kind": 7}, "kind"),
        ({"village": "1"}, "village"),
        ({"district": None}, "district"),
        ({"story": "Kami."}, "story"),
        ({"whatsapp": "12"}, "whatsapp"),
        ({"bank_account_number": "12345"}, "bank_account_number"),
        ({"bank_account_number": "abc"}, "bank_account_number"),
        ({"is_group": "maybe"}, "is_group"),
    ],
    ids=str,
)
def test_what_makes_no_sense_begins_nothing(alice, wrong, field):
    status, refusal = Program(alice).post(LIST, BEGUN | wrong)
    assert (status, refusal["code"], list(refusal["fields"])) == (400, "invalid", [field])
    assert not Producer.objects.exists()


def test_a_village_of_another_district_begins_nothing(alice):
    status, refusal = Program(alice).post(LIST, BEGUN | {"district": "53.71.05"})
    assert (status, refusal["code"]) == (400, "place_unknown")
    assert not Producer.objects.exists()


def test_one_application_at_a_time(alice, complete):
    status, refusal = Program(alice).post(LIST, BEGUN)
    assert (status, refusal["code"]) == (409, "application_open")
    assert Producer.objects.count() == 1


def test_whoever_cannot_be_reached_cannot_apply():
    status, refusal = Program(make.user("Nemo")).post(LIST, BEGUN)
    assert (status, refusal["code"]) == (409, "address_unproven")


def test_ones_own_and_the_newest_first(alice, complete, farmers, django_assert_num_queries):
    other = make.producer("Lama", lead=alice)
    program = Program(alice)
    program.get(LIST)
    with django_assert_num_queries(7):  # two for the token, one for what she leads, four for the list
        status, page = program.get(LIST)
    assert [row["id"] for row in page["results"]] == [other.pk, complete.pk]
    assert results(Program(make.user()).get(LIST), "id") == []
    assert Program().get(LIST)[0] == 401


@pytest.mark.parametrize("role", ["helper", "agent"])
def test_who_helps_sees_the_end_of_the_account_and_changes_nothing_of_it(cast_of, complete, role):
    program = Program(cast_of[role])
    _status, shown = program.get(of(complete))
    assert (shown["bank_account_number"], shown["bank_account_name"]) == ("789", "")
    assert program.patch(of(complete), {"story": STORY})[0] == 200
    status, refusal = program.patch(of(complete), {"story": "Cerita lain. " * 5, "bank_account_number": "99999999"})
    assert (status, refusal["code"]) == (403, "permission_denied")
    assert program.post(of(complete, "people/"), {"name": "X"})[0] == 404
    complete.refresh_from_db()
    assert (complete.story, complete.bank_account_number, complete.people.count()) == (STORY, "0123456789", 2)


def test_a_stranger_finds_nothing(cast_of, complete):
    program = Program(cast_of["stranger"])
    assert program.get(of(complete))[0] == 404
    assert program.patch(of(complete), {"story": STORY})[0] == 404
    for part in ("people/", "certificates/", "submission/"):
        assert program.post(of(complete, part), {})[0] == 404
    assert program.send_file(of(complete, "photo/"), photo=make.photo())[0] == 404
    assert (complete.people.count(), Certificate.objects.count()) == (2, 0)


@pytest.mark.parametrize("role", ["lead", "helper", "agent", "stranger"])
@pytest.mark.parametrize("status", Producer.Status.values)
def test_sending_as_every_role(cast_of, complete, status, role):
    Producer.objects.filter(pk=complete.pk).update(status=status)
    answered, told = Program(cast_of[role]).post(of(complete, "submission/"))
    complete.refresh_from_db()
    if role != "lead":
        assert (answered, complete.status) == (404, status)
    elif status in {"draft", "changes_requested"}:
        assert (answered, complete.status) == (200, "applied")
    else:
        assert (answered, told["code"], complete.status, complete.steps.count()) == (409, "wrong_step", status, 0)


@pytest.mark.parametrize("status", ["applied", "verified", "suspended", "refused", "closed"])
def test_only_an_application_that_is_open_can_be_told_anew(alice, complete, status):
    Producer.objects.filter(pk=complete.pk).update(status=status)
    answered, refusal = Program(alice).patch(of(complete), {"name": "Nama Lain"})
    assert (answered, refusal["code"]) == (409, "not_changeable")
    complete.refresh_from_db()
    assert complete.name == "Jahit Ceria"


def test_the_reason_is_told(alice, carol, complete):
    complete.apply(by=alice, at=make.now())
    complete.request_changes(by=carol, at=make.now(), reason="Foto kurang jelas")
    _status, shown = Program(alice).get(of(complete))
    assert (shown["status"], shown["reason"]) == ("changes_requested", "Foto kurang jelas")


CLAIM = {"kind": "attendance", "number": "112/BLK/2024", "training": "Menjahit dasar", "issued_on": "2024-08-17"}


def test_a_certificate_in_ones_own_words(alice, complete):
    person = complete.people.get()
    status, shown = Program(alice).post(of(complete, "certificates/"), CLAIM | {"person": person.pk})
    made = Certificate.objects.get()
    told = {"id": made.pk, "person": person.pk, "cohort": None, "expires_on": None, "status": "claimed"}
    assert (status, shown) == (201, CLAIM | told)


def test_a_certificate_with_a_photo_of_the_paper(alice, complete):
    told = {"person": str(complete.people.get().pk), "paper": make.photo()}
    status, _shown = Program(alice).send_file(of(complete, "certificates/"), **(CLAIM | told))
    assert (status, Certificate.objects.get().paper.uploaded_by) == (201, alice)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"training": ""}, "training"),
        ({"kind": "diploma"}, "kind"),
        ({"issued_on": "2999-01-01"}, "issued_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"cohort": 999}, "cohort"),
        ({"person": 999_999}, "person"),
    ],
    ids=str,
)
def test_a_certificate_that_makes_no_sense(alice, complete, wrong, field):
    sent = CLAIM | {"person": complete.people.get().pk} | wrong
    status, refusal = Program(alice).post(of(complete, "certificates/"), sent)
    assert (status, list(refusal["fields"])) == (400, [field])
    assert not Certificate.objects.exists()


def test_a_certificate_of_somebody_elses_person(alice, complete, farmers):
    sent = CLAIM | {"person": farmers.people.get().pk}
    assert Program(alice).post(of(complete, "certificates/"), sent)[0] == 400
    assert not Certificate.objects.exists()


def test_the_trainings_that_are_known(alice, complete):
    cohort = make.certificate(complete).cohort
    _status, page = Program(alice).get("selling/cohorts/")
    names = {"name": "Angkatan 1", "programme": cohort.programme.name, "provider": "Balai Latihan"}
    assert page["results"] == [{"id": cohort.pk, **names}]


def test_what_is_no_photo_changes_nothing(alice, complete):
    before = complete.picture_id
    status, refusal = Program(alice).send_file(of(complete, "photo/"), photo="no file")
    assert (status, refusal["code"]) == (400, "invalid")
    complete.refresh_from_db()
    assert (complete.picture_id, Picture.objects.count()) == (before, 1)
