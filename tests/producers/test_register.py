"""The co-op's register of members: numbers given once, corrections, leaving, links; nobody is ever deleted."""

from datetime import date

import pytest
from django.utils import timezone

from producers import register
from producers.models import Member
from producers.models.member import MemberQuerySet
from tests import make

pytestmark = pytest.mark.django_db

JOINED = date(2026, 1, 5)


def test_numbers_are_given_one_after_the_other():
    assert [register.join(name=name, joined_on=JOINED).number for name in ("Ana", "Beni", "Cici")] == [1, 2, 3]


def test_a_number_is_never_given_again():
    first, last = register.join(name="Ana", joined_on=JOINED), register.join(name="Beni", joined_on=JOINED)
    register.leave(last, on=date(2026, 6, 1), reason="Moved")
    assert register.join(name="Cici", joined_on=JOINED).number == 3
    assert [first.number, last.number] == [1, 2]


@pytest.fixture
def late(monkeypatch):
    """Whoever asks for the next number is told, so many times, the one that somebody else is just taking."""

    def times(count):
        answers = iter([1] * count)
        ask = MemberQuerySet.next_number
        monkeypatch.setattr(MemberQuerySet, "next_number", lambda self: next(answers, None) or ask(self))

    return times


@pytest.mark.parametrize("count", [1, 3, 49])
def test_of_two_who_join_at_once_the_later_one_tries_again(late, count):
    register.join(name="Ana", joined_on=JOINED)
    late(count)
    assert register.join(name="Beni", joined_on=JOINED).number == 2
    assert list(Member.objects.values_list("number", "name")) == [(1, "Ana"), (2, "Beni")]


def test_whoever_is_on_the_register_is_not_entered_twice(weavers, bob):
    person = weavers.people.get()
    register.join(name="Bob", joined_on=JOINED, person=person, user=bob)
    for again in ({"person": person}, {"user": bob}):
        with pytest.raises(register.MemberAlready):
            register.join(name="Bob", joined_on=JOINED, **again)
    assert Member.objects.count() == 1


def test_a_correction_leaves_the_number_alone():
    member = register.join(name="Anna", joined_on=JOINED)
    register.amend(member, name="Ana", occupation="Penenun")
    member.refresh_from_db()
    assert (member.number, member.name, member.occupation, member.joined_on) == (1, "Ana", "Penenun", JOINED)


def test_leaving_is_written_down_once():
    member = register.join(name="Ana", joined_on=JOINED)
    register.leave(member, on=date(2026, 6, 1), reason="Moved to Soe")
    with pytest.raises(register.MemberLeft):
        register.leave(Member.objects.get(), on=date(2026, 7, 1), reason="Something else")
    member.refresh_from_db()
    assert (member.left_on, member.leaving_reason) == (date(2026, 6, 1), "Moved to Soe")


def test_nobody_leaves_before_joining():
    member = register.join(name="Ana", joined_on=JOINED)
    with pytest.raises(register.LeavesTooEarly):
        register.leave(member, on=date(2026, 1, 4), reason="A mistake")
    register.leave(member, on=JOINED, reason="Changed her mind")
    assert Member.objects.get().left_on == JOINED


def test_who_is_a_member_on_which_day():
    ana, beni = register.join(name="Ana", joined_on=JOINED), register.join(name="Beni", joined_on=date(2026, 3, 1))
    register.leave(ana, on=date(2026, 6, 1), reason="Moved")
    days = {
        date(2026, 1, 4): [],
        JOINED: [ana],
        date(2026, 3, 1): [ana, beni],
        date(2026, 5, 31): [ana, beni],
        date(2026, 6, 1): [beni],
    }
    for day, members in days.items():
        assert list(Member.objects.active(on=day)) == members, day
    assert list(Member.objects.left(on=date(2026, 6, 1))) == [ana]


def test_a_member_is_linked_and_unlinked(weavers, bob):
    member = register.join(name="Bob", joined_on=JOINED)
    register.link(member, person=weavers.people.get(), user=bob)
    assert (bob.membership, weavers.people.get().membership) == (member, member)
    register.link(member, person=None, user=None)
    member.refresh_from_db()
    assert (member.person, member.user) == (None, None)


def test_two_members_are_not_linked_to_the_same(bob):
    register.join(name="Bob", joined_on=JOINED, user=bob)
    other = register.join(name="Beni", joined_on=JOINED)
    with pytest.raises(register.MemberAlready):
        register.link(other, person=None, user=bob)
    other.refresh_from_db()
    assert other.user is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", ["Ana Bere"]),
        ("2", ["Beni"]),
        ("0813-5551", ["Beni"]),
        ("+62 813 555", ["Beni"]),
        ("1" * 30, []),
        ("", ["Ana Bere", "Beni"]),
    ],
)
def test_members_are_found_by_name_number_or_phone(text, found):
    register.join(name="Ana Bere", joined_on=JOINED)
    register.join(name="Beni", joined_on=timezone.localdate(), phone="+6281355512345")
    assert [member.name for member in Member.objects.found_by(text)] == found


def test_who_belongs_to_the_register_cannot_be_deleted(weavers, bob):
    register.join(name="Bob", joined_on=JOINED, person=weavers.people.get(), user=bob)
    with pytest.raises(Exception, match="protected"):
        weavers.people.get().delete()
    assert make.member("Cici").number == 2
