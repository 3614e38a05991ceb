"""Celery's entries to the deeds about producers."""

from celery import shared_task
from django.utils import timezone

from producers import certificates


@shared_task
def end_certificates() -> None:
    certificates.expire(at=timezone.now())
