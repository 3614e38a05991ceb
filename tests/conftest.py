"""The cast of the tests: alice buys, bob produces, carol coordinates, mallory is a stranger."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from marketplace.models import User
from producers.models import Producer
from tests import make

pytest_plugins = ["tests.plumbing"]


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """All tests come from one address: what the throttles counted in one is not held against the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def nobody_has_spoken_yet() -> None:
    """What a page was asked for in one test is not the language of the next."""
    translation.deactivate()


@pytest.fixture
def alice(db: None) -> User:
    return make.user("Alice", email="alice@example.com")


@pytest.fixture
def bob(db: None) -> User:
    return make.user("Bob", email="bob@example.com")


@pytest.fixture
def carol(db: None) -> User:
    return make.coordinator("Carol", email="carol@example.com")


@pytest.fixture
def mallory(db: None) -> User:
    return make.user("Mallory", email="mallory@example.com")


@pytest.fixture
def weavers(bob: User) -> Producer:
    """The producer that bob leads."""
    return make.producer("Kelompok Tenun", lead=bob)


@pytest.fixture
def farmers(db: None) -> Producer:
    """Another producer, led by somebody else."""
    return make.producer("Kebun Organik", lead=make.user("Farida", email="farida@example.com"))


def signed_in(user: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def speaking(language: str) -> Client:
    """A browser in which a guest has chosen a language."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client
