"""Texts of notices: templates whose first line is the subject, in the language that is active."""

from typing import Any, cast

from django.conf import settings
from django.template import Context
from django.template.backends.django import Template
from django.template.loader import get_template
from django.urls import reverse

from marketplace.notices.channels import Message


def message(template: str, **facts: Any) -> Message:
    """Render the template of that name, such as `orders/notices/order_placed.txt`, with these facts."""
    source = cast(Template, get_template(template)).template
    text: str = source.render(Context(facts, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    return Message(subject.strip(), body.strip() + "\n")


def address(name: str, *args: Any) -> str:
    """The whole address of a page, as a message needs it."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
