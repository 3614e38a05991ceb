"""The ledger's nouns: accounts, and transfers between two of them that are never changed."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.money import MoneyField


class Account(models.Model):
    """A place where money is or is owed: named by what it is (`kind`) and whose it is (`owner`, a number or code)."""

    class Kind(models.TextChoices):
        CASH = "cash", _("Cash held at a pickup point")
        ORDER = "order", _("Buyer's money held for an order")
        PRODUCER = "producer", _("Owed to a producer")
        FEES = "fees", _("The co-op's fees")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    owner = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "owner"], name="account_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["cash", "order", "producer", "fees"]), name="account_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner}" if self.owner else self.kind


class AppendOnly(models.QuerySet[Any]):
    """Rows that can be added and read; a correction is a new row."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Transfers are never changed: a correction is a new transfer.")

    def delete(self) -> NoReturn:
        raise TypeError("Transfers are never deleted: a correction is a new transfer.")


class Transfer(models.Model):
    """Money moved: `credit` has it now, or is owed it, and `debit` gave it, or owes it. One row has both sides.

    The layout follows TigerBeetle's one-row transfers (docs/coding/data-modeling.md there): `amount` is above zero,
    `key` makes a repeated posting one row, and a balance is credits less debits.
    """

    class Code(models.TextChoices):
        CAPTURE = "capture", _("Paid by the buyer")
        EARNING = "earning", _("Producer's share")
        FEE = "fee", _("Co-op fee")

    key = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=20, choices=Code.choices)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")
    amount = MoneyField()
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    memo = models.CharField(max_length=200, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="transfer_above_zero"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="transfer_between_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.debit_id} > {self.credit_id}, {self.amount}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Transfers are never changed: a correction is a new transfer.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Transfers are never deleted: a correction is a new transfer.")
