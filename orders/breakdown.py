"""What of a price is the co-op's fee, told to the pages of the catalog, which know no fee rules."""

from collections.abc import Sequence
from datetime import date

from catalog import breakdown
from catalog.models import Product
from marketplace import kept
from marketplace.money import NOTHING, Money
from orders.models import FeeRule
from orders.models.fee import rule_for


@breakdown.told_by
def fees(product: Product, prices: Sequence[Money], on: date) -> list[Money]:
    """The fee in each price of one piece, by the rule that fits the product best on that day."""
    known = kept.part("fee rules", lambda: list(FeeRule.objects.most_specific_first()))
    rule = rule_for(product, among=[rule for rule in known if rule.is_in_force(on=on)])
    return [rule.fee(price) if rule else NOTHING for price in prices]
