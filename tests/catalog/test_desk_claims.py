"""Claims at the desk: confirmed, declined or withdrawn by a coordinator who saw the proof; its producer is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog import rules
from catalog.models import Claim, ClaimStep, Product
from marketplace.models import Notice, Role
from marketplace.notices import outbox
from tests import make
from tests.api import Program, results
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

VERBS = {
    "confirmation": ("claimed", "confirmed"),
    "rejection": ("claimed", "declined"),
    "withdrawal": ("confirmed", "withdrawn"),
}
WHY = {"reason": "The photo cannot be read."}
DOORS = ["page", "api"]


@pytest.fixture(autouse=True)
def english(bob, carol):
    bob.introduce(name="Bob", language="en")
    carol.introduce(name="Carol", language="en")


@pytest.fixture
def scarf(weavers):
    return make.variant("Scarf", of=weavers).product


@pytest.fixture
def claim(scarf):
    return make.claim(scarf, Claim.Kind.GEOGRAPHICAL, number="IG 19", evidence=make.picture())


def in_status(claim, status):
    Claim.objects.filter(pk=claim.pk).update(status=status)


def decide(door, person, claim, verb, data):
    """The status of the answer."""
    if door == "api":
        return Program(person).post(f"desk/claims/{claim.pk}/{verb}/", data)[0]
    browser = signed_in(person) if person else Client()
    return browser.post(f"/desk/claims/{claim.pk}/{verb}/", data).status_code


def rows():
    return (
        list(Claim.objects.order_by("pk").values_list("pk", "status", "confirmed_by", "confirmed_at")),
        list(Product.objects.order_by("pk").values_list("pk", "status")),
        ClaimStep.objects.count(),
        Notice.objects.count(),
    )


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_claim_is_decided(claim, carol, door, verb):
    before, after = VERBS[verb]
    in_status(claim, before)
    assert decide(door, carol, claim, verb, WHY) == (200 if door == "api" else 303)
    claim.refresh_from_db()
    step = claim.steps.get()
    reason = "" if verb == "confirmation" else WHY["reason"]
    assert (claim.status, step.before, step.after, step.by, step.reason) == (after, before, after, carol, reason)
    assert (claim.confirmed_by == carol) == (verb == "confirmation")
    notices = Notice.objects.order_by("channel")
    assert [(each.event, each.user.name, each.channel) for each in notices] == [
        ("claim_decided", "Bob", "email"),
        ("claim_decided", "Bob", "inbox"),
    ]
    letter = outbox.text_for(notices[0])
    subjects = {"confirmed": "is checked", "declined": "was not accepted", "withdrawn": "was withdrawn"}
    assert letter.subject == f"Scarf: Geographical indication {subjects[after]}"
    assert reason in letter.body


def test_what_the_api_answers(claim, carol):
    status, body = Program(carol).post(f"desk/claims/{claim.pk}/confirmation/")
    assert status == 200
    assert (body["id"], body["product"], body["kind"]) == (claim.pk, claim.product_id, "geographical")
    assert (body["number"], body["status"], body["evidence"]) == ("IG 19", "confirmed", None)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", Claim.Status.values)
def test_only_as_the_table_allows(claim, carol, door, verb, status):
    in_status(claim, status)
    before = rows()
    if VERBS[verb][1] in Claim.NEXT[status]:
        assert decide(door, carol, claim, verb, WHY) in {200, 303}
        return
    assert decide(door, carol, claim, verb, WHY) == 409
    assert rows() == before


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["anonymous", "buyer", "other_producer", "lead", "helper", "sponsor"])
def test_only_coordinators_decide(claim, weavers, farmers, bob, verb, role):
    helper = make.user("Hana")
    weavers.people.create(user=helper, name="Hana", role="helper")
    person = {
        "anonymous": None,
        "buyer": make.user("Alma"),
        "other_producer": farmers.people.get().user,
        "lead": bob,
        "helper": helper,
        "sponsor": make.user("Sari", role=Role.SPONSOR),
    }[role]
    before = rows()
    assert decide("api", person, claim, verb, WHY) == (404 if person else 401)
    assert decide("page", person, claim, verb, WHY) == (404 if person else 302)
    assert rows() == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_superuser_decides(claim, verb):
    in_status(claim, VERBS[verb][0])
    assert decide("api", make.user("Root", is_superuser=True), claim, verb, WHY) == 200


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
def test_nobody_decides_about_her_own(claim, weavers, carol, door, verb):
    in_status(claim, VERBS[verb][0])
    weavers.people.create(user=carol, name="Carol", role="maker")
    before = rows()
    assert decide(door, carol, claim, verb, WHY) == 409
    assert rows() == before


def test_ones_own_has_no_buttons(claim, weavers, carol):
    weavers.people.create(user=carol, name="Carol", role="maker")
    text = signed_in(carol).get("/desk/claims/").content.decode()
    assert "another coordinator must decide" in text
    assert "/confirmation/" not in text


@pytest.mark.parametrize("verb", ["rejection", "withdrawal"])
@pytest.mark.parametrize("data", [{}, {"reason": ""}, {"reason": "x" * 301}])
def test_a_reason_is_needed(claim, carol, verb, data):
    in_status(claim, VERBS[verb][0])
    before = rows()
    assert decide("api", carol, claim, verb, data) == 400
    assert decide("page", carol, claim, verb, data) == 303
    assert rows() == before


@pytest.mark.parametrize("door", DOORS)
def test_what_is_over_cannot_be_confirmed(claim, carol, door):
    Claim.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    before = rows()
    assert decide(door, carol, claim, "confirmation", {}) == 409
    assert rows() == before
    assert Program(carol).post(f"desk/claims/{claim.pk}/confirmation/")[1]["code"] == "claim_over"


def test_on_its_last_day_it_can_still_be_confirmed(claim, carol):
    Claim.objects.update(valid_until=timezone.localdate())
    assert decide("api", carol, claim, "confirmation", {}) == 200


@pytest.mark.parametrize("status", ["published", "paused"])
def test_a_listing_that_may_not_be_sold_without_it_goes_off_sale(weavers, carol, status):
    soap = make.variant("Organic soap", of=weavers, status=status).product
    claim = make.claim(soap, Claim.Kind.ORGANIC_CERTIFIED, status="confirmed")
    assert rules.unproven(soap, on=timezone.localdate()) == []
    assert decide("api", carol, claim, "withdrawal", WHY) == 200
    soap.refresh_from_db()
    step = soap.steps.get()
    assert (soap.status, step.codes, step.reason, step.by) == ("changes_requested", ["claim"], WHY["reason"], carol)
    assert sorted(Notice.objects.values_list("event", "channel")) == [
        ("claim_decided", "email"),
        ("claim_decided", "inbox"),
        ("listing_decided", "email"),
        ("listing_decided", "inbox"),
    ]


def test_a_listing_that_needs_it_not_stays_on_sale(claim, carol, scarf):
    in_status(claim, "confirmed")
    assert decide("api", carol, claim, "withdrawal", WHY) == 200
    scarf.refresh_from_db()
    assert (scarf.status, scarf.steps.count()) == ("published", 0)


def test_the_three_lists(claim, scarf, carol):
    today = timezone.localdate()
    soon = make.claim(scarf, Claim.Kind.HALAL, status="confirmed", valid_until=today + timedelta(days=30))
    later = make.claim(scarf, Claim.Kind.PIRT, status="confirmed", valid_until=today + timedelta(days=31))
    endless = make.claim(scarf, Claim.Kind.RECYCLED, status="confirmed", valid_until=None)
    make.claim(scarf, Claim.Kind.SLHS, status="declined")
    put_away = make.variant("Gone", of=scarf.producer, status="archived").product
    make.claim(put_away, Claim.Kind.HALAL)
    desk = signed_in(carol)

    def listed(show):
        return [each for each, _is_own in desk.get("/desk/claims/", {"show": show}).context["rows"]]

    assert listed("waiting") == listed("odd") == [claim]
    assert listed("ending") == [soon]
    assert listed("confirmed") == [endless, later, soon]
    assert results(Program(carol).get("desk/claims/"), "id") == [claim.pk]


def test_the_lists_cost_the_same_however_long(claim, scarf, weavers, carol, django_assert_num_queries):
    desk, program = signed_in(carol), Program(carol)
    for _round in range(2):
        with django_assert_num_queries(6):
            desk.get("/desk/claims/")
        with django_assert_num_queries(3):
            program.get("desk/claims/")
        for _number in range(4):
            make.claim(make.variant(of=weavers).product, evidence=make.picture())


def test_the_proof_stands_beside_the_buttons(claim, carol):
    text = signed_in(carol).get("/desk/claims/").content.decode()
    assert f'href="/desk/listings/{claim.product_id}/"' in text
    assert "IG 19" in text
    for verb in ("confirmation", "rejection"):
        assert f'action="/desk/claims/{claim.pk}/{verb}/"' in text
    assert "withdrawal" not in text
