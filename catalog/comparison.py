"""Comparison: what an edited version changes of what is on sale, to the word, the photo and the fact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import details
from catalog.models import Product, Revision
from marketplace.models import Picture

# Texts of more words than this are compared by line: nobody waits for a page while two novels are compared.
MOST_WORDS = 3_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `mark` is `del` or `ins` where only one side has it, else empty."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that a version says, before and after; equal sides are the same and have no marks."""

    label: str | Promise
    before: Sequence[Piece]
    after: Sequence[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.mark for piece in (*self.before, *self.after))


@dataclass(frozen=True)
class Shot:
    """A photo in its place; `mark` is added, removed, moved or empty."""

    picture: Picture
    place: int
    mark: str = ""


@dataclass(frozen=True)
class Comparison:
    """The edited version beside the version on sale, part by part."""

    name: Change
    description: Change
    category: Change
    details: Sequence[Change]
    photos_before: Sequence[Shot]
    photos_after: Sequence[Shot]

    @property
    def changed(self) -> list[Change]:
        """The short facts that are other ones now."""
        return [each for each in (self.category, *self.details) if each.is_changed]

    @property
    def unchanged(self) -> list[Change]:
        """The short facts that stay as they are."""
        return [each for each in (self.category, *self.details) if not each.is_changed]

    @property
    def photos_are_changed(self) -> bool:
        return any(shot.mark for shot in (*self.photos_before, *self.photos_after))


def of(product: Product, revision: Revision) -> Comparison:
    """Both with their photos and categories."""
    before, after = _photos(product, revision)
    return Comparison(
        name=_change(_("Name"), product.name, revision.name),
        description=_change(_("Description"), product.description, revision.description),
        category=_whole(_("Category"), str(product.category), str(revision.category)),
        details=_details(product, revision),
        photos_before=before,
        photos_after=after,
    )


def parts(product: Product, revision: Revision) -> list[str | Promise]:
    """The names of what the version changes, without looking at the words."""
    pictures = [[photo.picture_id for photo in each.photos.all()] for each in (product, revision)]
    found = [
        (_("Name"), product.name != revision.name),
        (_("Description"), product.description != revision.description),
        (_("Category"), product.category_id != revision.category_id),
        (_("Details"), product.details != revision.details),
        (_("Photos"), pictures[0] != pictures[1]),
    ]
    return [label for label, is_changed in found if is_changed]


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; what only one of them has bears a mark. Joined again they are the texts."""
    old, new = _words(before, after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new).get_opcodes():
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if gone:
            left.append(Piece(gone, "" if tag == "equal" else "del"))
        if come:
            right.append(Piece(come, "" if tag == "equal" else "ins"))
    return left, right


def _words(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    if max(len(old), len(new)) > MOST_WORDS:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new


def _change(label: str | Promise, before: str, after: str) -> Change:
    return Change(label, *marked(before, after))


def _whole(label: str | Promise, before: str, after: str) -> Change:
    """As one piece: a category or a number is another one, whichever of its words are the same."""
    if before == after:
        return Change(label, [Piece(before)], [Piece(after)])
    return Change(label, [Piece(before, "del")] if before else [], [Piece(after, "ins")] if after else [])


def _details(product: Product, revision: Revision) -> list[Change]:
    before, after = dict(details.shown(product)), dict(details.shown(revision))
    return [_whole(label, before.get(label, ""), after.get(label, "")) for label in {**after, **before}]


def _photos(product: Product, revision: Revision) -> tuple[list[Shot], list[Shot]]:
    old = [photo.picture for photo in product.photos.all()]
    new = [photo.picture for photo in revision.photos.all()]
    kept_old = [picture.pk for picture in old if picture in new]
    kept_new = [picture.pk for picture in new if picture in old]
    moved = {one for one, other in zip(kept_new, kept_old, strict=False) if one != other}
    before = [Shot(each, place, "" if each in new else "removed") for place, each in enumerate(old, start=1)]
    after = [
        Shot(each, place, "added" if each not in old else "moved" if each.pk in moved else "")
        for place, each in enumerate(new, start=1)
    ]
    return before, after
