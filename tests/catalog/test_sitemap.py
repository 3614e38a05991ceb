"""The sitemap lists what is on sale and who sells it; robots are kept out of what is nobody's business."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from catalog import sitemaps
from catalog.models import Category, Product, Revision
from producers.models import Producer
from tests import make
from tests.conftest import speaking

pytestmark = pytest.mark.django_db

SITE = "https://market.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def crawler():
    return speaking("en")


def read(crawler, address):
    response = crawler.get(address.removeprefix(SITE))
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def addresses(tree):
    return [each.text for each in tree.iterfind(".//s:loc", NAMES)]


def crawled(crawler):
    parts = addresses(read(crawler, "/sitemap.xml"))
    return [address for part in parts for address in addresses(read(crawler, part))]


def test_it_lists_exactly_what_is_on_sale(crawler, weavers, farmers):
    scarf = make.variant("Selendang", of=weavers).product
    gone = make.variant("Habis", of=weavers, on_hand=0).product
    for status in Product.Status:
        if status != Product.Status.PUBLISHED:
            make.variant(of=weavers, status=status)
    make.variant("Tanpa pilihan", of=weavers, is_active=False)
    make.variant("Kangkung", of=farmers)
    Producer.objects.filter(pk=farmers.pk).update(status="suspended")
    found = [address for address in crawled(crawler) if "/products/" in address or "/producers/" in address]
    lists = [f"{SITE}/products/", f"{SITE}/producers/"]
    shelves = [f"{SITE}/products/?category={category.slug}" for category in Category.objects.all()]
    goods = [f"{SITE}/products/{each.slug}/" for each in (scarf, gone)]
    assert sorted(found) == sorted([*lists, *shelves, f"{SITE}/producers/{weavers.slug}/", *goods])


def test_everything_that_it_lists_is_there_and_may_be_found(crawler, weavers):
    make.variant("Selendang", of=weavers)
    for address in crawled(crawler):
        page = crawler.get(address.removeprefix(SITE))
        assert page.status_code == 200
        assert "noindex" not in page.text


def test_an_empty_market_has_a_sitemap(crawler):
    assert addresses(read(crawler, "/sitemap.xml")) == [f"{SITE}/sitemap/pages.xml"]
    assert f"{SITE}/" in crawled(crawler)


def test_parts_are_ranges_of_keys(crawler, weavers, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemaps, "PART_SIZE", 3)
    goods = [make.variant(of=weavers).product for _number in range(8)]
    parts = [part for part in addresses(read(crawler, "/sitemap.xml")) if "/products-" in part]
    assert parts[-1] == f"{SITE}/sitemap/products-{goods[-1].pk // 3}.xml"
    listed = [addresses(read(crawler, part)) for part in parts]
    assert max(map(len, listed)) == 3
    assert sum(listed, []) == [f"{SITE}/products/{each.slug}/" for each in goods]
    with django_assert_num_queries(1):
        read(crawler, parts[-1])
    with django_assert_num_queries(2):
        read(crawler, "/sitemap.xml")


def test_it_says_when_a_page_changed_last(crawler, weavers, carol):
    product = make.variant(of=weavers).product
    published = timezone.now() - timedelta(days=3)
    Product.objects.update(published_at=published)
    part = f"/sitemap/products-{product.pk // 5_000}.xml"
    shown = read(crawler, part).find(".//s:lastmod", NAMES).text
    assert shown == timezone.localtime(published).isoformat(timespec="seconds")
    revision = make.revision(product, status=Revision.Status.APPROVED)
    approved = timezone.now() - timedelta(days=1)
    revision.steps.create(before="in_review", after="approved", by=carol, at=approved)
    shown = read(crawler, part).find(".//s:lastmod", NAMES).text
    assert shown == timezone.localtime(approved).isoformat(timespec="seconds")


@pytest.mark.parametrize("number", ["99", "1000000"])
def test_a_part_of_nothing_is_empty(crawler, number):
    assert addresses(read(crawler, f"/sitemap/products-{number}.xml")) == []
    assert addresses(read(crawler, f"/sitemap/producers-{number}.xml")) == []


@pytest.mark.parametrize("number", ["-1", "x", "1000001", "9" * 30])
def test_a_part_that_cannot_be_is_not_there(crawler, number):
    assert crawler.get(f"/sitemap/products-{number}.xml").status_code == 404


def test_robots_know_where_the_sitemap_is_and_what_is_private(crawler):
    response = crawler.get("/robots.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = response.text.splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    for private in ("/cart/", "/checkout/", "/orders/", "/account/", "/sell/", "/desk/", "/api/"):
        assert f"Disallow: {private}" in lines
