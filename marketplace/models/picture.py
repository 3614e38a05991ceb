"""Pictures: what somebody sent, and the addresses of the clean renditions that everybody sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=30)
FALLBACK_WIDTH = 640

# The order is the order of preference in a <picture> element; the last one is what every browser can show.
FORMATS: Mapping[str, str] = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Source:
    """One `<source>` of a `<picture>` element."""

    type: str
    srcset: str


class PictureQuerySet(models.QuerySet["Picture"]):
    def ready(self) -> Self:
        return self.filter(status=Picture.Status.READY)

    def waiting(self, *, at: datetime) -> Self:
        """Not rendered yet, and no living worker holds them."""
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        return self.filter(free, status=Picture.Status.WAITING)

    def unattached(self) -> Self:
        """No row of any model shows them; those that relate to a picture are found, whoever they belong to."""
        rows = self
        for relation in Picture._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ForeignObjectRel):
                using = relation.related_model._base_manager.filter(**{relation.field.name: models.OuterRef("pk")})
                rows = rows.filter(~models.Exists(using))
        return rows


class Picture(models.Model):
    """A picture as received (`original`, with its metadata, never shown) until its renditions exist, then those only.

    A rendition's name is derived from `key`, which each rendering draws anew: files are never overwritten, two pictures
    never share one, a list of cards needs no query for them, and the name tells nothing about the original.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    NEXT: ClassVar[Mapping[str, frozenset[str]]] = {
        Status.WAITING: frozenset({Status.READY, Status.FAILED}),
        Status.READY: frozenset(),
        Status.FAILED: frozenset(),
    }

    original = models.FileField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    key = models.CharField(max_length=32, blank=True)
    widths = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="pictures"
    )
    made_at = models.DateTimeField()

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "ready", "failed"]), name="picture_status_is_known"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["made_at"], condition=models.Q(status="waiting"), name="picture_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.width}x{self.height} {self.sha256[:8]}"

    def claim(self, *, at: datetime, lease: timedelta) -> bool:
        """Take this picture for one attempt, if nobody else holds it; the claim runs out after `lease`."""
        rows = Picture.objects.waiting(at=at).filter(pk=self.pk, attempts=self.attempts)
        if not rows.update(attempts=self.attempts + 1, lease_until=at + lease):
            return False
        self.attempts, self.lease_until = self.attempts + 1, at + lease
        return True

    def complete(self, *, key: str, widths: list[int]) -> bool:
        """The renditions of `key` are stored: show them; False if this attempt was overtaken or the picture is gone."""
        return self._move(self.Status.READY, key=key, widths=widths, original="", lease_until=None)

    def put_off(self, *, at: datetime) -> None:
        """The attempt failed: try again later, at most `MOST_ATTEMPTS` times."""
        if self.is_worn_out:
            self.give_up()
        else:
            later = at + RETRY_AFTER
            Picture.objects.filter(pk=self.pk, attempts=self.attempts).update(lease_until=later)
            self.lease_until = later

    def give_up(self) -> bool:
        """It cannot be rendered; the original stays for whoever looks into it."""
        return self._move(self.Status.FAILED, lease_until=None)

    def _move(self, after: Status, **fields: object) -> bool:
        """Change the status once: only the attempt that holds the picture, only as the table allows."""
        if after not in self.NEXT[self.status]:
            return False
        rows = Picture.objects.filter(pk=self.pk, status=self.status, attempts=self.attempts)
        if not rows.update(status=after, **fields):
            return False
        for name, value in {"status": after, **fields}.items():
            setattr(self, name, value)
        self.__dict__.pop("_address", None)
        return True

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def is_worn_out(self) -> bool:
        return self.attempts >= MOST_ATTEMPTS

    @property
    def sources(self) -> list[Source]:
        """The `<source>` elements for browsers that know a better format than the fallback; empty until ready."""
        return [Source(type=FORMATS[ending], srcset=self.srcset(ending)) for ending in self._endings[:-1]]

    @property
    def fallback(self) -> str:
        """The address of a JPEG of middle size, for `src`, mail and programs; empty until ready."""
        return self.address(width=FALLBACK_WIDTH)

    @property
    def fallback_srcset(self) -> str:
        """All JPEGs, for `srcset` of the `<img>`; empty until ready."""
        return self.srcset("jpg")

    def srcset(self, ending: str) -> str:
        return ", ".join(f"{self._address}-{width}.{ending} {width}w" for width in self.widths)

    def address(self, *, width: int, ending: str = "jpg") -> str:
        """The address of the smallest rendition at least `width` wide, else of the widest; empty until ready."""
        if not self.widths:
            return ""
        nearest = next((own for own in self.widths if own >= width), self.widths[-1])
        return f"{self._address}-{nearest}.{ending}"

    def height_at(self, width: int) -> int:
        """The height of the rendition of this width."""
        return max(1, round(self.height * width / self.width))

    @property
    def files(self) -> list[str]:
        """The names in the storage of every file that belongs to this picture."""
        renditions = rendition_names(self.key, widths=self.widths)
        return [self.original.name, *renditions] if self.original.name else renditions

    @property
    def _endings(self) -> list[str]:
        return list(FORMATS) if self.widths else []

    @cached_property
    def _address(self) -> str:
        return default_storage.url(_stem(self.key))


def rendition_names(key: str, *, widths: list[int]) -> list[str]:
    """The names of all renditions of a picture in the storage."""
    return [rendition_name(key, width=width, ending=ending) for width in widths for ending in FORMATS]


def rendition_name(key: str, *, width: int, ending: str) -> str:
    """The name of a rendition in the storage."""
    return f"{_stem(key)}-{width}.{ending}"


def _stem(key: str) -> str:
    return f"pictures/{key[:2]}/{key}"
