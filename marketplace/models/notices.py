"""Notices: messages owed to people, and every try to deliver one."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.refusals import WrongStep

FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)


class Channel(models.TextChoices):
    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def owed(self) -> Self:
        return self.filter(status=Notice.Status.OWED)

    def due(self, *, at: datetime) -> Self:
        """Owed, their time has come, and no living worker holds them."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        return self.owed().filter(free, due_at__lte=at)

    def given_up(self) -> Self:
        return self.filter(status=Notice.Status.GIVEN_UP)

    def inbox_of(self, user: models.Model) -> Self:
        return self.filter(user=user, channel=Channel.INBOX, status=Notice.Status.SENT).order_by("-pk")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def mark_read(self, *, at: datetime) -> int:
        """The person has seen them; how many were new to her."""
        return self.unread().update(read_at=at)


class Notice(models.Model):
    """A message owed to a person about an event: one row for each event, subject, person and channel.

    The person is a `user`, whose address is looked up when it is sent, or a `guest` (phone number or e-mail address).
    `subject_id` is the primary key of what the event is about; the event's text is built at send time from its state.
    """

    class Status(models.TextChoices):
        OWED = "owed", _("Owed")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("No longer true")
        GIVEN_UP = "given_up", _("Given up")

    event = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="notices")
    guest = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, default="id")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OWED)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=16, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "subject_id", "user", "channel"],
                condition=models.Q(guest=""),
                name="notice_once_for_a_user",
            ),
            models.UniqueConstraint(
                fields=["event", "subject_id", "guest", "channel"],
                condition=models.Q(user=None),
                name="notice_once_for_a_guest",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(guest=""), name="notice_for_a_user_or_a_guest"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["owed", "sent", "dropped", "given_up"]), name="notice_status_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(status="owed"), name="notice_owed"),
            models.Index(fields=["user", "channel", "-id"], name="notice_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_id} by {self.channel}"

    @property
    def message_id(self) -> str:
        """The same for every try, so that a repeated e-mail is recognised as one."""
        return f"<notice-{self.pk}@{settings.SITE_URL.split('//')[1].split(':')[0]}>"

    def claim(self, *, at: datetime, lease: timedelta) -> bool:
        """Take this notice for one try, if nobody else holds it; the claim runs out after `lease`."""
        token = secrets.token_hex(8)
        rows = Notice.objects.due(at=at).filter(pk=self.pk)
        if not rows.update(lease=token, lease_until=at + lease, tries=models.F("tries") + 1):
            return False
        self.lease, self.lease_until, self.tries = token, at + lease, self.tries + 1
        return True

    def settle(self, status: Status, *, at: datetime, subject: str = "", body: str = "", detail: str = "") -> bool:
        """End the try with a final status, unless another worker took over meanwhile; False if one did."""
        rows = Notice.objects.owed().filter(pk=self.pk, lease=self.lease)
        sent_at = at if status == self.Status.SENT else None
        if not rows.update(status=status, sent_at=sent_at, lease_until=None, subject=subject, body=body):
            return False
        self.attempts.create(at=at, outcome=status, detail=detail[:300])
        return True

    def owe_again(self, *, at: datetime) -> None:
        """Owe what was given up once more, as if made now; refuses with `WrongStep` what is not given up."""
        fresh = {"status": self.Status.OWED, "made_at": at, "due_at": at, "tries": 0}
        if not Notice.objects.given_up().filter(pk=self.pk).update(**fresh):
            raise WrongStep
        for name, value in fresh.items():
            setattr(self, name, value)

    def put_off(self, *, at: datetime, detail: str, jitter: float) -> None:
        """Owe it again later, twice as late each time (`jitter` in 0..1 adds up to half); give up after a day."""
        if at - self.made_at >= GIVE_UP_AFTER:
            self.settle(self.Status.GIVEN_UP, at=at, detail=detail)
            return
        wait = min(FIRST_RETRY * 2 ** min(self.tries - 1, 10), LONGEST_RETRY) * (1 + jitter / 2)
        if Notice.objects.owed().filter(pk=self.pk, lease=self.lease).update(due_at=at + wait, lease_until=None):
            self.attempts.create(at=at, outcome="retry", detail=detail[:300])


class DeliveryAttempt(models.Model):
    """One try to deliver a notice and how it ended: a final status of the notice, or `retry`."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%Y-%m-%d %H:%M:%S}"


class Heartbeat(models.Model):
    """The last time that a process said it was alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
