"""The breakdown of a price: what of it is the maker's and what the co-op's.

The rules of the fee belong to whoever sells, higher up the hill. It says here how to ask, with `told_by`; as long as
nobody has, no page shows a breakdown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.models import Product
from marketplace.money import Money

# The co-op's fee in each of some prices of a product, on a day.
Fees = Callable[[Product, Sequence[Money], date], Sequence[Money]]


@dataclass(frozen=True)
class Shares:
    """Both together are the price."""

    maker: Money
    cooperative: Money


_asked: list[Fees] = []


def told_by(fees: Fees) -> Fees:
    """Mark what knows the fee."""
    _asked[:] = [fees]
    return fees


def shares(product: Product, prices: Sequence[Money], *, on: date) -> list[Shares]:
    """Of each price; nothing where nobody knows. The product's category and producer are to be at hand."""
    if not _asked:
        return []
    fees = _asked[0](product, prices, on)
    return [Shares(maker=price - fee, cooperative=fee) for price, fee in zip(prices, fees, strict=True)]
