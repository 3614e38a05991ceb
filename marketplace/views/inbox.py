"""The inbox at /account/inbox/: what a person was told, and which of it she has read."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.models import Notice, User

SHOWN = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's latest notices; a POST says that she has read them all."""
    hers = Notice.objects.inbox_of(cast(User, request.user))
    if request.method == "POST":
        hers.mark_read(at=timezone.now())
        return redirect("inbox")
    return render(request, "account/inbox.html", {"notices": hers[:SHOWN], "unread": hers.unread().count()})
