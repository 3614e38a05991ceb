"""Which language a page speaks: that of the person signed in, else the one the visitor chose, else Indonesian."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from marketplace.http import is_for_programs


class LanguageMiddleware:
    """Decides for pages; for programs Django's LocaleMiddleware has already decided by Accept-Language.

    Pages don't ask that header: many phones in Kupang are set to English by whoever sold them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_programs(request):
            speak(request, request.user.language if request.user.is_authenticated else chosen(request))
        return self.get_response(request)


def chosen(request: HttpRequest) -> str:
    """The language that a guest chose by the switch, else the market's own."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def speak(request: HttpRequest, language: str) -> None:
    """Answer this request in a language."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
