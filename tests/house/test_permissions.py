"""The permission matrix: every address by every method as every role. An address that is not in the table fails.

The routes come from the URL conf; what is expected of them stands in the table below. Whoever is let in gets an answer
that is neither "sign in" nor "not there"; everybody else gets exactly one of these.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from catalog.models import Claim
from marketplace.models import Notice, Role
from marketplace.notices.files import FileBackend
from producers.models import Invitation
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
ROLES = ["anonymous", "buyer", "other_producer", "lead", "helper", "coordinator", "sponsor", "superuser"]

EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
PRODUCERS = frozenset({"other_producer", "lead", "helper"})
OWN = frozenset({"lead", "helper"})
LEAD = frozenset({"lead"})
LEADS = frozenset({"lead", "other_producer"})
DESK = frozenset({"coordinator", "superuser"})
BUYER = frozenset({"buyer"})
# Those who share a world in one test: a route belongs to the longest that it begins with.
ROOMS = ["", "account/", "sell/", "desk/", "api/", "api/v1/selling/", "api/v1/desk/"]
# Steps of signing in: what they answer depends on the step before, and is told in `test_sign_in.py`.
STEPS = frozenset({"steps"})


def read(who: frozenset[str]) -> dict[str, frozenset[str]]:
    return {"GET": who, "HEAD": who}


def write(who: frozenset[str]) -> dict[str, frozenset[str]]:
    return {"POST": who}


def both(who: frozenset[str]) -> dict[str, frozenset[str]]:
    return read(who) | write(who)


TABLE: dict[str, dict[str, frozenset[str]]] = {
    # Everyone
    "": read(EVERYONE),
    "products/": read(EVERYONE),
    "products/<slug:slug>/": read(EVERYONE),
    "products/<slug:slug>/card.jpg": read(EVERYONE),
    "robots.txt": read(EVERYONE),
    "sitemap.xml": read(EVERYONE),
    "sitemap/pages.xml": read(EVERYONE),
    "sitemap/producers-<int:number>.xml": read(EVERYONE),
    "sitemap/products-<int:number>.xml": read(EVERYONE),
    "producers/": read(EVERYONE),
    "producers/<slug:slug>/": read(EVERYONE),
    "market-days/": read(EVERYONE),
    "certificates/<str:code>/": read(EVERYONE),
    "certificates/<str:code>/label/": read(EVERYONE),
    "invitations/<str:token>/": read(EVERYONE),
    "invitations/<str:token>/acceptance/": write(SIGNED_IN),
    "about/": read(EVERYONE),
    "language/": write(EVERYONE),
    "healthz": read(EVERYONE),
    "readyz": read(EVERYONE),
    # Buyers; the token of an order is the right to it
    "cart/": both(EVERYONE),
    "cart/lines/<int:pk>/": write(EVERYONE),
    "checkout/": both(EVERYONE),
    "orders/<str:token>/": read(EVERYONE),
    "orders/<str:token>/cancellation/": write(EVERYONE),
    # The account
    "account/": both(SIGNED_IN),
    "account/inbox/": both(SIGNED_IN),
    "account/orders/": read(SIGNED_IN),
    "account/pictures/": write(SIGNED_IN),
    "account/pictures/<int:pk>/": read(BUYER),
    "account/tokens/": both(SIGNED_IN),
    "account/tokens/<uuid:handle>/revocation/": write(BUYER),
    "account/login/": STEPS,
    "account/login/code/": STEPS,
    "account/signup/": STEPS,
    "account/logout/": STEPS,
    "account/inactive/": STEPS,
    "account/phone/": STEPS,
    "account/phone/verify/": STEPS,
    "account/email/": STEPS,
    "account/email/<str:key>/": STEPS,
    # Producers
    "sell/": read(PRODUCERS),
    "sell/orders/": read(PRODUCERS),
    "sell/orders/<int:pk>/": read(OWN),
    "sell/orders/<int:pk>/acceptance/": write(OWN),
    "sell/orders/<int:pk>/refusal/": write(OWN),
    "sell/orders/<int:pk>/readiness/": write(OWN),
    "sell/products/": read(PRODUCERS),
    "sell/products/<int:pk>/": read(OWN),
    "sell/products/new/": both(PRODUCERS),
    "sell/products/<int:pk>/edit/": both(OWN),
    "sell/products/<int:pk>/edit/removal/": write(OWN),
    "sell/products/<int:pk>/submission/": write(OWN),
    "sell/products/<int:pk>/submission/removal/": write(OWN),
    "sell/products/<int:pk>/archive/": write(OWN),
    "sell/products/<int:pk>/photos/": write(OWN),
    "sell/products/<int:pk>/photos/<int:picture>/removal/": write(OWN),
    "sell/products/<int:pk>/photos/<int:picture>/up/": write(OWN),
    "sell/products/<int:pk>/photos/<int:picture>/down/": write(OWN),
    "sell/products/<int:pk>/variants/new/": both(OWN),
    "sell/products/<int:pk>/claims/new/": both(OWN),
    "sell/claims/<int:pk>/withdrawal/": write(OWN),
    "sell/products/<int:pk>/pause/": write(OWN),
    "sell/products/<int:pk>/publication/": write(OWN),
    "sell/variants/<int:pk>/": both(OWN),
    "sell/variants/<int:pk>/removal/": write(OWN),
    "sell/variants/<int:pk>/return/": write(OWN),
    "sell/variants/<int:pk>/sold-out/": write(OWN),
    "sell/variants/<int:pk>/back/": write(OWN),
    "sell/variants/<int:pk>/movements/": both(OWN),
    "sell/variants/<int:pk>/stock/": write(OWN),
    "sell/variants/<int:pk>/price/": write(OWN),
    "sell/grid/": both(PRODUCERS),
    "sell/sheets/": both(PRODUCERS),
    "sell/sheets/template.<sheet_ending:ending>": read(PRODUCERS),
    "sell/sheets/products.<sheet_ending:ending>": read(PRODUCERS),
    "sell/sheets/<int:pk>/": read(OWN),
    "sell/sheets/<int:pk>/application/": write(OWN),
    "sell/sheets/<int:pk>/removal/": write(OWN),
    "sell/sheets/<int:pk>/submission/": write(OWN),
    "sell/sheets/<int:pk>/result.xlsx": read(OWN),
    "sell/earnings/": read(PRODUCERS),
    "sell/application/": read(EVERYONE),
    "sell/application/new/": both(SIGNED_IN),
    "sell/application/<int:pk>/": read(OWN),
    "sell/application/<int:pk>/name/": both(OWN),
    "sell/application/<int:pk>/place/": both(OWN),
    "sell/application/<int:pk>/village/": both(OWN),
    "sell/application/<int:pk>/story/": both(OWN),
    "sell/application/<int:pk>/contact/": both(LEAD),
    "sell/application/<int:pk>/submission/": write(LEAD),
    "sell/profile/": read(PRODUCERS),
    "sell/profile/<int:pk>/": read(OWN),
    "sell/profile/<int:pk>/story/": both(OWN),
    "sell/profile/<int:pk>/contact/": both(LEAD),
    "sell/profile/<int:pk>/holiday/": both(LEAD),
    "sell/profile/<int:pk>/return/": write(LEAD),
    "sell/profile/<int:pk>/end/": read(LEAD),
    "sell/profile/<int:pk>/closure/": write(LEAD),
    "sell/profile/<int:pk>/people/": both(LEAD),
    "sell/profile/<int:pk>/invitations/": both(LEAD),
    "sell/profile/<int:pk>/grants/": both(LEAD),
    "sell/profile/<int:pk>/certificates/": both(OWN),
    "sell/log/": read(PRODUCERS),
    "sell/me/": read(SIGNED_IN),
    "sell/people/<int:pk>/": write(LEAD),
    "sell/people/<int:pk>/removal/": write(LEAD),
    "sell/people/<int:pk>/consent/": write(LEAD),
    "sell/people/<int:pk>/consent-withdrawal/": write(LEAD),
    "sell/invitations/<int:pk>/revocation/": write(LEAD),
    "sell/grants/<int:pk>/revocation/": write(LEAD),
    "sell/certificates/<int:pk>/withdrawal/": write(OWN),
    # Coordinators
    "desk/": read(DESK),
    "desk/orders/": read(DESK),
    "desk/orders/<str:number>/": read(DESK),
    "desk/suborders/<int:pk>/reception/": write(DESK),
    "desk/suborders/<int:pk>/cancellation/": write(DESK),
    "desk/handover/": both(DESK),
    "desk/producers/": read(DESK),
    "desk/producers/<int:pk>/": read(DESK),
    "desk/producers/<int:pk>/verification/": write(DESK),
    "desk/producers/<int:pk>/changes-request/": write(DESK),
    "desk/producers/<int:pk>/refusal/": write(DESK),
    "desk/producers/<int:pk>/suspension/": write(DESK),
    "desk/producers/<int:pk>/restoration/": write(DESK),
    "desk/producers/<int:pk>/closure/": write(DESK),
    "desk/producers/<int:pk>/trust/": write(DESK),
    "desk/producers/<int:pk>/distrust/": write(DESK),
    "desk/producers/<int:pk>/grants/": write(DESK),
    "desk/grants/<int:pk>/revocation/": write(DESK),
    "desk/certificates/": read(DESK),
    "desk/certificates/<int:pk>/": read(DESK),
    "desk/certificates/<int:pk>/confirmation/": write(DESK),
    "desk/certificates/<int:pk>/withdrawal/": write(DESK),
    "desk/training/": read(DESK),
    "desk/training/providers/": both(DESK),
    "desk/training/providers/<int:pk>/": both(DESK),
    "desk/training/programmes/": both(DESK),
    "desk/training/programmes/<int:pk>/": both(DESK),
    "desk/training/cohorts/": both(DESK),
    "desk/training/cohorts/<int:pk>/": both(DESK),
    "desk/members/": read(DESK),
    "desk/members/new/": both(DESK),
    "desk/members/register/": read(DESK),
    "desk/members/<int:pk>/": both(DESK),
    "desk/members/<int:pk>/link/": write(DESK),
    "desk/members/<int:pk>/leaving/": write(DESK),
    "desk/listings/": read(DESK),
    "desk/listings/approval/": write(DESK),
    "desk/listings/unreviewed/": read(DESK),
    "desk/listings/<int:pk>/": read(DESK),
    "desk/listings/<int:pk>/approval/": write(DESK),
    "desk/listings/<int:pk>/changes-request/": write(DESK),
    "desk/listings/<int:pk>/rejection/": write(DESK),
    "desk/listings/<int:pk>/recall/": write(DESK),
    "desk/claims/": read(DESK),
    "desk/claims/<int:pk>/confirmation/": write(DESK),
    "desk/claims/<int:pk>/rejection/": write(DESK),
    "desk/claims/<int:pk>/withdrawal/": write(DESK),
    "desk/categories/": read(DESK),
    "desk/categories/new/": both(DESK),
    "desk/categories/<int:pk>/": both(DESK),
    "desk/cash/": read(DESK),
    "desk/notices/": read(DESK),
    "desk/notices/<int:pk>/retry/": write(DESK),
    "desk/mail/": read(DESK),
    "desk/mail/<str:name>/": read(DESK),
    # Programs
    "api/v1/products/": read(EVERYONE),
    "api/v1/products/<slug:slug>/": read(EVERYONE),
    "api/v1/producers/": read(EVERYONE),
    "api/v1/producers/<slug:slug>/": read(EVERYONE),
    "api/v1/categories/": read(EVERYONE),
    "api/v1/market-days/": read(EVERYONE),
    "api/v1/pickup-points/": read(EVERYONE),
    "api/v1/districts/": read(EVERYONE),
    "api/v1/pictures/": write(SIGNED_IN),
    "api/v1/schema/": read(EVERYONE),
    "api/v1/docs/": read(EVERYONE),
    "api/v1/carts/": write(EVERYONE),
    "api/v1/carts/<str:token>/": read(BUYER),
    "api/v1/carts/<str:token>/lines/": write(BUYER),
    "api/v1/carts/<str:token>/lines/<int:pk>/": {"PATCH": BUYER, "DELETE": BUYER},
    "api/v1/orders/": write(EVERYONE),
    "api/v1/orders/<str:token>/": read(EVERYONE),
    "api/v1/orders/<str:token>/cancellation/": write(EVERYONE),
    "api/v1/selling/products/": both(PRODUCERS),
    "api/v1/selling/products/<int:pk>/": read(OWN) | {"PATCH": OWN},
    "api/v1/selling/products/<int:pk>/photos/": write(OWN),
    "api/v1/selling/products/<int:pk>/photos/<int:photo>/": {"DELETE": OWN},
    "api/v1/selling/products/<int:pk>/submission/": {"POST": OWN, "DELETE": OWN},
    "api/v1/selling/products/<int:pk>/changes/": {"DELETE": OWN},
    "api/v1/selling/products/<int:pk>/pause/": write(OWN),
    "api/v1/selling/products/<int:pk>/publication/": write(OWN),
    "api/v1/selling/products/<int:pk>/archive/": write(OWN),
    "api/v1/selling/products/<int:pk>/variants/": write(OWN),
    "api/v1/selling/products/<int:pk>/claims/": write(OWN),
    "api/v1/selling/claims/<int:pk>/": {"DELETE": OWN},
    "api/v1/selling/variants/<int:pk>/": {"PATCH": OWN},
    "api/v1/selling/variants/<int:pk>/stock/": write(OWN),
    "api/v1/selling/variants/<int:pk>/price/": write(OWN),
    "api/v1/selling/variants/<int:pk>/movements/": both(OWN),
    "api/v1/selling/variants/<int:pk>/sold-out/": write(OWN),
    "api/v1/selling/variants/<int:pk>/back/": write(OWN),
    "api/v1/selling/sheets/": both(PRODUCERS),
    "api/v1/selling/sheets/<int:pk>/": read(OWN),
    "api/v1/selling/sheets/<int:pk>/application/": write(OWN),
    "api/v1/selling/suborders/": read(PRODUCERS),
    "api/v1/selling/suborders/<int:pk>/": read(OWN),
    "api/v1/selling/suborders/<int:pk>/acceptance/": write(OWN),
    "api/v1/selling/suborders/<int:pk>/refusal/": write(OWN),
    "api/v1/selling/suborders/<int:pk>/readiness/": write(OWN),
    "api/v1/selling/earnings/": read(PRODUCERS),
    "api/v1/selling/applications/": both(SIGNED_IN),
    "api/v1/selling/applications/<int:pk>/": read(OWN) | {"PATCH": OWN},
    "api/v1/selling/applications/<int:pk>/photo/": write(OWN),
    "api/v1/selling/applications/<int:pk>/people/": write(LEAD),
    "api/v1/selling/applications/<int:pk>/certificates/": write(OWN),
    "api/v1/selling/applications/<int:pk>/submission/": write(LEAD),
    "api/v1/selling/cohorts/": read(SIGNED_IN),
    "api/v1/desk/suborders/": read(DESK),
    "api/v1/desk/suborders/<int:pk>/": read(DESK),
    "api/v1/desk/suborders/<int:pk>/reception/": write(DESK),
    "api/v1/desk/suborders/<int:pk>/handover/": write(DESK),
    "api/v1/desk/suborders/<int:pk>/cancellation/": write(DESK),
    "api/v1/desk/notices/<int:pk>/retry/": write(DESK),
    "api/v1/desk/listings/": read(DESK),
    "api/v1/desk/listings/<int:pk>/approval/": write(DESK),
    "api/v1/desk/listings/<int:pk>/changes-request/": write(DESK),
    "api/v1/desk/listings/<int:pk>/rejection/": write(DESK),
    "api/v1/desk/listings/<int:pk>/recall/": write(DESK),
    "api/v1/desk/claims/": read(DESK),
    "api/v1/desk/claims/<int:pk>/confirmation/": write(DESK),
    "api/v1/desk/claims/<int:pk>/rejection/": write(DESK),
    "api/v1/desk/claims/<int:pk>/withdrawal/": write(DESK),
    "api/v1/desk/producers/": read(DESK),
    "api/v1/desk/producers/<int:pk>/verification/": write(DESK),
    "api/v1/desk/producers/<int:pk>/changes-request/": write(DESK),
    "api/v1/desk/producers/<int:pk>/refusal/": write(DESK),
    "api/v1/desk/producers/<int:pk>/suspension/": write(DESK),
    "api/v1/desk/producers/<int:pk>/restoration/": write(DESK),
    "api/v1/desk/producers/<int:pk>/closure/": write(DESK),
    "api/v1/desk/certificates/": read(DESK),
    "api/v1/desk/certificates/<int:pk>/confirmation/": write(DESK),
    "api/v1/desk/certificates/<int:pk>/withdrawal/": write(DESK),
    "api/v1/desk/cohorts/": read(DESK),
}


@dataclass
class World:
    """Somebody of each role, and what the names in an address stand for, by the beginning of the route."""

    browsers: dict[str, Client]
    names: dict[str, dict[str, Any]]
    bodies: dict[str, str]

    def address(self, route: str) -> str:
        fitting = [begin for begin in self.names if route.startswith(begin)]
        named = self.names[max(fitting, key=len)] if fitting else {}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(named[name[1]]), route)

    def ask(self, role: str, method: str, route: str) -> tuple[int, str]:
        """Status and goal of the answer; whatever the request changed is undone."""
        browser = self.browsers[role]
        before = browser.cookies.copy()
        kind = "application/json" if route.startswith("api/") else "application/x-www-form-urlencoded"
        body = self.bodies.get(route, "{}" if route.startswith("api/") else "")
        with transaction.atomic():
            answer = browser.generic(method, self.address(route), body, kind)
            transaction.set_rollback(True)
        browser.cookies = before
        return answer.status_code, answer.headers.get("Location", "")


@pytest.fixture
def world(bob, carol, alice, farmers, weavers, settings, tmp_path):
    settings.EMAIL_BACKEND = "marketplace.notices.files.FileBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    cache.clear()
    order = make.order((make.variant("Selendang", of=weavers), 1), user=alice)
    bodies = {"desk/handover/": f"order={order.number}&code={order.pickup_code}"}
    return World(people(bob, carol, alice, farmers, weavers), names(alice, carol, order, tmp_path), bodies)


def people(bob, carol, alice, farmers, weavers):
    helper = make.user("Hana")
    weavers.people.create(user=helper, name="Hana", role="helper")
    persons = {
        "buyer": alice,
        "other_producer": farmers.people.get().user,
        "lead": bob,
        "helper": helper,
        "coordinator": carol,
        "sponsor": make.user("Sari", role=Role.SPONSOR),
        "superuser": make.user("Root", is_superuser=True),
    }
    return {"anonymous": Client()} | {role: signed_in(person) for role, person in persons.items()}


def names(alice, carol, order, folder):
    part = order.sub_orders.get()
    weavers, cloth = part.producer, part.lines.get().variant
    photo = cloth.product.photos.create(picture=make.picture())
    cart = make.cart((cloth, 1), user=alice)
    weavers.people.update(consented_at=timezone.now())
    certificate = make.certificate(weavers)
    certificate.confirm(by=carol, at=timezone.now())
    Notice.objects.filter(event="order_placed").update(status="given_up")
    own = {
        "products/": {"slug": cloth.product.slug},
        "sitemap/": {"number": 0},
        "producers/": {"slug": weavers.slug},
        "orders/": {"token": order.token},
        "carts/": {"token": cart.token, "pk": cart.lines.get().pk},
        "cart/": {"pk": cart.lines.get().pk},
        "certificates/": {"code": certificate.code},
        "account/pictures/": {"pk": make.picture(by=alice).pk},
        "account/tokens/": {"handle": token_of(alice)},
        "sell/orders/": {"pk": part.pk},
        "sell/products/": {"pk": cloth.product.pk, "picture": photo.picture_id},
        "sell/claims/": {"pk": make.claim(cloth.product).pk},
        "sell/sheets/": {"pk": make.applied_sheet(weavers).pk, "ending": "xlsx"},
        "selling/sheets/": {"pk": make.sheet(weavers).pk},
        "sell/variants/": {"pk": cloth.pk},
        "sell/profile/": {"pk": weavers.pk},
        "sell/people/": {"pk": weavers.people.create(name="Yuliana").pk},
        "sell/grants/": {"pk": make.grant(weavers, by=alice).pk},
        "sell/certificates/": {"pk": make.certificate(weavers).pk},
        **applying_to(weavers),
        "selling/products/": {"pk": cloth.product.pk, "photo": photo.pk},
        "selling/claims/": {"pk": make.claim(cloth.product, "pirt").pk},
        "selling/variants/": {"pk": cloth.pk},
        "selling/suborders/": {"pk": part.pk},
        "desk/orders/": {"number": order.number},
        "desk/suborders/": {"pk": part.pk},
        "desk/notices/": {"pk": Notice.objects.given_up().first().pk},
        "desk/mail/": {"name": letter_in(folder)},
        "desk/producers/": {"pk": weavers.pk},
        "desk/grants/": {"pk": make.grant(weavers, by=alice).pk},
        "desk/certificates/": {"pk": certificate.pk},
        "desk/training/providers/": {"pk": certificate.cohort.programme.provider.pk},
        "desk/training/programmes/": {"pk": certificate.cohort.programme.pk},
        "desk/training/cohorts/": {"pk": certificate.cohort.pk},
        "desk/listings/": {"pk": cloth.product.pk},
        "desk/claims/": {"pk": make.claim(cloth.product, Claim.Kind.GEOGRAPHICAL).pk},
        "desk/categories/": {"pk": cloth.product.category_id},
        "desk/members/": {"pk": make.member("Maria").pk},
    }
    return own | {f"api/v1/{begin}": named for begin, named in own.items()}


def applying_to(weavers):
    """A second producer of the same people that is still a draft, and an invitation of the first."""
    draft = make.producer("Tenun Baru", status="draft")
    for person in weavers.people.exclude(user=None):
        draft.people.create(user=person.user, name=person.name, role=person.role)
    lead = weavers.people.get(role="lead").user
    invited, token = Invitation.objects.invite(weavers, name="Nona", role="helper", by=lead, at=timezone.now())
    named = {"sell/application/": draft, "selling/applications/": draft, "sell/invitations/": invited}
    return {begin: {"pk": row.pk} for begin, row in named.items()} | {"invitations/": {"token": token}}


def token_of(person):
    make.api_token(person)
    return person.auth_token_set.get().handle


def letter_in(folder):
    FileBackend().send_messages([EmailMessage("Hello", "Text", to=["maria@example.com"])])
    (letter,) = folder.glob("*.eml")
    return letter.name


def routes(patterns=None, begin=""):
    """Every address of the URL conf, as it is written there."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = begin + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def differences(world, route):
    """Where the answers are other than the table says."""
    expected = TABLE[route]
    if expected is STEPS:
        return
    for method in METHODS:
        for role in ROLES:
            status, goal = world.ask(role, method, route)
            if role in expected.get(method, ()):
                is_right = was_let_in(status, goal)
            elif method in expected:
                is_right = was_kept_out(status, goal, role, route)
            else:
                is_right = status == 405 or was_kept_out(status, goal, role, route)
            if not is_right:
                yield f"{role} {method} /{route}: {status} {goal}"


def was_let_in(status, goal):
    return status < 500 and status not in {401, 403, 404, 405} and not is_login(goal) or status == 503


def was_kept_out(status, goal, role, route):
    """Somebody unknown is asked who she is, except where only a token opens; to somebody known it is not there."""
    if role != "anonymous" or route.startswith("api/v1/carts/"):
        return status == 404
    return status == 401 if route.startswith("api/") else is_login(goal)


def is_login(goal):
    return goal.startswith(reverse(django_settings.LOGIN_URL))


def test_every_address_is_in_the_table():
    assert sorted(routes()) == sorted(TABLE)


@pytest.mark.parametrize("room", ROOMS)
def test_who_is_let_in(world, room):
    inside = [route for route in TABLE if room == max((each for each in ROOMS if route.startswith(each)), key=len)]
    assert inside
    assert [each for route in inside for each in differences(world, route)] == []


@pytest.mark.parametrize(
    ("guard", "open_door", "route"),
    [
        ("marketplace.api.Coordinators.has_permission", lambda *_args: True, "api/v1/desk/suborders/"),
        ("producers.api.public.Producing.has_permission", lambda *_args: True, "api/v1/selling/suborders/"),
        ("marketplace.models.User.is_coordinator", True, "desk/orders/"),
        ("producers.models.producer.ProducerQuerySet.of", lambda self, _user: self, "sell/orders/<int:pk>/"),
    ],
)
def test_a_guard_that_is_off_is_found(world, monkeypatch, guard, open_door, route):
    assert list(differences(world, route)) == []
    monkeypatch.setattr(guard, open_door)
    assert list(differences(world, route)) != []
