"""What leads may submit about people: makers, roles, invitations, and leave to act for the producer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import Address
from producers import grants
from producers.models import ProducerPerson

ROLES = [
    (ProducerPerson.Role.MAKER, _("Maker: is named, and does nothing here")),
    (ProducerPerson.Role.HELPER, _("Helper: orders, products and stock")),
    (ProducerPerson.Role.LEAD, _("Lead: everything, people and bank account too")),
]


class MakerForm(forms.Form):
    """A person who has no account."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    about = forms.CharField(
        label=_("What does she or he do?"), max_length=300, required=False, widget=forms.TextInput()
    )
    agreed = forms.BooleanField(label=_("Agreed to be shown with this name"), required=False)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name.")})
    about = forms.CharField(label=_("What does she or he do?"), max_length=300, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)


class InvitationForm(forms.Form):
    name = forms.CharField(
        label=_("Who is it for?"), max_length=120, error_messages={"required": _("Enter the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="helper", widget=forms.RadioSelect)


class GrantForm(forms.Form):
    """Leave to act for the producer, for a person who has an account."""

    address = forms.CharField(
        label=_("Phone number or e-mail of the person"), max_length=254,
        error_messages={"required": _("Enter a phone number or an e-mail address.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    ends_on = forms.DateField(
        label=_("Until"),
        error_messages={"required": _("Choose the last day."), "invalid": _("Choose the last day.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=200, help_text=_("For example: helps us with orders during the harvest."),
        error_messages={"required": _("Say why.")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + grants.LONGEST).isoformat(),
        }
        self.fields["ends_on"].initial = today + timedelta(days=30)

    def clean_address(self) -> str:
        return str(Address.parse(self.cleaned_data["address"]))
