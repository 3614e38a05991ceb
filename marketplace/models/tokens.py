"""Tokens: how programs sign in for a person."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from knox.models import AbstractAuthToken, AuthTokenManager


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, *, at: datetime) -> Self:
        return self.filter(models.Q(expiry=None) | models.Q(expiry__gt=at))


class ApiToken(AbstractAuthToken):
    """A named token of a person. Only its digest is kept; `objects.create` gives the row and, this once, the token."""

    # The primary key is the digest, which has no business in an address.
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)

    objects = AuthTokenManager.from_queryset(ApiTokenQuerySet)()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"token {self.handle}"
