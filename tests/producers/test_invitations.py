"""Invitations: made by a lead, shown once, accepted once by whoever has the link, and ended in three ways."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse

from marketplace import throttles
from marketplace.logs import SECRET_ADDRESS
from marketplace.models import Notice
from marketplace.notices import outbox
from producers import people
from producers.models import Invitation, Producer
from producers.models.invitation import AlreadyThere, InvitationEnded
from tests import make
from tests.conftest import signed_in, speaking

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(bob, weavers):
    """An open invitation and its secret."""
    return people.invite(weavers, name="Rina", role="helper", by=bob, at=make.now())


def address(token):
    return reverse("invitation", args=[token])


def accept(person, token):
    return signed_in(person).post(reverse("invitation_acceptance", args=[token]))


def test_the_link_is_shown_once_and_kept_nowhere(bob, weavers):
    bob.introduce(name="Bob", language="en")
    browser = signed_in(bob)
    page = browser.post(reverse("sell_invitations", args=[weavers.pk]), {"name": "Rina", "role": "helper"})
    token = page.context["link"].rstrip("/").rpartition("/")[2]
    made = Invitation.objects.opened_by(token).get()
    assert (made.producer, made.name, made.role, made.made_by) == (weavers, "Rina", "helper", bob)
    assert f'value="http://testserver/invitations/{token}/"' in page.text
    share = page.text.partition('href="https://wa.me/?text=')[2].partition('"')[0]
    assert unquote(share) == f"Kelompok Tenun asks you to join at Pasar Karya: http://testserver/invitations/{token}/"
    assert token not in made.token_hash
    assert token not in browser.get(reverse("sell_invitations", args=[weavers.pk])).text


def test_whoever_has_the_link_sees_who_asks_for_what(invited):
    page = speaking("en").get(address(invited[1]))
    assert page.status_code == 200
    for told in ("Join Kelompok Tenun", "Bob invites Rina.", "Helper"):
        assert told in page.text
    assert page["X-Robots-Tag"] == "noindex"


def test_to_accept_one_signs_in_and_comes_back(invited):
    page = speaking("en").get(address(invited[1]))
    assert f'href="/account/login/?next={address(invited[1])}"' in page.text
    answer = speaking("en").post(
        reverse("invitation_acceptance", args=[invited[1]]),
        headers={"referer": f"http://testserver{address(invited[1])}"},
    )
    assert answer["Location"] == f"/account/login/?next={address(invited[1])}"
    assert Invitation.objects.get().accepted_at is None


def test_accepting(alice, bob, weavers, invited):
    assert accept(alice, invited[1])["Location"] == reverse("sell_me")
    person = weavers.people.get(user=alice)
    assert (person.name, person.role, person.consented_at) == ("Rina", "helper", None)
    assert Invitation.objects.get().accepted_by == alice
    assert weavers in Producer.objects.of(alice)
    notice = Notice.objects.get(event="person_joined", channel="inbox")
    assert (notice.user, notice.subject_id) == (bob, person.pk)


def test_what_the_leads_are_told(alice, bob, invited):
    bob.introduce(name="Bob", language="en")
    accept(alice, invited[1])
    message = outbox.text_for(Notice.objects.get(event="person_joined", channel="inbox"))
    assert message.subject == "Rina joined Kelompok Tenun"
    assert reverse("sell_people", args=[invited[0].producer_id]) in message.body


def test_a_maker_who_was_named_becomes_her(alice, bob, weavers):
    maker = weavers.people.create(name="rina", about="Menenun")
    _made, token = people.invite(weavers, name="Rina", role="helper", by=bob, at=make.now())
    accept(alice, token)
    maker.refresh_from_db()
    assert (maker.user, maker.role, maker.about, weavers.people.count()) == (alice, "helper", "Menenun", 2)


def test_it_works_once(alice, mallory, weavers, invited):
    accept(alice, invited[1])
    assert accept(mallory, invited[1]).status_code == 410
    assert not weavers.people.filter(user=mallory).exists()
    assert speaking("en").get(address(invited[1])).status_code == 410


def test_whoever_belongs_already_leaves_it_open(bob, weavers, invited):
    with pytest.raises(AlreadyThere):
        people.accept(invited[0], by=bob, at=make.now())
    assert (Invitation.objects.get().accepted_at, weavers.people.count()) == (None, 1)


def test_after_a_week_it_is_over(alice, weavers, invited):
    with pytest.raises(InvitationEnded):
        people.accept(invited[0], by=alice, at=make.now() + timedelta(days=8))
    Invitation.objects.update(expires_at=make.now())
    assert speaking("en").get(address(invited[1])).status_code == 410
    assert weavers.people.count() == 1


def test_it_can_be_called_off(alice, bob, weavers, invited):
    signed_in(bob).post(reverse("sell_invitation_revocation", args=[invited[0].pk]))
    assert accept(alice, invited[1]).status_code == 410
    assert weavers.people.count() == 1


@pytest.mark.parametrize("status", ["applied", "refused", "closed"])
def test_nobody_joins_a_producer_that_cannot_change(alice, weavers, invited, status):
    Producer.objects.filter(pk=weavers.pk).update(status=status)
    assert speaking("en").get(address(invited[1])).status_code == 410
    assert accept(alice, invited[1]).status_code == 410
    assert (weavers.people.count(), Invitation.objects.get().accepted_at) == (1, None)


def test_only_so_many_are_open(bob, weavers, invited, monkeypatch):
    monkeypatch.setattr(people, "MOST_INVITATIONS", 1)
    with pytest.raises(people.TooManyPeople):
        people.invite(weavers, name="Lain", role="maker", by=bob, at=make.now())
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", ["helper", "agent", "stranger"])
def test_only_leads_invite_and_call_off(bob, weavers, mallory, invited, role):
    helper, agent = make.user("Hana"), make.user("Agus")
    weavers.people.create(user=helper, name="Hana", role="helper")
    make.grant(weavers, by=bob, to=agent)
    browser = signed_in({"helper": helper, "agent": agent, "stranger": mallory}[role])
    assert browser.get(reverse("sell_invitations", args=[weavers.pk])).status_code == 404
    page = browser.post(reverse("sell_invitations", args=[weavers.pk]), {"name": "X", "role": "lead"})
    assert page.status_code == 404
    assert browser.post(reverse("sell_invitation_revocation", args=[invited[0].pk])).status_code == 404
    assert Invitation.objects.get().revoked_at is None


def test_guessing_is_slowed_down(monkeypatch, invited):
    monkeypatch.setitem(throttles.RATES, "unknown_links", throttles.Rate(2, 86_400))
    browser = speaking("en")
    answers = [browser.get(address("wrong")).status_code for _try in range(3)]
    assert answers == [404, 404, 429]
    assert browser.get(address(invited[1])).status_code == 200


def test_the_secret_reaches_no_log(invited):
    assert SECRET_ADDRESS.sub(r"/\1/...", f"GET {address(invited[1])}") == "GET /invitations/.../"
