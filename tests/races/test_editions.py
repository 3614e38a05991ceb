"""The edition of what pages show: orders that come together do not wait for each other on it, and none is forgotten."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.models import F

from catalog.models import Variant
from marketplace import editions
from tests import make
from tests.races.conftest import together

pytestmark = pytest.mark.postgres

HELD = 0.6


def seconds_of_an_order_beside_a_slow_one():
    """How long it takes to sell one thing while somebody who sold another has not ended her transaction."""
    weavers = make.producer(lead=make.user())
    slow, quick = make.variant(of=weavers), make.variant(of=weavers)

    def sell_slowly():
        with transaction.atomic():
            sell(slow)
            time.sleep(HELD)

    def sell_quickly():
        time.sleep(HELD / 3)
        began = time.monotonic()
        sell(quick)
        return time.monotonic() - began

    return together([sell_slowly, sell_quickly])[1]


def sell(variant):
    Variant.objects.filter(pk=variant.pk).update(reserved=F("reserved") + 1)


def test_two_orders_do_not_wait_for_each_other():
    assert seconds_of_an_order_beside_a_slow_one() < HELD / 3


def test_control_with_one_row_for_all_the_second_waits_for_the_first():
    with function_without("SKIP LOCKED"):
        assert seconds_of_an_order_beside_a_slow_one() > HELD / 3


def test_each_of_many_sales_at_once_is_counted():
    weavers = make.producer(lead=make.user())
    variants = [make.variant(of=weavers, on_hand=99) for _number in range(12)]
    before = editions.read()
    together([lambda variant=variant: [sell(variant) for _time in range(5)] for variant in variants])
    after = editions.read()
    assert after.number - before.number == 60
    assert after.settled == before.settled


def test_the_number_rises_once_a_transaction_however_much_it_changes():
    variant = make.variant(of=make.producer(lead=make.user()), on_hand=99)
    before = editions.read()
    with transaction.atomic():
        for _time in range(50):
            sell(variant)
    assert editions.read().number - before.number == 1


def test_it_is_seen_when_what_is_new_is_seen_and_not_before():
    variant = make.variant(of=make.producer(lead=make.user()))
    before = editions.read()

    def sell_slowly():
        with transaction.atomic():
            sell(variant)
            time.sleep(HELD)

    def look():
        time.sleep(HELD / 3)
        return editions.read(), Variant.objects.get(pk=variant.pk).reserved

    assert together([sell_slowly, look])[1] == (before, 0)
    assert editions.read().number == before.number + 1


def test_a_connection_that_was_cut_is_made_anew():
    """Nobody is shown an error because the database was started again, though the connection is not asked first."""
    before = editions.read()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    together([lambda: end(backend)])
    assert editions.read() == before


def end(backend):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [backend])


@contextmanager
def function_without(part: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        assert part in editions.FUNCTION
        cursor.execute(editions.FUNCTION.replace(part, ""))
        try:
            yield
        finally:
            cursor.execute(editions.FUNCTION)
