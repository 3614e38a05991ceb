"""Review: a coordinator decides by page or API about what waits, once, about what she saw, never about her own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalog import editing, listings, review, rules
from catalog.models import Claim, Product, ProductStep, Revision, RevisionStep
from marketplace.models import Notice, Role
from marketplace.notices import outbox
from tests import make
from tests.api import Program
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

VERBS = {
    "approval": ({}, "published", "approved"),
    "changes-request": ({"codes": ["photo", "price"], "note": "Too dark."}, "changes_requested", "changes_requested"),
    "rejection": ({"codes": ["not_own"], "note": "Bought elsewhere."}, "rejected", "rejected"),
}
DOORS = ["page", "api"]


@pytest.fixture(autouse=True)
def english(bob, carol):
    bob.introduce(name="Bob", language="en")
    carol.introduce(name="Carol", language="en")


@pytest.fixture
def scarf(weavers, bob):
    """A new listing that waits."""
    return make.listing_in_review("Scarf", of=weavers, by=bob)


@pytest.fixture
def edit(weavers, bob):
    """Changes to a listing on sale that wait."""
    bag = make.variant("Bag", of=weavers).product
    bag.photos.create(picture=make.picture(), position=0)
    return make.edit_in_review(bag, by=bob, name="Big bag")


def decide(door, person, product, verb, *, fingerprint=None, **data):
    """The status of the answer: of a page 303 means that it was done."""
    if fingerprint is None:
        fingerprint = review.case(Product.objects.get(pk=product.pk)).fingerprint
    if door == "api":
        return Program(person).post(f"desk/listings/{product.pk}/{verb}/", {"fingerprint": fingerprint, **data})[0]
    browser = signed_in(person) if person else Client()
    return browser.post(f"/desk/listings/{product.pk}/{verb}/", {"fingerprint": fingerprint, **data}).status_code


def done(door):
    return 200 if door == "api" else 303


def rows():
    """All that a decision may change."""
    return (
        sorted(Product.objects.values_list("pk", "status", "name", "published_at")),
        sorted(Revision.objects.values_list("pk", "status")),
        sorted(Claim.objects.values_list("pk", "status")),
        ProductStep.objects.count(),
        RevisionStep.objects.count(),
        Notice.objects.count(),
    )


def told(event):
    """Of each notice about the event: to whom, how, and what it says."""
    notices = Notice.objects.filter(event=event).order_by("user__name", "channel")
    return [(notice.user.name, notice.channel, outbox.text_for(notice)) for notice in notices]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_new_listing_is_decided(scarf, carol, bob, door, verb):
    data, status, _edited = VERBS[verb]
    assert decide(door, carol, scarf, verb, **data) == done(door)
    scarf.refresh_from_db()
    step = scarf.steps.last()
    assert (scarf.status, step.before, step.after, step.by) == (status, "in_review", status, carol)
    assert (step.codes, step.reason) == (data.get("codes", []), data.get("note", ""))
    assert scarf.steps.count() == 2
    assert [(name, channel) for name, channel, _text in told("listing_decided")] == [("Bob", "email"), ("Bob", "inbox")]
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
def test_an_edited_version_is_decided_and_the_listing_stays_on_sale(edit, carol, door, verb):
    data, _first, status = VERBS[verb]
    product = edit.product
    assert decide(door, carol, product, verb, **data) == done(door)
    edit.refresh_from_db()
    product.refresh_from_db()
    step = edit.steps.last()
    assert (edit.status, step.before, step.after, step.by) == (status, "in_review", status, carol)
    assert (step.codes, step.reason) == (data.get("codes", []), data.get("note", ""))
    assert (product.status, product.name) == ("published", "Big bag" if verb == "approval" else "Bag")
    told_to = [(name, channel) for name, channel, _text in told("revision_decided")]
    assert told_to == [("Bob", "email"), ("Bob", "inbox")]
    assert Notice.objects.count() == 2


def test_what_the_producer_reads(scarf, edit, carol):
    review.request_changes(scarf, by=carol, at=make.now(), codes=["price", "photo"], note="Too dark.")
    review.reject(edit.product, by=carol, at=make.now(), codes=["category"])
    _name, _channel, letter = told("listing_decided")[0]
    assert letter.subject == "Scarf needs changes"
    reasons = "- The photo is unclear or shows something else\n- Price or unit looks wrong\nToo dark."
    assert reasons in letter.body
    assert f"/sell/products/{scarf.pk}/" in letter.body
    _name, _channel, letter = told("revision_decided")[0]
    assert letter.subject == "Your changes of Bag were not accepted"
    assert "It belongs into another category" in letter.body


def test_the_producer_reads_it_in_her_own_language(scarf, carol, bob):
    bob.introduce(name="Bob", language="id")
    review.request_changes(scarf, by=carol, at=make.now(), codes=["photo"])
    notice = Notice.objects.first()
    assert notice.language == "id"
    assert outbox.text_for(notice).subject


def test_everybody_who_works_for_the_producer_is_told_once(scarf, weavers, carol):
    weavers.people.create(user=make.user("Hana"), name="Hana", role="helper")
    weavers.people.create(user=make.user("Made"), name="Made", role="maker")
    review.approve(scarf, by=carol, at=make.now())
    told_to = [(name, channel) for name, channel, _text in told("listing_decided")]
    assert told_to == [("Bob", "email"), ("Bob", "inbox"), ("Hana", "inbox"), ("Hana", "text")]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", [each for each in Product.Status.values if each != "in_review"])
def test_a_listing_that_does_not_wait_is_not_decided(scarf, carol, door, verb, status):
    Product.objects.filter(pk=scarf.pk).update(status=status)
    before = rows()
    assert decide(door, carol, scarf, verb, **VERBS[verb][0]) == 409
    assert rows() == before


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", [each for each in Revision.Status.values if each != "in_review"])
def test_an_edited_version_that_does_not_wait_is_not_decided(edit, carol, door, verb, status):
    Revision.objects.filter(pk=edit.pk).update(status=status)
    before = rows()
    assert decide(door, carol, edit.product, verb, **VERBS[verb][0]) == 409
    assert rows() == before


def person_of(role, bob, weavers, farmers):
    helper = make.user("Hana")
    weavers.people.create(user=helper, name="Hana", role="helper")
    return {
        "anonymous": None,
        "buyer": make.user("Alma"),
        "other_producer": farmers.people.get().user,
        "lead": bob,
        "helper": helper,
        "sponsor": make.user("Sari", role=Role.SPONSOR),
    }[role]


@pytest.mark.parametrize("verb", [*VERBS, "recall"])
@pytest.mark.parametrize("role", ["anonymous", "buyer", "other_producer", "lead", "helper", "sponsor"])
def test_only_coordinators_decide(scarf, edit, bob, weavers, farmers, verb, role):
    person = person_of(role, bob, weavers, farmers)
    data = VERBS.get(verb, VERBS["rejection"])[0]
    before = rows()
    for product in (scarf, edit.product):
        assert decide("api", person, product, verb, **data) == (404 if person else 401)
        assert decide("page", person, product, verb, **data) == (404 if person else 302)
    assert rows() == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_superuser_decides(scarf, verb):
    root = make.user("Root", is_superuser=True)
    assert decide("api", root, scarf, verb, **VERBS[verb][0]) == 200


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("tie", ["lead", "maker", "grant", "sender"])
def test_nobody_decides_about_her_own(scarf, edit, weavers, bob, carol, door, verb, tie):
    if tie == "grant":
        make.grant(weavers, by=bob, to=carol)
    elif tie == "sender":
        scarf.steps.filter(after="in_review").update(by=carol)
        edit.steps.filter(after="in_review").update(by=carol)
    else:
        weavers.people.create(user=carol, name="Carol", role=tie)
    before = rows()
    for product in (scarf, edit.product):
        assert decide(door, carol, product, verb, **VERBS[verb][0]) == 409
    assert rows() == before
    status, refusal = Program(carol).post(f"desk/listings/{scarf.pk}/{verb}/", VERBS[verb][0])
    assert (status, refusal["code"]) == (409, "own_case")


def rename(product, by):
    editing.change(product, by=by, at=make.now(), name="Another scarf")


def add_photo(product, by):
    editing.add_photos(product, [make.picture()], by=by, at=make.now())


def drop_photos(product, by):
    product.photos.all().delete()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("change", [rename, add_photo, drop_photos])
def test_what_changed_since_it_was_seen_is_not_decided_unseen(scarf, bob, carol, door, verb, change):
    seen = review.case(scarf).fingerprint
    listings.take_back(scarf, by=bob, at=make.now())
    change(scarf, bob)
    Product.objects.get(pk=scarf.pk).submit(by=bob, at=make.now())
    before = rows()
    assert decide(door, carol, scarf, verb, fingerprint=seen, **VERBS[verb][0]) == 409
    assert rows() == before
    body = {**VERBS[verb][0], "fingerprint": seen}
    assert Program(carol).post(f"desk/listings/{scarf.pk}/{verb}/", body)[1]["code"] == "version_changed"


def test_what_is_sent_again_unchanged_is_the_same_version(scarf, bob, carol):
    seen = review.case(scarf).fingerprint
    listings.take_back(scarf, by=bob, at=make.now())
    scarf.submit(by=bob, at=make.now())
    assert decide("page", carol, scarf, "approval", fingerprint=seen) == 303


def test_the_order_of_the_photos_counts(edit):
    edit.photos.create(picture=make.picture(), position=1)
    before = review.fingerprint_of(edit)
    first, second = edit.photos.all()
    edit.photos.filter(pk=first.pk).update(position=9)
    assert review.fingerprint_of(edit) != before


def test_a_page_that_says_not_what_it_showed_decides_nothing(scarf, carol):
    before = rows()
    assert signed_in(carol).post(f"/desk/listings/{scarf.pk}/approval/").status_code == 409
    assert rows() == before


def test_a_program_may_leave_the_fingerprint_out(scarf, carol):
    assert Program(carol).post(f"desk/listings/{scarf.pk}/approval/")[0] == 200


@pytest.mark.parametrize("verb", ["changes-request", "rejection", "recall"])
@pytest.mark.parametrize(
    "data", [{}, {"note": "Just no."}, {"codes": ["unknown"]}, {"codes": ["other"]}, {"codes": ["other"], "note": " "}]
)
def test_whoever_sends_back_says_why(scarf, edit, carol, verb, data):
    product = edit.product if verb == "recall" else scarf
    before = rows()
    status, refusal = Program(carol).post(f"desk/listings/{product.pk}/{verb}/", data)
    assert status == (409 if data.get("codes") == ["other"] else 400)
    answer = signed_in(carol).post(f"/desk/listings/{product.pk}/{verb}/", data)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert rows() == before


@pytest.mark.parametrize("door", DOORS)
def test_food_whose_permit_nobody_checked_is_not_approved(weavers, bob, carol, door):
    details = {"composition": "Honey", "net_weight_grams": 250, "shelf_life_days": 365, "halal_status": "in_process"}
    honey = make.listing_in_review("Honey", of=weavers, by=bob, category="madu-minyak")
    Product.objects.filter(pk=honey.pk).update(details=details)
    permit = make.claim(honey, Claim.Kind.PIRT)
    before = rows()
    assert decide(door, carol, honey, "approval") == 409
    assert Program(carol).post(f"desk/listings/{honey.pk}/approval/")[1]["code"] == "approval_blocked"
    assert rows() == before
    page = signed_in(carol).get(f"/desk/listings/{honey.pk}/")
    assert [lack.part for lack in page.context["file"].missing] == ["permit"]
    assert signed_in(carol).post(f"/desk/claims/{permit.pk}/confirmation/").status_code == 303
    assert decide(door, carol, honey, "approval") == done(door)
    assert rules.blocking_approval(Product.objects.get(pk=honey.pk), on=timezone.localdate()) == []


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", ["published", "paused"])
def test_a_public_listing_is_recalled_and_its_edit_comes_to_nothing(edit, carol, door, status):
    product = edit.product
    Product.objects.filter(pk=product.pk).update(status=status)
    assert decide(door, carol, product, "recall", codes=["claim"], note="No proof.") == done(door)
    product.refresh_from_db()
    edit.refresh_from_db()
    assert (product.status, edit.status) == ("changes_requested", "withdrawn")
    step = product.steps.last()
    assert (step.before, step.codes, step.reason, step.by) == (status, ["claim"], "No proof.", carol)
    assert Notice.objects.count() == 2
    _name, _channel, letter = told("listing_decided")[0]
    assert letter.subject == "Bag is off sale until you change it"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("status", ["draft", "in_review", "changes_requested", "rejected", "archived"])
def test_what_is_not_public_is_not_recalled(scarf, carol, door, status):
    Product.objects.filter(pk=scarf.pk).update(status=status)
    before = rows()
    assert decide(door, carol, scarf, "recall", codes=["claim"]) == 409
    assert rows() == before


def test_nobody_recalls_her_own(edit, weavers, carol):
    weavers.people.create(user=carol, name="Carol", role="helper")
    before = rows()
    assert decide("page", carol, edit.product, "recall", codes=["claim"]) == 409
    assert rows() == before


def test_what_a_trusted_producer_publishes_is_listed_for_a_week(scarf, weavers, bob, carol):
    weavers.trust()
    draft = make.variant("Trusted", of=weavers, status="draft").product
    draft.photos.create(picture=make.picture(), position=0)
    listings.submit(draft, by=bob, at=make.now())
    review.approve(scarf, by=carol, at=make.now())
    browser = signed_in(carol)
    shown = browser.get("/desk/listings/unreviewed/").context["events"]
    assert [(event.product.name, event.is_edit) for event in shown] == [("Trusted", False)]
    version = editing.version_of(draft, by=bob, at=make.now())
    editing.change(version, by=bob, at=make.now(), name="Trusted again")
    listings.submit(version, by=bob, at=make.now())
    shown = browser.get("/desk/listings/unreviewed/").context["events"]
    assert [event.product.name for event in shown] == ["Trusted again"] * 2
    assert [event.is_edit for event in shown] == [True, False]
    week_ago = make.now() - timedelta(days=8)
    ProductStep.objects.update(at=week_ago)
    RevisionStep.objects.update(at=week_ago)
    assert browser.get("/desk/listings/unreviewed/").context["events"] == []


def test_the_unreviewed_cost_the_same_however_many(weavers, bob, carol, django_assert_max_num_queries):
    weavers.trust()
    browser = signed_in(carol)
    for number in range(4):
        draft = make.variant(f"Trusted {number}", of=weavers, status="draft").product
        draft.photos.create(picture=make.picture(), position=0)
        listings.submit(draft, by=bob, at=make.now())
    with django_assert_max_num_queries(8):
        assert len(browser.get("/desk/listings/unreviewed/").context["events"]) == 4


def test_a_draft_that_was_never_sent_in_is_nobody_elses_business(weavers, carol):
    draft = make.variant(of=weavers, status="draft").product
    assert signed_in(carol).get(f"/desk/listings/{draft.pk}/").status_code == 404
    assert decide("api", carol, draft, "approval") == 404
    assert decide("page", carol, draft, "approval") == 404


def test_what_was_taken_back_shows_nothing_of_the_draft(scarf, bob, carol):
    Product.objects.filter(pk=scarf.pk).update(description="Secret plans")
    listings.take_back(scarf, by=bob, at=make.now())
    page = signed_in(carol).get(f"/desk/listings/{scarf.pk}/")
    assert page.status_code == 200
    assert "Secret plans" not in page.content.decode()
