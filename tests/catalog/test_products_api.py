"""Products, categories, market days and pickup points in the API: what everyone may read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from catalog.models import Category, Product
from marketplace.models import District, Picture
from producers.models import Producer, ProducerKind
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Program()


@pytest.fixture
def orchard(farmers):
    farmers.kind = ProducerKind.objects.get(code="organic_farm")
    farmers.save()
    return farmers


def ready_picture(**fields):
    return Picture.objects.create(
        sha256="0" * 64, width=800, height=600, colour="#aabbcc", status="ready", key="ab" * 16, widths=[320, 640],
        made_at=timezone.now(), **fields,
    )  # fmt: skip


def test_a_row(program, weavers):
    cloth = make.variant("Selendang", of=weavers, price=75_000, on_hand=3)
    make.variant(of=weavers, product=cloth.product, price=60_000, on_hand=0)
    make.variant(of=weavers, product=cloth.product, price=90_000, on_hand=2, unit="set")
    cloth.product.photos.create(picture=ready_picture())
    assert program.get("products/") == (
        200,
        {
            "next": None,
            "previous": None,
            "results": [
                {
                    "id": cloth.product.pk,
                    "slug": cloth.product.slug,
                    "name": "Selendang",
                    "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
                    "price": 75_000,
                    "unit": "piece",
                    "available": 5,
                    "is_closed": False,
                    "closed_until": None,
                    "photo": f"http://testserver/media/pictures/ab/{'ab' * 16}-640.jpg",
                }
            ],
        },
    )


def test_one_product(program, weavers):
    cloth = make.variant("Selendang", of=weavers, price=75_000, on_hand=3)
    slow = make.variant(of=weavers, product=cloth.product, price=80_000, on_hand=0, lead_days=14, open_units_cap=4)
    photo = cloth.product.photos.create(picture=ready_picture())
    status, shown = program.get(f"products/{cloth.product.slug}/")
    assert status == 200
    assert parse_datetime(shown.pop("published_at")) == cloth.product.published_at
    address = f"http://testserver/media/pictures/ab/{'ab' * 16}-640.jpg"
    assert shown == {
        "id": cloth.product.pk,
        "slug": cloth.product.slug,
        "name": "Selendang",
        "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
        "price": 75_000,
        "unit": "piece",
        "available": 7,
        "is_closed": False,
        "closed_until": None,
        "photo": address,
        "description": "",
        "category": {"slug": "kain-tenun", "name": "Woven cloth", "parent": "tenun-jahitan", "by_market_day": False},
        "variants": [
            {"id": cloth.pk, "name": "", "price": 75_000, "unit": "piece", "available": 3, "lead_days": None},
            {"id": slow.pk, "name": "", "price": 80_000, "unit": "piece", "available": 4, "lead_days": 14},
        ],
        "photos": [{"id": photo.pk, "photo": address, "width": 800, "height": 600}],
    }


def test_nothing_is_available_while_its_maker_is_away(program, weavers):
    cloth = make.variant(of=weavers, on_hand=3).product
    today = timezone.localdate()
    for ends_on in (today + timedelta(days=5), None):
        weavers.go_on_holiday(starts_on=today, ends_on=ends_on, note="")
        until = ends_on and ends_on.isoformat()
        _status, page = program.get("products/")
        _status, shown = program.get(f"products/{cloth.slug}/")
        for row in (*page["results"], shown):
            assert (row["available"], row["is_closed"], row["closed_until"]) == (0, True, until)
        assert [variant["available"] for variant in shown["variants"]] == [0]
    weavers.come_back()
    assert program.get(f"products/{cloth.slug}/")[1]["available"] == 3


def test_a_photo_that_is_not_rendered_yet_has_no_address(program, weavers):
    cloth = make.variant(of=weavers)
    picture = ready_picture()
    cloth.product.photos.create(picture=picture)
    Picture.objects.filter(pk=picture.pk).update(status="waiting", widths=[], key="")
    status, shown = program.get(f"products/{cloth.product.slug}/")
    assert (status, shown["photo"], shown["photos"][0]["photo"]) == (200, None, None)


@pytest.mark.parametrize("status", [status for status in Product.Status.values if status != "published"])
def test_what_is_not_published_is_not_there(program, weavers, status):
    hidden = make.variant(of=weavers, status=status).product
    assert results(program.get("products/"), "id") == []
    assert program.get(f"products/{hidden.slug}/")[0] == 404


def test_what_a_suspended_producer_makes_is_not_there(program, weavers):
    hidden = make.variant(of=weavers).product
    Producer.objects.update(status="suspended")
    assert results(program.get("products/"), "id") == []
    assert program.get(f"products/{hidden.slug}/")[0] == 404


def test_filters(program, weavers, orchard):
    cloth = make.variant("Selendang", of=weavers).product
    greens = make.variant("Kangkung segar", of=orchard, category="sayur", on_hand=0).product
    found = {
        "search=selendang": [cloth],
        "search=kebun+kangkung": [greens],
        "search=kangkung+tenun": [],
        "category=kain-tenun": [cloth],
        "category=tenun-jahitan": [cloth],
        "category=nothing": [],
        f"producer={orchard.slug}": [greens],
        "kind=organic_farm": [greens],
        "kind=sewing_group": [cloth],
        "available=true": [cloth],
        "available=false": [greens, cloth],
        "search=": [greens, cloth],
    }
    for query, products in found.items():
        assert results(program.get(f"products/?{query}"), "id") == [product.pk for product in products], query


def test_orderings(program, weavers):
    def listed(name, price, **fields):
        return make.variant(name, of=weavers, price=price, **fields).product

    dear, cheap, middle = listed("Anyaman", 90_000), listed("Cincin", 10_000), listed("Bakul", 50_000)
    make.variant(of=weavers, product=middle, price=1_000, on_hand=0)  # sold out for now, but offered
    orders = {
        "newest": [middle, cheap, dear],
        "price": [middle, cheap, dear],
        "-price": [dear, cheap, middle],
        "name": [dear, middle, cheap],
    }
    for ordering, products in orders.items():
        assert results(program.get("products/", ordering=ordering), "id") == [product.pk for product in products]


@pytest.mark.parametrize("ordering", ["newest", "price", "-price", "name"])
def test_walking_there_and_back_meets_each_product_once(program, weavers, ordering):
    same_moment = timezone.now()
    for number in range(7):
        make.variant(f"Kain {number % 2}", of=weavers, price=10_000 + 10_000 * (number % 3))
    Product.objects.update(published_at=same_moment)
    there, address = [], f"products/?page_size=3&ordering={ordering}"
    while address:
        status, page = program.get(address)
        there.append([row["id"] for row in page["results"]])
        last, address = address, (page["next"] or "").removeprefix("http://testserver/api/v1/")
    assert [len(ids) for ids in there] == [3, 3, 1]
    assert len({product for ids in there for product in ids}) == 7
    back, address = [], last
    while address:
        status, page = program.get(address)
        back.insert(0, [row["id"] for row in page["results"]])
        address = (page["previous"] or "").removeprefix("http://testserver/api/v1/")
    assert back == there


def test_a_new_product_does_not_move_the_next_page(program, weavers):
    first, second, third = (make.variant(of=weavers).product.pk for _number in range(3))
    _status, page = program.get("products/", page_size=2)
    assert [row["id"] for row in page["results"]] == [third, second]
    make.variant(of=weavers)
    assert results(program.get(page["next"].removeprefix("http://testserver/api/v1/")), "id") == [first]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("cursor=abc", "cursor"),
        ("cursor=WyJuZXh0Il0", "cursor"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=-1", "page_size"),
        ("page_size=ten", "page_size"),
        (f"page_size={10**30}", "page_size"),
        ("ordering=colour", "ordering"),
        ("available=perhaps", "available"),
        (f"search={'x' * 201}", "search"),
    ],
)
def test_a_question_that_makes_no_sense(program, query, field):
    status, refusal = program.get(f"products/?{query}")
    assert (status, refusal["code"], list(refusal["fields"])) == (400, "invalid", [field])


def test_a_cursor_of_another_order(program, weavers):
    for _number in range(2):
        make.variant(of=weavers)
    _status, page = program.get("products/", page_size=1, ordering="price")
    cursor = page["next"].partition("cursor=")[2].partition("&")[0]
    status, refusal = program.get(f"products/?page_size=1&cursor={cursor}")
    assert (status, refusal["code"], list(refusal["fields"])) == (400, "invalid", ["cursor"])


def test_the_list_costs_the_same_however_long_it_is(program, weavers, django_assert_num_queries):
    for _number in range(20):
        cloth = make.variant(of=weavers)
        make.variant(of=weavers, product=cloth.product)
        cloth.product.photos.create(picture=ready_picture())
    for query, queries in {"": 3, "?search=selendang&ordering=price&available=true": 4}.items():
        with django_assert_num_queries(queries):
            assert len(results(program.get(f"products/{query}"), "id")) == 20
    with django_assert_num_queries(3):
        program.get(f"products/{cloth.product.slug}/")


def test_categories_in_both_languages(program):
    assert len(results(program.get("categories/", page_size=100), "slug")) == Category.objects.count()
    fresh = {"slug": "sayur", "name": "Vegetables", "parent": "hasil-kebun", "by_market_day": True}
    assert fresh in program.get("categories/", page_size=100)[1]["results"]
    assert {**fresh, "name": "Sayur"} in Program(language="id").get("categories/", page_size=100)[1]["results"]


def test_market_days_that_are_open_or_to_come(program, django_assert_num_queries):
    point, now = make.pickup_point(), timezone.now()
    is_open = make.market_day(point)
    to_come = make.market_day(point, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    over = make.market_day(point)
    type(over).objects.filter(pk=over.pk).update(pickup_on=timezone.localdate() - timedelta(days=1))
    with django_assert_num_queries(2):
        status, page = program.get("market-days/")
    first, second = page["results"]
    assert (first["id"], first["is_open"], second["id"], second["is_open"]) == (is_open.pk, True, to_come.pk, False)
    assert parse_datetime(first["closes_at"]) == is_open.closes_at
    assert first["pickup_on"] == is_open.pickup_on.isoformat()
    assert (first["pickup_from"], first["pickup_until"]) == ("08:00:00", "12:00:00")
    assert first["pickup_points"] == [{"id": point.pk, "slug": point.slug, "name": "Saboak"}]


def test_pickup_points_that_are_served(program, django_assert_num_queries):
    point = make.pickup_point(keeper_phone="+6281234567890")
    make.pickup_point("Closed", is_active=False)
    with django_assert_num_queries(1):
        status, page = program.get("pickup-points/")
    assert page["results"] == [
        {
            "id": point.pk,
            "slug": point.slug,
            "name": "Saboak",
            "address": "Taman Nostalgia",
            "village": {
                "code": "53.71.05.1008",
                "name": "Fontein",
                "district": "Kota Raja",
                "regency": "Kota Kupang",
            },
            "hours": "16.00-20.00",
            "keeper": "Ibu Penjaga",
            "instructions": "",
        }
    ]


def test_districts_with_their_villages(program, django_assert_num_queries):
    with django_assert_num_queries(2):
        status, page = program.get("districts/")
    assert status == 200
    first = page["results"][0]
    assert (first["code"], first["name"], first["regency"]) == ("53.01.04", "Semau", "Kabupaten Kupang")
    oebobo = District.objects.get(code="53.71.04")
    assert oebobo.villages.count() == 7
