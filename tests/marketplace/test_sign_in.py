"""Signing in and up: by a code to phone or e-mail, told alike to everybody, and back to where one came from."""

import re
from smtplib import SMTPServerDisconnected
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from marketplace.models import User
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

LOGIN, CODE, SIGNUP = "/account/login/", "/account/login/code/", "/account/signup/"


@pytest.fixture(autouse=True)
def a_gateway_for_texts(settings) -> None:
    settings.PHONE_MAIL_DOMAIN = "telepon.localhost"


@pytest.fixture
def ani() -> User:
    return User.objects.create_user(name="Ani", phone="+6281234567890", email="ani@example.com", language="en")


def code_in(message: EmailMessage) -> str:
    (code,) = re.findall(r"\b\d{6}\b", message.body)
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    "typed", ["081234567890", "6281234567890", "+62 812-3456-7890", "81234567890", " 0812 3456 7890 "]
)
def test_a_code_by_text_message_lets_in(client, ani, mailoutbox, typed):
    asked = client.post(LOGIN, {"login": typed})
    assert (asked.status_code, asked["Location"]) == (302, CODE)
    (message,) = mailoutbox
    assert message.to == ["6281234567890@telepon.localhost"]
    entered = client.post(CODE, {"code": code_in(message)})
    assert (entered.status_code, entered["Location"]) == (302, "/account/")
    assert get_user(client) == ani
    ani.refresh_from_db()
    assert ani.phone_verified is True


def test_a_code_by_e_mail_lets_in(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "Ani@Example.com"})
    (message,) = mailoutbox
    assert message.to == ["ani@example.com"]
    client.post(CODE, {"code": code_in(message)})
    assert get_user(client) == ani


def test_a_person_with_a_phone_that_is_not_verified_signs_in_by_e_mail(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "ani@example.com"})
    entered = client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert entered["Location"] == "/account/"
    ani.refresh_from_db()
    assert ani.phone_verified is False


def test_a_wrong_code_does_not_let_in_and_the_right_one_still_does(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "081234567890"})
    code = code_in(mailoutbox[0])
    refused = client.post(CODE, {"code": wrong(code)})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["code"])
    assert get_user(client).is_anonymous
    client.post(CODE, {"code": code})
    assert get_user(client) == ani


def test_three_wrong_codes_end_it_also_for_the_right_one(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "081234567890"})
    code = code_in(mailoutbox[0])
    answers = [client.post(CODE, {"code": wrong(code)}).status_code for _ in range(3)]
    assert answers == [200, 200, 302]
    late = client.post(CODE, {"code": code})
    assert late["Location"] == LOGIN
    assert get_user(client).is_anonymous


def test_wrong_codes_tried_in_the_same_moment_count_one_by_one(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "081234567890"})
    code = code_in(mailoutbox[0])
    before = dict(client.session)
    for _ in range(3):
        client.post(CODE, {"code": wrong(code)})
        session = client.session  # what a try in the same moment would still find there
        session.update(before)
        session.save()
    late = client.post(CODE, {"code": code})
    assert late.status_code == 429
    assert get_user(client).is_anonymous


def test_a_code_is_no_longer_good_after_ten_minutes(client, ani, mailoutbox, monkeypatch):
    client.post(LOGIN, {"login": "081234567890"})
    code = code_in(mailoutbox[0])
    later = timezone.now().timestamp() + 601
    clock = SimpleNamespace(time=lambda: later)
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time", clock)
    late = client.post(CODE, {"code": code})
    assert late["Location"] == LOGIN
    assert get_user(client).is_anonymous


@pytest.mark.parametrize(
    ("known", "unknown"), [("081234567890", "081299999999"), ("ani@example.com", "eve@example.com")]
)
def test_an_unknown_address_is_answered_like_a_known_one_and_sent_nothing(ani, mailoutbox, known, unknown):
    def asked(address: str) -> tuple[int, str, str]:
        client = Client()
        answer = client.post(LOGIN, {"login": address})
        page = client.get(answer["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        shown = {"081234567890": "0812-3456-7890", "081299999999": "0812-9999-9999"}.get(address, address)
        stored = {"081234567890": "+6281234567890", "081299999999": "+6281299999999"}.get(address, address)
        return answer.status_code, answer["Location"], page.replace(shown, "*").replace(stored, "*")

    to_known = asked(known)
    assert len(mailoutbox) == 1
    assert asked(unknown) == to_known
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("address", ["081299999999", "eve@example.com"])
def test_no_code_opens_an_account_that_is_not_there(client, ani, mailoutbox, address):
    client.post(LOGIN, {"login": address})
    answers = [client.post(CODE, {"code": code}).status_code for code in ["000000", "", "123456"]]
    assert answers == [200, 200, 302]
    assert get_user(client).is_anonymous
    assert list(User.objects.all()) == [ani]


def test_a_closed_account_is_answered_like_an_unknown_one(client, ani, mailoutbox):
    User.objects.update(is_active=False)
    asked = client.post(LOGIN, {"login": "081234567890"})
    assert (asked["Location"], mailoutbox) == (CODE, [])


@pytest.mark.parametrize("typed", ["", "   ", "banana", "0812", "ani@", "@", "00" * 400])
def test_what_is_no_address_is_refused(client, mailoutbox, typed):
    refused = client.post(LOGIN, {"login": typed})
    assert (refused.status_code, list(refused.context["form"].errors), mailoutbox) == (200, ["login"], [])


def test_a_new_code_can_be_had_three_times_a_minute_for_one_address(client, ani, mailoutbox):
    answers = [client.post(LOGIN, {"login": "081234567890"}).status_code for _ in range(4)]
    assert (answers, len(mailoutbox)) == ([302, 302, 302, 200], 3)


def test_the_new_code_replaces_the_old_one(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "081234567890"})
    client.post(LOGIN, {"login": "081234567890"})
    old, new = (code_in(message) for message in mailoutbox)
    client.post(CODE, {"code": old if old != new else wrong(new)})
    assert get_user(client).is_anonymous
    client.post(CODE, {"code": new})
    assert get_user(client) == ani


def test_forty_people_behind_one_address_sign_in_within_a_minute(mailoutbox):
    for number in range(40):
        User.objects.create_user(name=f"Guest {number}", phone=f"+62812345678{number:02}")
    for number in range(40):
        client = Client(REMOTE_ADDR="203.0.113.7")
        client.post(LOGIN, {"login": f"0812345678{number:02}"})
        client.post(CODE, {"code": code_in(mailoutbox[-1])})
        assert get_user(client).is_authenticated


def test_one_machine_does_not_ask_for_codes_all_day(mailoutbox):
    client = Client(REMOTE_ADDR="203.0.113.8")
    answers = [client.post(LOGIN, {"login": f"nobody{number}@example.com"}).status_code for number in range(121)]
    assert answers == [302] * 120 + [200]


@pytest.mark.parametrize(
    ("address", "to"),
    [("081234567890", "6281234567890@telepon.localhost"), ("Ani@Example.com", "ani@example.com")],
)
def test_a_newcomer_signs_up_and_is_named_once_the_code_was_right(client, mailoutbox, address, to):
    asked = client.post(SIGNUP, {"name": "Ani", "login": address})
    assert (asked.status_code, asked["Location"]) == (302, CODE)
    assert User.objects.get().name == ""
    (message,) = mailoutbox
    assert message.to == [to]
    client.post(CODE, {"code": code_in(message)})
    user = get_user(client)
    assert (user.name, user.role, user.has_usable_password()) == ("Ani", "buyer", False)


@pytest.mark.parametrize(
    "given", [{}, {"name": "", "login": ""}, {"name": "Ani", "login": ""}, {"login": "081234567890"}]
)
def test_an_empty_sign_up_is_refused(client, mailoutbox, given):
    refused = client.post(SIGNUP, given)
    assert (refused.status_code, User.objects.count(), mailoutbox) == (200, 0, [])


def test_signing_up_again_is_signing_in_and_changes_nothing(client, ani, mailoutbox):
    asked = client.post(SIGNUP, {"name": "Somebody Else", "login": "081234567890"})
    assert asked["Location"] == CODE
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert get_user(client) == ani
    assert list(User.objects.values_list("name", flat=True)) == ["Ani"]


def test_a_stranger_who_signs_up_with_the_address_of_another_does_not_name_her(client, mailoutbox):
    Client().post(SIGNUP, {"name": "Rude Word", "login": "081234567890"})
    client.post(SIGNUP, {"name": "Ani", "login": "081234567890"})
    client.post(CODE, {"code": code_in(mailoutbox[1])})
    assert get_user(client).name == "Ani"


def test_after_the_code_one_is_back_where_one_came_from(client, ani, mailoutbox):
    asked = client.post(LOGIN, {"login": "081234567890", "next": "/account/tokens/"})
    assert asked["Location"] == f"{CODE}?next=%2Faccount%2Ftokens%2F"
    page = client.get(asked["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/account/tokens/">' in page
    entered = client.post(CODE, {"code": code_in(mailoutbox[0]), "next": "/account/tokens/"})
    assert entered["Location"] == "/account/tokens/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "http:evil.example", "/\\evil.example", "javascript:alert(1)",
     "http://localhost:9/", "\thttps://evil.example/"],
)  # fmt: skip
def test_next_does_not_lead_away_from_the_market(client, ani, mailoutbox, elsewhere):
    asked = client.post(LOGIN, {"login": "081234567890", "next": elsewhere})
    assert asked["Location"] == CODE
    entered = client.post(CODE, {"code": code_in(mailoutbox[0]), "next": elsewhere})
    assert entered["Location"] == "/account/"


def test_a_guests_session_survives_signing_in_under_a_new_key(client, ani, mailoutbox):
    session = client.session
    session["cart"] = "filled as a guest"
    session.save()
    client.post(LOGIN, {"login": "081234567890"})
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert client.session["cart"] == "filled as a guest"
    assert client.session.session_key != session.session_key


def test_signing_out_takes_a_post_and_leaves_nothing_behind(ani):
    client = signed_in(ani)
    session = client.session
    session["cart"] = "mine"
    session.save()
    assert client.get("/account/logout/").status_code == 200
    assert get_user(client) == ani
    gone = client.post("/account/logout/")
    assert (gone.status_code, gone["Location"]) == (302, "/")
    assert get_user(client).is_anonymous
    assert "cart" not in client.session


def test_one_who_mistyped_her_address_can_begin_anew(client, ani, mailoutbox):
    client.post(LOGIN, {"login": "081299999999"})
    assert client.get(LOGIN).status_code == 200
    assert client.get(CODE)["Location"] == LOGIN
    client.post(LOGIN, {"login": "081234567890"})
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert get_user(client) == ani


def test_without_a_gateway_for_texts_phones_are_not_offered(client, ani, mailoutbox, settings):
    settings.PHONE_MAIL_DOMAIN = ""
    assert client.get(LOGIN).context["form"]["login"].label == "Email"
    refused = client.post(LOGIN, {"login": "081234567890"})
    assert (refused.status_code, list(refused.context["form"].errors), mailoutbox) == (200, ["login"], [])
    assert client.post(LOGIN, {"login": "ani@example.com"})["Location"] == CODE
    assert signed_in(ani).get("/account/phone/").status_code == 404


class DeadServer(EmailBackend):
    def open(self) -> bool:
        raise SMTPServerDisconnected("no answer")

    def send_messages(self, messages: list[EmailMessage]) -> int:
        raise SMTPServerDisconnected("no answer")


@pytest.mark.parametrize("address", ["081234567890", "ani@example.com", "081299999999", "eve@example.com"])
def test_a_dead_mail_server_is_one_clear_line_for_known_and_unknown(client, ani, settings, address):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    told = client.post(LOGIN, {"login": address}, headers={"referer": "http://testserver/account/login/"})
    assert (told.status_code, told["Location"]) == (303, "http://testserver/account/login/")
    assert client.get(CODE)["Location"] == LOGIN


def test_pages_and_messages_speak_the_persons_language(client, ani, mailoutbox):
    client.cookies["language"] = "en"
    client.post(LOGIN, {"login": "081234567890"})
    assert mailoutbox[0].body.startswith(f"{code_in(mailoutbox[0])} is your code for Pasar Karya.")
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    client.cookies["language"] = "id"
    page = client.get("/account/")
    assert page["Content-Language"] == "en"


def test_the_language_switch_is_remembered_for_the_person(ani):
    client = signed_in(ani)
    switched = client.post("/language/", {"language": "id", "next": "/account/"})
    assert (switched.status_code, switched["Location"]) == (302, "/account/")
    ani.refresh_from_db()
    assert ani.language == "id"
    assert client.get("/account/")["Content-Language"] == "id"
    client.post("/language/", {"language": "fr", "next": "https://evil.example/"})
    ani.refresh_from_db()
    assert ani.language == "id"


def test_the_account_page_takes_name_and_language(ani):
    client = signed_in(ani)
    saved = client.post("/account/", {"name": "Ani Tefa", "language": "id"})
    assert (saved.status_code, saved["Location"]) == (302, "/account/")
    ani.refresh_from_db()
    assert (ani.name, ani.language) == ("Ani Tefa", "id")
    refused = client.post("/account/", {"name": "", "language": "fr", "role": "coordinator"})
    assert sorted(refused.context["form"].errors) == ["language", "name"]
    ani.refresh_from_db()
    assert (ani.name, ani.language, ani.role) == ("Ani Tefa", "id", "buyer")


@pytest.mark.parametrize("path", ["/account/", "/account/tokens/", "/account/phone/", "/account/email/"])
def test_a_stranger_is_sent_to_sign_in(client, path):
    sent = client.get(path)
    assert (sent.status_code, sent["Location"]) == (302, f"{LOGIN}?next={path}")


def test_a_new_phone_number_counts_once_its_code_is_entered(ani, mailoutbox):
    client = signed_in(ani)
    asked = client.post("/account/phone/", {"phone": "0813 1111 2222"})
    assert asked["Location"] == "/account/phone/verify/"
    assert client.get("/account/phone/verify/").status_code == 200
    ani.refresh_from_db()
    assert ani.phone == "+6281234567890"
    (message,) = mailoutbox
    assert message.to == ["6281311112222@telepon.localhost"]
    client.post("/account/phone/verify/", {"code": code_in(message)})
    ani.refresh_from_db()
    assert (ani.phone, ani.phone_verified) == ("+6281311112222", True)


def test_the_phone_number_of_another_cannot_be_taken_nor_found_out(ani, mailoutbox):
    User.objects.create_user(name="Beni", phone="+6281311112222")
    client = signed_in(ani)
    asked = client.post("/account/phone/", {"phone": "0813 1111 2222"})
    assert asked["Location"] == "/account/phone/verify/"
    refused = client.post("/account/phone/verify/", {"code": code_in(mailoutbox[0])})
    assert refused.status_code == 200
    ani.refresh_from_db()
    assert ani.phone == "+6281234567890"


def test_a_new_phone_number_is_not_texted_without_end(ani, mailoutbox):
    client = signed_in(ani)
    answers = [client.post("/account/phone/", {"phone": "0813 1111 2222"}).status_code for _ in range(6)]
    assert (answers, len(mailoutbox)) == ([302, 302, 302, 200, 200, 429], 3)


def test_a_new_e_mail_address_counts_once_its_link_is_opened(ani, mailoutbox):
    client = signed_in(ani)
    client.post("/account/email/", {"action_add": "", "email": "New@Example.com"})
    ani.refresh_from_db()
    assert ani.email == "ani@example.com"
    (message,) = mailoutbox
    assert message.to == ["new@example.com"]
    (link,) = re.findall(r"http://testserver(/account/email/\S+)", message.body)
    assert client.get("/account/email/").status_code == 200
    assert client.get(link).status_code == 200
    ani.refresh_from_db()
    assert ani.email == "ani@example.com"
    client.post(link)
    ani.refresh_from_db()
    assert ani.email == "new@example.com"
    assert [one.email for one in ani.emailaddress_set.all()] == ["new@example.com"]


def test_the_e_mail_address_of_another_cannot_be_taken_nor_found_out(ani, mailoutbox):
    User.objects.create_user(name="Beni", email="beni@example.com")
    client = signed_in(ani)
    asked = client.post("/account/email/", {"action_add": "", "email": "beni@example.com"})
    assert asked["Location"] == "/account/email/"
    (link,) = re.findall(r"http://testserver(/account/email/\S+)", mailoutbox[0].body)
    client.post(link)
    ani.refresh_from_db()
    assert ani.email == "ani@example.com"


@pytest.mark.parametrize("victim_has_an_account", [True, False])
def test_an_address_that_somebody_only_wishes_for_is_not_hers(client, ani, mailoutbox, victim_has_an_account):
    if victim_has_an_account:
        User.objects.create_user(name="Beni", email="beni@example.com")
    signed_in(ani).post("/account/email/", {"action_add": "", "email": "beni@example.com"})
    mailoutbox.clear()
    client.post(LOGIN, {"login": "beni@example.com"})
    assert len(mailoutbox) == victim_has_an_account
    if victim_has_an_account:
        client.post(CODE, {"code": code_in(mailoutbox[0])})
        assert get_user(client).name == "Beni"


def test_a_person_in_a_log_line_has_neither_phone_nor_e_mail(ani):
    assert str(ani) == "Ani"
    ani.name = ""
    assert str(ani) == f"user {ani.pk}"
