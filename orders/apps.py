"""The Django application `orders`."""

from importlib import import_module

from django.apps import AppConfig


class OrdersApp(AppConfig):
    name = "orders"

    def ready(self) -> None:
        """Make the texts of order events known to the outbox."""
        import_module("orders.notices")
