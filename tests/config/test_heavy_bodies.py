"""A body far heavier than a photo is turned away by its announced length, before any of it is read."""

import pytest
from django.test import Client

from tests.conftest import signed_in, speaking

LIMIT = 26 * 1024 * 1024


class Unread:
    """A body that must not be touched."""

    def read(self, *size):
        raise AssertionError("the body was read")

    readline = read


def announce(client: Client, path: str, length: int | str):
    return client.generic(
        "POST",
        path,
        CONTENT_LENGTH=str(length),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"wsgi.input": Unread()},
    )


@pytest.mark.parametrize("length", [LIMIT + 1, 10**12])
def test_a_page_says_so_kindly(bob, length):
    client = signed_in(bob)
    answer = announce(client, "/sell/products/1/photos/", length)
    assert answer.status_code == 413
    assert "paling banyak 25 MB" in answer.text


@pytest.mark.django_db
def test_a_program_gets_a_code():
    answer = announce(speaking("en"), "/api/v1/orders/", LIMIT + 1)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_heavy")


@pytest.mark.django_db
def test_a_length_that_is_no_number_is_turned_away():
    assert announce(Client(), "/cart/", "many").status_code == 413
