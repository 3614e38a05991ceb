"""A producer's own products in the API: seen, counted and photographed by her people only."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from catalog.models import Claim, Photo, Product, Revision, RevisionPhoto, StockMovement, Variant
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
    photo = RevisionPhoto.objects.get()  # buyers see it once it was reviewed
    assert (status, shown) == (201, {"id": photo.pk, "photo": None, "width": 80, "height": 60})
    assert (photo.revision.product, photo.position, photo.picture.uploaded_by) == (cloth.product, 0, bob)
    assert Photo.objects.count() == 0


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


def test_a_listing_is_made_with_a_photo_that_was_sent_before(bob, weavers):
    program = Program(bob)
    _status, picture = program.send_file("pictures/", photo=photograph())
    sent = {
        "name": "Selendang Sabu", "price": 75_000, "unit": "sheet", "on_hand": 4, "category": "kain-tenun",
        "description": "Ikat", "details": {"fibre": "katun", "dye": "natural"}, "pictures": [picture["id"]],
    }  # fmt: skip
    status, shown = program.post("selling/products/", sent)
    product = Product.objects.get()
    assert (status, shown["id"], shown["status"], shown["slug"]) == (201, product.pk, "draft", "selendang-sabu")
    assert (shown["details"], shown["version"]["missing"], shown["version"]["is_edit"]) == (
        {"fibre": "katun", "dye": "natural"}, [], False,
    )  # fmt: skip
    variant = product.variants.get()
    assert (variant.price.rupiah, variant.unit, variant.on_hand) == (75_000, "sheet", 4)
    assert (product.photos.get().picture_id, product.steps.get().by) == (picture["id"], bob)


def test_only_name_and_price_are_needed_for_a_draft(bob, weavers):
    status, shown = Program(bob).post("selling/products/", {"name": "Tas", "price": 1})
    assert (status, shown["category"]["slug"], shown["version"]["missing"]) == (201, "kain-tenun", ["a photo"])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 101}, "name"), ({"price": 0}, "price"), ({"price": 10**9}, "price"),
        ({"unit": "mile"}, "unit"), ({"on_hand": -1}, "on_hand"), ({"category": "nothing"}, "category"),
        ({"details": {"dye": "blue"}}, "details"), ({"details": {"composition": "madu"}}, "details"),
        ({"details": {"fibre": ["x"]}}, "details"), ({"details": []}, "details"), ({"pictures": [10**6]}, "pictures"),
        ({"lead_days": 3}, "open_units_cap"), ({"pictures": [1] * 9}, "pictures"), ({"producer": "nobody"}, "producer"),
    ],
)  # fmt: skip
def test_a_listing_that_makes_no_sense_is_not_made(bob, weavers, sent, field):
    status, refusal = Program(bob).post("selling/products/", {"name": "Tas", "price": 1} | sent)
    assert (status, list(refusal["fields"])) == (400, [field])
    assert Product.objects.count() == 0


def test_a_picture_of_somebody_else_is_not_there(bob, mallory, weavers):
    picture = Program(mallory).send_file("pictures/", photo=photograph())[1]["id"]
    status, refusal = Program(bob).post("selling/products/", {"name": "Tas", "price": 1, "pictures": [picture]})
    assert (status, list(refusal["fields"]), Product.objects.count()) == (400, ["pictures"], 0)


def test_who_works_for_several_says_for_which(bob, weavers, farmers):
    farmers.people.create(user=bob, name="Bob", role="helper")
    program = Program(bob)
    status, refusal = program.post("selling/products/", {"name": "Bayam", "price": 1})
    assert (status, list(refusal["fields"])) == (400, ["producer"])
    status, shown = program.post("selling/products/", {"name": "Bayam", "price": 1, "producer": farmers.slug})
    assert (status, shown["producer"]["slug"]) == (201, farmers.slug)


def test_the_way_of_a_listing(bob, weavers, carol):
    program, product = Program(bob), make.draft(of=weavers)
    at = f"selling/products/{product.pk}/"
    assert program.patch(at, {"name": "Syal"})[1]["name"] == "Syal"
    assert program.post(f"{at}submission/")[1]["status"] == "in_review"
    assert program.patch(at, {"name": "Tas"})[1]["code"] == "in_review"
    assert program.delete(f"{at}submission/")[1]["status"] == "draft"
    program.post(f"{at}submission/")
    product.refresh_from_db()
    product.request_changes(by=carol, at=timezone.now(), reason="Foto kabur", codes=["photo"])
    decision = program.get(at)[1]["version"]["decision"]
    assert (decision["status"], decision["codes"], decision["note"]) == ("changes_requested", ["photo"], "Foto kabur")
    assert program.post(f"{at}submission/")[1]["status"] == "in_review"
    product.refresh_from_db()
    product.publish(by=carol, at=timezone.now())
    assert program.post(f"{at}pause/")[1]["status"] == "paused"
    assert program.post(f"{at}publication/")[1]["status"] == "published"
    assert program.post(f"{at}publication/")[1]["code"] == "wrong_step"
    assert program.post(f"{at}archive/")[1]["status"] == "archived"


def test_the_edit_of_a_public_listing(bob, weavers):
    program, product = Program(bob), make.draft(of=weavers, status="published")
    at = f"selling/products/{product.pk}/"
    _status, shown = program.patch(at, {"description": "Baru", "details": {"size": "200 x 60"}})
    assert (shown["description"], shown["details"], shown["version"]["description"], shown["version"]["details"]) == (
        "", {}, "Baru", {"size": "200 x 60"},
    )  # fmt: skip
    assert shown["version"]["is_edit"] is True
    (photo,) = shown["version"]["photos"]
    assert program.delete(f"{at}photos/{photo['id']}/") == (204, None)
    status, refusal = program.post(f"{at}submission/")
    assert (status, refusal["code"], "a photo" in refusal["message"]) == (409, "listing_incomplete", True)
    assert program.delete(f"{at}changes/")[1]["version"]["is_edit"] is False
    assert (Revision.objects.get().status, Photo.objects.count()) == ("withdrawn", 1)


def test_the_first_photo_of_a_public_listing_is_taken_out_of_an_edit(bob, weavers):
    product = make.draft(of=weavers, status="published")
    photo = product.photos.get()
    assert Program(bob).delete(f"selling/products/{product.pk}/photos/{photo.pk}/")[0] == 204
    assert (Photo.objects.count(), Revision.objects.get().photos.count()) == (1, 0)


@pytest.mark.parametrize("sent", [{"name": ""}, {"category": 10**6}, {"details": {"dye": "x"}}, {"details": "x"}])
def test_an_edit_that_makes_no_sense_changes_nothing(bob, cloth, sent):
    status, refusal = Program(bob).patch(f"selling/products/{cloth.product.pk}/", sent)
    assert (status, list(refusal["fields"]), Revision.objects.count()) == (400, list(sent), 0)


def test_facts_follow_the_category(bob, weavers):
    product = make.draft(of=weavers, details={"fibre": "katun"})
    at = f"selling/products/{product.pk}/"
    assert Program(bob).patch(at, {"category": "olahan", "details": {"fibre": "katun"}})[0] == 400
    food = {"composition": "madu", "net_weight_grams": 350}
    assert Program(bob).patch(at, {"category": "olahan", "details": food})[1]["details"] == food


def test_choices_price_and_stock(bob, cloth):
    program, at = Program(bob), f"selling/variants/{cloth.pk}/"
    status, made = program.post(
        f"selling/products/{cloth.product.pk}/variants/", {"name": "L", "price": 90_000, "on_hand": 2}
    )
    assert (status, made["name"], made["price"], made["available"]) == (201, "L", 90_000, 2)
    changed = program.patch(f"selling/variants/{made['id']}/", {"name": "XL", "low_at": 1, "is_active": False})[1]
    assert (changed["name"], changed["is_active"]) == ("XL", False)
    assert program.patch(at, {"is_active": False})[1]["code"] == "last_variant"
    assert program.patch(at, {"lead_days": 3})[0] == 400
    assert program.post(f"{at}price/", {"price": 80_000})[1]["price"] == 80_000
    assert program.post(f"{at}sold-out/")[1]["available"] == 0
    assert program.post(f"{at}back/")[1]["available"] == 3
    assert program.post(f"{at}back/")[1]["code"] == "count_needed"
    moved = program.post(f"{at}movements/", {"reason": "spoiled", "quantity": 1, "note": "hujan"})[1]
    assert moved["on_hand"] == 2
    rows = program.get(f"{at}movements/")[1]["results"]
    assert [(row["quantity"], row["reason"], row["by"]) for row in rows] == [
        (-1, "spoiled", "Bob"), (3, "back", "Bob"), (-3, "sold_out", "Bob"), (3, "counted", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("price/", {"price": 0}), ("price/", {}), ("movements/", {"reason": "sold", "quantity": 1}),
        ("movements/", {"reason": "made", "quantity": 0}), ("movements/", {"reason": "made", "quantity": 10**9}),
    ],
)  # fmt: skip
def test_price_and_movements_that_make_no_sense(bob, cloth, address, sent):
    assert Program(bob).post(f"selling/variants/{cloth.pk}/{address}", sent)[0] == 400
    cloth.refresh_from_db()
    assert (cloth.price.rupiah, cloth.on_hand) == (75_000, 3)


def test_a_claim_with_the_photo_of_its_paper(bob, cloth):
    program = Program(bob)
    picture = program.send_file("pictures/", photo=photograph())[1]["id"]
    until = timezone.localdate() + timedelta(days=300)
    sent = {"kind": "pirt", "number": "205347101001229", "valid_until": f"{until}", "picture": picture}
    at = f"selling/products/{cloth.product.pk}/claims/"
    assert program.post(at, sent | {"number": "1"})[1]["code"] == "wrong_number"
    assert program.post(at, {"kind": "pirt"})[1]["code"] == "proof_missing"
    status, shown = program.post(at, sent)
    claim = Claim.objects.get()
    assert (status, shown["status"], shown["number"], claim.evidence_id) == (
        201, "claimed", "2053471010012-29", picture,
    )  # fmt: skip
    assert program.delete(f"selling/claims/{claim.pk}/") == (204, None)
    claim.refresh_from_db()
    assert claim.status == "withdrawn"
    assert program.delete(f"selling/claims/{claim.pk}/")[1]["code"] == "wrong_step"


def test_others_find_nothing_there(cloth, farmers, mallory, carol):
    claim, at = make.claim(cloth.product), f"selling/products/{cloth.product.pk}/"
    photo = cloth.product.photos.create(picture=make.picture())
    for person in (farmers.people.get().user, mallory, carol):
        program = Program(person)
        assert program.patch(at, {"name": "Mine"})[0] == 404
        deeds = ["submission/", "pause/", "archive/", "claims/", "variants/"]
        assert {program.post(at + deed, {})[0] for deed in deeds} == {404}
        assert {program.delete(at + deed)[0] for deed in ("submission/", "changes/", f"photos/{photo.pk}/")} == {404}
        assert program.delete(f"selling/claims/{claim.pk}/")[0] == 404
        for deed in ("price/", "sold-out/", "back/", "movements/"):
            assert program.post(f"selling/variants/{cloth.pk}/{deed}", {})[0] == 404
    cloth.product.refresh_from_db()
    assert (cloth.product.name, cloth.product.status, claim.steps.count()) == ("Selendang", "published", 0)
    assert (Photo.objects.count(), Variant.objects.count()) == (1, 1)
