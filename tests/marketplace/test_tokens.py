"""Tokens for programs: shown once, kept as a digest, good until they expire or are revoked."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.models import ApiToken, User
from tests.conftest import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

TOKENS = "/account/tokens/"


class WhoAmI(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        return Response({"name": request.user.name})

    post = get


urlpatterns = [path("probe/", WhoAmI.as_view()), path("", include(settings.ROOT_URLCONF))]


def made_token(client: Client, name: str = "Till", days: int = 90) -> str:
    page = client.post(TOKENS, {"name": name, "days": days}).content.decode()
    (token,) = re.findall(r"karya_[0-9a-f]{64}", page)
    return token


def used(token: str, method: str = "GET"):
    return Client().generic(method, "/probe/", headers={"authorization": f"Token {token}"})


def test_a_token_is_shown_once_and_kept_as_a_digest(alice):
    client = signed_in(alice)
    answer = client.post(TOKENS, {"name": "Till", "days": 90})
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    (token,) = re.findall(r"karya_[0-9a-f]{64}", answer.content.decode())
    assert token not in client.get(TOKENS).content.decode()
    row = ApiToken.objects.values().get()
    assert (row["name"], row["user_id"], len(row["digest"])) == ("Till", alice.pk, 128)
    assert token not in str(row)
    assert token not in str(dict(client.session))


def test_a_token_signs_a_program_in(alice):
    token = made_token(signed_in(alice))
    answer = used(token)
    assert (answer.status_code, answer.json()) == (200, {"name": "Alice"})
    assert used(token, "POST").status_code == 200


@pytest.mark.parametrize(("chosen", "days"), [({"days": 30}, 30), ({"days": 365}, 365)])
def test_a_token_is_good_for_as_long_as_was_chosen(alice, chosen, days):
    signed_in(alice).post(TOKENS, {"name": "Till", "days": 90} | chosen)
    left = ApiToken.objects.get().expiry - timezone.now()
    assert timedelta(days=days) - timedelta(minutes=1) < left <= timedelta(days=days)


@pytest.mark.parametrize(
    "given", [{}, {"name": ""}, {"name": "x" * 61}, {"name": "Till", "days": 3650}, {"name": "Till"}]
)
def test_a_token_without_a_name_or_with_another_life_is_refused(alice, given):
    refused = signed_in(alice).post(TOKENS, given)
    assert (refused.status_code, ApiToken.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "token", ["karya_" + "0" * 64, "karya_", "0", "two words", "", "\xff\xfe", "karya_" + "a" * 10_000]
)
def test_a_token_that_is_none_is_a_clear_401(db, token):
    refused = Client().get("/probe/", HTTP_AUTHORIZATION=f"Token {token}")
    assert refused.status_code == 401
    assert refused.json()["code"] == "authentication_failed"
    assert sorted(refused.json()) == ["code", "message"]
    assert refused["WWW-Authenticate"] == "Token"


def test_an_expired_token_is_401_also_before_anybody_tidies_up(alice):
    token = made_token(signed_in(alice))
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    refused = used(token)
    assert (refused.status_code, refused.json()["code"]) == (401, "authentication_failed")
    assert used(token).status_code == 401


def test_a_used_token_does_not_live_longer(alice):
    token = made_token(signed_in(alice))
    expiry = ApiToken.objects.get().expiry
    used(token)
    assert ApiToken.objects.get().expiry == expiry


def test_a_revoked_token_is_401(alice):
    client = signed_in(alice)
    token = made_token(client)
    kept = made_token(client, "Other")
    row = ApiToken.objects.get(name="Till")
    answer = client.post(f"{TOKENS}{row.handle}/revocation/")
    assert (answer.status_code, answer["Location"]) == (302, TOKENS)
    assert (used(token).status_code, used(kept).status_code) == (401, 200)


def test_the_token_of_somebody_else_cannot_be_seen_nor_revoked(alice, mallory):
    token = made_token(signed_in(alice))
    handle = ApiToken.objects.get().handle
    stranger = signed_in(mallory)
    assert "Till" not in stranger.get(TOKENS).content.decode()
    assert stranger.post(f"{TOKENS}{handle}/revocation/").status_code == 404
    assert Client().post(f"{TOKENS}{handle}/revocation/")["Location"].startswith("/account/login/")
    assert stranger.get(f"{TOKENS}{handle}/revocation/").status_code == 405
    assert used(token).status_code == 200


def test_the_token_of_a_closed_account_is_401(alice):
    token = made_token(signed_in(alice))
    User.objects.update(is_active=False)
    assert used(token).status_code == 401


def test_a_person_has_twenty_tokens_at_most_and_expired_ones_do_not_count(alice):
    client = signed_in(alice)
    for number in range(20):
        made_token(client, f"Till {number}")
    refused = client.post(TOKENS, {"name": "One more", "days": 90})
    assert (refused.status_code, ApiToken.objects.count()) == (200, 20)
    assert list(refused.context["form"].errors) == ["__all__"]
    ApiToken.objects.filter(name="Till 0").update(expiry=timezone.now() - timedelta(seconds=1))
    assert made_token(client, "One more")


def test_a_browsers_session_still_needs_its_csrf_token_at_the_api(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/probe/").status_code == 200
    assert client.post("/probe/").status_code == 403
