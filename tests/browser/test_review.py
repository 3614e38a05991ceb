"""The review by keyboard in real Chromium, and without a line of script; everything fits on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.views import serve
from django.db import connection
from django.urls import URLPattern, URLResolver, include, path, re_path
from playwright.sync_api import Browser, Page, expect, sync_playwright

from catalog.models import Product
from marketplace.models import User
from tests import make
from tests.browser.conftest import FLAGS, SIZES
from tests.conftest import signed_in
from tests.plumbing import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.urls(__name__),
]

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^static/(?P<path>.*)$", serve, {"insecure": True}),
    path("", include("config.urls")),
]

# Longer than the pause in which the key that approves does nothing on a page that has just opened.
PAUSE = 700


@pytest.fixture
def waiting(live_server: Any) -> list[Product]:
    """Three new listings and an edited one, in the order in which they wait."""
    lead = make.user("Bob", email="bob@example.com")
    weavers = make.producer("Kelompok Tenun", lead=lead)
    names = ["Selendang", "Sarung", "Taplak"]
    firsts = [make.listing_in_review(name, of=weavers, by=lead) for name in names]
    bag = make.variant("Tas kecil", of=weavers).product
    make.edit_in_review(bag, by=lead, name="Tas besar", description="Muat satu buku.")
    make.claim(bag, evidence=make.picture())
    return [*firsts, bag]


@pytest.fixture
def carol(waiting: list[Product]) -> User:
    return make.coordinator("Carol", language="en")


@pytest.fixture
def browser(live_server: Any, carol: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Begun after the database and ended before it: Playwright keeps a loop running in this thread.

    Django takes every query of the test for one inside that loop, and gives the loop a connection of its own.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        connection.close()


class Desk:
    """Carol's browser."""

    def __init__(self, browser: Browser, carol: User, live_server: Any, *, size: str, script: bool = True) -> None:
        self.context = browser.new_context(
            viewport=SIZES[size], base_url=live_server.url, java_script_enabled=script, locale="en-GB"
        )
        self.size = size
        session = signed_in(carol).cookies[django_settings.SESSION_COOKIE_NAME].value
        cookies = {django_settings.SESSION_COOKIE_NAME: session, django_settings.LANGUAGE_COOKIE_NAME: "en"}
        self.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address

    def press(self, key: str) -> None:
        """A key that leads to another page."""
        self.page.wait_for_timeout(PAUSE)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def look(self, name: str) -> None:
        overhang = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overhang <= 0, f"{name} is {overhang} px too wide"
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{self.size}-{name}.png", full_page=True)


@pytest.fixture
def desk(browser: Browser, carol: User, live_server: Any) -> Iterator[Desk]:
    opened = Desk(browser, carol, live_server, size="desk")
    yield opened
    opened.context.close()
    assert opened.errors == []


def statuses(waiting: list[Product]) -> list[str]:
    return [Product.objects.get(pk=product.pk).status for product in waiting]


def address(product: Product) -> str:
    return f"/desk/listings/{product.pk}/"


def test_from_case_to_case_by_keyboard(desk: Desk, waiting: list[Product]):
    desk.open(address(waiting[0]))
    desk.press("j")
    assert desk.page.url.endswith(address(waiting[1]))
    desk.press("k")
    assert desk.page.url.endswith(address(waiting[0]))
    assert statuses(waiting) == ["in_review"] * 3 + ["published"]


def test_approve_by_key_opens_the_next_and_says_what_was_done(desk: Desk, waiting: list[Product]):
    desk.open(address(waiting[0]))
    desk.press("a")
    assert desk.page.url.endswith(address(waiting[1]))
    expect(desk.page.locator(".messages a")).to_have_attribute("href", address(waiting[0]))
    assert statuses(waiting) == ["published", "in_review", "in_review", "published"]


def test_a_key_pressed_twice_approves_one(desk: Desk, waiting: list[Product]):
    desk.open(address(waiting[0]))
    desk.press("a")
    desk.page.keyboard.press("a")
    desk.page.wait_for_timeout(PAUSE)
    assert desk.page.url.endswith(address(waiting[1]))
    assert statuses(waiting) == ["published", "in_review", "in_review", "published"]


@pytest.mark.parametrize(("key", "status"), [("c", "changes_requested"), ("r", "rejected")])
def test_send_back_by_keyboard(desk: Desk, waiting: list[Product], key: str, status: str):
    desk.open(address(waiting[0]))
    desk.page.keyboard.press(key)
    details = desk.page.locator(f"details[data-key={key}]")
    expect(details).to_have_attribute("open", "")
    expect(details.locator("input[name=codes]").first).to_be_focused()
    desk.page.keyboard.press("Space")
    details.locator("textarea").focus()
    desk.page.keyboard.type("car jack?")  # every key of the review is in it
    assert desk.page.url.endswith(address(waiting[0]))
    desk.page.keyboard.press("Tab")
    desk.press("Enter")
    assert desk.page.url.endswith(address(waiting[1]))
    step = waiting[0].steps.last()
    assert (step.after, step.codes, step.reason) == (status, ["photo"], "car jack?")


def test_nothing_happens_with_other_keys_held(desk: Desk, waiting: list[Product]):
    desk.open(address(waiting[0]))
    desk.page.wait_for_timeout(PAUSE)
    for key in ("Alt+a", "Control+j", "Meta+a", "q"):
        desk.page.keyboard.press(key)
    desk.page.wait_for_timeout(200)
    assert desk.page.url.endswith(address(waiting[0]))
    assert statuses(waiting) == ["in_review"] * 3 + ["published"]


def test_the_keys_are_told_by_a_key(desk: Desk, waiting: list[Product]):
    desk.open(address(waiting[0]))
    keys = desk.page.locator("#keys")
    expect(keys).to_be_visible()
    desk.page.keyboard.press("?")
    expect(keys).to_have_attribute("open", "")
    expect(keys.locator("summary")).to_be_focused()
    desk.page.keyboard.press("?")
    assert keys.get_attribute("open") is None


def test_the_list_by_keyboard(desk: Desk, waiting: list[Product]):
    desk.open("/desk/listings/")
    rows = desk.page.locator("[data-row]")
    desk.page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    outline = rows.nth(0).evaluate("row => getComputedStyle(row).outlineStyle")
    assert outline == "solid"
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    desk.page.keyboard.press("k")
    expect(rows.nth(1)).to_be_focused()
    assert [box.is_checked() for box in desk.page.locator("input[name=chosen]").all()] == [True, False, True, False]
    with desk.page.expect_navigation():
        desk.page.locator("form[action*=approval] button").click()
    assert statuses(waiting) == ["published", "in_review", "published", "published"]
    desk.page.keyboard.press("j")
    desk.press("Enter")
    assert desk.page.url.endswith(address(waiting[1]))


@pytest.mark.parametrize("size", SIZES)
def test_without_script_everything_works_and_fits(
    browser: Browser, carol: User, live_server: Any, waiting: list[Product], size: str
):
    desk = Desk(browser, carol, live_server, size=size, script=False)
    for name in ("listings", "claims", "listings/unreviewed", "categories", "categories/new"):
        desk.open(f"/desk/{name}/")
        desk.look(name.replace("/", "-"))
    desk.open(address(waiting[3]))
    desk.look("edited")
    expect(desk.page.locator("#keys")).to_be_hidden()
    with desk.page.expect_navigation():
        desk.page.locator("form[action*='/confirmation/'] button").click()
    desk.page.locator("details[data-key=c] summary").click()
    desk.page.locator("details[data-key=c] textarea").fill("Look again.")
    with desk.page.expect_navigation():
        desk.page.locator("details[data-key=c] button").click()
    expect(desk.page.locator("details[data-key=c] textarea")).to_have_value("Look again.")
    desk.look("reason-missing")
    desk.page.locator("details[data-key=c] input[value=photo]").check()
    with desk.page.expect_navigation():
        desk.page.locator("details[data-key=c] button").click()
    assert waiting[3].revisions.get().status == "changes_requested"
    assert waiting[3].claims.get().status == "confirmed"
    desk.context.close()
    assert desk.errors == []
