"""Mail of the embedded market, which is kept as files: the newest letters, and one of them with its text."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.doors import PersonRequest, for_coordinators
from marketplace.notices import mailbox

SHOWN = 100


@require_safe
@for_coordinators
def desk_mail(request: PersonRequest) -> HttpResponse:
    if not mailbox.is_kept():
        raise Http404
    return render(request, "orders/desk/mail.html", {"letters": mailbox.newest(limit=SHOWN)})


@require_safe
@for_coordinators
def desk_letter(request: PersonRequest, name: str) -> HttpResponse:
    letter = mailbox.find(name) if mailbox.is_kept() else None
    if letter is None:
        raise Http404
    return render(request, "orders/desk/letter.html", {"letter": letter})
