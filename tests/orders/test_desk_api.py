"""The coordinators' desk over the API: receive, hand over for the code, cancel, and try a notice again."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from marketplace import ledger
from marketplace.models import Account, Notice
from marketplace.money import Money
from orders.models import SubOrder
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloth(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=9)


@pytest.fixture
def part(cloth, weavers, bob):
    """Ready, of an order that another part waits in."""
    make.fee_rule(basis_points=1_000)
    basket = make.variant("Bakul", of=make.producer(), price=20_000)
    made = make.part(make.order((cloth, 2), (basket, 1)), weavers)
    made.accept(by=bob, at=timezone.now())
    made.mark_ready(by=bob, at=timezone.now())
    return made


@pytest.fixture
def desk(carol):
    cache.clear()
    return Program(carol)


def given_up(guest="maria@example.com"):
    now = timezone.now()
    notice = Notice.objects.create(
        event="order_placed",
        subject_id=1,
        channel="email",
        guest=guest,
        made_at=now,
        due_at=now,
        status="given_up",
        tries=9,
    )
    notice.attempts.create(at=now, outcome="given_up")
    return notice


def test_the_list_has_all_parts_and_how_to_reach_the_buyer(desk, part, django_assert_num_queries):
    with django_assert_num_queries(4):  # two for the token, two for the list
        status, page = desk.get("desk/suborders/")
    shown, other = page["results"]
    assert (shown["id"], shown["phone"], shown["due"], shown["handed_over_at"]) == (
        part.pk,
        "+6281234567890",
        150_000,
        None,
    )
    assert "pickup_code" not in shown
    assert results(desk.get("desk/suborders/", status="ready"), "id") == [part.pk]
    assert results(desk.get("desk/suborders/", number=part.order.number), "id") == [part.pk, other["id"]]
    assert results(desk.get("desk/suborders/", number="KPG-999999"), "id") == []
    assert desk.get(f"desk/suborders/{part.pk}/") == (200, shown)


@pytest.mark.parametrize("number", ["0" * 20, "KPG-" + "9" * 16, "-1", "x", "²"])
def test_an_odd_number_finds_nothing(desk, part, number):
    assert results(desk.get("desk/suborders/", number=number), "id") == []


def test_reception(desk, carol, part):
    status, shown = desk.post(f"desk/suborders/{part.pk}/reception/")
    assert (status, shown["status"]) == (200, "received")
    assert part.steps.last().by == carol
    assert desk.post(f"desk/suborders/{part.pk}/reception/")[0] == 409


def test_hand_over_takes_the_cash_and_credits_both(desk, part, weavers, cloth):
    code = part.order.pickup_code
    status, shown = desk.post(f"desk/suborders/{part.pk}/handover/", {"pickup_code": code.lower()})
    assert (status, shown["status"], shown["due"]) == (200, "handed_over", 0)
    assert shown["handed_over_at"]
    assert ledger.balance(ledger.account(Account.Kind.PRODUCER, owner=weavers.pk)) == Money(135_000)
    assert ledger.balance(ledger.account(Account.Kind.FEES)) == Money(15_000)
    assert ledger.balance(ledger.account(Account.Kind.CASH, owner=part.order.pickup_point_id)) == Money(-150_000)
    assert SubOrder.objects.exclude(pk=part.pk).get().status == "new"
    status, refusal = desk.post(f"desk/suborders/{part.pk}/handover/", {"pickup_code": code})
    assert (status, refusal["code"]) == (409, "wrong_step")
    assert ledger.balance(ledger.account(Account.Kind.FEES)) == Money(15_000)


@pytest.mark.parametrize("code", ["", None, "ÄÖÜß", "0000", "x" * 21, [], 10**30])
def test_hand_over_for_the_wrong_code(desk, part, code):
    status, refusal = desk.post(f"desk/suborders/{part.pk}/handover/", {"pickup_code": code})
    assert (status, refusal["code"]) in {(400, "invalid"), (409, "wrong_pickup_code")}
    part.refresh_from_db()
    assert part.status == "ready"


def test_the_code_of_another_order(desk, part, cloth):
    other = make.order((cloth, 1))
    status, refusal = desk.post(f"desk/suborders/{part.pk}/handover/", {"pickup_code": other.pickup_code})
    assert (status, refusal["code"]) == (409, "wrong_pickup_code")


def test_what_is_not_ready_is_not_handed_over(desk, part):
    other = SubOrder.objects.exclude(pk=part.pk).get()
    status, refusal = desk.post(f"desk/suborders/{other.pk}/handover/", {"pickup_code": part.order.pickup_code})
    assert (status, refusal["code"]) == (409, "wrong_step")
    other.refresh_from_db()
    assert other.status == "new"


def test_codes_cannot_be_tried_without_end(desk, part):
    answers = [desk.post(f"desk/suborders/{part.pk}/handover/", {"pickup_code": "0000"})[0] for _try in range(62)]
    assert answers.count(409) in {60, 61, 62} and set(answers) <= {409, 429}


def test_cancellation_of_one_part(desk, part):
    status, shown = desk.post(f"desk/suborders/{part.pk}/cancellation/", {"reason": "Heavy rain."})
    assert (status, shown["status"], shown["due"]) == (200, "cancelled", 0)
    assert part.steps.last().reason == "Heavy rain."
    assert SubOrder.objects.exclude(pk=part.pk).get().status == "new"
    assert desk.post(f"desk/suborders/{part.pk}/cancellation/", {"reason": "Again."})[0] == 409


def test_cancellation_needs_a_reason(desk, part):
    assert desk.post(f"desk/suborders/{part.pk}/cancellation/", {})[0] == 400
    part.refresh_from_db()
    assert part.status == "ready"


def test_a_notice_that_was_given_up_is_owed_again(desk):
    notice = given_up()
    before = timezone.now()
    status, shown = desk.post(f"desk/notices/{notice.pk}/retry/")
    assert (status, shown["status"], shown["channel"]) == (200, "owed", "email")
    notice.refresh_from_db()
    assert (notice.status, notice.tries, notice.made_at >= before) == ("owed", 0, True)
    assert notice in Notice.objects.due(at=timezone.now())
    assert notice.attempts.count() == 1
    status, refusal = desk.post(f"desk/notices/{notice.pk}/retry/")
    assert (status, refusal["code"]) == (409, "wrong_step")


def test_the_desk_is_for_coordinators(bob, alice, part):
    notice = given_up()
    sponsor = make.user("Sari", role="sponsor")
    addresses = [f"desk/suborders/{part.pk}/{verb}/" for verb in ("reception", "handover", "cancellation")]
    addresses.append(f"desk/notices/{notice.pk}/retry/")
    body = {"pickup_code": part.order.pickup_code, "reason": "Mine now."}
    for person, refused in [(bob, 404), (alice, 404), (sponsor, 404), (None, 401)]:
        program = Program(person)
        assert program.get("desk/suborders/")[0] == refused
        assert program.get(f"desk/suborders/{part.pk}/")[0] == refused
        assert {program.post(address, body)[0] for address in addresses} == {refused}
    part.refresh_from_db()
    notice.refresh_from_db()
    assert (part.status, notice.status) == ("ready", "given_up")


def test_a_superuser_may_what_a_coordinator_may(part):
    program = Program(make.user("Root", is_superuser=True))
    assert program.post(f"desk/suborders/{part.pk}/reception/")[0] == 200
