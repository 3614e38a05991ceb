"""Selling over the API: a producer sees and moves her own parts, learns of the buyer only her name, sees her money."""

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from marketplace.models import Notice
from orders import handover
from orders.models import SubOrder
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloth(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=9)


@pytest.fixture
def part(cloth, weavers, farmers):
    """Of an order that another producer has a part of too."""
    make.fee_rule(basis_points=1_000)
    basket = make.variant("Bakul", of=farmers, price=20_000)
    return make.part(make.order((cloth, 2), (basket, 1), email="maria@example.com"), weavers)


def test_the_list_tells_what_to_make_and_nothing_of_the_buyer_but_her_name(
    bob, part, cloth, weavers, django_assert_num_queries
):
    program = Program(bob)
    with django_assert_num_queries(5):  # two for the token, one for the door, two for the list
        status, page = program.get("selling/suborders/")
    (shown,) = page["results"]
    order = part.order
    assert parse_datetime(shown.pop("placed_at")) == order.placed_at
    assert parse_datetime(shown.pop("accept_by")) == part.accept_by
    assert shown == {
        "id": part.pk,
        "number": order.number,
        "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
        "status": "new",
        "buyer": "Alice",
        "pickup_point": {"id": order.pickup_point.pk, "slug": order.pickup_point.slug, "name": "Saboak"},
        "market_day": None,
        "total": 150_000,
        "fee": 15_000,
        "earning": 135_000,
        "lines": [
            {
                "variant": cloth.pk,
                "name": "Selendang",
                "unit": "piece",
                "price": 75_000,
                "quantity": 2,
                "total": 150_000,
            }
        ],
    }
    assert program.get(f"selling/suborders/{part.pk}/")[1].keys() == page["results"][0].keys() | {
        "placed_at",
        "accept_by",
    }


def test_the_list_costs_the_same_however_long_it_is(bob, cloth, django_assert_num_queries):
    for _number in range(4):
        make.order((cloth, 1))
    program = Program(bob)
    with django_assert_num_queries(5):
        assert len(results(program.get("selling/suborders/"), "id")) == 4


def test_by_status(bob, part, cloth):
    other = make.order((cloth, 1)).sub_orders.get()
    other.accept(by=bob, at=timezone.now())
    program = Program(bob)
    assert results(program.get("selling/suborders/"), "id") == [other.pk, part.pk]
    assert results(program.get("selling/suborders/", status="accepted"), "id") == [other.pk]
    assert results(program.get("selling/suborders/", status="ready"), "id") == []
    assert program.get("selling/suborders/", status="lost")[0] == 400


def test_from_new_to_ready(bob, part):
    program = Program(bob)
    status, shown = program.post(f"selling/suborders/{part.pk}/acceptance/")
    assert (status, shown["status"]) == (200, "accepted")
    status, shown = program.post(f"selling/suborders/{part.pk}/readiness/")
    assert (status, shown["status"]) == (200, "ready")
    assert list(part.steps.values_list("after", "by")) == [("new", None), ("accepted", bob.pk), ("ready", bob.pk)]


def test_steps_that_the_table_forbids(bob, part):
    program = Program(bob)
    assert program.post(f"selling/suborders/{part.pk}/readiness/") == (
        409,
        {"code": "wrong_step", "message": "This has already moved on. Look at it again."},
    )
    program.post(f"selling/suborders/{part.pk}/acceptance/")
    assert program.post(f"selling/suborders/{part.pk}/acceptance/")[0] == 409
    part.refresh_from_db()
    assert (part.status, part.steps.count()) == ("accepted", 2)


def test_a_refusal_with_its_reason(bob, part, cloth):
    status, shown = Program(bob).post(f"selling/suborders/{part.pk}/refusal/", {"reason": "No thread left."})
    assert (status, shown["status"]) == (200, "cancelled")
    assert part.steps.last().reason == "No thread left."
    assert Notice.objects.filter(event="sub_order_cancelled", subject_id=part.pk, guest="maria@example.com").exists()
    cloth.refresh_from_db()
    assert cloth.reserved == 0


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 301, "no\0thread", []])
def test_a_refusal_without_a_reason(bob, part, reason):
    status, refusal = Program(bob).post(f"selling/suborders/{part.pk}/refusal/", {"reason": reason})
    part.refresh_from_db()
    assert ((status, refusal["code"]), part.status) == ((400, "invalid"), "new")


def test_other_peoples_parts_are_not_there(bob, mallory, alice, carol, part, farmers):
    others = part.order.sub_orders.get(producer=farmers)
    for person, foreign in [(bob, others), (mallory, part), (alice, part), (carol, part)]:
        program = Program(person)
        assert program.get(f"selling/suborders/{foreign.pk}/")[0] == 404
        for verb in ("acceptance", "readiness", "refusal"):
            assert program.post(f"selling/suborders/{foreign.pk}/{verb}/", {"reason": "Mine now."})[0] == 404
    assert set(SubOrder.objects.values_list("status", flat=True)) == {"new"}
    assert Program().post(f"selling/suborders/{part.pk}/acceptance/")[0] == 401
    assert Program(bob).get(f"selling/suborders/{10**30}/")[0] == 404


def test_an_order_that_is_not_paid_is_not_there_yet(bob, part):
    type(part.order).objects.update(status="pending_payment")
    assert results(Program(bob).get("selling/suborders/"), "id") == []
    assert Program(bob).post(f"selling/suborders/{part.pk}/acceptance/")[0] == 404


def test_earnings(bob, carol, part, weavers, cloth):
    now = timezone.now()
    part.accept(by=bob, at=now)
    part.mark_ready(by=bob, at=now)
    handover.hand_over(part.order, code=part.order.pickup_code, by=carol, at=now, parts=[part])
    make.order((cloth, 1))
    status, page = Program(bob).get("selling/earnings/")
    (shown,) = page["results"]
    (sale,) = shown["earnings"].pop("sales")
    assert parse_datetime(sale.pop("handed_over_at")) == now
    assert shown == {
        "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
        "earnings": {"balance": 135_000, "last_week": 135_000, "last_month": 135_000, "on_its_way": 67_500},
    }
    assert sale == {"id": part.pk, "number": part.order.number, "total": 150_000, "fee": 15_000, "earning": 135_000}


def test_earnings_are_nobody_elses_business(mallory, carol, part):
    assert Program(mallory).get("selling/earnings/")[0] == 404
    assert Program(carol).get("selling/earnings/")[0] == 404
    assert Program().get("selling/earnings/")[0] == 401
