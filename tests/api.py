"""A program that speaks to the API: JSON out, and status and JSON back."""

from typing import Any

from django.test import Client

from marketplace.models import User
from tests import make

ROOT = "/api/v1/"


class Program:
    """Signed in with a token of the person, if there is one."""

    def __init__(self, person: User | None = None, *, language: str = "en") -> None:
        headers = {"Accept-Language": language}
        if person:
            headers["Authorization"] = f"Token {make.api_token(person)}"
        self.client = Client(headers=headers)

    def get(self, address: str, **query: Any) -> tuple[int, Any]:
        return answer(self.client.get(ROOT + address, query))

    def post(self, address: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        return answer(self.client.post(ROOT + address, body, content_type="application/json", headers=headers))

    def patch(self, address: str, body: Any) -> tuple[int, Any]:
        return answer(self.client.patch(ROOT + address, body, content_type="application/json"))

    def delete(self, address: str) -> tuple[int, Any]:
        return answer(self.client.delete(ROOT + address))

    def send_raw(self, address: str, body: bytes, content_type: str = "application/json") -> tuple[int, Any]:
        return answer(self.client.generic("POST", ROOT + address, body, content_type))

    def send_file(self, address: str, **files: Any) -> tuple[int, Any]:
        return answer(self.client.post(ROOT + address, files))


def answer(response: Any) -> tuple[int, Any]:
    return response.status_code, response.json() if response.content else None


def results(answered: tuple[int, Any], field: str) -> list[Any]:
    """One field of each row of a list."""
    status, body = answered
    assert status == 200, body
    return [row[field] for row in body["results"]]
