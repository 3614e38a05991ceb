"""Photos of products: put last, eight at most, and nothing is kept of one that is refused."""

import io

import pytest
from PIL import Image

from catalog import photos
from catalog.models import Photo
from marketplace.models import Picture
from tests import make


def jpeg() -> io.BytesIO:
    taken = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(taken, "JPEG")
    taken.seek(0)
    return taken


def test_the_ninth_photo_is_refused_and_nothing_of_it_is_kept(weavers, bob):
    product = make.variant(of=weavers).product
    added = [photos.add(product, jpeg(), by=bob) for _each in range(8)]
    assert [photo.position for photo in added] == list(range(8))
    with pytest.raises(photos.TooManyPhotos):
        photos.add(product, jpeg(), by=bob)
    assert Photo.objects.count() == Picture.objects.count() == 8
