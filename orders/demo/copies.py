"""Multiplies the demo market for load work: goods, buyers and orders again and again, each copy whole in itself.

A copy has rows of its own for all that its orders touch, from stock to ledger, so that the books agree as those of the
first market do. It shares producers, places, market days and pictures with it, and nobody is told anything of it.
"""

import copy
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import singledispatchmethod
from random import Random

from django.db import models

from catalog.models import Photo, Product, ProductStep, Reservation, StockMovement, Variant
from marketplace.models import Account, Role, Transfer, User
from orders.models import (
    Cart,
    CartLine,
    Order,
    OrderLine,
    OrderStep,
    Payment,
    PaymentShare,
    PaymentStep,
    SubOrder,
    SubOrderStep,
)
from orders.models.cart import new_token
from orders.models.order import CODE_LETTERS, NUMBER

# What is copied, in an order in which nothing points to what is not there yet.
COPIED: Sequence[type[models.Model]] = [
    User, Product, ProductStep, Photo, Variant, StockMovement, Reservation, Cart, CartLine, Order, OrderStep, SubOrder,
    SubOrderStep, OrderLine, Payment, PaymentStep, PaymentShare, Account, Transfer,
]  # fmt: skip
OLDER_EACH_TIME = timedelta(seconds=97)
FIRST_PHONE = 81_200_010_000

Originals = Sequence[tuple[type[models.Model], Sequence[models.Model]]]


def add(times: int) -> None:
    """Write so many copies of the market that is there, each a little older than the one before."""
    if times <= 0:
        return
    originals = [(model, list(_all_of(model).order_by("pk"))) for model in COPIED]
    codes = _pickup_codes(taken=set(Order.objects.values_list("pickup_code", flat=True)))
    for number in range(1, times + 1):
        Copy(number, codes=codes).write(originals)


def _all_of(model: type[models.Model]) -> models.QuerySet[models.Model]:
    """What of a model belongs to the goods, the buyers and their orders."""
    rows = model._base_manager.all()
    if model is User:
        return rows.filter(role=Role.BUYER, producer_people=None)
    return rows.filter(kind=Account.Kind.ORDER) if model is Account else rows


def _pickup_codes(*, taken: set[str]) -> Iterator[str]:
    rng = Random("pickup codes")
    while True:
        code = "".join(rng.choices(CODE_LETTERS, k=4))
        if code not in taken:
            taken.add(code)
            yield code


class Copy:
    """One copy in the making: `made` tells the primary key of each row's copy, by model."""

    def __init__(self, number: int, *, codes: Iterator[str]) -> None:
        self.number = number
        self.codes = codes
        self.made: dict[type[models.Model], dict[int, int]] = {}

    def write(self, originals: Originals) -> None:
        for model, rows in originals:
            copies = model._base_manager.bulk_create([self._copied(row) for row in rows])
            self.made[model] = {row.pk: made.pk for row, made in zip(rows, copies, strict=True)}

    def _copied(self, row: models.Model) -> models.Model:
        """The row once more, not saved yet: it points to copies where there are any, and is unique where it must be."""
        made = copy.copy(row)
        made.pk, made._state.adding = None, True
        for column in row._meta.concrete_fields:
            value = getattr(row, column.attname)
            if isinstance(value, datetime):
                setattr(made, column.attname, value - OLDER_EACH_TIME * self.number)
            elif column.related_model in self.made:
                setattr(made, column.attname, self.made[column.related_model].get(value, value))
        self._renew(made)
        return made

    @singledispatchmethod
    def _renew(self, made: models.Model) -> None:
        """Give a copy values of its own where two rows cannot have the same."""

    @_renew.register
    def _(self, made: User) -> None:
        made.phone = f"+62{FIRST_PHONE + self.number * 100 + int(str(made.phone)[-2:])}"
        if made.email:
            name, _at, domain = made.email.partition("@")
            made.email = f"{name}.{self.number + 1}@{domain}"

    @_renew.register
    def _(self, made: Product) -> None:
        made.slug, made.name = f"{made.slug}-{self.number + 1}", f"{made.name} {self.number + 1}"

    @_renew.register
    def _(self, made: OrderLine) -> None:
        made.product_name = f"{made.product_name} {self.number + 1}"

    @_renew.register
    def _(self, made: Cart) -> None:
        made.token = new_token()

    @_renew.register
    def _(self, made: Order) -> None:
        made.token, made.pickup_code = new_token(), next(self.codes)

    @_renew.register
    def _(self, made: Account) -> None:
        made.owner = str(self.made[Order][int(made.owner)])

    @_renew.register
    def _(self, made: Transfer) -> None:
        deed, _colon, subject = made.key.partition(":")
        owner = PaymentShare if made.code == Transfer.Code.CAPTURE else SubOrder
        made.key = f"{deed}:{self.made[owner][int(subject)]}"
        made.memo = NUMBER.format(self.made[Order][int(made.memo.rpartition("-")[2])])
