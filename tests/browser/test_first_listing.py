"""A graduate's first listing in real Chromium, on a small phone and on a wide screen, without a line of script."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import make
from tests.browser.conftest import Visit
from tests.running_market import eventually

pytestmark = pytest.mark.browser

COORDINATOR = "koordinator@pasarkarya.example"
GRADUATES = {"phone": "carolina@pasarkarya.example", "desk": "elsa@pasarkarya.example"}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of twelve megapixels, as a phone takes it."""
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(make.snapshot())
    return file


def go_on(visit: Visit) -> None:
    """Send the last form of the page."""
    visit.follow(visit.page.locator("main form button.button").last)


def apply(graduate: Visit, name: str, *, photo: Path) -> None:
    """Fill in the application step by step, and send it."""
    page = graduate.page
    graduate.open("/sell/application/")
    graduate.look("sell-start")
    graduate.open("/sell/application/new/")
    page.fill("input[name=name]", name)
    page.locator("input[name=kind][value=sewing_group]").check()
    page.locator("input[name=is_group][value=yes]").check()
    go_on(graduate)
    graduate.look("application-place")
    page.select_option("select[name=district]", "53.71.04")
    go_on(graduate)
    page.select_option("select[name=village]", "53.71.04.1010")
    go_on(graduate)
    page.set_input_files("input[type=file]", photo)
    page.fill("textarea[name=story]", "Kami berlima, lulusan pelatihan menjahit 2024. Kami menjahit tas di Liliba.")
    graduate.look("application-story")
    go_on(graduate)
    graduate.press("/consent/")
    graduate.look("application-people")
    graduate.follow(page.locator("main a.button.full").last)
    graduate.look("application-certificates")
    graduate.follow(page.locator("main a.button.full").last)
    page.fill("input[name=whatsapp]", "081200000902")
    page.select_option("select[name=bank_name]", "Bank NTT")
    page.fill("input[name=bank_account_number]", "0123456789")
    page.fill("input[name=bank_account_name]", "Maria Bere")
    go_on(graduate)
    graduate.look("application-whole")
    graduate.press("/submission/")
    graduate.look("application-sent")


def list_first(graduate: Visit, name: str, *, photo: Path) -> None:
    """Photo, name, price, stock, and send: five things to fill in, and one button."""
    page = graduate.page
    graduate.open("/sell/products/new/")
    page.set_input_files("input[type=file]", photo)
    page.fill("input[name=name]", name)
    page.fill("input[name=price]", "45.000")
    page.fill("input[name=on_hand]", "6")
    graduate.look("listing-new")
    graduate.follow(page.locator("button[value=submission]"))
    graduate.look("listing-sent")


def decide(carol: Visit, name: str) -> None:
    """Open what waits for review."""
    carol.open("/desk/listings/")
    carol.look("desk-listings")
    carol.follow(carol.page.get_by_role("link", name=name).first)


def test_from_application_to_a_search_with_slips(visit: Callable[[], Visit], size: str, photo: Path):
    graduate, carol, buyer = visit(), visit(), visit()
    name = {"phone": "Celemek Sikumana Merah", "desk": "Taplak Fontein Biru"}[size]
    group = f"Jahit {name.split()[1]}"
    graduate.sign_in(GRADUATES[size])
    apply(graduate, group, photo=photo)

    carol.sign_in(COORDINATOR)
    carol.open("/desk/producers/")
    carol.look("desk-producers")
    carol.follow(carol.page.get_by_role("link", name=group).first)
    carol.look("desk-producer")
    carol.press("/verification/")

    list_first(graduate, name, photo=photo)
    decide(carol, name)
    carol.look("desk-listing")
    carol.page.locator("details[data-key=c] summary").click()
    carol.page.locator("details[data-key=c] input[name=codes][value=name]").check()
    carol.page.fill("details[data-key=c] textarea[name=note], details[data-key=c] input[name=note]", "Tulis bahannya.")
    carol.press("/changes-request/")

    graduate.open("/sell/products/?state=changes")
    graduate.open("/sell/products/")
    graduate.look("listings-to-change")
    graduate.follow(graduate.page.get_by_role("link", name=name).first)
    graduate.look("listing-sent-back")
    assert "Tulis bahannya." in graduate.page.locator("main").inner_text()
    graduate.follow(graduate.page.locator("a[href$='/edit/']").first)
    graduate.page.fill("textarea[name=description]", "Katun tebal dengan saku, dijahit ganda.")
    graduate.look("listing-edit")
    graduate.follow(graduate.page.locator("main form:has(textarea[name=description]) button").last)
    graduate.press("/submission/")

    decide(carol, name)
    carol.press("/approval/")
    first, second, _last = name.split()
    slip = f"{first[:-1]} {second[:-2]}{second[-1]}"
    buyer.open(f"/products/?search={slip}")
    buyer.look("found-with-slips")
    buyer.follow(buyer.page.locator("main .card a.cover").first)
    assert name in buyer.page.locator("h1").inner_text()

    def is_shown() -> bool:
        buyer.page.reload()
        return buyer.page.locator("main picture img").count() > 0

    eventually(is_shown, within=60, what="the photo")
    buyer.look("first-product")
