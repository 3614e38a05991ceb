"""Photos leave a phone small, one by one and apart from their form, and arrive though the network fails meanwhile."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings as django_settings
from django.contrib.staticfiles.views import serve
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path, re_path
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from catalog.models import Photo
from marketplace import pictures
from marketplace.doors import PersonRequest, for_people
from marketplace.models import Picture, User
from tests import hostile, make
from tests.browser.conftest import FLAGS, SIZES
from tests.conftest import signed_in
from tests.plumbing import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.urls(__name__),
]

FORM = """{% extends "base.html" %}
{% block content %}
<form class="form panel" method="post" enctype="multipart/form-data" data-draft="listing">
  {% csrf_token %}
  {% include "ui/photos.html" with field=form.photo pictures=pictures most=3 %}
  {% field form.name %}
  <div data-no-draft>{% field form.account %}</div>
  <button class="button full">Send</button>
</form>
<pre id="told">{{ told }}</pre>
{% if told %}<p data-draft-done="listing"></p>{% endif %}
{% endblock content %}
{% block scripts %}<script src="{{ draft }}" defer></script>{% endblock %}"""


class ListingForm(forms.Form):
    photo = forms.FileField(label="Photo", required=True, widget=forms.FileInput(attrs={"accept": "image/*"}))
    name = forms.CharField(label="Name")
    account = forms.CharField(label="Bank account", required=False)


@for_people
def listing(request: PersonRequest) -> HttpResponse:
    """A form with photos, as those of the market are; it tells what it was sent."""
    told = ""
    if request.method == "POST":
        shown = pictures.own(request.POST.getlist("pictures"), by=request.user)
        upload = request.FILES.get("photo")
        told = json.dumps({"pictures": [picture.pk for picture in shown], "file": upload.size if upload else 0})
    page = engines["django"].from_string(FORM)
    facts = {"form": ListingForm(), "pictures": [], "told": told, "draft": "/static/marketplace/draft.js"}
    return HttpResponse(page.render(facts, request))


urlpatterns: list[URLPattern | URLResolver] = [
    path("listing/", listing),
    re_path(r"^static/(?P<path>.*)$", serve, {"insecure": True}),
    path("", include("config.urls")),
]


@pytest.fixture
def browser(live_server, bob, monkeypatch) -> Iterator[Browser]:
    """Begun after the database and ended before it: Playwright keeps a loop running in this thread.

    Django takes every query of the test for one inside that loop, and gives the loop a connection of its own.
    """
    User.objects.update(language="en")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        connection.close()


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def browse(browser, live_server, bob, size) -> Iterator[Callable[..., Page]]:
    """Opens a page as bob; an error in its console that the test did not make fails it."""
    contexts, errors = [], []

    def begin(address: str, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], locale="en", java_script_enabled=scripts, base_url=live_server.url
        )
        contexts.append(context)
        cookies = {"sessionid": signed_in(bob).cookies["sessionid"].value, django_settings.LANGUAGE_COOKIE_NAME: "en"}
        context.add_cookies([{"name": each, "value": value, "url": live_server.url} for each, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto(address)
        return page

    yield begin
    for context in contexts:
        context.close()
    assert [error for error in errors if "Failed to load resource" not in error] == []


@pytest.fixture
def photo(tmp_path) -> Path:
    """Twelve megapixels, turned, as a phone keeps them."""
    file = tmp_path / "IMG_2031.jpg"
    exif = hostile.Image.Exif()
    exif[0x0112] = 6
    soft = hostile.noise((400, 300)).resize((4_000, 3_000))
    soft.paste(hostile.RED, (0, 0, 2_000, 3_000))
    soft.save(file, quality=92, exif=exif)
    return file


def look(page: Page, size: str, name: str) -> None:
    overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overhang <= 0, f"{name} is {overhang} px too wide"
    if folder := os.environ.get("SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{size}-{name}.png", full_page=True)


def told(page: Page) -> dict:
    return json.loads(page.locator("#told").inner_text())


def test_a_photo_is_shrunk_shown_and_sent_apart_from_its_form(browse, photo, size):
    page = browse("/listing/")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    held = []
    page.route("**/account/pictures/", lambda route: held.append(route))
    page.set_input_files("input[type=file]", photo)
    expect(page.locator(".shots progress")).to_be_visible()
    expect(page.locator("[role=status]")).to_contain_text("being sent")
    page.fill("input[name=name]", "Selendang")
    page.locator("main form button.full").click()
    assert page.url.endswith("/listing/")
    assert told_nothing(page)  # the form waits for its photos
    look(page, size, "photo-being-sent")
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator(".shots input[name=pictures]")).to_be_attached()
    expect(page.locator(".shots progress")).to_be_hidden()
    look(page, size, "photo-sent")
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (1536, 2048)
    assert picture.original.size < photo.stat().st_size / 2
    with picture.original.open() as file:
        kept = hostile.Image.open(file).convert("RGB")
        assert dict(kept.getexif()) == {}
        assert kept.getpixel((768, 100))[0] > 150 > kept.getpixel((768, 100))[2]  # the red half is on top
    corner = page.evaluate(
        "[...document.querySelector('.shots canvas').getContext('2d').getImageData(120, 5, 1, 1).data]"
    )
    assert corner[0] > 150 > corner[2]
    with page.expect_navigation():
        page.locator("main form button.full").click()
    assert told(page) == {"pictures": [picture.pk], "file": 0}
    assert len(sent) == 2


def told_nothing(page: Page) -> bool:
    return page.locator("#told").inner_text() == ""


def test_a_network_that_fails_is_tried_again_and_then_on_request(browse, photo, size):
    page = browse("/listing/")
    page.clock.install()
    fails = [7]

    def answer(route: Route) -> None:
        fails[0] -= 1
        route.abort() if fails[0] >= 0 else route.continue_()

    page.route("**/account/pictures/", answer)
    page.set_input_files("input[type=file]", photo)
    for left in range(6, 1, -1):
        expect(page.locator(".shots .hint")).to_contain_text("No connection", timeout=20_000)
        while fails[0] > left:
            page.wait_for_timeout(20)
        page.clock.run_for(17_000)
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible(timeout=20_000)
    assert fails == [1]  # six times, by itself
    expect(page.locator("[role=status]")).to_contain_text("was not sent")
    look(page, size, "photo-not-sent")
    again.click()
    expect(page.locator(".shots .hint")).to_contain_text("No connection")
    page.clock.run_for(2_000)
    expect(page.locator(".shots input[name=pictures]")).to_be_attached(timeout=20_000)
    assert Picture.objects.count() == 1
    expect(page.locator("[role=status]")).to_have_text("")


def test_several_keep_their_order_and_one_can_be_removed(browse, tmp_path, size):
    files = []
    for place, side in enumerate([2_500, 300, 2_400, 200]):
        files.append(tmp_path / f"{place}.jpg")
        hostile.noise((60, 40)).resize((side, side // 2)).save(files[-1])
    page = browse("/listing/")
    page.set_input_files("input[type=file]", files[:1])
    page.set_input_files("input[type=file]", files[1:])
    expect(page.locator(".shots input[name=pictures]")).to_have_count(3)  # as many as fit
    expect(page.locator("input[type=file]")).to_be_hidden()
    expect(page.locator("[role=status]")).to_contain_text("as many photos as fit")
    look(page, size, "photos-full")
    page.locator(".shots li").nth(1).get_by_role("button", name="Remove").click()
    expect(page.locator("input[type=file]")).to_be_visible()
    page.fill("input[name=name]", "Selendang")
    with page.expect_navigation():
        page.locator("main form button.full").click()
    shown = [Picture.objects.get(pk=number) for number in told(page)["pictures"]]
    assert [picture.width for picture in shown] == [2048, 2048]
    assert [picture.height for picture in shown] == [1024, 1024]
    assert shown[0].pk < shown[1].pk


def test_a_photo_that_the_browser_cannot_read_goes_as_it_is(browse, tmp_path):
    file = tmp_path / "IMG_2031.HEIC"
    file.write_bytes(hostile.heic_as_sent())
    page = browse("/listing/")
    page.set_input_files("input[type=file]", file)
    expect(page.locator(".shots input[name=pictures]")).to_be_attached()
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (600, 800)
    with picture.original.open() as kept:
        assert kept.read() == file.read_bytes()


def test_it_is_smaller_still_where_somebody_saves_data(browse, photo):
    page = browse("/about/")
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page.goto("/listing/")
    page.set_input_files("input[type=file]", photo)
    expect(page.locator(".shots input[name=pictures]")).to_be_attached()
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (960, 1280)


def test_what_the_market_refuses_is_told_beside_the_photo(browse, tmp_path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(hostile.SVG)
    page = browse("/listing/")
    page.set_input_files("input[type=file]", file)
    expect(page.locator(".shots .hint")).to_contain_text("not a picture that we can use")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".shots li")).to_have_count(0)
    assert Picture.objects.count() == 0


def test_without_scripts_the_form_sends_the_file_itself(browse, photo, size):
    page = browse("/listing/", scripts=False)
    look(page, size, "photo-without-scripts")
    page.set_input_files("input[type=file]", photo)
    page.fill("input[name=name]", "Selendang")
    with page.expect_navigation():
        page.locator("main form button.full").click()
    assert told(page) == {"pictures": [], "file": photo.stat().st_size}


def test_a_draft_is_kept_until_its_form_has_arrived(browse, photo):
    page = browse("/listing/")
    page.fill("input[name=name]", "Selendang motif buna")
    page.fill("input[name=account]", "1234567890")
    page.goto("/about/")
    page.goto("/listing/")
    expect(page.locator("input[name=name]")).to_have_value("Selendang motif buna")
    expect(page.locator("input[name=account]")).to_have_value("")
    assert "1234567890" not in page.evaluate("JSON.stringify(localStorage)")
    page.set_input_files("input[type=file]", photo)
    expect(page.locator(".shots input[name=pictures]")).to_be_attached()
    with page.expect_navigation():
        page.locator("main form button.full").click()
    assert page.evaluate("localStorage.length") == 0
    page.goto("/listing/")
    expect(page.locator("input[name=name]")).to_have_value("")


SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


def test_nothing_jumps_while_the_photos_of_a_product_arrive(browse, weavers, photo, size):
    cloth = make.variant("Selendang", of=weavers).product
    for place in range(3):
        with photo.open("rb") as file:
            picture = pictures.receive(file, by=None)
        pictures.render(picture)
        Photo.objects.create(product=cloth, picture=picture, position=place)
    page = browse("/about/")
    page.route("**/media/**", lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.goto(f"/products/{cloth.slug}/")
    page.wait_for_load_state("networkidle")
    shown = page.locator(".strip img")
    expect(shown).to_have_count(3)
    for place in range(3):  # the strip is swiped, and what comes into sight is loaded then
        shown.nth(place).scroll_into_view_if_needed()
        expect(shown.nth(place)).not_to_have_js_property("naturalWidth", 0)
    assert shown.evaluate_all("all => all.map(each => each.complete)") == [True] * 3
    assert page.evaluate(SHIFTS) == 0
    assert all(shown.evaluate_all("all => all.map(each => each.width > 0 && each.srcset && each.sizes)"))
    assert ".avif" in shown.first.evaluate("each => each.currentSrc")
    look(page, size, "product-with-photos")
