"""The Django application `config`, and which static files of others the market serves."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ConfigApp(AppConfig):
    name = "config"


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page uses; to compress that too would take most of the first start."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework"]
