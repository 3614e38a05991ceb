"""Photos sent apart from a form: kept for their sender for a day, shown by whoever attaches them, else erased."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from catalog.models import Photo
from marketplace import pictures, tasks, throttles
from marketplace.models import Picture
from tests import make
from tests.api import Program
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

committing = pytest.mark.django_db(transaction=True, serialized_rollback=True)  # files go once that is committed

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(media) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def sent(person, *, ago: timedelta = timedelta(0)) -> Picture:
    picture = make.picture(by=person)
    Picture.objects.filter(pk=picture.pk).update(made_at=timezone.now() - ago)
    return picture


def shown(picture: Picture, *, of) -> Photo:
    return Photo.objects.create(product=make.variant(of=of).product, picture=picture, position=0)


# Sending


def test_a_photo_is_answered_with_its_number_its_size_and_its_colour(bob):
    answer = signed_in(bob).post("/account/pictures/", {"photo": make.photo()})
    picture = Picture.objects.get()
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "id": picture.pk,
            "status": "waiting",
            "colour": picture.colour,
            "width": 40,
            "height": 30,
            "address": None,
        },
    )
    assert picture.uploaded_by == bob
    assert answer.headers["Cache-Control"].startswith("max-age=0")


def test_a_program_gets_the_same_answer(bob):
    status, body = Program(bob).send_file("pictures/", photo=make.photo())
    assert status == 201
    by_page = signed_in(bob).get(f"/account/pictures/{body['id']}/")
    assert by_page.json() == body


def test_a_program_may_use_a_session_if_it_sends_the_token_of_the_form(bob):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(bob).cookies
    assert browser.post("/api/v1/pictures/", {"photo": make.photo()}).status_code == 403
    assert Picture.objects.count() == 0


def test_a_page_of_another_site_cannot_send_one(bob):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in(bob).cookies
    assert browser.post("/account/pictures/", {"photo": make.photo()}).status_code == 403
    assert Picture.objects.count() == 0


def test_the_address_is_told_as_soon_as_it_is_ready(bob):
    picture = sent(bob)
    pictures.render(picture)
    answer = signed_in(bob).get(f"/account/pictures/{picture.pk}/").json()
    assert (answer["status"], answer["address"]) == ("ready", f"http://testserver{picture.fallback}")


def test_somebody_else_does_not_see_it(bob, mallory, carol):
    address = f"/account/pictures/{sent(bob).pk}/"
    assert [signed_in(person).get(address).status_code for person in (mallory, carol)] == [404, 404]


@pytest.mark.parametrize("given", [{}, {"photo": ""}, {"photo": "text"}, {"other": "x"}])
def test_without_a_photo_it_says_so(bob, given):
    answer = signed_in(bob).post("/account/pictures/", given)
    assert (answer.status_code, answer.json()["code"]) == (400, "picture_empty")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b.jpg", "", "x" * 500, "<script>.jpg", "foto.php"])
def test_the_name_of_a_file_means_nothing(bob, name, media):
    data = make.photo().read()
    edge = b'--frame\r\nContent-Disposition: form-data; name="photo"; filename="' + name.encode() + b'"\r\n'
    body = edge + b"Content-Type: text/html\r\n\r\n" + data + b"\r\n--frame--\r\n"
    answer = signed_in(bob).generic("POST", "/account/pictures/", body, "multipart/form-data; boundary=frame")
    assert answer.status_code in {201, 400}
    assert all(name.startswith("originals/") for name in files(media))


def test_sixty_a_minute_and_no_more(bob, monkeypatch):
    monkeypatch.setitem(throttles.RATES, "uploads", throttles.Rate(2, 60, per="person"))
    browser = signed_in(bob)
    answers = [browser.post("/account/pictures/", {"photo": make.photo()}) for _each in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["code"] == "throttled"
    assert int(answers[2].headers["Retry-After"]) > 0
    assert Picture.objects.count() == 2


# Attaching


def test_own_pictures_come_in_the_order_asked_for(bob):
    first, second, third = (sent(bob) for _each in range(3))
    assert pictures.own([third.pk, str(first.pk), second.pk, first.pk], by=bob) == [third, first, second]


def test_whatever_else_is_among_the_numbers_is_passed_over(bob, mallory, weavers):
    hers, used, old, good = sent(mallory), sent(bob), sent(bob, ago=DAY + timedelta(minutes=1)), sent(bob)
    shown(used, of=weavers)
    odd = ["", "x", "-1", "1.5", "٣", "9" * 40, "\0", str(2**63), "0"]
    assert pictures.own([*odd, hers.pk, used.pk, old.pk, good.pk], by=bob) == [good]


# Tidying


@committing
def test_what_nothing_shows_is_erased_after_a_day(bob, weavers, media):
    kept, new = sent(bob, ago=3 * DAY), sent(bob, ago=timedelta(hours=24))
    shown(kept, of=weavers)
    waiting, ready, failed = (sent(bob, ago=2 * DAY) for _each in range(3))
    pictures.render(ready)
    failed.give_up()
    assert list(pictures.unattached(before=timezone.now() - DAY - timedelta(hours=1))) == [waiting, ready, failed]
    assert pictures.tidy(at=timezone.now()) == 3
    assert set(Picture.objects.all()) == {kept, new}
    assert files(media) == sorted([kept.original.name, new.original.name])


def test_a_photo_that_was_replaced_is_erased(bob, weavers):
    photo = shown(sent(bob, ago=3 * DAY), of=weavers)
    assert pictures.tidy(at=timezone.now()) == 0
    photo.delete()
    assert pictures.tidy(at=timezone.now()) == 1


def test_whatever_relates_to_a_picture_keeps_it(bob, weavers):
    """Each model of the market that has a picture, found by itself: a new one is asked too."""
    relations = [
        each for each in Picture._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete
    ]
    assert {f"{each.related_model._meta.label}.{each.field.name}" for each in relations} >= {
        "catalog.Photo.picture",
        "producers.Producer.picture",
        "producers.Certificate.paper",
    }
    face, paper = sent(bob, ago=2 * DAY), sent(bob, ago=2 * DAY)
    type(weavers).objects.filter(pk=weavers.pk).update(picture=face)
    certificate = make.certificate(weavers)
    type(certificate).objects.filter(pk=certificate.pk).update(paper=paper)
    assert pictures.tidy(at=timezone.now()) == 0
    assert Picture.objects.count() == 2


@committing
def test_one_that_is_attached_while_the_sweep_looks_is_kept(bob, weavers, monkeypatch, media):
    picture = sent(bob, ago=2 * DAY)
    stale = list(pictures.unattached(before=timezone.now() - DAY))
    shown(picture, of=weavers)
    monkeypatch.setattr(pictures, "unattached", lambda *, before: stale)
    assert pictures.tidy(at=timezone.now()) == 0
    assert Picture.objects.get() == picture
    assert files(media) == [picture.original.name]


def test_one_that_is_gone_before_its_turn_is_no_trouble(bob, monkeypatch):
    picture = sent(bob, ago=2 * DAY)
    stale = list(pictures.unattached(before=timezone.now() - DAY))
    pictures.erase(picture)
    monkeypatch.setattr(pictures, "unattached", lambda *, before: stale)
    assert pictures.tidy(at=timezone.now()) == 0


@committing
def test_the_database_itself_keeps_a_photo_that_is_shown(bob, weavers, media):
    picture = sent(bob)
    shown(picture, of=weavers)
    with pytest.raises(ProtectedError):
        pictures.erase(picture)
    assert files(media) == [picture.original.name]


@committing
def test_files_that_belong_to_nothing_are_erased_after_a_day(bob, media):
    picture = sent(bob)
    pictures.render(picture)
    stray = media / "pictures" / "ab" / "left-behind.jpg"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by a crash")
    pictures.tidy(at=timezone.now())
    assert stray.exists()
    picture.refresh_from_db()
    Picture.objects.filter(pk=picture.pk).update(made_at=timezone.now() + 3 * DAY)
    pictures.tidy(at=timezone.now() + 2 * DAY)
    assert not stray.exists()
    assert files(media) == sorted(picture.files)


def test_the_task_tidies(bob, settings):
    sent(bob, ago=2 * DAY)
    tasks.tidy_pictures()
    assert Picture.objects.count() == 0
    assert "marketplace.tasks.tidy_pictures" in [each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()]
