"""The grid: what was changed is saved, each wrong field says so beside it, and nothing is lost on an error."""

import re

import pytest

from catalog import stock
from catalog.models import PriceChange, StockMovement, Variant
from marketplace.money import Money
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/sell/grid/"


@pytest.fixture
def cloth(weavers):
    return make.variant("Kain", of=weavers, price=100_000, on_hand=10)


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=50_000, on_hand=5)


def shown(browser):
    """The fields of the form as the page fills them in."""
    page = browser.get(ADDRESS).content.decode()
    inputs = re.findall(r"<input [^>]*>", page)
    pairs = [(attribute(each, "name"), attribute(each, "value")) for each in inputs]
    fields = {name: value for name, value in pairs if name.startswith("v") and name != "variant"}
    return fields | {"variant": [value for name, value in pairs if name == "variant"]}


def attribute(tag, name):
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def now(*variants):
    return [Variant.objects.values_list("price", "on_hand").get(pk=each.pk) for each in variants]


def test_only_what_was_changed_is_saved(bob, cloth, scarf):
    browser = signed_in(bob)
    form = shown(browser) | {f"v{cloth.pk}-price": "Rp 110.000", f"v{scarf.pk}-on_hand": "8"}

    answer = browser.post(ADDRESS, form)

    assert (answer.status_code, answer["Location"]) == (303, ADDRESS)
    assert now(cloth, scarf) == [(Money(110_000), 10), (Money(50_000), 8)]
    assert [(each.variant, each.by) for each in PriceChange.objects.all()] == [(cloth, bob)]
    assert StockMovement.objects.filter(by=bob).get().quantity == 3


def test_saving_without_a_change_changes_nothing(bob, cloth, scarf):
    browser = signed_in(bob)
    assert browser.post(ADDRESS, shown(browser)).status_code == 303
    assert now(cloth, scarf) == [(Money(100_000), 10), (Money(50_000), 5)]
    assert not PriceChange.objects.exists()


def test_a_wrong_field_keeps_what_was_typed_and_the_right_ones_are_saved(bob, cloth, scarf):
    browser = signed_in(bob)
    form = shown(browser) | {f"v{cloth.pk}-price": "mahal", f"v{cloth.pk}-on_hand": "12", f"v{scarf.pk}-price": "60000"}

    answer = browser.post(ADDRESS, form)

    assert answer.status_code == 422
    assert now(cloth, scarf) == [(Money(100_000), 12), (Money(60_000), 5)]
    lines = {line.variant: line for line in answer.context["lines"]}
    assert list(lines[cloth].errors) == ["price"]
    assert not lines[scarf].errors
    assert 'value="mahal"' in answer.content.decode()


def test_a_count_below_what_is_ordered_is_refused_beside_its_field(bob, cloth):
    stock.reserve({cloth.pk: 4}, at=make.now())
    browser = signed_in(bob)
    answer = browser.post(ADDRESS, shown(browser) | {f"v{cloth.pk}-on_hand": "3"})
    (line,) = answer.context["lines"]
    assert list(line.errors) == ["on_hand"]
    assert now(cloth) == [(Money(100_000), 10)]


def test_what_changed_meanwhile_is_told_and_saved_only_when_asked_again(bob, cloth):
    browser = signed_in(bob)
    form = shown(browser) | {f"v{cloth.pk}-price": "120.000"}
    cloth.price_at(Money(90_000), by=None, at=make.now())

    answer = browser.post(ADDRESS, form)

    (line,) = answer.context["lines"]
    assert "Rp90.000" in line.errors["price"][0]
    assert 'value="120.000"' in answer.content.decode()
    assert now(cloth) == [(Money(90_000), 10)]

    again = form | {f"v{cloth.pk}-shown_price": line["shown_price"].value()}
    assert browser.post(ADDRESS, again).status_code == 303
    assert now(cloth) == [(Money(120_000), 10)]


def test_what_is_made_to_order_has_a_price_only(bob, weavers):
    bag = make.variant("Tas", of=weavers, on_hand=0, lead_days=7, open_units_cap=3)
    browser = signed_in(bob)
    form = shown(browser)
    assert f"v{bag.pk}-on_hand" not in form
    browser.post(ADDRESS, form | {f"v{bag.pk}-price": "75.000", f"v{bag.pk}-on_hand": "9"})
    assert now(bag) == [(Money(75_000), 0)]


def test_the_goods_of_others_cannot_be_reached(bob, weavers, farmers):
    other = make.variant("Bayam", of=farmers, price=5_000)
    make.variant("Kain", of=weavers)
    browser = signed_in(bob)
    form = shown(browser) | {"variant": [str(other.pk)], f"v{other.pk}-price": "1", f"v{other.pk}-shown_price": "5000"}
    assert browser.post(ADDRESS, form).status_code == 303
    assert now(other) == [(Money(5_000), 10)]


def test_fifty_stand_on_a_page(bob, weavers, django_assert_max_num_queries):
    for number in range(52):
        make.variant(f"Kain {number:02d}", of=weavers)
    browser = signed_in(bob)
    browser.get(ADDRESS)
    with django_assert_max_num_queries(10):
        page = browser.get(ADDRESS).context["page"]
    assert [len(page.rows), bool(page.next)] == [50, True]
    rest = browser.get(ADDRESS, {"cursor": page.next}).context["page"].rows
    assert [each.product.name for each in rest] == ["Kain 50", "Kain 51"]
