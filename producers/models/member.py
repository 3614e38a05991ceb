"""The co-op's register of members."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Max, Q
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.models import User, Village
from producers.models.producer import MEANS_A_PHONE, ProducerPerson, digits_of_phone

# In digits: no register of members comes near it, and any database can look for it.
LONGEST_NUMBER = 10


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self, *, on: date) -> Self:
        """Members on that day."""
        return self.filter(joined_on__lte=on).exclude(left_on__lte=on)

    def left(self, *, on: date) -> Self:
        """Those whose membership is over on that day."""
        return self.filter(left_on__lte=on)

    def found_by(self, text: str) -> Self:
        """Those whose number the text is, or whose name or phone number it is a part of."""
        text = text.strip()
        found = Q(name__icontains=text)
        if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER:
            found |= Q(number=int(text))
        if len(digits := digits_of_phone(text)) >= MEANS_A_PHONE:
            found |= Q(phone__contains=digits)
        return self.filter(found)

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

    def amend(self, **fields: Any) -> None:
        """Correct what is written about her."""
        Member.objects.filter(pk=self.pk).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)

    def leave(self, *, on: date, reason: str) -> bool:
        """The last day of her membership; False if she had left already."""
        if not Member.objects.filter(pk=self.pk, left_on=None).update(left_on=on, leaving_reason=reason):
            return False
        self.left_on, self.leaving_reason = on, reason
        return True

    @property
    def has_left(self) -> bool:
        return self.left_on is not None
