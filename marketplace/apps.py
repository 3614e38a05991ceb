"""The Django application `marketplace`."""

from django.apps import AppConfig


class MarketplaceApp(AppConfig):
    name = "marketplace"
