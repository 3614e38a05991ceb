"""What must happen once happens once, however many press the button in the same moment."""

from functools import partial
from time import sleep

import pytest
from django.core import mail
from django.db import IntegrityError

from marketplace import ledger
from marketplace.models import Account, DeliveryAttempt, Notice
from marketplace.money import Money
from marketplace.notices import outbox
from marketplace.notices.channels import Message
from marketplace.refusals import WrongStep
from orders import cancellation, checkout, fulfilment, handover, reconciliation
from orders.models import Order
from orders.models.cart import CartOrdered
from orders.models.order import OrderQuerySet
from tests import make
from tests.races.conftest import together


@pytest.fixture
def point():
    return make.pickup_point()


@pytest.fixture
def order(point):
    """Two parts, both accepted."""
    one, other = make.producer(lead=make.user()), make.producer(lead=make.user())
    made = make.order((make.variant(of=one), 1), (make.variant(of=other), 1), point=point)
    for part in made.sub_orders.all():
        fulfilment.accept(part, by=make.user(), at=make.now())
    return made


def place(cart, point, key):
    return checkout.place(cart, wishes=make.wishes(point), by=None, at=make.now(), key=key)


def test_the_same_request_sixty_times_is_one_order(point):
    scarf = make.variant(of=make.producer(lead=make.user()))
    cart = make.cart((scarf, 1))
    orders = together([lambda: place(cart, point, "k1")] * 60)
    assert len({order.pk for order in orders}) == 1
    scarf.refresh_from_db()
    assert scarf.reserved == 1


def test_two_tabs_with_two_keys_make_one_order(point):
    cart = make.cart((make.variant(of=make.producer(lead=make.user())), 1))
    answers = together([partial(place, cart, point, key) for key in ("k1", "k2")])
    assert sorted(type(answer).__name__ for answer in answers) == ["CartOrdered", "Order"]
    assert CartOrdered in {type(answer) for answer in answers}


@pytest.mark.postgres
def test_control_without_the_lock_a_repeat_is_a_crash(point, monkeypatch):
    """The unique cart still stops the second order, but with an error in place of an answer."""
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self: self)
    cart = make.cart((make.variant(of=make.producer(lead=make.user()), on_hand=99), 1))

    def outcome():
        try:
            return place(cart, point, "k1")
        except IntegrityError as crash:
            return crash

    outcomes = together([outcome] * 20)
    assert any(isinstance(each, IntegrityError) for each in outcomes)
    assert Order.objects.count() == 1


def test_two_parts_that_become_ready_together_call_the_buyer_once(order):
    together([partial(fulfilment.mark_ready, part, by=make.user(), at=make.now()) for part in order.sub_orders.all()])
    assert Notice.objects.filter(event="order_ready").count() == 1


@pytest.mark.postgres
def test_control_without_the_lock_nobody_calls_the_buyer(order, monkeypatch):
    monkeypatch.setattr(OrderQuerySet, "locked", lambda self: self)
    monkeypatch.setattr(Order, "is_ready", property(slow(Order.is_ready.fget)))
    together([partial(fulfilment.mark_ready, part, by=make.user(), at=make.now()) for part in order.sub_orders.all()])
    assert Notice.objects.filter(event="order_ready").count() == 0


def slow(question):
    def asked(self):
        sleep(0.3)
        answer = question(self)
        sleep(0.3)
        return answer

    return asked


def make_ready(order):
    for part in order.sub_orders.all():
        fulfilment.mark_ready(part, by=make.user(), at=make.now())


def test_two_coordinators_take_the_cash_once(order):
    make_ready(order)
    carol = make.coordinator()
    answers = together([partial(handover.hand_over, order, code=order.pickup_code, by=carol, at=make.now())] * 8)
    assert sum(isinstance(answer, Order) for answer in answers) == 1
    cash = ledger.balance(ledger.account(Account.Kind.CASH, owner=order.pickup_point_id))
    assert cash == Money(-100_000)
    assert list(reconciliation.differences()) == []


def test_handing_over_and_cancelling_at_once_end_in_one_of_them(order):
    make_ready(order)
    carol = make.coordinator()
    part = order.sub_orders.first()
    answers = together(
        [
            lambda: handover.hand_over(order, code=order.pickup_code, by=carol, at=make.now(), parts=[part]),
            lambda: cancellation.cancel_part(part, by=carol, at=make.now(), reason=""),
        ]
    )
    assert [type(answer) for answer in answers if answer is not None].count(WrongStep) == 1
    assert list(reconciliation.differences()) == []


def test_four_dispatchers_send_each_notice_once(alice):
    for number in range(25):
        outbox.owe("order_cancelled", subject_id=number, users=[alice], at=make.now())
    together([lambda: outbox.dispatch(limit=200)] * 4)
    assert DeliveryAttempt.objects.count() == Notice.objects.count() == 50
    assert len(mail.outbox) == 25


def test_control_without_the_claim_notices_are_sent_again(alice, monkeypatch):
    monkeypatch.setattr(Notice, "claim", lambda self, **times: True)
    for number in range(25):
        outbox.owe("order_cancelled", subject_id=number, users=[alice], at=make.now())
    together([lambda: outbox.dispatch(limit=200)] * 4)
    assert len(mail.outbox) > 25


@pytest.fixture(autouse=True)
def plain_text(monkeypatch):
    """Cancelled orders that do not exist make good test notices."""

    def text(notice):
        sleep(0.01)
        return Message("Subject", "Body")

    monkeypatch.setitem(outbox._texts, "order_cancelled", text)
