"""The frame around every page of the desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.notices import mailbox


def page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The template of that name, with what the desk's own tabs need."""
    template = f"producers/desk/{name}.html"
    return render(request, template, {"keeps_mail": mailbox.is_kept(), **context}, status=status)
