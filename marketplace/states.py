"""States: a noun with a status moves only as its table allows, and each move leaves a row that says who and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction

from marketplace.refusals import WrongStep

NOTHING_ELSE: Mapping[str, Any] = {}


class StateMachine(models.Model):
    """A noun with a `status` field, a table `NEXT` with every status as a key, and rows of `Step` named `steps`."""

    NEXT: ClassVar[Mapping[str, frozenset[str]]]

    class Meta:
        abstract = True

    def _move(
        self,
        after: str,
        *,
        at: datetime,
        by: models.Model | None,
        reason: str = "",
        told: Mapping[str, Any] = NOTHING_ELSE,
        **fields: Any,
    ) -> None:
        """Go to `after` and write the step row, with what else is `told` there; `fields` change in the same update.

        Refuses with `WrongStep` what the table forbids and what somebody else moved first.
        """
        before: str = self.status  # type: ignore[attr-defined]  # declared by the noun with its own choices
        if after not in self.NEXT[before]:
            raise WrongStep
        with transaction.atomic():
            rows: Any = type(self)._base_manager
            if not rows.filter(pk=self.pk, status=before).update(status=after, **fields):
                raise WrongStep
            self.steps.create(before=before, after=after, at=at, by=by, reason=reason, **told)  # type: ignore[attr-defined]  # as is `steps`
        for name, value in {"status": after, **fields}.items():
            setattr(self, name, value)


class Step(models.Model):
    """One move of a noun, never changed: from which status to which, when, by whom and why."""

    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before or '-'} > {self.after}"


def status_is_one_of(*statuses: str, name: str) -> models.CheckConstraint:
    """The constraint by which the database accepts no status outside the list, which repeats the noun's `Status`."""
    return models.CheckConstraint(condition=models.Q(status__in=statuses), name=name)
