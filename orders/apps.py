"""The Django application `orders`."""

from importlib import import_module

from marketplace.editions import ShowingApp, Shown


class OrdersApp(ShowingApp):
    name = "orders"
    shown = (Shown("FeeRule"),)

    def ready(self) -> None:
        """Make the texts of order events known to the outbox."""
        import_module("orders.notices")
