"""Answers to a form: back to the page that sent it, which tells what came of it or what is wrong."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseRedirect

from marketplace.http import came_from


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To the page that sent the form; else to that address."""
    return HttpResponseRedirect(came_from(request) or otherwise, status=303)


def correct(request: HttpRequest, form: Form, otherwise: str) -> HttpResponseRedirect:
    """Back with what is wrong in the form."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return back(request, otherwise)
