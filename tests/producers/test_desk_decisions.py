"""Every decision about a producer, from every state, through page and API, as every role."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.models import Notice
from marketplace.notices import outbox
from producers.models import Producer
from tests import faces, make
from tests.api import Program
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

STATUSES = [status for status in Producer.Status.values if status != "draft"]
# By the verb: the prefix of its form, from which states it leads, and where to.
VERBS = {
    "verification": ("", {"applied"}, "verified"),
    "changes-request": ("changes", {"applied"}, "changes_requested"),
    "refusal": ("refusal", {"applied"}, "refused"),
    "suspension": ("suspension", {"verified"}, "suspended"),
    "restoration": ("restoration", {"suspended"}, "verified"),
    "closure": ("closure", {"applied", "changes_requested", "verified", "suspended"}, "closed"),
}
SUBJECTS = {
    "verification": "Welcome: Kelompok Tenun is verified",
    "changes-request": "Please complete the application of Kelompok Tenun",
    "refusal": "The application of Kelompok Tenun was not accepted",
    "suspension": "Kelompok Tenun is suspended for now",
    "restoration": "Kelompok Tenun may sell again",
    "closure": "The shop of Kelompok Tenun is closed",
}


def send(face, who, producer, verb):
    prefix = VERBS[verb][0]
    form, body = ({f"{prefix}-words": "Because of rain"}, {"reason": "Because of rain"}) if prefix else ({}, {})
    return faces.ask(face, who, f"producers/{producer.pk}/{verb}/", form=form, body=body)


def put(producer, status):
    Producer.objects.filter(pk=producer.pk).update(status=status)
    producer.refresh_from_db()


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize(("verb", "before"), [*itertools.product(VERBS, STATUSES)])
def test_every_verb_from_every_state(weavers, bob, carol, face, verb, before):
    prefix, allowed, after = VERBS[verb]
    put(weavers, before)
    status = send(face, carol, weavers, verb)
    weavers.refresh_from_db()
    steps = list(weavers.steps.values_list("before", "after", "by", "reason"))
    if before in allowed:
        assert status == (303 if face == "page" else 200)
        assert weavers.status == after
        assert steps == [(before, after, carol.pk, "Because of rain" if prefix else "")]
        step = weavers.steps.get()
        assert faces.owed("producer_decided") == {(step.pk, bob.pk, "inbox"), (step.pk, bob.pk, "email")}
    else:
        assert status == 409
        assert (weavers.status, steps, Notice.objects.count()) == (before, [], 0)


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize(("verb", "role"), [*itertools.product(VERBS, faces.ROLES)])
def test_every_verb_as_every_role(weavers, face, verb, role):
    _prefix, allowed, after = VERBS[verb]
    put(weavers, min(allowed))
    before = weavers.status
    status = send(face, faces.person(role, weavers), weavers, verb)
    weavers.refresh_from_db()
    if role in faces.DESK:
        assert (status, weavers.status) == (303 if face == "page" else 200, after)
    else:
        assert status == faces.kept_out(face, role)
        assert (weavers.status, weavers.steps.count(), Notice.objects.count()) == (before, 0, 0)


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_draft_is_not_there_for_the_desk(carol, bob, face, verb):
    draft = make.producer("Belum dikirim", lead=bob, status="draft", applied_at=None)
    assert send(face, carol, draft, verb) == 404
    draft.refresh_from_db()
    assert (draft.status, draft.steps.count()) == ("draft", 0)


@pytest.mark.parametrize("verb", VERBS)
def test_what_the_producer_is_told(weavers, bob, carol, verb):
    bob.introduce(name="Bob", language="en")
    prefix, allowed, _after = VERBS[verb]
    put(weavers, min(allowed))
    send("page", carol, weavers, verb)
    told = outbox.text_for(Notice.objects.get(event="producer_decided", channel="inbox"))
    assert told.subject == SUBJECTS[verb]
    assert ("Reason: Because of rain" in told.body) is bool(prefix)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "verification"])
def test_a_decision_without_a_reason_is_sent_back(weavers, carol, verb):
    _prefix, allowed, _after = VERBS[verb]
    put(weavers, min(allowed))
    before = weavers.status
    address = f"producers/{weavers.pk}/{verb}/"
    page = signed_in(carol).post(f"/desk/{address}", {}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    status, said = Program(carol).post(f"desk/{address}", {})
    assert (status, list(said["fields"])) == (400, ["reason"])
    assert Program(carol).post(f"desk/{address}", {"reason": " "})[0] == 400
    assert Program(carol).post(f"desk/{address}", {"reason": "x" * 501})[0] == 400
    weavers.refresh_from_db()
    assert (weavers.status, weavers.steps.count(), Notice.objects.count()) == (before, 0, 0)


def test_reasons_can_be_picked_and_written(weavers, carol, settings):
    settings.LANGUAGE_CODE = "en"  # what is picked is written in the market's own language
    put(weavers, "applied")
    form = {"changes-picked": ["0", "4"], "changes-words": "See you on Monday."}
    assert signed_in(carol).post(f"/desk/producers/{weavers.pk}/changes-request/", form).status_code == 303
    assert weavers.steps.get().reason == (
        "The photo cannot be seen well. Please send another one. The photo of a certificate cannot be read. "
        "See you on Monday."
    )


def test_a_reason_that_is_not_on_the_list_is_sent_back(weavers, carol):
    put(weavers, "applied")
    address = f"/desk/producers/{weavers.pk}/changes-request/"
    signed_in(carol).post(address, {"changes-picked": ["99"], "changes-words": "x"})
    assert weavers.steps.count() == 0


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize(("verb", "before"), [("verification", "applied"), ("restoration", "suspended")])
@pytest.mark.parametrize("part", ["lead", "maker", "agent"])
def test_four_eyes(weavers, carol, face, verb, before, part):
    """A coordinator who has a part in the producer does not decide in its favour; another one does."""
    put(weavers, before)
    if part == "agent":
        make.grant(weavers, by=make.user(), to=carol)
    else:
        weavers.people.create(user=carol, name="Carol", role=part)
    assert send(face, carol, weavers, verb) == 409
    weavers.refresh_from_db()
    assert (weavers.status, weavers.steps.count(), Notice.objects.count()) == (before, 0, 0)
    assert send(face, make.coordinator("Dewi"), weavers, verb) in {200, 303}


def test_four_eyes_has_its_own_words(weavers, carol):
    put(weavers, "applied")
    weavers.people.create(user=carol, name="Carol", role="helper")
    status, said = Program(carol).post(f"desk/producers/{weavers.pk}/verification/")
    assert (status, said["code"]) == (409, "own_case")
    assert said["message"] == "You belong to Kelompok Tenun or act for it. Another coordinator must decide this."
    page = signed_in(carol).get(f"/desk/producers/{weavers.pk}/")
    assert f"/desk/producers/{weavers.pk}/verification/" not in page.text
    assert f"/desk/producers/{weavers.pk}/changes-request/" in page.text


def test_a_grant_that_is_over_does_not_count(weavers, carol):
    put(weavers, "applied")
    day = timezone.localdate() - timedelta(days=1)
    make.grant(weavers, by=make.user(), to=carol, starts_on=day, ends_on=day)
    assert send("api", carol, weavers, "verification") == 200


def test_the_answer_of_the_api(weavers, carol):
    put(weavers, "applied")
    status, shown = Program(carol).post(f"desk/producers/{weavers.pk}/verification/")
    told = {name: shown[name] for name in ("id", "slug", "name", "status", "is_trusted", "whatsapp", "photo")}
    assert (status, told) == (
        200,
        {
            "id": weavers.pk,
            "slug": weavers.slug,
            "name": "Kelompok Tenun",
            "status": "verified",
            "is_trusted": False,
            "whatsapp": "",
            "photo": None,
        },
    )
