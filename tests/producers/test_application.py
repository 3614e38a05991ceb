"""Applying on the pages: a draft from step to step, sent when nothing is missing, and who may do what with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marketplace.models import District, Notice, User, Village
from marketplace.pictures import NotAPicture
from marketplace.refusals import WrongStep
from producers import onboarding
from producers.models import Producer, ProducerKind, ProducerPerson, ProfileChange
from producers.models.producer import NotChangeable
from tests import make
from tests.conftest import signed_in, speaking

pytestmark = pytest.mark.django_db

STORY = "Kami berlima, lulusan pelatihan menjahit 2024. Kami menjahit tas di Liliba."
NAMED = {"name": "Jahit Ceria", "kind": "sewing_group", "is_group": "yes"}
PAID = {
    "whatsapp": "0812-3456-7890",
    "bank_name": "Bank NTT",
    "bank_account_number": "01 234.567-89",
    "bank_account_name": "Alice",
}


@pytest.fixture
def draft(alice):
    return onboarding.begin(
        by=alice, at=make.now(), name="Jahit Ceria", kind=ProducerKind.objects.get(pk="sewing_group")
    )


@pytest.fixture
def complete(alice):
    return make.application("Jahit Ceria", lead=alice)


@pytest.fixture
def cast_of(complete, alice, carol, mallory):
    """Each role on this side: who leads, helps, acts under a grant, and has nothing to do with it."""
    helper = make.user("Hana", email="hana@example.com")
    complete.people.create(user=helper, name="Hana", role="helper")
    make.grant(complete, by=alice, to=carol)
    return {"lead": alice, "helper": helper, "agent": carol, "stranger": mallory}


def say(person, language="en"):
    person.introduce(name=person.name, language=language)
    return signed_in(person)


def step(pk, name):
    return reverse(f"sell_application_{name}", args=[pk])


def test_everybody_may_read_what_is_needed():
    page = speaking("en").get("/sell/application/")
    assert page.status_code == 200
    assert "A WhatsApp number and a bank account" in page.text
    assert "First you sign in" in page.text


def test_to_begin_one_signs_in_first():
    page = speaking("en").get("/sell/application/new/")
    assert (page.status_code, page["Location"]) == (302, "/account/login/?next=/sell/application/new/")


def test_from_the_first_name_to_the_coordinators(alice):
    browser = say(alice)
    page = browser.post("/sell/application/new/", NAMED)
    producer = Producer.objects.get()
    assert page["Location"] == step(producer.pk, "place")
    assert (producer.status, producer.slug, producer.is_group) == ("draft", "jahit-ceria", True)
    assert list(producer.people.values_list("user", "role")) == [(alice.pk, "lead")]

    page = browser.post(step(producer.pk, "place"), {"district": "53.71.04"})
    assert page["Location"] == step(producer.pk, "village")
    page = browser.post(step(producer.pk, "village"), {"village": "53.71.04.1010"})
    assert page["Location"] == step(producer.pk, "story")

    page = browser.post(step(producer.pk, "story"), {"story": STORY, "photo": make.photo()})
    assert page["Location"] == reverse("sell_people", args=[producer.pk])
    browser.post(reverse("sell_consent", args=[producer.people.get().pk]))
    page = browser.post(step(producer.pk, "contact"), PAID)
    assert page["Location"] == reverse("sell_application", args=[producer.pk])

    browser.post(reverse("sell_submission", args=[producer.pk]))
    producer.refresh_from_db()
    assert (producer.status, str(producer.village), producer.story) == ("applied", "Liliba, Oebobo", STORY)
    assert (producer.whatsapp.as_e164, producer.bank_account_number) == ("+6281234567890", "0123456789")
    assert producer.picture.uploaded_by == alice
    assert list(producer.steps.values_list("before", "after", "by")) == [("draft", "applied", alice.pk)]
    assert "A market coordinator looks at it" in browser.get(reverse("sell_application", args=[producer.pk])).text


def test_a_district_without_villages_is_place_enough(alice, draft):
    district = District.objects.create(code="53.01.99", name="Kosong", regency="Kabupaten Kupang")
    page = say(alice).post(step(draft.pk, "place"), {"district": district.code})
    assert page["Location"] == step(draft.pk, "story")
    draft.refresh_from_db()
    assert draft.district == district


def test_another_district_takes_the_village_away(alice, draft):
    onboarding.change(draft, by=alice, at=make.now(), village=Village.objects.get(code="53.71.04.1010"))
    say(alice).post(step(draft.pk, "place"), {"district": "53.71.05"})
    draft.refresh_from_db()
    assert (draft.district_id, draft.village_id) == ("53.71.05", None)


def test_a_village_of_another_district_is_not_taken(alice, draft):
    onboarding.change(draft, by=alice, at=make.now(), district=District.objects.get(code="53.71.05"))
    page = say(alice).post(step(draft.pk, "village"), {"village": "53.71.04.1010"})
    assert "village" in page.context["form"].errors
    with pytest.raises(onboarding.PlaceUnknown):
        onboarding.change(
            draft,
            by=alice,
            at=make.now(),
            district=District.objects.get(code="53.71.05"),
            village=Village.objects.get(code="53.71.04.1010"),
        )
    draft.refresh_from_db()
    assert (draft.district_id, draft.village_id) == ("53.71.05", None)


@pytest.mark.parametrize("number", ["123456", "1234567890123456789", "12345a789", "０１２３４５６７"])
def test_an_account_number_has_7_to_18_digits(alice, draft, number):
    page = say(alice).post(step(draft.pk, "contact"), PAID | {"bank_account_number": number})
    assert list(page.context["form"].errors) == ["bank_account_number"]
    draft.refresh_from_db()
    assert draft.bank_account_number == ""


def test_a_name_of_one_word_may_hold_an_account(alice, draft):
    say(alice).post(step(draft.pk, "contact"), PAID | {"bank_account_name": "Soleman"})
    draft.refresh_from_db()
    assert draft.bank_account_name == "Soleman"


def test_what_is_missing_is_named_and_linked(alice, draft):
    page = say(alice).get(reverse("sell_application", args=[draft.pk]))
    assert [each.step for each in page.context["missing"]] == [
        "place",
        "story",
        "story",
        "people",
        "contact",
        "contact",
    ]
    for name in ("place", "story", "contact"):
        assert f'href="{step(draft.pk, name)}"' in page.text


def test_what_is_not_complete_is_not_sent(alice, draft):
    with pytest.raises(onboarding.ApplicationIncomplete):
        onboarding.send(draft, by=alice, at=make.now())
    page = say(alice).post(reverse("sell_submission", args=[draft.pk]), headers={"referer": "http://testserver/sell/"})
    assert page.status_code == 303
    draft.refresh_from_db()
    assert (draft.status, draft.steps.count()) == ("draft", 0)


@pytest.mark.parametrize(
    "taken",
    [{"district": None}, {"story": "Kami."}, {"picture": None}, {"whatsapp": ""}, {"bank_account_number": ""}],
    ids=str,
)
def test_each_thing_is_needed(alice, complete, taken):
    assert onboarding.missing(complete) == []
    Producer.objects.filter(pk=complete.pk).update(**taken)
    assert len(onboarding.missing(Producer.objects.get(pk=complete.pk))) == 1


def test_somebody_has_to_be_shown(complete):
    complete.people.get().withdraw_consent()
    assert [each.step for each in onboarding.missing(complete)] == ["people"]


def test_one_application_at_a_time(alice, draft):
    page = say(alice).post(
        "/sell/application/new/", NAMED, follow=True, headers={"referer": "http://testserver/sell/application/new/"}
    )
    assert [str(message) for message in page.context["messages"]] == [
        "You already have an application. Finish that one first."
    ]
    assert Producer.objects.get() == draft


@pytest.mark.parametrize("status", ["verified", "refused", "closed", "suspended"])
def test_once_decided_another_may_be_begun(alice, complete, status):
    Producer.objects.filter(pk=complete.pk).update(status=status)
    say(alice).post("/sell/application/new/", NAMED)
    assert Producer.objects.filter(status="draft").count() == 1


def test_whoever_cannot_be_reached_cannot_apply():
    nobody = make.user("Nemo", phone="+6281299999999")
    with pytest.raises(onboarding.AddressUnproven):
        onboarding.begin(by=nobody, at=make.now(), name="X", kind=ProducerKind.objects.first())
    assert not Producer.objects.exists()
    nobody.take_phone("+6281299999999", verified=True)
    assert onboarding.begin(by=nobody, at=make.now(), name="X", kind=ProducerKind.objects.first()).status == "draft"


def test_two_of_the_same_name_have_two_addresses(alice, bob):
    kind = ProducerKind.objects.first()
    one, other = (onboarding.begin(by=who, at=make.now(), name="Tenun Ina", kind=kind) for who in (alice, bob))
    assert one.slug == "tenun-ina"
    assert other.slug.startswith("tenun-ina-")
    assert len(other.slug) == len("tenun-ina-") + 6


@pytest.mark.parametrize(("name", "slug"), [("手工", "produsen"), ("X" * 80, "x" * 43)])
def test_every_name_makes_an_address(alice, name, slug):
    assert onboarding.begin(by=alice, at=make.now(), name=name, kind=ProducerKind.objects.first()).slug == slug


def test_another_name_before_it_was_sent_has_another_address(alice, complete):
    onboarding.change(complete, by=alice, at=make.now(), name="Tenun Ina Ndao")
    assert Producer.objects.get().slug == "tenun-ina-ndao"
    Producer.objects.update(status="changes_requested")
    onboarding.change(Producer.objects.get(), by=alice, at=make.now(), name="Tenun Ina")
    assert Producer.objects.get().slug == "tenun-ina-ndao"


def test_while_coordinators_decide_it_can_only_be_looked_at(alice, complete):
    onboarding.send(complete, by=alice, at=make.now())
    browser = say(alice)
    for name in ("name", "place", "story", "contact"):
        assert browser.get(step(complete.pk, name)).status_code == 404
        assert browser.post(step(complete.pk, name), PAID | NAMED | {"story": STORY}).status_code == 404
    with pytest.raises(NotChangeable):
        onboarding.change(complete, by=alice, at=make.now(), story=STORY)
    assert browser.get(reverse("sell_people", args=[complete.pk])).status_code == 200
    page = browser.post(reverse("sell_people", args=[complete.pk]), {"name": "Yuli"})
    assert page.status_code == 409
    complete.refresh_from_db()
    assert (complete.story != STORY, complete.people.count()) == (True, 1)


def test_after_changes_were_asked_for_it_is_sent_again(alice, carol, complete):
    onboarding.send(complete, by=alice, at=make.now())
    complete.request_changes(by=carol, at=make.now(), reason="Foto kurang jelas")
    browser = say(alice)
    assert "Foto kurang jelas" in browser.get(reverse("sell_application", args=[complete.pk])).text
    browser.post(step(complete.pk, "story"), {"story": STORY})
    browser.post(reverse("sell_submission", args=[complete.pk]))
    complete.refresh_from_db()
    assert (complete.status, complete.story) == ("applied", STORY)
    assert [each.after for each in complete.steps.all()] == ["applied", "changes_requested", "applied"]


@pytest.mark.parametrize("status", ["refused", "closed"])
def test_when_it_is_over_the_reason_stays(alice, carol, complete, status):
    onboarding.send(complete, by=alice, at=make.now())
    deed = complete.refuse if status == "refused" else complete.close
    deed(by=carol, at=make.now(), reason="Tempatnya terlalu jauh")
    page = say(alice).get(reverse("sell_application", args=[complete.pk]))
    assert "Tempatnya terlalu jauh" in page.text
    assert "Give up" not in page.text
    assert "jauh" not in say(alice).get("/sell/application/").text


def test_a_verified_producer_has_a_profile_instead(bob, weavers):
    page = signed_in(bob).get(reverse("sell_application", args=[weavers.pk]))
    assert page["Location"] == reverse("sell_profile_of", args=[weavers.pk])


@pytest.mark.parametrize("role", ["helper", "agent"])
def test_who_helps_may_fill_in_but_not_say_who_is_paid(cast_of, complete, role):
    browser = say(cast_of[role])
    browser.post(step(complete.pk, "story"), {"story": STORY})
    complete.refresh_from_db()
    assert complete.story == STORY
    for address in (step(complete.pk, "contact"), reverse("sell_people", args=[complete.pk])):
        assert browser.get(address).status_code == 404
        assert browser.post(address, PAID | {"bank_account_number": "999999999", "name": "X"}).status_code == 404
    complete.refresh_from_db()
    assert (complete.bank_account_number, complete.people.count()) == ("0123456789", 2)
    page = browser.get(reverse("sell_application", args=[complete.pk]))
    assert "0123456789" not in page.text
    assert "ends in 789" in page.text


def test_a_stranger_finds_nothing(cast_of, complete):
    browser = signed_in(cast_of["stranger"])
    for name in ("name", "place", "village", "story", "contact"):
        assert browser.get(step(complete.pk, name)).status_code == 404
    assert browser.get(reverse("sell_application", args=[complete.pk])).status_code == 404
    assert browser.get("/sell/application/").context["applications"] == []


# What each role may do on this side with a producer in each state: the step that it takes, if any.
SENT = {"draft": "applied", "changes_requested": "applied"}
ENDED = dict.fromkeys(("draft", "applied", "changes_requested", "verified", "suspended"), "closed")


@pytest.mark.parametrize("role", ["lead", "helper", "agent", "stranger"])
@pytest.mark.parametrize("status", Producer.Status.values)
@pytest.mark.parametrize(("page", "table"), [("sell_submission", SENT), ("sell_closure", ENDED)])
def test_every_step_as_every_role(cast_of, complete, page, table, status, role):
    Producer.objects.filter(pk=complete.pk).update(status=status)
    answer = signed_in(cast_of[role]).post(reverse(page, args=[complete.pk]), {"reason": "Sudah cukup", "sure": "on"})
    complete.refresh_from_db()
    if role != "lead":
        assert (answer.status_code, complete.status, complete.steps.count()) == (404, status, 0)
    elif status in table:
        assert (answer.status_code, complete.status) == (302, table[status])
        assert list(complete.steps.values_list("before", "after", "by")) == [(status, table[status], cast_of[role].pk)]
    else:
        assert (answer.status_code, complete.status, complete.steps.count()) == (409, status, 0)


def test_giving_up_needs_a_reason_and_a_tick(alice, complete):
    for sent in ({"sure": "on"}, {"reason": "Pindah"}, {}):
        signed_in(alice).post(reverse("sell_closure", args=[complete.pk]), sent)
    complete.refresh_from_db()
    assert complete.status == "draft"


def test_the_others_hear_that_the_shop_is_closed(cast_of, complete):
    Producer.objects.filter(pk=complete.pk).update(status="verified")
    complete.refresh_from_db()
    onboarding.close(complete, by=cast_of["lead"], at=make.now(), reason="Pindah ke Rote")
    told = Notice.objects.filter(event="producer_decided")
    assert {notice.user for notice in told} == {cast_of["helper"]}
    with pytest.raises(WrongStep):
        onboarding.close(complete, by=cast_of["lead"], at=make.now(), reason="Lagi")
    assert Notice.objects.filter(event="producer_decided").count() == told.count()


def test_a_photo_that_was_sent_before_the_form(alice, draft):
    sent, others = make.picture(by=alice), make.picture(by=make.user())
    address = step(draft.pk, "story")
    signed_in(alice).post(address, {"story": STORY, "pictures": [others.pk]})
    draft.refresh_from_db()
    assert draft.picture is None
    signed_in(alice).post(address, {"story": STORY, "pictures": [sent.pk]})
    draft.refresh_from_db()
    assert draft.picture == sent
    signed_in(alice).post(address, {"story": f"{STORY} Datang saja."})
    draft.refresh_from_db()
    assert draft.picture == sent


def test_what_is_no_photo_is_said_beside_the_story(alice, draft):
    sent = {"story": STORY, "photo": SimpleUploadedFile("a.jpg", b"<script>")}
    page = signed_in(alice).post(step(draft.pk, "story"), sent)
    assert page.context["form"].non_field_errors() == [str(NotAPicture())]
    assert page.context["form"]["story"].value() == STORY
    draft.refresh_from_db()
    assert (draft.story, draft.picture) == ("", None)


def test_each_change_leaves_a_row_and_no_change_leaves_none(alice, complete):
    facts = {"story": complete.story, "bank_account_number": "9876543210"}
    onboarding.change(complete, by=alice, at=make.now(), **facts)
    onboarding.change(complete, by=alice, at=make.now(), **facts)
    assert list(ProfileChange.objects.values_list("what", "detail", "by")) == [
        ("bank_account", "Bank NTT …210", alice.pk)
    ]


def test_the_account_shows_the_way(alice, mallory, draft):
    assert "Sell with us" in say(mallory).get("/account/").text
    assert "My application" in say(alice).get("/account/").text


def test_the_pages_cost_few_queries(alice, complete, django_assert_max_num_queries):
    for number in range(5):
        complete.people.create(name=f"Orang {number}")
    browser = say(alice)
    with django_assert_max_num_queries(17):
        browser.get(reverse("sell_application", args=[complete.pk]))
    with django_assert_max_num_queries(14):
        browser.get(reverse("sell_people", args=[complete.pk]))


def test_the_first_person_has_the_users_name(alice, draft):
    assert ProducerPerson.objects.get(producer=draft).name == "Alice"
    assert User.objects.get(pk=alice.pk).producer_people.count() == 1
    assert timezone.now() >= draft.made_at
