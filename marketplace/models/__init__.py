"""The nouns of the commons."""

from marketplace.models.cooperative import Cooperative
from marketplace.models.edition import Edition
from marketplace.models.ledger import Account, Transfer
from marketplace.models.notices import Channel, DeliveryAttempt, Heartbeat, Notice
from marketplace.models.people import Role, User
from marketplace.models.picture import Picture
from marketplace.models.places import District, PickupPoint, Village
from marketplace.models.tokens import ApiToken

__all__ = [
    "Account",
    "ApiToken",
    "Channel",
    "Cooperative",
    "DeliveryAttempt",
    "District",
    "Edition",
    "Heartbeat",
    "Notice",
    "PickupPoint",
    "Picture",
    "Role",
    "Transfer",
    "User",
    "Village",
]
