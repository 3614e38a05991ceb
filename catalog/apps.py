"""The Django application `catalog`."""

from importlib import import_module

from django.apps import AppConfig


class CatalogApp(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        """Let search take its triggers out of the way of migrations."""
        import_module("catalog.search")
