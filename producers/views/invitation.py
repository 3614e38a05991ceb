"""An invitation's page: who asks whom to join as what, for whoever has the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace import throttles
from marketplace.doors import PersonRequest, for_people
from producers import people
from producers.models import Invitation


@require_safe
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        with throttles.misses("unknown_links", request=request):
            found = Invitation.objects.opened_by(token).select_related("producer__kind", "made_by").get()
    except Invitation.DoesNotExist:
        return _unknown(request)
    is_open = found.is_open(at=timezone.now()) and found.producer.is_changeable
    context = {"invitation": found, "is_open": is_open, "token": token}
    response = render(request, "producers/invitation.html", context, status=200 if is_open else 410)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@for_people
def invitation_acceptance(request: PersonRequest, token: str) -> HttpResponse:
    try:
        with throttles.misses("unknown_links", request=request):
            found = Invitation.objects.opened_by(token).select_related("producer").get()
    except Invitation.DoesNotExist:
        return _unknown(request)
    person = people.accept(found, by=request.user, at=timezone.now())
    messages.success(request, _("Welcome. You belong to %(producer)s now.") % {"producer": person.producer})
    return redirect("sell_me")


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "producers/invitation.html", {"invitation": None}, status=404)
