"""Ways to pay, each one file behind the same small protocol; `METHODS` is the list of them.

To add one: write `orders/payments/<name>.py` with a class of this protocol, and put it in `METHODS`.
"""

from orders.payments.cash import Cash
from orders.payments.method import Method, MethodNotOffered, NotPaid

METHODS: dict[str, Method] = {method.code: method for method in (Cash(),)}


def offered() -> list[Method]:
    """The methods that a buyer can choose now."""
    return [method for method in METHODS.values() if method.is_offered()]


def method(code: str) -> Method:
    """The method with that code; refuses with `MethodNotOffered` what a buyer cannot choose now."""
    found = METHODS.get(code)
    if found is None or not found.is_offered():
        raise MethodNotOffered
    return found


__all__ = ["METHODS", "Method", "MethodNotOffered", "NotPaid", "method", "offered"]
