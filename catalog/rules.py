"""Rules: what a listing must have before it is reviewed, and which words it may say only with proof.

The facts behind them are those of food, halal and consumer law, and the co-operative's own; each `Lack` tells one thing
that is missing or must go, as a phrase that stands in a list.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.details import FACTS, Halal
from catalog.models import Category, Claim, Content, Product, ReviewReason, Revision
from catalog.models.claim import ClaimQuerySet
from marketplace.refusals import Refusal

Rules = Category.Rules
Kind = Claim.Kind
Version = Product | Revision

PERMITS = {Kind.PIRT, Kind.BPOM_MD, Kind.SLHS}
LONGEST_WITHOUT_PERMIT = 7

ORGANIC = re.compile(r"(?<!\w)organi[ck]\w*")
HALAL = re.compile(r"(?<!\w)halal\w*")
NOT_HALAL = re.compile(r"(?<!\w)(tidak|bukan|non|not)[\s-]*halal\w*")
NO_RETURNS = re.compile(
    r"(?<!\w)(tidak|tak|tdk|tanpa|ga|gak|nggak|no|not|non|cannot|can't|never)\b[\s-]*"
    r"((dapat|bisa|boleh|dpt|akan|ada|terima|menerima|melayani|be|accept\w*|any|di)\s+){0,2}"
    r"(dikembalikan|kembalikan|pengembalian|retur\b|diretur|return\w*|refund\w*|ditukar\w*|penukaran|exchange\w*)"
)
HEALTH = re.compile(
    r"(?<!\w)(mengobati|(sebagai|untuk|jadi) obat|(menyembuh|menyehat)kan|(ber)?khasiat"
    r"|(mencegah|menurunkan|melawan|mengatasi)\s"
    r"(penyakit|kanker|diabetes|kolesterol|gula|tekanan|tensi|darah|berat|asam|lemak|stunting|anemia)"
    r"|anti\s?-?(kanker|oksidan)|diabetes|kolesterol|kanker|imun\w*|vitamin\w*|(kaya|tinggi|sumber)\s(akan\s)?"
    r"(protein|serat|zat|kalsium|gizi|nutrisi)|rendah\s(gula|lemak|kalori)|superfood|cures?\b|heals?\b|medicin\w+"
    r"|health benefits?|(rich|high) in|lowers? (blood|cholesterol|sugar))"
)


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, or must go: the part of the listing it is about, the reason's code, and its words."""

    part: str
    code: str
    text: str


class ListingIncomplete(Refusal):
    """Something is missing before a coordinator can look at it. Facts: `missing`, all of it in words."""

    code = "listing_incomplete"

    message = _("Before it can be reviewed, it still needs: %(missing)s.")


class WordNeedsProof(Refusal):
    """It says what only a listing with proof may say, or nobody may. Facts: `missing`, what it needs in words."""

    code = "word_needs_proof"

    message = _("It cannot say that. It needs: %(missing)s.")


def missing(version: Version, *, on: date) -> list[Lack]:
    """All that a listing or its edited version needs before it may be sent for review.

    A claim that waits to be checked counts as given: it is decided together with the listing.
    """
    return list(_lacks(version, claims=_claims(version).given(on=on)))


def blocking_approval(version: Version, *, on: date) -> list[Lack]:
    """All that it needs before it may be published: what is missing, and claims that nobody has confirmed yet."""
    return list(_lacks(version, claims=_claims(version).valid(on=on)))


def unproven(product: Product, *, on: date) -> list[Lack]:
    """What a product on sale says or is, though the claim that it needs is no longer valid on that day."""
    kinds = _kinds(_claims(product).valid(on=on))
    return [*_unproven_words(product, _said(product), kinds=kinds), *_permits(product, kinds=kinds)]


def refuse_missing(version: Version, *, on: date) -> None:
    """Refuses with `ListingIncomplete`, which names all that is missing."""
    _refuse(ListingIncomplete, missing(version, on=on))


def check_words(content: Content, *, product: Product | None, on: date) -> list[Lack]:
    """What name and description say that they may not, with the claims that the product has, if there is one yet."""
    claims = Claim.objects.filter(product=product).given(on=on) if product else Claim.objects.none()
    return list(_words(content, f"{content.name}\n{content.description}", kinds=_kinds(claims)))


def refuse_words(text: str, *, product: Product, on: date) -> None:
    """For what is shown at once, without a review: refuses with `WordNeedsProof` unless the claim is valid that day."""
    _refuse(WordNeedsProof, list(_words(product, text, kinds=_kinds(_claims(product).valid(on=on)))))


def told(lacks: list[Lack]) -> str:
    """All of them as one phrase."""
    return "; ".join(lack.text for lack in lacks)


def _refuse(refusal: type[Refusal], lacks: list[Lack]) -> None:
    if lacks:
        raise refusal(missing=told(lacks))


def _product(version: Version) -> Product:
    return version if isinstance(version, Product) else version.product


def _claims(version: Version) -> ClaimQuerySet:
    return Claim.objects.filter(product=_product(version))


def _kinds(claims: ClaimQuerySet) -> set[str]:
    return set(claims.values_list("kind", flat=True))


def _said(version: Version) -> str:
    """All its words that buyers read."""
    names = _product(version).variants.filter(is_active=True).values_list("name", flat=True)
    facts = [value for value in version.details.values() if isinstance(value, str)]
    return "\n".join([version.name, version.description, *names, *facts])


def _lacks(version: Version, *, claims: ClaimQuerySet) -> Iterator[Lack]:
    kinds = _kinds(claims)
    yield from _basics(version)
    yield from _facts(version)
    yield from _permits(version, kinds=kinds)
    yield from _words(version, _said(version), kinds=kinds)


def _basics(version: Version) -> Iterator[Lack]:
    if not version.name.strip():
        yield Lack("name", ReviewReason.NAME, gettext("a name"))
    if not _product(version).variants.filter(is_active=True).exists():
        yield Lack("price", ReviewReason.PRICE, gettext("a price and a unit"))
    if not version.photos.exists():
        yield Lack("photos", ReviewReason.PHOTO, gettext("a photo"))


NEEDED: Mapping[str, tuple[str, ...]] = {
    Rules.PROCESSED: ("composition", "net_weight_grams", "shelf_life_days", "halal_status"),
}


def _facts(version: Version) -> Iterator[Lack]:
    details = version.details
    for name in NEEDED.get(version.category.rules, ()):
        if not details.get(name):
            yield Lack(name, ReviewReason.FOOD, gettext("“%(fact)s”") % {"fact": FACTS[name].label})
    if version.category.rules == Rules.PROCESSED and details.get("halal_status") == Halal.NOT_REQUIRED_FRESH:
        yield Lack("halal_status", ReviewReason.FOOD, gettext("a halal status that fits processed food"))


def _permits(version: Version, *, kinds: set[str]) -> Iterator[Lack]:
    rules, details = version.category.rules, version.details
    if rules == Rules.PROCESSED and not kinds & PERMITS:
        if int(details.get("shelf_life_days") or 0) > LONGEST_WITHOUT_PERMIT:
            yield Lack(
                "permit",
                ReviewReason.FOOD,
                gettext("a valid P-IRT, MD or SLHS number, since it keeps longer than 7 days"),
            )
        elif not details.get("permit_exemption"):
            yield Lack(
                "permit",
                ReviewReason.FOOD,
                gettext("a valid P-IRT, MD or SLHS number, or the reason why it needs none"),
            )
    if rules == Rules.DRY and Kind.PSAT not in kinds and not details.get("psat_exemption"):
        yield Lack("psat", ReviewReason.FOOD, gettext("a PSAT number, or the reason why it needs none"))
    is_certified = details.get("halal_status") in {Halal.CERTIFIED, Halal.SELF_DECLARED}
    if rules == Rules.PROCESSED and is_certified and Kind.HALAL not in kinds:
        yield Lack("halal", ReviewReason.CLAIM, gettext("the halal certificate, or another halal status"))


def _words(content: Content, text: str, *, kinds: set[str]) -> Iterator[Lack]:
    yield from _unproven_words(content, text, kinds=kinds)
    plain = _plain(text)
    if NO_RETURNS.search(plain):
        phrase = gettext("a text that does not rule out returns: the law gives buyers that right")
        yield Lack("description", ReviewReason.OTHER, phrase)
    is_registered = content.category.rules == Rules.DRY or Kind.PSAT in kinds
    if is_registered and HEALTH.search(plain):
        yield Lack("description", ReviewReason.FOOD, gettext("a text without claims about health or nutrition"))


def _unproven_words(content: Content, text: str, *, kinds: set[str]) -> Iterator[Lack]:
    plain = _plain(text)
    if ORGANIC.search(plain) and Kind.ORGANIC_CERTIFIED not in kinds:
        phrase = gettext("a valid organic certificate, or a text without the word “organik”")
        yield Lack("organic", ReviewReason.ORGANIC, phrase)
    if HALAL.search(NOT_HALAL.sub(" ", plain)) and Kind.HALAL not in kinds:
        yield Lack("halal", ReviewReason.CLAIM, gettext("the halal certificate, or a text without the word “halal”"))


def _plain(text: str) -> str:
    """In small letters, without accents or what cannot be seen, so that no spelling hides a word."""
    spelled = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in spelled if unicodedata.category(each) not in {"Mn", "Cf"})
