"""Certificates at the desk: the queue, every decision from every state as every role, and training data."""

import itertools
from datetime import date, timedelta

import pytest
from django.utils import timezone

from marketplace.models import Notice
from marketplace.notices import outbox
from producers.models import Certificate, Cohort, Programme, TrainingProvider
from tests import faces, make
from tests.api import Program, results
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

VERBS = {
    "confirmation": ({"claimed"}, "confirmed"),
    "withdrawal": ({"claimed", "confirmed"}, "withdrawn"),
}


@pytest.fixture
def desk(carol):
    carol.introduce(name="Carol", language="en")
    return signed_in(carol)


@pytest.fixture
def paper(weavers):
    return make.certificate(weavers, number="BPVP-7/2026", training="Kursus menjahit")


def send(face, who, paper, verb):
    facts = {"cohort": paper.cohort_id} if verb == "confirmation" else {}
    reason = {"words": "Another name"} if verb == "withdrawal" else {}
    body = {"reason": "Another name"} if verb == "withdrawal" else facts
    return faces.ask(face, who, f"certificates/{paper.pk}/{verb}/", form=facts | reason, body=body)


def put(paper, status):
    Certificate.objects.filter(pk=paper.pk).update(status=status)
    paper.refresh_from_db()


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize(("verb", "before"), [*itertools.product(VERBS, Certificate.Status.values)])
def test_every_verb_from_every_state(paper, bob, carol, face, verb, before):
    allowed, after = VERBS[verb]
    put(paper, before)
    status = send(face, carol, paper, verb)
    paper.refresh_from_db()
    steps = list(paper.steps.values_list("before", "after", "by", "reason"))
    if before in allowed:
        assert status == (303 if face == "page" else 200)
        assert paper.status == after
        assert steps == [(before, after, carol.pk, "Another name" if verb == "withdrawal" else "")]
        step = paper.steps.get()
        assert faces.owed("certificate_decided") == {(step.pk, bob.pk, "inbox"), (step.pk, bob.pk, "email")}
    else:
        assert status == 409
        assert (paper.status, steps, Notice.objects.count()) == (before, [], 0)


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize(("verb", "role"), [*itertools.product(VERBS, faces.ROLES)])
def test_every_verb_as_every_role(weavers, paper, face, verb, role):
    status = send(face, faces.person(role, weavers), paper, verb)
    paper.refresh_from_db()
    if role in faces.DESK:
        assert (status, paper.status) == (303 if face == "page" else 200, VERBS[verb][1])
    else:
        assert status == faces.kept_out(face, role)
        assert (paper.status, paper.steps.count(), Notice.objects.count()) == ("claimed", 0, 0)


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize("verb", VERBS)
def test_a_paper_of_a_draft_is_not_there_for_the_desk(carol, bob, face, verb):
    draft = make.producer("Draf", lead=bob, status="draft", applied_at=None)
    assert send(face, carol, make.certificate(draft), verb) == 404


@pytest.mark.parametrize(
    ("verb", "subject", "words"),
    [
        ("confirmation", "Certificate BPVP-7/2026 of Bob is confirmed", "anyone can check it here"),
        ("withdrawal", "Certificate BPVP-7/2026 of Bob no longer counts", "Reason: Another name"),
    ],
)
def test_what_the_producer_is_told(paper, bob, carol, verb, subject, words):
    bob.introduce(name="Bob", language="en")
    send("api", carol, paper, verb)
    told = outbox.text_for(Notice.objects.get(event="certificate_decided", channel="inbox"))
    assert told.subject == subject
    assert words in told.body
    assert (f"/certificates/{paper.code}/" in told.body) is (verb == "confirmation")


@pytest.mark.parametrize("face", faces.FACES)
@pytest.mark.parametrize("part", ["lead", "maker", "agent"])
def test_four_eyes(weavers, paper, carol, face, part):
    if part == "agent":
        make.grant(weavers, by=make.user(), to=carol)
    else:
        weavers.people.create(user=carol, name="Carol", role=part)
    assert send(face, carol, paper, "confirmation") == 409
    paper.refresh_from_db()
    assert (paper.status, paper.steps.count(), Notice.objects.count()) == ("claimed", 0, 0)
    assert send(face, make.coordinator("Dewi"), paper, "confirmation") in {200, 303}


def test_who_checked_it_and_when_is_written_down(desk, carol, paper):
    send("page", carol, paper, "confirmation")
    paper.refresh_from_db()
    assert paper.confirmed_by == carol
    assert abs(timezone.now() - paper.confirmed_at) < timedelta(minutes=1)


@pytest.mark.parametrize("face", faces.FACES)
def test_a_claim_in_words_needs_a_cohort(weavers, carol, face):
    paper = make.certificate(weavers, cohort=None, training="Kursus di BLK")
    address = f"certificates/{paper.pk}/confirmation/"
    assert faces.ask(face, carol, address, form={}, body={}) == (200 if face == "page" else 409)
    paper.refresh_from_db()
    assert (paper.status, paper.cohort, paper.steps.count()) == ("claimed", None, 0)
    cohort = Cohort.objects.get()
    form = {"cohort": cohort.pk}
    assert faces.ask(face, carol, address, form=form, body=form) == (303 if face == "page" else 200)
    paper.refresh_from_db()
    assert (paper.status, paper.cohort) == ("confirmed", cohort)


def test_an_unknown_cohort_is_told(carol, paper):
    status, said = Program(carol).post(f"desk/certificates/{paper.pk}/confirmation/", {"cohort": 999})
    assert (status, list(said["fields"])) == (400, ["cohort"])


def test_the_cohort_may_be_added_with_it(desk, weavers):
    paper = make.certificate(weavers, cohort=None, training="Kursus di BLK")
    programme = Programme.objects.get()
    form = {
        "new-programme": programme.pk,
        "new-name": "Angkatan 9",
        "new-starts_on": "2026-02-01",
        "new-ends_on": "2026-03-01",
    }
    assert desk.post(f"/desk/certificates/{paper.pk}/confirmation/", form).status_code == 303
    paper.refresh_from_db()
    assert (paper.status, paper.cohort.name, paper.cohort.programme) == ("confirmed", "Angkatan 9", programme)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"new-name": ""}, "name"),
        ({"new-name": "Angkatan 1"}, "__all__"),  # there is one already
        ({"new-ends_on": "2025-01-01"}, "ends_on"),
        ({"new-programme": "999"}, "programme"),
    ],
)
def test_a_new_cohort_with_a_mistake_is_shown_again(desk, weavers, wrong, field):
    paper = make.certificate(weavers, cohort=None, training="Kursus di BLK")
    form = {
        "new-programme": Programme.objects.get().pk,
        "new-name": "Angkatan 9",
        "new-starts_on": "2026-02-01",
        "new-ends_on": "2026-03-01",
    }
    page = desk.post(f"/desk/certificates/{paper.pk}/confirmation/", form | wrong)
    assert list(page.context["new"].errors) == [field]
    assert Cohort.objects.count() == 1
    paper.refresh_from_db()
    assert paper.status == "claimed"


@pytest.mark.parametrize("face", faces.FACES)
def test_a_number_that_the_cohort_gave_once_is_refused(weavers, paper, carol, face):
    other = make.certificate(weavers, cohort=None, training="Kursus", number="BPVP-7/2026")
    facts = {"cohort": paper.cohort_id}
    address = f"certificates/{other.pk}/confirmation/"
    assert faces.ask(face, carol, address, form=facts, body=facts) == 409
    other.refresh_from_db()
    assert (other.status, other.cohort, other.steps.count(), Notice.objects.count()) == ("claimed", None, 0, 0)
    put(paper, "withdrawn")
    assert faces.ask(face, carol, address, form=facts, body=facts) in {200, 303}


def test_a_new_cohort_does_not_stay_when_the_paper_is_refused(desk, carol, weavers):
    weavers.people.create(user=carol, name="Carol", role="maker")
    paper = make.certificate(weavers, cohort=None, training="Kursus")
    form = {
        "new-programme": Programme.objects.get().pk,
        "new-name": "Angkatan 9",
        "new-starts_on": "2026-02-01",
        "new-ends_on": "2026-03-01",
    }
    assert desk.post(f"/desk/certificates/{paper.pk}/confirmation/", form).status_code == 409
    assert Cohort.objects.count() == 1


def test_a_withdrawal_without_a_reason_is_sent_back(desk, carol, paper):
    desk.post(f"/desk/certificates/{paper.pk}/withdrawal/", {})
    assert Program(carol).post(f"desk/certificates/{paper.pk}/withdrawal/", {})[0] == 400
    paper.refresh_from_db()
    assert paper.status == "claimed"


def test_after_a_paper_comes_the_next(desk, weavers, farmers):
    first, second = make.certificate(weavers), make.certificate(farmers)
    on = desk.post(f"/desk/certificates/{first.pk}/confirmation/", {"cohort": first.cohort_id})
    assert on["Location"] == f"/desk/certificates/{second.pk}/"
    on = desk.post(f"/desk/certificates/{second.pk}/withdrawal/", {"words": "Not hers"})
    assert on["Location"] == "/desk/certificates/"
    on = desk.post(f"/desk/certificates/{first.pk}/withdrawal/", {"words": "Not hers"})
    assert on["Location"] == f"/desk/certificates/{first.pk}/"


# The lists


def shown(page):
    return list(page.context["page"].rows)


def test_the_queue_has_what_waits_with_the_words_and_the_photo(desk, weavers):
    waits = make.certificate(weavers, cohort=None, training="Kursus di BLK", paper=make.picture())
    make.certificate(weavers, status="withdrawn")
    make.certificate(make.producer("Draf", lead=make.user(), status="draft", applied_at=None))
    page = desk.get("/desk/certificates/")
    assert shown(page) == [waits]
    assert [(code, count) for code, _label, count in page.context["pills"]] == [
        ("claimed", 1), ("soon", 0), ("confirmed", None), ("expired", None), ("withdrawn", None),
    ]  # fmt: skip
    assert "Kursus di BLK" in page.text
    one = desk.get(f"/desk/certificates/{waits.pk}/")
    assert "Kursus di BLK" in one.text
    assert 'aria-label="001/2026"' in one.text


def test_what_expires_soon_is_listed_by_day(desk, weavers):
    today = timezone.localdate()
    in_days = {
        days: make.certificate(weavers, status="confirmed", expires_on=today + timedelta(days=days))
        for days in (61, 60, 0, -1)
    }
    make.certificate(weavers, status="confirmed")
    make.certificate(weavers, expires_on=today)
    assert shown(desk.get("/desk/certificates/?status=soon")) == [in_days[0], in_days[60]]


def test_each_state_has_its_list(desk, weavers):
    made = {status: make.certificate(weavers, status=status) for status in Certificate.Status.values}
    for status, one in made.items():
        assert shown(desk.get(f"/desk/certificates/?status={status}")) == [one]
    assert shown(desk.get("/desk/certificates/?status=nonsense")) == [made["claimed"]]


@pytest.mark.parametrize(("status", "size"), [("claimed", 10), ("confirmed", 30)])
def test_a_long_list_has_pages_and_few_queries(desk, weavers, django_assert_num_queries, status, size):
    cohort = make.certificate(weavers, status="withdrawn").cohort
    made = [make.certificate(weavers, status=status, cohort=cohort, number=f"{number}") for number in range(size + 2)]
    with django_assert_num_queries(7):  # session, user, is she producing, the co-op; two counts, the page
        first = desk.get(f"/desk/certificates/?status={status}")
    second = desk.get("/desk/certificates/", {"status": status, "cursor": first.context["page"].next})
    assert (len(shown(first)), len(shown(second))) == (size, 2)
    assert {*shown(first), *shown(second)} == set(made)


@pytest.mark.parametrize("role", faces.ROLES)
@pytest.mark.parametrize("address", ["", "training/", "training/cohorts/"])
def test_who_sees_the_pages(weavers, role, address):
    who = faces.person(role, weavers)
    client = signed_in(who) if who else signed_in(make.user()).__class__()
    address = f"/desk/{address}" if address else "/desk/certificates/"
    assert client.get(address).status_code == (200 if role in faces.DESK else faces.kept_out("page", role))


# Programs


def test_the_list_for_programs(carol, weavers, paper, django_assert_num_queries):
    put(paper, "confirmed")
    waits = make.certificate(weavers, cohort=None, training="Kursus di BLK")
    program = Program(carol)
    with django_assert_num_queries(3):
        status, page = program.get("desk/certificates/", status="claimed")
    assert (status, page["results"]) == (
        200,
        [
            {
                "id": waits.pk,
                "code": waits.code,
                "status": "claimed",
                "kind": "competency",
                "number": "001/2026",
                "person": "Bob",
                "producer": weavers.pk,
                "cohort": None,
                "training": "Kursus di BLK",
                "issued_on": "2026-03-10",
                "expires_on": None,
            }
        ],
    )
    assert results(program.get("desk/certificates/"), "id") == [paper.pk, waits.pk]


def test_the_cohorts_for_programs(carol, paper, django_assert_num_queries):
    program = Program(carol)
    with django_assert_num_queries(3):
        status, page = program.get("desk/cohorts/")
    cohort = paper.cohort
    assert (status, page["results"]) == (
        200,
        [
            {
                "id": cohort.pk,
                "name": "Angkatan 1",
                "programme": cohort.programme.name,
                "provider": "Balai Latihan",
                "starts_on": "2026-01-05",
                "ends_on": "2026-03-05",
            }
        ],
    )


# Training data


def test_training_is_listed_with_few_queries(desk, weavers, django_assert_num_queries):
    papers = [make.certificate(weavers) for _number in range(4)]
    with django_assert_num_queries(7):  # four for every page of the desk; providers, programmes, cohorts
        page = desk.get("/desk/training/")
    for paper in papers:
        assert paper.cohort.programme.name in page.text


def test_training_is_added_from_top_to_bottom(desk):
    assert desk.post("/desk/training/providers/", {"name": "BLK Kupang"}).status_code == 303
    provider = TrainingProvider.objects.get()
    form = {"provider": provider.pk, "name": "Menjahit", "skill": "Jahit", "hours": "240"}
    assert desk.post("/desk/training/programmes/", form).status_code == 303
    programme = Programme.objects.get()
    form = {"programme": programme.pk, "name": "Angkatan 1", "starts_on": "2026-01-05", "ends_on": "2026-03-05"}
    assert desk.post("/desk/training/cohorts/", form).status_code == 303
    cohort = Cohort.objects.get()
    told = (cohort.name, cohort.starts_on, cohort.ends_on, programme.hours, programme.skill, provider.name)
    assert told == ("Angkatan 1", date(2026, 1, 5), date(2026, 3, 5), 240, "Jahit", "BLK Kupang")


def test_training_is_corrected(desk, paper):
    cohort = paper.cohort
    programme, provider = cohort.programme, cohort.programme.provider
    desk.post(f"/desk/training/providers/{provider.pk}/", {"name": "BPVP Kupang"})
    form = {"provider": provider.pk, "name": "Menjahit", "skill": "Jahit", "hours": "200"}
    desk.post(f"/desk/training/programmes/{programme.pk}/", form)
    form = {"programme": programme.pk, "name": "Angkatan 2", "starts_on": "2026-01-05", "ends_on": "2026-02-05"}
    desk.post(f"/desk/training/cohorts/{cohort.pk}/", form)
    cohort = Cohort.objects.select_related("programme__provider").get()
    told = (cohort.name, cohort.ends_on, cohort.programme.hours, cohort.programme.provider.name)
    assert told == ("Angkatan 2", date(2026, 2, 5), 200, "BPVP Kupang")


@pytest.mark.parametrize(
    ("address", "form", "field"),
    [
        ("providers/", {"name": "Balai Latihan"}, "name"),
        ("programmes/", {"name": "X", "skill": "Y", "hours": "0"}, "hours"),
        ("programmes/", {"name": "X", "skill": "Y", "hours": "1.5"}, "hours"),
        ("cohorts/", {"name": "X", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on"),
        ("cohorts/", {"name": "Angkatan 1", "starts_on": "2026-01-01", "ends_on": "2026-02-01"}, "__all__"),
    ],
)
def test_training_data_with_a_mistake_is_shown_again(desk, paper, address, form, field):
    programme = paper.cohort.programme
    form = {"provider": programme.provider.pk, "programme": programme.pk} | form
    page = desk.post(f"/desk/training/{address}", form)
    assert list(page.context["form"].errors) == [field]
    assert (TrainingProvider.objects.count(), Programme.objects.count(), Cohort.objects.count()) == (1, 1, 1)
