"""Columns: what may stand in a spreadsheet of listings, how each is named in either language, and what a cell says.

A cell that is empty leaves things as they are, and a lone `-` empties what may be empty. Which facts there are beside
price and stock is said by `catalog.details`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ERROR_CODES

from catalog.details import FACTS, Fact, Sort, WrongDetail
from catalog.models import Category, Variant
from marketplace.money import Money

EMPTIED: Final = "-"
CHEAPEST, DEAREST = Money(100), Money(100_000_000)
MOST_STOCK = 99_999
LONGEST_DESCRIPTION = 5_000
RUPIAH = re.compile(r"(\d+|\d{1,3}(?:[.,]\d{3})+)(?:,-|[.,]00)?")
WHOLE = re.compile(r"\d{1,9}|\d{1,3}(?:[.,]\d{3})+")
YES, NO = {"true", "yes", "ya", "y", "1", "x", "benar"}, {"false", "no", "tidak", "n", "0", "salah"}

Read = Callable[[str], Any]


class Wrong(ValueError):
    """A cell says what it cannot say. Its text tells the producer what may stand there."""


@dataclass(frozen=True)
class Column:
    """One column: `read` gives the value of a cell, or raises `Wrong`; `choices` are the values from which to choose.

    What `may_be_emptied` is None where a `-` stands. The value of a category is its name, which the book looks up.
    """

    key: str
    label: str | Promise
    read: Read
    hint: str | Promise
    also: Sequence[str] = ()
    choices: Callable[[], Mapping[Any, str]] | None = None
    may_be_emptied: bool = True
    is_number: bool = False
    width: int = 14
    fact: Fact | None = field(default=None, compare=False)

    def value(self, text: str) -> Any:
        """What a filled cell says."""
        if text in ERROR_CODES:
            raise Wrong(gettext("The formula in this cell gives an error."))
        if text != EMPTIED:
            return self.read(unguarded(text))
        if not self.may_be_emptied:
            raise Wrong(gettext("This cannot be emptied."))
        return None

    def written(self, value: Any) -> str | int:
        """The value as it stands in a file, without the guard against formulas."""
        if value is None or value == "":
            return ""
        if isinstance(value, Money):
            return value.rupiah
        if isinstance(value, Category):
            return value.name
        if self.choices:
            return str(self.choices().get(value, value))
        return value if isinstance(value, int) else plain(str(value))

    def shown(self, value: Any) -> str:
        """The value as a page tells it."""
        return str(value) if isinstance(value, Money) else str(self.written(value))


# Texts


# Whatever a spreadsheet program would take for a formula, at whatever depth of blanks and apostrophes, or for an error.
FORMULA = re.compile(r"'*\s*[=+\-@#\t\r\n＝＋－＠]|'*[\t\r\n]")
# What it would take for a number or a day, and write in another way.
NUMBERISH = re.compile(r"'*(?![1-9]\d{0,10}$|0$)[\d.,/:e \-]*\d[\d.,/:e \-]*", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """As it can stand in a cell: without control characters, with plain line ends, without blanks around it."""
    return UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def guarded(text: str) -> str:
    """With an apostrophe where a program would see a formula; `unguarded` takes it away."""
    needs = FORMULA.match(text) or (text.startswith("'") and NUMBERISH.fullmatch(text))
    return f"'{text}" if needs else text


def guarded_for_csv(text: str) -> str:
    """Likewise where it would see a number or a day and lose a zero: a CSV does not tell that it is a text."""
    return f"'{text}" if FORMULA.match(text) or NUMBERISH.fullmatch(text) else text


def unguarded(text: str) -> str:
    is_guarded = text.startswith("'") and (FORMULA.match(text) or NUMBERISH.fullmatch(text))
    return plain(text[1:] if is_guarded else text)


def key_of(text: str) -> str:
    """By which names are the same: in small letters, with single blanks, however they are typed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def heading_key(text: str) -> str:
    """By which headings are the same: letters and digits only."""
    return "".join(each for each in key_of(unguarded(text)) if each.isalnum())


# How cells are read


def words(text: str, *, most: int) -> str:
    if len(text) > most:
        raise Wrong(gettext("Write at most %(most)s characters.") % {"most": most})
    return text


def whole(text: str, *, least: int = 0, most: int) -> int:
    if not (text.isascii() and WHOLE.fullmatch(text)):
        raise Wrong(gettext("Write a whole number, such as 12."))
    number = int(re.sub(r"[.,]", "", text))
    if not least <= number <= most:
        raise Wrong(gettext("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most})
    return number


def rupiah(text: str) -> Money:
    """An amount as people write it: `75000`, `75.000`, `Rp 75.000,-`."""
    typed = re.sub(r"^rp\.?|\s", "", text, flags=re.IGNORECASE)
    amount = RUPIAH.fullmatch(typed) if typed.isascii() else None
    if not amount:
        raise Wrong(gettext("Write the price in rupiah, such as 75.000."))
    price = Money(int(re.sub(r"[.,]", "", amount[1])))
    if not CHEAPEST <= price <= DEAREST:
        facts = {"price": price, "least": CHEAPEST, "most": DEAREST}
        raise Wrong(gettext("%(price)s cannot be meant: write all of it, from %(least)s to %(most)s.") % facts)
    return price


def one_of(text: str, *, choices: Callable[[], Mapping[Any, str]], names: Callable[[], Mapping[str, Any]]) -> Any:
    """The value that is named, by its code or in either language."""
    found = names().get(key_of(text))
    if found is None:
        known = ", ".join(choices().values())
        raise Wrong(
            gettext("“%(text)s” is not known. Choose one of these: %(known)s.") % {"text": text, "known": known}
        )
    return found


def yes(text: str) -> bool | None:
    said = key_of(text)
    if said not in YES | NO:
        raise Wrong(gettext("Say yes or no."))
    return True if said in YES else None


def of_fact(text: str, *, fact: Fact) -> Any:
    try:
        return fact.clean(re.sub(r"[.,](?=\d{3})", "", text) if fact.sort is Sort.NUMBER else text)
    except WrongDetail as error:
        raise Wrong(str(error)) from error


def labels(pairs: Sequence[tuple[Any, Any]]) -> Mapping[Any, str]:
    return {value: str(label) for value, label in pairs}


@cache
def names_of(pairs: tuple[tuple[str, Any], ...]) -> Mapping[str, Any]:
    """Every name of every value: its code, and its label in each language."""
    found = {key_of(str(value)): value for value, _label in pairs}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {key_of(str(label)): value for value, label in pairs}
    return found


def category_choices() -> Mapping[Any, str]:
    """Those that have no branches of their own, by their name in the reader's language."""
    return {each.slug: each.name for each in Category.objects.filter(children=None)}


# The columns


def _chosen(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    fixed = tuple((value, label) for value, label in pairs)
    choices, names = partial(labels, fixed), partial(names_of, fixed)
    return {"choices": choices, "read": partial(one_of, choices=choices, names=names)}


def _column_of(fact: Fact) -> Column:
    if fact.sort is Sort.CHOICE:
        return Column(fact.name, fact.label, hint=fact.hint, width=22, fact=fact, **_chosen(fact.choices))
    if fact.sort is Sort.YES:
        hint, choices = _("Yes or no."), partial(labels, [(True, _("yes"))])
        return Column(fact.name, fact.label, yes, hint, choices=choices, width=12, fact=fact)
    is_number = fact.sort is Sort.NUMBER
    read, label = partial(of_fact, fact=fact), fact.label
    return Column(fact.name, label, read, fact.hint or fact.unit, is_number=is_number, width=16, fact=fact)


NUMBER = Column(
    "number",
    _("Number"),
    partial(whole, least=1, most=999_999_999),
    _("Leave it empty for something new. In your own list it stands there already: do not change it."),
    also=("nomor", "no", "id", "kode"),
    may_be_emptied=False,
    is_number=True,
    width=9,
)
NAME = Column(
    "name",
    _("Product name"),
    partial(words, most=100),
    _("As buyers see it. Rows with the same product name are choices of one product."),
    also=("nama produk", "produk", "nama", "product", "nama barang"),
    may_be_emptied=False,
    width=30,
)
VARIANT = Column(
    "variant",
    _("Choice"),
    partial(words, most=60),
    _("Size, colour or weight, if there are several."),
    also=("pilihan", "varian", "variant", "nama pilihan"),
    width=18,
)
CATEGORY = Column(
    "category",
    _("Category"),
    partial(words, most=60),
    _("One of the list."),
    also=("kategori",),
    choices=category_choices,
    may_be_emptied=False,
    width=22,
)
PRICE = Column(
    "price",
    _("Price"),
    rupiah,
    _("In rupiah: 75000, 75.000 or Rp75.000."),
    also=("harga", "harga satuan", "harga (Rp)"),
    may_be_emptied=False,
    is_number=True,
)
UNIT = Column(
    "unit",
    _("Unit"),
    hint=_("One of the list; a piece if it is empty."),
    also=("satuan",),
    may_be_emptied=False,
    width=12,
    **_chosen(Variant.Unit.choices),
)
STOCK = Column(
    "stock",
    _("Stock"),
    partial(whole, most=MOST_STOCK),
    _("How many are there, with those already ordered. Empty for what is made to order."),
    also=("stok", "jumlah"),
    may_be_emptied=False,
    is_number=True,
    width=10,
)
LEAD_DAYS = Column(
    "lead_days",
    _("Days to make"),
    partial(whole, least=1, most=365),
    _("Only for what is made to order."),
    also=("hari pembuatan", "lama pembuatan (hari)", "lead days"),
    is_number=True,
)
CAP = Column(
    "cap",
    _("At most on order"),
    partial(whole, least=1, most=MOST_STOCK),
    _("Only for what is made to order: how many you take on at once."),
    also=("batas pesanan", "cap"),
    is_number=True,
)
LOW_AT = Column(
    "low_at",
    _("Tell me at"),
    partial(whole, most=MOST_STOCK),
    _("You get a notice when no more than that are left."),
    also=("ingatkan di", "batas stok menipis", "low at"),
    is_number=True,
)
WEIGHT = Column(
    "weight",
    _("Weight in grams"),
    partial(whole, least=1, most=1_000_000),
    _("About how much one weighs, with its wrapping."),
    also=("berat (gram)", "berat dalam gram", "weight"),
    is_number=True,
)
DESCRIPTION = Column(
    "description",
    _("Description"),
    partial(words, most=LONGEST_DESCRIPTION),
    _("What it is, how it is made, how to use it."),
    also=("deskripsi", "keterangan", "keterangan produk"),
    width=40,
)
OF_PRODUCT = (NAME, CATEGORY, DESCRIPTION)
OF_VARIANT = (VARIANT, PRICE, UNIT, STOCK, LEAD_DAYS, CAP, LOW_AT, WEIGHT)
OF_FACTS = tuple(_column_of(fact) for fact in FACTS.values())
COLUMNS: Mapping[str, Column] = {
    each.key: each
    for each in (
        NUMBER, NAME, VARIANT, CATEGORY, PRICE, UNIT, STOCK, LEAD_DAYS, CAP, LOW_AT, WEIGHT, DESCRIPTION, *OF_FACTS,
    )
}  # fmt: skip


@cache
def headings() -> Mapping[str, Column]:
    """Every heading by which a column is known, in either language."""
    found = {heading_key(name): each for each in COLUMNS.values() for name in (each.key, *each.also)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {heading_key(str(each.label)): each for each in COLUMNS.values()}
    return found


def number_in(cells: Mapping[str, str]) -> int | None:
    """The number that a row gives, if it gives one."""
    try:
        return int(NUMBER.value(cells["number"])) if "number" in cells else None
    except Wrong:
        return None
