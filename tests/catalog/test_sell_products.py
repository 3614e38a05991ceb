"""The pages of a producer's listings: all of them, a new one, an edit, photos, choices, stock and claims."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catalog import editing, listings, stock
from catalog.models import Claim, Photo, Product, Revision, RevisionPhoto, StockMovement, Variant
from marketplace.models import Picture
from marketplace.money import Money
from tests import make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()

NEW = {"name": "Bayam", "price": "5.000", "unit": "bunch", "on_hand": "12", "deed": "submission"}


@pytest.fixture
def bobs(bob):
    bob.language = "en"
    bob.save()
    return signed_in(bob)


@pytest.fixture
def product(weavers):
    return make.draft(of=weavers, status="published")


def post(client, page, /, *args, **data):
    """As a browser sends a form of the page of all listings, and follows the answer."""
    address = reverse(page, args=args)
    return client.post(address, data, follow=True, headers={"referer": "http://testserver/sell/products/"})


def told(answer):
    return [(message.level_tag, str(message)) for message in answer.context["messages"]]


def wrong(answer):
    return sorted(answer.context["form"].errors)


def category(slug):
    return make.Category.objects.get(slug=slug).pk


# All of them


def test_where_each_listing_stands(bobs, bob, weavers, farmers):
    make.draft("Lain", of=farmers)
    by_status = {status: make.draft(status, of=weavers, status=status) for status in Product.Status.values}
    edited, sent = make.draft("edited", of=weavers, status="published"), make.draft("sent", of=weavers, status="paused")
    editing.version_of(edited, by=bob, at=NOW)
    listings.submit(editing.version_of(sent, by=bob, at=NOW), by=bob, at=NOW)
    found = {}
    for state in ("on_sale", "in_review", "to_change", "drafts", "off_sale"):
        page = bobs.get("/sell/products/", {"state": state})
        found[state] = [row.name for row in page.context["page"].rows]
        assert {key: count for key, _name, count in page.context["tabs"]}[state] == len(found[state])
    assert found == {
        "on_sale": ["edited", "published"],
        "in_review": ["in_review", "sent"],
        "to_change": ["changes_requested"],
        "drafts": ["draft"],
        "off_sale": ["archived", "paused", "rejected", "sent"],
    }
    assert bobs.get("/sell/products/", {"state": "nonsense"}).context["tab"] == "on_sale"
    assert by_status["draft"].producer == weavers


def test_the_first_place_where_something_is_opens_by_itself(bobs, weavers):
    assert bobs.get("/sell/products/").context["has_any"] is False
    assert reverse("sell_product_new") in bobs.get("/sell/products/").content.decode()
    make.draft(of=weavers)
    assert bobs.get("/sell/products/").context["tab"] == "drafts"


def test_one_tap_when_it_is_sold_out_and_one_when_there_is_more(bobs, product):
    variant = product.variants.get()
    address = reverse("sell_sold_out", args=[variant.pk])
    assert address in bobs.get("/sell/products/").content.decode()
    answer = post(bobs, "sell_sold_out", variant.pk)
    assert (answer.request["PATH_INFO"], told(answer)[0][0]) == ("/sell/products/", "success")
    assert address not in answer.content.decode()
    assert reverse("sell_back", args=[variant.pk]) in answer.content.decode()
    variant.refresh_from_db()
    assert variant.available == 0
    post(bobs, "sell_back", variant.pk)
    variant.refresh_from_db()
    assert (variant.available, variant.movements.last().by.name) == (10, "Bob")


def test_who_cannot_know_how_many_are_back_is_asked_to_count(bobs, product):
    variant = product.variants.get()
    stock.count(variant, 0, by=None, at=NOW)
    answer = post(bobs, "sell_back", variant.pk)
    assert (answer.request["PATH_INFO"], told(answer)[0][0]) == (f"/sell/products/{product.pk}/", "warning")
    variant.refresh_from_db()
    assert variant.on_hand == 0


# A new one


def test_a_new_listing_needs_five_things_and_goes_to_review(bobs, weavers, bob):
    answer = post(bobs, "sell_product_new", **NEW, category=category("sayur"), photo=make.photo())
    product = Product.objects.get()
    assert answer.request["PATH_INFO"] == f"/sell/products/{product.pk}/"
    assert (product.status, product.name, product.slug, product.producer) == ("in_review", "Bayam", "bayam", weavers)
    variant = product.variants.get()
    assert (variant.price, variant.unit, variant.on_hand) == (Money(5_000), "bunch", 12)
    assert (product.photos.get().picture.uploaded_by, told(answer)[0][0]) == (bob, "success")


def test_photos_that_were_sent_before_come_by_number_in_their_order(bobs, weavers, bob, mallory):
    one, two, strange = make.picture(by=bob), make.picture(by=bob), make.picture(by=mallory)
    numbers = [two.pk, strange.pk, "x", one.pk]
    post(bobs, "sell_product_new", **NEW, category=category("sayur"), pictures=numbers)
    assert [photo.picture for photo in Product.objects.get().photos.all()] == [two, one]


@pytest.mark.parametrize("missing", ["name", "price", "on_hand"])
def test_wrong_input_keeps_everything_photos_too(bobs, weavers, missing):
    said = NEW | {missing: "", "category": category("buah"), "description": "Dari kebun", "photo": make.photo()}
    answer = post(bobs, "sell_product_new", **said)
    (picture,) = answer.context["pictures"]
    text = answer.content.decode()
    assert (wrong(answer), Product.objects.count()) == ([missing], 0)
    assert f'name="pictures" value="{picture.pk}"' in text
    assert "Dari kebun" in text
    again = post(bobs, "sell_product_new", **said | {missing: NEW[missing], "photo": ""}, pictures=[picture.pk])
    assert again.context["product"].photos.get().picture == picture


def test_without_a_photo_it_is_not_sent(bobs, weavers):
    assert wrong(post(bobs, "sell_product_new", **NEW, category=category("sayur"))) == ["photo"]
    assert Product.objects.count() == 0


def test_what_is_no_photo_is_told_beside_the_field_and_the_others_are_kept(bobs, weavers):
    files = [make.photo(), SimpleUploadedFile("x.jpg", b"<script>", "image/jpeg")]
    answer = bobs.post(reverse("sell_product_new"), NEW | {"category": category("sayur"), "photo": files})
    assert (wrong(answer), len(answer.context["pictures"]), Product.objects.count()) == (["photo"], 1, 0)


@pytest.mark.parametrize("said", [{"name": "Bayam"}, {"photo": True}, {"name": "Bayam", "price": "5000"}])
def test_a_draft_is_whatever_there_is_of_it(bobs, weavers, said):
    given = {"deed": "draft", "unit": "bunch", "category": category("sayur")} | said
    if "photo" in given:
        given["photo"] = make.photo()
    post(bobs, "sell_product_new", **given)
    product = Product.objects.get()
    assert (product.status, product.variants.count(), product.photos.count()) == (
        "draft", int("price" in said), int("photo" in said),
    )  # fmt: skip
    assert bobs.get(reverse("sell_product", args=[product.pk])).status_code == 200
    assert bobs.get(reverse("sell_product_edit", args=[product.pk])).status_code == 200
    assert bobs.get("/sell/products/").status_code == 200


def test_what_the_browser_kept_is_forgotten_once_it_is_a_listing(bobs, product):
    given = {"deed": "draft", "name": "Bayam", "unit": "bunch", "category": category("sayur")}
    forgets = 'data-draft-done="new-product"'
    assert forgets in post(bobs, "sell_product_new", **given).content.decode()
    assert forgets not in bobs.get(reverse("sell_product", args=[product.pk])).content.decode()


def test_nothing_at_all_is_no_draft(bobs, weavers):
    answer = post(bobs, "sell_product_new", deed="draft", unit="bunch", category=category("sayur"))
    assert (wrong(answer), Product.objects.count()) == (["name"], 0)


def test_food_without_its_data_is_kept_and_told_what_it_needs(bobs, weavers):
    answer = post(bobs, "sell_product_new", **NEW, category=category("olahan"), photo=make.photo())
    assert Product.objects.get().status == "draft"
    ((tone, text),) = told(answer)
    assert tone == "error"
    for words in ("Composition", "Net weight", "P-IRT"):
        assert words in text
    assert [lack.part for lack in answer.context["lacks"]][-1] == "permit"


def test_made_to_order_needs_a_cap_and_no_stock(bobs, weavers):
    said = NEW | {"on_hand": "", "lead_days": "14", "category": category("pakaian"), "photo": make.photo()}
    answer = post(bobs, "sell_product_new", **said)
    assert wrong(answer) == ["open_units_cap"]
    pictures = [picture.pk for picture in answer.context["pictures"]]
    post(bobs, "sell_product_new", **said | {"open_units_cap": "3", "photo": ""}, pictures=pictures)
    variant = Variant.objects.get()
    assert (variant.lead_days, variant.open_units_cap, variant.on_hand) == (14, 3, 0)


def test_the_usual_category_is_chosen_already(bobs, weavers, farmers):
    def chosen():
        return bobs.get("/sell/products/new/").context["form"].initial["category"].slug

    assert chosen() == "kain-tenun"
    make.draft(of=weavers, category="rumah-tangga")
    assert chosen() == "rumah-tangga"
    assert "producer" not in bobs.get("/sell/products/new/").context["form"].fields


def test_who_works_for_several_says_for_which(bobs, bob, weavers, farmers):
    farmers.people.create(user=bob, name="Bob", role="helper")
    said = NEW | {"category": category("sayur"), "photo": make.photo()}
    assert wrong(post(bobs, "sell_product_new", **said)) == ["producer"]
    stranger = make.producer()
    assert wrong(post(bobs, "sell_product_new", **said, producer=stranger.pk)) == ["photo", "producer"]
    post(bobs, "sell_product_new", **said | {"photo": make.photo()}, producer=farmers.pk)
    assert Product.objects.get().producer == farmers


def test_two_clicks_are_one_listing(bobs, weavers):
    for _click in range(2):
        post(bobs, "sell_product_new", **NEW | {"category": category("sayur"), "photo": make.photo()})
    assert Product.objects.count() == 1


@pytest.mark.parametrize("odd", ["9" * 30, "-1", "x", ""])
def test_a_category_that_there_is_none_of(bobs, weavers, odd):
    answer = post(bobs, "sell_product_new", **NEW, category=odd, photo=make.photo())
    assert (wrong(answer), Product.objects.count()) == (["category"], 0)


def test_an_agent_lists_for_the_producer_and_stands_in_its_steps(weavers, bob):
    agent = make.user("Agus")
    make.grant(weavers, by=bob, to=agent)
    post(signed_in(agent), "sell_product_new", **NEW, category=category("sayur"), photo=make.photo())
    assert {step.by for step in Product.objects.get().steps.all()} == {agent}


# An edit


def test_the_edit_of_a_public_listing_waits_for_review(bobs, product):
    address = reverse("sell_product_edit", args=[product.pk])
    assert bobs.get(address).context["form"].initial["name"] == "Selendang"
    assert Revision.objects.count() == 0  # looking changes nothing
    said = {"name": "Syal", "category": category("kain-tenun"), "description": "Baru", "dye": "natural"}
    answer = bobs.post(address, said, follow=True)
    product.refresh_from_db()
    revision = Revision.objects.get()
    assert (product.name, revision.name, revision.details, answer.context["is_edit"]) == (
        "Selendang", "Syal", {"dye": "natural"}, True,
    )  # fmt: skip
    answer = post(bobs, "sell_product_submission", product.pk)
    revision.refresh_from_db()
    assert (revision.status, told(answer)[0][0]) == ("in_review", "success")
    answer = bobs.post(address, said, headers={"referer": f"http://testserver{address}"}, follow=True)
    assert told(answer)[-1][0] == "error"
    post(bobs, "sell_take_back", product.pk)
    post(bobs, "sell_drop", product.pk)
    revision.refresh_from_db()
    assert revision.status == "withdrawn"


@pytest.mark.parametrize("said", [{"name": ""}, {"name": "x" * 101}, {"dye": "blue"}, {"category": "0"}])
def test_an_edit_that_makes_no_sense_changes_nothing(bobs, product, said):
    given = {"name": "Syal", "category": category("kain-tenun")} | said
    answer = bobs.post(reverse("sell_product_edit", args=[product.pk]), given)
    assert (wrong(answer), Revision.objects.count()) == (list(said), 0)


def test_why_it_came_back_stands_on_top(bobs, bob, carol, product):
    listings.submit(editing.version_of(product, by=bob, at=NOW), by=bob, at=NOW)
    Revision.objects.get().request_changes(by=carol, at=NOW, reason="Foto kabur", codes=["photo"])
    for name in ("sell_product", "sell_product_edit"):
        page = bobs.get(reverse(name, args=[product.pk]))
        assert (page.context["decision"].reason, page.context["decision"].codes) == ("Foto kabur", ["photo"])
        assert "Foto kabur" in page.content.decode()
    listings.submit(Revision.objects.get(), by=bob, at=NOW)
    assert bobs.get(reverse("sell_product", args=[product.pk])).context["decision"] is None


def test_photos_of_a_public_listing_are_moved_and_removed_in_the_edit(bobs, product):
    picture = product.photos.get().picture
    post(bobs, "sell_photos", product.pk, photo=make.photo("red"))
    added = RevisionPhoto.objects.last().picture
    post(bobs, "sell_photo_up", product.pk, added.pk)
    assert [each.picture for each in RevisionPhoto.objects.order_by("position")] == [added, picture]
    post(bobs, "sell_photo_down", product.pk, added.pk)
    assert [each.picture for each in RevisionPhoto.objects.order_by("position")] == [picture, added]
    post(bobs, "sell_photo_removal", product.pk, picture.pk)
    assert [each.picture for each in RevisionPhoto.objects.all()] == [added]
    assert [each.picture for each in Photo.objects.all()] == [picture]


def test_the_first_change_of_a_photo_begins_the_edit(bobs, product):
    post(bobs, "sell_photo_removal", product.pk, product.photos.get().picture_id)
    assert (Revision.objects.count(), RevisionPhoto.objects.count(), Photo.objects.count()) == (1, 0, 1)


def test_a_photo_of_another_listing_is_not_there(bobs, product, farmers):
    other = make.draft(of=farmers).photos.get().picture_id
    for name in ("sell_photo_up", "sell_photo_down", "sell_photo_removal"):
        assert bobs.post(reverse(name, args=[product.pk, other])).status_code == 404
    assert (Photo.objects.count(), Revision.objects.count()) == (2, 0)


# Choices


def test_a_choice_is_added_described_taken_off_and_put_back(bobs, product):
    said = {"name": "L", "unit": "piece", "price": "90.000", "on_hand": "3", "low_at": "1", "weight_grams": "300"}
    post(bobs, "sell_variant_new", product.pk, **said)
    variant = Variant.objects.get(name="L")
    assert (variant.price, variant.on_hand, variant.low_at, variant.weight_grams, variant.position) == (
        Money(90_000), 3, 1, 300, 1,
    )  # fmt: skip
    post(bobs, "sell_variant", variant.pk, name="XL", unit="set", position="4", lead_days="9", open_units_cap="2")
    variant.refresh_from_db()
    assert (variant.name, variant.unit, variant.position, variant.lead_days, variant.low_at) == (
        "XL",
        "set",
        4,
        9,
        None,
    )
    cheaper = product.variants.exclude(pk=variant.pk).get()
    product.refresh_from_db()
    assert product.lowest_price == 50_000
    post(bobs, "sell_variant_off", cheaper.pk)
    product.refresh_from_db()
    assert product.lowest_price == 90_000
    answer = post(bobs, "sell_variant_off", variant.pk)
    variant.refresh_from_db()
    assert (told(answer)[-1][0], variant.is_active) == ("error", True)
    post(bobs, "sell_variant_on", cheaper.pk)
    cheaper.refresh_from_db()
    assert cheaper.is_active


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"price": ""}, "price"), ({"price": "0"}, "price"), ({"unit": "mile"}, "unit"), ({"low_at": "-1"}, "low_at"),
        ({"lead_days": "3"}, "open_units_cap"), ({"lead_days": "x"}, "lead_days"), ({"on_hand": "1.5"}, "on_hand"),
        ({"weight_grams": "9" * 20}, "weight_grams"),
    ],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_not_added(bobs, product, said, field):
    answer = post(bobs, "sell_variant_new", product.pk, **{"unit": "piece", "price": "9.000"} | said)
    assert (wrong(answer), product.variants.count()) == ([field], 1)


def test_the_name_of_a_choice_on_sale_needs_its_proof_at_once(bobs, product):
    answer = post(bobs, "sell_variant_new", product.pk, name="katun organik", unit="piece", price="9.000")
    assert (told(answer)[-1][0], product.variants.count()) == ("error", 1)


def test_what_is_ordered_is_not_sold_in_another_way(bobs, product):
    variant = product.variants.get()
    make.order((variant, 2))
    answer = post(bobs, "sell_variant", variant.pk, unit="piece", lead_days="9", open_units_cap="2")
    variant.refresh_from_db()
    assert (told(answer)[-1][0], variant.lead_days) == ("error", None)


def test_what_came_and_went_is_shown_with_who_and_why(bobs, product):
    variant = product.variants.get()
    answer = post(bobs, "sell_movements", variant.pk, reason="spoiled", quantity="3", note="Kena hujan")
    assert told(answer)[0][0] == "success"
    movement = StockMovement.objects.last()
    assert (movement.quantity, movement.reason, movement.note, movement.by.name) == (-3, "spoiled", "Kena hujan", "Bob")
    page = bobs.get(reverse("sell_movements", args=[variant.pk]))
    assert [row.quantity for row in page.context["page"].rows] == [-3, 10]
    assert "Kena hujan" in page.content.decode()
    assert "Bob" in page.content.decode()


@pytest.mark.parametrize("said", [{"reason": "sold"}, {"quantity": "0"}, {"quantity": "-3"}, {"quantity": "9" * 20}])
def test_a_movement_that_makes_no_sense_is_refused(bobs, product, said):
    variant = product.variants.get()
    answer = post(bobs, "sell_movements", variant.pk, **{"reason": "made", "quantity": "1"} | said)
    assert (wrong(answer), StockMovement.objects.count()) == (list(said), 1)


# Claims


def test_a_claim_is_added_with_the_photo_of_its_paper_and_withdrawn(bobs, product, bob):
    said = {"kind": "pirt", "number": "205347101001229", "valid_until": "2035-05-31", "photo": make.photo()}
    answer = post(bobs, "sell_claim_new", product.pk, **said)
    claim = Claim.objects.get()
    assert (claim.status, claim.number, claim.evidence.uploaded_by) == ("claimed", "2053471010012-29", bob)
    assert claim.number in answer.content.decode()
    post(bobs, "sell_claim_withdrawal", claim.pk)
    claim.refresh_from_db()
    assert claim.status == "withdrawn"


@pytest.mark.parametrize("said", [{"number": "12"}, {"number": ""}, {"valid_until": "2020-01-01"}, {"valid_until": ""}])
def test_a_claim_that_is_refused_keeps_what_was_written(bobs, product, said):
    given = {"kind": "pirt", "number": "2053471010012-29", "valid_until": "2035-05-31", "photo": make.photo()} | said
    answer = post(bobs, "sell_claim_new", product.pk, **given)
    assert (wrong(answer), Claim.objects.count(), len(answer.context["pictures"])) == (["__all__"], 0, 1)


def test_the_pages_are_anothers_business(product, farmers, mallory, carol):
    variant, claim, picture = product.variants.get(), make.claim(product), product.photos.get().picture_id
    pages = [
        reverse(name, args=[row.pk])
        for name, row in [
            ("sell_product", product), ("sell_product_edit", product), ("sell_variant_new", product),
            ("sell_claim_new", product), ("sell_variant", variant), ("sell_movements", variant),
        ]
    ]  # fmt: skip
    forms = [reverse("sell_claim_withdrawal", args=[claim.pk]), reverse("sell_photo_up", args=[product.pk, picture])]
    forms += [reverse(name, args=[variant.pk]) for name in ("sell_sold_out", "sell_back", "sell_variant_off")]
    forms += [reverse(name, args=[product.pk]) for name in ("sell_drop", "sell_archive", "sell_photos")]
    for person in (farmers.people.get().user, mallory, carol):
        browser = signed_in(person)
        assert {browser.get(page).status_code for page in pages} == {404}
        assert {browser.post(form).status_code for form in [*pages[1:], *forms]} == {404}
    assert Picture.objects.count() == 1
    assert (claim.steps.count(), variant.movements.count(), Revision.objects.count()) == (0, 1, 0)


@pytest.mark.parametrize("status", Product.Status.values)
def test_every_page_opens_in_every_state(bobs, weavers, status):
    product = make.draft(of=weavers, status=status)
    make.claim(product)
    variant = product.variants.get()
    for name, pk in [
        ("sell_product", product.pk), ("sell_product_edit", product.pk), ("sell_variant_new", product.pk),
        ("sell_claim_new", product.pk), ("sell_variant", variant.pk), ("sell_movements", variant.pk),
    ]:  # fmt: skip
        assert bobs.get(reverse(name, args=[pk])).status_code == 200, name


def test_one_listing_costs_the_same_however_much_it_has(bobs, product, django_assert_max_num_queries):
    for number in range(6):
        make.variant(of=product.producer, product=product, position=number)
        make.claim(product, ["pirt", "halal", "psat", "slhs", "pamor", "bpom_md"][number])
        product.photos.create(picture=make.picture(), position=number + 1)
    with django_assert_max_num_queries(16):
        bobs.get(reverse("sell_product", args=[product.pk]))
