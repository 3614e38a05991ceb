"""What a visitor may ask of the list of products."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import search
from catalog.models import Category, Product
from catalog.models.product import ProductQuerySet
from producers.models import Producer

LONGEST_SEARCH = 100


class BrowseForm(forms.Form):
    """Search, filters and order. What makes no sense is left out: an old or mistyped address still shows products."""

    ORDERS = {"newest": "-published_at", "cheapest": "lowest_price", "dearest": "-lowest_price"}
    ORDER_NAMES = [("newest", _("Newest first")), ("cheapest", _("Cheapest first")), ("dearest", _("Dearest first"))]

    search = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of producer"), required=False)
    producer = forms.ChoiceField(label=_("Producer"), required=False)
    ordering = forms.ChoiceField(label=_("Sort by"), required=False, choices=ORDER_NAMES)
    available = forms.BooleanField(label=_("Only what is available"), required=False)

    def __init__(self, data: Any, *, categories: Sequence[Category], producers: Sequence[Producer]) -> None:
        super().__init__(data)
        kinds = {producer.kind.code: producer.kind.name for producer in producers}
        self._offer("category", [(category.slug, category.name) for category in categories])
        self._offer("kind", [("", _("All")), *sorted(kinds.items(), key=lambda kind: kind[1])])
        if self.data.get("search", "").strip():
            self._offer("ordering", [("", _("Best match first")), *self.ORDER_NAMES])
        self._offer("producer", [("", _("All")), *((producer.slug, producer.name) for producer in producers)])
        self.full_clean()

    def found(self) -> ProductQuerySet:
        """The products that are asked for."""
        products = Product.objects.on_sale()
        if self.text:
            products = (search.ranked if self.is_ranked else search.matching)(products, self.text)
        if category := self.chosen("category"):
            products = products.in_category(category)
        if kind := self.chosen("kind"):
            products = products.filter(producer__kind=kind)
        if producer := self.chosen("producer"):
            products = products.filter(producer__slug=producer)
        if self.chosen("available"):
            products = products.available()
        return products

    def chosen(self, name: str) -> Any:
        """What was chosen; nothing where that is none of the choices."""
        return self.cleaned_data.get(name)

    @property
    def text(self) -> str:
        """What is searched for, if anything."""
        return (self.chosen("search") or "")[:LONGEST_SEARCH]

    @property
    def by(self) -> str:
        """The column to sort by: who searches sees first what fits best, unless another order is asked for."""
        return "-relevance" if self.is_ranked else self.ORDERS[self.chosen("ordering") or "newest"]

    @property
    def is_ranked(self) -> bool:
        return bool(self.text) and not self.chosen("ordering")

    @property
    def narrows(self) -> bool:
        """Whether filters beside the category are in use."""
        return any(self.chosen(name) for name in ("kind", "producer", "available", "ordering"))

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
