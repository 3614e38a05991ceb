"""Trust: whose listings are published without a review, and who decided that, and why."""

from typing import ClassVar

from django.db import models

from marketplace.models import User
from producers.models.producer import Producer


class TrustChange(models.Model):
    """One decision that a producer is trusted, or no longer. Never changed and never deleted."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="trust_changes")
    is_trusted = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.producer}: {'trusted' if self.is_trusted else 'not trusted'}"
