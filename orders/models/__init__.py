"""The nouns of buying."""

from orders.models.cart import Cart, CartLine
from orders.models.fee import FeeRule
from orders.models.order import Order, OrderLine, OrderStep, SubOrder, SubOrderStep
from orders.models.payment import Payment, PaymentShare, PaymentStep

__all__ = [
    "Cart",
    "CartLine",
    "FeeRule",
    "Order",
    "OrderLine",
    "OrderStep",
    "Payment",
    "PaymentShare",
    "PaymentStep",
    "SubOrder",
    "SubOrderStep",
]
