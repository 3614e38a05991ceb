"""Planning: what a row would change, or what is wrong with it, with nothing written anywhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog import details, rules, stock, variants
from catalog.editing import InReview
from catalog.models import Category, Product, SheetRow
from catalog.spreadsheet import columns
from catalog.spreadsheet.book import Book, Entry, Listing
from catalog.spreadsheet.columns import COLUMNS, Column, Wrong, heading_key, key_of
from catalog.spreadsheet.reading import SheetRefused, Table

Outcome = SheetRow.Outcome


class UnknownHeadings(SheetRefused):
    code = "sheet_without_headings"
    message = _("The first row must name the columns, at least “Product name” or “Number”. Please use the template.")


class HeadingTwice(SheetRefused):
    """Fact: `heading`."""

    code = "sheet_heading_twice"
    message = _("The column “%(heading)s” stands there twice. Please delete one.")


@dataclass(frozen=True)
class Layout:
    """Which column stands where; `headings` are the names that the file gives them, `ignored` are unknown ones."""

    places: Mapping[int, Column]
    headings: Mapping[str, str]
    ignored: Sequence[str]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The filled cells of a row by the keys of their columns."""
        return {column.key: row[place] for place, column in self.places.items() if place < len(row) and row[place]}

    def heading(self, key: str) -> str:
        return self.headings.get(key) or str(COLUMNS[key].label)


@dataclass
class Plan:
    """What one row asks for: `said` by column, `changed` as before and after, or the `mistakes` by column.

    `entry` is the choice that it is about, None for a new one; `listing` its product, None for a new one.
    """

    row: int
    said: dict[str, Any] = field(default_factory=dict)
    entry: Entry | None = None
    listing: Listing | None = None
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        if self.entry is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changed else Outcome.UNCHANGED

    @property
    def identity(self) -> tuple[Any, ...]:
        """The same for two rows that are about the same choice."""
        if self.entry:
            return ("known", self.entry.variant.pk)
        return (
            "new",
            self.listing.product.pk if self.listing else self.product_key,
            key_of(self.said.get("variant") or ""),
        )

    @property
    def product_key(self) -> Any:
        """The same for two rows that are about the same product."""
        return self.listing.product.pk if self.listing else key_of(self.said.get("name") or "")

    @property
    def naming(self) -> set[str]:
        """The columns that only tell what the row is about: its number, else the names of what is there already."""
        return {"number"} if "number" in self.said or self.listing is None else {"name", "variant"}

    def wrong(self, key: str, message: str) -> None:
        """Keeps the first thing that is wrong with a cell."""
        self.mistakes.setdefault(key, message)

    def after(self, key: str) -> Any:
        """What the column will say."""
        if key in self.said:
            return self.said[key]
        return self.entry.value(COLUMNS[key]) if self.entry else None


Newcomers = Mapping[str, Mapping[str, Any]]


def layout_of(table: Table) -> Layout:
    """Refuses with `UnknownHeadings` and `HeadingTwice`."""
    known, places, headings, ignored = columns.headings(), {}, {}, []
    for place, heading in enumerate(table.header):
        column = known.get(heading_key(heading))
        if column is None:
            ignored += [heading[:60]] if heading else []
        elif column.key in headings:
            raise HeadingTwice(heading=heading[:60])
        else:
            places[place], headings[column.key] = column, heading[:60]
    if not {"name", "number"} & headings.keys():
        raise UnknownHeadings
    return Layout(places, headings, ignored)


def plan(row: int, cells: Mapping[str, str], *, book: Book, on: date, newcomers: Newcomers) -> Plan:
    """What a row would change as things stand.

    `newcomers` are the products that rows before it would make, by the key of their name, with what was said of them.
    """
    made = Plan(row)
    for key, text in cells.items():
        try:
            value = COLUMNS[key].value(text)
            made.said[key] = book.category(value) if key == "category" else value
        except Wrong as error:
            made.wrong(key, str(error))
    _identify(made, cells, book=book)
    if not made.mistakes.keys() & {"number", "name"}:
        category = made.said.get("category") or _category(made, newcomers)
        _demand(made, cells, category=category)
        _check_order(made)
        _compare(made)
        _check_review(made)
        _check_facts(made, category=category)
        _check_words(made, category=category, on=on)
    return made


def _identify(made: Plan, cells: Mapping[str, str], *, book: Book) -> None:
    """Find what the row is about: by number, else by the names of product and choice."""
    if "number" in cells:
        made.entry = book.by_number.get(made.said.get("number") or 0)
        if made.entry is None:
            made.wrong("number", gettext("You have no product with this number. Leave it empty for a new one."))
    elif name := made.said.get("name"):
        found = book.by_names.get((key_of(name), key_of(made.said.get("variant") or "")), [])
        products = book.by_name.get(key_of(name), [])
        if len(found) > 1 or not found and len(products) > 1:
            made.wrong("number", gettext("You have several with these names. Write the number of the one you mean."))
        made.entry = found[0] if len(found) == 1 else None
        made.listing = products[0] if len(products) == 1 else None
    elif "name" not in cells:
        made.wrong("name", gettext("Write the product name."))
    if made.entry:
        made.listing = made.entry.listing
        if not made.entry.variant.is_active:
            made.wrong("variant", gettext("This choice is taken off. Put it back first."))


def _category(made: Plan, newcomers: Newcomers) -> Category | None:
    if made.listing:
        return made.listing.version.category
    return newcomers.get(made.product_key, {}).get("category")


def _demand(made: Plan, cells: Mapping[str, str], *, category: Category | None) -> None:
    """What is new needs a price, and a new product a category."""
    if made.entry is None and "price" not in cells:
        made.wrong("price", gettext("Write the price."))
    if made.listing is None and category is None:
        made.wrong("category", gettext("Write the category."))


def _check_order(made: Plan) -> None:
    """From stock, or made to order with days and a cap: never half of each."""
    if made.mistakes.keys() & {"stock", "lead_days", "cap"}:
        return
    if "lead_days" in made.said and made.said["lead_days"] is None:
        made.said.setdefault("cap", None)
    is_to_order, cap = made.after("lead_days") is not None, made.after("cap")
    if is_to_order and cap is None:
        made.wrong("cap", gettext("It is made to order: write how many you take on at once."))
    elif cap is not None and not is_to_order:
        made.wrong("lead_days", gettext("Write in how many days you make it, or leave “At most on order” empty."))
    elif is_to_order and made.said.get("stock"):
        made.wrong("stock", gettext("It is made to order, so it has no stock: leave this empty."))
    elif made.entry and made.entry.variant.reserved and made.entry.variant.is_made_to_order != is_to_order:
        made.wrong("lead_days", str(variants.StillOrdered(reserved=made.entry.variant.reserved)))
    elif not is_to_order and made.entry and made.entry.variant.reserved > _on_hand(made):
        made.wrong("stock", str(stock.BelowReserved(reserved=made.entry.variant.reserved)))


def _on_hand(made: Plan) -> int:
    """How many will be there."""
    return int(made.said.get("stock", made.entry.variant.on_hand if made.entry else 0))


def _compare(made: Plan) -> None:
    """Note what the row says otherwise than it is; of a product that is there, also for a new choice of it."""
    known = made.entry or made.listing
    for key, value in made.said.items():
        column = COLUMNS[key]
        if key in made.mistakes or key in made.naming or (key in _VARIANT_KEYS and not made.entry):
            continue
        before = known.value(column) if known else None
        if column.written(before) != column.written(value):
            made.changed[key] = (before, value)


_VARIANT_KEYS = {column.key for column in columns.OF_VARIANT}
_FACT_KEYS = {column.key for column in columns.OF_FACTS}
_PRODUCT_KEYS = {column.key for column in columns.OF_PRODUCT} | _FACT_KEYS


def content(made: Plan) -> dict[str, Any]:
    """What the row says of the product as a whole."""
    return {key: value for key, value in made.said.items() if key in _PRODUCT_KEYS}


def _check_review(made: Plan) -> None:
    for key in made.changed.keys() & _PRODUCT_KEYS if made.listing and made.listing.is_in_review else ():
        made.wrong(key, str(InReview()))


def _check_facts(made: Plan, *, category: Category | None) -> None:
    """Each fact belongs to some categories only."""
    belonging = details.BELONGING[category.rules] if category else _FACT_KEYS
    for key in made.said.keys() & _FACT_KEYS - set(belonging):
        if made.said[key] is not None and category:
            facts = {"category": category.name}
            made.wrong(key, gettext("This does not belong to “%(category)s”: leave it empty.") % facts)


def _check_words(made: Plan, *, category: Category | None, on: date) -> None:
    """What only a listing with proof may say."""
    product = made.listing.product if made.listing else None
    for key in ("name", "description", "variant"):
        text = made.said.get(key)
        if text and key not in made.mistakes and (made.entry is None or key in made.changed):
            said = Product(name=text, category=category or Category())
            if lacks := rules.check_words(said, product=product, on=on):
                made.wrong(key, str(rules.WordNeedsProof(missing=rules.told(lacks))))


class Seen:
    """The rows so far: which are about the same, and what they say of the same product."""

    def __init__(self) -> None:
        self.newcomers: dict[str, dict[str, Any]] = {}
        self._rows: dict[tuple[Any, ...], int] = {}
        self._content: dict[tuple[Any, str], tuple[int, Any]] = {}
        self._choices: dict[Any, int] = {}

    def note(self, made: Plan) -> None:
        """Compare a row with those before it; what is wrong with it between them is among its mistakes then."""
        if made.mistakes.keys() & {"number", "name"}:
            return
        before = self._rows.setdefault(made.identity, made.row)
        if before != made.row:
            key = "number" if "number" in made.said else "variant" if "variant" in made.said else "name"
            made.wrong(key, gettext("Row %(row)s is about the same choice. Keep one of them.") % {"row": before})
            return
        for key, message in self._contradictions(made):
            made.wrong(key, message)
        if made.entry is None:
            known = len(made.listing.product.variants.all()) if made.listing else 0
            self._choices[made.product_key] = self._choices.get(made.product_key, known) + 1
            if self._choices[made.product_key] > variants.MOST:
                made.wrong("variant" if "variant" in made.said else "name", str(variants.TooManyVariants()))
        if made.listing is None:
            self.newcomers.setdefault(made.product_key, content(made))

    def _contradictions(self, made: Plan) -> Iterator[tuple[str, str]]:
        for key, value in content(made).items():
            if key in made.mistakes or key in made.naming or (key == "name" and made.listing is None):
                continue
            row, other = self._content.setdefault((made.product_key, key), (made.row, value))
            if COLUMNS[key].written(other) != COLUMNS[key].written(value):
                yield key, gettext("Row %(row)s says otherwise of the same product.") % {"row": row}
