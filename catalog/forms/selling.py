"""What the people of a producer may submit about a listing: how much there is and what it costs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import StockMovement
from marketplace.money import Money

DEAREST = Money(100_000_000)
AMOUNT = re.compile(r"\d+|\d{1,3}([.,]\d{3})+")


class RupiahField(forms.CharField):
    """An amount as people write it: `75000`, `75.000` or `Rp75.000`."""

    default_error_messages = {
        "required": _("Enter the price."),
        "invalid": _("Enter the price in rupiah, such as 75.000."),
        "out_of_range": _("Enter a price from Rp1 to Rp100.000.000."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value).removeprefix("Rp") if isinstance(value, Money) else value

    def clean(self, value: Any) -> Money | None:
        typed = re.sub(r"^rp\.?|\s", "", super().clean(value), flags=re.IGNORECASE)
        if not typed and not self.required:
            return None
        if not (typed.isascii() and AMOUNT.fullmatch(typed)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        amount = Money(int(re.sub(r"[.,]", "", typed)))
        if not Money(0) < amount <= DEAREST:
            raise forms.ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return amount


STOCK_ERRORS = {
    "required": _("Enter how many there are."),
    "invalid": _("Enter how many there are as a whole number."),
    "min_value": _("Enter a stock from 0 to 99.999."),
    "max_value": _("Enter a stock from 0 to 99.999."),
}


class StockField(forms.IntegerField):
    """How many there are."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=99_999, error_messages=STOCK_ERRORS, widget=widget, **kwargs)


class StockForm(forms.Form):
    on_hand = StockField(label=_("Stock"))


class MovementForm(forms.Form):
    """Some pieces come or go: why, and how many."""

    REASONS = [
        (StockMovement.Reason.MADE, StockMovement.Reason.MADE.label),
        (StockMovement.Reason.SPOILED, StockMovement.Reason.SPOILED.label),
        (StockMovement.Reason.RETURNED, StockMovement.Reason.RETURNED.label),
    ]

    reason = forms.ChoiceField(label=_("What happened?"), choices=REASONS, widget=forms.RadioSelect)
    quantity = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=9_999,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Write a whole number from 1 to 9.999.")
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class PriceForm(forms.Form):
    price = RupiahField(label=_("Price"))
