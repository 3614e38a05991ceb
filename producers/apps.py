"""The Django application `producers`."""

from django.apps import AppConfig


class ProducersApp(AppConfig):
    name = "producers"
