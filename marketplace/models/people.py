"""People: who signs in, by which address, and in which role."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python


class Role(models.TextChoices):
    BUYER = "buyer", _("Buyer")
    COORDINATOR = "coordinator", _("Market coordinator")
    SPONSOR = "sponsor", _("Training sponsor")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def coordinators(self) -> Self:
        """Those who may work at the desk: the same people for whom `is_coordinator` is true."""
        return self.active().filter(models.Q(role=Role.COORDINATOR) | models.Q(is_superuser=True))

    def reached_by(self, address: str) -> Self:
        """One person or none: by phone number, in any spelling usual in Indonesia, or by e-mail address."""
        if "@" in address:
            return self.filter(email=address.strip().lower())
        phone = parsed_phone(address)
        return self.filter(phone=phone) if phone else self.none()


_UserManager = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(_UserManager["User"]):
    def create_user(
        self,
        *,
        phone: PhoneNumber | str | None = None,
        email: str | None = None,
        password: str | None = None,
        **rest: Any,
    ) -> "User":
        """Make a person; without a password, one-time codes are the only way in."""
        user = self.model(phone=phone or None, email=email or None, **rest)
        if password:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def take_in(self, *, phone: str = "", email: str = "", language: str) -> "User":
        """The person with this address, made now if there is none: nameless until a code proves the address hers."""
        address = {"phone": phone} if phone else {"email": email}
        user, _made = self.get_or_create(**address, defaults={"language": language})
        return user

    def create_superuser(self, **rest: Any) -> "User":
        """Make a person who may do everything that a coordinator may; called by `manage.py createsuperuser`."""
        return self.create_user(is_superuser=True, **rest)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with a one-time code sent to a phone number or an e-mail address.

    Who sells for which producer is not known here: that is the producers' own business.
    """

    phone = PhoneNumberField(_("phone number"), region="ID", unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    email = models.EmailField(
        _("e-mail"),
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("This e-mail address already belongs to someone.")},
    )
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    role = models.CharField(max_length=20, choices=Role, default=Role.BUYER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "name"]

    class Meta:
        constraints = [
            # So that "unique" means unique in any spelling, and a plain look-up finds it by the index.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")) & ~models.Q(email=""), name="user_email_lower_case"
            ),
            # Erased people keep their row, since orders point at it, but no address: they can't be active.
            models.CheckConstraint(
                condition=models.Q(phone__isnull=False) | models.Q(email__isnull=False) | models.Q(is_active=False),
                name="user_active_is_reachable",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        # This text ends up in logs, so it never holds a phone number or an e-mail address.
        return self.name or f"user {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = (self.email or "").strip().lower() or None
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    def appoint(self, role: Role) -> None:
        self.role = role
        self.save(update_fields=["role"])

    def introduce(self, *, name: str, language: str) -> None:
        """Take over the name and the language that the person gave."""
        self.name = name
        self.language = language
        self.save(update_fields=["name", "language"])

    def take_phone(self, phone: str, *, verified: bool) -> None:
        self.phone = phone
        self.phone_verified = verified
        self.save(update_fields=["phone", "phone_verified"])

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR or self.is_superuser

    @property
    def is_sponsor(self) -> bool:
        return self.role == Role.SPONSOR

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]


def parsed_phone(text: str) -> PhoneNumber | None:
    """The number that is meant in Indonesia by `0812...`, `62812...`, `+62 812...` or `812...`; None if it is none."""
    phone = to_python(text.strip(), region="ID")
    return phone if phone and phone.is_valid() else None
