"""A producer's own products in the API: seen, counted and photographed by her people only."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.models import Photo, StockMovement
from marketplace.models import Picture
from tests import make
from tests.api import Program, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloth(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=3)


def photograph(name="IMG_0001.jpg"):
    data = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def test_the_list_has_every_state_and_only_ones_own(bob, weavers, farmers, cloth, django_assert_num_queries):
    make.variant(of=farmers)
    draft = make.variant("Konsep", of=weavers, status="draft")
    program = Program(bob)
    program.get("selling/products/")
    with django_assert_num_queries(6):  # two for the token, one for the door, three for the list
        status, page = program.get("selling/products/")
    assert [(row["id"], row["status"]) for row in page["results"]] == [
        (draft.product.pk, "draft"),
        (cloth.product.pk, "published"),
    ]
    assert page["results"][1] == {
        "id": cloth.product.pk,
        "slug": cloth.product.slug,
        "name": "Selendang",
        "status": "published",
        "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
        "category": {"slug": "kain-tenun", "name": "Woven cloth"},
        "variants": [
            {
                "id": cloth.pk,
                "name": "",
                "price": 75_000,
                "unit": "piece",
                "available": 3,
                "lead_days": None,
                "on_hand": 3,
                "reserved": 0,
                "open_units_cap": None,
                "is_active": True,
            }
        ],
        "photos": [],
    }


def test_counting_the_stock(bob, cloth):
    status, shown = Program(bob).post(f"selling/variants/{cloth.pk}/stock/", {"on_hand": 12})
    assert (status, shown["on_hand"], shown["available"]) == (200, 12, 12)
    cloth.refresh_from_db()
    assert cloth.on_hand == 12
    assert list(StockMovement.objects.values_list("quantity", "by")) == [(3, None), (9, bob.pk)]


def test_not_fewer_than_are_ordered(bob, cloth):
    make.order((cloth, 2))
    status, refusal = Program(bob).post(f"selling/variants/{cloth.pk}/stock/", {"on_hand": 1})
    assert (status, refusal["code"]) == (409, "below_reserved")
    cloth.refresh_from_db()
    assert cloth.on_hand == 3


@pytest.mark.parametrize("on_hand", [-1, 100_000, 10**9, 10**30, "many", 1.5, None, [], {}, ""])
def test_a_count_that_makes_no_sense(bob, cloth, on_hand):
    status, refusal = Program(bob).post(f"selling/variants/{cloth.pk}/stock/", {"on_hand": on_hand})
    assert (status, refusal["code"]) == (400, "invalid")
    cloth.refresh_from_db()
    assert cloth.on_hand == 3


def test_a_photo(bob, cloth):
    status, shown = Program(bob).send_file(f"selling/products/{cloth.product.pk}/photos/", photo=photograph())
    photo = Photo.objects.get()
    assert (status, shown) == (201, {"id": photo.pk, "photo": None, "width": 80, "height": 60})
    assert (photo.product, photo.position, photo.picture.uploaded_by) == (cloth.product, 0, bob)


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"photo": "not a file"}, 400, "invalid"),
        ({"photo": SimpleUploadedFile("a.jpg", b"", "image/jpeg")}, 400, "picture_empty"),
        ({"photo": SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")}, 400, "picture_unknown"),
        ({"photo": SimpleUploadedFile("x" * 300 + ".jpg", b"GIF89a", "image/gif")}, 400, "picture_unknown"),
    ],
)
def test_what_is_no_photo(bob, cloth, files, status, code):
    told, refusal = Program(bob).send_file(f"selling/products/{cloth.product.pk}/photos/", **files)
    assert (told, refusal["code"]) == (status, code)
    assert not Picture.objects.exists()


def test_a_photo_comes_as_a_form_and_not_as_json(bob, cloth):
    status, refusal = Program(bob).post(f"selling/products/{cloth.product.pk}/photos/", {"photo": "aGVsbG8="})
    assert (status, refusal["code"]) == (415, "unsupported_media_type")


def test_other_peoples_products_are_not_there(bob, farmers, mallory, carol, cloth):
    others = make.variant(of=farmers)
    for person, variant in [(bob, others), (mallory, cloth), (carol, cloth)]:
        program = Program(person)
        assert program.post(f"selling/variants/{variant.pk}/stock/", {"on_hand": 1})[0] == 404
        assert program.send_file(f"selling/products/{variant.product.pk}/photos/", photo=photograph())[0] == 404
    assert Program(mallory).get("selling/products/")[0] == 404
    assert Program().get("selling/products/")[0] == 401
    others.refresh_from_db()
    assert (others.on_hand, Photo.objects.count()) == (10, 0)


def test_a_makers_name_alone_opens_nothing(mallory, weavers, cloth):
    weavers.people.create(user=mallory, name="Mallory", role="maker")
    assert Program(mallory).get("selling/products/")[0] == 404


def test_a_helper_may_what_a_lead_may(mallory, weavers, cloth):
    weavers.people.create(user=mallory, name="Mallory", role="helper")
    assert results(Program(mallory).get("selling/products/"), "id") == [cloth.product.pk]
