"""Celery's entries to the deeds of the catalog."""

from celery import shared_task
from django.utils import timezone

from catalog import claims, share
from catalog.spreadsheet import applying, checking, sending


@shared_task
def end_claims() -> None:
    """End what is over, and tell of what ends soon."""
    now = timezone.now()
    claims.expire(at=now)
    claims.tell_of_ends(at=now)


@shared_task
def tidy_cards() -> None:
    share.tidy(at=timezone.now())


@shared_task
def work_on_sheets() -> None:
    checking.check_sent(limit=1)
    applying.apply_waiting(seconds=8)


@shared_task
def tidy_sheets() -> None:
    sending.tidy(at=timezone.now())
