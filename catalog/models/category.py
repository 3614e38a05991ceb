"""Categories: the tree by which goods are found, and the rules that what is listed there must keep."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from producers.models import ProducerKind


class Category(models.Model):
    """A branch of the tree that buyers browse. What is sold `by_market_day` can be ordered in an open window only.

    `rules` tells which facts the law and buyers want of what is listed there; producers of the kind `makers` find it
    chosen for a new listing.
    """

    class Rules(models.TextChoices):
        NONE = "none", _("Nothing more")
        FRESH = "fresh", _("Fresh produce")
        DRY = "dry", _("Packed dry produce")
        PROCESSED = "processed", _("Processed food")
        TEXTILE = "textile", _("Textile and sewing")
        RECYCLED = "recycled", _("Recycled craft")

    slug = models.SlugField(unique=True)
    name_id = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    icon = models.CharField(max_length=20, default="bag")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    by_market_day = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    rules = models.CharField(max_length=10, choices=Rules, default=Rules.NONE)
    makers = models.ForeignKey(ProducerKind, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(rules__in=["none", "fresh", "dry", "processed", "textile", "recycled"]),
                name="category_rules_are_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_id
