"""What somebody may submit about a certificate that a person of the producer has."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from producers.models import Certificate, Cohort, Producer, ProducerPerson

DAY = {"type": "date"}
KINDS = [
    (Certificate.Kind.COMPETENCY, _("Competency certificate: a test was passed")),
    (Certificate.Kind.ATTENDANCE, _("Training certificate: took part")),
    (Certificate.Kind.COURSE, _("Course certificate")),
]


class ClaimForm(forms.Form):
    """A certificate, of a training on the list or of another one in the person's own words."""

    person = forms.ModelChoiceField(
        label=_("Whose certificate?"),
        queryset=ProducerPerson.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose certificate it is.")},
    )
    kind = forms.ChoiceField(
        label=_("Which kind?"), choices=KINDS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind.")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number on the paper"), max_length=60, error_messages={"required": _("Enter the number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    cohort = forms.ChoiceField(label=_("Which training?"), required=False)
    training = forms.CharField(
        label=_("Another training"), max_length=200, required=False,
        help_text=_("Only if it is not on the list: who trained you, and in what?"),
    )  # fmt: skip
    issued_on = forms.DateField(
        label=_("Date on the paper"),
        error_messages={"required": _("Enter the date on the paper."), "invalid": _("Enter the date on the paper.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    expires_on = forms.DateField(
        label=_("Good until"), required=False, help_text=_("If the paper names a last day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("Photo of the paper"), required=False, allow_empty_file=True,
        help_text=_("Only coordinators see it. With it they can check faster."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip

    def __init__(self, *args: Any, producer: Producer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        people = producer.people.all()
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people
        if len(people) == 1:
            person.initial = people[0].pk
        self.cohorts = {
            str(cohort.pk): cohort
            for cohort in Cohort.objects.select_related("programme__provider").order_by(
                "programme__provider__name", "programme__name", "name"
            )
        }
        groups: dict[str, list[tuple[str, str]]] = {}
        for number, cohort in self.cohorts.items():
            groups.setdefault(cohort.programme.provider.name, []).append((number, str(cohort)))
        cohorts = self.fields["cohort"]
        assert isinstance(cohorts, forms.ChoiceField)
        cohorts.choices = [("", _("Another training, not on this list")), *groups.items()]

    def clean_cohort(self) -> Cohort | None:
        return self.cohorts.get(self.cleaned_data["cohort"])

    def clean_issued_on(self) -> date:
        issued_on: date = self.cleaned_data["issued_on"]
        if issued_on > self.today:
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return issued_on

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "cohort" in told and not told["cohort"] and not told.get("training"):
            self.add_error("cohort", _("Choose the training, or name another one below."))
        if told.get("expires_on") and told.get("issued_on") and told["expires_on"] < told["issued_on"]:
            self.add_error("expires_on", _("It cannot end before it was given."))
        if told.get("cohort"):
            told["training"] = ""
        return told
