"""Paper: what is made to be printed fits its paper, as a real Chromium prints it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from playwright.sync_api import sync_playwright

from tests import make
from tests.browser.conftest import FLAGS
from tests.conftest import signed_in, speaking
from tests.plumbing import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

A4, A4_LANDSCAPE, SMALL = (210, 297), (297, 210), (50, 30)


def printed(html: str) -> list[tuple[int, int]]:
    """The pages that come out, in millimetres; the page's style sheets are put into it, since nobody serves them."""

    def within(link: re.Match[str]) -> str:
        sheet = finders.find(link[1].removeprefix("/static/"))
        assert isinstance(sheet, str)
        return f"<style>{Path(sheet).read_text()}</style>"

    html = re.sub(r'<link rel="stylesheet" href="([^"]+)">', within, html)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_content(html)
        paper = page.pdf(prefer_css_page_size=True)
        browser.close()
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in sizes]


@pytest.mark.parametrize(("query", "size"), [("", A4), ("?paper=thermal", SMALL)])
def test_labels_fill_exactly_one_page(weavers, carol, query, size):
    weavers.people.update(consented_at=timezone.now(), name="Maria Margaretha Bere-Nahak")
    paper = make.certificate(weavers)
    paper.confirm(by=carol, at=timezone.now())
    assert printed(speaking("en").get(f"/certificates/{paper.code}/label/{query}").text) == [size]


def test_the_register_is_landscape(carol):
    for number in range(40):
        make.member(f"Anggota {number}", address="Jl. Timor Raya 100", occupation="Penenun")
    assert printed(signed_in(carol).get("/desk/members/register/").text) == [A4_LANDSCAPE] * 3
