"""What coordinators may submit about producers: what they look for, why they decide so, and who may act for one."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.forms import AddressField, SearchField
from producers import grants
from producers.models import Producer
from producers.models.producer import ProducerQuerySet

LONGEST_REASON = 500

CHANGES = (
    _("The photo cannot be seen well. Please send another one."),
    _("Tell a little more in your story: what you make, and how you learned it."),
    _("The place is missing or is not right."),
    _("The name of the bank account is another one than yours."),
    _("The photo of a certificate cannot be read."),
    _("Add the people who make your goods."),
    _("We could not reach you at your WhatsApp number."),
)
REFUSAL = (
    _("Your place is outside the area of our market."),
    _("We only take in those who make or grow their goods themselves."),
    _("You already have another application."),
)
SUSPENSION = (
    _("Orders were not answered several times."),
    _("There are complaints about the goods, and we are looking into them."),
    _("We are checking your data."),
)
RESTORATION = (_("The matter is settled."), _("Your data are in order."))
CLOSURE = (_("As you wished."), _("Nothing has been sold for a long time, and we could not reach you."))
TRUST = (_("All listings were in order for months."),)
DISTRUST = (_("Listings were not in order."), _("Somebody else puts in the listings now."))


class ProducerFilter(forms.Form):
    """Which producers to list. What makes no sense filters nothing; without anything, it is the open applications."""

    ALL = "all"
    STATUSES: Mapping[str, str | Promise] = {
        status: Producer.Status(status).label
        for status in ("applied", "changes_requested", "verified", "suspended", "refused", "closed")
    }

    search = SearchField(label=_("Name or phone number"))
    status = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("search", ""))

    @property
    def chosen(self) -> str:
        """A status, or all."""
        self.is_valid()
        status = str(self.cleaned_data.get("status", ""))
        if status in self.STATUSES or status == self.ALL:
            return status
        return self.ALL if self.words else str(Producer.Status.APPLIED)

    def found(self, producers: ProducerQuerySet) -> ProducerQuerySet:
        """Whatever their status is."""
        return producers.found_by(self.words) if self.words else producers

    def matching(self, producers: ProducerQuerySet) -> ProducerQuerySet:
        found = self.found(producers)
        return found if self.chosen == self.ALL else found.filter(status=self.chosen)

    @property
    def by(self) -> str:
        """Who waits longest comes first; what is decided is looked up by name."""
        return "applied_at" if self.chosen == Producer.Status.APPLIED else "name"


class ReasonForm(forms.Form):
    """Why something is decided: reasons that come up often, own words, or both; one text for the producer to read.

    What is picked is written in the market's own language, whichever the coordinator reads.
    """

    picked = forms.MultipleChoiceField(
        label=_("What often comes up"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reasons: Iterable[str | Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = list(reasons)
        picked = self.fields["picked"]
        assert isinstance(picked, forms.MultipleChoiceField)
        picked.choices = [(str(number), reason) for number, reason in enumerate(self.reasons)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        with translation.override(settings.LANGUAGE_CODE):
            picked = [str(self.reasons[int(number)]) for number in cleaned.get("picked", [])]
        cleaned["reason"] = " ".join([*picked, *filter(None, [cleaned.get("words", "").strip()])])
        if not self.errors and not cleaned["reason"]:
            raise ValidationError(_("Choose or write a reason: the producer will read it."), code="required")
        return cleaned


class GrantForm(forms.Form):
    """Who may act for the producer, until when and why."""

    reason = forms.CharField(label=_("Why, and how the producer agreed"), max_length=200)
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    field_order = ["address", "reason", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"] = AddressField()
        self.fields["address"].label = _("Phone number or e-mail of the agent or coordinator")
        self.order_fields(self.field_order)
        today = timezone.localdate()
        limits = {"min": today.isoformat(), "max": (today + grants.LONGEST_RECORDED).isoformat()}
        self.fields["ends_on"].widget.attrs |= limits
        self.fields["ends_on"].initial = today + timedelta(days=30)
