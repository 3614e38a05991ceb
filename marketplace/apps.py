"""The Django application `marketplace`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from marketplace import editions
from marketplace.editions import Showing, Shown


class MarketplaceApp(Showing, AppConfig):
    name = "marketplace"
    shown = (
        Shown("Cooperative"),
        Shown("District"),
        Shown("Village"),
        Shown("PickupPoint"),
        Shown("Picture", columns=["status", "key", "widths", "width", "height", "colour"]),
        Shown("User", columns=["name"]),  # who confirmed a certificate
    )

    def ready(self) -> None:
        """Let the triggers of the edition follow every migration."""
        pre_migrate.connect(editions.take_down, sender=self)
        post_migrate.connect(editions.put_up, sender=self)
