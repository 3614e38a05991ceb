"""The co-operative: who runs the market, the one row of its own settings."""

from typing import ClassVar

from django.db import models
from phonenumber_field.modelfields import PhoneNumberField


class Cooperative(models.Model):
    """The co-op that is the seller of record. There is one row, with primary key 1."""

    name = models.CharField(max_length=100)
    story = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = PhoneNumberField(blank=True)
    email = models.EmailField(blank=True)
    business_number = models.CharField(max_length=30, blank=True, help_text="NIB")
    accept_hours = models.PositiveSmallIntegerField(default=24)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_cooperative")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Cooperative":
        """The co-op; before anyone has set it up, an unsaved one with the market's own name."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="Pasar Karya")
