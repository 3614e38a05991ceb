"""The Django application `catalog`."""

from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import AppConfig

from marketplace.editions import Showing, Shown


class CatalogApp(Showing, AppConfig):
    name = "catalog"
    shown = (
        Shown("Category"),
        Shown("Product"),
        Shown("Variant", stock=["on_hand", "reserved"]),
        Shown("Photo"),
        Shown("Claim"),
        Shown("MarketDay"),
        Shown("MarketDay_pickup_points"),
    )

    def ready(self) -> None:
        """Let search take its triggers out of the way of migrations; make the texts of notices and the log known."""
        import_module("catalog.search")
        import_module("catalog.notices")
        import_module("catalog.log")

    def next_turn(self, *, after: datetime) -> datetime | None:
        """When a market day opens or closes: pages say so, and nothing is changed then."""
        market_day: Any = self.get_model("MarketDay")
        turn: datetime | None = market_day.objects.next_turn(after=after)
        return turn
