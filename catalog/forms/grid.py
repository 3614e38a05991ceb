"""What a producer may submit in the grid: for each choice a price and how many there are, and what she was shown."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.forms.selling import RupiahField, StockField
from catalog.models import Variant

PRICE, ON_HAND = "price", "on_hand"


class GridLine(forms.Form):
    """One choice. What is made to order has no stock; a shown value that somebody tampered with counts as changed."""

    price = RupiahField(label=_("Price"))
    on_hand = StockField(label=_("Stock"))
    shown_price = RupiahField(widget=forms.HiddenInput)
    shown_on_hand = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, variant: Variant, *, data: Mapping[str, Any] | None = None) -> None:
        self.variant = variant
        now = {PRICE: variant.price, ON_HAND: variant.on_hand}
        shown = {f"shown_{name}": value for name, value in now.items()}
        super().__init__(data, prefix=f"v{variant.pk}", initial=now | shown)
        if variant.is_made_to_order:
            del self.fields[ON_HAND], self.fields["shown_on_hand"]

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """What was asked for, by field: the value that was shown and the new one. Needs a form that was looked over."""
        asked = self.cleaned_data
        pairs = {name: (asked.get(f"shown_{name}"), asked.get(name)) for name in (PRICE, ON_HAND)}
        return {name: pair for name, pair in pairs.items() if None not in pair and pair[0] != pair[1]}

    def show_now(self, variant: Variant) -> None:
        """From here on what is there now counts as seen; what was typed stays."""
        self.variant = variant
        self.initial = {**self.initial, "shown_price": variant.price, "shown_on_hand": variant.on_hand}
        seen = {self.add_prefix(name): field.prepare_value(self.initial[name]) for name, field in self._shown()}
        self.data = {**{name: self.data.get(name) for name in self.data}, **seen}

    def _shown(self) -> list[tuple[str, forms.Field]]:
        return [(name, field) for name, field in self.fields.items() if name.startswith("shown_")]
