"""Applying: a checked sheet changes the listings, some rows a transaction, each through the verb that its page calls.

The number of rows that are done moves in the transaction that applies them, so a worker that dies in the middle leaves
nothing half, and the next one goes on where it stopped. Each row is planned anew against what is there at that moment:
the sheet has the last word, but what the rules refuse by then stays as it is and is told in the result.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation

from catalog import editing, listings, stock, variants
from catalog.details import WrongDetail
from catalog.models import Sheet, SheetRow, Variant
from catalog.spreadsheet import book, columns, planning, writing
from catalog.spreadsheet.book import Book, Listing
from catalog.spreadsheet.checking import give_up, kept
from catalog.spreadsheet.planning import Layout, Plan
from catalog.spreadsheet.reading import Table
from marketplace.models import User
from marketplace.refusals import Refusal
from producers.models import Producer

logger = logging.getLogger(__name__)

Outcome = SheetRow.Outcome

CHUNK = 50
LEASE = timedelta(seconds=30)
DESCRIBED = ("variant", "unit", "lead_days", "cap", "low_at", "weight")
OFFERED = (*DESCRIBED, "price", "stock")
NAMED_OTHERWISE = {"variant": "name", "cap": "open_units_cap", "weight": "weight_grams", "stock": "on_hand"}


def apply_waiting(*, seconds: float, limit: int = 5) -> int:
    """Apply sheets, the oldest first, for about so many seconds; what is left then is done next time.

    The number of sheets that were tried.
    """
    tried, ends_at = 0, time.monotonic() + seconds
    for sheet in Sheet.objects.to_apply(at=timezone.now()).order_by("pk")[:limit]:
        if time.monotonic() > ends_at:
            break
        if sheet.is_worn_out:
            give_up(sheet)
        elif sheet.claim(at=timezone.now(), lease=LEASE):
            tried += 1
            _try(sheet, ends_at=ends_at)
    return tried


def _try(sheet: Sheet, *, ends_at: float) -> None:
    try:
        carry_on(sheet, ends_at=ends_at)
    except Exception:  # noqa: BLE001 (a sweep: one sheet that breaks must not stop the others)
        logger.exception("sheet %s was not applied", sheet.pk)
        sheet.let_go()


def carry_on(sheet: Sheet, *, ends_at: float) -> None:
    """Apply what is left, at least one chunk, until all is done or the time is over. The caller has claimed it."""
    by = sheet.begun_by
    with translation.override(by.language):
        table = kept(sheet)
        layout = planning.layout_of(table)
        faulty = _faulty(sheet)
        while sheet.done < sheet.rows:
            _apply(sheet, table.rows[sheet.done : sheet.done + CHUNK], layout, faulty=faulty, by=by)
            if time.monotonic() > ends_at:
                sheet.let_go()
                return
        _conclude(sheet, table)


def _faulty(sheet: Sheet) -> Mapping[int, str]:
    """The rows in which the check found mistakes, and which."""
    found: dict[int, str] = {}
    for each in sheet.mistakes:
        told = f"{each['column']}: {each['message']}"
        found[each["row"]] = f"{found[each['row']]} {told}" if each["row"] in found else told
    return found


def _apply(
    sheet: Sheet, rows: Sequence[tuple[int, Sequence[str]]], layout: Layout, *, faulty: Mapping[int, str], by: User
) -> None:
    """Apply these rows and note it, all or nothing. Refuses with `WrongStep` if another worker has the sheet by now."""
    at = timezone.now()
    asked = [(number, layout.cells(row)) for number, row in rows]
    numbers = [number for _row, cells in asked if (number := columns.number_in(cells))]
    names = [columns.unguarded(cells["name"]) for _row, cells in asked if "name" in cells]
    with transaction.atomic():
        # Two sheets of one producer take turns, so that neither makes what the other has just made.
        Producer.objects.select_for_update(no_key=True).get(pk=sheet.producer_id)
        offered = book.around(sheet.producer, numbers=numbers, names=names)
        SheetRow.objects.bulk_create(
            _skipped(sheet, number, faulty[number])
            if number in faulty
            else _applied(sheet, number, cells, offered=offered, by=by, at=at)
            for number, cells in asked
        )
        sheet.advance(to=sheet.done + len(rows), at=timezone.now(), lease=LEASE)


def _skipped(sheet: Sheet, number: int, note: str) -> SheetRow:
    return SheetRow(sheet=sheet, number=number, outcome=Outcome.SKIPPED, note=note)


def _applied(sheet: Sheet, number: int, cells: Mapping[str, str], *, offered: Book, by: User, at: datetime) -> SheetRow:
    """What became of a row, as its line in the result says."""
    made = planning.plan(number, cells, book=offered, on=timezone.localdate(at), newcomers={})
    if made.mistakes:
        note = " ".join(f"{columns.COLUMNS[key].label}: {message}" for key, message in made.mistakes.items())
        return SheetRow(sheet=sheet, number=number, outcome=Outcome.REFUSED, note=note)
    try:
        with transaction.atomic():
            variant = _carry_out(made, sheet.producer, offered=offered, by=by, at=at)
    except (Refusal, WrongDetail) as refusal:
        return SheetRow(sheet=sheet, number=number, outcome=Outcome.REFUSED, note=str(refusal))
    return SheetRow(sheet=sheet, number=number, outcome=made.outcome, variant=variant)


def _carry_out(made: Plan, producer: Producer, *, offered: Book, by: User, at: datetime) -> Variant:
    if made.listing is None:
        return _make(made, producer, offered=offered, by=by, at=at)
    _rewrite(made, made.listing, by=by, at=at)
    if made.entry is None:
        price, on_hand = made.said["price"], made.said.get("stock") or 0
        variant = variants.add(made.listing.product, _description(made), price=price, on_hand=on_hand, by=by, at=at)
        offered.add(made.listing, [variant])
        return variant
    _change(made, made.entry.variant, by=by, at=at)
    return made.entry.variant


def _make(made: Plan, producer: Producer, *, offered: Book, by: User, at: datetime) -> Variant:
    """A new product, a draft."""
    said = made.said
    facts = {column.key: said[column.key] for column in columns.OF_FACTS if column.key in said}
    words = listings.Words(said["name"], said["category"], said.get("description") or "", facts)
    product = listings.make(producer, words, offer=_offer(made), by=by, at=at)
    variant = product.variants.get()
    offered.add(Listing(product, product), [variant])
    return variant


def _offer(made: Plan) -> listings.Offer:
    """The first choice of a new product."""
    said = {NAMED_OTHERWISE.get(key, key): made.said[key] for key in OFFERED if made.said.get(key) is not None}
    return listings.Offer(**said)


def _description(made: Plan, *, of: Variant | None = None) -> variants.Description:
    """What the row says of a choice, and for the rest what is so already."""
    known = {} if of is None else {each.name: getattr(of, each.name) for each in fields(variants.Description)}
    asked = made.said if of is None else made.changed
    said = {NAMED_OTHERWISE.get(key, key): made.said[key] for key in DESCRIBED if key in asked}
    if said.get("name", "") is None:
        said["name"] = ""
    return variants.Description(**{**known, **said})


def _rewrite(made: Plan, listing: Listing, *, by: User, at: datetime) -> None:
    """What the listing says: at once while it is a draft, else by a revision, for a coordinator to look at."""
    changed = {key: after for key, (_before, after) in made.changed.items()}
    said = {column.key: changed[column.key] or "" for column in columns.OF_PRODUCT if column.key in changed}
    facts = {column.key: changed[column.key] for column in columns.OF_FACTS if column.key in changed}
    if said or facts:
        version = editing.version_of(listing.product, by=by, at=at)
        editing.change(version, by=by, at=at, **said, **({"details": facts} if facts else {}))


def _change(made: Plan, variant: Variant, *, by: User, at: datetime) -> None:
    """Price, stock and the rest of a choice: at once."""
    changed = {key: after for key, (_before, after) in made.changed.items()}
    if "stock" in changed and changed["stock"] is not None:
        stock.count(variant, changed["stock"], by=by, at=at)
    if changed.keys() & set(DESCRIBED):
        variants.change(variant, _description(made, of=variant), at=at)
    if "price" in changed:
        variant.price_at(changed["price"], by=by, at=at)


def _conclude(sheet: Sheet, table: Table) -> None:
    """Write down what became of each row, for the producer to keep."""
    file = writing.result(sheet, table)
    default_storage.delete(sheet.result_name)
    default_storage.save(sheet.result_name, ContentFile(file))
    sheet.complete(at=timezone.now())
