"""HTTP: how refusals and errors of the API are told, in one place for pages and one for programs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from marketplace.refusals import Refusal


class RefusalMiddleware:
    """Turns a refusal that a page did not answer itself into a message on the page that the visitor came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if request.method == "POST" and (back := came_from(request)):
            messages.error(request, str(exception))
            return HttpResponseRedirect(back, status=303)
        response = render(request, "refusal.html", {"refusal": exception}, status=exception.status)
        for name, value in exception.headers.items():
            response[name] = value
        return response


def came_from(request: HttpRequest) -> str:
    """The page of this site that sent the form, or nothing."""
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if is_ours else ""


def api_error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every error of the API as `{code, message, fields?}`."""
    if isinstance(exception, Refusal):
        told = {"code": exception.code, "message": str(exception)}
        return Response(told, status=exception.status, headers=exception.headers)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound(_("There is nothing at this address."))
    elif isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied()
    response = exception_handler(exception, context)
    if response is None or not isinstance(exception, exceptions.APIException):
        return response
    if isinstance(exception, exceptions.ValidationError):
        fields = exception.detail if isinstance(exception.detail, dict) else {"non_field_errors": exception.detail}
        response.data = {"code": "invalid", "message": _first(fields), "fields": fields}
    else:
        response.data = {"code": exception.default_code, "message": str(exception.detail)}
    return response


def _first(fields: Any) -> str:
    """The first message in a nest of field errors."""
    while isinstance(fields, dict | list) and fields:
        fields = next(iter(fields.values())) if isinstance(fields, dict) else fields[0]
    return str(fields)
