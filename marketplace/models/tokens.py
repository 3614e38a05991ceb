"""Tokens: how programs sign in for a person."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

from marketplace.models.people import User


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, *, at: datetime) -> Self:
        return self.filter(models.Q(expiry=None) | models.Q(expiry__gt=at))

    def make(self, user: User, *, name: str, good_for: timedelta, at: datetime) -> str:
        """A new token, which only the caller ever sees: the row keeps its digest."""
        digest, token = get_digest_token()
        key: str = token[: CONSTANTS.TOKEN_KEY_LENGTH]
        self.create(digest=digest, token_key=key, user=user, name=name, expiry=at + good_for)
        return str(token)


class ApiToken(AbstractAuthToken, models.Model):  # a model in any case; knox bears no types that would say so
    """A named token of a person."""

    # The primary key is the digest, which has no business in an address.
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"token {self.handle}"
