"""Little left: the producer's people are told once of each time, whatever made it so, until it is over."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from catalog import stock, variants
from catalog.models import LowStock, Variant
from marketplace.models import Notice
from marketplace.notices import outbox
from orders import cancellation, checkout
from tests import make

NOW = timezone.now()


@pytest.fixture
def scarf(weavers):
    return make.variant(of=weavers, on_hand=5, low_at=2)


def told():
    return Notice.objects.filter(event="stock_low", channel="inbox").count()


def rows(variant):
    return [low.over_at is None for low in LowStock.objects.filter(variant=variant).order_by("pk")]


def test_an_order_that_leaves_little_is_told_once(scarf, bob):
    make.order((scarf, 2))
    assert (rows(scarf), told()) == ([], 0)
    make.order((scarf, 1))
    assert (rows(scarf), told()) == ([True], 1)
    make.order((scarf, 2))
    assert (rows(scarf), told()) == ([True], 1)
    assert Notice.objects.filter(event="stock_low").first().user == bob


def test_it_is_over_once_there_is_enough_and_told_anew_the_next_time(scarf, bob):
    order = make.order((scarf, 3))
    cancellation.cancel_by_buyer(order, by=None, at=timezone.now())
    assert (rows(scarf), told()) == ([False], 1)
    stock.count(scarf, 1, by=bob, at=NOW)
    assert (rows(scarf), told()) == ([False, True], 2)
    stock.move(scarf, 2, reason="made", by=bob, at=NOW)
    assert rows(scarf) == [False, False]


def test_what_is_made_to_order_is_told_of_too(weavers):
    dress = make.variant("Gaun", of=weavers, on_hand=0, lead_days=9, open_units_cap=3, low_at=0)
    held = stock.reserve({dress.pk: 3}, at=NOW)
    assert (rows(dress), told()) == ([True], 1)
    stock.take(held.values(), by=None, at=NOW)
    assert rows(dress) == [False]


def test_who_did_not_ask_is_not_told(weavers, bob):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.sell_out(scarf, by=bob, at=NOW)
    assert (rows(scarf), told()) == ([], 0)


def test_when_to_tell_changes_and_at_once_it_is_so(scarf, bob):
    def at(low_at):
        variants.change(scarf, variants.Description(low_at=low_at), at=NOW)

    at(5)
    assert (rows(scarf), told()) == ([True], 1)
    at(None)
    assert rows(scarf) == [False]


def test_what_is_not_offered_any_more_is_not_low(scarf, weavers, bob):
    make.variant(of=weavers, product=scarf.product)
    stock.sell_out(scarf, by=bob, at=NOW)
    variants.take_off(scarf, at=NOW)
    assert rows(scarf) == [False]


def test_the_message_says_how_many_and_is_dropped_once_it_is_over(scarf, bob):
    stock.count(scarf, 1, by=bob, at=NOW)
    notice = Notice.objects.filter(event="stock_low").first()
    message = outbox.text_for(notice)
    assert "Selendang" in message.subject and "1" in message.subject and str(scarf.product_id) in message.body
    stock.count(scarf, 9, by=bob, at=NOW)
    assert outbox.text_for(notice) is None


def test_everybody_who_works_for_the_producer_is_told(scarf, weavers, mallory):
    helper, maker = make.user("Hana"), make.user("Mama")
    weavers.people.create(user=helper, name="Hana", role="helper")
    weavers.people.create(user=maker, name="Mama", role="maker")
    stock.sell_out(scarf, by=helper, at=NOW)
    assert {notice.user.name for notice in Notice.objects.filter(event="stock_low")} == {"Bob", "Hana"}


def test_a_checkout_costs_one_query_where_nothing_is_low(weavers):
    def cost(low_at):
        scarf = make.variant(of=weavers, on_hand=50, low_at=low_at)
        cart, wishes = make.cart((scarf, 1)), make.wishes(make.pickup_point())
        with CaptureQueriesContext(connection) as queries:
            checkout.place(cart, wishes=wishes, by=AnonymousUser(), at=timezone.now())
        return len(queries), sum("catalog_lowstock" in query["sql"] for query in queries)

    assert cost(2)[1] == cost(None)[1] == 1
    assert cost(2)[0] == cost(None)[0]


class ToldOnce(TestCase):
    """Whatever is done in whatever order, a row is ongoing exactly while little is left, and each is told once."""

    deeds = some.lists(
        some.tuples(some.sampled_from(["hold", "release", "take", "count", "made", "spoiled", "out", "back"]),
                    some.integers(1, 4)),
        max_size=25,
    )  # fmt: skip

    @given(deeds)
    @settings(max_examples=60, deadline=None)
    def test_rows_and_messages_agree_with_the_numbers(self, deeds):
        scarf = make.variant(of=make.producer(lead=make.user()), on_hand=6, low_at=2)
        held = []
        for deed, quantity in deeds:
            do(deed, quantity, scarf, held)
            scarf = Variant.objects.get(pk=scarf.pk)
            assert scarf.on_hand == sum(scarf.movements.values_list("quantity", flat=True))
            assert 0 <= scarf.reserved <= scarf.on_hand
            assert LowStock.objects.filter(variant=scarf).ongoing().exists() == scarf.is_low
        assert told() == LowStock.objects.filter(variant=scarf).count()
        Notice.objects.all().delete()


def do(deed, quantity, scarf, held):
    deeds = {
        "hold": lambda: held.extend(stock.reserve({scarf.pk: quantity}, at=NOW).values()),
        "release": lambda: held and stock.release([held.pop()], at=NOW),
        "take": lambda: held and stock.take([held.pop()], by=None, at=NOW),
        "count": lambda: stock.count(scarf, quantity * 2, by=None, at=NOW),
        "made": lambda: stock.move(scarf, quantity, reason="made", by=None, at=NOW),
        "spoiled": lambda: stock.move(scarf, quantity, reason="spoiled", by=None, at=NOW),
        "out": lambda: stock.sell_out(scarf, by=None, at=NOW),
        "back": lambda: stock.bring_back(scarf, by=None, at=NOW),
    }
    try:
        deeds[deed]()
    except (stock.OutOfStock, stock.BelowReserved, stock.CountNeeded):
        return
