"""Gives a person a role, and makes the person where there is none: how a market gets its first coordinator."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts import Address, by_phone
from marketplace.models import Role, User


class Command(BaseCommand):
    help = "Give a person a role, by phone number or e-mail address. The person then signs in there with a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="a phone number such as 0812-3456-7890, or an e-mail address")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="needed for somebody who is new")

    def handle(self, *, address: str, role: str, name: str, **options: Any) -> None:
        try:
            known = Address.parse(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no address: {error.messages[0]}") from error
        user = User.objects.reached_by(str(known)).first()
        if user is None:
            user = newcomer(known, name=name.strip())
        elif not user.is_active:
            raise CommandError("The account with this address is closed.")
        user.appoint(Role(role))
        if name.strip():
            user.introduce(name=name.strip(), language=user.language)
        self.stdout.write(f"{user} is now {Role(role).label}, and signs in with {known}.")


def newcomer(address: Address, *, name: str) -> User:
    if not name:
        raise CommandError('Nobody has this address yet: say who it is with --name "...".')
    if address.phone and not by_phone():
        raise CommandError("PHONE_MAIL_DOMAIN is not set, so no code can reach a phone: give an e-mail address.")
    return User.objects.create_user(phone=address.phone, email=address.email, name=name)
