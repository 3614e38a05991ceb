"""Notices: what is still owed, what was given up and can be sent again, what went out today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from marketplace import paging
from marketplace.answers import back
from marketplace.doors import PersonRequest, for_coordinators
from marketplace.models import DeliveryAttempt, Notice
from orders.models import SubOrder
from orders.models.order import NUMBER

PAGE_SIZE = 30
EVENTS: Mapping[str, str | Promise] = {
    "order_placed": gettext_lazy("Order placed"),
    "order_ready": gettext_lazy("Ready to collect"),
    "order_completed": gettext_lazy("Receipt"),
    "order_cancelled": gettext_lazy("Order cancelled"),
    "sub_order_new": gettext_lazy("New order for the producer"),
    "sub_order_accepted": gettext_lazy("Accepted by the producer"),
    "sub_order_cancelled": gettext_lazy("A part is cancelled"),
    "sub_order_withdrawn": gettext_lazy("The producer need not make it"),
    "producer_decided": gettext_lazy("Decision on the producer"),
    "certificate_decided": gettext_lazy("Decision on a certificate"),
    "grant_recorded": gettext_lazy("Somebody may act for the producer"),
    "person_joined": gettext_lazy("Somebody joined the producer"),
    "listing_decided": gettext_lazy("Decision on a listing"),
    "revision_decided": gettext_lazy("Decision on changes to a listing"),
    "claim_decided": gettext_lazy("Decision on a claim"),
    "claim_ends_soon": gettext_lazy("A permit or claim ends soon"),
    "stock_low": gettext_lazy("Little is left"),
}
PILLS = [
    (Notice.Status.GIVEN_UP, gettext_lazy("Did not arrive")),
    (Notice.Status.OWED, gettext_lazy("Still to be sent")),
    (Notice.Status.SENT, gettext_lazy("Sent today")),
]


@dataclass(frozen=True)
class Entry:
    """A notice as the desk needs it: what about, which order, how it went; no address, that is on the order's page."""

    notice: Notice
    about: str | Promise
    order: str
    attempts: Sequence[DeliveryAttempt]


@require_safe
@for_coordinators
def desk_notices(request: PersonRequest) -> HttpResponse:
    status = request.GET.get("status", "")
    status = status if status in dict(PILLS) else Notice.Status.GIVEN_UP
    notices = Notice.objects.filter(status=status)
    if status == Notice.Status.SENT:
        notices = notices.filter(sent_at__gte=timezone.make_aware(datetime.combine(timezone.localdate(), time.min)))
    listed = notices.select_related("user").prefetch_related("attempts")
    page = paging.page(listed, by="-made_at", size=PAGE_SIZE, cursor=request.GET.get("cursor", ""))
    context = {"entries": _entries(page.rows), "page": page, "status": status, "pills": PILLS}
    return render(request, "orders/desk/notices.html", context)


@require_POST
@for_coordinators
def desk_notice_retry(request: PersonRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk)
    notice.owe_again(at=timezone.now())
    messages.success(request, _("It will be sent again in a moment."))
    return back(request, reverse("desk_notices"))


def _entries(notices: Iterable[Notice]) -> list[Entry]:
    parts = [notice.subject_id for notice in notices if notice.event.startswith("sub_order_")]
    order_of = dict(SubOrder.objects.filter(pk__in=parts).values_list("pk", "order_id"))
    return [
        Entry(
            notice=notice,
            about=EVENTS.get(notice.event, notice.event),
            order=_number(notice, order_of=order_of),
            attempts=list(notice.attempts.all()),
        )
        for notice in notices
    ]


def _number(notice: Notice, *, order_of: Mapping[int, int]) -> str:
    """The number of the order that the notice is about; empty if it is about something else."""
    if notice.event.startswith("order_"):
        return NUMBER.format(notice.subject_id)
    order_id = order_of.get(notice.subject_id) if notice.event.startswith("sub_order_") else None
    return NUMBER.format(order_id) if order_id else ""
