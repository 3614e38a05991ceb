"""What an edited version changes: by word, by fact and by photo, with nothing lost of either text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import comparison
from catalog.models import Category
from tests import make


def marks(pieces):
    return [(piece.mark, piece.text) for piece in pieces]


def test_words_are_marked_on_their_side():
    before, after = comparison.marked("a small bag of cloth", "a big bag of woven cloth")
    assert marks(before) == [("", "a "), ("del", "small"), ("", " bag of "), ("", "cloth")]
    assert marks(after) == [("", "a "), ("ins", "big"), ("", " bag of "), ("ins", "woven "), ("", "cloth")]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("", "", [], []),
        ("same", "same", [("", "same")], [("", "same")]),
        ("", "new", [], [("ins", "new")]),
        ("old", "", [("del", "old")], []),
        ("old", "new", [("del", "old")], [("ins", "new")]),
    ],
)
def test_the_ends_of_the_scale(before, after, left, right):
    pieces = comparison.marked(before, after)
    assert [marks(side) for side in pieces] == [left, right]


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_of_a_text_is_lost(before, after):
    left, right = comparison.marked(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert [piece.text for piece in left if not piece.mark] == [piece.text for piece in right if not piece.mark]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("spam " * 1_500, "spam eggs " * 750),
        ("a b " * 5_000, "b a " * 5_000),
        (" ".join(map(str, range(1_400))), " ".join(map(str, reversed(range(1_400))))),
    ],
)
def test_nobody_waits_for_a_long_text(before, after):
    began = time.perf_counter()
    comparison.marked(before, after)
    assert time.perf_counter() - began < 5


@pytest.mark.django_db
def test_facts_categories_and_photos(weavers):
    bag = make.variant("Bag", of=weavers, category="tas-dompet").product
    bag.details = {"size": "20 x 15", "fibre": "cotton", "dye": "natural"}
    one, two, three, four = (make.picture() for _number in range(4))
    for position, picture in enumerate([one, two, three]):
        bag.photos.create(picture=picture, position=position)
    pantry = Category.objects.get(slug="pakaian")
    edit = make.revision(bag, category=pantry, details={"size": "20 x 15", "fibre": "linen", "care": "cold"})
    for position, picture in enumerate([three, one, four]):
        edit.photos.create(picture=picture, position=position)
    found = comparison.of(bag, edit)
    assert not found.name.is_changed
    assert [(len(change.before), len(change.after)) for change in found.changed] == [(1, 1), (1, 1), (0, 1), (1, 0)]
    assert [str(change.after[0].text) for change in found.unchanged] == ["20 x 15"]
    assert [(shot.picture, shot.mark) for shot in found.photos_before] == [(one, ""), (two, "removed"), (three, "")]
    assert [(shot.picture, shot.mark) for shot in found.photos_after] == [
        (three, "moved"), (one, "moved"), (four, "added"),
    ]  # fmt: skip
    assert len(comparison.parts(bag, edit)) == 3


@pytest.mark.django_db
def test_a_version_that_changes_nothing(weavers):
    bag = make.variant("Bag", of=weavers).product
    bag.photos.create(picture=make.picture(), position=0)
    edit = make.revision(bag)
    edit.photos.create(picture=bag.photos.get().picture, position=4)
    found = comparison.of(bag, edit)
    assert (found.changed, found.photos_are_changed, comparison.parts(bag, edit)) == ([], False, [])
