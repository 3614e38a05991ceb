"""What people may submit about themselves: signing in and up, their account, their tokens."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import Address, by_phone
from marketplace.models import ApiToken, User


class AddressField(forms.CharField):
    """A phone number or an e-mail address in one field, cleaned to an `Address`."""

    default_error_messages = {"required": _("Enter your phone number or e-mail address.")}

    def __init__(self) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(
            label=_("Phone number or e-mail") if by_phone() else _("E-mail"),
            max_length=254,
            widget=forms.TextInput(attrs=attrs),
        )

    def clean(self, value: Any) -> Address:
        address = Address.parse(super().clean(value))
        if address.phone and not by_phone():
            raise ValidationError(_("Enter an e-mail address."), code="invalid")
        return address


class SearchField(forms.CharField):
    """Words to look for; `label` says what they may be, in the field as well."""

    def __init__(self, *, label: Any) -> None:
        attrs = {"type": "search", "autocomplete": "off", "enterkeyhint": "search", "placeholder": label}
        super().__init__(label=label, max_length=80, required=False, widget=forms.TextInput(attrs=attrs))


class SignInForm(LoginForm):
    """Asks for a code. Known and unknown addresses are answered alike."""

    user: User | None

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.fields["login"] = AddressField()

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Not whom allauth found: it would take for hers an address that somebody only wishes to change to, and it
        # would let in a closed account.
        if login := cleaned.get("login"):
            self.user = User.objects.active().reached_by(login).first()
        return cleaned


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        self.fields["code"].widget = forms.TextInput(attrs=attrs)


class SignUpForm(forms.Form):
    """Asks for a code as well; whoever has an account already is let into that one."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()


class AccountForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"}), "language": forms.RadioSelect}


class TokenForm(forms.ModelForm[ApiToken]):
    """A new token for the person: a name, and how long it is good."""

    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("1 year"))],
        initial=90,
    )

    class Meta:
        model = ApiToken
        fields = ["name"]
        labels = {"name": _("What it is for")}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        most: int = settings.REST_KNOX["TOKEN_LIMIT_PER_USER"]
        if ApiToken.objects.filter(user=self.person).usable(at=timezone.now()).count() >= most:
            raise ValidationError(
                _("You have %(most)d tokens, and that is the limit. Revoke one that you no longer use."),
                code="too_many",
                params={"most": most},
            )
        return super().clean()
