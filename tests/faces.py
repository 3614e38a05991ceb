"""The two faces of a verb of the desk, its page and its endpoint, and somebody of each role who tries them."""

from typing import Any

from django.test import Client

from marketplace.models import Notice, Role, User
from producers.models import Producer
from tests import make
from tests.api import answer
from tests.conftest import signed_in

ROLES = ["anonymous", "buyer", "lead", "helper", "agent", "coordinator", "sponsor", "superuser"]
DESK = ["coordinator", "superuser"]
OTHERS = [role for role in ROLES if role not in DESK]
FACES = ["page", "api"]


def person(role: str, producer: Producer) -> User | None:
    """Somebody of that role; lead, helper and agent are so for the producer."""
    if role == "anonymous":
        return None
    if role == "lead":
        found: User = producer.people.get(role="lead").user
        return found
    roles = {"coordinator": Role.COORDINATOR, "sponsor": Role.SPONSOR}
    made = make.user(role.title(), role=roles.get(role, Role.BUYER), is_superuser=role == "superuser")
    if role == "helper":
        producer.people.create(user=made, name=made.name, role="helper")
    if role == "agent":
        make.grant(producer, by=make.user(), to=made)
    return made


def ask(face: str, who: User | None, address: str, *, form: dict[str, Any], body: dict[str, Any]) -> int:
    """The status of what the face answers to the form, or to the body."""
    if face == "page":
        client = signed_in(who) if who else Client()
        return client.post(f"/desk/{address}", form).status_code
    headers = {"Authorization": f"Token {make.api_token(who)}"} if who else {}
    sent = Client(headers=headers).post(f"/api/v1/desk/{address}", body, content_type="application/json")
    return answer(sent)[0]


def kept_out(face: str, role: str) -> int:
    """What somebody hears who may not know that the address exists."""
    if role != "anonymous":
        return 404
    return 302 if face == "page" else 401


def owed(event: str) -> set[tuple[int, int | None, str]]:
    """The rows of an event: about what, to whom, by which channel."""
    return set(Notice.objects.filter(event=event).values_list("subject_id", "user", "channel"))
