"""Stock: reserve for an order, take at hand-over, release, count. Each is one conditional update per variant.

Variants are always touched in primary-key order, so two orders for the same goods cannot wait for each other.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from catalog.models import OutOfStock, Reservation, StockMovement, Variant
from marketplace.models import User
from marketplace.refusals import Refusal


class BelowReserved(Refusal):
    """A count that is lower than what buyers were already promised. Fact: `reserved`."""

    code = "below_reserved"
    message = _("%(reserved)s are already ordered: the count cannot be lower than that.")


def reserve(wanted: Mapping[int, int], *, at: datetime, expires_at: datetime | None = None) -> dict[int, Reservation]:
    """Hold stock, all or nothing: variant ids to quantities in, variant ids to reservations out.

    Refuses with `OutOfStock`. Call it inside the transaction that places the order.
    """
    with transaction.atomic():
        for variant_id, quantity in sorted(wanted.items()):
            if not Variant.objects.filter(pk=variant_id).hold(quantity):
                variant = Variant.objects.select_related("product").get(pk=variant_id)
                raise OutOfStock(product=variant.full_name, available=variant.available, asked=quantity)
        held = Reservation.objects.bulk_create(
            Reservation(variant_id=variant_id, quantity=quantity, made_at=at, expires_at=expires_at)
            for variant_id, quantity in sorted(wanted.items())
        )
    return {reservation.variant_id: reservation for reservation in held}


def release(reservations: Iterable[Reservation], *, at: datetime) -> None:
    """Give back what was held. Refuses with `WrongStep` if one of them has ended already."""
    with transaction.atomic():
        for reservation in in_order(reservations):
            reservation.end(Reservation.Status.RELEASED, at=at)
            Variant.objects.filter(pk=reservation.variant_id).let_go(reservation.quantity)


def take(reservations: Iterable[Reservation], *, by: User | None, at: datetime) -> None:
    """The goods are in the buyer's hands: they leave the stock. Refuses with `WrongStep` if one has ended already."""
    with transaction.atomic():
        for reservation in in_order(reservations):
            reservation.end(Reservation.Status.TAKEN, at=at)
            variants = Variant.objects.filter(pk=reservation.variant_id)
            variants.let_go(reservation.quantity)
            if variants.from_stock().update(on_hand=F("on_hand") - reservation.quantity):
                StockMovement.objects.create(
                    variant_id=reservation.variant_id,
                    quantity=-reservation.quantity,
                    reason=StockMovement.Reason.SOLD,
                    at=at,
                    by=by,
                )


def count(variant: Variant, on_hand: int, *, by: User | None, at: datetime) -> None:
    """Set what is on hand to what somebody counted. Refuses with `BelowReserved`."""
    with transaction.atomic():
        current = Variant.objects.select_for_update().get(pk=variant.pk)
        if on_hand < current.reserved and not current.is_made_to_order:
            raise BelowReserved(reserved=current.reserved)
        if on_hand == current.on_hand:
            return
        Variant.objects.filter(pk=variant.pk).update(on_hand=on_hand)
        StockMovement.objects.create(
            variant=current, quantity=on_hand - current.on_hand, reason=StockMovement.Reason.COUNTED, at=at, by=by
        )
    variant.refresh_from_db(fields=["on_hand", "reserved"])


def in_order(reservations: Iterable[Reservation]) -> list[Reservation]:
    """By variant, so that rows are locked in the same order everywhere."""
    return sorted(reservations, key=lambda reservation: (reservation.variant_id, reservation.pk))
