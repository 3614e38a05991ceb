"""The list of producers at the desk, the whole picture of one, trust, and who may act for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.models import Notice
from marketplace.notices import outbox
from producers.models import Grant, Producer, ProducerKind, TrustChange
from tests import faces, make
from tests.api import Program, results
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(carol):
    carol.introduce(name="Carol", language="en")
    return signed_in(carol)


def names(page):
    return [producer.name for producer in page.context["page"].rows]


def counts(page):
    return {code: count for code, _label, count in page.context["pills"]}


@pytest.fixture
def many(weavers, farmers):
    """One in each state, two applications, and a draft that nobody may see."""
    now = timezone.now()
    made = [
        make.producer("Baru", status="applied", applied_at=now),
        make.producer("Lama", status="applied", applied_at=now - timedelta(days=3), whatsapp="+6281355512345"),
        make.producer("Diminta", status="changes_requested"),
        make.producer("Ditunda", status="suspended"),
        make.producer("Ditolak", status="refused"),
        make.producer("Ditutup", status="closed"),
        make.producer("Draf", status="draft", applied_at=None),
        make.producer("Draf ditutup", status="closed", applied_at=None, district=None),
    ]
    return made


def test_applications_come_first_and_who_waits_longest(desk, many):
    page = desk.get("/desk/producers/")
    assert names(page) == ["Lama", "Baru"]
    assert counts(page) == {
        "applied": 2,
        "changes_requested": 1,
        "verified": 2,
        "suspended": 1,
        "refused": 1,
        "closed": 1,
        "all": 8,
    }


def test_each_state_has_its_list(desk, many):
    assert names(desk.get("/desk/producers/?status=verified")) == ["Kebun Organik", "Kelompok Tenun"]
    assert names(desk.get("/desk/producers/?status=closed")) == ["Ditutup"]
    assert names(desk.get("/desk/producers/?status=draft")) == ["Lama", "Baru"]
    assert len(names(desk.get("/desk/producers/?status=all"))) == 8


@pytest.mark.parametrize("search", ["lam", "0813-5551-2345", "+62 813 5551 2345", "81355512"])
def test_a_producer_is_found_by_name_or_phone_in_any_state(desk, many, search):
    page = desk.get("/desk/producers/", {"search": search})
    assert names(page) == ["Lama"]
    assert counts(page)["all"] == 1


def test_a_producer_is_found_by_one_of_its_people(desk, many, weavers, bob):
    assert names(desk.get("/desk/producers/", {"search": "bob"})) == ["Kelompok Tenun"]
    assert names(desk.get("/desk/producers/", {"search": bob.phone.as_e164})) == ["Kelompok Tenun"]
    assert names(desk.get("/desk/producers/", {"search": "bob", "status": "applied"})) == []


@pytest.mark.parametrize("status", ["applied", "verified"])
def test_a_long_list_has_pages_and_few_queries(desk, django_assert_num_queries, status):
    start = timezone.now() - timedelta(days=1)
    for number in range(40):
        make.producer(f"Kelompok {number:02d}", status=status, applied_at=start + timedelta(minutes=number))
    with django_assert_num_queries(6):  # session, user, is she producing, the co-op; the counts, the page
        first = desk.get(f"/desk/producers/?status={status}")
    second = desk.get("/desk/producers/", {"status": status, "cursor": first.context["page"].next})
    assert names(first) + names(second) == [f"Kelompok {number:02d}" for number in range(40)]


def test_the_whole_picture_of_one(desk, carol, bob):
    producer = make.producer(
        "Lengkap", lead=bob, status="applied", story="Kami menenun sejak kecil.", bank_name="Bank NTT",
        bank_account_number="0123456789", bank_account_name="Bob Contoh", whatsapp="+6281355512345",
        kind=ProducerKind.objects.get(code="organic_farm"),
    )  # fmt: skip
    for number in range(6):
        person = producer.people.create(name=f"Ibu {number}", about="Menenun")
        person.consent(by=bob, at=timezone.now())
    paper = make.certificate(producer, cohort=None, training="Kursus di BLK", number="77/2026")
    producer.request_changes(by=carol, at=timezone.now(), reason="Foto kurang jelas")
    make.grant(producer, by=bob, to=make.user("Agus"), reason="Tidak punya HP")
    page = desk.get(f"/desk/producers/{producer.pk}/")
    for told in ("Kami menenun", "Bank NTT", "0123456789", "Bob Contoh", "0813-5551-2345", "Ibu 5",
                 "77/2026", "recorded by Bob", "Foto kurang jelas", "Carol", "Agus", "Tidak punya HP"):  # fmt: skip
        assert told in page.text, told
    assert f"/desk/certificates/{paper.pk}/" in page.text


def test_the_whole_picture_takes_no_more_queries_for_more_people(desk, carol, weavers, bob):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/desk/producers/{weavers.pk}/").status_code == 200
        return len(queries)

    def add(name):
        person = weavers.people.create(name=name, user=make.user(name), role="helper")
        person.consent(by=bob, at=timezone.now())
        make.certificate(weavers, person=person, paper=make.picture()).confirm(by=carol, at=timezone.now())
        make.member(name, person=person)
        make.grant(weavers, by=make.user(), to=make.user())

    add("Ana")
    few = asked()
    for name in ("Beni", "Cici", "Dina"):
        add(name)
    assert asked() == few
    assert few <= 30


def test_the_account_number_stands_nowhere_else_at_the_desk(desk, weavers):
    Producer.objects.filter(pk=weavers.pk).update(bank_account_number="0123456789", status="applied")
    assert "0123456789" in desk.get(f"/desk/producers/{weavers.pk}/").text
    assert "0123456789" not in desk.get("/desk/producers/").text
    assert "0123456789" not in str(Program(make.coordinator()).get("desk/producers/"))


def test_a_draft_is_not_shown(desk, bob):
    draft = make.producer("Draf", lead=bob, status="draft", applied_at=None)
    assert desk.get(f"/desk/producers/{draft.pk}/").status_code == 404


def test_only_deeds_that_the_state_allows_are_offered(desk, weavers):
    offered = {
        "applied": {"verification", "changes-request", "refusal", "closure"},
        "changes_requested": {"closure"},
        "verified": {"suspension", "closure", "trust"},
        "suspended": {"restoration", "closure"},
        "refused": set(),
        "closed": set(),
    }
    deeds = {"verification", "changes-request", "refusal", "suspension", "restoration", "closure", "trust", "distrust"}
    for status, expected in offered.items():
        Producer.objects.filter(pk=weavers.pk).update(status=status)
        page = desk.get(f"/desk/producers/{weavers.pk}/").text
        assert {deed for deed in deeds if f"/desk/producers/{weavers.pk}/{deed}/" in page} == expected, status


# Trust


def trust(client, producer, deed="trust"):
    return client.post(f"/desk/producers/{producer.pk}/{deed}/", {f"{deed}-words": "All in order"})


def test_trust_and_its_end_leave_a_row_each(desk, carol, weavers):
    assert trust(desk, weavers).status_code == 303
    weavers.refresh_from_db()
    assert weavers.is_trusted
    assert trust(desk, weavers, "distrust").status_code == 303
    weavers.refresh_from_db()
    assert not weavers.is_trusted
    rows = TrustChange.objects.values_list("producer", "is_trusted", "by", "reason")
    assert list(rows) == [
        (weavers.pk, True, carol.pk, "All in order"),
        (weavers.pk, False, carol.pk, "All in order"),
    ]
    assert "Listings need no review" in desk.get(f"/desk/producers/{weavers.pk}/").text
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("deed", "status", "is_trusted"),
    [
        ("trust", "applied", False),
        ("trust", "suspended", False),
        ("trust", "verified", True),
        ("distrust", "verified", False),
    ],
)
def test_trust_that_makes_no_sense_is_refused(desk, weavers, deed, status, is_trusted):
    Producer.objects.filter(pk=weavers.pk).update(status=status, is_trusted=is_trusted)
    assert trust(desk, weavers, deed).status_code == 409
    weavers.refresh_from_db()
    assert (weavers.is_trusted, TrustChange.objects.count()) == (is_trusted, 0)


def test_nobody_trusts_her_own_producer(desk, carol, weavers):
    weavers.people.create(user=carol, name="Carol", role="maker")
    assert trust(desk, weavers).status_code == 409
    weavers.refresh_from_db()
    assert (weavers.is_trusted, TrustChange.objects.count()) == (False, 0)


@pytest.mark.parametrize("role", faces.OTHERS)
@pytest.mark.parametrize("deed", ["trust", "distrust"])
def test_nobody_else_trusts(weavers, role, deed):
    Producer.objects.filter(pk=weavers.pk).update(is_trusted=deed == "distrust")
    who = faces.person(role, weavers)
    client = signed_in(who) if who else signed_in(make.user()).__class__()
    assert trust(client, weavers, deed).status_code == faces.kept_out("page", role)
    assert TrustChange.objects.count() == 0


# Grants


def wish(address, *, days=30, reason="Asked for it on the phone"):
    return {
        "grant-address": address,
        "grant-reason": reason,
        "grant-ends_on": (timezone.localdate() + timedelta(days=days)).isoformat(),
    }


@pytest.mark.parametrize("days", [0, 90])
def test_a_coordinator_records_a_grant_and_the_people_are_told(desk, carol, bob, weavers, days):
    agent = make.user("Agus")
    answer = desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(agent.phone.as_e164, days=days))
    assert answer.status_code == 303
    grant = Grant.objects.get()
    told = (grant.producer, grant.user, grant.given_by, grant.reason, grant.starts_on, grant.ends_on)
    today = timezone.localdate()
    assert told == (weavers, agent, carol, "Asked for it on the phone", today, today + timedelta(days=days))
    assert Producer.objects.of(agent).get() == weavers
    assert faces.owed("grant_recorded") == {
        (grant.pk, bob.pk, "inbox"),
        (grant.pk, bob.pk, "email"),
        (grant.pk, agent.pk, "inbox"),
        (grant.pk, agent.pk, "text"),
    }


def test_what_the_people_are_told_of_a_grant(desk, bob, weavers):
    bob.introduce(name="Bob", language="en")
    agent = make.user("Agus", language="en")
    desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(agent.phone.as_e164))
    to_bob, to_agent = [
        outbox.text_for(Notice.objects.get(event="grant_recorded", user=user, channel="inbox")) for user in (bob, agent)
    ]
    assert to_bob.subject == "Agus may act for Kelompok Tenun"
    assert "Carol of the co-operative has recorded this." in to_bob.body
    assert "Reason: Asked for it on the phone" in to_bob.body
    assert "If this is not what you agreed to" in to_bob.body
    assert to_agent.subject == "You may act for Kelompok Tenun"
    assert "/sell/" in to_agent.body


def test_a_grant_that_ended_meanwhile_is_not_told(desk, carol, weavers):
    agent = make.user("Agus")
    desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(agent.phone.as_e164))
    grant = Grant.objects.get()
    assert desk.post(f"/desk/grants/{grant.pk}/revocation/").status_code == 303
    grant.refresh_from_db()
    assert grant.revoked_by == carol
    assert not Producer.objects.of(agent).exists()
    assert outbox.text_for(Notice.objects.filter(event="grant_recorded").first()) is None


@pytest.mark.parametrize("days", [-1, 91])
def test_a_grant_is_good_for_90_days_at_most(desk, weavers, days):
    answer = desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(make.user().phone.as_e164, days=days))
    assert answer.status_code == 400
    assert (Grant.objects.count(), Notice.objects.count()) == (0, 0)


def test_nobody_gives_a_grant_to_herself(desk, carol, weavers):
    assert desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(carol.email)).status_code == 409
    assert (Grant.objects.count(), Notice.objects.count()) == (0, 0)


def test_who_works_there_needs_no_grant(desk, bob, weavers):
    assert desk.post(f"/desk/producers/{weavers.pk}/grants/", wish(bob.email)).status_code == 409
    assert Grant.objects.count() == 0


@pytest.mark.parametrize("form", [{}, wish("nonsense"), wish("agus@example.com", reason="")])
def test_a_grant_without_address_or_reason_is_sent_back(desk, weavers, form):
    page = desk.post(f"/desk/producers/{weavers.pk}/grants/", form, follow=True)
    assert {message.level_tag for message in page.context["messages"]} == {"error"}
    assert Grant.objects.count() == 0


@pytest.mark.parametrize("role", faces.OTHERS)
def test_nobody_else_records_or_ends_grants_at_the_desk(weavers, role):
    grant = make.grant(weavers, by=make.user())
    before = Grant.objects.count() + (role == "agent")
    who = faces.person(role, weavers)
    form = wish(make.user().phone.as_e164)
    assert faces.ask("page", who, f"producers/{weavers.pk}/grants/", form=form, body={}) == faces.kept_out("page", role)
    assert faces.ask("page", who, f"grants/{grant.pk}/revocation/", form={}, body={}) == faces.kept_out("page", role)
    grant.refresh_from_db()
    assert (Grant.objects.count(), grant.revoked_at) == (before, None)


# Programs


def test_the_list_for_programs(carol, many, django_assert_num_queries):
    program = Program(carol)
    with django_assert_num_queries(3):  # two for the token, one for the list
        status, page = program.get("desk/producers/", status="applied")
    assert (status, [row["name"] for row in page["results"]]) == (200, ["Baru", "Lama"])
    assert "Draf" not in results(program.get("desk/producers/"), "name")
    assert len(results(program.get("desk/producers/"), "name")) == 8
    assert results(program.get("desk/producers/", status="draft"), "name") == []
    assert program.get("desk/producers/", status="nonsense")[0] == 400


@pytest.mark.parametrize("role", faces.OTHERS)
def test_the_list_is_for_coordinators(weavers, role):
    status, _said = Program(faces.person(role, weavers)).get("desk/producers/")
    assert status == faces.kept_out("api", role)
