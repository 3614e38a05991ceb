"""What the people of a producer may submit about what a listing says: a new one, an edit, one more choice, a claim."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import details
from catalog.claims import Proof
from catalog.details import Fact, Sort, WrongDetail
from catalog.forms.selling import STOCK_ERRORS, RupiahField, StockField
from catalog.listings import Offer, Words
from catalog.models import Category, Claim, Variant
from catalog.variants import Description
from producers.models import Producer

NUMBER_ERRORS = {
    "invalid": _("Write a whole number."),
    "min_value": _("Write a number of at least %(limit_value)s."),
    "max_value": _("Write a number of at most %(limit_value)s."),
}


class SeveralFiles(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Photos that come with the form, where no script has sent them before. `marketplace.pictures` looks inside."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, **rest)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list) else [data]
        return [super(PhotosField, self).clean(each) for each in sent if each is not None]


class FactField(forms.Field):
    """A fact of a listing, as `catalog.details` knows it."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        label, hint = cast(Any, fact.label), cast(Any, fact.hint)
        super().__init__(required=False, label=label, help_text=hint, widget=_widget(fact))

    def clean(self, value: Any) -> Any:
        try:
            return self.fact.clean(value)
        except WrongDetail as wrong:
            raise forms.ValidationError(str(wrong), code="invalid") from wrong


def _widget(fact: Fact) -> forms.Widget:
    if fact.sort is Sort.CHOICE:
        return forms.Select(choices=[("", _("Choose")), *fact.choices])
    if fact.sort is Sort.YES:
        return forms.CheckboxInput()
    if fact.sort is Sort.NUMBER:
        return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.Textarea(attrs={"rows": 3}) if fact.most > 200 else forms.TextInput(attrs={"maxlength": fact.most})


class CategoryField(forms.ModelChoiceField[Category]):
    """The tree as a list: each branch with what is beneath it."""

    def __init__(self) -> None:
        super().__init__(Category.objects.all(), label=_("Category"), error_messages={"required": _("Choose one.")})
        self.choices = self._grouped

    def _grouped(self) -> Iterator[tuple[Any, Any]]:
        categories = list(Category.objects.select_related("parent"))
        for branch in (each for each in categories if each.parent_id is None):
            twigs = [(each.pk, each.name) for each in categories if each.parent_id == branch.pk]
            yield (
                branch.name,
                [*twigs, (branch.pk, _("Other: %(name)s") % {"name": branch.name})]
                if twigs
                else [(branch.pk, branch.name)],
            )


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=100,
        error_messages={"required": _("Give it a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "sentences"}),
    )


def description_field() -> forms.CharField:
    return forms.CharField(
        label=_("Description"),
        required=False,
        max_length=3_000,
        help_text=_("What it is, how it is made, what it is good for."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def number_field(label: Any, *, most: int, least: int = 1, hint: Any = "") -> forms.IntegerField:
    """A whole number that may be left out."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages=NUMBER_ERRORS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FactsForm(forms.Form):
    """Base of forms that ask for the facts that belong to a category."""

    def __init__(self, *args: Any, rules: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for fact in details.of(rules):
            self.fields[fact.name] = FactField(fact)

    @property
    def facts(self) -> list[tuple[forms.BoundField, Fact]]:
        """The fields of facts, with the fact behind each."""
        return [(self[fact.name], fact) for fact in details.of(self.rules)]

    def said(self) -> dict[str, Any]:
        """The facts as they were written."""
        return {fact.name: self.cleaned_data.get(fact.name) for fact in details.of(self.rules)}


class OrderForm(forms.Form):
    """How something that is made to order is sold: how long it takes, and how many may be open at once."""

    lead_days = number_field(_("Days that it takes"), most=365, hint=_("Leave it empty for what is there already."))
    open_units_cap = number_field(_("At most so many at once"), most=9_999)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("lead_days") and not cleaned.get("open_units_cap") and "open_units_cap" not in self.errors:
            self.add_error("open_units_cap", _("Write how many you can make at once."))
        if not cleaned.get("lead_days"):
            cleaned["open_units_cap"] = None
        return cleaned


class ListingForm(FactsForm, OrderForm):
    """A new listing that goes to review: name, price, unit and stock are needed, all else may follow."""

    REQUIRED: Sequence[str] = ("name", "price")
    NEEDS_STOCK = True
    use_required_attribute = False  # what is needed depends on the button

    photo = PhotosField(
        label=_("Photos"),
        help_text=_("Daylight, one good in the middle. The first one is the cover."),
        widget=SeveralFiles(attrs={"accept": "image/*"}),
    )
    name = name_field()
    price = RupiahField(label=_("Price"))
    unit = forms.ChoiceField(label=_("Price is for one"), choices=Variant.Unit.choices, initial=Variant.Unit.PIECE)
    on_hand = StockField(label=_("How many are there now?"), required=False)
    category = CategoryField()
    description = description_field()

    field_order = ["photo", "name", "price", "unit", "on_hand", "category", "description"]

    def __init__(self, *args: Any, producers: Sequence[Producer], rules: str, **kwargs: Any) -> None:
        super().__init__(*args, rules=rules, **kwargs)
        self.producers = producers
        if len(producers) > 1:
            self.fields["producer"] = forms.ModelChoiceField(
                Producer.objects.filter(pk__in=[producer.pk for producer in producers]),
                label=_("Whose is it?"),
                empty_label=None,
                widget=forms.RadioSelect,
            )
        for name in ("name", "price"):
            self.fields[name].required = name in self.REQUIRED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_counted = cleaned.get("on_hand") is not None or "on_hand" in self.errors
        if self.NEEDS_STOCK and not cleaned.get("lead_days") and not is_counted:
            self.add_error("on_hand", STOCK_ERRORS["required"])
        return cleaned

    def mark_needed(self) -> None:
        """For showing it: a photo, and stock unless it is made to order, are needed as well."""
        for name in ("photo", "name", "price", "on_hand"):
            self.fields[name].required = True

    @property
    def producer(self) -> Producer:
        chosen: Producer = self.cleaned_data.get("producer") or self.producers[0]
        return chosen

    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["name"], said["category"], said["description"], self.said())

    def offer(self) -> Offer | None:
        said = self.cleaned_data
        if not said["price"]:
            return None
        return Offer(
            price=said["price"],
            unit=said["unit"],
            on_hand=said["on_hand"] or 0,
            lead_days=said["lead_days"],
            open_units_cap=said["open_units_cap"],
        )


class DraftForm(ListingForm):
    """A new listing that is kept for later: whatever there is of it."""

    REQUIRED = ()
    NEEDS_STOCK = False


class ContentForm(FactsForm):
    """What an existing listing says."""

    name = name_field()
    category = CategoryField()
    description = description_field()

    field_order = ["name", "category", "description"]


class PhotosForm(forms.Form):
    """Photos for an existing listing."""

    photo = PhotosField(label=_("Photos"), widget=SeveralFiles(attrs={"accept": "image/*"}))


class VariantForm(OrderForm):
    """How one choice is called and sold."""

    name = forms.CharField(
        label=_("Name of the choice"),
        required=False,
        max_length=60,
        help_text=_("For example size L, red, or 1 kg. Leave it empty if there is only one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Price is for one"), choices=Variant.Unit.choices)
    low_at = number_field(_("Tell me when so many are left"), most=9_999, least=0)
    weight_grams = number_field(_("Weight in grams"), most=100_000)
    position = number_field(_("Place in the list"), most=99, least=0, hint=_("The lowest number stands first."))

    field_order = ["name", "unit", "low_at", "lead_days", "open_units_cap", "weight_grams", "position"]

    def described(self) -> Description:
        said = {name: self.cleaned_data[name] for name in Description.__dataclass_fields__}
        return Description(**said | {"position": said["position"] or 0})


class NewVariantForm(VariantForm):
    """One more choice, with its first price and stock."""

    price = RupiahField(label=_("Price"))
    on_hand = StockField(label=_("How many are there now?"), required=False)

    field_order = ["name", "price", "unit", "on_hand", *VariantForm.field_order[2:]]


class ClaimForm(forms.Form):
    """A claim and its proof. What each kind needs is told by `catalog.claims`."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Claim.Kind.choices)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=60,
        help_text=_("As it stands on the paper. A P-IRT number looks like 1234567890123-45."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issuer = forms.CharField(label=_("Who issued it"), required=False, max_length=120)
    issued_on = forms.DateField(label=_("Issued on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=300,
        help_text=_("What was tested and found, or what the group declares."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = PhotosField(label=_("Photo of the permit or letter"), widget=forms.FileInput(attrs={"accept": "image/*"}))

    def proof(self) -> Proof:
        """Without the photo, which is received first."""
        said: Mapping[str, Any] = self.cleaned_data
        return Proof(
            number=said["number"],
            issuer=said["issuer"],
            note=said["note"],
            issued_on=said["issued_on"],
            valid_until=said["valid_until"],
        )
