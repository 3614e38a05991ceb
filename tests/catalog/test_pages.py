"""The shop's pages, as a visitor without an account sees them."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog import shelf
from catalog.models import Photo, Product
from marketplace.models import Cooperative, Picture
from marketplace.money import Money
from producers.models import Producer, ProducerPerson
from tests import make
from tests.conftest import speaking


@pytest.fixture
def visitor():
    return speaking("en")


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang Tenun", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def kale(farmers):
    return make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur", unit="bunch")


def picture(**fields):
    given = {"width": 1600, "height": 1200, "colour": "#aa3311", "sha256": "0" * 64, "made_at": timezone.now()}
    return Picture.objects.create(**given | {"status": "ready", "key": "ab" * 16, "widths": [320, 640]} | fields)


def names(response):
    return [card.name for card in response.context["cards"]]


def quoted(address):
    return quote(address, safe="")


def many(weavers, *, products):
    start = timezone.now()
    for number in range(products):
        each = make.variant(f"Kain {number:02d}", of=weavers, price=1_000 * (number % 7 + 1)).product
        Product.objects.filter(pk=each.pk).update(published_at=start - timedelta(minutes=number // 2))


def test_home_shows_what_is_on_sale_and_the_open_market_day(visitor, scarf, kale):
    day = make.market_day(make.pickup_point())
    page = visitor.get("/")
    assert page.status_code == 200
    assert [card.name for card in page.context["newest"]] == ["Kangkung", "Selendang Tenun"]
    assert page.context["day"] == day
    assert page.context["produce"].slug == "hasil-kebun"
    assert {maker.name for maker in page.context["makers"]} == {"Kelompok Tenun", "Kebun Organik"}


def test_an_empty_market_has_a_home_too(visitor, db):
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Nothing is on sale yet" in page.text


@pytest.mark.parametrize(("opens", "closes", "said"), [(-1, 1, "Taking orders"), (1, 2, "Opens soon")])
def test_home_says_how_it_stands_with_the_market_day(visitor, db, opens, closes, said):
    now = timezone.now()
    make.market_day(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    assert said in visitor.get("/").text


def test_an_open_market_day_comes_before_one_that_opens_later(visitor, db):
    now = timezone.now()
    make.market_day(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2))
    still_open = make.market_day(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5))
    assert visitor.get("/").context["day"] == still_open


def test_pages_cost_a_visitor_few_queries(visitor, weavers, scarf, kale, django_assert_num_queries):
    many(weavers, products=9)
    make.market_day(make.pickup_point())
    Photo.objects.create(product=scarf.product, picture=picture())
    visitor.get("/")  # what a process finds out about its database once
    with django_assert_num_queries(7):
        visitor.get("/")
    with django_assert_num_queries(6):
        visitor.get("/products/")
    with django_assert_num_queries(7):
        visitor.get("/products/", {"search": "kain", "ordering": "cheapest", "category": "kain-tenun"})
    with django_assert_num_queries(5):
        visitor.get(f"/products/{scarf.product.slug}/")
    with django_assert_num_queries(6):
        visitor.get(f"/products/{kale.product.slug}/")


def test_pages_cost_even_less_while_nothing_changes(scarf, weavers, settings, django_assert_num_queries):
    """What leads to the shelf is kept; even a page that nobody has asked for yet needs the shelf alone."""
    settings.KEPT_MEGABYTES = 1
    many(weavers, products=9)
    make.market_day(make.pickup_point())
    speaking("en").get("/products/")
    speaking("en").get("/")
    visitor = speaking("id")
    with django_assert_num_queries(2):
        visitor.get("/")
    with django_assert_num_queries(2):
        visitor.get("/products/?ordering=cheapest&kind=sewing_group&price_from=1000&available=on")
    with django_assert_num_queries(1):
        visitor.get("/products/?ordering=cheapest&kind=sewing_group&price_from=1000&available=on")


def test_a_list_costs_the_same_however_many_products_it_shows(visitor, weavers, django_assert_num_queries):
    many(weavers, products=24)
    with django_assert_num_queries(5):
        assert len(names(visitor.get("/products/"))) == 24


@pytest.mark.parametrize("ordering", ["newest", "cheapest", "dearest"])
def test_all_pages_of_a_list_together_show_each_product_once(visitor, weavers, ordering):
    many(weavers, products=60)
    shown, address = [], f"/products/?ordering={ordering}&category=kain-tenun"
    while True:
        page = visitor.get(address)
        shown.append(names(page))
        if not page.context["page"].next:
            break
        address = f"/products/?ordering={ordering}&category=kain-tenun&cursor={page.context['page'].next}"
        assert f"ordering={ordering}" in page.text.partition('rel="next"')[2][:200]
    assert [len(each) for each in shown] == [24, 24, 12]
    assert len(set(sum(shown, []))) == 60
    back = visitor.get("/products/", {"ordering": ordering, "cursor": page.context["page"].previous})
    assert names(back) == shown[1]
    assert names(visitor.get("/products/", {"ordering": ordering, "cursor": back.context["page"].previous})) == shown[0]


def test_the_cheapest_come_first(visitor, weavers):
    make.variant("Sedang", of=weavers, price=50_000)
    make.variant("Mahal", of=weavers, price=90_000)
    cheap = make.variant("Murah", of=weavers, price=80_000)
    make.variant(of=weavers, product=cheap.product, price=20_000)
    assert names(visitor.get("/products/?ordering=cheapest")) == ["Murah", "Sedang", "Mahal"]
    assert names(visitor.get("/products/?ordering=dearest")) == ["Mahal", "Sedang", "Murah"]


def test_filters_narrow_the_list(visitor, scarf, kale, weavers, farmers):
    make.variant("Sapu Tangan", of=weavers, on_hand=0)
    assert names(visitor.get("/products/?category=hasil-kebun")) == ["Kangkung"]
    assert names(visitor.get("/products/?category=sayur")) == ["Kangkung"]
    assert names(visitor.get("/products/", {"producer": weavers.slug})) == ["Sapu Tangan", "Selendang Tenun"]
    assert names(visitor.get("/products/", {"producer": weavers.slug, "available": "on"})) == ["Selendang Tenun"]
    Producer.objects.filter(pk=farmers.pk).update(kind="organic_farm")
    assert names(visitor.get("/products/?kind=organic_farm")) == ["Kangkung"]
    assert names(visitor.get("/products/?search=tenun+selendang")) == ["Selendang Tenun"]


@pytest.mark.parametrize(
    "query",
    [
        {"category": "nothing-like-it"},
        {"kind": "x", "producer": "<script>", "ordering": "price; drop", "available": "perhaps"},
        {"cursor": "x" * 500},
        {"cursor": "\N{PILE OF POO}"},
        {"ordering": "cheapest", "cursor": "eyJ4IjoxfQ:1tF:abc"},
        {"category": ["sayur", "x"], "search": " "},
        {"search": "%_\\'\"" + "a" * 5_000},
    ],
)
def test_a_query_that_makes_no_sense_breaks_nothing(visitor, scarf, query):
    assert visitor.get("/products/", query).status_code == 200
    assert visitor.get("/producers/", query).status_code == 200


def test_a_cursor_of_another_order_gives_the_first_page(visitor, weavers):
    many(weavers, products=30)
    cursor = visitor.get("/products/").context["page"].next
    page = visitor.get("/products/", {"ordering": "cheapest", "cursor": cursor})
    assert names(page) == names(visitor.get("/products/?ordering=cheapest"))


def test_what_is_not_found_comes_with_a_suggestion(visitor, scarf):
    page = visitor.get("/products/?search=sepeda")
    assert names(page) == []
    assert [card.name for card in page.context["suggestions"]] == ["Selendang Tenun"]
    assert "Nothing found" in page.text


def test_what_is_searched_for_is_shown_as_text_only(visitor, db):
    page = visitor.get("/products/", {"search": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text


def test_a_card_shows_the_lowest_price_of_what_can_be_ordered(weavers):
    dear = make.variant(of=weavers, price=90_000, on_hand=3, unit="sheet")
    make.variant(of=weavers, product=dear.product, price=10_000, on_hand=0, unit="piece")
    make.variant(of=weavers, product=dear.product, price=1_000, on_hand=9, is_active=False)
    [card] = shelf.newest(Product.objects.on_sale(), most=5)
    assert (card.price, card.unit, card.note) == (Money(90_000), dear.get_unit_display(), "")
    assert card.price == dear.product.price


def test_a_card_says_when_nothing_is_left(weavers):
    gone = make.variant(of=weavers, price=90_000, on_hand=0)
    make.variant(of=weavers, product=gone.product, price=70_000, on_hand=0)
    [card] = shelf.newest(Product.objects.on_sale(), most=5)
    assert (card.price, card.tone, bool(card.before_price)) == (Money(70_000), "neutral", True)
    assert card.price == gone.product.price


def test_a_card_shows_the_first_photo(weavers):
    scarf = make.variant(of=weavers)
    Photo.objects.create(product=scarf.product, picture=picture(key="ff" * 16), position=2)
    first = picture()
    Photo.objects.create(product=scarf.product, picture=first, position=1)
    [card] = shelf.newest(Product.objects.on_sale(), most=5)
    assert (card.picture.fallback, card.picture.widths, card.picture.colour) == (first.fallback, [320, 640], "#aa3311")


def test_what_has_nothing_to_choose_is_not_listed(visitor, weavers):
    scarf = make.variant(of=weavers, is_active=False)
    assert names(visitor.get("/products/")) == []
    assert visitor.get(f"/products/{scarf.product.slug}/").status_code == 404


@pytest.mark.parametrize("status", [status for status in Product.Status if status != Product.Status.PUBLISHED])
def test_what_is_not_published_is_not_there(visitor, weavers, status):
    draft = make.variant(of=weavers, status=status)
    assert names(visitor.get("/products/")) == []
    assert visitor.get(f"/products/{draft.product.slug}/").status_code == 404


def test_what_a_suspended_producer_makes_is_not_there(visitor, scarf, weavers, carol):
    weavers.suspend(by=carol, at=timezone.now(), reason="test")
    assert visitor.get(f"/products/{scarf.product.slug}/").status_code == 404
    assert visitor.get(f"/producers/{weavers.slug}/").status_code == 404
    assert names(visitor.get("/products/")) == []


def test_a_product_page_offers_what_can_be_chosen(visitor, scarf):
    small = make.variant(of=scarf.product.producer, product=scarf.product, price=50_000, name="20 x 100 cm")
    gone = make.variant(of=scarf.product.producer, product=scarf.product, price=10_000, on_hand=0)
    page = visitor.get(f"/products/{scarf.product.slug}/")
    assert page.context["chosen"] == scarf
    assert page.context["cheapest"] == small
    assert f'value="{gone.pk}" disabled' in page.text
    assert f'action="{reverse("cart")}"' in page.text


def test_a_product_page_tells_others_sites_what_it_is(visitor, scarf, settings):
    settings.SITE_URL = "https://market.example"
    Photo.objects.create(product=scarf.product, picture=picture())
    page = visitor.get(f"/products/{scarf.product.slug}/?utm_source=whatsapp")
    address = f"https://market.example/products/{scarf.product.slug}/"
    assert f'<link rel="canonical" href="{address}">' in page.text
    assert '<meta property="og:title" content="Selendang Tenun · Rp75.000">' in page.text
    assert f'<meta property="og:image" content="{address}card.jpg?v=' in page.text
    assert '<meta property="og:image:width" content="1200">' in page.text
    assert (
        f"https://wa.me/?text=Selendang%20Tenun%2C%20Rp75.000%20%2F%20piece.%20Kelompok%20Tenun%20{quoted(address)}"
        in (page.text)
    )
    assert "<title>Selendang Tenun · Pasar Karya</title>" in page.text


def test_what_is_sold_out_cannot_be_put_into_the_cart(visitor, weavers):
    gone = make.variant(of=weavers, on_hand=0)
    page = visitor.get(f"/products/{gone.product.slug}/")
    assert page.status_code == 200
    assert 'name="variant"' not in page.text


def test_what_is_made_to_order_says_how_long_it_takes(visitor, weavers):
    bag = make.variant(of=weavers, on_hand=0, lead_days=7, open_units_cap=3)
    assert "ready in about 7 days" in visitor.get(f"/products/{bag.product.slug}/").text


def test_produce_says_when_it_can_be_ordered(visitor, kale):
    address, now = f"/products/{kale.product.slug}/", timezone.now()
    assert "No market day is planned yet" in visitor.get(address).text
    make.market_day(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    page = visitor.get(address)
    assert "Opens soon" in page.text
    assert 'name="variant"' not in page.text
    make.market_day(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    page = visitor.get(address)
    assert "Taking orders" in page.text
    assert 'name="variant"' in page.text


def test_a_product_page_shows_certificates_of_people_who_agreed(visitor, scarf, weavers, carol):
    paper = make.certificate(weavers)
    paper.confirm(by=carol, at=timezone.now())
    address = f"/products/{scarf.product.slug}/"
    assert paper.code not in visitor.get(address).text
    ProducerPerson.objects.filter(pk=paper.person_id).update(consented_at=timezone.now())
    assert f'href="/certificates/{paper.code}/"' in visitor.get(address).text


def test_a_product_page_shows_other_goods_of_the_same_maker(visitor, scarf, kale, weavers):
    make.variant("Tas", of=weavers)
    page = visitor.get(f"/products/{scarf.product.slug}/")
    assert [card.name for card in page.context["others"]] == ["Tas"]


def test_a_producer_page_shows_people_who_agreed_and_her_goods(visitor, scarf, kale, weavers):
    ProducerPerson.objects.create(producer=weavers, name="Yohana", consented_at=timezone.now())
    page = visitor.get(f"/producers/{weavers.slug}/")
    assert [person.name for person in page.context["people"]] == ["Yohana"]
    assert "Bob" not in page.text
    assert names(page) == ["Selendang Tenun"]


def test_a_producer_page_links_to_whatsapp(visitor, weavers):
    Producer.objects.filter(pk=weavers.pk).update(whatsapp="+6281234567890")
    assert 'href="https://wa.me/6281234567890"' in visitor.get(f"/producers/{weavers.slug}/").text


def test_market_days_are_listed_with_their_points(visitor, db):
    point = make.pickup_point("Taman Nostalgia")
    day = make.market_day(point)
    page = visitor.get("/market-days/")
    assert list(page.context["days"]) == [day]
    assert "Taman Nostalgia" in page.text


def test_a_past_market_day_is_not_listed(visitor, db):
    now = timezone.now()
    day = make.market_day(opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=8))
    type(day).objects.filter(pk=day.pk).update(pickup_on=timezone.localdate() - timedelta(days=7))
    assert list(visitor.get("/market-days/").context["days"]) == []


@pytest.mark.parametrize("address", ["/", "/products/", "/producers/", "/market-days/", "/about/"])
def test_pages_for_reading_take_no_forms(visitor, db, address):
    assert visitor.post(address).status_code == 405
    assert visitor.head(address).status_code == 200


def test_pages_speak_indonesian_unless_asked_otherwise(db):
    assert '<html lang="id">' in Client(headers={"accept-language": "en"}).get("/").text
    english = speaking("en").get("/")
    assert '<html lang="en">' in english.text
    assert "Cookie" in english["Vary"]
    assert '<html lang="id">' in speaking("xx").get("/").text


def test_a_misspelt_search_finds_and_an_empty_one_asks_what_was_meant(visitor, weavers):
    make.variant("Kangkung segar", of=weavers)
    assert "Kangkung segar" in visitor.get("/products/?search=kangkng").text
    page = visitor.get("/products/?search=kangkung+zzzz").text
    assert "Nothing found" in page
    assert '<a href="?search=kangkung">kangkung</a>' in page


def test_a_search_shows_first_what_fits_best(visitor, weavers):
    make.variant("Tas selempang", of=weavers)
    make.variant("Tempat tisu", of=make.producer("Tas Kreatif"))
    page = visitor.get("/products/?search=tas").text
    assert page.index("Tas selempang") < page.index("Tempat tisu")
    newest = visitor.get("/products/?search=tas&ordering=newest").text
    assert newest.index("Tempat tisu") < newest.index("Tas selempang")


def test_a_product_page_says_what_of_the_price_is_whose(visitor, scarf, weavers):
    address = f"/products/{scarf.product.slug}/"
    assert "Rp75.000 for the maker, Rp0 for the co-op" in visitor.get(address).text
    make.fee_rule(basis_points=1_000)
    assert "Rp67.500 for the maker, Rp7.500 for the co-op" in visitor.get(address).text
    make.fee_rule(basis_points=500, producer=weavers)
    make.fee_rule(basis_points=9_000, producer=weavers, starts_on=timezone.localdate() + timedelta(days=1))
    assert "Rp71.250 for the maker, Rp3.750 for the co-op" in visitor.get(address).text


def test_during_a_holiday_goods_are_shown_and_not_sold(visitor, scarf, weavers):
    today = timezone.localdate()
    weavers.go_on_holiday(starts_on=today, ends_on=date(2099, 12, 5), note="Kami ke pameran.")
    page = visitor.get(f"/products/{scarf.product.slug}/")
    assert "Closed until 5 December 2099" in page.text
    assert "Kami ke pameran." in page.text
    assert 'name="variant"' not in page.text
    assert "Closed until 5 December 2099" in visitor.get(f"/producers/{weavers.slug}/").text
    [card] = visitor.get("/products/").context["cards"]
    assert (card.note, card.tone, card.price) == ("Closed until 5 December 2099", "warning", Money(75_000))
    weavers.go_on_holiday(starts_on=today, ends_on=None, note="")
    assert "Closed until further notice" in visitor.get(f"/products/{scarf.product.slug}/").text
    weavers.go_on_holiday(starts_on=today + timedelta(days=1), ends_on=None, note="")
    assert 'name="variant"' in visitor.get(f"/products/{scarf.product.slug}/").text


def test_a_product_page_shows_claims_that_were_checked(visitor, scarf, carol):
    now, today = timezone.now(), timezone.localdate()
    pamor = make.claim(
        scarf.product, "pamor", number="PGS-7", issuer="Unit Contoh", valid_until=date(2099, 1, 2), note="Catatan"
    )
    address = f"/products/{scarf.product.slug}/"
    assert "PGS-7" not in visitor.get(address).text
    pamor.confirm(by=carol, at=now)
    make.claim(scarf.product, "halal", number="ID-9", valid_until=today - timedelta(days=1)).confirm(by=carol, at=now)
    page = visitor.get(address)
    assert list(page.context["claims"]) == [pamor]
    for said in ("community guarantee", "No. PGS-7.", "Unit Contoh.", "Valid until 2 January 2099.", "by Carol on"):
        assert said in page.text
    assert "Organic" not in page.text


def test_a_product_page_shows_the_facts_of_its_category(visitor, scarf):
    Product.objects.filter(pk=scarf.product_id).update(
        details={"fibre": "Katun", "dye": "natural", "composition": "belongs to food"}
    )
    page = visitor.get(f"/products/{scarf.product.slug}/")
    assert page.context["details"] == [("Material", "Katun"), ("Dye", "Natural dye")]
    assert "belongs to food" not in page.text


def test_craft_of_packaging_is_not_for_food(visitor, weavers):
    bag = make.variant("Tas", of=weavers, category="tas-daur-ulang").product
    address = f"/products/{bag.slug}/"
    assert "Not for food" not in visitor.get(address).text
    Product.objects.filter(pk=bag.pk).update(details={"not_for_food": True})
    assert "Not for food" in visitor.get(address).text


def test_a_product_page_says_where_to_collect_and_who_sells(visitor, scarf, kale):
    Cooperative.objects.create(pk=1, name="Koperasi Contoh", phone="+6281234567890")
    day = make.market_day(make.pickup_point("Pasar Oebobo"))
    craft = visitor.get(f"/products/{scarf.product.slug}/").text
    assert "Order any time. To collect at: Pasar Oebobo." in craft
    assert "Sold by Koperasi Contoh, for its member." in craft
    assert 'Complaints: <a href="https://wa.me/6281234567890">' in craft
    produce = visitor.get(f"/products/{kale.product.slug}/")
    assert (produce.context["day"], produce.context["points"]) == (day, list(day.pickup_points.all()))


def test_a_product_page_says_about_how_heavy_it_is(visitor, kale):
    make.market_day()
    type(kale).objects.filter(pk=kale.pk).update(weight_grams=1250)
    assert "20 in stock · about 1,250 g" in visitor.get(f"/products/{kale.product.slug}/").text


def test_all_photos_of_a_product_are_there_without_a_script(visitor, scarf):
    address = f"/products/{scarf.product.slug}/"
    Photo.objects.create(product=scarf.product, picture=picture(key="01" * 16))
    assert 'href="#photo-1"' not in visitor.get(address).text
    Photo.objects.create(product=scarf.product, picture=picture(key="02" * 16), position=1)
    text = visitor.get(address).text
    for number in (1, 2):
        assert f'<a href="#photo-{number}">' in text
        assert f'<div id="photo-{number}">' in text
    assert text.count('loading="eager"') == 1
    assert text.count("<img ") == text.count('width="1600" height="1200"') == 4


def test_a_producer_page_says_where_and_when_to_collect(visitor, scarf, weavers):
    day = make.market_day(make.pickup_point("Pasar Oebobo"))
    page = visitor.get(f"/producers/{weavers.slug}/")
    assert page.context["day"] == day
    assert page.text.count("Pasar Oebobo") == 2
    assert "https://wa.me/?text=Kelompok%20Tenun" in page.text


def test_a_producer_page_costs_the_same_however_much_it_shows(visitor, scarf, weavers, django_assert_num_queries):
    make.market_day(make.pickup_point())
    many(weavers, products=10)
    ProducerPerson.objects.create(producer=weavers, name="Yohana", consented_at=timezone.now())
    visitor.get("/")
    with django_assert_num_queries(7):
        visitor.get(f"/producers/{weavers.slug}/")
