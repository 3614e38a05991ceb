"""The Django application `orders`."""

from importlib import import_module

from django.apps import AppConfig

from marketplace.editions import Showing, Shown


class OrdersApp(Showing, AppConfig):
    name = "orders"
    shown = (Shown("FeeRule"),)

    def ready(self) -> None:
        """Make the texts of order events known to the outbox, and the co-op's fee to the pages of the catalog."""
        import_module("orders.notices")
        import_module("orders.breakdown")
