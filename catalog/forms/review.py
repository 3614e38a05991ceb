"""What coordinators may submit about listings: which cases to show, a decision with reasons, a word about a claim."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog import review
from catalog.models import Category, ReviewReason
from catalog.models.product import ProductQuerySet
from producers.models import Producer

MOST_AT_ONCE = 50
LONGEST_NOTE = 1_000


class QueueFilter(forms.Form):
    """Which cases to list. All fields are optional, and one that makes no sense filters nothing."""

    kind = forms.ChoiceField(label=_("What waits"), choices=[("", _("All")), *review.Kind.choices], required=False)
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.all(), empty_label=_("All"), required=False
    )
    producer = forms.ModelChoiceField(
        label=_("Producer"), queryset=Producer.objects.all(), empty_label=_("All"), required=False
    )

    def offer(self) -> None:
        """Name the choices, for the page that shows them: each list is read once, and only producers that wait."""
        waiting = Producer.objects.filter(pk__in=review.queue().values("producer")).order_by("name", "pk")
        for name, rows in (("category", Category.objects.all()), ("producer", waiting)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.choices = [("", field.empty_label), *((row.pk, str(row)) for row in rows)]

    def matching(self) -> ProductQuerySet:
        self.full_clean()
        wanted = self.cleaned_data
        return review.queue(
            kind=wanted.get("kind", ""), category=wanted.get("category"), producer=wanted.get("producer")
        )

    @property
    def narrows(self) -> bool:
        """Whether any filter is in use."""
        return any(self.cleaned_data.values())


class SeenForm(forms.Form):
    """The version about which the decision is."""

    fingerprint = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> str:
        """The fingerprint; where none was sent, one that no version has."""
        return (self.cleaned_data["fingerprint"] if self.is_valid() else "") or "none"


class DecisionForm(SeenForm):
    """Why a listing is sent back or rejected: at least one reason of the list, and a note where that is another one."""

    codes = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=ReviewReason.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": review.ReasonMissing.message},
    )
    note = forms.CharField(
        label=_("Note for the producer"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Say what to do, in the language that they read."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if ReviewReason.OTHER in cleaned.get("codes", []) and not cleaned.get("note"):
            self.add_error("note", review.NoteMissing.message)
        return cleaned

    @property
    def grounds(self) -> dict[str, Any]:
        """Reasons and note, as the verbs take them."""
        return {"codes": self.cleaned_data["codes"], "note": self.cleaned_data["note"]}


class Chosen(NamedTuple):
    """A case as it was shown: its product and the fingerprint of the version."""

    product_id: int
    fingerprint: str


class BulkForm(forms.Form):
    """The cases that were chosen in the list, each with the fingerprint of what was shown of it."""

    chosen = forms.MultipleChoiceField(error_messages={"required": _("Choose at least one listing first.")})

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = data.getlist("chosen")
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(each, each) for each in sent if _read(each)]

    def clean_chosen(self) -> list[Chosen]:
        found = {read.product_id: read for each in self.cleaned_data["chosen"] if (read := _read(each))}
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Choose at most %(most)d at once."), code="too_many", params={"most": MOST_AT_ONCE}
            )
        return list(found.values())


def _read(sent: str) -> Chosen | None:
    """Number and fingerprint out of `12:5fd3...`; none where it is something else."""
    number, _colon, fingerprint = sent.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    return Chosen(int(number), fingerprint) if is_number and fingerprint else None


class ClaimReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the producer"),
        max_length=300,
        error_messages={"required": _("Write a reason: the producer will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
