"""HTTP: how refusals and errors are told to people and to programs, and the guard against odd input."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import defaults
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from marketplace.refusals import Refusal, TooHeavy, Unusable

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

logger = logging.getLogger(__name__)

# What a database or its driver raises when something does not fit its columns, and a body that broke off.
ODD_INPUT = (DataError, OverflowError, UnreadablePostError)

# One photo as a phone takes it, 25 MB, and the form around it.
HEAVIEST_BODY = 26 * 1024 * 1024

Error = Mapping[str, Any]

ERRORS: Mapping[type[Exception], tuple[str, str | Promise]] = {
    exceptions.ParseError: ("invalid", _("This request cannot be read: is it valid JSON?")),
    exceptions.NotAuthenticated: ("not_authenticated", _("Please sign in first: send a token.")),
    exceptions.AuthenticationFailed: ("authentication_failed", _("This token is not valid or no longer valid.")),
    exceptions.PermissionDenied: ("permission_denied", _("You may not do this.")),
    exceptions.NotFound: ("not_found", _("There is nothing at this address.")),
    exceptions.MethodNotAllowed: ("method_not_allowed", _("This cannot be done at this address.")),
    exceptions.NotAcceptable: ("not_acceptable", _("The answer can only be had as JSON.")),
    exceptions.UnsupportedMediaType: ("unsupported_media_type", _("This kind of content is not understood here.")),
}


class HeavyBodyMiddleware:
    """Turns away what is far heavier than a photo before any of it is read, so that nobody fills the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= HEAVIEST_BODY:
            return self.get_response(request)
        if is_for_programs(request):
            return JsonResponse(told(TooHeavy.code, TooHeavy.message), status=TooHeavy.status)
        return render(request, "refusal.html", {"refusal": TooHeavy()}, status=TooHeavy.status)


class OddInputMiddleware:
    """Answers 400 instead of a fault where somebody sends what no database can keep.

    NUL characters in an address never get further; what does not fit a column is known when the database says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, BadRequest())
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ODD_INPUT):
            return None
        logger.warning("odd input at %s", request.path, exc_info=exception)
        return bad_request(request, exception)


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


def from_this_site(view: View[P]) -> View[P]:
    """Take a form from a page of this site only, as browsers tell it, so that the page needs no token of its own.

    A page without a token is the same for every visitor. What tells nothing of where it comes from needs a token.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        is_ours = sent_from_here(request)
        if is_ours is None:
            return csrf_protect(view)(request, *args, **kwargs)
        if not is_ours:
            return csrf_failure(request, reason=REASON_BAD_ORIGIN % request.headers.get("Origin", "elsewhere"))
        return view(request, *args, **kwargs)

    return guarded


def sent_from_here(request: HttpRequest) -> bool | None:
    """Whether a page of this site sent the form, by the first thing that tells; None if nothing does."""
    here = f"{request.scheme}://{request.get_host()}"
    if origin := request.headers.get("Origin"):
        return origin == here or origin in settings.CSRF_TRUSTED_ORIGINS
    if "Referer" in request.headers:
        return bool(came_from(request))
    if where := request.headers.get("Sec-Fetch-Site"):
        return where == "same-origin"
    return None


def came_from(request: HttpRequest) -> str:
    """The page of this site that sent the form, or nothing."""
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if is_ours else ""


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address belongs to the API, which answers in JSON whatever happens."""
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what cannot be understood at all."""
    if is_for_programs(request):
        return JsonResponse(told(Unusable.code, Unusable.message), status=400)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer where no address fits."""
    if is_for_programs(request):
        return JsonResponse(told(*ERRORS[exceptions.NotFound]), status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a bug; what it was stands in the log."""
    if is_for_programs(request):
        return JsonResponse(told("fault", _("Something went wrong here. Please try again later.")), status=500)
    return defaults.server_error(request)


def api_error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every error of the API as `{code, message, fields?}`."""
    if isinstance(exception, ODD_INPUT):
        logger.warning("odd input at %s", context["request"].path, exc_info=exception)
        exception = Unusable()
    if isinstance(exception, Refusal):
        return Response(told(exception.code, str(exception)), status=exception.status, headers=exception.headers)
    if isinstance(exception, Http404):
        exception = exceptions.NotFound()
    elif isinstance(exception, PermissionDenied):
        exception = exceptions.PermissionDenied()
    response = exception_handler(exception, context)
    if response is None or not isinstance(exception, exceptions.APIException):
        return response
    response.data = _explained(exception)
    return response


def told(code: str, message: str | Promise, *, fields: Error | None = None) -> Error:
    """An error as programs read it, in the language of the moment."""
    error = {"code": code, "message": str(message)}
    return error if fields is None else {**error, "fields": fields}


def _explained(exception: exceptions.APIException) -> Error:
    if isinstance(exception, exceptions.ValidationError):
        fields = exception.detail if isinstance(exception.detail, dict) else {"non_field_errors": exception.detail}
        return told("invalid", _first(fields), fields=fields)
    return told(*ERRORS.get(type(exception), (exception.default_code, str(exception.detail))))


def _first(fields: Mapping[str, Any]) -> str:
    """The first message in a nest of field errors, with the name of its field where it has one."""
    name, found = next(iter(fields.items()))
    while isinstance(found, dict | list) and found:
        found = next(iter(found.values())) if isinstance(found, dict) else found[0]
    return str(found) if name == "non_field_errors" else f"{name}: {found}"
