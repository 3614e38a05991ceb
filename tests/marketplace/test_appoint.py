"""`manage.py appoint`: how a market gets its coordinators."""

import pytest
from django.core.management import CommandError, call_command

from marketplace.models import User

pytestmark = pytest.mark.django_db


def appoint(*arguments: str) -> str:
    return call_command("appoint", *arguments)


@pytest.fixture(autouse=True)
def a_gateway_for_texts(settings) -> None:
    settings.PHONE_MAIL_DOMAIN = "telepon.localhost"


@pytest.mark.parametrize(
    ("typed", "phone", "email"),
    [("0812-3456-7890", "+6281234567890", None), ("Carol@Example.com", None, "carol@example.com")],
)
def test_somebody_new_is_made_a_coordinator(capsys, typed, phone, email):
    appoint(typed, "--role", "coordinator", "--name", "Carol")
    carol = User.objects.get()
    assert (carol.name, carol.role, carol.phone, carol.email) == ("Carol", "coordinator", phone, email)
    assert (carol.is_coordinator, carol.has_usable_password()) == (True, False)
    assert list(User.objects.coordinators()) == [carol]
    assert "Carol" in capsys.readouterr().out


def test_a_person_is_promoted_and_keeps_her_name(alice):
    appoint(str(alice.phone), "--role", "coordinator")
    alice.refresh_from_db()
    assert (alice.name, alice.role) == ("Alice", "coordinator")
    appoint("alice@example.com", "--role", "buyer", "--name", "Alice Tefa")
    alice.refresh_from_db()
    assert (alice.name, alice.role, alice.is_coordinator) == ("Alice Tefa", "buyer", False)


@pytest.mark.parametrize("arguments", [
    ("banana", "--role", "coordinator", "--name", "X"),
    ("carol@", "--role", "coordinator", "--name", "X"),
    ("", "--role", "coordinator", "--name", "X"),
    ("0812-3456-7890", "--role", "coordinator"),
    ("0812-3456-7890", "--role", "coordinator", "--name", "  "),
    ("0812-3456-7890", "--role", "king", "--name", "X"),
    ("0812-3456-7890", "--name", "X"),
])  # fmt: skip
def test_what_cannot_be_is_one_clear_line_and_makes_nobody(arguments):
    with pytest.raises(CommandError):
        appoint(*arguments)
    assert User.objects.count() == 0


def test_where_no_code_reaches_a_phone_nobody_new_is_made_with_one(settings, alice):
    settings.PHONE_MAIL_DOMAIN = ""
    with pytest.raises(CommandError, match="PHONE_MAIL_DOMAIN"):
        appoint("0812-3456-7890", "--role", "coordinator", "--name", "Carol")
    appoint(str(alice.phone), "--role", "coordinator")
    assert [user.name for user in User.objects.coordinators()] == ["Alice"]


def test_a_closed_account_is_not_promoted(alice):
    User.objects.update(is_active=False)
    with pytest.raises(CommandError, match="closed"):
        appoint("alice@example.com", "--role", "coordinator")
    alice.refresh_from_db()
    assert alice.role == "buyer"
