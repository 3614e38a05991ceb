"""Fulfilment, cancellation and hand-over: each step by the right person, money and stock with it."""

import pytest
from django.utils import timezone

from marketplace import ledger
from marketplace.models import Account, Notice
from marketplace.money import Money
from marketplace.refusals import WrongStep
from orders import cancellation, earnings, fulfilment, handover, reconciliation
from orders.models import Order
from tests import make

NOW = timezone.now()
Kind = Account.Kind


@pytest.fixture
def order(weavers, farmers):
    """Two scarves of the weavers for Rp150.000 and three bunches of the farmers for Rp12.015, fee 10 %."""
    make.fee_rule()
    point = make.pickup_point()
    scarf = make.variant(of=weavers, price=75_000, on_hand=5)
    kale = make.variant("Kangkung", of=farmers, price=4_005, on_hand=20, category="sayur")
    return make.order((scarf, 2), (kale, 3), point=point, market_day=make.market_day(point))


@pytest.fixture
def woven(order, weavers):
    return make.part(order, weavers)


@pytest.fixture
def grown(order, farmers):
    return make.part(order, farmers)


def ready(*parts, by):
    for part in parts:
        fulfilment.accept(part, by=by, at=NOW)
        fulfilment.mark_ready(part, by=by, at=NOW)


def owed(event):
    return Notice.objects.filter(event=event).count()


def balance(kind, owner=""):
    return ledger.balance(ledger.account(kind, owner=owner))


def stock_of(part):
    variant = part.lines.get().variant
    return variant.on_hand, variant.reserved


def test_each_step_leaves_who_and_when(woven, bob):
    ready(woven, by=bob)
    assert [(step.before, step.after, step.by) for step in woven.steps.all()] == [
        ("", "new", None), ("new", "accepted", bob), ("accepted", "ready", bob),
    ]  # fmt: skip


def test_a_part_cannot_be_ready_before_it_is_accepted(woven, bob):
    with pytest.raises(WrongStep):
        fulfilment.mark_ready(woven, by=bob, at=NOW)
    assert (woven.status, woven.steps.count()) == ("new", 1)


def test_accepting_twice_is_refused_and_told_once(woven, bob):
    fulfilment.accept(woven, by=bob, at=NOW)
    with pytest.raises(WrongStep):
        fulfilment.accept(woven, by=bob, at=NOW)
    assert owed("sub_order_accepted") == 1


def test_the_buyer_is_told_to_come_once_all_is_ready(woven, grown, bob):
    ready(woven, by=bob)
    assert owed("order_ready") == 0
    ready(grown, by=bob)
    assert owed("order_ready") == 1


def test_handing_over_takes_the_cash_and_credits_each_share(order, woven, grown, weavers, farmers, bob, carol):
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    order.refresh_from_db()
    assert (order.status, order.payment.status) == ("completed", "paid")
    assert balance(Kind.CASH, order.pickup_point_id) == Money(-162_015)
    assert balance(Kind.PRODUCER, weavers.pk) == Money(135_000)
    assert balance(Kind.PRODUCER, farmers.pk) == Money(10_813)
    assert balance(Kind.FEES) == Money(16_202)
    assert balance(Kind.ORDER, order.pk) == Money(0)
    assert (stock_of(woven), stock_of(grown)) == ((3, 0), (17, 0))
    assert owed("order_completed") == 1
    assert list(reconciliation.differences()) == []


def test_nothing_is_earned_before_hand_over(woven, grown, weavers, bob):
    ready(woven, grown, by=bob)
    assert balance(Kind.PRODUCER, weavers.pk) == Money(0)
    assert earnings.of(weavers, at=NOW).on_its_way == Money(135_000)


def test_a_producer_sees_what_she_earned(order, woven, grown, weavers, bob, carol):
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    seen = earnings.of(weavers, at=NOW)
    assert (seen.balance, seen.last_week, seen.last_month, seen.on_its_way) == (
        Money(135_000), Money(135_000), Money(135_000), Money(0),
    )  # fmt: skip
    assert [(sale.total, sale.fee, sale.earning) for sale in seen.sales] == [
        (Money(150_000), Money(15_000), Money(135_000))
    ]


def test_the_code_is_read_forgivingly(order, woven, bob, carol):
    ready(woven, by=bob)
    handover.hand_over(order, code=f" {order.pickup_code.lower()} ", by=carol, at=NOW)
    woven.refresh_from_db()
    assert woven.status == "handed_over"


def test_a_wrong_code_gives_nothing(order, woven, bob, carol):
    ready(woven, by=bob)
    with pytest.raises(handover.WrongPickupCode):
        handover.hand_over(order, code="0000", by=carol, at=NOW)
    woven.refresh_from_db()
    assert (woven.status, stock_of(woven)) == ("ready", (5, 2))
    assert balance(Kind.CASH, order.pickup_point_id) == Money(0)


def test_what_is_not_ready_stays(order, woven, grown, bob, carol):
    ready(woven, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    order.refresh_from_db()
    grown.refresh_from_db()
    assert (order.status, order.payment.status, grown.status) == ("confirmed", "pending", "new")
    assert balance(Kind.CASH, order.pickup_point_id) == Money(-150_000)
    assert list(reconciliation.differences()) == []


def test_handing_over_twice_is_refused(order, woven, grown, bob, carol):
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    with pytest.raises(handover.NothingReady):
        handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    assert balance(Kind.CASH, order.pickup_point_id) == Money(-162_015)


def test_a_part_that_is_not_ready_cannot_be_named(order, woven, carol):
    with pytest.raises(WrongStep):
        handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW, parts=[woven])
    assert balance(Kind.CASH, order.pickup_point_id) == Money(0)


def test_a_part_may_come_by_the_pickup_point(order, woven, bob, carol):
    ready(woven, by=bob)
    fulfilment.receive(woven, by=carol, at=NOW)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW, parts=[woven])
    woven.refresh_from_db()
    assert woven.status == "handed_over"


def test_declining_gives_stock_and_money_back_and_leaves_the_other_part_alone(order, woven, grown, bob):
    cancellation.decline(woven, by=bob, at=NOW, reason="Benang habis")
    order = Order.objects.detailed().get(pk=order.pk)
    assert (woven.status, stock_of(woven)) == ("cancelled", (5, 0))
    assert (order.status, order.to_collect, order.total) == ("confirmed", Money(12_015), Money(162_015))
    grown.refresh_from_db()
    assert (grown.status, stock_of(grown)) == ("new", (20, 3))
    assert (owed("sub_order_cancelled"), owed("sub_order_withdrawn")) == (1, 0)
    assert woven.steps.last().reason == "Benang habis"
    assert list(reconciliation.differences()) == []


def test_an_order_without_a_living_part_is_cancelled(order, woven, grown, bob, carol):
    cancellation.decline(woven, by=bob, at=NOW, reason="")
    cancellation.cancel_part(grown, by=carol, at=NOW, reason="Banjir")
    order.refresh_from_db()
    assert (order.status, order.payment.status) == ("cancelled", "cancelled")
    assert list(reconciliation.differences()) == []


def test_declining_the_last_open_part_completes_what_was_collected(order, woven, grown, bob, carol):
    ready(woven, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    cancellation.cancel_part(grown, by=carol, at=NOW, reason="Hujan")
    order.refresh_from_db()
    assert (order.status, order.payment.status) == ("completed", "paid")
    assert list(reconciliation.differences()) == []


def test_declining_tells_the_buyer_to_come_when_the_rest_was_waiting(woven, grown, bob, carol):
    ready(woven, by=bob)
    cancellation.cancel_part(grown, by=carol, at=NOW, reason="Hujan")
    assert owed("order_ready") == 1


def test_the_buyer_cancels_while_the_market_day_is_open(order, woven, grown, bob):
    fulfilment.accept(woven, by=bob, at=NOW)
    cancellation.cancel_by_buyer(order, by=None, at=NOW)
    order.refresh_from_db()
    assert (order.status, order.payment.status) == ("cancelled", "cancelled")
    assert (stock_of(woven), stock_of(grown)) == ((5, 0), (20, 0))
    assert (owed("order_cancelled"), Notice.objects.filter(event="sub_order_withdrawn", channel="email").count()) == (
        1,
        2,
    )


def test_the_buyer_cannot_cancel_once_something_is_ready(order, woven, bob):
    ready(woven, by=bob)
    with pytest.raises(cancellation.TooLateToCancel):
        cancellation.cancel_by_buyer(order, by=None, at=NOW)
    order.refresh_from_db()
    assert (order.status, stock_of(woven)) == ("confirmed", (5, 2))


def test_after_the_market_day_the_buyer_can_cancel_only_what_nobody_began(order, woven, bob):
    later = order.market_day.closes_at
    fulfilment.accept(woven, by=bob, at=NOW)
    with pytest.raises(cancellation.TooLateToCancel):
        cancellation.cancel_by_buyer(order, by=None, at=later)


def test_cancelling_twice_is_refused(order):
    cancellation.cancel_by_buyer(order, by=None, at=NOW)
    with pytest.raises(WrongStep):
        cancellation.cancel_by_buyer(order, by=None, at=NOW)


def test_what_was_handed_over_cannot_be_cancelled(order, woven, grown, bob, carol):
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    with pytest.raises(WrongStep):
        cancellation.cancel_part(woven, by=carol, at=NOW, reason="")
    assert balance(Kind.CASH, order.pickup_point_id) == Money(-162_015)
