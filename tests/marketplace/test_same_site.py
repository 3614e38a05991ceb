"""Forms without a token, on pages that are the same for all: taken from pages of this site only."""

import pytest
from django.test import Client

from marketplace.models import User
from orders.models import Cart
from tests import make

HERE = "http://testserver"
ELSEWHERE = "https://evil.example"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def put(weavers):
    return {"variant": make.variant(of=weavers).pk, "quantity": 1}


OURS = [
    {"Origin": HERE},
    {"Origin": HERE, "Referer": f"{ELSEWHERE}/"},
    {"Referer": f"{HERE}/products/x/"},
    {"Sec-Fetch-Site": "same-origin"},
]
NOT_OURS = [
    {"Origin": ELSEWHERE},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {"Origin": ELSEWHERE, "Referer": f"{HERE}/"},
    {"Referer": f"{ELSEWHERE}/?{HERE}/"},
    {"Referer": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {},
]


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_a_page_of_this_site_puts_into_the_cart_and_switches_the_language(visitor, put, headers):
    assert visitor.post("/cart/", put, headers=headers).status_code == 303
    assert Cart.objects.get().lines.count() == 1
    answer = visitor.post("/language/", {"language": "en", "next": "/"}, headers=headers)
    assert (answer.status_code, answer.cookies["language"].value) == (302, "en")


@pytest.mark.parametrize("headers", NOT_OURS, ids=str)
def test_no_other_site_does_nor_what_says_nothing(visitor, put, headers):
    for address, sent in {"/cart/": put, "/language/": {"language": "en"}}.items():
        answer = visitor.post(address, sent, headers=headers)
        assert answer.status_code == 403
        assert not answer.cookies
    assert not Cart.objects.exists()


def test_what_says_nothing_is_taken_with_the_usual_token(visitor, put):
    token = visitor.get("/account/login/").cookies["csrftoken"].value
    assert visitor.post("/cart/", put | {"csrfmiddlewaretoken": token}).status_code == 303
    assert visitor.post("/cart/", put | {"csrfmiddlewaretoken": "a" * 32}).status_code == 403


@pytest.mark.parametrize("address", ["/checkout/", "/cart/lines/1/", "/account/login/"])
def test_all_other_forms_need_a_token_as_ever(visitor, db, address):
    assert visitor.post(address, {}, headers={"Origin": HERE}).status_code == 403


def test_somebody_who_is_signed_in_keeps_her_language(visitor, alice):
    visitor.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert visitor.post("/language/", {"language": "en"}, headers={"Origin": ELSEWHERE}).status_code == 403
    assert User.objects.get(pk=alice.pk).language == alice.language


@pytest.mark.parametrize("address", ["/", "/products/", "/producers/", "/market-days/", "/about/"])
def test_a_page_for_all_sets_no_cookie(visitor, db, address):
    assert not visitor.get(address).cookies
