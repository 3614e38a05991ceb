"""Signing in: what django-allauth asks of us, and the phone number or e-mail address that people sign in with."""

from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace import throttles
from marketplace.language import speak
from marketplace.models import User
from marketplace.models.people import parsed_phone
from marketplace.notices import channels
from marketplace.refusals import Refusal

CODE = "account/email/login_code"
NAME_GIVEN = "name given at sign-up"  # the key in the session


class CodeNotSent(Refusal):
    code = "code_not_sent"
    message = _("We could not send your code just now. Please try again in a few minutes.")
    status = 503


@dataclass(frozen=True)
class Address:
    """What a code can be sent to: a phone number (`+628...`) or an e-mail address in lower case; the other is empty."""

    phone: str = ""
    email: str = ""

    def __str__(self) -> str:
        return self.phone or self.email

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read what a person typed; raises ValidationError."""
        text = text.strip()
        if "@" in text:
            validate_email(text)
            return cls(email=text.lower())
        phone = parsed_phone(text)
        if phone is None:
            raise ValidationError(
                _("Enter a phone number such as 0812-3456-7890, or an e-mail address."), code="invalid"
            )
        return cls(phone=phone.as_e164)


def by_phone() -> bool:
    """Whether codes can be sent to phones: a gateway for text messages is set."""
    return bool(settings.PHONE_MAIL_DOMAIN)


def note_email(user: User) -> None:
    """Tell allauth the person's e-mail address, as hers: it takes one that it does not know for not yet confirmed."""
    if not user.email:
        return
    EmailAddress.objects.filter(email=user.email).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def display_name(user: User) -> str:
    return user.name


class PhoneField(forms.CharField):
    """A phone number in any spelling usual in Indonesia, as `+628...`."""

    default_error_messages = {"invalid": _("Enter a phone number such as 0812-3456-7890.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        phone = parsed_phone(text)
        if phone is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        number: str = phone.as_e164
        return number


class Adapter(DefaultAccountAdapter):
    """Our answers to allauth: one code page for everybody, messages through the notices' channels, safe ways back.

    Known and unknown addresses are answered alike. For an unknown one the message is written as well and the mail
    server reached, so that neither the answer nor its time tells whether somebody has an account.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That is not the code. Look again, or ask for a new one."),
        "too_many_login_attempts": _("Too many tries. Please wait a few minutes, then ask for a new code."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        return throttles.client_address(request)

    def get_login_stages(self) -> list[str]:
        # allauth's other stages would hold up a person who came by e-mail until her phone is verified too.
        return ["allauth.account.stages.LoginByCodeStage"]

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse:
        """Welcome a person whose code was right: only now is the name given at sign-up taken for hers."""
        name = request.session.pop(NAME_GIVEN, "")
        if name and not user.name:
            user.introduce(name=name, language=get_language() or user.language)
        speak(request, user.language)
        response: HttpResponse = super().post_login(request, user, **rest)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take the new address, unless somebody has come to own it in the meantime."""
        if User.objects.reached_by(email_address.email).exclude(pk=email_address.user_id).exists():
            messages.error(request, self.error_messages["email_taken"])
            return False
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix == "account/email/unknown_account":
            self._send(channels.knock, email, CODE, {"code": self.generate_login_code()})
        else:
            self._send(channels.send_email, email, template_prefix, context)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **rest: Any) -> None:
        self._send(channels.send_text, phone, CODE, {"code": code})

    def send_unknown_account_sms(self, phone: str, **rest: Any) -> None:
        self._send(channels.knock, phone, CODE, {"code": self.generate_login_code()})

    # A code is the one message that is sent within a request and not owed by a notice: the person sits before the page
    # and waits for it, it must not be kept in a table, and EMAIL_TIMEOUT bounds the wait.
    def _send(self, door: Any, address: str, template_prefix: str, context: dict[str, Any]) -> None:
        try:
            door(address, _written(template_prefix, context), message_id=make_msgid(domain="pasar-karya"))
        except channels.NotDelivered as fault:
            raise CodeNotSent from fault

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # noqa: FBT001 (allauth's signature)
        user.take_phone(phone, verified=verified)

    def set_phone_verified(self, user: User, phone: str) -> None:
        user.take_phone(phone, verified=True)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone.as_e164, user.phone_verified) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.reached_by(phone).first()


def _written(template_prefix: str, context: dict[str, Any]) -> channels.Message:
    subject = render_to_string(f"{template_prefix}_subject.txt", context)
    body = render_to_string(f"{template_prefix}_message.txt", context)
    return channels.Message(" ".join(subject.split()), body.strip() + "\n")
