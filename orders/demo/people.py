"""The co-op of the demo market, those who work for it, where it hands over, and those who buy."""

from dataclasses import asdict
from datetime import datetime

from marketplace import accounts
from marketplace.models import Cooperative, PickupPoint, User
from orders.demo import sources


def found(market: sources.Market) -> None:
    """Write down the co-operative itself."""
    Cooperative.objects.create(pk=1, **market.cooperative)


def enrol(contact: sources.Contact, *, at: datetime) -> User:
    """An account, as after a first sign-in by code."""
    user = User.objects.create_user(**asdict(contact), phone_verified=True, joined_at=at)
    accounts.note_email(user)
    return user


def open_points(market: sources.Market) -> list[PickupPoint]:
    return [PickupPoint.objects.create(village_id=row.pop("village"), **row) for row in map(asdict, market.points)]
