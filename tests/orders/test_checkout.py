"""Checkout: one cart, one order, at the price that the buyer saw, or nothing at all."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from catalog import stock
from catalog.models import OutOfStock, Reservation
from marketplace.models import Notice
from marketplace.money import Money
from marketplace.refusals import Refusal
from orders import checkout, payments
from orders.models import Order, OrderLine, Payment, PaymentShare
from orders.models.cart import CartFull, CartOrdered, NotOnSale, WrongQuantity
from tests import make

NOW = timezone.now()


@pytest.fixture
def point(db):
    return make.pickup_point()


@pytest.fixture
def scarf(weavers):
    return make.variant(of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_005, on_hand=20, category="sayur")


def place(cart, point, *, by=None, key="", seen=None, **fields):
    return checkout.place(
        cart, wishes=make.wishes(point, **fields), by=by or AnonymousUser(), at=timezone.now(), key=key, seen=seen
    )


def assert_nothing_written():
    assert Order.objects.count() == OrderLine.objects.count() == Payment.objects.count() == 0
    assert Reservation.objects.count() == 0
    assert Notice.objects.count() == 0


def test_an_order_has_a_part_for_each_producer(scarf, kale, weavers, farmers, point):
    make.fee_rule()
    order = place(make.cart((scarf, 2), (kale, 3)), point, market_day=make.market_day(point))
    assert (order.status, order.total, order.number) == ("confirmed", Money(162_015), f"KPG-{order.pk:06d}")
    woven, grown = make.part(order, weavers), make.part(order, farmers)
    assert (woven.total, woven.fee, woven.earning) == (Money(150_000), Money(15_000), Money(135_000))
    assert (grown.total, grown.fee, grown.earning) == (Money(12_015), Money(1_202), Money(10_813))
    assert list(PaymentShare.objects.order_by("amount").values_list("amount", flat=True)) == [grown.total, woven.total]
    assert (order.payment.status, order.payment.amount, order.payment.method) == ("pending", Money(162_015), "cash")


def test_a_line_freezes_what_was_sold(scarf, point):
    rule = make.fee_rule(basis_points=1_250, fixed=100)
    order = place(make.cart((scarf, 1)), point)
    scarf.price_at(Money(99_000), by=None, at=make.now())
    line = OrderLine.objects.get(sub_order__order=order)
    assert (line.name, line.unit, line.price, line.quantity) == ("Selendang", "piece", Money(75_000), 1)
    assert (line.total, line.fee_rule, line.fee) == (Money(75_000), rule, Money(9_475))


def test_stock_is_held_and_not_yet_taken(scarf, point):
    place(make.cart((scarf, 2)), point)
    scarf.refresh_from_db()
    assert (scarf.on_hand, scarf.reserved) == (5, 2)


def test_everyone_concerned_is_owed_a_message(scarf, kale, bob, point):
    order = place(make.cart((scarf, 1), (kale, 1)), point, market_day=make.market_day(point), email="alice@example.com")
    assert set(Notice.objects.values_list("event", "channel", "user__name", "guest")) == {
        ("order_placed", "email", None, "alice@example.com"),
        ("sub_order_new", "email", "Bob", ""),
        ("sub_order_new", "inbox", "Bob", ""),
        ("sub_order_new", "email", "Farida", ""),
        ("sub_order_new", "inbox", "Farida", ""),
    }
    assert order.buyer is None


def test_a_signed_in_buyer_owns_the_order(scarf, alice, mallory, point):
    order = place(make.cart((scarf, 1)), point, by=alice)
    assert list(Order.objects.visible_to(alice)) == [order]
    assert list(Order.objects.visible_to(mallory)) == []
    assert list(Order.objects.visible_to(AnonymousUser())) == []


def test_from_cart_to_order_costs_at_most_forty_statements(scarf, kale, point, django_assert_max_num_queries):
    make.fee_rule()
    day = make.market_day(point)
    with django_assert_max_num_queries(40):
        place(make.cart((scarf, 2), (kale, 3)), point, market_day=day)


def test_the_same_request_again_is_the_same_order(scarf, point):
    cart = make.cart((scarf, 2))
    first, again = place(cart, point, key="k1"), place(cart, point, key="k1")
    assert first == again
    assert Order.objects.count() == Payment.objects.count() == 1
    scarf.refresh_from_db()
    assert scarf.reserved == 2


def test_the_same_key_with_other_details_is_refused(scarf, point):
    cart = make.cart((scarf, 2))
    place(cart, point, key="k1")
    with pytest.raises(checkout.KeyReused):
        place(cart, point, key="k1", name="Somebody else")
    assert Order.objects.count() == 1


def test_a_second_tab_with_another_key_finds_the_cart_ordered(scarf, point):
    cart = make.cart((scarf, 2))
    place(cart, point, key="k1")
    with pytest.raises(CartOrdered):
        place(cart, point, key="k2")
    assert Order.objects.count() == 1


def test_the_same_key_for_another_cart_is_another_order(scarf, point):
    assert place(make.cart((scarf, 1)), point, key="1") != place(make.cart((scarf, 1)), point, key="1")


def test_an_ordered_cart_does_not_change_any_more(scarf, kale, point):
    cart = make.cart((scarf, 1))
    place(cart, point)
    for change in (lambda: cart.put(kale, 1, at=make.now()), lambda: cart.remove(cart.lines.get())):
        with pytest.raises(CartOrdered):
            change()
    assert cart.lines.count() == 1


def test_an_empty_cart_is_refused(point):
    with pytest.raises(checkout.EmptyCart):
        place(make.cart(), point)
    assert_nothing_written()


def test_a_price_that_moved_is_refused_until_the_buyer_saw_it(scarf, point):
    cart = make.cart((scarf, 1))
    seen = checkout.quote(cart, at=NOW).digest
    scarf.price_at(Money(80_000), by=None, at=make.now())
    for digest in (seen, None):
        with pytest.raises(checkout.CartChanged):
            place(cart, point, seen=digest)
    assert_nothing_written()
    order = place(cart, point, seen=checkout.quote(cart, at=NOW).digest)
    assert order.total == Money(80_000)


def test_a_quantity_changed_in_another_tab_is_refused(scarf, point):
    cart = make.cart((scarf, 1))
    seen = checkout.quote(cart, at=NOW).digest
    cart.put(scarf, 2, at=make.now())
    with pytest.raises(checkout.CartChanged):
        place(cart, point, seen=seen)
    assert_nothing_written()


def test_less_stock_than_in_the_cart_is_refused(scarf, point):
    cart = make.cart((scarf, 5))
    stock.count(scarf, 4, by=None, at=NOW)
    with pytest.raises(OutOfStock) as refusal:
        place(cart, point)
    assert str(refusal.value.facts["available"]) == "4"
    assert_nothing_written()


@pytest.mark.parametrize("withdraw", ["pause", "suspend", "switch off"])
def test_what_is_not_on_sale_any_more_is_refused(scarf, weavers, carol, point, withdraw):
    cart = make.cart((scarf, 1))
    if withdraw == "pause":
        scarf.product.pause(by=carol, at=NOW)
    elif withdraw == "suspend":
        weavers.suspend(by=carol, at=NOW, reason="Checking")
    else:
        type(scarf).objects.filter(pk=scarf.pk).update(is_active=False)
    with pytest.raises(NotOnSale):
        place(cart, point)
    assert_nothing_written()


def test_produce_needs_a_market_day(kale, point):
    with pytest.raises(checkout.MarketDayNeeded):
        place(make.cart((kale, 1)), point)
    assert_nothing_written()


@pytest.mark.parametrize(("opens", "closes"), [(-3, -1), (1, 3)])
def test_a_market_day_that_is_not_open_is_refused(kale, point, opens, closes):
    day = make.market_day(point, opens_at=NOW + timedelta(hours=opens), closes_at=NOW + timedelta(hours=closes))
    with pytest.raises(checkout.MarketDayClosed):
        place(make.cart((kale, 1)), point, market_day=day)
    assert_nothing_written()


def test_a_market_day_closes_to_the_second(point):
    day = make.market_day(point, opens_at=NOW, closes_at=NOW + timedelta(hours=1))
    moments = [NOW - timedelta(seconds=1), NOW, NOW + timedelta(seconds=3599), NOW + timedelta(hours=1)]
    assert [day.is_open(at=moment) for moment in moments] == [False, True, True, False]


def test_a_point_that_the_market_day_does_not_serve_is_refused(kale, point):
    elsewhere = make.pickup_point("Oebobo")
    with pytest.raises(checkout.PointNotServed):
        place(make.cart((kale, 1)), elsewhere, market_day=make.market_day(point))
    assert_nothing_written()


def test_a_point_that_was_closed_is_refused(scarf):
    with pytest.raises(checkout.PointNotServed):
        place(make.cart((scarf, 1)), make.pickup_point(is_active=False))
    assert_nothing_written()


def test_a_way_to_pay_that_is_not_offered_is_refused(scarf, point):
    with pytest.raises(payments.MethodNotOffered):
        place(make.cart((scarf, 1)), point, method="barter")
    assert_nothing_written()


@pytest.mark.parametrize("quantity", [0, -1, 1_000, 10**9])
def test_an_impossible_quantity_is_refused(scarf, quantity):
    with pytest.raises(WrongQuantity):
        make.cart((scarf, quantity))


def test_more_than_there_is_cannot_be_put_into_the_cart(scarf):
    cart = make.cart((scarf, 3))
    with pytest.raises(OutOfStock):
        cart.add(scarf, 3, at=make.now())
    assert cart.lines.get().quantity == 3


@pytest.mark.parametrize("status", ["draft", "in_review", "changes_requested", "paused", "rejected", "archived"])
def test_an_unpublished_product_cannot_be_put_into_the_cart(weavers, status):
    with pytest.raises(NotOnSale):
        make.cart((make.variant(of=weavers, status=status), 1))


def test_a_cart_holds_fifty_different_goods(weavers):
    cart = make.cart(*((make.variant(of=weavers), 1) for _each in range(50)))
    with pytest.raises(CartFull):
        cart.put(make.variant(of=weavers), 1, at=make.now())
    assert cart.lines.count() == 50


def test_every_refusal_has_a_code_of_its_own():
    def below(kind):
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    codes = [refusal.code for refusal in below(Refusal)]
    assert len(codes) == len(set(codes))
