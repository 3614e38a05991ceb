"""What pages tell search engines and messengers of themselves, whatever the names in it are."""

import json
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from catalog.models import Photo
from marketplace.models import Cooperative
from tests import make
from tests.conftest import speaking

pytestmark = pytest.mark.django_db

SITE = "https://market.example"
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&\u2028<!--"


class Reader(HTMLParser):
    """The scripts of a page as a browser finds them, and what its `meta` elements hold."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.metas, self.inside, self.tags = [], {}, None, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "script":
            self.inside = (given, [])
        elif tag == "meta":
            self.metas[given.get("property") or given.get("name")] = given.get("content")

    def handle_data(self, data):
        if self.inside:
            self.inside[1].append(data)

    def handle_endtag(self, tag):
        if tag == "script" and self.inside:
            self.scripts.append((self.inside[0], "".join(self.inside[1])))
            self.inside = None


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def read(address):
    response = speaking("en").get(address)
    assert response.status_code == 200
    return Reader(response.text)


def facts(address):
    """By type: what the one block of data on the page says."""
    [text] = [text for attrs, text in read(address).scripts if attrs == {"type": "application/ld+json"}]
    told = json.loads(text)
    assert told["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in told["@graph"]}


def test_a_product_with_its_offers_and_its_way(weavers):
    scarf = make.variant("Selendang", of=weavers, price=75_000)
    make.variant(of=weavers, product=scarf.product, price=60_000, on_hand=0)
    make.variant(of=weavers, product=scarf.product, price=90_000, on_hand=0, lead_days=7, open_units_cap=2)
    address = f"{SITE}/products/{scarf.product.slug}/"
    told = facts(f"/products/{scarf.product.slug}/")
    offers = told["Product"].pop("offers")
    assert told["Product"] == {
        "@type": "Product",
        "@id": f"{address}#product",
        "name": "Selendang",
        "url": address,
        "category": "Woven cloth",
        "brand": {"@type": "Brand", "name": "Kelompok Tenun"},
    }
    assert [(offer["price"], offer["priceCurrency"], offer["availability"]) for offer in offers] == [
        (75_000, "IDR", "https://schema.org/InStock"),
        (60_000, "IDR", "https://schema.org/OutOfStock"),
        (90_000, "IDR", "https://schema.org/MadeToOrder"),
    ]
    assert offers[0]["seller"] == {"@type": "Organization", "@id": f"{SITE}/#cooperative", "url": f"{SITE}/"}
    assert [(step["position"], step["name"], step["item"]) for step in told["BreadcrumbList"]["itemListElement"]] == [
        (1, "Products", f"{SITE}/products/"),
        (2, "Weaving and sewing", f"{SITE}/products/?category=tenun-jahitan"),
        (3, "Woven cloth", f"{SITE}/products/?category=kain-tenun"),
        (4, "Selendang", address),
    ]


def test_pictures_are_told_once_they_are_ready(weavers):
    scarf = make.variant(of=weavers)
    waiting = make.picture()
    Photo.objects.create(product=scarf.product, picture=waiting)
    assert "image" not in facts(f"/products/{scarf.product.slug}/")["Product"]
    type(waiting).objects.filter(pk=waiting.pk).update(status="ready", key="ab" * 16, widths=[320, 640], original="")
    shown = facts(f"/products/{scarf.product.slug}/")["Product"]["image"]
    assert shown == [f"{SITE}/media/pictures/ab/{'ab' * 16}-640.jpg"]


def test_nothing_is_in_stock_while_its_maker_is_away(weavers):
    scarf = make.variant(of=weavers)
    make.variant(of=weavers, product=scarf.product, on_hand=0, lead_days=7, open_units_cap=2)
    weavers.go_on_holiday(starts_on=timezone.localdate(), ends_on=None, note="")
    offers = facts(f"/products/{scarf.product.slug}/")["Product"]["offers"]
    assert {offer["availability"] for offer in offers} == {"https://schema.org/OutOfStock"}


def test_home_says_who_sells_and_a_producer_where_she_is(weavers):
    Cooperative.objects.create(pk=1, name="Koperasi Contoh", phone="+6281234567890", email="pasar@example.com")
    told = facts("/")["Organization"]
    assert told == {
        "@type": "Organization",
        "@id": f"{SITE}/#cooperative",
        "url": f"{SITE}/",
        "name": "Koperasi Contoh",
        "email": "pasar@example.com",
        "telephone": "+6281234567890",
    }
    maker = facts(f"/producers/{weavers.slug}/")["Organization"]
    assert maker["address"]["addressLocality"] == weavers.place
    assert maker["memberOf"]["@id"] == f"{SITE}/#cooperative"


def test_hostile_names_stay_text(weavers, carol):
    weavers.name, weavers.story = HOSTILE[:80], HOSTILE
    weavers.go_on_holiday(
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=1), note=HOSTILE
    )
    weavers.save()
    scarf = make.variant(HOSTILE[:100], of=weavers)
    scarf.product.description = HOSTILE
    scarf.product.details = {"fibre": HOSTILE}
    scarf.product.save()
    make.claim(scarf.product, number=HOSTILE[:60], note=HOSTILE).confirm(by=carol, at=timezone.now())
    for address in (f"/products/{scarf.product.slug}/", f"/producers/{weavers.slug}/", "/products/", "/"):
        found = read(address)
        assert not [given for _tag, given in found.tags if "onerror" in given], address
        assert {attrs.get("type") for attrs, _text in found.scripts if "src" not in attrs} <= {"application/ld+json"}
        assert all(attrs.get("src", "").startswith("/static/") or not attrs.get("src") for attrs, _t in found.scripts)
    product = facts(f"/products/{scarf.product.slug}/")["Product"]
    assert (product["name"], product["description"]) == (HOSTILE[:100], HOSTILE)
    metas = read(f"/products/{scarf.product.slug}/").metas
    assert metas["og:title"] == f"{HOSTILE[:100]} · Rp50.000"
    assert metas["twitter:card"] == "summary_large_image"
