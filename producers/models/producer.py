"""Producers: the graduate or the group whose goods are sold, and the people behind the name."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from marketplace.models import District, Picture, User, Village
from marketplace.refusals import Refusal, WrongStep
from marketplace.states import StateMachine, Step, status_is_one_of

# So many digits in what somebody looks for are meant as a part of a phone number.
MEANS_A_PHONE = 6


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

    def of(self, user: User | AnonymousUser) -> Self:
        """The producers for whom this person works, or acts under a grant."""
        if not user.is_authenticated:
            return self.none()
        works = ProducerPerson.objects.working().filter(producer=OuterRef("pk"), user=user)
        acts = Grant.objects.in_force(on=timezone.localdate()).filter(producer=OuterRef("pk"), user=user)
        return self.filter(Exists(works) | Exists(acts))

    def led_by(self, user: User | AnonymousUser) -> Self:
        """The producers that this person leads: people, grants, bank account and holidays are hers to decide."""
        if not user.is_authenticated:
            return self.none()
        leads = ProducerPerson.objects.filter(producer=OuterRef("pk"), user=user, role=ProducerPerson.Role.LEAD)
        return self.filter(Exists(leads))

    def undecided(self) -> Self:
        """Applications that somebody still has to finish or to decide."""
        return self.filter(
            status__in=[Producer.Status.DRAFT, Producer.Status.APPLIED, Producer.Status.CHANGES_REQUESTED]
        )

    def changeable(self) -> Self:
        """Those that may change what they say about themselves: not while somebody decides, and not once it is over."""
        return self.filter(status__in=Producer.CHANGEABLE)

    def sent_in(self) -> Self:
        """All that coordinators know of: a draft is still its maker's own business."""
        return self.filter(applied_at__isnull=False).exclude(status=Producer.Status.DRAFT)

    def found_by(self, text: str) -> Self:
        """Those whose name, phone number or one of their people the text is, or is a part of."""
        people = ProducerPerson.objects.filter(producer=OuterRef("pk"))
        named, digits = Q(name__icontains=text.strip()), digits_of_phone(text)
        reached = Q(whatsapp__contains=digits) | Exists(people.filter(user__phone__contains=digits))
        found = named | Exists(people.filter(named))
        return self.filter(found | reached if len(digits) >= MEANS_A_PHONE else found)

    def away(self, *, on: date) -> Self:
        """Whose shop is closed for a holiday on that day."""
        return self.filter(holiday_from__lte=on).exclude(holiday_until__lt=on)

    def listed(self) -> Self:
        """Ready to be shown: with kind, place and picture, by name."""
        return self.select_related("kind", "district", "village__district", "picture").order_by("name", "pk")


def digits_of_phone(text: str) -> str:
    """The digits of a phone number as they stand in the middle of every spelling of it."""
    return "".join(letter for letter in text if letter.isdecimal()).removeprefix("62").lstrip("0")


class ProducerAway(Refusal):
    """The shop is closed for a holiday. Facts: `producer`, `until` (the last day, as text)."""

    code = "producer_away"
    message = _("%(producer)s is closed until %(until)s. Please order again after that.")


class NotChangeable(Refusal):
    """The coordinators are deciding, or all is over."""

    code = "not_changeable"
    message = _("This cannot be changed at the moment.")


class Producer(StateMachine):
    """Who makes: one graduate or a group. Goods are shown and sold only while the producer is verified.

    An application is a draft until it is sent. During a holiday, both days included, goods are shown but not sold; one
    without an end lasts until somebody ends it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        APPLIED = "applied", _("Applied")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        VERIFIED = "verified", _("Verified")
        SUSPENDED = "suspended", _("Suspended")
        REFUSED = "refused", _("Refused")
        CLOSED = "closed", _("Closed")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.APPLIED, Status.CLOSED}),
        Status.APPLIED: frozenset({Status.VERIFIED, Status.CHANGES_REQUESTED, Status.REFUSED, Status.CLOSED}),
        Status.CHANGES_REQUESTED: frozenset({Status.APPLIED, Status.CLOSED}),
        Status.VERIFIED: frozenset({Status.SUSPENDED, Status.CLOSED}),
        Status.SUSPENDED: frozenset({Status.VERIFIED, Status.CLOSED}),
        Status.REFUSED: frozenset(),
        Status.CLOSED: frozenset(),
    }
    APPLYING: ClassVar = [Status.DRAFT, Status.CHANGES_REQUESTED]
    CHANGEABLE: ClassVar = [*APPLYING, Status.VERIFIED, Status.SUSPENDED]

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.ForeignKey(ProducerKind, on_delete=models.PROTECT, related_name="producers")
    is_group = models.BooleanField(default=True)
    story = models.TextField(blank=True)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picture = models.ForeignKey(Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    whatsapp = PhoneNumberField(blank=True)
    bank_name = models.CharField(max_length=60, blank=True)
    bank_account_number = models.CharField(max_length=20, blank=True)
    bank_account_name = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    is_trusted = models.BooleanField(default=False)
    holiday_from = models.DateField(null=True, blank=True)
    holiday_until = models.DateField(null=True, blank=True)
    holiday_note = models.CharField(max_length=200, blank=True)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            status_is_one_of(
                "draft",
                "applied",
                "changes_requested",
                "verified",
                "suspended",
                "refused",
                "closed",
                name="producer_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=False) | Q(status__in=["draft", "closed"]), name="producer_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(holiday_from=None, holiday_until=None)
                | Q(holiday_from__isnull=False, holiday_until=None)
                | Q(holiday_until__gte=models.F("holiday_from")),
                name="producer_holiday_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def apply(self, *, by: User, at: datetime) -> None:
        """Send the application to the coordinators, for the first time or after changes."""
        self._move(self.Status.APPLIED, by=by, at=at, applied_at=at)

    def request_changes(self, *, by: User, at: datetime, reason: str) -> None:
        """A coordinator says what is missing before the application can be decided."""
        self._move(self.Status.CHANGES_REQUESTED, by=by, at=at, reason=reason)

    def refuse(self, *, by: User, at: datetime, reason: str) -> None:
        """The co-op does not take this producer in."""
        self._move(self.Status.REFUSED, by=by, at=at, reason=reason)

    def verify(self, *, by: User, at: datetime, reason: str = "") -> None:
        """The co-op takes this producer in. Refuses one that is only suspended: that is restored, for a reason."""
        if self.status == self.Status.SUSPENDED:
            raise WrongStep
        self._move(self.Status.VERIFIED, by=by, at=at, reason=reason)

    def suspend(self, *, by: User, at: datetime, reason: str) -> None:
        """Take the goods off sale; history and what is owed stay."""
        self._move(self.Status.SUSPENDED, by=by, at=at, reason=reason)

    def restore(self, *, by: User, at: datetime, reason: str) -> None:
        """Put the goods of a suspended producer on sale again."""
        if self.status != self.Status.SUSPENDED:
            raise WrongStep
        self._move(self.Status.VERIFIED, by=by, at=at, reason=reason)

    def close(self, *, by: User, at: datetime, reason: str) -> None:
        self._move(self.Status.CLOSED, by=by, at=at, reason=reason)

    def tell(self, **fields: Any) -> None:
        """Change what it says about itself, and how it is reached and paid. Refuses where it is not `changeable`."""
        if not Producer.objects.changeable().filter(pk=self.pk).update(**fields):
            raise NotChangeable
        for name, value in fields.items():
            setattr(self, name, value)

    def show(self, picture: Picture) -> None:
        """Be shown by this picture from now on."""
        self.picture = picture
        self.save(update_fields=["picture"])

    def trust(self) -> None:
        """From now on its listings are published without a review."""
        self.is_trusted = True
        self.save(update_fields=["is_trusted"])

    def distrust(self) -> None:
        self.is_trusted = False
        self.save(update_fields=["is_trusted"])

    def go_on_holiday(self, *, starts_on: date, ends_on: date | None, note: str) -> None:
        """Close the shop from one day to another, both included, or until further notice."""
        self.holiday_from, self.holiday_until, self.holiday_note = starts_on, ends_on, note
        self.save(update_fields=["holiday_from", "holiday_until", "holiday_note"])

    def come_back(self) -> None:
        """End or call off the holiday."""
        self.holiday_from, self.holiday_until, self.holiday_note = None, None, ""
        self.save(update_fields=["holiday_from", "holiday_until", "holiday_note"])

    def is_on_holiday(self, *, on: date) -> bool:
        if self.holiday_from is None or on < self.holiday_from:
            return False
        return self.holiday_until is None or on <= self.holiday_until

    def refuse_if_away(self, *, on: date) -> None:
        """Refuses with `ProducerAway` during a holiday: nothing can be ordered then."""
        if self.is_on_holiday(on=on):
            raise self.absence

    @property
    def absence(self) -> ProducerAway:
        """Why nothing can be ordered during the holiday."""
        until = dateformat.format(self.holiday_until, "j F Y") if self.holiday_until else gettext("further notice")
        return ProducerAway(producer=self.name, until=until)

    @property
    def is_verified(self) -> bool:
        return self.status == self.Status.VERIFIED

    @property
    def is_applying(self) -> bool:
        """Whether its people are filling in the application."""
        return self.status in self.APPLYING

    @property
    def is_changeable(self) -> bool:
        return self.status in self.CHANGEABLE

    @property
    def place(self) -> str:
        return str(self.village or self.district or "")


class ProducerStep(Step):
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="steps")

    @property
    def label(self) -> str:
        """The status that it led to, in the reader's language."""
        return str(Producer.Status(self.after).label)


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
    consent_recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

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

    def describe(self, *, name: str, about: str) -> None:
        self.name, self.about = name, about
        self.save(update_fields=["name", "about"])

    def become(self, role: str) -> None:
        """Change what she is there for; whoever does it sees to it that a lead remains."""
        self.role = role
        self.save(update_fields=["role"])

    def consent(self, *, by: User, at: datetime) -> None:
        """She agreed to be shown in public; `by` is herself, or who heard her say so."""
        self.consented_at, self.consent_recorded_by = at, by
        self.save(update_fields=["consented_at", "consent_recorded_by"])

    def withdraw_consent(self) -> None:
        """She is shown no more."""
        self.consented_at, self.consent_recorded_by = None, None
        self.save(update_fields=["consented_at", "consent_recorded_by"])


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(revoked_at=None, starts_on__lte=on, ends_on__gte=on)

    def acted_under(self, user: User, *, on: date) -> Self:
        """By which this person acts for producers for whom she does not work herself, with who gave them."""
        works = ProducerPerson.objects.working().filter(producer=OuterRef("producer"), user=user)
        mine = self.in_force(on=on).filter(~Exists(works), user=user)
        return mine.select_related("producer", "given_by").order_by("producer__name", "-ends_on")


class Grant(models.Model):
    """Somebody outside, such as an agent or a coordinator, may act for a producer: who allowed it, why, and until when.

    Only its end ever changes, so whoever acted under it at any time is known with who gave it.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="grant_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.producer}"

    def covered(self, at: datetime) -> bool:
        """Whether it was in force at that moment, and had been given by then."""
        is_over = self.revoked_at is not None and self.revoked_at <= at
        return self.given_at <= at and timezone.localdate(at) <= self.ends_on and not is_over

    def revoke(self, *, by: User, at: datetime) -> None:
        """End it now; a grant that was revoked stays as it was."""
        if Grant.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
            self.revoked_at, self.revoked_by = at, by
