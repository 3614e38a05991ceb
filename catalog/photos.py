"""Photos of products: received from a phone, cleaned, and put last."""

from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Photo, Product
from marketplace import pictures
from marketplace.models import User
from marketplace.refusals import Refusal

MOST = 8


class TooManyPhotos(Refusal):
    """A product shows at most eight photos."""

    code = "too_many_photos"
    message = _("A product can have at most 8 photos.")


def add(product: Product, upload: IO[bytes], *, by: User | None) -> Photo:
    """Put a photo after the others of the product; its renditions follow. Refuses what `pictures.receive` refuses."""
    _refuse_too_many(product)  # before anything is kept; and once more where two uploads meet
    picture = pictures.receive(upload, by=by)
    with transaction.atomic():
        Product.objects.select_for_update().get(pk=product.pk)
        positions = _refuse_too_many(product)
        return Photo.objects.create(product=product, picture=picture, position=max(positions, default=-1) + 1)


def _refuse_too_many(product: Product) -> list[int]:
    """The positions that are taken, if there is room for one more."""
    positions = list(product.photos.values_list("position", flat=True))
    if len(positions) >= MOST:
        raise TooManyPhotos
    return positions
