"""What a producer may submit as a spreadsheet. What may be wrong with the file is said by `catalog.spreadsheet`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from producers.models import Producer


class SheetForm(forms.Form):
    """One file, and for which producer where there are several."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid", "missing"), _("Choose a file first.")),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, producers: Sequence[Producer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.producers = producers
        if len(producers) > 1:
            mine = Producer.objects.filter(pk__in=[each.pk for each in producers])
            self.fields["producer"] = forms.ModelChoiceField(mine, label=_("For"), initial=producers[0].pk)

    @property
    def owner(self) -> Producer:
        """For whom it is."""
        chosen: Producer = self.cleaned_data.get("producer") or self.producers[0]
        return chosen


class ApplicationForm(forms.Form):
    """Which rows: all of a sheet without mistakes, or those without mistakes of one that has some."""

    ALL, FAULTLESS = "all", "faultless"
    rows = forms.ChoiceField(choices=[(ALL, ALL), (FAULTLESS, FAULTLESS)])
