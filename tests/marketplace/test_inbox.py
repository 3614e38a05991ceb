"""The inbox: one's own notices, the newest first, and that they were read."""

from datetime import timedelta

from django.utils import timezone

from marketplace.models import Notice
from tests.conftest import signed_in

NOW = timezone.now()


def notice(user, number, **fields):
    given = {"channel": "inbox", "status": "sent", "sent_at": NOW + timedelta(minutes=number)} | fields
    return Notice.objects.create(
        event="order_ready", subject_id=number, user=user, made_at=NOW, due_at=NOW, subject=f"Pesanan {number} siap",
        body="Lihat http://localhost:8000/orders/x/ <b>", **given,
    )  # fmt: skip


def test_a_guest_is_asked_to_sign_in(client, db):
    assert client.get("/account/inbox/").url == "/account/login/?next=/account/inbox/"


def test_a_person_reads_her_own_notices_the_newest_first(alice, mallory):
    first, second = notice(alice, 1), notice(alice, 2)
    for elsewhere in ({"channel": "email"}, {"status": "owed", "sent_at": None}):
        notice(alice, 3, **elsewhere)
    notice(mallory, 4)
    page = signed_in(alice).get("/account/inbox/")
    assert (list(page.context["notices"]), page.context["unread"]) == ([second, first], 2)
    text = page.content.decode()
    assert 'href="http://localhost:8000/orders/x/"' in text
    assert "&lt;b&gt;" in text


def test_reading_them_marks_ones_own_and_no_others(alice, mallory):
    mine, hers = notice(alice, 1), notice(mallory, 2)
    client = signed_in(alice)
    assert client.post("/account/inbox/").url == "/account/inbox/"
    assert client.get("/account/inbox/").context["unread"] == 0
    mine.refresh_from_db()
    hers.refresh_from_db()
    assert (mine.read_at is None, hers.read_at) == (False, None)


def test_many_cost_no_more_queries(alice, django_assert_num_queries):
    client = signed_in(alice)
    for number in range(60):
        notice(alice, number)
    with django_assert_num_queries(6):
        assert len(client.get("/account/inbox/").context["notices"]) == 50
