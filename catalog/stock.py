"""Stock: reserve for an order, take at hand-over, release, count, move. Each is one conditional update per variant.

Variants are always touched in primary-key order, so two orders for the same goods cannot wait for each other. Whoever
touched one looks, while it is still locked, whether little is left of it, and owes its producer a message once.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from catalog import notices
from catalog.models import LowStock, OutOfStock, Reservation, StockMovement, Variant
from marketplace.models import User
from marketplace.refusals import Refusal


class BelowReserved(Refusal):
    """A count that is lower than what buyers were already promised. Fact: `reserved`."""

    code = "below_reserved"
    message = _("%(reserved)s are already ordered: the count cannot be lower than that.")


class CountNeeded(Refusal):
    """Nobody knows how many there are: what was taken off is not there to be brought back, or was counted since."""

    code = "count_needed"
    message = _("Write down how many there are: the number from before does not hold any more.")


class NoStock(Refusal):
    """What is made to order is not in stock."""

    code = "made_to_order"
    message = _("This is made to order: there is no stock of it.")


Reason = StockMovement.Reason
# What a producer may say of some pieces that come or go, and whether they come.
COMES = {Reason.MADE: True, Reason.RETURNED: True, Reason.SPOILED: False}


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
        _begin_low(wanted, at=at)
    return {reservation.variant_id: reservation for reservation in held}


def release(reservations: Iterable[Reservation], *, at: datetime) -> None:
    """Give back what was held. Refuses with `WrongStep` if one of them has ended already."""
    reservations = in_order(reservations)
    with transaction.atomic():
        for reservation in reservations:
            reservation.end(Reservation.Status.RELEASED, at=at)
            Variant.objects.filter(pk=reservation.variant_id).let_go(reservation.quantity)
        _end_low({reservation.variant_id for reservation in reservations}, at=at)


def take(reservations: Iterable[Reservation], *, by: User | None, at: datetime) -> None:
    """The goods are in the buyer's hands: they leave the stock. Refuses with `WrongStep` if one has ended already."""
    reservations = in_order(reservations)
    with transaction.atomic():
        for reservation in reservations:
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
        _end_low({reservation.variant_id for reservation in reservations}, at=at)


def count(variant: Variant, on_hand: int, *, by: User | None, at: datetime) -> None:
    """Set what is on hand to what somebody counted. Refuses with `BelowReserved`."""
    with transaction.atomic():
        current = Variant.objects.select_for_update().get(pk=variant.pk)
        if on_hand < current.reserved and not current.is_made_to_order:
            raise BelowReserved(reserved=current.reserved)
        _change(current, on_hand - current.on_hand, reason=Reason.COUNTED, by=by, at=at)
    variant.refresh_from_db(fields=["on_hand", "reserved"])


def move(variant: Variant, quantity: int, *, reason: str, by: User | None, at: datetime, note: str = "") -> None:
    """So many were made or harvested, were returned, or are spoiled. Refuses with `BelowReserved` and `NoStock`."""
    with transaction.atomic():
        current = _from_stock(variant)
        change = quantity if COMES[Reason(reason)] else -quantity
        if current.on_hand + change < current.reserved:
            raise BelowReserved(reserved=current.reserved)
        _change(current, change, reason=reason, by=by, at=at, note=note)
    variant.refresh_from_db(fields=["on_hand", "reserved"])


def sell_out(variant: Variant, *, by: User | None, at: datetime) -> None:
    """None is left for today but what is already ordered. Refuses with `NoStock`."""
    with transaction.atomic():
        current = _from_stock(variant)
        _change(current, current.reserved - current.on_hand, reason=Reason.SOLD_OUT, by=by, at=at)
    variant.refresh_from_db(fields=["on_hand", "reserved"])


def bring_back(variant: Variant, *, by: User | None, at: datetime) -> None:
    """What `sell_out` took off is there again, if nobody counted since. Refuses with `CountNeeded` and `NoStock`."""
    with transaction.atomic():
        current = _from_stock(variant)
        told = [Reason.SOLD_OUT, Reason.COUNTED, Reason.BACK, Reason.MADE]
        last = current.movements.filter(reason__in=told).last()
        if last is None or last.reason != Reason.SOLD_OUT:
            raise CountNeeded
        _change(current, -last.quantity, reason=Reason.BACK, by=by, at=at)
    variant.refresh_from_db(fields=["on_hand", "reserved"])


def look_again(variant: Variant, *, at: datetime) -> None:
    """Something else than the number has changed: when to tell, or whether it is offered at all."""
    with transaction.atomic():
        Variant.objects.select_for_update().get(pk=variant.pk)
        _look([variant.pk], at=at)


def in_order(reservations: Iterable[Reservation]) -> list[Reservation]:
    """By variant, so that rows are locked in the same order everywhere."""
    return sorted(reservations, key=lambda reservation: (reservation.variant_id, reservation.pk))


def _from_stock(variant: Variant) -> Variant:
    """The variant, locked."""
    current = Variant.objects.select_for_update().get(pk=variant.pk)
    if current.is_made_to_order:
        raise NoStock
    return current


def _change(current: Variant, change: int, *, reason: str, by: User | None, at: datetime, note: str = "") -> None:
    """So many more or fewer are on hand, with the row that says why. The variant is locked."""
    if not change:
        return
    Variant.objects.filter(pk=current.pk).update(on_hand=F("on_hand") + change)
    StockMovement.objects.create(variant=current, quantity=change, reason=reason, by=by, at=at, note=note)
    _look([current.pk], at=at)


def _look(variant_ids: Collection[int], *, at: datetime) -> None:
    _begin_low(variant_ids, at=at)
    _end_low(variant_ids, at=at)


def _begin_low(variant_ids: Collection[int], *, at: datetime) -> None:
    """Of which little is left now, their producers are told once. One query where that is true of none.

    The variants are locked by the change that came before, so two orders see each other here.
    """
    known = LowStock.objects.ongoing().filter(variant=OuterRef("pk"))
    fresh = Variant.objects.filter(~Exists(known), pk__in=variant_ids).low().select_related("product").order_by("pk")
    begun = []
    for variant in fresh:
        try:
            with transaction.atomic():
                begun.append(LowStock.objects.create(variant=variant, at=at))
        except IntegrityError:  # the database says that somebody else was first
            continue
    notices.tell_of_low_stock(begun)


def _end_low(variant_ids: Collection[int], *, at: datetime) -> None:
    """Of which there is enough again, it is noted."""
    ongoing = LowStock.objects.ongoing().filter(variant__in=variant_ids)
    ongoing.exclude(variant__in=Variant.objects.filter(pk__in=variant_ids).low()).update(over_at=at)
