"""Money adds up: no rupiah is lost or made by splitting, sharing or writing it down."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from marketplace.models import Transfer
from marketplace.money import Money, total

amounts = some.integers(min_value=-(10**12), max_value=10**12).map(Money)
weights = some.lists(some.integers(min_value=0, max_value=10**6), min_size=1, max_size=12).filter(any)


@given(amounts, weights)
def test_parts_of_a_split_sum_to_the_whole(amount, weights):
    assert total(amount.split(weights)) == amount


@given(amounts, weights)
def test_no_part_is_a_rupiah_away_from_its_fair_share(amount, weights):
    for part, weight in zip(amount.split(weights), weights, strict=True):
        assert abs(part.rupiah * sum(weights) - amount.rupiah * weight) < sum(weights)


def test_equal_thirds_give_the_extra_rupiah_to_the_first():
    assert Money(100_000).split([1, 1, 1]) == [Money(33_334), Money(33_333), Money(33_333)]


def test_remainders_go_to_the_largest_fractions():
    assert Money(1_000).split([1, 1, 1, 4]) == [Money(143), Money(143), Money(143), Money(571)]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [-1, 3]])
def test_impossible_weights_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        Money(10).split(weights)


@pytest.mark.parametrize(
    ("rupiah", "basis_points", "share"),
    [(12_015, 1_000, 1_202), (12_014, 1_000, 1_201), (-12_015, 1_000, -1_202), (645, 3_000, 194), (1, 1, 0)],
)
def test_a_share_is_rounded_once_half_away_from_zero(rupiah, basis_points, share):
    assert Money(rupiah).share(basis_points=basis_points) == Money(share)


def test_money_is_written_the_indonesian_way():
    assert [str(Money(n)) for n in (0, 500, 1_500_000, -1_500)] == ["Rp0", "Rp500", "Rp1.500.000", "-Rp1.500"]


@pytest.mark.parametrize("wrong", [1.5, "100", True, None])
def test_money_takes_whole_rupiah_only(wrong):
    with pytest.raises(TypeError):
        Money(wrong)


def test_money_compares_and_sorts():
    assert sorted([Money(3), Money(-1), Money(2)]) == [Money(-1), Money(2), Money(3)]
    assert Money(2) >= Money(2)


def test_a_column_of_money_takes_digits_and_refuses_words():
    column = Transfer._meta.get_field("amount")
    assert column.to_python("250") == Money(250)
    with pytest.raises(ValidationError):
        column.to_python("many")
