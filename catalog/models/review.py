"""Reviews: why a coordinator decides as she does, the same for listings and for edited versions of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.states import Step


class ReviewReason(models.TextChoices):
    PHOTO = "photo", _("The photo is unclear or shows something else")
    NAME = "name", _("Name or description does not say what it is")
    CATEGORY = "category", _("It belongs into another category")
    PRICE = "price", _("Price or unit looks wrong")
    FOOD = "food", _("Food data are missing or wrong")
    CLAIM = "claim", _("A claim without proof")
    ORGANIC = "organic", _("Organic is said without a certificate")
    DUPLICATE = "duplicate", _("It is listed already")
    NOT_OWN = "not_own", _("It is not made by this producer")
    NOT_ALLOWED = "not_allowed", _("It may not be sold here")
    OTHER = "other", _("Another reason")


class ReviewStep(Step):
    """A step with the codes of the reasons, from `ReviewReason`."""

    codes = models.JSONField(default=list)

    class Meta(Step.Meta):
        abstract = True

    @property
    def reasons(self) -> list[str]:
        """The reasons in words, in the reader's language."""
        return [str(ReviewReason(code).label) for code in self.codes]
