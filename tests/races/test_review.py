"""Two coordinators, or a coordinator and the producer, at the same moment: one decision, about what was seen."""

from functools import partial
from time import sleep

import pytest
from django.db.models import QuerySet

from catalog import editing, listings, review
from catalog.models import Product, ProductStep
from marketplace.models import Notice
from marketplace.refusals import Refusal
from marketplace.states import StateMachine
from tests import make
from tests.races.conftest import together


@pytest.fixture
def lead():
    return make.user("Bob", email="bob@example.com")


@pytest.fixture
def scarf(lead):
    return make.listing_in_review(of=make.producer(lead=lead), by=lead)


def decisions(scarf):
    """Eight coordinators who all saw the same: half approve, half reject."""
    seen = review.case(Product.objects.get(pk=scarf.pk)).fingerprint
    approve = [partial(review.approve, scarf, by=make.coordinator(), at=make.now(), fingerprint=seen)] * 4
    reject = [
        partial(review.reject, scarf, by=make.coordinator(), at=make.now(), codes=["photo"], fingerprint=seen)
    ] * 4
    return [*approve, *reject]


def test_many_coordinators_decide_once(scarf):
    answers = together(decisions(scarf))
    assert sorted(type(answer).__name__ for answer in answers) == ["Product"] + ["WrongStep"] * 7
    decided = ProductStep.objects.filter(product=scarf, before="in_review")
    assert decided.get().after == Product.objects.get(pk=scarf.pk).status
    assert Notice.objects.count() == 2


@pytest.mark.postgres
def test_control_without_lock_and_swap_they_all_decide(scarf, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    monkeypatch.setattr(StateMachine, "_move", careless)
    together(decisions(scarf))
    assert ProductStep.objects.filter(product=scarf, before="in_review").count() > 1


def careless(self, after, *, at, by, reason="", told=None, **fields):
    """As `_move`, without asking whether the row is still what it was."""
    before = self.status
    sleep(0.2)
    type(self).objects.filter(pk=self.pk).update(status=after, **fields)
    self.steps.create(before=before, after=after, at=at, by=by, reason=reason, **(told or {}))
    self.status = after


def test_an_edited_version_is_approved_once(lead):
    bag = make.variant("Bag", of=make.producer(lead=lead)).product
    edit = make.edit_in_review(bag, by=lead, name="Big bag")
    answers = together([partial(review.approve, bag, by=make.coordinator(), at=make.now())] * 6)
    assert sum(not isinstance(answer, Refusal) for answer in answers) == 1
    assert edit.steps.filter(after="approved").count() == 1
    assert bag.photos.count() == 1
    assert Notice.objects.count() == 2


def exchange(scarf, lead):
    """The producer takes it back, says something else, and sends it again."""
    mine = Product.objects.get(pk=scarf.pk)
    listings.take_back(mine, by=lead, at=make.now())
    editing.change(mine, by=lead, at=make.now(), name="Something else")
    listings.submit(mine, by=lead, at=make.now())


def slow_to_compare(monkeypatch):
    """The coordinator's request stops between looking and writing, long enough for somebody to come in between."""
    look = review.fingerprint_of

    def looked(version):
        found = look(version)
        sleep(0.5)
        return found

    monkeypatch.setattr(review, "fingerprint_of", looked)


def approve_what_was_seen(scarf, seen, carol):
    review.approve(scarf, by=carol, at=make.now(), fingerprint=seen)


def wait_and_exchange(scarf, lead):
    sleep(0.2)
    exchange(scarf, lead)


def test_nothing_is_approved_unseen(scarf, lead, monkeypatch):
    seen, carol = review.case(Product.objects.get(pk=scarf.pk)).fingerprint, make.coordinator()
    slow_to_compare(monkeypatch)
    together([partial(approve_what_was_seen, scarf, seen, carol), partial(wait_and_exchange, scarf, lead)])
    scarf.refresh_from_db()
    assert (scarf.status, scarf.name) in {("published", "Selendang"), ("in_review", "Something else")}


@pytest.mark.postgres
def test_control_without_the_lock_something_else_is_approved(scarf, lead, monkeypatch):
    seen, carol = review.case(Product.objects.get(pk=scarf.pk)).fingerprint, make.coordinator()
    slow_to_compare(monkeypatch)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    together([partial(approve_what_was_seen, scarf, seen, carol), partial(wait_and_exchange, scarf, lead)])
    scarf.refresh_from_db()
    assert (scarf.status, scarf.name) == ("published", "Something else")
