"""Doors: who may open the pages of people who signed in and of coordinators; to others these do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from marketplace.http import came_from
from marketplace.models import User

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


Page = Callable[Concatenate[PersonRequest, P], HttpResponse]
Door = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_people(page: Page[P]) -> Door[P]:
    """For everybody who has signed in."""
    return door(page, may_enter=lambda _user: True)


def for_coordinators(page: Page[P]) -> Door[P]:
    """For market coordinators."""
    return door(page, may_enter=lambda user: user.is_coordinator)


def door(page: Page[P], *, may_enter: Callable[[User], bool]) -> Door[P]:
    """For those who may enter; who is unknown is asked to sign in first, and nothing of the page is kept anywhere."""

    @never_cache
    @wraps(page)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_wanted(request))
        if not may_enter(request.user):
            raise Http404
        return page(cast(PersonRequest, request), *args, **kwargs)

    return cast(Door[P], guarded)


def _wanted(request: HttpRequest) -> str:
    """Where to go after signing in: the page itself, or, for a form that was sent, the page it was on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return urlsplit(came_from(request)).path or "/"
