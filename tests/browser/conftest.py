"""A real Chromium, with scripts switched off: no page may need them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.plumbing import CHROMIUM
from tests.running_market import Market
from tests.visitor import code_sent, mails

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def visit(chromium: Browser, running_market: Market, size: str) -> Iterator[Callable[[], "Visit"]]:
    """Opens the market in a browser of somebody's own; an error in its console fails the test."""
    contexts, errors = [], []

    def begin() -> Visit:
        context = chromium.new_context(
            viewport=SIZES[size], locale="id-ID", java_script_enabled=False, base_url=running_market.url
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        return Visit(page, running_market, size)

    yield begin
    for context in contexts:
        context.close()
    assert errors == []


class Visit:
    """One person's browser, and the pictures taken of what it shows (kept in the folder SHOTS, if that is set)."""

    def __init__(self, page: Page, market: Market, size: str) -> None:
        self.page = page
        self.market = market
        self.size = size

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path

    def follow(self, link: Locator) -> None:
        """Press a link or a button, and wait until the page that it leads to is there."""
        with self.page.expect_navigation():
            link.click()

    def press(self, form: str) -> None:
        """Press the first button of the form whose address holds `form`."""
        self.follow(self.page.locator(f"form[action*='{form}'] button").first)

    def sign_in(self, address: str) -> None:
        before = set(mails(self.market))
        self.open("/account/login/")
        self.page.fill("input[name=login]", address)
        self.follow(self.page.locator("main form button").first)
        self.page.fill("input[name=code]", code_sent(self.market, to=address, before=before))
        self.follow(self.page.locator("main form button").first)

    def look(self, name: str) -> None:
        """Nothing sticks out to the side; keep a picture for whoever wants to look."""
        overhang = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overhang <= 0, f"{name} is {overhang} px too wide"
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{self.size}-{name}.png", full_page=True)
