"""Categories at the desk: a coordinator adds, renames and moves them in a tree of two levels; none is ever deleted."""

import pytest

from catalog.models import Category
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

SENT = {
    "name_id": "Sabun",
    "name_en": "Soap",
    "icon": "heart",
    "rules": "none",
    "parent": "",
    "makers": "",
    "position": "",
}


@pytest.fixture(autouse=True)
def english(carol):
    carol.introduce(name="Carol", language="en")


@pytest.fixture
def desk(carol):
    return signed_in(carol)


@pytest.fixture
def cloth(db):
    return Category.objects.get(slug="kain-tenun")


@pytest.fixture
def garden(db):
    return Category.objects.get(slug="hasil-kebun")


def rows():
    return list(Category.objects.order_by("pk").values())


def as_sent(category, **changes):
    names = ["name_id", "name_en", "icon", "rules", "position"]
    kept = {name: getattr(category, name) for name in names}
    refers = {name: getattr(category, f"{name}_id") or "" for name in ("parent", "makers")}
    return kept | refers | ({"by_market_day": "on"} if category.by_market_day else {}) | changes


def test_the_tree_with_what_is_listed_in_each(desk, weavers, cloth):
    make.variant(of=weavers)
    branches = desk.get("/desk/categories/").context["branches"]
    assert [branch.slug for branch, _children in branches] == ["tenun-jahitan", "daur-ulang", "hasil-kebun", "olahan"]
    listed = {each.slug: each.listed for _branch, children in branches for each in children}
    assert (listed["kain-tenun"], listed["sayur"]) == (1, 0)


def test_the_tree_costs_the_same_however_large(desk, garden, django_assert_num_queries):
    for _round in range(2):
        with django_assert_num_queries(5):
            desk.get("/desk/categories/")
        Category.objects.bulk_create(
            Category(slug=f"more-{_round}-{number}", name_id="S", name_en="S", parent=garden) for number in range(5)
        )


def test_a_new_branch_comes_last(desk):
    assert desk.post("/desk/categories/new/", SENT).url == "/desk/categories/"
    made = Category.objects.get(slug="sabun")
    assert (made.name_id, made.name_en, made.icon, made.parent, made.rules) == ("Sabun", "Soap", "heart", None, "none")
    assert (made.position, made.by_market_day, made.makers) == (4, False, None)


def test_one_beneath_a_branch_with_everything(desk, garden):
    place = {"parent": garden.pk, "position": 7}
    sent = SENT | place | {"rules": "fresh", "by_market_day": "on", "makers": "organic_farm"}
    assert desk.post("/desk/categories/new/", sent).status_code == 303
    made = Category.objects.get(slug="sabun")
    assert (made.parent, made.rules, made.by_market_day, made.makers_id, made.position) == (
        garden, "fresh", True, "organic_farm", 7,
    )  # fmt: skip


def test_the_form_of_one_beneath_knows_its_branch(desk, garden):
    form = desk.get("/desk/categories/new/", {"parent": garden.pk}).context["form"]
    assert form["parent"].value() == str(garden.pk)


def test_two_of_the_same_name_have_two_addresses(desk):
    for _time in range(3):
        desk.post("/desk/categories/new/", SENT)
    slugs = Category.objects.filter(name_id="Sabun").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["sabun", "sabun-2", "sabun-3"]


def test_a_name_without_letters_has_an_address_too(desk):
    desk.post("/desk/categories/new/", SENT | {"name_id": "????"})
    assert Category.objects.get(name_id="????").slug == "kategori"


def test_another_name_keeps_the_address_and_the_listings(desk, weavers, cloth):
    product = make.variant(of=weavers).product
    sent = as_sent(cloth, name_id="Tenun ikat", name_en="Ikat cloth", icon="star", rules="none")
    assert desk.post(f"/desk/categories/{cloth.pk}/", sent).status_code == 303
    cloth.refresh_from_db()
    product.refresh_from_db()
    assert (cloth.slug, cloth.name_id, cloth.name_en, cloth.icon, cloth.rules) == (
        "kain-tenun", "Tenun ikat", "Ikat cloth", "star", "none",
    )  # fmt: skip
    assert product.category == cloth


def test_it_moves_beneath_another_branch(desk, cloth, garden):
    assert desk.post(f"/desk/categories/{cloth.pk}/", as_sent(cloth, parent=garden.pk)).status_code == 303
    cloth.refresh_from_db()
    assert cloth.parent == garden


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_id": ""}, "name_id"),
        ({"name_en": "x" * 61}, "name_en"),
        ({"icon": "no-such-drawing"}, "icon"),
        ({"rules": "odd"}, "rules"),
        ({"parent": "kain-tenun"}, "parent"),
        ({"parent": 999_999}, "parent"),
        ({"position": -1}, "position"),
        ({"makers": "odd"}, "makers"),
    ],
)
def test_what_makes_no_sense_changes_nothing(desk, changes, field):
    before = rows()
    answer = desk.post("/desk/categories/new/", SENT | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert rows() == before


def test_the_tree_has_two_levels(desk, cloth, garden):
    before = rows()
    below = desk.post("/desk/categories/new/", SENT | {"parent": cloth.pk})
    assert list(below.context["form"].errors) == ["parent"]
    branch = Category.objects.get(slug="olahan")
    answer = desk.post(f"/desk/categories/{garden.pk}/", as_sent(garden, parent=branch.pk))
    assert list(answer.context["form"].errors) == ["parent"]
    answer = desk.post(f"/desk/categories/{garden.pk}/", as_sent(garden, parent=garden.pk))
    assert list(answer.context["form"].errors) == ["parent"]
    assert rows() == before


def test_what_buyers_see_has_the_new_name(desk, client, weavers):
    branch = Category.objects.get(slug="tenun-jahitan")
    make.variant(of=weavers)
    assert "Tenun baru" not in client.get("/products/").content.decode()
    desk.post(f"/desk/categories/{branch.pk}/", as_sent(branch, name_id="Tenun baru"))
    assert "Tenun baru" in client.get("/products/").content.decode()


@pytest.mark.parametrize("address", ["", "new/", "{pk}/"])
def test_the_desk_is_for_coordinators(cloth, bob, weavers, mallory, client, address):
    address = "/desk/categories/" + address.format(pk=cloth.pk)
    before = rows()
    for person in (bob, mallory, make.user("Sari", role="sponsor")):
        assert signed_in(person).get(address).status_code == 404
        assert signed_in(person).post(address, SENT).status_code in {404, 405}
    assert client.get(address).url == f"/account/login/?next={address}"
    assert rows() == before
