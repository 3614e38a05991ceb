"""What coordinators may submit: what they look for, a pickup code, why a part is taken out of an order."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.forms import SearchField
from marketplace.models import PickupPoint
from orders.models import Order, SubOrder
from orders.models.order import OrderQuerySet


class OrderFilter(forms.Form):
    """Which orders to list. All fields are optional, and one that makes no sense filters nothing."""

    STATES = {
        "": _("All"),
        "ready": _("Ready to collect"),
        "today": _("Pickup today"),
        "late": _("Late to answer"),
        "waiting": _("Waiting for the producer"),
        "to_receive": _("To receive"),
        "open": _("Open"),
        "completed": _("Completed"),
        "cancelled": _("Cancelled"),
        "pending_payment": _("Waiting for payment"),
        "expired": _("Payment time over"),
    }

    search = SearchField(label=_("Number, name, phone or code"))
    state = forms.ChoiceField(label=_("State"), choices=STATES.items(), required=False)
    point = forms.ModelChoiceField(
        label=_("Pickup point"), queryset=PickupPoint.objects.all(), empty_label=_("All"), required=False
    )

    def matching(self, orders: OrderQuerySet, *, at: datetime) -> OrderQuerySet:
        self.full_clean()
        wanted = self.cleaned_data
        if wanted.get("search"):
            orders = orders.found_by(wanted["search"])
        if wanted.get("point"):
            orders = orders.filter(pickup_point=wanted["point"])
        return self._in_state(orders, wanted.get("state", ""), at=at)

    @staticmethod
    def _in_state(orders: OrderQuerySet, state: str, *, at: datetime) -> OrderQuerySet:
        parts = SubOrder.objects.confirmed()
        derived: dict[str, Callable[[], OrderQuerySet]] = {
            "": orders.all,
            "open": orders.live,
            "ready": orders.ready,
            "today": lambda: orders.live().collected_on(timezone.localdate(at)),
            "late": lambda: orders.with_one_of(parts.late(at=at)),
            "waiting": lambda: orders.with_one_of(parts.in_time(at=at)),
            "to_receive": lambda: orders.with_one_of(parts.to_receive()),
        }
        return derived[state]() if state in derived else orders.filter(status=state)


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
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "enterkeyhint": "go"}
        ),
    )


class HandOverForm(forms.Form):
    """Confirms a hand-over: the code again, and the parts that the coordinator saw and gives."""

    code = CodeField(max_length=20, required=False)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"] = forms.ModelMultipleChoiceField(queryset=order.sub_orders.all(), required=False)


class CancelPartForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the buyer and the producer"),
        max_length=300,
        error_messages={"required": _("Write a reason: the buyer and the producer will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
