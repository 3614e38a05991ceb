"""Producers: the graduate or the group whose goods are sold, and the people behind the name."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.models import District, Picture, User, Village
from marketplace.states import StateMachine, Step, status_is_one_of


class ProducerKind(models.Model):
    """A kind of producer, such as sewing groups; new kinds are added as data."""

    code = models.SlugField(primary_key=True)
    name_id = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    icon = models.CharField(max_length=20, default="store")

    class Meta:
        ordering: ClassVar = ["name_id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_id


class ProducerQuerySet(models.QuerySet["Producer"]):
    def verified(self) -> Self:
        return self.filter(status=Producer.Status.VERIFIED)

    def of(self, user: User) -> Self:
        """The producers for whom this person works."""
        return (
            self.filter(people__user=user, people__role__in=ProducerPerson.WORKING)
            if user.is_authenticated
            else self.none()
        )

    def listed(self) -> Self:
        """Ready to be shown: with kind, place and picture, by name."""
        return self.select_related("kind", "district", "village__district", "picture").order_by("name", "pk")


class Producer(StateMachine):
    """Who makes: one graduate or a group. Goods are shown and sold only while the producer is verified."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        VERIFIED = "verified", _("Verified")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.APPLIED: frozenset({Status.VERIFIED, Status.CLOSED}),
        Status.VERIFIED: frozenset({Status.SUSPENDED, Status.CLOSED}),
        Status.SUSPENDED: frozenset({Status.VERIFIED, Status.CLOSED}),
        Status.CLOSED: frozenset(),
    }

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.ForeignKey(ProducerKind, on_delete=models.PROTECT, related_name="producers")
    is_group = models.BooleanField(default=True)
    story = models.TextField(blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    whatsapp = PhoneNumberField(blank=True)
    bank_name = models.CharField(max_length=60, blank=True)
    bank_account_number = models.CharField(max_length=20, blank=True)
    bank_account_name = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.APPLIED)
    applied_at = models.DateTimeField()

    objects = ProducerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            status_is_one_of("applied", "verified", "suspended", "closed", name="producer_status_is_known")
        ]

    def __str__(self) -> str:
        return self.name

    def verify(self, *, by: User, at: datetime, reason: str = "") -> None:
        self._move(self.Status.VERIFIED, by=by, at=at, reason=reason)

    def suspend(self, *, by: User, at: datetime, reason: str) -> None:
        """Take the goods off sale; history and what is owed stay."""
        self._move(self.Status.SUSPENDED, by=by, at=at, reason=reason)

    def close(self, *, by: User, at: datetime, reason: str) -> None:
        self._move(self.Status.CLOSED, by=by, at=at, reason=reason)

    @property
    def is_verified(self) -> bool:
        return self.status == self.Status.VERIFIED

    @property
    def place(self) -> str:
        return str(self.village or self.district)


class ProducerStep(Step):
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="steps")


class ProducerPersonQuerySet(models.QuerySet["ProducerPerson"]):
    def shown(self) -> Self:
        """Those who agreed to be shown in public."""
        return self.filter(consented_at__isnull=False)

    def working(self) -> Self:
        """Those who may act for the producer."""
        return self.filter(role__in=ProducerPerson.WORKING, user__isnull=False)


class ProducerPerson(models.Model):
    """One person of a producer. Leads and helpers with a `user` may act for it; nobody is shown without consent."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        HELPER = "helper", _("Helper")
        MAKER = "maker", _("Maker")

    WORKING: ClassVar = [Role.LEAD, Role.HELPER]

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="producer_people")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MAKER)
    about = models.CharField(max_length=300, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)

    objects = ProducerPersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["producer", "user"], name="person_once_a_producer"),
            models.CheckConstraint(
                condition=models.Q(role__in=["lead", "helper", "maker"]), name="producer_person_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
