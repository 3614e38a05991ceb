"""What coordinators may submit about members: what they look for, what is written down, and why somebody leaves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.forms import SearchField
from producers.models import Member
from producers.models.member import MemberQuerySet


class MemberFilter(forms.Form):
    """Which members to list; what makes no sense filters nothing."""

    STATES: dict[str, str | Promise] = {"active": _("Members"), "left": _("Left"), "all": _("All")}

    search = SearchField(label=_("Name, number or phone"))
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def words(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("search", ""))

    @property
    def chosen(self) -> str:
        self.is_valid()
        state = str(self.cleaned_data.get("state", ""))
        if state in self.STATES:
            return state
        return "all" if self.words else "active"

    def matching(self, members: MemberQuerySet) -> MemberQuerySet:
        today = timezone.localdate()
        found = members.found_by(self.words) if self.words else members
        if self.chosen == "active":
            return found.active(on=today)
        return found.left(on=today) if self.chosen == "left" else found


class MemberForm(forms.ModelForm[Member]):
    """What the register says about a member; the number is the system's."""

    class Meta:
        model = Member
        fields = ["name", "joined_on", "occupation", "address", "village", "phone"]
        labels = {
            "name": _("Full name"),
            "joined_on": _("Joined on"),
            "occupation": _("Occupation"),
            "address": _("Address"),
            "village": _("Village"),
            "phone": _("Phone number"),
        }
        widgets = {"joined_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = self.fields["village"].queryset.select_related("district")  # type: ignore[attr-defined]  # a field of rows
        self.fields["village"].queryset = villages.order_by("district__name", "name")  # type: ignore[attr-defined]  # likewise

    def clean_joined_on(self) -> Any:
        """Nobody joins in the future, or after her last day."""
        joined_on = self.cleaned_data["joined_on"]
        if joined_on > timezone.localdate():
            raise ValidationError(_("Choose today or a day before."), code="future")
        if self.instance.left_on and joined_on > self.instance.left_on:
            raise ValidationError(_("The last day is before that day."), code="too_late")
        return joined_on


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("Choose today or a day before."), code="future")
        return on
