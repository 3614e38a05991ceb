"""Pictures by their addresses: renditions to everybody and for ever, what was sent to nobody."""

import io
from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from marketplace import pictures


@pytest.fixture
def photo(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = io.BytesIO()
    Image.new("RGB", (800, 600), "#aa3311").save(sent, "JPEG")
    return pictures.receive(sent, by=None)


def test_a_rendition_is_good_for_ever_and_can_do_nothing(photo, django_assert_num_queries):
    pictures.render(photo)
    with django_assert_num_queries(0):
        answer = Client().get(photo.fallback)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (640, 480)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in answer
    assert not answer.cookies


@pytest.mark.parametrize(("ending", "kind"), [("avif", "image/avif"), ("webp", "image/webp")])
def test_each_format_says_what_it_is(photo, ending, kind):
    pictures.render(photo)
    with closing(Client().head(photo.address(width=320, ending=ending))) as answer:
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)


def test_what_was_sent_is_never_served(photo):
    assert default_storage.exists(photo.original.name)
    assert Client().get(photo.original.url).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "pictures/ab/" + "ab" * 16 + "-640.jpg",
        "pictures/../originals/x.jpg",
        "pictures/ab/../../secret-key",
        "pictures/ab/" + "ab" * 16 + "-640.jpg/..",
        "pictures/ab/" + "ab" * 16 + "-640.html",
        "",
        "pictures/",
    ],
)
def test_nothing_else_is_there(photo, name):
    default_storage.save("originals/x.jpg", ContentFile(b"secret"))
    answer = Client().get(f"/media/{name}")
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_pictures_are_only_for_looking(photo):
    pictures.render(photo)
    assert Client().post(photo.fallback).status_code == 405
