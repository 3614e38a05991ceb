"""Celery's entries to the deeds of the commons."""

from celery import shared_task
from django.utils import timezone

from marketplace import pictures
from marketplace.models import Heartbeat
from marketplace.notices import outbox


@shared_task
def dispatch_notices() -> None:
    outbox.dispatch()


@shared_task
def render_pictures() -> None:
    pictures.render_waiting(limit=20, at=timezone.now(), seconds=4)


@shared_task
def tidy_pictures() -> None:
    pictures.tidy(at=timezone.now())


@shared_task
def beat_heart() -> None:
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
