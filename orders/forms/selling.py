"""What the people of a producer may submit about orders: why they decline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


class DeclineForm(forms.Form):
    """A reason to tap, and words of one's own where none fits or more is to be said."""

    REASONS = {
        "sold_out": _("Sold out"),
        "no_time": _("Cannot be finished in time"),
        "no_material": _("No material"),
        "other": _("Another reason"),
    }

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=REASONS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = forms.CharField(label=_("In your words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("why") == "other" and not self.cleaned_data.get("words"):
            raise forms.ValidationError(_("Write the reason in a few words."))
        return cleaned

    def reason(self, *, language: str) -> str:
        """What the buyer will read, in her language."""
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        if why == "other":
            return str(words)
        with override(language):
            return f"{self.REASONS[why]}. {words}" if words else str(self.REASONS[why])
