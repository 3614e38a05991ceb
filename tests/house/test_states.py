"""States: every pair of statuses of every noun is allowed or refused as its table says, and leaves a row or nothing."""

import itertools

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.refusals import WrongStep
from marketplace.states import StateMachine
from tests import make

NOUNS = [model for model in apps.get_models() if issubclass(model, StateMachine)]
PAIRS = [(noun, *pair) for noun in NOUNS for pair in itertools.product(noun.Status.values, repeat=2)]


@pytest.fixture
def row(db):
    """Gives a row of any noun with states."""

    def one_of(noun):
        producer = make.producer(lead=make.user())
        rows = {
            "Producer": lambda: producer,
            "Certificate": lambda: make.certificate(producer),
            "Product": lambda: make.variant(of=producer).product,
            "Revision": lambda: make.revision(make.variant(of=producer).product),
            "Claim": lambda: make.claim(make.variant(of=producer).product),
            "Sheet": lambda: make.sheet(producer),
            "Order": lambda: make.order((make.variant(of=producer), 1)),
            "SubOrder": lambda: make.order((make.variant(of=producer), 1)).sub_orders.get(),
            "Payment": lambda: make.order((make.variant(of=producer), 1)).payment,
        }
        return rows[noun.__name__]()

    return one_of


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_the_table_has_every_status_as_a_key(noun):
    assert set(noun.NEXT) == set(noun.Status.values)
    assert set().union(*noun.NEXT.values()) <= set(noun.Status.values)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_the_database_knows_the_same_statuses(noun, row):
    one = row(noun)
    for status in noun.Status.values:
        noun._base_manager.filter(pk=one.pk).update(status=status)
    with pytest.raises(IntegrityError), transaction.atomic():
        noun._base_manager.filter(pk=one.pk).update(status="unheard_of")


@pytest.mark.parametrize(("noun", "before", "after"), PAIRS, ids=str)
def test_every_pair_of_statuses(noun, before, after, row):
    one = row(noun)
    noun._base_manager.filter(pk=one.pk).update(status=before)
    one.refresh_from_db()
    steps = one.steps.count()
    if after in noun.NEXT[before]:
        one._move(after, by=None, at=timezone.now(), reason="because")
        step = one.steps.last()
        assert (step.before, step.after, step.reason) == (before, after, "because")
    else:
        with pytest.raises(WrongStep):
            one._move(after, by=None, at=timezone.now())
    one.refresh_from_db()
    moved = after in noun.NEXT[before]
    assert one.status == (after if moved else before)
    assert one.steps.count() == steps + moved


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_of_two_who_move_the_same_row_one_comes_too_late(noun, row):
    first = row(noun)
    before, after = next((status, next(iter(nexts))) for status, nexts in noun.NEXT.items() if nexts)
    noun._base_manager.filter(pk=first.pk).update(status=before)
    first.refresh_from_db()
    second = noun._base_manager.get(pk=first.pk)
    first._move(after, by=None, at=timezone.now())
    with pytest.raises(WrongStep):
        second._move(after, by=None, at=timezone.now())
    assert first.steps.filter(before=before, after=after).count() == 1
