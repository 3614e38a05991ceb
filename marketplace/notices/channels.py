"""The channels' doors: the only place that speaks to mail servers and text gateways."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from marketplace.models import Channel


class NotDelivered(Exception):
    """A fault of the world outside; `retry` says whether another try can help."""

    def __init__(self, detail: str, *, retry: bool) -> None:
        super().__init__(detail)
        self.retry = retry


@dataclass(frozen=True)
class Message:
    """What a person will read: a subject of one line and a plain text."""

    subject: str
    body: str


def send_email(address: str, message: Message, *, message_id: str) -> None:
    """Hand the message to the mail server; raises `NotDelivered`. A repeat bears the same Message-ID."""
    mail = EmailMessage(message.subject, message.body, to=[address], headers={"Message-ID": message_id})
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotDelivered(f"recipient refused: {codes}", retry=all(code < 500 for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(f"mail server said {error.smtp_code}", retry=error.smtp_code < 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(f"{type(error).__name__}", retry=True) from error


def send_text(phone: str, message: Message, *, message_id: str) -> None:
    """Send a text message to a number (`+628...`) through the gateway that takes mail for `<number>@<domain>`."""
    if not settings.PHONE_MAIL_DOMAIN:
        raise NotDelivered("no text gateway is set", retry=False)
    send_email(f"{phone.removeprefix('+')}@{settings.PHONE_MAIL_DOMAIN}", message, message_id=message_id)


def knock(address: str, message: Message, *, message_id: str) -> None:
    """Do all that sending takes but hand nothing over, for an answer that must take as long as one with a message."""
    EmailMessage(message.subject, message.body, to=[address], headers={"Message-ID": message_id}).message().as_bytes()
    try:
        with get_connection():
            pass
    except (smtplib.SMTPException, OSError) as error:
        raise NotDelivered(f"{type(error).__name__}", retry=True) from error


def keep_in_inbox(person: str, message: Message, *, message_id: str) -> None:
    """The notice's own row is the copy in the person's inbox: marking it sent delivers it, exactly once."""


DOORS: dict[str, Callable[..., None]] = {
    Channel.EMAIL: send_email,
    Channel.TEXT: send_text,
    Channel.INBOX: keep_in_inbox,
}
