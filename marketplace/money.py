"""Money: whole rupiah as a value that cannot be mixed up with a count, and the database column that holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole rupiah; may be negative."""

    rupiah: int

    def __post_init__(self) -> None:
        if type(self.rupiah) is not int:
            raise TypeError(f"Money takes whole rupiah as an int, not {self.rupiah!r}.")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.rupiah + other.rupiah)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.rupiah - other.rupiah)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.rupiah * quantity)

    def __neg__(self) -> "Money":
        return Money(-self.rupiah)

    def __lt__(self, other: "Money") -> bool:
        return self.rupiah < other.rupiah

    def __bool__(self) -> bool:
        return self.rupiah != 0

    def __str__(self) -> str:
        """`Rp1.500.000`, or `-Rp1.500`."""
        sign = "-" if self.rupiah < 0 else ""
        return f"{sign}Rp{abs(self.rupiah):,}".replace(",", ".")

    def deconstruct(self) -> tuple[str, list[int], dict[str, int]]:
        """As migrations write it down."""
        return "marketplace.money.Money", [self.rupiah], {}

    def share(self, *, basis_points: int) -> "Money":
        """The given hundredths of a percent of this amount, rounded once, half away from zero."""
        product = abs(self.rupiah) * basis_points
        rounded = (product + 5_000) // 10_000
        return Money(rounded if self.rupiah >= 0 else -rounded)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Parts in proportion to `weights` that sum to the whole.

        Each part is rounded down and what is left goes, one rupiah each, to the largest fractions; among equal
        fractions to the earlier one (largest remainder method). Weights are whole, not negative and not all zero.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("Weights must be whole numbers, none negative, and not all zero.")
        sign = -1 if self.rupiah < 0 else 1
        amount = abs(self.rupiah)
        parts = [amount * weight // whole for weight in weights]
        fractions = [amount * weight % whole for weight in weights]
        by_fraction = sorted(range(len(weights)), key=lambda place: (-fractions[place], place))
        for place in by_fraction[: amount - sum(parts)]:
            parts[place] += 1
        return [Money(sign * part) for part in parts]


NOTHING = Money(0)


def total(amounts: Sequence[Money]) -> Money:
    """The sum, `NOTHING` when there are none."""
    return Money(sum(amount.rupiah for amount in amounts))


class MoneyField(models.BigIntegerField["Money | Combinable", "Money"]):
    """A column of whole rupiah that reads and writes `Money`; sums over it are `Money` too."""

    _pyi_private_set_type: "Money | Combinable"  # type: ignore[assignment]  # how the plugin learns what is set and got
    _pyi_private_get_type: "Money"  # type: ignore[assignment]  # likewise

    description = _("Whole rupiah")

    def from_db_value(self, value: int | None, expression: Any, connection: BaseDatabaseWrapper) -> Money | None:
        return None if value is None else Money(int(value))

    def to_python(self, value: Any) -> Money | None:
        if value is None or isinstance(value, Money):
            return value
        try:
            return Money(int(value))
        except (TypeError, ValueError) as error:
            raise ValidationError(_("Enter a whole number of rupiah.")) from error

    def get_prep_value(self, value: Any) -> int | None:
        return value.rupiah if isinstance(value, Money) else super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.get_prep_value(self.value_from_object(obj)))
