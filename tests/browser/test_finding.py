"""What a browser with scripts makes of the pages that are found: their data for search engines breaks no policy."""

import json

import pytest
from playwright.sync_api import Browser

from tests.running_market import Market

pytestmark = pytest.mark.browser

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""
FOUND = """() => ({
    violations: window.violations,
    types: [...document.querySelectorAll('script[type="application/ld+json"]')]
        .flatMap(block => JSON.parse(block.textContent)["@graph"].map(thing => thing["@type"])),
})"""


def test_data_blocks_are_read_and_nothing_is_blocked(chromium: Browser, running_market: Market) -> None:
    page = chromium.new_page(base_url=running_market.url)
    page.add_init_script(WATCH)
    errors = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto("/products/")
    product = page.locator(".card.product a").first.get_attribute("href")
    page.goto(product or "")
    maker = page.locator(".headline a").first.get_attribute("href")
    found = {}
    for address in ("/", product, maker):
        answer = page.goto(address or "")
        assert answer is not None
        assert "unsafe" not in answer.headers["content-security-policy"]
        found[address] = page.evaluate(FOUND)
    assert [each["violations"] for each in found.values()] == [[], [], []]
    assert json.dumps([each["types"] for each in found.values()]) == json.dumps(
        [["Organization"], ["Product", "BreadcrumbList"], ["Organization", "BreadcrumbList"]]
    )
    # The control: an inline script that would run is blocked, and that is seen.
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert page.evaluate(FOUND)["violations"] == ["script-src-elem"]
    page.close()
