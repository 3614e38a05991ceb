"""What leads may submit about the shop as a whole: a holiday, or closing it for good."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}


class HolidayForm(forms.Form):
    """From one day to another, both included; without an end until somebody ends it."""

    starts_on = forms.DateField(
        label=_("First day"),
        error_messages={"required": _("Choose the first day."), "invalid": _("Choose the first day.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if you do not know yet."),
        error_messages={"invalid": _("Choose the last day.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note for buyers"), max_length=200, required=False,
        help_text=_("For example: we are at the harvest feast."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        starts_on, ends_on = told.get("starts_on"), told.get("ends_on")
        if ends_on and starts_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        elif ends_on and ends_on < self.today:
            self.add_error("ends_on", _("This day is over already."))
        return told


class ClosureForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300, error_messages={"required": _("Say why.")})
    sure = forms.BooleanField(
        label=_("Yes, close it for good"), error_messages={"required": _("Tick the box if you are sure.")}
    )
