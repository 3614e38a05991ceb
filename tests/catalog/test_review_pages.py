"""The review at the desk: the queue, one case beside what is on sale, many at once, and what comes next."""

from datetime import timedelta

import pytest

from catalog import listings, review
from catalog.models import Claim, Product, ProductStep
from marketplace.models import Notice
from tests import make
from tests.api import Program
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(carol):
    carol.introduce(name="Carol", language="en")


@pytest.fixture
def desk(carol):
    return signed_in(carol)


@pytest.fixture
def kale(farmers):
    return sent_in("Kale", farmers, days=3, category="sayur")


@pytest.fixture
def scarf(weavers):
    return sent_in("Scarf", weavers, days=1)


@pytest.fixture
def bag(weavers, bob):
    """On sale; its edited version waits longer than the scarf."""
    product = make.variant("Bag", of=weavers, category="tas-dompet").product
    product.photos.create(picture=make.picture(), position=0)
    edit = make.edit_in_review(product, by=bob, name="Big bag", description="Holds a book.")
    edit.steps.update(at=make.now() - timedelta(days=2))
    return product


def sent_in(name, producer, *, days, **fields):
    """Sent in so many days ago."""
    made = make.listing_in_review(name, of=producer, by=producer.people.first().user, **fields)
    made.steps.update(at=make.now() - timedelta(days=days))
    return made


def shown(desk, **query):
    """The names in the queue."""
    return [case.version.name for case, _changed, _own in desk.get("/desk/listings/", query).context["rows"]]


def chosen(*products):
    return {"chosen": [f"{each.pk}:{review.case(Product.objects.get(pk=each.pk)).fingerprint}" for each in products]}


def told(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def statuses(*products):
    return [Product.objects.get(pk=product.pk).status for product in products]


def test_who_waits_longest_stands_first(desk, kale, bag, scarf):
    make.variant("On sale", of=scarf.producer)
    assert shown(desk) == ["Kale", "Big bag", "Scarf"]
    assert desk.get("/desk/listings/").context["counts"] == {"first": 2, "edited": 1}
    assert [row["name"] for row in Program(make.coordinator()).get("desk/listings/")[1]["results"]] == shown(desk)


def test_the_queue_by_kind_category_and_producer(desk, kale, bag, scarf):
    assert shown(desk, kind="first") == ["Kale", "Scarf"]
    assert shown(desk, kind="edited") == ["Big bag"]
    assert shown(desk, category=kale.category.pk) == ["Kale"]
    assert shown(desk, category=bag.category.parent.pk) == ["Big bag", "Scarf"]
    assert shown(desk, producer=scarf.producer.pk) == ["Big bag", "Scarf"]
    assert shown(desk, kind="edited", producer=kale.producer.pk) == []
    assert shown(desk, kind="odd", category="x", producer="99999") == ["Kale", "Big bag", "Scarf"]


def test_the_queue_of_the_api_by_kind_category_and_producer(kale, bag, scarf):
    program = Program(make.coordinator())

    def names(**query):
        return [row["name"] for row in program.get("desk/listings/", **query)[1]["results"]]

    assert names(kind="edited") == ["Big bag"]
    assert names(category="tenun-jahitan") == ["Big bag", "Scarf"]
    assert names(producer=kale.producer.slug) == ["Kale"]
    for wrong in ({"kind": "odd"}, {"category": "none"}, {"producer": "none"}):
        assert program.get("desk/listings/", **wrong)[0] == 400


def test_a_row_of_the_api(bag, scarf):
    edited, first = Program(make.coordinator()).get("desk/listings/")[1]["results"]
    assert (edited["id"], edited["kind"], edited["name"]) == (bag.pk, "edited", "Big bag")
    assert (edited["changes"], first["changes"]) == (["Name", "Description"], [])
    assert (first["id"], first["kind"], first["fingerprint"]) == (scarf.pk, "first", review.case(scarf).fingerprint)
    assert (first["producer"]["slug"], first["is_trusted"]) == (scarf.producer.slug, False)
    assert (first["variants"][0]["price"], len(first["photos"])) == (50_000, 1)


def test_the_queue_costs_the_same_however_long(desk, kale, bag, scarf, farmers, django_assert_num_queries):
    program = Program(make.coordinator())
    for _round in range(2):
        with django_assert_num_queries(15):
            desk.get("/desk/listings/")
        with django_assert_num_queries(8):
            program.get("desk/listings/")
        for number in range(4):
            sent_in(f"Kale {number}", farmers, days=1)


def test_a_case_costs_the_same_however_much_happened(desk, kale, bag, scarf, carol, django_assert_num_queries):
    make.claim(scarf)
    make.claim(bag)
    for _round in range(2):
        with django_assert_num_queries(25):
            desk.get(f"/desk/listings/{scarf.pk}/")
        with django_assert_num_queries(25):
            desk.get(f"/desk/listings/{bag.pk}/")
        for number in range(3):
            other = sent_in(f"Other {number}", scarf.producer, days=0)
            review.approve(other, by=carol, at=make.now())
        scarf.photos.create(picture=make.picture(), position=5)


def test_the_pages_of_a_long_queue(desk, farmers, monkeypatch):
    monkeypatch.setattr("catalog.views.desk.listings.MOST_AT_ONCE", 2)
    for number in range(5):
        sent_in(f"Kale {number}", farmers, days=9 - number)
    seen, cursor = [], ""
    for _page in range(3):
        context = desk.get("/desk/listings/", {"cursor": cursor}).context
        seen += [case.product.name for case, _changed, _own in context["rows"]]
        cursor = context["page"].next
    assert (seen, cursor) == ([f"Kale {number}" for number in range(5)], "")


def test_a_new_listing_as_the_coordinator_sees_it(desk, scarf, carol):
    old = sent_in("Old", scarf.producer, days=5)
    review.request_changes(old, by=carol, at=make.now(), codes=["photo"], note="Too dark.")
    claim = make.claim(scarf, Claim.Kind.GEOGRAPHICAL, evidence=make.picture())
    page = desk.get(f"/desk/listings/{scarf.pk}/")
    file, text = page.context["file"], page.content.decode()
    assert (file.case.product, file.changes, file.missing) == (scarf, None, [])
    assert [each.pk for each in file.claims] == [claim.pk]
    assert [(event.product.name, event.status) for event in file.decisions] == [("Old", "changes_requested")]
    assert "Too dark." in text
    assert f'action="/desk/claims/{claim.pk}/confirmation/"' in text
    assert f'value="{file.case.fingerprint}"' in text


def test_an_edited_version_beside_the_one_on_sale(desk, bag):
    page = desk.get(f"/desk/listings/{bag.pk}/")
    changes = page.context["file"].changes
    assert [(piece.mark, piece.text) for piece in changes.name.before] == [("del", "Bag")]
    assert [(piece.mark, piece.text) for piece in changes.name.after] == [("ins", "Big bag")]
    assert not changes.photos_are_changed
    assert "<ins>" in page.content.decode()


def test_what_a_producer_writes_is_text_and_nothing_else(desk, bag):
    bag.revisions.update(description="<script>alert(1)</script> <ins>")
    text = desk.get(f"/desk/listings/{bag.pk}/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_next_case_opens_and_the_message_leads_back(desk, kale, bag, scarf):
    answer = desk.post(f"/desk/listings/{bag.pk}/approval/", {"fingerprint": review.case(bag).fingerprint})
    assert answer.url == f"/desk/listings/{scarf.pk}/"
    answer = desk.post(answer.url + "approval/", {"fingerprint": review.case(scarf).fingerprint})
    assert answer.url == f"/desk/listings/{kale.pk}/"
    answer = desk.post(answer.url + "approval/", {"fingerprint": review.case(kale).fingerprint}, follow=True)
    assert answer.request["PATH_INFO"] == "/desk/listings/"
    assert told(answer)[-1] == (
        "success",
        f'<a href="/desk/listings/{kale.pk}/">Kale</a> is approved. The producer is told.',
    )


def test_the_filters_stay_while_one_decides(desk, kale, bag, scarf):
    data = {"fingerprint": review.case(kale).fingerprint}
    answer = desk.post(f"/desk/listings/{kale.pk}/approval/?kind=first", data)
    assert answer.url == f"/desk/listings/{scarf.pk}/?kind=first"
    assert desk.get(answer.url).context["next"] is None


def test_the_neighbours_of_a_case(desk, kale, bag, scarf):
    def neighbours(product, query=""):
        context = desk.get(f"/desk/listings/{product.pk}/{query}").context
        return context["previous"], context["next"]

    assert neighbours(bag) == (kale, scarf)
    assert neighbours(scarf) == (bag, kale)
    assert neighbours(kale, "?kind=first") == (None, scarf)


def test_the_name_in_the_message_is_text(desk, scarf):
    Product.objects.filter(pk=scarf.pk).update(name="<b>100% {}</b>")
    scarf.refresh_from_db()
    data = {"fingerprint": review.case(scarf).fingerprint}
    answer = desk.post(f"/desk/listings/{scarf.pk}/approval/", data, follow=True)
    assert "&lt;b&gt;100% {}&lt;/b&gt;</a> is approved" in told(answer)[0][1]


def test_many_at_once(desk, kale, bag, scarf):
    answer = desk.post("/desk/listings/approval/", chosen(kale, bag, scarf), follow=True)
    assert told(answer) == [("success", "3 listings are approved.")]
    assert statuses(kale, bag, scarf) == ["published"] * 3
    assert Product.objects.get(pk=bag.pk).name == "Big bag"
    assert Notice.objects.count() == 6


def test_what_moved_on_meanwhile_is_left_and_named(desk, kale, bag, scarf, bob):
    data = chosen(kale, bag, scarf)
    kale.take_back(by=kale.producer.people.first().user, at=make.now())
    bag.revisions.update(description="Something else.")
    before = ProductStep.objects.filter(product=kale).count()
    answer = desk.post("/desk/listings/approval/", data, follow=True)
    assert sorted(told(answer)) == [
        ("success", "1 listing is approved."),
        ("warning", "Bag was left: This was changed after you looked at it. Look at it again, then decide."),
        ("warning", "Kale was left: This has already moved on. Look at it again."),
    ]
    assert statuses(kale, bag, scarf) == ["draft", "published", "published"]
    assert bag.revisions.get().status == "in_review"
    assert ProductStep.objects.filter(product=kale).count() == before
    assert Notice.objects.count() == 2


def test_what_the_rules_block_or_is_ones_own_is_left_and_named(desk, kale, scarf, carol):
    kale.photos.all().delete()
    scarf.producer.people.create(user=carol, name="Carol", role="maker")
    answer = desk.post("/desk/listings/approval/", chosen(kale, scarf), follow=True)
    assert told(answer) == [
        ("warning", "Kale was left: This cannot be approved yet. It needs: a photo."),
        (
            "warning",
            "Scarf was left: You belong to Kelompok Tenun or act for it. Another coordinator must decide this.",
        ),
    ]
    assert statuses(kale, scarf) == ["in_review", "in_review"]


def test_ones_own_cannot_be_chosen(desk, scarf, carol):
    scarf.producer.people.create(user=carol, name="Carol", role="maker")
    text = desk.get("/desk/listings/").content.decode()
    assert 'name="chosen"' not in text
    assert 'data-key="a"' not in desk.get(f"/desk/listings/{scarf.pk}/").content.decode()


@pytest.mark.parametrize("sent", [[], ["x"], ["1"], ["1:"], [":abc"], ["9" * 30 + ":abc"], ["²:abc"]])
def test_nothing_that_makes_sense_chosen(desk, scarf, sent):
    answer = desk.post("/desk/listings/approval/", {"chosen": sent}, follow=True)
    assert [tag for tag, _text in told(answer)] == ["error"]
    assert statuses(scarf) == ["in_review"]


def test_at_most_fifty_at_once(desk, scarf):
    sent = [f"{number}:abc" for number in range(1, 52)]
    answer = desk.post("/desk/listings/approval/", {"chosen": sent}, follow=True)
    assert told(answer) == [("error", "Choose at most 50 at once.")]
    assert statuses(scarf) == ["in_review"]


@pytest.mark.parametrize("verb", ["changes-request", "rejection"])
def test_a_note_without_a_reason_is_not_lost(desk, scarf, verb):
    page = desk.post(f"/desk/listings/{scarf.pk}/{verb}/", {"note": "Look at the hem.", "fingerprint": "x"})
    text = page.content.decode()
    assert "Look at the hem." in text
    assert "Choose at least one reason" in text
    assert text.count("<details") - text.count("<details>") >= 1
    assert statuses(scarf) == ["in_review"]


def test_after_the_decision_the_page_says_what_it_was(desk, scarf, carol):
    review.reject(scarf, by=carol, at=make.now(), codes=["not_own"], note="Bought elsewhere.")
    page = desk.get(f"/desk/listings/{scarf.pk}/")
    assert "Bought elsewhere." in page.content.decode()
    assert 'data-key="a"' not in page.content.decode()


def test_an_empty_queue(desk):
    assert "No listing waits for you" in desk.get("/desk/listings/").content.decode()
    assert "Nothing like this waits" in desk.get("/desk/listings/", {"kind": "first"}).content.decode()


def test_a_refusal_leads_back_to_the_case(desk, scarf, bob):
    seen = review.case(scarf).fingerprint
    listings.take_back(scarf, by=bob, at=make.now())
    address = f"/desk/listings/{scarf.pk}/"
    headers = {"referer": f"http://testserver{address}"}
    answer = desk.post(f"{address}approval/", {"fingerprint": seen}, headers=headers, follow=True)
    assert answer.request["PATH_INFO"] == address
    assert told(answer) == [("error", "This has already moved on. Look at it again.")]


def test_the_first_page_of_the_desk_counts_what_was_sent_in(desk, kale, bag, scarf, django_assert_num_queries):
    make.claim(bag)
    make.producer(status="applied", lead=make.user())
    make.certificate(kale.producer)
    with django_assert_num_queries(17):
        queues = desk.get("/desk/").context["queues"]
    assert (queues.listings, queues.claims, queues.applications, queues.certificates) == (3, 1, 1, 1)
    text = desk.get("/desk/").content.decode()
    for address in ("/desk/listings/", "/desk/claims/", "/desk/producers/?status=applied", "/desk/certificates/"):
        assert f'href="{address}' in text
