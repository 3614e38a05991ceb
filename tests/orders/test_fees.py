"""Fees: the most specific rule in force, rounded once, never more than the line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.models import Category
from marketplace.money import Money
from orders.models import FeeRule
from orders.models.fee import rule_for
from producers.models import ProducerKind
from tests import make

TODAY = date(2026, 11, 24)


def rule_today(product):
    return rule_for(product, among=list(FeeRule.objects.in_force(on=TODAY)))


@pytest.fixture
def scarf(weavers):
    return make.variant(of=weavers).product


def test_the_most_specific_rule_wins(scarf, weavers):
    assert rule_today(scarf) is None
    for_all = make.fee_rule()
    assert rule_today(scarf) == for_all
    for_kind = make.fee_rule(kind=ProducerKind.objects.get(code="sewing_group"))
    assert rule_today(scarf) == for_kind
    for_category = make.fee_rule(category=Category.objects.get(slug="kain-tenun"))
    assert rule_today(scarf) == for_category
    for_producer = make.fee_rule(producer=weavers)
    assert rule_today(scarf) == for_producer


def test_a_rule_for_a_branch_holds_for_the_categories_beneath_it(scarf):
    branch = make.fee_rule(category=Category.objects.get(slug="tenun-jahitan"))
    make.fee_rule(category=Category.objects.get(slug="hasil-kebun"), basis_points=1)
    assert rule_today(scarf) == branch


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (date(2026, 11, 25), None, False),
        (date(2026, 1, 1), date(2026, 11, 23), False),
    ],
)
def test_a_rule_holds_between_its_dates(scarf, starts, ends, holds):
    make.fee_rule(starts_on=starts, ends_on=ends)
    assert (rule_today(scarf) is not None) is holds


def test_of_two_alike_the_later_one_wins(scarf):
    make.fee_rule(starts_on=date(2026, 1, 1))
    later = make.fee_rule(starts_on=date(2026, 6, 1))
    assert rule_today(scarf) == later


@given(some.integers(1, 10**9), some.integers(0, 10_000), some.integers(0, 10**6))
def test_a_fee_lies_within_its_line(line, basis_points, fixed):
    fee = FeeRule(basis_points=basis_points, fixed=Money(fixed)).fee(Money(line))
    assert Money(0) <= fee <= Money(line)
