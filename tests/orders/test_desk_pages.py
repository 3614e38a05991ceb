"""The pages at /desk/: queues, orders, hand-over by code, cash, notices and mail, for coordinators only."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from marketplace import ledger
from marketplace.models import Account, Notice
from marketplace.money import Money
from marketplace.notices import outbox
from marketplace.refusals import WrongStep
from orders import cancellation, fulfilment, handover
from orders.models import Order, SubOrder
from orders.views.desk import notices
from tests import make
from tests.conftest import signed_in

NOW = timezone.now()
FILES = "marketplace.notices.files.FileBackend"


@pytest.fixture
def point(db):
    return make.pickup_point("Saboak")


@pytest.fixture
def goods(weavers, farmers):
    make.fee_rule()
    scarf = make.variant(of=weavers, price=75_000, on_hand=200)
    kale = make.variant("Kangkung", of=farmers, price=4_000, on_hand=200)
    return scarf, kale


@pytest.fixture
def order(goods, point):
    """Two scarves for Rp150.000 and three bunches for Rp12.000, from Lusia Manek."""
    scarf, kale = goods
    return make.order((scarf, 2), (kale, 3), point=point, name="Lusia Manek", phone="+6281355512345")


@pytest.fixture
def woven(order, weavers):
    return make.part(order, weavers)


@pytest.fixture
def grown(order, farmers):
    return make.part(order, farmers)


@pytest.fixture
def desk(carol):
    return signed_in(carol)


def ready(*parts, by):
    for part in parts:
        fulfilment.accept(part, by=by, at=NOW)
        fulfilment.mark_ready(part, by=by, at=NOW)


def post(client, address, *, source="/desk/", **data):
    """As a browser sends the form of the page `source`, and follows the answer."""
    return client.post(address, data, follow=True, headers={"referer": f"http://testserver{source}"})


def told(response):
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def words(refusal):
    """What the refusal says to carol, who reads Indonesian."""
    with override("id"):
        return str(refusal)


def statuses(order):
    """Of the weavers' part, then of the farmers'."""
    return list(order.sub_orders.order_by("-producer__name").values_list("status", flat=True))


def cash_of(point):
    return -ledger.balance(ledger.account(Account.Kind.CASH, owner=point.pk))


def confirm(client, order, *parts, code=None):
    """Press the button of the hand-over page that shows these parts."""
    data = {"order": order.number, "code": code or order.pickup_code, "parts": [part.pk for part in parts]}
    return post(client, "/desk/handover/", source=f"/desk/handover/?code={order.pickup_code}", **data)


PAGES = ["desk", "desk_orders", "desk_handover", "desk_cash", "desk_notices", "desk_mail"]


def test_a_guest_is_asked_to_sign_in(client, order, woven):
    pages = [*map(reverse, PAGES), reverse("desk_order", args=[order.number])]
    assert [client.get(page).url for page in pages] == [f"/account/login/?next={page}" for page in pages]
    for name in ("desk_reception", "desk_part_cancellation"):
        assert client.post(reverse(name, args=[woven.pk])).url == "/account/login/?next=/"


def test_for_anybody_but_a_coordinator_there_is_no_desk(settings, order, woven, bob, mallory):
    settings.EMAIL_BACKEND = FILES
    notice = Notice.objects.first()
    pages = [*map(reverse, PAGES), reverse("desk_order", args=[order.number])]
    forms = [reverse(name, args=[woven.pk]) for name in ("desk_reception", "desk_part_cancellation")]
    forms += [reverse("desk_notice_retry", args=[notice.pk]), reverse("desk_handover")]
    data = {"reason": "x", "order": order.number, "code": order.pickup_code, "parts": [woven.pk]}
    for somebody in (bob, mallory):
        stranger = signed_in(somebody)
        assert {stranger.get(page).status_code for page in pages} == {404}
        assert {stranger.post(form, data).status_code for form in forms} == {404}
    assert statuses(order) == ["new", "new"]


def test_the_queues_count_what_waits(desk, order, woven, grown, bob, goods, point):
    market_day = make.market_day(point)
    type(market_day).objects.filter(pk=market_day.pk).update(pickup_on=timezone.localdate())
    make.order((goods[0], 1), point=point, market_day=market_day)
    SubOrder.objects.filter(pk=woven.pk).update(accept_by=NOW - timedelta(hours=1))
    queues = desk.get("/desk/").context["queues"]
    counted = (queues.late, queues.waiting, queues.ready, queues.today, queues.to_receive, queues.given_up)
    assert (counted, list(queues.late_parts)) == ((1, 2, 0, 1, 0, 0), [woven])
    ready(woven, grown, by=bob)
    Notice.objects.filter(event="order_placed").update(status="given_up")
    queues = desk.get("/desk/").context["queues"]
    counted = (queues.late, queues.waiting, queues.ready, queues.today, queues.to_receive, queues.given_up)
    assert (counted, list(queues.ready_orders)) == ((0, 1, 1, 1, 2, 2), [order])


@pytest.mark.parametrize(
    "search",
    ["KPG-{pk:06d}", "{pk}", "kpg-{pk}", "lusia", "Manek", "0813-5551-2345", "+62 813 555", "{code}", " {code} "],
)
def test_an_order_is_found_by_number_name_phone_or_code(desk, order, goods, point, search):
    make.order((goods[0], 1), point=point, name="Somebody Else", phone="+6281200000001")
    text = search.format(pk=order.pk, code=order.pickup_code.lower())
    assert list(desk.get("/desk/orders/", {"search": text}).context["page"].rows) == [order]


def test_orders_are_filtered_by_state_and_point(desk, order, woven, grown, bob, carol, goods, point):
    other = make.order((goods[0], 1), point=make.pickup_point("Oebobo"))
    ready(woven, grown, by=bob)

    def found(**wanted):
        return set(desk.get("/desk/orders/", wanted).context["page"].rows)

    assert found() == found(state="open") == found(state="nonsense", point="999") == {order, other}
    assert found(state="ready") == found(state="to_receive") == found(point=point.pk) == {order}
    assert found(state="waiting") == {other}
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    assert found(state="completed") == {order}
    assert found(state="cancelled") == found(state="late") == found(state="today") == set()


def test_an_order_shows_everything(desk, order, woven, bob, carol):
    ready(woven, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    text = desk.get(reverse("desk_order", args=[order.number])).content.decode()
    for shown in ("Lusia Manek", "https://wa.me/6281355512345", "Rp150.000", "Rp135.000", "Rp12.000", "Bob", "Carol"):
        assert shown in text
    assert order.token not in text


@pytest.mark.parametrize("number", ["KPG-999999", "KPG-", "nonsense", "99999999999999999999"])
def test_there_is_no_order_with_another_number(desk, order, number):
    assert desk.get(reverse("desk_order", args=[number])).status_code == 404


def test_a_part_is_received_once(desk, order, woven, bob):
    ready(woven, by=bob)
    address = reverse("desk_reception", args=[woven.pk])
    assert told(post(desk, address))[0][0] == "success"
    assert told(post(desk, address))[-1] == ("error", words(WrongStep()))
    assert statuses(order) == ["received", "new"]


def test_a_part_is_cancelled_with_a_reason(desk, order, woven, goods):
    address = reverse("desk_part_cancellation", args=[woven.pk])
    assert [tone for tone, _text in told(post(desk, address, reason="  "))] == ["error"]
    assert statuses(order) == ["new", "new"]
    post(desk, address, reason="The loom is broken")
    assert (statuses(order), woven.steps.last().reason) == (["cancelled", "new"], "The loom is broken")
    goods[0].refresh_from_db()
    assert goods[0].reserved == 0


def test_a_code_opens_the_hand_over_however_it_is_typed(desk, order, woven, bob):
    ready(woven, by=bob)
    code = order.pickup_code.lower()
    page = desk.get("/desk/handover/", {"code": f" {code[:2]} {code[2:]} "})
    text = page.content.decode()
    assert (page.context["order"], f'name="parts" value="{woven.pk}"' in text) == (order, True)
    assert text.count('name="parts"') == 1
    for shown in ("Rp150.000", "Lusia Manek", "Kangkung"):
        assert shown in text


def test_a_hand_over_gives_what_is_ready_and_takes_the_cash_for_it(desk, order, woven, grown, bob, point, carol):
    ready(woven, by=bob)
    page = confirm(desk, order, woven)
    assert statuses(order) == ["handed_over", "new"]
    assert (page.context["done"]["parts"], page.context["done"]["taken"]) == ([woven], Money(150_000))
    assert cash_of(point) == Money(150_000)
    assert woven.share.captured_by == carol
    ready(grown, by=bob)
    page = confirm(desk, order, grown)
    assert (page.context["done"]["parts"], page.context["done"]["taken"]) == ([grown], Money(12_000))
    order.refresh_from_db()
    assert (order.status, cash_of(point)) == ("completed", Money(162_000))


def test_what_became_ready_after_the_page_was_shown_is_not_taken_for(desk, order, woven, grown, bob, point):
    ready(woven, grown, by=bob)
    confirm(desk, order, woven)
    assert (statuses(order), cash_of(point)) == (["handed_over", "ready"], Money(150_000))


def test_a_wrong_code_hands_over_nothing(desk, order, woven, bob, point):
    ready(woven, by=bob)
    for code in ("ZZZZ", " ", "É"):
        answer = confirm(desk, order, woven, code=code)
        assert told(answer) == [("error", words(handover.WrongPickupCode()))]
    assert (statuses(order), cash_of(point)) == (["ready", "new"], Money(0))


def test_a_second_click_takes_no_second_cash(desk, order, woven, grown, bob, point):
    ready(woven, grown, by=bob)
    confirm(desk, order, woven, grown)
    again = confirm(desk, order, woven, grown)
    assert (again.status_code, told(again)) == (200, [("error", words(WrongStep()))])
    assert cash_of(point) == Money(162_000)


def test_what_is_not_ready_or_of_another_order_is_not_handed_over(desk, order, woven, grown, bob, goods, point):
    other = make.order((goods[0], 1), point=point)
    stranger = other.sub_orders.get()
    ready(woven, stranger, by=bob)
    for parts, refusal in (([woven, grown], WrongStep), ([woven, stranger], WrongStep), ([], handover.NothingReady)):
        assert told(confirm(desk, order, *parts)) == [("error", words(refusal()))]
    assert (statuses(order), statuses(other), cash_of(point)) == (["ready", "new"], ["ready"], Money(0))


def test_an_unknown_code_is_said_to_be_unknown_and_an_old_one_to_be_old(desk, order, woven, grown, carol, bob):
    assert desk.get("/desk/handover/", {"code": "zzzz"}).context["unknown"] == "ZZZZ"
    for part in (woven, grown):
        cancellation.cancel_part(part, by=carol, at=NOW, reason="x")
    page = desk.get("/desk/handover/", {"code": order.pickup_code})
    assert (page.context["past"], order.number in page.content.decode()) == (order, True)


def test_an_order_with_nothing_ready_has_no_button(desk, order):
    text = desk.get("/desk/handover/", {"code": order.pickup_code}).content.decode()
    assert 'name="parts"' not in text
    assert "icons.svg#cash" not in text


def test_cash_is_told_by_point_and_by_who_took_it_today(desk, order, woven, grown, bob, carol, point):
    empty = make.pickup_point("Oebobo")
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW - timedelta(days=2), parts=[grown])
    handover.hand_over(order, code=order.pickup_code, by=carol, at=timezone.now(), parts=[woven])
    context = desk.get("/desk/cash/").context
    assert dict(context["held"]) == {point: Money(162_000), empty: Money(0)}
    assert [(row.amount, row.by, at) for row, at in context["today"]] == [(Money(150_000), carol, point)]
    assert (context["held_in_all"], context["taken_today"]) == (Money(162_000), Money(150_000))


def test_what_did_not_arrive_is_sent_again_once(desk, order, mailoutbox):
    notice = Notice.objects.get(event="order_placed")
    Notice.objects.filter(pk=notice.pk).update(status="given_up", made_at=NOW - timedelta(days=2), tries=9)
    page = desk.get("/desk/notices/")
    assert [(entry.notice, entry.order) for entry in page.context["entries"]] == [(notice, order.number)]
    assert "5551" not in page.content.decode()
    address = reverse("desk_notice_retry", args=[notice.pk])
    assert told(post(desk, address))[0][0] == "success"
    assert told(post(desk, address))[-1] == ("error", words(WrongStep()))
    notice.refresh_from_db()
    assert (notice.status, notice.tries, notice.made_at > NOW - timedelta(hours=1)) == ("owed", 0, True)
    outbox.dispatch()
    assert [message.to for message in mailoutbox].count(["6281355512345@telepon.localhost"]) == 1


def test_notices_are_listed_by_how_they_stand(desk, order, woven):
    assert {entry.order for entry in desk.get("/desk/notices/", {"status": "owed"}).context["entries"]} == {
        order.number
    }
    outbox.dispatch()
    sent = desk.get("/desk/notices/", {"status": "sent"}).context["entries"]
    assert len(sent) == Notice.objects.filter(status="sent").count() > 0
    Notice.objects.update(sent_at=NOW - timedelta(days=1))
    assert desk.get("/desk/notices/", {"status": "sent"}).context["entries"] == []
    assert desk.get("/desk/notices/", {"status": "nonsense"}).context["status"] == "given_up"


@pytest.fixture
def kept_mail(settings, tmp_path):
    settings.EMAIL_BACKEND = FILES
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    for number in range(3):
        EmailMessage(f"Kode {number}", f"Kode Anda 12345{number} & <b>", to=["ani@example.com"]).send()
    return tmp_path / "mail"


def test_kept_mail_is_listed_and_read(desk, kept_mail):
    letters = desk.get("/desk/mail/").context["letters"]
    assert [letter.subject for letter in letters] == ["Kode 2", "Kode 1", "Kode 0"]
    text = desk.get(reverse("desk_letter", args=[letters[0].name])).content.decode()
    assert "Kode Anda 123452 &amp; &lt;b&gt;" in text


@pytest.mark.parametrize(
    "name", ["../../secret-key", "..", "x.eml", "20260101-000000-000000-00000000.eml", "%2e%2e%2fx"]
)
def test_only_letters_are_read(desk, kept_mail, name):
    (kept_mail / "x.eml").write_text("Subject: x\n\nsecret")
    (kept_mail.parent / "secret-key").write_text("secret")
    assert desk.get(f"/desk/mail/{name}/").status_code == 404


def test_an_empty_mailbox_and_none_at_all(desk, settings, tmp_path):
    assert desk.get("/desk/mail/").status_code == 404
    settings.EMAIL_BACKEND = FILES
    settings.EMAIL_FILE_PATH = str(tmp_path / "not-made-yet")
    assert desk.get("/desk/mail/").context["letters"] == []


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/desk/", 17), ("/desk/orders/", 8), ("/desk/cash/", 9), ("/desk/notices/?status=owed", 7)],
)
def test_a_list_costs_the_same_however_long_it_is(
    desk, goods, point, bob, carol, django_assert_num_queries, address, queries
):
    for _round in range(2):
        orders = [make.order((goods[0], 1), (goods[1], 1), point=point) for _each in range(5)]
        ready(*SubOrder.objects.filter(order__in=orders[:3]), by=bob)
        handover.hand_over(orders[0], code=orders[0].pickup_code, by=carol, at=timezone.now())
        SubOrder.objects.filter(order=orders[4]).update(accept_by=NOW - timedelta(hours=1))
        desk.get(address)
        with django_assert_num_queries(queries):
            assert desk.get(address).status_code == 200


def test_one_order_costs_a_fixed_number_of_queries(desk, order, woven, grown, bob, carol, django_assert_num_queries):
    ready(woven, grown, by=bob)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
    with django_assert_num_queries(13):
        desk.get(reverse("desk_order", args=[order.number]))


def test_a_long_list_goes_on_over_pages(desk, goods, point):
    for _each in range(35):
        make.order((goods[0], 1), point=point)
    first = desk.get("/desk/orders/", {"state": "open"}).context["page"]
    second = desk.get("/desk/orders/", {"state": "open", "cursor": first.next}).context["page"]
    assert (len(first.rows), len(second.rows), second.next) == (30, 5, "")
    assert Order.objects.count() == len({row.pk for row in [*first.rows, *second.rows]})


def test_every_event_has_a_name_at_the_desk():
    assert set(notices.EVENTS) == set(outbox._texts)
