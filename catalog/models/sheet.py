"""Spreadsheets: a file of listings that a producer sent, what is wrong in it, and how far it has been applied."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.states import StateMachine, Step, status_is_one_of
from producers.models import Producer


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of(self, user: User) -> Self:
        """Of the producers for whom this person works, or acts under a grant."""
        return self.filter(producer__in=Producer.objects.of(user))

    def to_check(self, *, at: datetime) -> Self:
        """Not looked at yet, and no living worker holds them."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        return self.filter(free, status=Sheet.Status.SENT)

    def to_apply(self, *, at: datetime) -> Self:
        """To be applied, or begun by a worker that died."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        return self.filter(free, status=Sheet.Status.APPLYING)


class Sheet(StateMachine):
    """A spreadsheet of one producer: sent, checked as a dry run, then applied row by row.

    `mistakes` are `{row, column, message}`. Of `rows` rows `done` are applied: a worker that takes over goes on there.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Cannot be used")
        DROPPED = "dropped", _("Dropped")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.SENT: frozenset({Status.CHECKED, Status.FAILED, Status.DROPPED}),
        Status.CHECKED: frozenset({Status.APPLYING, Status.DROPPED}),
        Status.APPLYING: frozenset({Status.APPLIED, Status.FAILED}),
        Status.APPLIED: frozenset(),
        Status.FAILED: frozenset(),
        Status.DROPPED: frozenset(),
    }

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="sheets")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    file = models.FileField(max_length=120, blank=True)
    result = models.FileField(max_length=120, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.SENT)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    mistakes = models.JSONField(default=list, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            status_is_one_of(
                "sent", "checked", "applying", "applied", "failed", "dropped", name="sheet_status_is_known"
            ),
            models.CheckConstraint(condition=models.Q(done__lte=models.F("rows")), name="sheet_done_within_rows"),
        ]

    def __str__(self) -> str:
        return self.name


class SheetStep(Step):
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="steps")
