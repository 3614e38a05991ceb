"""Editing: in place until buyers can see a listing, by a revision after that, and never while it is reviewed."""

import pytest
from django.utils import timezone

from catalog import editing, listings, photos
from catalog.details import WrongDetail
from catalog.models import Category, Photo, Product, Revision, RevisionPhoto
from marketplace import pictures
from marketplace.models import Picture
from marketplace.refusals import WrongStep
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def public(weavers):
    return make.draft(of=weavers, status="published", description="Tenun ikat", details={"fibre": "katun"})


@pytest.mark.parametrize("status", ["draft", "changes_requested"])
def test_a_draft_is_edited_itself(weavers, bob, status):
    product = make.draft(of=weavers, status=status)
    version = editing.version_of(product, by=bob, at=NOW)
    assert version == product
    editing.change(version, name="Syal", by=bob, at=NOW)
    product.refresh_from_db()
    assert (product.name, product.slug, Revision.objects.count()) == ("Syal", "syal", 0)


@pytest.mark.parametrize("status", ["published", "paused"])
def test_what_buyers_know_is_edited_by_a_revision_that_says_the_same(weavers, bob, status):
    product = make.draft(of=weavers, status=status, description="Ikat", details={"fibre": "katun"})
    version = editing.version_of(product, by=bob, at=NOW)
    assert (version.product, version.status, version.name, version.description, version.details) == (
        product, "draft", "Selendang", "Ikat", {"fibre": "katun"},
    )  # fmt: skip
    assert [photo.picture_id for photo in version.photos.all()] == [photo.picture_id for photo in product.photos.all()]
    assert [(step.before, step.after, step.by) for step in version.steps.all()] == [("", "draft", bob)]
    assert editing.version_of(product, by=bob, at=NOW) == version
    assert editing.current(product) == version


@pytest.mark.parametrize("status", ["rejected", "archived"])
def test_what_is_over_is_not_edited(weavers, bob, status):
    with pytest.raises(WrongStep):
        editing.version_of(make.draft(of=weavers, status=status), by=bob, at=NOW)
    assert Revision.objects.count() == 0


def test_in_review_nothing_is_edited_until_it_is_taken_back(weavers, bob, public):
    new = make.draft("Tas", of=weavers, status="in_review")
    edit = editing.version_of(public, by=bob, at=NOW)
    listings.submit(edit, by=bob, at=NOW)
    for product in (new, public):
        with pytest.raises(editing.InReview):
            editing.version_of(product, by=bob, at=NOW)
        with pytest.raises(editing.InReview):
            editing.add_photo(product, make.photo(), by=bob, at=NOW)
    with pytest.raises(WrongStep):
        editing.change(edit, name="Syal", by=bob, at=NOW)
    assert Picture.objects.count() == 2
    listings.take_back(edit, by=bob, at=NOW)
    editing.change(editing.version_of(public, by=bob, at=NOW), name="Syal", by=bob, at=NOW)


def test_an_edit_leaves_what_buyers_see_until_it_is_approved(public, bob, carol):
    version = editing.version_of(public, by=bob, at=NOW)
    tas = Category.objects.get(slug="tas-dompet")
    editing.change(version, name="Tas", category=tas, description="", details={"size": "30 x 40"}, by=bob, at=NOW)
    editing.add_photo(public, make.photo("red"), by=bob, at=NOW)
    public.refresh_from_db()
    assert (public.name, public.category.slug, public.description, public.details, public.photos.count()) == (
        "Selendang", "kain-tenun", "Tenun ikat", {"fibre": "katun"}, 1,
    )  # fmt: skip
    listings.submit(version, by=bob, at=NOW)
    version.approve(by=carol, at=NOW)
    public.refresh_from_db()
    assert (public.name, public.category, public.details) == ("Tas", tas, {"fibre": "katun", "size": "30 x 40"})
    assert (public.photos.count(), public.slug) == (2, Product.objects.get().slug)


def test_dropping_the_changes_leaves_all_as_it_was(public, bob):
    version = editing.version_of(public, by=bob, at=NOW)
    editing.change(version, name="Tas", by=bob, at=NOW)
    editing.drop(public, by=bob, at=NOW)
    version.refresh_from_db()
    public.refresh_from_db()
    assert (version.status, version.steps.last().by, public.name) == ("withdrawn", bob, "Selendang")
    assert editing.current(public) == public
    with pytest.raises(WrongStep):
        editing.drop(public, by=bob, at=NOW)


def test_facts_of_another_category_are_left_out(weavers, bob):
    product = make.draft(of=weavers, details={"fibre": "katun", "size": "30"})
    recycled = Category.objects.get(slug="tas-daur-ulang")
    editing.change(product, category=recycled, details={"waste_share_percent": "80"}, by=bob, at=NOW)
    product.refresh_from_db()
    assert product.details == {"size": "30", "waste_share_percent": 80}


def test_fresh_produce_turned_into_processed_food_forgets_that_it_was_fresh(farmers, bob):
    product = make.draft("Cabai", of=farmers, category="sayur", details={"halal_status": "not_required_fresh"})
    editing.change(product, category=Category.objects.get(slug="olahan"), by=bob, at=NOW)
    assert product.details == {}
    editing.change(product, category=Category.objects.get(slug="sayur"), by=bob, at=NOW)
    assert product.details == {"halal_status": "not_required_fresh"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("net_weight_grams", "0"), ("net_weight_grams", "1.5"), ("net_weight_grams", "٣"), ("net_weight_grams", 10**9),
        ("net_weight_grams", "many"), ("halal_status", "yes"), ("halal_status", "not_required_fresh"),
        ("composition", "x" * 501), ("composition", ["madu"]),
    ],
)  # fmt: skip
def test_a_fact_that_makes_no_sense_is_refused(farmers, bob, name, value):
    product = make.draft("Madu", of=farmers, category="madu-minyak", details={"shelf_life_days": 5})
    with pytest.raises(WrongDetail):
        editing.change(product, details={name: value}, by=bob, at=NOW)
    product.refresh_from_db()
    assert product.details == {"shelf_life_days": 5}


def test_an_empty_fact_is_taken_out(public, bob):
    product = make.draft(of=public.producer, details={"fibre": "katun", "size": "30"})
    editing.change(product, details={"fibre": " ", "size": "30"}, by=bob, at=NOW)
    assert product.details == {"size": "30"}


def test_a_published_address_stays(weavers, bob, carol):
    product = make.draft(of=weavers, status="changes_requested", published_at=NOW, slug="selendang-lama")
    editing.change(product, name="Tas", by=bob, at=NOW)
    assert Product.objects.get().slug == "selendang-lama"


def placed(version):
    return [photo.picture_id for photo in version.photos.all()]


def test_photos_are_put_into_order_and_taken_away(weavers, bob):
    product = make.draft(of=weavers)
    one, two, three = [product.photos.get().picture, make.picture(by=bob), make.picture(by=bob)]
    editing.add_photos(product, [two, three], by=bob, at=NOW)
    editing.move_photo_up(product, three, by=bob, at=NOW)
    assert placed(product) == [one.pk, three.pk, two.pk]
    editing.move_photo_up(product, three, by=bob, at=NOW)
    editing.move_photo_up(product, three, by=bob, at=NOW)  # it is the first already
    editing.move_photo_down(product, one, by=bob, at=NOW)
    editing.move_photo_down(product, one, by=bob, at=NOW)
    assert placed(product) == [three.pk, two.pk, one.pk]
    editing.remove_photo(product, two, by=bob, at=NOW)
    assert placed(product) == [three.pk, one.pk]
    assert not Picture.objects.unattached().exclude(pk=two.pk).exists()


def test_photos_of_a_public_listing_change_in_the_revision_only(public, bob):
    before = placed(public)
    picture = public.photos.get().picture
    editing.remove_photo(public, picture, by=bob, at=NOW)
    assert (placed(public), RevisionPhoto.objects.count()) == (before, 0)
    editing.drop(public, by=bob, at=NOW)
    editing.add_photo(public, make.photo("red"), by=bob, at=NOW)
    assert (placed(public), len(placed(editing.current(public)))) == (before, 2)


def test_a_ninth_photo_is_refused_before_it_is_kept(public, bob):
    for _each in range(7):
        editing.add_photo(public, make.photo(), by=bob, at=NOW)
    with pytest.raises(photos.TooManyPhotos):
        editing.add_photo(public, make.photo(), by=bob, at=NOW)
    assert Picture.objects.count() == 8
    with pytest.raises(photos.TooManyPhotos):
        editing.add_photos(public, [make.picture(by=bob)], by=bob, at=NOW)
    assert RevisionPhoto.objects.count() == 8


def test_what_is_no_photo_opens_no_revision(public, bob):
    with pytest.raises(pictures.PictureRefused):
        editing.add_photo(public, make.photo().file.__class__(b"no"), by=bob, at=NOW)
    assert (Revision.objects.count(), Photo.objects.count()) == (0, 1)
