"""Logs hold no token by which somebody could open a cart or an order."""

import logging

import pytest

from marketplace.logs import WithoutSecrets

TOKEN = "n5ZtKx-0_yT8aJcQ2vWbL1dR"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/orders/{TOKEN}/", "/orders/.../"),
        (f"/api/v1/carts/{TOKEN}/lines/7/", "/api/v1/carts/.../lines/7/"),
        (f"/account/email/{TOKEN}:1abc/", "/account/email/.../"),
        ("/desk/orders/KPG-000123/", "/desk/orders/KPG-000123/"),
        ("/products/selendang-ikat-merah-mengkudu/", "/products/selendang-ikat-merah-mengkudu/"),
    ],
)
def test_a_token_is_not_logged(path, logged):
    record = logging.makeLogRecord({"msg": "Internal Server Error: %s", "args": (path,)})
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == f"Internal Server Error: {logged}"
