"""Which language a page speaks: that of the person signed in, else the one that the visitor chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from marketplace.http import is_for_programs


class LanguageMiddleware:
    """Follows the signed-in person's own language, on pages.

    For guests and for programs, Django's LocaleMiddleware has already decided.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_programs(request) and request.user.is_authenticated:
            speak(request, request.user.language)
        return self.get_response(request)


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
