"""Details: which facts belong to which kind of category, how each is named, what it may say and how it is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Content

Rules = Category.Rules


class Halal(models.TextChoices):
    """What a producer says of halal; the first two need a certificate."""

    CERTIFIED = "certified", _("Halal, certified")
    SELF_DECLARED = "self_declared", _("Halal, certified by self-declaration")
    IN_PROCESS = "in_process", _("Certificate in process")
    NON_HALAL = "non_halal", _("Not halal")
    NOT_REQUIRED_FRESH = "not_required_fresh", _("Not needed: fresh and unprocessed")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class PermitExemption(models.TextChoices):
    SHORT_LIFE = "short_life", _("It keeps 7 days or less")
    READY_TO_EAT = "ready_to_eat", _("It is eaten the same day")


class PsatExemption(models.TextChoices):
    WRAPPED_AT_SALE = "wrapped_at_sale", _("It is wrapped in front of the buyer")
    RAW_MATERIAL = "raw_material", _("It is raw material for processing")
    SHORT_LIFE = "short_life", _("It keeps less than 7 days")


class Dye(models.TextChoices):
    NATURAL = "natural", _("Natural dye")
    SYNTHETIC = "synthetic", _("Synthetic dye")
    BOTH = "both", _("Natural and synthetic dye")
    NONE = "none", _("Not dyed")


class Weave(models.TextChoices):
    IKAT = "ikat", _("Ikat")
    BUNA = "buna", _("Buna")
    LOTIS = "lotis", _("Lotis (sotis)")
    PLAIN = "plain", _("Plain weave")


class Sort(Enum):
    """What a fact is: some words, a whole number, one of some choices, or yes."""

    WORDS = "words"
    NUMBER = "number"
    CHOICE = "choice"
    YES = "yes"


class WrongDetail(ValueError):
    """What was given is none of the values that this fact may have. Its text says what may."""


@dataclass(frozen=True)
class Fact:
    """A fact of a listing: `most` is the highest number or the greatest length; `unit` stands behind a number."""

    name: str
    label: str | Promise
    sort: Sort = Sort.WORDS
    most: int = 200
    unit: str | Promise = ""
    hint: str | Promise = ""
    choices: Sequence[tuple[str, Any]] = ()

    def clean(self, given: Any) -> Any:
        """The value as it is kept, None for nothing; raises `WrongDetail`."""
        if given is None or given is False:
            return None
        if not isinstance(given, str | int):
            raise WrongDetail(gettext("Write a text or a number."))
        text = "true" if given is True else str(given).strip()
        return _CLEANED[self.sort](self, text) if text else None

    def shown(self, value: Any) -> str:
        """The value as a reader sees it."""
        if self.sort is Sort.CHOICE:
            return str(dict(self.choices).get(value, value))
        if self.sort is Sort.YES:
            return gettext("Yes")
        return f"{value} {self.unit}" if self.unit else str(value)


def _words(fact: Fact, text: str) -> str:
    if len(text) > fact.most or "\0" in text:
        raise WrongDetail(gettext("Write at most %(most)s characters.") % {"most": fact.most})
    return text


def _number(fact: Fact, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) <= fact.most):
        raise WrongDetail(gettext("Write a whole number from 1 to %(most)s.") % {"most": fact.most})
    return int(text)


def _choice(fact: Fact, text: str) -> str:
    if text not in dict(fact.choices):
        raise WrongDetail(gettext("Choose one of these: %(choices)s.") % {"choices": ", ".join(dict(fact.choices))})
    return text


def _yes(fact: Fact, text: str) -> bool | None:
    said = text.lower()
    if said not in {"true", "false", "yes", "no", "on", "1", "0"}:
        raise WrongDetail(gettext("Say yes or no."))
    return True if said in {"true", "yes", "on", "1"} else None


_CLEANED: Mapping[Sort, Any] = {
    Sort.WORDS: _words,
    Sort.NUMBER: _number,
    Sort.CHOICE: _choice,
    Sort.YES: _yes,
}

# Of processed food it cannot be said that it is fresh.
OF_PROCESSED = [choice for choice in Halal.choices if choice[0] != Halal.NOT_REQUIRED_FRESH]

FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("composition", _("Composition"), most=500, hint=_("All that is in it, most first.")),
        Fact("net_weight_grams", _("Net weight"), Sort.NUMBER, most=100_000, unit=_("grams")),
        Fact("shelf_life_days", _("Keeps at room temperature"), Sort.NUMBER, most=3_650, unit=_("days")),
        Fact("halal_status", _("Halal"), Sort.CHOICE, choices=OF_PROCESSED),
        Fact(
            "permit_exemption",
            _("Why it needs no permit"),
            Sort.CHOICE,
            choices=PermitExemption.choices,
            hint=_("Only where there is no P-IRT, MD or SLHS number."),
        ),
        Fact(
            "psat_exemption",
            _("Why it needs no PSAT number"),
            Sort.CHOICE,
            choices=PsatExemption.choices,
            hint=_("Only where there is no PSAT number."),
        ),
        Fact("fibre", _("Material"), hint=_("For example cotton, or half cotton and half rayon.")),
        Fact("size", _("Size in cm"), most=100, hint=_("For example 200 x 60.")),
        Fact("care", _("Care"), hint=_("How to wash it, and whether the dye runs.")),
        Fact("dye", _("Dye"), Sort.CHOICE, choices=Dye.choices),
        Fact("weave", _("Weave"), Sort.CHOICE, choices=Weave.choices),
        Fact("motif_origin", _("Where the motif is from"), most=100),
        Fact("waste_share_percent", _("Share of waste"), Sort.NUMBER, most=100, unit="%"),
        Fact("waste_source", _("Where the waste is from"), hint=_("For example coffee sachets from kiosks in Oebobo.")),
        Fact("not_for_food", _("Not for food: made of packaging waste"), Sort.YES),
    )
}

BELONGING: Mapping[str, Sequence[str]] = {
    Rules.NONE: (),
    Rules.FRESH: (),
    Rules.DRY: ("net_weight_grams", "shelf_life_days", "psat_exemption"),
    Rules.PROCESSED: ("composition", "net_weight_grams", "shelf_life_days", "halal_status", "permit_exemption"),
    Rules.TEXTILE: ("fibre", "size", "care", "dye", "weave", "motif_origin"),
    Rules.RECYCLED: ("waste_share_percent", "waste_source", "not_for_food", "size", "care"),
}
# What counts as said where nothing else is.
SAID: Mapping[str, Mapping[str, Any]] = {
    Rules.FRESH: {"halal_status": Halal.NOT_REQUIRED_FRESH},
    Rules.DRY: {"halal_status": Halal.NOT_REQUIRED_FRESH},
}


def of(rules: str) -> list[Fact]:
    """The facts that belong to a category with these rules, in the order in which they are asked."""
    return [FACTS[name] for name in BELONGING[rules]]


def kept(given: Mapping[str, Any], *, rules: str) -> dict[str, Any]:
    """Of what was given, what belongs to these rules, as it is kept. Raises `WrongDetail` for a wrong value."""
    cleaned = {fact.name: fact.clean(given.get(fact.name)) for fact in of(rules)}
    said = dict(SAID.get(rules, {}))
    return {name: str(value) for name, value in said.items()} | {
        name: value for name, value in cleaned.items() if value is not None
    }


def carried(known: Mapping[str, Any], *, rules: str) -> dict[str, Any]:
    """Of what was kept before, perhaps of another category, what still makes sense under these rules."""
    return {fact.name: known[fact.name] for fact in of(rules) if _makes_sense(fact, known.get(fact.name))}


def shown(content: Content) -> list[tuple[str, str]]:
    """Label and text of each fact that a listing or its edited version states, for pages."""
    return list(_shown(content))


def _makes_sense(fact: Fact, value: Any) -> bool:
    try:
        return fact.clean(value) is not None
    except WrongDetail:
        return False


def _shown(content: Content) -> Iterator[tuple[str, str]]:
    for fact in of(content.category.rules):
        value = content.details.get(fact.name)
        if value not in {None, ""}:
            yield str(fact.label), fact.shown(value)
