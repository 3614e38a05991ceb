"""The edition of what the public pages show: a number that rises with every change of it."""

from django.db import models


class Edition(models.Model):
    """A share of the number. The edition is the sum of all shares, so that many may raise it without waiting."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"share {self.shard}: {self.number}"
