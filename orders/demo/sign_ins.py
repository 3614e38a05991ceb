"""Who can be tried out in the demo market: the addresses to which a sign-in code can be sent."""

from collections.abc import Iterator

from marketplace.models import User

SIGN_INS = {
    "koordinator@pasarkarya.example": "market coordinator",
    "tenun@pasarkarya.example": "leads a weaving group",
    "daurulang@pasarkarya.example": "leads a recycled-craft group",
    "kebun@pasarkarya.example": "leads a farmers' group",
    "pembeli@pasarkarya.example": "buyer",
    "sponsor@pasarkarya.example": "training sponsor",
}


def lines() -> Iterator[str]:
    """A line for each of them that is there: address, phone number, name, what for. None in a real market."""
    people = User.objects.filter(email__in=SIGN_INS).in_bulk(field_name="email")
    for email, part in SIGN_INS.items():
        if user := people.get(email):
            yield f"{email:<32} {user.phone.as_national if user.phone else '':<15} {user.name}, {part}"
