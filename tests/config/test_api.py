"""The API as a whole: every error is `{code, message}`, the schema is complete, and its page needs no script."""

import re

import pytest
from django.core.management import call_command
from django.db import DataError
from django.test import Client

from marketplace.http import api_error
from tests import make
from tests.api import Program
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    ("get", "nothing/", 404, "not_found"),
    ("get", "products/nothing/", 404, "not_found"),
    ("get", "carts/nothing/", 404, "not_found"),
    ("post", "products/", 405, "method_not_allowed"),
    ("options", "products/", 405, "method_not_allowed"),
    ("get", "selling/products/", 401, "not_authenticated"),
    ("get", "desk/suborders/", 401, "not_authenticated"),
    ("get", "products/?search=%00", 400, "invalid"),
    ("get", "products/%00/", 400, "invalid"),
    ("get", f"market-days/?page_size={10**30}", 400, "invalid"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("method", "address", "status", "code"), EVERYWHERE)
def test_every_error_has_a_code_and_a_message(method, address, status, code, language):
    client = Client(headers={"Accept-Language": language})
    answer = getattr(client, method)(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["code"] == code
    assert answer.json().keys() - {"fields"} == {"code", "message"}
    assert answer.json()["message"]


def test_only_json_comes_back():
    answer = Client(headers={"Accept": "application/xml"}).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


def test_a_page_asks_with_a_nul_too(client):
    assert client.get("/products/?search=%00").status_code == 400
    assert client.get("/products/%00/").status_code == 400
    assert client.get("/products/%00/")["Content-Type"].startswith("text/html")


def test_a_fault_of_ours_is_told_in_json_too(monkeypatch):
    def break_down(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("catalog.api.shop.Products.get_queryset", break_down)
    answer = Client(raise_request_exception=False).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")


@pytest.mark.parametrize("fault", [DataError("value out of range"), OverflowError("int too large")])
def test_what_no_column_holds_is_refused(monkeypatch, fault):
    def overflow(*args, **kwargs):
        raise fault

    monkeypatch.setattr("catalog.api.shop.Products.get_queryset", overflow)
    assert Program().get("products/")[0] == 400
    monkeypatch.setattr("catalog.views.shop.browse.paging.page", overflow)
    assert Client().get("/products/").status_code == 400


def test_without_the_guard_it_is_a_fault(monkeypatch):
    monkeypatch.setattr("marketplace.http.ODD_INPUT", ())
    monkeypatch.setattr("catalog.api.shop.Products.get_queryset", lambda *_args: (_ for _ in ()).throw(OverflowError))
    assert api_error(OverflowError(), {}) is None
    assert Client(raise_request_exception=False).get("/api/v1/products/").status_code == 500


@pytest.mark.parametrize(
    "header", ["Token", "Token x", "Token a b", "Token karya_0000000000", "Token \u00e4\u00f6\u00fc"]
)
def test_a_token_that_is_no_good(header):
    answer = Client(headers={"Authorization": header.encode().decode("latin-1")}).get("/api/v1/products/")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
    assert answer["WWW-Authenticate"] == "Token"


def test_a_session_needs_the_csrf_token(bob, weavers):
    variant = make.variant(of=weavers)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, body = f"/api/v1/selling/variants/{variant.pk}/stock/", {"on_hand": 3}
    refused = browser.post(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
    browser.get("/account/")
    headers = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    assert browser.post(address, body, content_type="application/json", headers=headers).status_code == 200


def test_a_session_may_ask_in_another_language_than_its_pages(bob):
    client = signed_in(bob)
    assert bob.language == "id"
    message = client.get("/api/v1/nothing/", headers={"Accept-Language": "en"}).json()["message"]
    assert message == "There is nothing at this address."


def test_too_many_requests(monkeypatch):
    monkeypatch.setattr("marketplace.throttles._count", lambda *_args, **_kwargs: 10_000)
    answer = Client().post("/api/v1/carts/")
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert int(answer["Retry-After"]) > 0


def test_the_schema_is_complete(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_schema_is_served(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        schema = client.get("/api/v1/schema/")
    assert schema.json()["openapi"].startswith("3.")
    assert "/api/v1/orders/" in schema.json()["paths"]
    assert all(
        "4XX" in operation["responses"] for path in schema.json()["paths"].values() for operation in path.values()
    )


def test_the_page_about_the_api_needs_no_script_and_no_other_host(client):
    answer = client.get("/api/v1/docs/")
    page = answer.content.decode()
    assert "<code>POST /api/v1/orders/</code>" in page and "out_of_stock" in page
    assert "<script" not in page and "style=" not in page
    assert set(re.findall(r'(?:src|href)="(https?://[^/"]+)', page)) == set()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
