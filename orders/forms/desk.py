"""What coordinators may submit: what they look for, a pickup code, why a part is taken out of an order."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.models import PickupPoint
from orders.models import Order, SubOrder
from orders.models.order import OrderQuerySet


class OrderFilter(forms.Form):
    """Which orders to list. All fields are optional, and one that makes no sense filters nothing."""

    STATES = {
        "": _("All"),
        "ready": _("Ready to collect"),
        "today": _("Pickup today"),
        "open": _("Open"),
        "completed": _("Completed"),
        "cancelled": _("Cancelled"),
        "pending_payment": _("Waiting for payment"),
        "expired": _("Payment time over"),
    }

    search = forms.CharField(
        label=_("Number, name, phone or code"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES.items(), required=False)
    point = forms.ModelChoiceField(
        label=_("Pickup point"), queryset=PickupPoint.objects.all(), empty_label=_("All"), required=False
    )

    def matching(self, orders: OrderQuerySet, *, today: date) -> OrderQuerySet:
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("search"):
            orders = orders.found_by(wanted["search"])
        if wanted.get("point"):
            orders = orders.filter(pickup_point=wanted["point"])
        return self._in_state(orders, wanted.get("state", ""), today=today)

    @staticmethod
    def _in_state(orders: OrderQuerySet, state: str, *, today: date) -> OrderQuerySet:
        if state == "ready":
            return orders.ready()
        if state == "today":
            return orders.live().collected_on(today)
        if state == "open":
            return orders.live()
        return orders.filter(status=state) if state else orders


class CodeField(forms.CharField):
    """A pickup code as it is said and typed: in any case, with spaces or dashes in between."""

    def clean(self, value: Any) -> str:
        return re.sub(r"[\s.-]", "", super().clean(value)).upper()


class CodeForm(forms.Form):
    """Asks for the code that opens a hand-over."""

    code = CodeField(
        label=_("Pickup code"),
        max_length=20,
        error_messages={"required": _("Enter the code that the buyer tells you.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "autofocus": True}
        ),
    )


class HandOverForm(forms.Form):
    """Confirms a hand-over: the code again, and the parts that the coordinator saw and gives."""

    code = CodeField(max_length=20)
    parts = forms.ModelMultipleChoiceField(queryset=SubOrder.objects.none())

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"] = forms.ModelMultipleChoiceField(queryset=order.sub_orders.all())


class CancelPartForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the buyer and the producer"),
        max_length=300,
        error_messages={"required": _("Write a reason: the buyer and the producer will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


