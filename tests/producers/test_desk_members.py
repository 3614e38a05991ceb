"""The register of members at the desk: list, search, add, correct, link, leave, print."""

from datetime import date

import pytest

from producers import register
from producers.models import Member
from tests import faces, make
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

FORM = {"name": "Maria Bere", "joined_on": "2026-02-01", "occupation": "Penenun", "address": "Jl. Timor 1",
        "village": "53.71.05.1008", "phone": "0812-3456-7890"}  # fmt: skip


@pytest.fixture
def desk(carol):
    carol.introduce(name="Carol", language="en")
    return signed_in(carol)


def names(page):
    return [member.name for member in page.context["page"].rows]


def test_members_are_listed_by_number_and_who_left_apart(desk):
    for name in ("Ana", "Beni", "Cici"):
        make.member(name)
    register.leave(Member.objects.get(name="Beni"), on=date(2026, 6, 1), reason="Moved")
    page = desk.get("/desk/members/")
    assert names(page) == ["Ana", "Cici"]
    assert page.context["active"] == 2
    assert names(desk.get("/desk/members/?state=left")) == ["Beni"]
    assert names(desk.get("/desk/members/?state=all")) == ["Ana", "Beni", "Cici"]
    assert names(desk.get("/desk/members/?state=nonsense")) == ["Ana", "Cici"]
    assert names(desk.get("/desk/members/?search=beni")) == ["Beni"]
    assert names(desk.get("/desk/members/?search=3")) == ["Cici"]
    assert names(desk.get("/desk/members/?search=beni&state=active")) == []


def test_a_long_register_has_pages_and_few_queries(desk, weavers, django_assert_num_queries):
    for number in range(40):
        person = weavers.people.create(name=f"Anggota {number:02d}")
        make.member(person.name, person=person, village_id="53.71.05.1008")
    with django_assert_num_queries(6):  # session, user, is she producing, the co-op; how many, the page
        first = desk.get("/desk/members/")
    second = desk.get("/desk/members/", {"cursor": first.context["page"].next})
    assert names(first) + names(second) == [f"Anggota {number:02d}" for number in range(40)]


def test_a_member_is_added_and_the_register_gives_the_number(desk):
    make.member("Ana")
    answer = desk.post("/desk/members/new/", FORM | {"number": "77"})
    member = Member.objects.get(name="Maria Bere")
    assert answer["Location"] == f"/desk/members/{member.pk}/"
    told = (member.number, member.joined_on, member.occupation, member.address, member.village_id, str(member.phone))
    assert told == (2, date(2026, 2, 1), "Penenun", "Jl. Timor 1", "53.71.05.1008", "0812-3456-7890")
    assert (member.user, member.person) == (None, None)


def test_a_person_of_a_producer_is_added_with_what_is_known(desk, weavers, bob):
    weavers.village_id = "53.71.05.1008"
    weavers.save()
    person = weavers.people.get()
    form = desk.get(f"/desk/members/new/?person={person.pk}").context["form"]
    known = {name: str(form.get_initial_for_field(form.fields[name], name)) for name in ("name", "phone", "village")}
    assert known == {"name": "Bob", "phone": str(bob.phone), "village": "53.71.05.1008"}
    desk.post("/desk/members/new/", FORM | {"person": person.pk})
    member = Member.objects.get()
    assert (member.person, member.user) == (person, bob)
    again = desk.post("/desk/members/new/", FORM | {"person": person.pk})
    assert (again.status_code, Member.objects.count()) == (409, 1)


@pytest.mark.parametrize("person", ["999", "x", "²", "9" * 30])
def test_an_odd_person_is_not_there(desk, person):
    assert desk.get("/desk/members/new/", {"person": person}).status_code == 404


def test_people_of_a_draft_are_not_there(desk, bob):
    draft = make.producer("Draf", lead=bob, status="draft", applied_at=None)
    assert desk.get(f"/desk/members/new/?person={draft.people.get().pk}").status_code == 404
    member = make.member()
    page = desk.get(f"/desk/members/{member.pk}/?search=bob")
    assert (page.context["people"], page.context["users"]) == ([], [bob])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"joined_on": "2099-01-01"}, "joined_on"), ({"phone": "123"}, "phone"),
     ({"village": "nowhere"}, "village")],
)  # fmt: skip
def test_a_mistake_is_shown_again(desk, wrong, field):
    assert list(desk.post("/desk/members/new/", FORM | wrong).context["form"].errors) == [field]
    assert Member.objects.count() == 0
    member = make.member("Ana")
    page = desk.post(f"/desk/members/{member.pk}/", FORM | wrong)
    assert list(page.context["form"].errors) == [field]
    assert page.context["member"].name == "Ana"
    member.refresh_from_db()
    assert (member.name, member.occupation) == ("Ana", "")


def test_a_member_is_corrected(desk):
    member = make.member("Ana")
    assert desk.post(f"/desk/members/{member.pk}/", FORM).status_code == 303
    member.refresh_from_db()
    assert (member.number, member.name, member.joined_on) == (1, "Maria Bere", date(2026, 2, 1))


def test_who_left_cannot_have_joined_later(desk):
    member = make.member("Ana")
    register.leave(member, on=date(2026, 1, 20), reason="Moved")
    page = desk.post(f"/desk/members/{member.pk}/", FORM)
    assert list(page.context["form"].errors) == ["joined_on"]


def test_a_member_is_linked_and_unlinked(desk, weavers, bob):
    member = make.member("Bob")
    page = desk.get(f"/desk/members/{member.pk}/?search=bo")
    assert (page.context["people"], page.context["users"]) == ([weavers.people.get()], [bob])
    desk.post(f"/desk/members/{member.pk}/link/", {"person": weavers.people.get().pk})
    member.refresh_from_db()
    assert (member.person, member.user) == (weavers.people.get(), bob)
    page = desk.get(f"/desk/members/{member.pk}/?search=bo")
    assert (page.context["people"], page.context["users"]) == ([], [])
    desk.post(f"/desk/members/{member.pk}/link/", {})
    member.refresh_from_db()
    assert (member.person, member.user) == (None, None)
    desk.post(f"/desk/members/{member.pk}/link/", {"user": bob.pk})
    member.refresh_from_db()
    assert (member.person, member.user) == (None, bob)


def test_leaving(desk):
    member = make.member("Ana")
    address = f"/desk/members/{member.pk}/leaving/"
    assert desk.post(address, {"on": "2026-06-01", "reason": "Moved to Soe"}).status_code == 303
    member.refresh_from_db()
    assert (member.left_on, member.leaving_reason) == (date(2026, 6, 1), "Moved to Soe")
    assert desk.post(address, {"on": "2026-07-01", "reason": "Again"}).status_code == 409
    assert Member.objects.get().left_on == date(2026, 6, 1)


@pytest.mark.parametrize(
    "form",
    [{}, {"on": "2026-06-01"}, {"reason": "x"}, {"on": "2099-01-01", "reason": "x"}],
)
def test_leaving_needs_a_day_and_a_reason(desk, form):
    member = make.member("Ana")
    desk.post(f"/desk/members/{member.pk}/leaving/", form)
    member.refresh_from_db()
    assert member.left_on is None


def test_the_printed_register_has_everybody_with_the_columns_of_the_law(desk, django_assert_num_queries):
    make.member("Ana", occupation="Penenun", address="Jl. Timor 1", village_id="53.71.05.1008")
    register.leave(make.member("Beni"), on=date(2026, 6, 1), reason="Moved to Soe")
    with django_assert_num_queries(6):
        page = desk.get("/desk/members/register/").text
    for told in ("Ana", "Penenun", "Jl. Timor 1, ", "05/01/2026", "Beni", "01/06/2026", "Moved to Soe",
                 "Signature of the member", "Signature of the board", "Reason for leaving", "Joined on"):  # fmt: skip
        assert told in page, told
    assert page.count("<tr>") == 3


@pytest.mark.parametrize("role", faces.ROLES)
def test_the_register_is_for_coordinators(weavers, role):
    member = make.member("Ana")
    who = faces.person(role, weavers)
    client = signed_in(who) if who else signed_in(make.user()).__class__()
    is_in = role in faces.DESK
    for address in ("", "new/", "register/", f"{member.pk}/"):
        expected = 200 if is_in else faces.kept_out("page", role)
        assert client.get(f"/desk/members/{address}").status_code == expected, address
    for address in ("new/", f"{member.pk}/", f"{member.pk}/link/", f"{member.pk}/leaving/"):
        if not is_in:
            assert client.post(f"/desk/members/{address}", FORM).status_code == faces.kept_out("page", role)
    member.refresh_from_db()
    assert (Member.objects.count(), member.name) == (1, "Ana")
