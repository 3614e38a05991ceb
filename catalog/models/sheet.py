"""Spreadsheets: a file of listings that a producer sent, what is wrong in it, and how far it has been applied."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Variant
from marketplace.models import User
from marketplace.refusals import Refusal, WrongStep
from marketplace.states import StateMachine, Step, status_is_one_of
from producers.models import Producer

MOST_ATTEMPTS = 3


class HasMistakes(Refusal):
    code = "sheet_has_mistakes"
    message = _("There are mistakes in this spreadsheet. Mend them and send it again, or apply the other rows only.")


class NothingToApply(Refusal):
    code = "nothing_to_apply"
    message = _("There is nothing to apply: your products are already as this spreadsheet says.")


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of(self, user: User) -> Self:
        """Of the producers for whom this person works, or acts under a grant."""
        return self.filter(producer__in=Producer.objects.of(user))

    def under_way(self) -> Self:
        """A worker will do something with them by itself."""
        return self.filter(status__in=[Sheet.Status.SENT, Sheet.Status.APPLYING])

    def over(self) -> Self:
        return self.filter(status__in=[status for status, following in Sheet.NEXT.items() if not following])

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

    `mistakes` are `{row, column, message}`; `changes`, the first ones that applying it would make, are `{row, name,
    kind, cells}` with `{column, before, after}` for each cell; `ignored` are headings that nobody knows. Of `rows` rows
    `done` are applied: a worker that takes over goes on there. `attempts` counts the workers that held it since it last
    got on.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Being checked")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Done")
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
    changes = models.JSONField(default=list, blank=True)
    ignored = models.JSONField(default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
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

    def claim(self, *, at: datetime, lease: timedelta) -> bool:
        """Take this sheet for a while, if no living worker holds it."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        rows = Sheet.objects.filter(free, pk=self.pk, status=self.status)
        until = at + lease
        if not rows.update(lease_until=until, attempts=models.F("attempts") + 1):
            return False
        self.refresh_from_db()
        return True

    def complete_check(
        self,
        *,
        at: datetime,
        rows: int,
        counts: Mapping[str, int],
        mistakes: Sequence[Mapping[str, Any]],
        changes: Sequence[Mapping[str, Any]],
        ignored: Sequence[str] = (),
    ) -> None:
        """It was read: so many rows, so much would change, this is wrong."""
        found: dict[str, Any] = {"counts": counts, "mistakes": mistakes, "changes": changes, "ignored": ignored}
        self._move(self.Status.CHECKED, at=at, by=None, rows=rows, attempts=0, lease_until=None, **found)

    def begin(self, *, by: User, at: datetime) -> None:
        """Apply all of it. Refuses with `HasMistakes` and `NothingToApply`."""
        if self.status == self.Status.CHECKED and self.mistakes:
            raise HasMistakes
        self.begin_faultless(by=by, at=at)

    def begin_faultless(self, *, by: User, at: datetime) -> None:
        """Apply the rows without mistakes. Refuses with `NothingToApply`."""
        if self.status == self.Status.CHECKED and not self.has_changes:
            raise NothingToApply
        self._move(self.Status.APPLYING, by=by, at=at, attempts=0, lease_until=None)

    def advance(self, *, to: int, at: datetime, lease: timedelta) -> None:
        """So many rows are applied. Refuses with `WrongStep` if another worker holds the sheet by now.

        Call it inside the transaction that applies the rows.
        """
        held = Sheet.objects.filter(
            pk=self.pk, status=self.Status.APPLYING, done=self.done, lease_until=self.lease_until
        )
        until = at + lease
        if not held.update(done=to, attempts=0, lease_until=until):
            raise WrongStep
        self.done, self.attempts, self.lease_until = to, 0, until

    def let_go(self) -> None:
        """Leave the rest to whoever takes it next."""
        Sheet.objects.filter(pk=self.pk, lease_until=self.lease_until).update(lease_until=None)
        self.lease_until = None

    def complete(self, *, at: datetime) -> None:
        """All rows are applied, and the file tells what became of each."""
        self._move(self.Status.APPLIED, by=None, at=at, result=self.result_name, lease_until=None)

    def fail(self, *, at: datetime, reason: str) -> None:
        """It cannot be read, or not applied any further; the reason is for the producer."""
        self._move(self.Status.FAILED, by=None, at=at, reason=reason, lease_until=None)

    def drop(self, *, by: User, at: datetime) -> None:
        """The producer does not want it any more."""
        self._move(self.Status.DROPPED, by=by, at=at, lease_until=None)

    def forget_files(self) -> None:
        """The files are going to be erased."""
        Sheet.objects.filter(pk=self.pk).update(file="", result="")

    @property
    def rows_name(self) -> str:
        """The name in the storage of its rows as the check read them."""
        return f"{self.file.name}.json"

    @property
    def result_name(self) -> str:
        """The name in the storage of the file that tells what became of each row."""
        return f"{self.file.name}.xlsx"

    @property
    def files(self) -> list[str]:
        """The names in the storage of every file that may belong to it."""
        return [str(self.file.name), self.rows_name, self.result_name] if self.file else []

    @property
    def begun_by(self) -> User:
        """Who let it be applied."""
        step = self.steps.select_related("by").filter(after=self.Status.APPLYING).last()
        return step.by if step and step.by else self.made_by

    @property
    def has_changes(self) -> bool:
        """Whether applying it would change anything."""
        return bool(self.counts.get("new") or self.counts.get("changed"))

    @property
    def is_worn_out(self) -> bool:
        return self.attempts >= MOST_ATTEMPTS

    @property
    def is_under_way(self) -> bool:
        """Whether a worker will do something with it by itself."""
        return self.status in {self.Status.SENT, self.Status.APPLYING}

    @property
    def failure(self) -> str:
        """Why it cannot be used; empty if it can."""
        last = self.steps.last() if self.status == self.Status.FAILED else None
        return last.reason if last else ""


class SheetStep(Step):
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="steps")


class SheetRowQuerySet(models.QuerySet["SheetRow"]):
    def counted(self) -> dict[str, int]:
        """How many rows there are of each outcome."""
        return dict(self.order_by().values_list("outcome").annotate(models.Count("pk")))


class SheetRow(models.Model):
    """What became of one row of a sheet, written in the transaction that applied it."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        SKIPPED = "skipped", _("Left out: it has a mistake")
        REFUSED = "refused", _("Not applied")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    variant = models.ForeignKey(Variant, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["new", "changed", "unchanged", "skipped", "refused"]),
                name="sheet_row_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}: {self.outcome}"
