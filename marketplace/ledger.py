"""The ledger: post a transfer once, ask an account for its balance. Both sides of every rupiah are in one row."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from marketplace.models import Account, Transfer, User
from marketplace.money import NOTHING, Money


class DifferentTransfer(RuntimeError):
    """A key was used before for another transfer: a fault of the program, never of a visitor."""


def account(kind: Account.Kind, *, owner: str | int = "") -> Account:
    """The account of that kind and owner, opened if this is its first use."""
    found, _ = Account.objects.get_or_create(kind=kind, owner=str(owner))
    return found


def post(  # noqa: PLR0913 (a posting has this many facts, and each is named)
    key: str,
    *,
    code: Transfer.Code,
    debit: Account,
    credit: Account,
    amount: Money,
    at: datetime,
    by: User | None,
    memo: str = "",
) -> Transfer | None:
    """Move `amount`, which is not negative, from `debit` to `credit`; nothing at all writes no row and gives None.

    The same key posts once: posting it again gives the first row, and raises `DifferentTransfer` if that one differs.
    """
    if not amount:
        return None
    with transaction.atomic():
        row, is_new = Transfer.objects.get_or_create(
            key=key,
            defaults={
                "code": code,
                "debit": debit,
                "credit": credit,
                "amount": amount,
                "at": at,
                "by": by,
                "memo": memo,
            },
        )
    if not is_new and (row.debit_id, row.credit_id, row.amount) != (debit.pk, credit.pk, amount):
        raise DifferentTransfer(key)
    return row


def balance(of: Account) -> Money:
    """Credits less debits: what the account owes (a producer, an order) or, negative, what it holds (cash)."""
    credited = of.credits.aggregate(sum=Sum("amount"))["sum"] or NOTHING
    debited = of.debits.aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return credited - debited


def balances(kind: Account.Kind, *, owners: Collection[str | int] | None = None) -> dict[str, Money]:
    """Owner to balance for all accounts of a kind, or those of `owners`, in three queries."""
    accounts = Account.objects.filter(kind=kind)
    if owners is not None:
        accounts = accounts.filter(owner__in=[str(owner) for owner in owners])
    rows: dict[str, Money] = dict.fromkeys(accounts.values_list("owner", flat=True), NOTHING)
    for side, sign in (("credit", 1), ("debit", -1)):
        moved = Transfer.objects.filter(**{f"{side}__in": accounts})
        for owner, amount in moved.values_list(f"{side}__owner").annotate(sum=Sum("amount")):
            rows[owner] = rows.get(owner, NOTHING) + amount * sign
    return rows


def trial_balance() -> Sequence[tuple[str, Money]]:
    """Each kind of account with its balance; they sum to zero."""
    return [(kind.value, Money(sum(each.rupiah for each in balances(kind).values()))) for kind in Account.Kind]
