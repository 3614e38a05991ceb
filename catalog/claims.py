"""Claims: a producer claims something of a product with its proof, and withdraws it; on their last day they end.

What a coordinator does with a claim is in `catalog.vouching`.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import notices, review, rules
from catalog.models import Category, Claim, Product
from marketplace.models import Notice, Picture, User
from marketplace.refusals import Refusal
from producers.notices import workers

logger = logging.getLogger(__name__)

Kind = Claim.Kind

SOON = timedelta(days=30)
MOST_AT_ONCE = 500
LONGEST_NUMBER = 60

# What must be given with each kind, beside the kind itself.
PAPER = ("number", "evidence")
NEEDED: Mapping[str, tuple[str, ...]] = {
    Kind.ORGANIC_CERTIFIED: ("number", "issuer", "valid_until", "evidence"),
    Kind.PAMOR: ("number", "issuer", "valid_until", "evidence"),
    Kind.LAB_TESTED: ("issuer", "issued_on", "note", "evidence"),
    Kind.NO_SYNTHETIC: ("note",),
    Kind.HALAL: PAPER,
    Kind.PIRT: ("number", "valid_until", "evidence"),
    Kind.BPOM_MD: ("number", "valid_until", "evidence"),
    Kind.SLHS: ("number", "valid_until", "evidence"),
    Kind.PSAT: ("number", "valid_until", "evidence"),
    Kind.RECYCLED: ("note",),
    Kind.GEOGRAPHICAL: ("number", "issuer", "evidence"),
}
# What a producer most likely adds, by the rules of the category.
USUAL: Mapping[str, str] = {
    Category.Rules.PROCESSED: Kind.PIRT,
    Category.Rules.DRY: Kind.PSAT,
    Category.Rules.FRESH: Kind.NO_SYNTHETIC,
    Category.Rules.RECYCLED: Kind.RECYCLED,
}
PIRT = re.compile(r"[1-8]\d{12,}-\d{2}")
BPOM_MD = re.compile(r"MD\d{12,15}")


class WrongNumber(Refusal):
    """The number has not the form of its kind."""

    code = "wrong_number"
    message = _(
        "This is not the form of such a number: a P-IRT number is 1234567890123-45, an MD number MD 123456789012."
    )
    status = 400


class ProofMissing(Refusal):
    """What belongs to this kind of claim was not given. Fact: `fields`, their names in words."""

    code = "proof_missing"
    message = _("This claim also needs: %(fields)s.")
    status = 400


class ClaimRunOut(Refusal):
    """Its last day is over already, or it was not issued yet."""

    code = "claim_run_out"
    message = _("Look at the dates: it must be issued already and still be valid.")
    status = 400


class ClaimWaits(Refusal):
    """One of this kind waits to be checked, or is confirmed and valid for as long."""

    code = "claim_waits"
    message = _("The same claim is waiting to be checked already. Withdraw it first, if it is wrong.")


@dataclass(frozen=True)
class Proof:
    """What a producer shows for a claim; what each kind needs of it is in `NEEDED`."""

    number: str = ""
    issuer: str = ""
    note: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    evidence: Picture | None = None


NAMES: Mapping[str, str | Promise] = {
    "number": _("the number"),
    "issuer": _("who issued it"),
    "note": _("a note that tells it in words"),
    "issued_on": _("the day it was issued"),
    "valid_until": _("its last day"),
    "evidence": _("a photo of the paper"),
}


def make(product: Product, kind: str, proof: Proof, *, by: User, at: datetime) -> Claim:
    """Claim it; buyers see it once a coordinator has confirmed it. Refuses what its kind does not allow."""
    number = written(kind, proof.number)
    _refuse_incomplete(kind, proof)
    _refuse_dates(proof, on=timezone.localdate(at))
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                product=product,
                kind=kind,
                number=number,
                issuer=proof.issuer,
                note=proof.note,
                issued_on=proof.issued_on,
                valid_until=proof.valid_until,
                evidence=proof.evidence,
                made_at=at,
            )
            claim.steps.create(before="", after=claim.status, by=by, at=at)
    except IntegrityError as error:
        raise ClaimWaits from error
    return claim


def written(kind: str, number: str) -> str:
    """The number as it is written, however somebody typed it; refuses with `WrongNumber`."""
    plain = re.sub(r"[\s.]+", " ", number).strip()
    if kind == Kind.PIRT and plain:
        digits = re.sub(r"^\D+|\s", "", plain)
        if re.fullmatch(r"\d{15,}", digits):
            digits = f"{digits[:-2]}-{digits[-2:]}"
        return _fitting(PIRT, digits)
    if kind == Kind.BPOM_MD and plain:
        digits = re.sub(r"(?i)bpom|ri|\bmd|[\s:-]", "", plain)
        return f"MD {_fitting(BPOM_MD, f'MD{digits}')[2:]}"
    return plain


def withdraw(claim: Claim, *, by: User, at: datetime) -> None:
    """The producer claims it no longer; a listing on sale that needs it goes off sale until it is changed."""
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=claim.product_id)
        claim.withdraw(by=by, at=at)
        _take_off_unproven(product, by=by, at=at)


def expire(*, at: datetime) -> int:
    """End the claims whose last day is over, and take off sale what may not be sold without; how many ended."""
    ended = 0
    for claim in Claim.objects.run_out(on=timezone.localdate(at)).order_by("pk")[:MOST_AT_ONCE]:
        try:
            with transaction.atomic():
                product = Product.objects.select_for_update().get(pk=claim.product_id)
                claim.expire(at=at)
                notices.tell_of_claim(claim.steps.latest("pk"))
                _take_off_unproven(product, by=None, at=at)
            ended += 1
        except Exception:  # noqa: BLE001 (a sweep: one claim that breaks must not stop the others)
            logger.exception("claim %s did not end", claim.pk)
    return ended


def tell_of_ends(*, at: datetime) -> None:
    """Tell each producer once, thirty days ahead, that a claim of hers ends."""
    today = timezone.localdate(at)
    told = Notice.objects.filter(event="claim_ends_soon", subject_id=OuterRef("pk"))
    ending = Claim.objects.valid(on=today).filter(~Exists(told), valid_until__lte=today + SOON)
    for claim in ending.exclude(product__status=Product.Status.ARCHIVED).select_related("product")[:MOST_AT_ONCE]:
        notices.tell_before_the_end(claim, at=at)


def _refuse_incomplete(kind: str, proof: Proof) -> None:
    if lacking := [str(NAMES[name]) for name in NEEDED[kind] if not getattr(proof, name)]:
        raise ProofMissing(fields=", ".join(lacking))


def _refuse_dates(proof: Proof, *, on: date) -> None:
    is_over = proof.valid_until is not None and proof.valid_until < on
    is_to_come = proof.issued_on is not None and proof.issued_on > on
    if is_over or is_to_come:
        raise ClaimRunOut


def _fitting(form: re.Pattern[str], number: str) -> str:
    if not form.fullmatch(number) or len(number) > LONGEST_NUMBER:
        raise WrongNumber
    return number


def _take_off_unproven(product: Product, *, by: User | None, at: datetime) -> None:
    """The product is locked. The reason is in the language of the first of its people."""
    if not product.is_public:
        return
    people = workers(product.producer_id)
    with translation.override(people[0].language if people else "id"):
        if lacks := rules.unproven(product, on=timezone.localdate(at)):
            note = translation.gettext("It needs: %(missing)s.") % {"missing": rules.told(lacks)}
            codes = list(dict.fromkeys(str(lack.code) for lack in lacks))
            review.take_off_sale(product, by=by, at=at, codes=codes, note=note)
