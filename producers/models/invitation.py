"""Invitations: a link by which somebody becomes one of the people of a producer."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers.models.producer import Producer, ProducerPerson

VALID_FOR = timedelta(days=7)


class InvitationEnded(Refusal):
    """The invitation was used, called off, or its week is over."""

    code = "invitation_ended"
    message = _("This invitation cannot be used any more. Ask for a new one.")
    status = 410


class AlreadyThere(Refusal):
    """The person already belongs to that producer."""

    code = "already_there"
    message = _("You already belong to %(producer)s.")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, *, at: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def opened_by(self, token: str) -> Self:
        """One or none: the invitation of that link."""
        return self.filter(token_hash=hashed(token))


class InvitationManager(models.Manager.from_queryset(InvitationQuerySet)):  # type: ignore[misc]  # made at run time
    def invite(self, producer: Producer, *, name: str, role: str, by: User, at: datetime) -> tuple["Invitation", str]:
        """A new invitation and the secret of its link, which is kept nowhere else."""
        token = secrets.token_urlsafe(24)
        made: Invitation = self.create(
            producer=producer,
            name=name,
            role=role,
            token_hash=hashed(token),
            made_by=by,
            made_at=at,
            expires_at=at + VALID_FOR,
        )
        return made, token


class Invitation(models.Model):
    """One person is asked to join a producer in a role; the link works once, for a week."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=ProducerPerson.Role.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationManager()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} to {self.producer}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether somebody can still accept it."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > at

    def accept(self, *, by: User, at: datetime) -> ProducerPerson:
        """The person joins; a maker without account of the same name becomes her. Refuses what has ended, and twice."""
        with transaction.atomic():
            if not Invitation.objects.open(at=at).filter(pk=self.pk).update(accepted_at=at, accepted_by=by):
                raise InvitationEnded
            if self.producer.people.filter(user=by).exists():
                raise AlreadyThere(producer=self.producer)
            person = self.producer.people.filter(user=None, name__iexact=self.name).first()
            person = person or ProducerPerson(producer=self.producer, name=self.name)
            person.user, person.role = by, self.role
            person.save()
        self.accepted_at, self.accepted_by = at, by
        return person

    def revoke(self, *, at: datetime) -> None:
        """The link works no more; one that was used stays used."""
        if Invitation.objects.open(at=at).filter(pk=self.pk).update(revoked_at=at):
            self.revoked_at = at
