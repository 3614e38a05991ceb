"""Signing in by token: `Authorization: Token karya_...`, for programs that act for a person."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox import auth
from knox.models import AbstractAuthToken
from rest_framework.exceptions import AuthenticationFailed

from marketplace.models import User


class TokenAuthentication(auth.TokenAuthentication):
    """Knox's tokens; one that is unknown, expired, revoked, or not even text is answered with 401."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AbstractAuthToken]:
        try:
            token.decode()
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(_("Invalid token.")) from error
        person: tuple[User, AbstractAuthToken] = super().authenticate_credentials(token)
        return person


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # its registering hook bears no types
    """How the API's schema tells of these tokens."""

    target_class = "marketplace.tokens.TokenAuthentication"
