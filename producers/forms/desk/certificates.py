"""What coordinators may submit about certificates and training: the cohort of a paper, and what is taught where."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from producers.models import Cohort, Programme, TrainingProvider

WITHDRAWAL = (
    _("The photo of the paper cannot be read."),
    _("The training provider does not know this number."),
    _("The paper is in another person's name."),
    _("It was entered twice."),
)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ConfirmForm(forms.Form):
    """The cohort that a paper is of, if it is known already; a new one is a `CohortForm`."""

    cohort = forms.ModelChoiceField(
        label=_("Programme and cohort"),
        queryset=Cohort.objects.select_related("programme__provider").order_by(
            "programme__provider__name", "programme__name", "-starts_on", "pk"
        ),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the cohort of this paper, or add it.")},
    )

    def save(self) -> Cohort:
        cohort: Cohort = self.cleaned_data["cohort"]
        return cohort


class TrainingProviderForm(forms.ModelForm[TrainingProvider]):
    class Meta:
        model = TrainingProvider
        fields = ["name"]
        labels = {"name": _("Name")}


class ProgrammeForm(forms.ModelForm[Programme]):
    class Meta:
        model = Programme
        fields = ["provider", "name", "skill", "hours"]
        labels = {
            "provider": _("Training provider"),
            "name": _("Name of the programme"),
            "skill": _("Skill"),
            "hours": _("Hours"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = TrainingProvider.objects.order_by("name")  # type: ignore[attr-defined]  # a field of rows
        self.fields["hours"].widget.attrs |= {"inputmode": "numeric", "min": 1}

    def clean_hours(self) -> int:
        hours: int = self.cleaned_data["hours"]
        if hours < 1:
            raise ValidationError(_("A training lasts at least one hour."), code="too_short")
        return hours


class CohortForm(forms.ModelForm[Cohort]):
    class Meta:
        model = Cohort
        fields = ["programme", "name", "starts_on", "ends_on"]
        labels = {
            "programme": _("Programme"),
            "name": _("Name of the cohort"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
        }
        widgets = {"starts_on": _day(), "ends_on": _day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.select_related("provider").order_by("provider__name", "name", "pk")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]  # a field of rows
        self.fields["programme"].label_from_instance = labelled  # type: ignore[attr-defined]  # likewise

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned


def labelled(programme: Programme) -> str:
    """Programmes of two providers may have the same name."""
    return f"{programme.provider}: {programme}"
