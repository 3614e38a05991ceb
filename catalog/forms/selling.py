"""What the people of a producer may submit about a listing: how much there is, what it costs, a photo."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value).removeprefix("Rp") if isinstance(value, Money) else value

    def clean(self, value: Any) -> Money:
        typed = re.sub(r"^rp\.?|\s", "", super().clean(value), flags=re.IGNORECASE)
        if not (typed.isascii() and AMOUNT.fullmatch(typed)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        amount = Money(int(re.sub(r"[.,]", "", typed)))
        if not Money(0) < amount <= DEAREST:
            raise forms.ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return amount


class StockForm(forms.Form):
    on_hand = forms.IntegerField(
        label=_("Stock"),
        min_value=0,
        max_value=99_999,
        error_messages={
            "required": _("Enter how many there are."),
            "invalid": _("Enter how many there are as a whole number."),
            "min_value": _("Enter a stock from 0 to 99.999."),
            "max_value": _("Enter a stock from 0 to 99.999."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class PriceForm(forms.Form):
    price = RupiahField(label=_("Price"))


class PhotoForm(forms.Form):
    """One photo. What may be wrong with it is said by `marketplace.pictures`, which looks inside."""

    photo = forms.FileField(
        label=_("Photo"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a photo first."), "invalid": _("Choose a photo first.")},
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
