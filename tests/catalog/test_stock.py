"""Stock: what is promised is there, and each change of what is there has a row."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from catalog import stock
from catalog.models import OutOfStock, Reservation, StockMovement, Variant
from marketplace.refusals import WrongStep
from tests import make

NOW = timezone.now()


def numbers(variant):
    variant.refresh_from_db()
    return variant.on_hand, variant.reserved, variant.available


def test_a_reservation_holds_what_is_there(weavers):
    scarf = make.variant(of=weavers, on_hand=5)
    held = stock.reserve({scarf.pk: 3}, at=NOW)
    assert numbers(scarf) == (5, 3, 2)
    assert held[scarf.pk].status == Reservation.Status.HELD


def test_more_than_there_is_is_refused_and_nothing_is_held(weavers):
    scarf, bag = make.variant(of=weavers, on_hand=5), make.variant("Tas", of=weavers, on_hand=1)
    with pytest.raises(OutOfStock) as refusal:
        stock.reserve({scarf.pk: 1, bag.pk: 2}, at=NOW)
    assert refusal.value.facts == {"product": "Tas", "available": 1, "asked": 2}
    assert numbers(scarf) == (5, 0, 5)
    assert Reservation.objects.count() == 0


def test_made_to_order_is_held_up_to_its_cap(weavers):
    dress = make.variant("Gaun", of=weavers, on_hand=0, lead_days=14, open_units_cap=2)
    stock.reserve({dress.pk: 2}, at=NOW)
    assert numbers(dress) == (0, 2, 0)
    with pytest.raises(OutOfStock):
        stock.reserve({dress.pk: 1}, at=NOW)


def test_what_is_released_can_be_held_again(weavers):
    scarf = make.variant(of=weavers, on_hand=1)
    held = stock.reserve({scarf.pk: 1}, at=NOW)
    stock.release(held.values(), at=NOW)
    assert numbers(scarf) == (1, 0, 1)
    stock.reserve({scarf.pk: 1}, at=NOW)


def test_what_is_taken_leaves_the_stock_with_a_movement(weavers, carol):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.take(stock.reserve({scarf.pk: 2}, at=NOW).values(), by=carol, at=NOW)
    assert numbers(scarf) == (3, 0, 3)
    movement = scarf.movements.last()
    assert (movement.quantity, movement.reason, movement.by) == (-2, "sold", carol)


def test_what_was_made_to_order_leaves_no_stock_behind(weavers, carol):
    dress = make.variant("Gaun", of=weavers, on_hand=0, lead_days=14, open_units_cap=2)
    stock.take(stock.reserve({dress.pk: 2}, at=NOW).values(), by=carol, at=NOW)
    assert numbers(dress) == (0, 0, 2)
    assert dress.movements.count() == 0


@pytest.mark.parametrize("end", [stock.release, lambda held, at: stock.take(held, by=None, at=at)])
def test_a_reservation_ends_once(weavers, end):
    scarf = make.variant(of=weavers, on_hand=5)
    held = list(stock.reserve({scarf.pk: 2}, at=NOW).values())
    stock.release(held, at=NOW)
    with pytest.raises(WrongStep):
        end(held, at=NOW)
    assert numbers(scarf) == (5, 0, 5)


def test_a_count_below_what_was_promised_is_refused(weavers, bob):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.reserve({scarf.pk: 3}, at=NOW)
    with pytest.raises(stock.BelowReserved):
        stock.count(scarf, 2, by=bob, at=NOW)
    stock.count(scarf, 3, by=bob, at=NOW)
    assert numbers(scarf) == (3, 3, 0)


def test_the_database_refuses_to_promise_more_than_there_is(weavers):
    scarf = make.variant(of=weavers, on_hand=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.filter(pk=scarf.pk).update(reserved=6)


@pytest.mark.parametrize(
    ("reason", "quantity", "left"), [("made", 4, 9), ("returned", 1, 6), ("spoiled", 2, 3), ("spoiled", 5, 0)]
)
def test_what_came_and_went_is_written_down(weavers, bob, reason, quantity, left):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.move(scarf, quantity, reason=reason, by=bob, at=NOW, note="hujan")
    assert numbers(scarf) == (left, 0, left)
    movement = scarf.movements.last()
    assert (movement.quantity, movement.reason, movement.by, movement.note) == (left - 5, reason, bob, "hujan")


def test_what_is_ordered_cannot_spoil(weavers, bob):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.reserve({scarf.pk: 3}, at=NOW)
    with pytest.raises(stock.BelowReserved):
        stock.move(scarf, 3, reason="spoiled", by=bob, at=NOW)
    assert (numbers(scarf), scarf.movements.count()) == ((5, 3, 2), 1)


def test_no_other_reason_is_a_producers_to_give(weavers, bob):
    scarf = make.variant(of=weavers, on_hand=5)
    for reason in ("sold", "counted", "back"):
        with pytest.raises(KeyError):
            stock.move(scarf, 1, reason=reason, by=bob, at=NOW)
    assert scarf.movements.count() == 1


def test_sold_out_today_and_there_again(weavers, bob):
    scarf = make.variant(of=weavers, on_hand=5)
    held = stock.reserve({scarf.pk: 2}, at=NOW)
    stock.sell_out(scarf, by=bob, at=NOW)
    assert numbers(scarf) == (2, 2, 0)
    stock.sell_out(scarf, by=bob, at=NOW)
    stock.take(held.values(), by=None, at=NOW)
    stock.bring_back(scarf, by=bob, at=NOW)
    assert numbers(scarf) == (3, 0, 3)
    told = [(movement.quantity, movement.reason) for movement in scarf.movements.all()]
    assert told == [(5, "counted"), (-3, "sold_out"), (-2, "sold"), (3, "back")]


@pytest.mark.parametrize(
    "since",
    [
        lambda scarf: stock.count(scarf, 0, by=None, at=NOW) or stock.count(scarf, 1, by=None, at=NOW),
        lambda scarf: stock.move(scarf, 1, reason="made", by=None, at=NOW),
        lambda scarf: stock.bring_back(scarf, by=None, at=NOW),
    ],
)
def test_after_something_new_was_known_a_count_is_needed(weavers, bob, since):
    scarf = make.variant(of=weavers, on_hand=5)
    stock.sell_out(scarf, by=bob, at=NOW)
    since(scarf)
    before = numbers(scarf)
    with pytest.raises(stock.CountNeeded):
        stock.bring_back(scarf, by=bob, at=NOW)
    assert numbers(scarf) == before


def test_what_was_never_sold_out_is_not_brought_back(weavers, bob):
    with pytest.raises(stock.CountNeeded):
        stock.bring_back(make.variant(of=weavers), by=bob, at=NOW)


def test_what_is_made_to_order_has_no_stock_to_move(weavers, bob):
    dress = make.variant("Gaun", of=weavers, on_hand=0, lead_days=14, open_units_cap=2)
    for deed in (stock.sell_out, stock.bring_back, lambda *args, **kw: stock.move(*args, 1, reason="made", **kw)):
        with pytest.raises(stock.NoStock):
            deed(dress, by=bob, at=NOW)
    assert dress.movements.count() == 0


class StockAddsUp(TestCase):
    """Whatever is done in whatever order, the numbers agree with the rows."""

    deeds = some.lists(
        some.tuples(some.sampled_from(["hold", "release", "take", "count"]), some.integers(1, 4)), max_size=25
    )

    @given(deeds)
    @settings(max_examples=60, deadline=None)
    def test_on_hand_is_the_sum_of_movements_and_reserved_of_what_is_held(self, deeds):
        scarf = make.variant(of=make.producer(), on_hand=6)
        held: list[Reservation] = []
        for deed, quantity in deeds:
            with suppress(OutOfStock, stock.BelowReserved):
                self.do(deed, quantity, scarf, held)
            on_hand, reserved, _available = numbers(scarf)
            assert 0 <= reserved <= on_hand
            assert on_hand == StockMovement.objects.filter(variant=scarf).aggregate(sum=Sum("quantity"))["sum"]
            assert reserved == sum(each.quantity for each in held)

    def do(self, deed, quantity, scarf, held):
        if deed == "hold":
            held += stock.reserve({scarf.pk: quantity}, at=NOW).values()
        elif deed == "count":
            stock.count(scarf, quantity * 2, by=None, at=NOW)
        elif held and deed == "release":
            stock.release([held.pop()], at=NOW)
        elif held:
            stock.take([held.pop()], by=None, at=NOW)
