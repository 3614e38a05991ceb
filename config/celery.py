"""The Celery application: which tasks exist, and when beat calls them."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("pasar-karya")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
