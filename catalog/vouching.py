"""Vouching: a coordinator looks at the proof of a claim; what she confirms is shown, and what she withdraws is not."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import notices, review, rules
from catalog.models import Claim, Product, ReviewReason
from marketplace.models import User
from marketplace.refusals import Refusal
from producers.four_eyes import refuse_own_case

SOON = timedelta(days=30)


class ClaimOver(Refusal):
    """The last day of the claim is over, so it cannot be confirmed any more."""

    code = "claim_over"
    message = _("This ended on %(day)s and cannot be confirmed. Decline it, and ask for the new one.")


def waiting() -> QuerySet[Claim]:
    """Claims whose proof nobody has looked at, of listings that are not put away."""
    return _detailed(Claim.objects.claimed().exclude(product__status=Product.Status.ARCHIVED))


def confirmed() -> QuerySet[Claim]:
    return _detailed(Claim.objects.filter(status=Claim.Status.CONFIRMED))


def ending(*, on: date) -> QuerySet[Claim]:
    """Confirmed claims that end within thirty days or should have ended."""
    return confirmed().filter(valid_until__lte=on + SOON)


def confirm(claim: Claim, *, by: User, at: datetime) -> None:
    """Buyers see it from now on, and the producer is told. Refuses one's own, and what is over."""
    if claim.valid_until and claim.valid_until < timezone.localdate(at):
        raise ClaimOver(day=f"{claim.valid_until:%d/%m/%Y}")
    with transaction.atomic():
        refuse_own_case(claim.product.producer, by=by, at=at)
        claim.confirm(by=by, at=at)
        _tell(claim)


def decline(claim: Claim, *, by: User, at: datetime, reason: str) -> None:
    """The proof does not show what is claimed; the producer is told why. Refuses one's own."""
    with transaction.atomic():
        refuse_own_case(claim.product.producer, by=by, at=at)
        claim.decline(by=by, at=at, reason=reason)
        _tell(claim)


def withdraw(claim: Claim, *, by: User, at: datetime, reason: str) -> None:
    """It holds no longer, and the producer is told why; a listing that may not be sold without it goes off sale."""
    with transaction.atomic():
        product = Product.objects.select_for_update().get(pk=claim.product_id)
        refuse_own_case(product.producer, by=by, at=at)
        claim.withdraw(by=by, at=at, reason=reason)
        _tell(claim)
        if product.is_public and rules.unproven(product, on=timezone.localdate(at)):
            review.take_off_sale(product, by=by, at=at, codes=[ReviewReason.CLAIM], note=reason)


def _tell(claim: Claim) -> None:
    notices.tell_of_claim(claim.steps.latest("pk"))


def _detailed(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.select_related("product__producer", "product__category", "evidence", "confirmed_by")
