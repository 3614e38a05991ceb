"""Share cards: the picture that a messenger shows beside a link to a product."""

import dataclasses
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.storage.memory import InMemoryStorage
from django.utils import timezone
from PIL import Image

from catalog import share, tasks
from catalog.models import Photo, Product
from marketplace import pictures
from marketplace.models import Picture
from marketplace.money import Money
from tests import make
from tests.conftest import speaking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_storage(monkeypatch):
    """What a test stores, the next one does not find."""
    monkeypatch.setattr(default_storage, "_wrapped", InMemoryStorage())


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def scarf(weavers):
    made = make.variant("Selendang Tenun", of=weavers, price=75_000)
    picture = pictures.receive(make.photo("teal", size=(1600, 1200)), by=None)
    assert pictures.render(picture)
    Photo.objects.create(product=made.product, picture=picture)
    return made


def card_of(visitor, variant):
    response = visitor.get(f"/products/{variant.product.slug}/card.jpg")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    return response.content


def cards():
    return sorted(share._all())


def address_in(page):
    return page.text.partition('property="og:image" content="')[2].partition('"')[0]


def test_a_card_is_a_light_jpeg_of_the_size_that_messengers_want(visitor, scarf):
    content = card_of(visitor, scarf)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size, image.mode) == ("JPEG", (1200, 630), "RGB")
    assert len(content) < 120_000
    red, green, blue = image.getpixel((300, 300))
    assert red < 40 and abs(green - 128) < 30 and abs(blue - 128) < 30  # the photo, which is teal
    assert image.getpixel((900, 400)) > (240, 230, 210)  # the ground, which is cream


def test_a_noisy_photo_makes_no_heavy_card(visitor, scarf):
    picture = scarf.product.photos.get().picture
    name = next(name for name in picture.files if name.endswith("-1280.jpg"))
    noise = io.BytesIO()
    Image.effect_noise((1280, 960), 200).convert("RGB").save(noise, "JPEG", quality=95)
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(noise.getvalue()))
    assert len(card_of(visitor, scarf)) < 120_000


def test_a_card_is_drawn_once(visitor, scarf, monkeypatch):
    first = card_of(visitor, scarf)
    assert len(cards()) == 1
    monkeypatch.setattr("catalog.share.draw", lambda face: pytest.fail("drawn again"))
    assert card_of(visitor, scarf) == first


def test_another_price_name_or_photo_is_another_card(visitor, scarf, carol):
    seen = {card_of(visitor, scarf)}
    scarf.price_at(Money(80_000), by=carol, at=timezone.now())
    seen.add(card_of(visitor, scarf))
    Product.objects.filter(pk=scarf.product_id).update(name="Selendang Besar")
    seen.add(card_of(visitor, scarf))
    Photo.objects.all().delete()
    seen.add(card_of(visitor, scarf))
    assert len(seen) == len(cards()) == 4
    assert card_of(speaking("id"), scarf) not in seen


def test_a_page_names_the_card_by_what_it_shows(visitor, scarf, carol, settings):
    settings.SITE_URL = "https://market.example"
    page = f"/products/{scarf.product.slug}/"
    before = address_in(visitor.get(page))
    assert before.startswith(f"https://market.example{page}card.jpg?v=")
    kept = visitor.get(before.removeprefix("https://market.example"))
    assert kept["Cache-Control"] == "public, max-age=31536000, immutable"
    scarf.price_at(Money(80_000), by=carol, at=timezone.now())
    assert address_in(visitor.get(page)) != before
    stale = visitor.get(before.removeprefix("https://market.example"))
    assert stale["Cache-Control"] == "public, max-age=300"
    assert stale.content != kept.content


@pytest.mark.parametrize(
    "stock", [[(75_000, 5)], [(75_000, 5), (60_000, 0)], [(75_000, 0), (60_000, 0)], [(9_000, 1), (9_500, 1)]]
)
def test_page_and_card_say_the_same_price(visitor, weavers, stock):
    (price, on_hand), *others = stock
    made = make.variant(of=weavers, price=price, on_hand=on_hand)
    for price, on_hand in others:
        make.variant(of=weavers, product=made.product, price=price, on_hand=on_hand)
    address = address_in(visitor.get(f"/products/{made.product.slug}/"))
    card = visitor.get(address[address.index("/products/") :])
    assert "immutable" in card["Cache-Control"]


def test_without_a_photo_there_is_a_card_in_its_colour(visitor, weavers):
    bare = make.variant(of=weavers)
    assert Image.open(io.BytesIO(card_of(visitor, bare))).size == (1200, 630)
    waiting = Picture.objects.create(
        sha256="0" * 64, width=800, height=600, colour="#204060", made_at=timezone.now(), key="", widths=[]
    )
    Photo.objects.create(product=bare.product, picture=waiting)
    red, green, blue = Image.open(io.BytesIO(card_of(visitor, bare))).getpixel((300, 300))
    assert abs(red - 0x20) + abs(green - 0x40) + abs(blue - 0x60) < 12


def test_a_photo_whose_file_is_gone_breaks_no_card(visitor, scarf):
    for name in scarf.product.photos.get().picture.files:
        default_storage.delete(name)
    assert Image.open(io.BytesIO(card_of(visitor, scarf))).size == (1200, 630)


@pytest.mark.parametrize(
    "name",
    ["W" * 100, "Selendang " * 10, "é½×ß 😀 Ω", "😀", "\u202e evil", "", "<script>alert(1)</script>", "a\nb\tc"],
)
def test_any_name_can_be_drawn(name):
    face = share.Face(name=name, maker=name, price="Rp75.000 / " + name[:20], photo=None)
    image = Image.open(io.BytesIO(share.draw(face)))
    assert image.size == (1200, 630)
    # Nothing is written over the edge.
    assert image.crop((1175, 60, 1200, 630)).convert("L").getextrema()[0] > 225


def test_letters_that_the_typeface_lacks_become_simpler_ones():
    assert share.legible("Café Ñusa ½ × 2 😀 — Rp") == "Cafe Nusa 1/2 x 2  - Rp"


def test_while_another_card_is_drawn_the_visitor_is_asked_to_wait(visitor, scarf, monkeypatch):
    monkeypatch.setattr("catalog.share.PATIENCE_SECONDS", 0)
    assert share._drawing.acquire(blocking=False)
    try:
        assert visitor.get(f"/products/{scarf.product.slug}/card.jpg").status_code == 503
        assert cards() == []
    finally:
        share._drawing.release()
    card_of(visitor, scarf)


@pytest.mark.parametrize("status", [status for status in Product.Status if status != Product.Status.PUBLISHED])
def test_what_is_not_on_sale_has_no_card(visitor, weavers, status):
    hidden = make.variant(of=weavers, status=status)
    assert visitor.get(f"/products/{hidden.product.slug}/card.jpg").status_code == 404
    assert cards() == []


def test_old_cards_are_swept_away(visitor, scarf, carol):
    card_of(visitor, scarf)
    old = cards()
    tasks.tidy_cards()
    assert cards() == old
    assert share.tidy(at=timezone.now() + timedelta(days=31)) == 1
    assert cards() == []
    assert card_of(visitor, scarf)


def test_a_face_is_named_by_all_that_it_shows(scarf):
    face = share.Face("Selendang", "Kelompok", "Rp75.000 / lembar", None)
    others = [dataclasses.replace(face, **{name: "other"}) for name in ("name", "maker", "price")]
    shown = dataclasses.replace(face, photo=scarf.product.photos.get().picture)
    assert len({each.version for each in (face, *others, shown)}) == 5
