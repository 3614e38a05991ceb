"""Sending: a spreadsheet that came from somebody is kept as it is, and waits to be checked."""

import secrets
from datetime import datetime, timedelta
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Sheet
from catalog.spreadsheet import reading
from marketplace.models import User
from marketplace.refusals import Refusal
from producers.models import Producer

MOST_UNDER_WAY = 3
KEPT_FOR = timedelta(days=90)


class TooManySheets(Refusal):
    code = "too_many_sheets"
    message = _("Other spreadsheets of yours are still being worked on. Please wait until they are done.")
    status = 429


def send(producer: Producer, file: IO[bytes], *, name: str, size: int, by: User, at: datetime) -> Sheet:
    """Keep the file for the check, which begins within seconds. Refuses at once what is plainly no spreadsheet."""
    reading.examine(file, size=size)
    if Sheet.objects.filter(producer=producer).under_way().count() >= MOST_UNDER_WAY:
        raise TooManySheets
    kept = default_storage.save(f"sheets/{secrets.token_hex(16)}", File(file))
    with transaction.atomic():
        sheet = Sheet.objects.create(producer=producer, made_by=by, made_at=at, name=_plain(name), file=kept)
        sheet.steps.create(before="", after=sheet.status, by=by, at=at)
    return sheet


def tidy(*, at: datetime, limit: int = 200) -> int:
    """Erase the files of old sheets; what became of each row stays. The number of sheets."""
    old = Sheet.objects.over().filter(made_at__lt=at - KEPT_FOR).exclude(file="")[:limit]
    for sheet in old:
        names = sheet.files
        sheet.forget_files()
        for name in names:
            default_storage.delete(name)
    return len(old)


def _plain(name: str) -> str:
    """The name of a file as a page can show it."""
    return "".join(each for each in name if each.isprintable())[-120:] or "-"
