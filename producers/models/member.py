"""The co-op's register of members."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Max, Q
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.models import User, Village
from producers.models.producer import ProducerPerson


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self, *, on: date) -> Self:
        """Members on that day."""
        return self.filter(joined_on__lte=on).exclude(left_on__lte=on)

    def next_number(self) -> int:
        """One more than the highest number that was ever given."""
        return (self.aggregate(highest=Max("number"))["highest"] or 0) + 1


class Member(models.Model):
    """A person on the register (*buku daftar anggota*): the number is given once and never again.

    Her savings are in the ledger. A row is never deleted: who leaves has a last day.
    """

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="membership")
    person = models.OneToOneField(
        ProducerPerson, null=True, blank=True, on_delete=models.PROTECT, related_name="membership"
    )
    phone = PhoneNumberField(blank=True)
    village = models.ForeignKey(Village, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    leaving_reason = models.CharField(max_length=200, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_leaves_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def leave(self, *, on: date, reason: str) -> None:
        """The last day of her membership."""
        self.left_on, self.leaving_reason = on, reason
        self.save(update_fields=["left_on", "leaving_reason"])
