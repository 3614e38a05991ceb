"""Many who join the co-op at the same moment each get a number of their own."""

from datetime import date

import pytest
from django.db import IntegrityError

from producers import register
from producers.models import Member
from tests.races.conftest import together

pytestmark = pytest.mark.postgres

JOINED = date(2026, 1, 5)
CROWD = 8


def join(name):
    return lambda: register.join(name=name, joined_on=JOINED).number


def test_everybody_gets_a_number_of_her_own():
    given = together([join(f"Anggota {each}") for each in range(CROWD)])
    assert sorted(given) == list(range(1, CROWD + 1))
    assert Member.objects.count() == CROWD


def test_without_the_second_try_most_come_away_with_nothing(monkeypatch):
    """The control: with one try only, the database refuses whoever took the same number."""
    monkeypatch.setattr(register, "MOST_TRIES", 1)

    def once(name):
        def deed():
            try:
                return register.join(name=name, joined_on=JOINED).number
            except (RuntimeError, IntegrityError):
                return None

        return deed

    given = together([once(f"Anggota {each}") for each in range(CROWD)])
    assert None in given
    assert Member.objects.count() == CROWD - given.count(None)
