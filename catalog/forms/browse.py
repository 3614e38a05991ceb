"""What a visitor may ask of the list of products."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Claim
from catalog.models.product import ProductQuerySet
from catalog.narrowing import Wanted
from catalog.signposts import Signposts
from marketplace.money import Money
from marketplace.templatetags.market import wita_day

LONGEST_SEARCH = 100
DEAREST = 1_000_000_000
# A list to choose from helps no more when it is longer; who looks for one of more makers finds her by her page.
MOST_MAKERS = 60

AMOUNT = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:,00|,-)?|(\d+(?:[.,]\d{1,2})?)(rb|ribu|k|jt|juta)", re.ASCII)
WORTH = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
# Claims that buyers look for; the permits among them are the law's concern.
SOUGHT = [
    Claim.Kind.ORGANIC_CERTIFIED,
    Claim.Kind.PAMOR,
    Claim.Kind.LAB_TESTED,
    Claim.Kind.NO_SYNTHETIC,
    Claim.Kind.HALAL,
    Claim.Kind.RECYCLED,
    Claim.Kind.GEOGRAPHICAL,
]


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says, and the query without it."""

    label: str | Promise
    without: str


class AmountField(forms.CharField):
    """A price as people write it, such as `75.000`, `Rp 75000`, `75rb` or `1,5 jt`: whole rupiah, or None."""

    default_error_messages = {"invalid": _("Write an amount such as 75.000.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, max_length=20, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> int | None:
        typed = re.sub(r"^rp\.?\s*", "", super().clean(value).lower()).strip()
        if not typed:
            return None
        amount = _amount(typed)
        if amount is None or amount > DEAREST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return amount


def _amount(typed: str) -> int | None:
    found = AMOUNT.fullmatch(re.sub(r"\s+(?=[a-z])", "", typed))
    if found is None:
        return None
    whole, some, worth = found.groups()
    if worth:
        return int(Decimal(some.replace(",", ".")) * WORTH[worth])
    return int(re.sub(r"\D", "", whole))


class BrowseForm(forms.Form):
    """Search, filters and order. What makes no sense is left out: an old or mistyped address still shows products."""

    ORDERS = {"newest": "-published_at", "cheapest": "lowest_price", "dearest": "-lowest_price"}
    ORDER_NAMES = [("newest", _("Newest first")), ("cheapest", _("Cheapest first")), ("dearest", _("Dearest first"))]
    # One of these alone is a page of its own, worth finding from outside.
    SHELVES = ("category", "kind", "producer")
    FILTERS = ("kind", "producer", "place", "market_day", "claim", "price_from", "price_until", "available")

    search = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    ordering = forms.ChoiceField(label=_("Sort by"), required=False, choices=ORDER_NAMES)
    available = forms.BooleanField(label=_("Only what is available"), required=False)
    price_from = AmountField(label=_("Price from"))
    price_until = AmountField(label=_("Price up to"))
    market_day = forms.TypedChoiceField(label=_("For market day"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind of producer"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    producer = forms.ChoiceField(label=_("Producer"), required=False)
    claim = forms.ChoiceField(label=_("Checked by the co-operative"), required=False)

    def __init__(self, data: QueryDict, *, signposts: Signposts) -> None:
        super().__init__(data)
        self.given, self.signposts = data, signposts
        self.days = {day.pk: day for day in signposts.market_days}
        self._offer("category", [(category.slug, category.name) for category in signposts.categories])
        self._offer("kind", [(kind.code, kind.name) for kind in signposts.kinds], every=_("All"))
        self._offer("place", [(place.code, place.name) for place in signposts.places], every=_("Everywhere"))
        self._offer("producer", [(maker.slug, maker.name) for maker in signposts.makers], every=_("All"))
        self._offer("market_day", [(pk, wita_day(day.pickup_on)) for pk, day in self.days.items()], every=_("Any"))
        self._offer("claim", [(kind.value, kind.label) for kind in SOUGHT], every=_("Anything"))
        if data.get("search", "").strip():
            self._offer("ordering", self.ORDER_NAMES, every=_("Best match first"))
        if len(signposts.makers) > MOST_MAKERS:
            self.fields["producer"].widget = forms.HiddenInput()
        self.full_clean()

    def found(self) -> ProductQuerySet:
        """The products that are asked for."""
        wanted = Wanted(
            text=self.text,
            category=self.chosen("category"),
            producer=self.chosen("producer"),
            kind=self.chosen("kind"),
            place=self.chosen("place"),
            claim=self.chosen("claim"),
            market_day=self.chosen("market_day"),
            price_from=self.chosen("price_from"),
            price_until=self.chosen("price_until"),
            available=bool(self.chosen("available")),
        )
        find = wanted.ranked if self.is_ranked else wanted.found
        return find(signposts=self.signposts)

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
    def day(self) -> Any:
        """The market day for which goods are sought, if any."""
        return self.days.get(self.chosen("market_day"))

    @property
    def kept_fields(self) -> list[tuple[str, Any]]:
        """What else is asked for goes along, unseen, when she chooses anew."""
        return [(field.name, self.chosen(field.name)) for field in self.hidden_fields() if self.chosen(field.name)]

    @property
    def chips(self) -> list[Chip]:
        """The filters in use, each with the way to be rid of it."""
        return [Chip(label, self._without(name)) for name, label in self._said() if label]

    @property
    def cleared(self) -> str:
        """The query without all filters."""
        return self._without(*self.FILTERS)

    @property
    def query(self) -> str:
        """What is understood of the address, always in the same order and without a cursor: the list's own name."""
        own = QueryDict(mutable=True)
        for name in self.fields:
            if self.chosen(name) not in {None, "", False}:
                own[name] = str(self.given[name])
        return own.urlencode()

    @property
    def is_shelf(self) -> bool:
        """Whether it is a shelf of its own: all that is on sale, or one category, kind or producer of it."""
        used = [name for name in self.fields if self.chosen(name) not in {None, "", False}]
        return not used or (len(used) == 1 and used[0] in self.SHELVES)

    def _said(self) -> Iterable[tuple[str, str | Promise]]:
        for name in ("kind", "place", "producer", "claim"):
            yield name, dict(self._choices(name)).get(self.chosen(name), "") if self.chosen(name) else ""
        if self.day:
            yield "market_day", gettext("For %(day)s") % {"day": wita_day(self.day.pickup_on)}
        if self.chosen("price_from") is not None:
            yield "price_from", gettext("From %(price)s") % {"price": Money(self.chosen("price_from"))}
        if self.chosen("price_until") is not None:
            yield "price_until", gettext("Up to %(price)s") % {"price": Money(self.chosen("price_until"))}
        if self.chosen("available"):
            yield "available", _("Available")

    def _without(self, *names: str) -> str:
        left = self.given.copy()
        for name in (*names, "cursor"):
            left.pop(name, None)
        return left.urlencode()

    def _choices(self, name: str) -> Sequence[tuple[Any, Any]]:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return list(field.choices)  # type: ignore[arg-type]  # flat in this form: no groups

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]], *, every: str | Promise = "") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", every), *choices] if every else list(choices)
