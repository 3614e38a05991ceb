"""Editing: the version of a listing that its producer edits, which is the listing itself until buyers can see it.

After that, what it says and shows changes by a `Revision`, and the listing stays on sale as it was.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog import details, photos
from catalog.models import Category, Product, Revision, RevisionPhoto
from catalog.models.product import PlacedPhoto
from marketplace import pictures
from marketplace.models import Picture, User
from marketplace.refusals import Refusal, WrongStep

Version = Product | Revision


class InReview(Refusal):
    """A coordinator is looking at it: it can be edited once it is decided or taken back."""

    code = "in_review"
    message = _("This is being reviewed. Take it back first, then change it.")


def current(product: Product) -> Version:
    """What its producer edits or has sent: the open revision if there is one, else the listing itself."""
    return product.revisions.open().select_related("category", "product__producer").first() or product


def version_of(product: Product, *, by: User, at: datetime) -> Version:
    """The version to edit; of a listing that buyers know, a revision of it that says the same, made now if need be.

    Refuses with `InReview` while a coordinator looks at it, and with `WrongStep` what is over.
    """
    with transaction.atomic():
        held = Product.objects.select_for_update(of=("self",)).select_related("category", "producer").get(pk=product.pk)
        if held.status == Product.Status.IN_REVIEW:
            raise InReview
        if held.is_editable:
            return held
        if not held.is_public:
            raise WrongStep
        version = held.revisions.open().select_for_update().first() or _revision(held, by=by, at=at)
        if version.status == Revision.Status.IN_REVIEW:
            raise InReview
    return version


def change(version: Version, *, by: User, at: datetime, **said: Any) -> Version:
    """Say something else: any of `name`, `description`, `category` and `details`, the latter as people write them.

    What does not belong to the category is left out. Refuses with `InReview` or `WrongStep` what cannot be edited.
    """
    category: Category = said.get("category") or version.category
    before = details.carried(version.details, rules=category.rules)
    said["details"] = details.kept(before | dict(said.get("details") or {}), rules=category.rules)
    with transaction.atomic():
        version.say(**said)
        if isinstance(version, Product) and "name" in said:
            give_address(version)
    return version


def add_photo(product: Product, upload: IO[bytes], *, by: User, at: datetime) -> PlacedPhoto:
    """Receive a photo and put it last. Refuses as `version_of`, `photos.add` and `pictures.receive`."""
    room_for_photos(product)
    (photo,) = add_photos(product, [pictures.receive(upload, by=by)], by=by, at=at)
    return photo


def add_photos(product: Product, kept: Sequence[Picture], *, by: User, at: datetime) -> list[PlacedPhoto]:
    """Put pictures that are kept already after the photos of the version to edit."""
    with transaction.atomic():
        return photos.attach(version_of(product, by=by, at=at), kept)


def room_for_photos(product: Product) -> int:
    """How many more fit. Refuses as `version_of` and `photos.add`, before anything is received."""
    version = current(product)
    if version.status == version.Status.IN_REVIEW:
        raise InReview
    return photos.MOST - len(photos.refuse_too_many(version, more=1))


def remove_photo(product: Product, picture: Picture, *, by: User, at: datetime) -> None:
    """Take it out of the version to edit."""
    with transaction.atomic():
        photos.remove(version_of(product, by=by, at=at), picture)


def move_photo_up(product: Product, picture: Picture, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        photos.move_up(version_of(product, by=by, at=at), picture)


def move_photo_down(product: Product, picture: Picture, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        photos.move_down(version_of(product, by=by, at=at), picture)


def drop(product: Product, *, by: User, at: datetime) -> None:
    """The producer drops her changes: the listing stays as buyers see it. Refuses where there are none."""
    revision = product.revisions.open().first()
    if revision is None:
        raise WrongStep
    revision.withdraw(by=by, at=at)


def give_address(product: Product) -> None:
    """An address that tells the name, while no buyer can know another one; race-safe."""
    wanted = slugify(product.name)[:100].strip("-")
    if product.published_at or not wanted or _fits(product.slug, wanted):
        return
    for number in range(1, 100):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if Product.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                product.readdress(slug)
        except IntegrityError:  # somebody else was first
            continue
        return


def _fits(slug: str, wanted: str) -> bool:
    return slug == wanted or slug.removeprefix(f"{wanted}-").isdigit()


def _revision(product: Product, *, by: User, at: datetime) -> Revision:
    """A new one; the product is locked, and the database knows that there is one open revision at most."""
    revision = Revision.objects.create(
        product=product,
        name=product.name,
        description=product.description,
        category=product.category,
        details=product.details,
        made_at=at,
    )
    revision.steps.create(before="", after=revision.status, by=by, at=at)
    RevisionPhoto.objects.bulk_create(
        RevisionPhoto(revision=revision, picture_id=photo.picture_id, position=photo.position)
        for photo in product.photos.all()
    )
    return revision
