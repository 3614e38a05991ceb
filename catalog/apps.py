"""The Django application `catalog`."""

from django.apps import AppConfig


class CatalogApp(AppConfig):
    name = "catalog"
