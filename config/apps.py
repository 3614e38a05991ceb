"""The Django application `config`."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "config"
