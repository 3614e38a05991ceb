"""Spreadsheets of a producer: the template, her own list, one that she sends, and what it would do or has done."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.forms.sheet import ApplicationForm, SheetForm
from catalog.models import Sheet, SheetRow
from catalog.spreadsheet import sending, submitting, writing
from catalog.spreadsheet.reading import MOST_ROWS
from marketplace import paging, throttles
from marketplace.answers import correct
from marketplace.doors import PersonRequest
from producers.doors import for_producers
from producers.models import Producer

PAGE_SIZE = 20
LINES = 50
CLOSED = (Producer.Status.CLOSED, Producer.Status.REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@throttles.throttled("uploads")
@for_producers
def sell_sheets(request: PersonRequest) -> HttpResponse:
    producers = _producers(request)
    if request.method == "POST":
        return _send(request, producers)
    sheets = Sheet.objects.of(request.user).select_related("producer")
    context = {
        "page": paging.page(sheets, by="-pk", size=PAGE_SIZE, cursor=request.GET.get("cursor", "")),
        "form": SheetForm(producers=producers),
        "producers": producers,
        "most_rows": f"{MOST_ROWS:,}".replace(",", "."),
    }
    return render(request, "catalog/sell/sheets.html", context)


def _producers(request: PersonRequest) -> list[Producer]:
    """For whom this person may send one."""
    return list(Producer.objects.of(request.user).exclude(status__in=CLOSED).order_by("name", "pk"))


def _send(request: PersonRequest, producers: Sequence[Producer]) -> HttpResponse:
    if not producers:
        raise Http404
    form = SheetForm(request.POST, request.FILES, producers=producers)
    if not form.is_valid():
        return correct(request, form, request.path)
    sent = cast("UploadedFile[bytes]", form.cleaned_data["file"])
    sheet = sending.send(
        form.owner, sent, name=sent.name or "", size=sent.size or 0, by=request.user, at=timezone.now()
    )
    return redirect("sell_sheet", sheet.pk)


@require_safe
@for_producers
def sell_template(request: PersonRequest, ending: str) -> HttpResponse:
    return _file(writing.template(ending=ending), f"produk.{ending}")


@require_safe
@for_producers
def sell_export(request: PersonRequest, ending: str) -> HttpResponse:
    producers = Producer.objects.of(request.user).order_by("name", "pk")
    wanted = request.GET.get("producer", "")
    producer = producers.filter(slug=wanted).first() if wanted else producers.first()
    if producer is None:
        raise Http404
    return _file(writing.export(producer, ending=ending), f"{producer.slug}-{timezone.localdate():%Y-%m-%d}.{ending}")


@require_safe
@for_producers
def sell_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    is_applied = sheet.status == Sheet.Status.APPLIED
    refused = sheet.outcomes.filter(outcome__in=[SheetRow.Outcome.SKIPPED, SheetRow.Outcome.REFUSED])
    wrong: Any = refused if is_applied else sheet.mistakes
    context = {
        "sheet": sheet,
        "wrong": Paginator(wrong, LINES).get_page(request.GET.get("page")),
        "counts": sheet.outcomes.counted() if is_applied else sheet.counts,
        "faulty_rows": len({each["row"] for each in sheet.mistakes}),
        "unsent": submitting.unsent(sheet) if is_applied else None,
    }
    return render(request, "catalog/sell/sheet.html", context)


@require_POST
@for_producers
def sell_sheet_application(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return correct(request, form, reverse("sell_sheet", args=[sheet.pk]))
    begin = sheet.begin if form.cleaned_data["rows"] == ApplicationForm.ALL else sheet.begin_faultless
    begin(by=request.user, at=timezone.now())
    return redirect("sell_sheet", sheet.pk)


@require_POST
@for_producers
def sell_sheet_drop(request: PersonRequest, pk: int) -> HttpResponse:
    _sheet(request, pk).drop(by=request.user, at=timezone.now())
    messages.success(request, _("The spreadsheet is dropped. Nothing was changed."))
    return redirect("sell_sheets")


@require_POST
@for_producers
def sell_sheet_submission(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    sent, lacking = submitting.submit(sheet, by=request.user, at=timezone.now())
    facts = {"sent": sent, "lacking": lacking}
    messages.success(request, _("%(sent)s are sent for review; %(lacking)s still lack something.") % facts)
    return redirect("sell_sheet", sheet.pk)


@require_safe
@for_producers
def sell_sheet_result(request: PersonRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    if not sheet.result:
        raise Http404
    with default_storage.open(str(sheet.result.name)) as file:
        return _file(file.read(), f"hasil-{sheet.pk}.xlsx")


def _sheet(request: PersonRequest, pk: int) -> Sheet:
    return get_object_or_404(Sheet.objects.of(request.user).select_related("producer"), pk=pk)


def _file(content: bytes, name: str) -> HttpResponse:
    kind = writing.TYPES[name.rpartition(".")[2]]
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
