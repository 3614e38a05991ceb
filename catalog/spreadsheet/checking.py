"""Checking: the dry run, which finds what a sheet would change and every mistake in it, and writes nothing else."""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext

from catalog.models import Sheet
from catalog.spreadsheet import book, planning, reading
from catalog.spreadsheet.columns import COLUMNS
from catalog.spreadsheet.planning import Layout, Plan, Seen
from catalog.spreadsheet.reading import SheetRefused, Table

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_CHANGES = 100


def check_sent(*, limit: int = 5) -> int:
    """Check sheets that wait, the oldest first; the number that were tried."""
    tried = 0
    for sheet in Sheet.objects.to_check(at=timezone.now()).order_by("pk")[:limit]:
        if sheet.is_worn_out:
            give_up(sheet)
        elif sheet.claim(at=timezone.now(), lease=LEASE):
            tried += 1
            _try(sheet)
    return tried


def give_up(sheet: Sheet) -> None:
    """Its workers died or failed again and again; the log says of what."""
    logger.error("sheet %s was given up after %s attempts", sheet.pk, sheet.attempts)
    with translation.override(sheet.made_by.language):
        sheet.fail(
            at=timezone.now(), reason=gettext("Something went wrong with it here. The coordinators can see what.")
        )


def _try(sheet: Sheet) -> None:
    try:
        check(sheet, at=timezone.now())
    except Exception:  # noqa: BLE001 (a sweep: one sheet that breaks must not stop the others)
        logger.exception("sheet %s was not checked", sheet.pk)
        sheet.let_go()


def check(sheet: Sheet, *, at: datetime) -> None:
    """Say what the sheet would do, in the language of who sent it; a file that cannot be used fails and says why."""
    with translation.override(sheet.made_by.language):
        try:
            table = opened(sheet)
            layout = planning.layout_of(table)
        except SheetRefused as refusal:
            sheet.fail(at=at, reason=str(refusal))
            return
        keep(sheet, table)
        plans = planned(sheet, table, layout, on=timezone.localdate(at))
        faultless = [each for each in plans if not each.mistakes]
        sheet.complete_check(
            at=at,
            rows=len(plans),
            counts=dict(Counter(each.outcome.value for each in faultless)),
            ignored=layout.ignored,
            mistakes=[mistake for each in plans for mistake in _mistakes(each, layout)],
            changes=[_change(each) for each in faultless if each.outcome != "unchanged"][:MOST_CHANGES],
        )


def opened(sheet: Sheet) -> Table:
    """The rows as they were sent. Refuses with a `SheetRefused`."""
    with default_storage.open(str(sheet.file.name)) as file:
        return reading.read(file)


def keep(sheet: Sheet, table: Table) -> None:
    """Keep the rows beside the file, where each worker that applies some of them finds them at once."""
    rows = json.dumps([table.header, table.rows], ensure_ascii=False)
    default_storage.delete(sheet.rows_name)
    default_storage.save(sheet.rows_name, ContentFile(rows.encode()))


def kept(sheet: Sheet) -> Table:
    """The rows as the check read them."""
    with default_storage.open(sheet.rows_name) as file:
        header, rows = json.load(file)
    return Table(header, rows)


def planned(sheet: Sheet, table: Table, layout: Layout, *, on: date) -> list[Plan]:
    """What each row would do as things stand now, with the rows compared with each other."""
    offered, seen, plans = book.of(sheet.producer), Seen(), []
    for number, row in table.rows:
        made = planning.plan(number, layout.cells(row), book=offered, on=on, newcomers=seen.newcomers)
        seen.note(made)
        plans.append(made)
    return plans


def _mistakes(made: Plan, layout: Layout) -> Sequence[Mapping[str, Any]]:
    in_order = sorted(made.mistakes.items(), key=lambda mistake: list(COLUMNS).index(mistake[0]))
    return [{"row": made.row, "column": layout.heading(key), "message": message} for key, message in in_order]


def _change(made: Plan) -> Mapping[str, Any]:
    """What a row would change, as a page tells it."""
    changed = made.changed if made.entry else {key: (None, value) for key, value in made.said.items()}
    cells = [
        {"column": str(column.label), "before": column.shown(changed[key][0]), "after": column.shown(changed[key][1])}
        for key, column in COLUMNS.items()
        if key in changed
    ]
    names = [str(made.after(key) or "") for key in ("name", "variant")]
    return {"row": made.row, "name": ", ".join(filter(None, names)), "kind": made.outcome.value, "cells": cells}
