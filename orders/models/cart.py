"""Carts: what a visitor means to buy. A cart holds no stock and needs no account; its token is the right to it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import OutOfStock, Variant
from marketplace.models import User
from marketplace.money import Money, MoneyField
from marketplace.refusals import Refusal

MOST_OF_ONE = 999
MOST_LINES = 50


class WrongQuantity(Refusal):
    """Not a whole number from 1 to 999."""

    code = "wrong_quantity"
    message = _("Choose a quantity from 1 to 999.")
    status = 400


class NotOnSale(Refusal):
    """The listing is not published, its producer is not verified, or the choice is switched off. Fact: `product`."""

    code = "not_on_sale"
    message = _("%(product)s is not on sale at the moment.")


class CartFull(Refusal):
    """More different goods than one order can have."""

    code = "cart_full"
    message = _("A cart can hold 50 different goods. Order these first.")


class CartOrdered(Refusal):
    """The cart became an order: it does not change any more."""

    code = "cart_already_ordered"
    message = _("This cart has already been ordered.")


def new_token() -> str:
    """A secret of 32 characters that opens a cart or an order."""
    return secrets.token_urlsafe(24)


class CartQuerySet(models.QuerySet["Cart"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of nobody in particular, and the person's own; the token does the rest."""
        nobodys = models.Q(user=None)
        return self.filter(nobodys | models.Q(user=user) if user.is_authenticated else nobodys)

    def open(self) -> Self:
        """Not ordered yet."""
        return self.filter(order=None)


class Cart(models.Model):
    """What a visitor means to buy. It becomes one order at most."""

    token = models.CharField(max_length=40, unique=True, default=new_token)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="carts")
    made_at = models.DateTimeField()

    objects = CartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"cart {self.pk}"

    def put(self, variant: Variant, quantity: int, *, at: datetime) -> "CartLine":
        """Have exactly that many of the variant, at the price of this moment. Refuses what cannot be ordered now."""
        return self._put(variant, quantity, there=self._contents(), at=at)

    def add(self, variant: Variant, quantity: int, *, at: datetime) -> "CartLine":
        """Have that many more of the variant."""
        if not 1 <= quantity <= MOST_OF_ONE:
            raise WrongQuantity
        there = self._contents()
        return self._put(variant, there.get(variant.pk, 0) + quantity, there=there, at=at)

    def _put(self, variant: Variant, quantity: int, *, there: Mapping[int, int], at: datetime) -> "CartLine":
        if not 1 <= quantity <= MOST_OF_ONE:
            raise WrongQuantity
        if not (variant.is_active and variant.product.is_on_sale):
            raise NotOnSale(product=variant.full_name)
        variant.product.producer.refuse_if_away(on=timezone.localdate(at))
        if quantity > variant.available:
            raise OutOfStock(product=variant.full_name, available=variant.available, asked=quantity)
        if len(there.keys() - {variant.pk}) >= MOST_LINES:
            raise CartFull
        line = CartLine(cart=self, variant=variant, quantity=quantity, price_seen=variant.price)
        CartLine.objects.bulk_create(
            [line],
            update_conflicts=True,
            unique_fields=["cart", "variant"],
            update_fields=["quantity", "price_seen"],
        )
        return line

    def remove(self, line: "CartLine") -> None:
        self._refuse_if_ordered()
        self.lines.filter(pk=line.pk).delete()

    def belong_to(self, user: User) -> None:
        """Become the cart of the person who signed in, if it was nobody's."""
        Cart.objects.filter(pk=self.pk, user=None).update(user=user)

    @property
    def is_ordered(self) -> bool:
        return hasattr(self, "order")

    def _contents(self) -> dict[int, int]:
        """How many of each variant are in it, in one query. Refuses with `CartOrdered`."""
        rows = Cart.objects.open().filter(pk=self.pk).values_list("lines__variant", "lines__quantity")
        if not rows:
            raise CartOrdered
        return {variant: quantity for variant, quantity in rows if variant is not None}

    def _refuse_if_ordered(self) -> None:
        if not Cart.objects.open().filter(pk=self.pk).exists():
            raise CartOrdered


class CartLineQuerySet(models.QuerySet["CartLine"]):
    def detailed(self) -> Self:
        """With all that a quote needs, in one query, by producer."""
        return self.select_related("variant__product__producer__kind", "variant__product__category").order_by(
            "variant__product__producer__name", "variant__product__producer_id", "pk"
        )


class CartLine(models.Model):
    """So many of one variant, with the price that the buyer saw when she put it there."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    price_seen = MoneyField()

    objects = CartLineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="cart_line_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id}"

    @property
    def price(self) -> Money:
        """The price of this moment."""
        return self.variant.price

    @property
    def total(self) -> Money:
        return self.variant.price * self.quantity

    @property
    def has_moved(self) -> bool:
        """Whether the price is another one than the buyer saw."""
        return self.variant.price != self.price_seen
