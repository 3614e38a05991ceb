"""What a buyer may submit: so many of a variant, and the details of an order."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from catalog.models import MarketDay, Variant
from marketplace.models import PickupPoint, User
from marketplace.refusals import Refusal
from orders import payments
from orders.checkout import MarketDayClosed, MarketDayNeeded, PointNotServed, Quote, Wishes
from orders.models.cart import WrongQuantity


class QuantityForm(forms.Form):
    """How many. Which numbers are possible, the cart says."""

    quantity = forms.IntegerField()

    def asked(self) -> int:
        """The quantity; refuses with `WrongQuantity` what is no whole number."""
        if "quantity" not in self.cleaned_data:
            raise WrongQuantity
        quantity: int = self.cleaned_data["quantity"]
        return quantity


class PutForm(QuantityForm):
    """So many of which variant."""

    variant = forms.ModelChoiceField(Variant.objects.select_related("product__producer"))


class CheckoutForm(forms.Form):
    """Who orders, where and when it is collected, and how it is paid. The choices' labels are the nouns themselves."""

    REFUSED_FIELDS: Mapping[str, str] = {
        PointNotServed.code: "pickup_point",
        MarketDayClosed.code: "market_day",
        MarketDayNeeded.code: "market_day",
        payments.MethodNotOffered.code: "method",
    }

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = PhoneNumberField(
        label=_("Phone number"),
        region="ID",
        error_messages={"invalid": _("This is not a phone number. Write it like 0812 3456 7890.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("If you give one, news of your order goes there; otherwise to your phone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    market_day = forms.TypedChoiceField(
        label=_("Market day"),
        widget=forms.RadioSelect,
        error_messages={"required": MarketDayNeeded.message, "invalid_choice": MarketDayClosed.message},
    )
    pickup_point = forms.TypedChoiceField(
        label=_("Pickup point"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a pickup point."), "invalid_choice": PointNotServed.message},
    )
    method = forms.TypedChoiceField(
        label=_("How you pay"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you pay."), "invalid_choice": payments.MethodNotOffered.message},
    )

    def __init__(self, data: Any = None, *, quoted: Quote, person: User | AnonymousUser, at: datetime) -> None:
        super().__init__(data, initial=known_of(person))
        points = {str(point.pk): point for point in PickupPoint.objects.active()}
        if quoted.needs_market_day:
            days = MarketDay.objects.open(at=at).prefetch_related("pickup_points")
            served = {point.pk for day in days for point in day.pickup_points.all()}
            points = {key: point for key, point in points.items() if point.pk in served}
            self._offer("market_day", {str(day.pk): day for day in days})
            self.initial.setdefault("market_day", next((str(day.pk) for day in days), None))
        else:
            del self.fields["market_day"]
        self._offer("pickup_point", points)
        self._offer("method", {method.code: method for method in payments.offered()})

    def wishes(self) -> Wishes:
        """What the buyer wants, once the form is valid."""
        given = self.cleaned_data
        return Wishes(
            name=given["name"],
            phone=given["phone"].as_e164,
            email=given["email"],
            pickup_point=given["pickup_point"],
            market_day=given.get("market_day"),
            method=given["method"].code,
            language=get_language() or "id",
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show beside its field why the order could not be placed; what belongs to no field, at the top."""
        field = self.REFUSED_FIELDS.get(refusal.code)
        self.add_error(field if field in self.fields else None, str(refusal))

    def _offer(self, name: str, choices: Mapping[str, Any]) -> None:
        """Have the field offer these; if there is but one, it is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices, field.coerce = list(choices.items()), choices.__getitem__
        if len(choices) == 1:
            self.initial.setdefault(name, next(iter(choices)))


def known_of(person: User | AnonymousUser) -> dict[str, Any]:
    """What need not be asked of somebody who has signed in."""
    return {"name": person.name, "phone": person.phone, "email": person.email} if isinstance(person, User) else {}
