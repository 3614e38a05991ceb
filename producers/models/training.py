"""Training: who taught what to whom, and the certificate that anyone may check."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models import Picture, User
from marketplace.refusals import Refusal
from marketplace.states import StateMachine, Step, status_is_one_of
from producers.models.producer import Producer, ProducerPerson

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """A code of ten characters for the public check page, without letters that look like digits."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(10))


class TrainingProvider(models.Model):
    """A school or centre that trains people for work."""

    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """What is taught: a skill, over a number of hours."""

    provider = models.ForeignKey(TrainingProvider, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=120)
    skill = models.CharField(max_length=60)
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["provider", "name"], name="programme_once")]

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """One intake of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "name"], name="cohort_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="cohort_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.name}"


class CohortUnknown(Refusal):
    """Nobody has said of which cohort the certificate is."""

    code = "cohort_unknown"
    message = _("Choose the programme and cohort that the certificate is of.")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def confirmed(self) -> Self:
        return self.filter(status=Certificate.Status.CONFIRMED)

    def valid(self, *, on: date) -> Self:
        return self.confirmed().filter(models.Q(expires_on=None) | models.Q(expires_on__gte=on))

    def run_out(self, *, on: date) -> Self:
        """Still confirmed, though their last day is over."""
        return self.confirmed().filter(expires_on__lt=on)

    def of_applicants(self) -> Self:
        """Those that coordinators know of: papers in a draft are still their owner's business."""
        return self.filter(person__producer__in=Producer.objects.sent_in())

    def ending(self, *, first: date, last: date) -> Self:
        """Confirmed ones whose last day is one of those days."""
        return self.confirmed().filter(expires_on__range=(first, last))

    def shown(self) -> Self:
        """Those of people who agreed to be shown."""
        return self.filter(person__consented_at__isnull=False)

    def detailed(self) -> Self:
        return self.select_related("person__producer", "cohort__programme__provider", "confirmed_by")


class Certificate(StateMachine):
    """A person's proof of training: claimed by her, confirmed by a coordinator who saw the paper or its photo.

    A claim may name a `training` in her words; the coordinator who confirms it finds the cohort.

    Only a competency certificate (a test passed) says that she can do it; the others say that she took part.
    """

    class Kind(models.TextChoices):
        COMPETENCY = "competency", _("Competency certificate")
        ATTENDANCE = "attendance", _("Training certificate")
        COURSE = "course", _("Course certificate")

    class Status(models.TextChoices):
        CLAIMED = "claimed", _("Not yet checked")
        CONFIRMED = "confirmed", _("Checked")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.CLAIMED: frozenset({Status.CONFIRMED, Status.WITHDRAWN}),
        Status.CONFIRMED: frozenset({Status.EXPIRED, Status.WITHDRAWN}),
        Status.EXPIRED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    }

    code = models.CharField(max_length=10, unique=True, default=new_code)
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(ProducerPerson, on_delete=models.PROTECT, related_name="certificates")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates")
    training = models.CharField(max_length=200, blank=True)
    paper = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CLAIMED)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-issued_on", "pk"]
        constraints: ClassVar = [
            status_is_one_of("claimed", "confirmed", "expired", "withdrawn", name="certificate_status_is_known"),
            models.UniqueConstraint(
                fields=["cohort", "number"],
                condition=~models.Q(status="withdrawn"),
                name="certificate_number_once_a_cohort",
            ),
            models.CheckConstraint(
                condition=models.Q(cohort__isnull=False) | models.Q(status__in=["claimed", "withdrawn"]),
                name="certificate_confirmed_of_a_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def confirm(self, *, by: User, at: datetime, cohort: Cohort | None = None) -> None:
        """A coordinator has compared it with the paper or asked who issued it. Refuses one that is of no cohort."""
        cohort = cohort or self.cohort
        if cohort is None:
            raise CohortUnknown
        self._move(self.Status.CONFIRMED, by=by, at=at, cohort=cohort, confirmed_by=by, confirmed_at=at)

    def expire(self, *, at: datetime) -> None:
        self._move(self.Status.EXPIRED, by=None, at=at)

    def withdraw(self, *, by: User, at: datetime, reason: str) -> None:
        self._move(self.Status.WITHDRAWN, by=by, at=at, reason=reason)

    def is_valid(self, *, on: date) -> bool:
        return self.status == self.Status.CONFIRMED and (self.expires_on is None or self.expires_on >= on)


class CertificateStep(Step):
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="steps")

    @property
    def label(self) -> str:
        """The status that it led to, in the reader's language."""
        return str(Certificate.Status(self.after).label)
