"""A picture that is attached in the moment in which the sweep takes it for unused: one waits for the other."""

from time import sleep

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Photo
from marketplace import pictures
from marketplace.models import Picture
from tests import make
from tests.races.conftest import together

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def product():
    return make.variant(of=make.producer(lead=make.user())).product


@pytest.fixture
def picture():
    return make.picture(by=make.user())


def attach(picture, product, *, before=0.0, after=0.0):
    """As a form does it that was sent."""
    sleep(before)
    try:
        with transaction.atomic():
            for own in pictures.own([picture.pk], by=picture.uploaded_by):
                Photo.objects.create(product=product, picture=own, position=0)
                sleep(after)
                return "shown"
    except IntegrityError:
        return "crashed"
    return "gone"


def sweep(picture, *, before=0.0):
    sleep(before)
    return pictures._erase_unattached(picture)


def test_one_that_is_being_attached_is_kept(picture, product):
    answers = together([lambda: attach(picture, product, after=0.6), lambda: sweep(picture, before=0.2)])
    assert answers == ["shown", False]
    assert Photo.objects.get().picture == picture


def test_one_that_is_being_erased_is_passed_over(picture, product, monkeypatch):
    discard = pictures._discard
    monkeypatch.setattr(pictures, "_discard", lambda names: (sleep(0.6), discard(names)))
    answers = together([lambda: attach(picture, product, before=0.2), lambda: sweep(picture)])
    assert answers == ["gone", True]
    assert (Photo.objects.count(), Picture.objects.count()) == (0, 0)


def test_a_form_that_is_sent_twice_attaches_it_once(picture, product):
    answers = together([lambda: attach(picture, product, after=0.3)] * 2)
    assert sorted(answers) == ["gone", "shown"]
    assert Photo.objects.count() == 1


def test_control_without_the_lock_it_is_erased_while_it_is_attached(picture, product, monkeypatch):
    monkeypatch.setattr(pictures, "_lock", lambda rows: None)
    answers = together([lambda: attach(picture, product, after=0.6), lambda: sweep(picture, before=0.2)])
    assert answers == ["crashed", True]
