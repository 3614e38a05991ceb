"""Notices: owed once, sent once, tried again when the world fails, and given up where everybody can see it."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from marketplace.models import DeliveryAttempt, Notice
from marketplace.notices import outbox
from marketplace.notices.channels import Message
from tests import make

EVENT = "test_event"


@pytest.fixture(autouse=True)
def text(monkeypatch):
    """A text for an event of the tests' own; a test may put another builder in its place."""
    texts = {EVENT: lambda notice: Message(f"Subject {notice.subject_id}", "Body")}
    monkeypatch.setattr(outbox, "_texts", texts)
    return texts


def owe(**who):
    outbox.owe(EVENT, subject_id=5, at=timezone.now(), **who)


def status(channel):
    return Notice.objects.get(channel=channel).status


def test_a_user_with_e_mail_gets_inbox_and_e_mail(alice):
    owe(users=[alice])
    assert outbox.dispatch() == 2
    assert [message.to for message in mail.outbox] == [["alice@example.com"]]
    assert Notice.objects.inbox_of(alice).get().subject == "Subject 5"


def test_a_user_without_e_mail_gets_inbox_and_text(db, settings):
    settings.PHONE_MAIL_DOMAIN = "texts.example"
    owe(users=[make.user("Dewi", phone="+6281234567890")])
    outbox.dispatch()
    assert [message.to for message in mail.outbox] == [["6281234567890@texts.example"]]


@pytest.mark.django_db
def test_a_guest_is_reached_at_the_address_given():
    owe(guests=["guest@example.com"])
    outbox.dispatch()
    assert mail.outbox[0].to == ["guest@example.com"]


def test_owing_twice_sends_once(alice):
    owe(users=[alice])
    owe(users=[alice])
    outbox.dispatch()
    outbox.dispatch()
    assert len(mail.outbox) == 1
    assert Notice.objects.count() == 2


def test_every_try_bears_the_same_message_id(alice):
    owe(users=[alice])
    outbox.dispatch()
    notice = Notice.objects.get(channel="email")
    assert mail.outbox[0].extra_headers["Message-ID"] == notice.message_id == f"<notice-{notice.pk}@localhost>"


def test_what_is_no_longer_true_is_dropped_and_says_so(alice, text):
    text[EVENT] = lambda notice: None
    owe(users=[alice])
    outbox.dispatch()
    assert mail.outbox == []
    assert status("email") == Notice.Status.DROPPED
    assert DeliveryAttempt.objects.filter(notice__channel="email").get().detail == "no longer true"


def test_one_broken_notice_does_not_stop_the_others(alice, bob, text):
    def broken_for_alice(notice):
        if notice.user == alice:
            raise KeyError("boom")
        return Message("Fine", "Body")

    text[EVENT] = broken_for_alice
    owe(users=[alice, bob])
    outbox.dispatch()
    assert [message.to for message in mail.outbox] == [["bob@example.com"]]
    assert set(Notice.objects.filter(user=alice).values_list("status", flat=True)) == {"owed"}


class Failing(EmailBackend):
    error: Exception = smtplib.SMTPServerDisconnected()

    def send_messages(self, messages):
        raise Failing.error


@pytest.fixture
def failing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    return Failing


@pytest.mark.parametrize(
    ("error", "after"),
    [
        (smtplib.SMTPServerDisconnected(), "owed"),
        (TimeoutError(), "owed"),
        (smtplib.SMTPDataError(451, b"later"), "owed"),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (451, b"later")}), "owed"),
        (smtplib.SMTPDataError(554, b"no"), "given_up"),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"unknown")}), "given_up"),
    ],
)
def test_a_fault_that_may_pass_is_tried_again_and_others_are_given_up(alice, failing, error, after):
    failing.error = error
    owe(users=[alice])
    outbox.dispatch()
    assert status("email") == after
    assert status("inbox") == "sent"
    assert DeliveryAttempt.objects.filter(notice__channel="email").count() == 1


def test_a_failed_try_waits_longer_each_time_and_goes_out_in_the_end(alice, failing, settings, monkeypatch):
    monkeypatch.setattr(outbox.random, "random", lambda: 0.0)
    failing.error = TimeoutError()
    owe(users=[alice])
    outbox.dispatch()
    notice = Notice.objects.get(channel="email")
    assert timedelta(seconds=14) < notice.due_at - timezone.now() < timedelta(seconds=16)
    assert outbox.dispatch() == 0
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    outbox.dispatch()
    notice.refresh_from_db()
    assert timedelta(seconds=29) < notice.due_at - timezone.now() < timedelta(seconds=31)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    outbox.dispatch()
    assert [attempt.outcome for attempt in notice.attempts.all()] == ["retry", "retry", "sent"]


def test_after_a_day_it_is_given_up(alice, failing):
    failing.error = TimeoutError()
    owe(users=[alice])
    Notice.objects.update(made_at=timezone.now() - timedelta(days=1))
    outbox.dispatch()
    assert status("email") == Notice.Status.GIVEN_UP


def test_a_worker_that_died_loses_its_lease_to_another(alice):
    owe(users=[alice])
    notice = Notice.objects.get(channel="email")
    now = timezone.now()
    assert notice.claim(at=now, lease=timedelta(seconds=60))
    assert not Notice.objects.get(pk=notice.pk).claim(at=now + timedelta(seconds=59), lease=timedelta(seconds=60))
    assert Notice.objects.get(pk=notice.pk).claim(at=now + timedelta(seconds=61), lease=timedelta(seconds=60))


def test_a_worker_that_comes_back_late_does_not_mark_what_another_holds(alice):
    owe(users=[alice])
    late = Notice.objects.get(channel="email")
    now = timezone.now()
    late.claim(at=now, lease=timedelta(seconds=60))
    Notice.objects.get(pk=late.pk).claim(at=now + timedelta(seconds=61), lease=timedelta(seconds=60))
    assert not late.settle(Notice.Status.SENT, at=now)
    assert status("email") == Notice.Status.OWED


def test_it_is_written_in_the_readers_language(db, text):
    text[EVENT] = lambda notice: Message(str(get_language()), "Body")
    owe(users=[make.user(email="en@example.com", language="en"), make.user(email="id@example.com", language="id")])
    outbox.dispatch()
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "en@example.com": "en",
        "id@example.com": "id",
    }
