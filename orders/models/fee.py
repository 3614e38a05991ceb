"""The co-op's fee: rules by producer, category and kind, and the fee of a line by the rule that fits it best."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self

from django.db import models

from catalog.models import Category, Product
from marketplace.money import NOTHING, Money, MoneyField
from producers.models import Producer, ProducerKind


class FeeRuleQuerySet(models.QuerySet["FeeRule"]):
    def in_force(self, *, on: date) -> Self:
        """Of that day, the most specific first; of equally specific ones the latest."""
        ends = models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        return self.filter(ends, starts_on__lte=on).most_specific_first()

    def most_specific_first(self) -> Self:
        return self.order_by("-specific", "-starts_on", "-pk")


class FeeRule(models.Model):
    """So many hundredths of a percent of a line plus a fixed amount a line, for a producer, a category, a kind or all.

    A rule for a producer beats one for a category, that beats one for a kind, and that beats one for all.
    """

    producer = models.ForeignKey(Producer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(ProducerKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis_points = models.PositiveIntegerField(default=0)
    fixed = MoneyField(default=NOTHING)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    specific = models.GeneratedField(
        expression=models.Case(
            models.When(producer__isnull=False, then=3),
            models.When(category__isnull=False, then=2),
            models.When(kind__isnull=False, then=1),
            default=0,
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = FeeRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(basis_points__lte=10_000), name="fee_at_most_the_whole"),
            models.CheckConstraint(condition=models.Q(fixed__gte=0), name="fee_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.basis_points / 100:g} % + {self.fixed}"

    def fits(self, product: Product) -> bool:
        wanted = ((self.producer_id, product.producer_id), (self.kind_id, product.producer.kind_id))
        if self.category_id is not None and self.category_id not in {product.category_id, product.category.parent_id}:
            return False
        return all(rule is None or rule == its for rule, its in wanted)

    def is_in_force(self, *, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)

    def fee(self, line_total: Money) -> Money:
        """The fee of a line: rounded once, half up, and never more than the line."""
        return min(line_total, line_total.share(basis_points=self.basis_points) + self.fixed)


def rule_for(product: Product, *, among: Sequence[FeeRule]) -> FeeRule | None:
    """The first rule that fits, of rules in the order of `in_force`; None where no rule does: then there is no fee."""
    return next((rule for rule in among if rule.fits(product)), None)
