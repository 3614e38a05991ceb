"""Photos of a listing, or of its edited version: received from a phone, cleaned, put last, moved and taken away."""

from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Revision
from catalog.models.product import PlacedPhoto
from marketplace import pictures
from marketplace.models import Picture, User
from marketplace.refusals import Refusal

MOST = 8

Version = Product | Revision


class TooManyPhotos(Refusal):
    """A product shows at most eight photos."""

    code = "too_many_photos"
    message = _("A product can have at most 8 photos.")


def add(version: Version, upload: IO[bytes], *, by: User | None) -> PlacedPhoto:
    """Put a photo after the others; its renditions follow. Refuses what `pictures.receive` refuses."""
    refuse_too_many(version, more=1)  # before anything is kept; and once more where two uploads meet
    (photo,) = attach(version, [pictures.receive(upload, by=by)])
    return photo


def attach(version: Version, kept: Sequence[Picture]) -> list[PlacedPhoto]:
    """Put pictures that are kept already after the others, in this order."""
    with transaction.atomic():
        photos = _photos(version)
        positions = refuse_too_many(version, more=len(kept))
        first = max(positions, default=-1) + 1
        return [photos.create(picture=picture, position=first + place) for place, picture in enumerate(kept)]


def remove(version: Version, picture: Picture) -> None:
    """Show it no more; the picture itself stays while anything shows it."""
    with transaction.atomic():
        _photos(version).filter(picture=picture).delete()


def move_up(version: Version, picture: Picture) -> None:
    """Show it one place earlier; the first is the cover."""
    _swap(version, picture, step=-1)


def move_down(version: Version, picture: Picture) -> None:
    """Show it one place later."""
    _swap(version, picture, step=1)


def refuse_too_many(version: Version, *, more: int) -> list[int]:
    """The positions that are taken, if there is room for that many more."""
    positions = list(version.photos.values_list("position", flat=True))
    if len(positions) + more > MOST:
        raise TooManyPhotos
    return positions


def _swap(version: Version, picture: Picture, *, step: int) -> None:
    with transaction.atomic():
        placed = list(_photos(version).order_by("position", "pk"))
        place = next((at for at, photo in enumerate(placed) if photo.picture_id == picture.pk), None)
        if place is None or not 0 <= place + step < len(placed):
            return
        placed[place], placed[place + step] = placed[place + step], placed[place]
        for position, photo in enumerate(placed):
            photo.position = position
            photo.save(update_fields=["position"])


def _photos(version: Version) -> Any:
    """Its photos, with the version locked, so that of two changes one waits for the other."""
    type(version)._base_manager.select_for_update().get(pk=version.pk)
    return version.photos
