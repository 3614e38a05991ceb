"""Buying over the API: carts, orders placed once, and bad input of every kind refused with nothing written."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from catalog.models import Reservation
from marketplace.models import Notice
from orders.models import Cart, CartLine, Order
from tests import make
from tests.api import Program

pytestmark = pytest.mark.django_db

HUGE = [10**9, 10**30, 2**63, -(10**30)]


@pytest.fixture
def program():
    return Program()


@pytest.fixture
def cloth(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=5)


@pytest.fixture
def greens(farmers):
    return make.variant("Kangkung", of=farmers, price=5_000, on_hand=20, category="sayur", unit="bunch")


@pytest.fixture
def point(db):
    return make.pickup_point()


def wishes(of, point, **fields):
    details = {"cart": of.token, "name": "Maria", "phone": "0812-3456-7890", "pickup_point": point.slug}
    return details | {"payment_method": "cash"} | fields


def nothing_is_ordered():
    return not (Order.objects.exists() or Reservation.objects.exists() or Notice.objects.exists())


def test_a_cart_is_taken_and_filled(program, cloth, weavers):
    status, made = program.post("carts/")
    assert (status, list(made)) == (201, ["token"])
    address = f"carts/{made['token']}/"
    status, line = program.post(f"{address}lines/", {"variant": cloth.pk, "quantity": 2})
    assert (status, line) == (
        201,
        {
            "id": CartLine.objects.get().pk,
            "variant": cloth.pk,
            "product": {"slug": cloth.product.slug, "name": "Selendang"},
            "producer": weavers.slug,
            "name": "Selendang",
            "unit": "piece",
            "quantity": 2,
            "price": 75_000,
            "price_seen": 75_000,
            "total": 150_000,
            "problem": None,
        },
    )
    status, more = program.post(f"{address}lines/", {"variant": cloth.pk, "quantity": 1})
    assert (status, more["id"], more["quantity"]) == (201, line["id"], 3)
    status, fewer = program.patch(f"{address}lines/{line['id']}/", {"quantity": 1})
    assert (status, fewer["quantity"], fewer["total"]) == (200, 1, 75_000)
    assert program.delete(f"{address}lines/{line['id']}/") == (204, None)
    assert program.get(address)[1]["lines"] == []


def test_the_cart_says_what_each_gets(program, cloth, greens, weavers, farmers, django_assert_num_queries):
    make.fee_rule(basis_points=1_000)
    cart = make.cart((cloth, 2), (greens, 3))
    with django_assert_num_queries(3):
        status, shown = program.get(f"carts/{cart.token}/")
    garden, weaving = [row["id"] for row in shown.pop("lines")]
    assert shown.pop("quote")
    assert (status, shown) == (
        200,
        {
            "token": cart.token,
            "parts": [
                {
                    "producer": {"slug": farmers.slug, "name": "Kebun Organik", "kind": "sewing_group"},
                    "total": 15_000,
                    "fee": 1_500,
                    "earning": 13_500,
                    "lines": [garden],
                },
                {
                    "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
                    "total": 150_000,
                    "fee": 15_000,
                    "earning": 135_000,
                    "lines": [weaving],
                },
            ],
            "total": 165_000,
            "fee": 16_500,
            "earning": 148_500,
            "needs_market_day": True,
            "can_be_ordered": True,
            "is_ordered": False,
        },
    )


def test_the_cart_says_what_cannot_be_ordered_any_more(program, cloth, greens):
    cart = make.cart((cloth, 2), (greens, 3))
    type(cloth).objects.filter(pk=cloth.pk).update(on_hand=1)
    greens.product.pause(by=make.user(), at=timezone.now())
    _status, shown = program.get(f"carts/{cart.token}/")
    assert shown["can_be_ordered"] is False
    assert [line["problem"] for line in shown["lines"]] == [
        {"code": "not_on_sale", "message": "Kangkung is not on sale at the moment."},
        {"code": "out_of_stock", "message": "Selendang: only 1 left, you asked for 2."},
    ]


@pytest.mark.parametrize("quantity", [0, -1, 1_000, *HUGE, "many", "", 1.5, None, True, [1], {"much": 1}, "1\0"])
def test_a_quantity_that_makes_no_sense(program, cloth, quantity):
    cart = make.cart((cloth, 1))
    line = cart.lines.get()
    for answered in [
        program.post(f"carts/{cart.token}/lines/", {"variant": cloth.pk, "quantity": quantity}),
        program.patch(f"carts/{cart.token}/lines/{line.pk}/", {"quantity": quantity}),
    ]:
        status, refusal = answered
        assert (status, refusal["code"] in {"invalid", "wrong_quantity"}) == (400, True), refusal
    line.refresh_from_db()
    assert line.quantity == 1


def test_more_than_there_are(program, cloth):
    cart = make.cart((cloth, 4))
    status, refusal = program.post(f"carts/{cart.token}/lines/", {"variant": cloth.pk, "quantity": 2})
    assert (status, refusal) == (
        409,
        {"code": "out_of_stock", "message": "Selendang: only 5 left, you asked for 6."},
    )
    assert cart.lines.get().quantity == 4


@pytest.mark.parametrize("variant", [0, -1, 99, *HUGE, "selendang", "1\0", None, 1.5, True, [], {}])
def test_a_variant_that_is_not_there(program, cloth, variant):
    cart = make.cart()
    status, refusal = program.post(f"carts/{cart.token}/lines/", {"variant": variant, "quantity": 1})
    assert (status, refusal["code"]) == (400, "invalid")
    assert not cart.lines.exists()


def test_what_is_not_published_is_refused_like_what_is_not_there(program, weavers, cloth):
    cart, draft = make.cart(), make.variant("Rahasia", of=weavers, status="draft")
    hidden = program.post(f"carts/{cart.token}/lines/", {"variant": draft.pk, "quantity": 1})
    assert hidden == program.post(f"carts/{cart.token}/lines/", {"variant": 999_999, "quantity": 1})
    message = "This is not on sale at the moment."
    assert hidden == (400, {"code": "invalid", "message": f"variant: {message}", "fields": {"variant": [message]}})


def test_a_cart_of_somebody_is_hers_alone(program, alice, mallory, carol, cloth, point):
    cart = make.cart((cloth, 1), user=alice)
    line = cart.lines.get().pk
    for stranger in (program, Program(mallory), Program(carol)):
        assert stranger.get(f"carts/{cart.token}/")[0] == 404
        assert stranger.post(f"carts/{cart.token}/lines/", {"variant": cloth.pk, "quantity": 1})[0] == 404
        assert stranger.patch(f"carts/{cart.token}/lines/{line}/", {"quantity": 2})[0] == 404
        assert stranger.delete(f"carts/{cart.token}/lines/{line}/")[0] == 404
        assert stranger.post("orders/", wishes(cart, point))[0] == 404
    assert cart.lines.get().quantity == 1
    assert nothing_is_ordered()
    assert Program(alice).get(f"carts/{cart.token}/")[0] == 200


def test_a_line_of_another_cart_is_not_there(program, cloth):
    own, other = make.cart((cloth, 1)), make.cart((cloth, 1))
    line = other.lines.get()
    assert program.patch(f"carts/{own.token}/lines/{line.pk}/", {"quantity": 2})[0] == 404
    assert program.delete(f"carts/{own.token}/lines/{line.pk}/")[0] == 404
    assert program.delete(f"carts/{own.token}/lines/{10**30}/")[0] == 404
    assert other.lines.get().quantity == 1


def test_a_signed_in_program_takes_a_cart_of_its_own(alice):
    _status, made = Program(alice).post("carts/")
    assert Cart.objects.get(token=made["token"]).user == alice


def test_an_order(program, cloth, weavers, point):
    make.fee_rule(basis_points=1_000)
    cart = make.cart((cloth, 2))
    status, shown = program.post("orders/", wishes(cart, point, email="maria@example.com"))
    order = Order.objects.get()
    part = order.sub_orders.get()
    assert parse_datetime(shown["sub_orders"][0].pop("accept_by")) == part.accept_by
    assert parse_datetime(shown.pop("placed_at")) == order.placed_at
    assert (status, shown) == (
        201,
        {
            "number": order.number,
            "token": order.token,
            "status": "confirmed",
            "name": "Maria",
            "pickup_code": order.pickup_code,
            "pickup_point": {"id": point.pk, "slug": point.slug, "name": "Saboak"},
            "market_day": None,
            "total": 150_000,
            "payment": {"method": "cash", "status": "pending", "amount": 150_000, "due": 150_000, "paid_at": None},
            "sub_orders": [
                {
                    "id": part.pk,
                    "producer": {"slug": weavers.slug, "name": "Kelompok Tenun", "kind": "sewing_group"},
                    "status": "new",
                    "total": 150_000,
                    "fee": 15_000,
                    "earning": 135_000,
                    "lines": [
                        {
                            "variant": cloth.pk,
                            "name": "Selendang",
                            "unit": "piece",
                            "price": 75_000,
                            "quantity": 2,
                            "total": 150_000,
                        }
                    ],
                }
            ],
            "can_be_cancelled": True,
        },
    )
    assert (order.phone.as_e164, order.email, order.language) == ("+6281234567890", "maria@example.com", "en")
    assert program.get(f"carts/{cart.token}/")[1]["is_ordered"] is True


def test_the_pickup_point_by_slug_by_number_or_by_number_as_text(program, cloth):
    wanted = make.pickup_point("Oesapa")
    for named in (wanted.slug, wanted.pk, str(wanted.pk)):
        cart = make.cart((cloth, 1))
        _status, shown = program.post("orders/", wishes(cart, wanted, pickup_point=named))
        assert shown["pickup_point"]["id"] == wanted.pk


def test_the_order_of_somebody_is_in_her_name(alice, cloth, point):
    cart = make.cart((cloth, 1), user=alice)
    status, shown = Program(alice).post("orders/", wishes(cart, point))
    assert status == 201
    assert Order.objects.get(token=shown["token"]).buyer == alice


@pytest.mark.parametrize("key", ["", "attempt-1"])
def test_the_same_request_again_gives_the_same_order(program, cloth, point, key):
    cart = make.cart((cloth, 2))
    first, placed = program.post("orders/", wishes(cart, point), key=key)
    second, repeated = program.post("orders/", wishes(cart, point), key=key)
    assert (first, second, repeated) == (201, 200, placed)
    cloth.refresh_from_db()
    assert (Order.objects.count(), cloth.reserved) == (1, 2)


def test_the_same_key_with_another_order(program, cloth, point):
    cart = make.cart((cloth, 2))
    program.post("orders/", wishes(cart, point), key="attempt-1")
    status, refusal = program.post("orders/", wishes(cart, point, name="Somebody else"), key="attempt-1")
    assert (status, refusal["code"]) == (409, "idempotency_key_reused")
    assert Order.objects.get().name == "Maria"


def test_another_key_for_a_cart_that_is_ordered(program, cloth, point):
    cart = make.cart((cloth, 2))
    program.post("orders/", wishes(cart, point), key="attempt-1")
    status, refusal = program.post("orders/", wishes(cart, point), key="attempt-2")
    assert (status, refusal["code"]) == (409, "cart_already_ordered")
    assert Order.objects.count() == 1


def test_an_ordered_cart_does_not_change_any_more(program, cloth, point):
    cart = make.cart((cloth, 2))
    line = cart.lines.get().pk
    program.post("orders/", wishes(cart, point))
    for status, refusal in [
        program.post(f"carts/{cart.token}/lines/", {"variant": cloth.pk, "quantity": 1}),
        program.patch(f"carts/{cart.token}/lines/{line}/", {"quantity": 1}),
        program.delete(f"carts/{cart.token}/lines/{line}/"),
    ]:
        assert (status, refusal["code"]) == (409, "cart_already_ordered")


def test_a_price_that_the_buyer_did_not_see(program, cloth, point):
    cart = make.cart((cloth, 1))
    _status, seen = program.get(f"carts/{cart.token}/")
    cloth.price_at(cloth.price * 2, by=None, at=make.now())
    for body in (wishes(cart, point), wishes(cart, point, quote=seen["quote"])):
        status, refusal = program.post("orders/", body)
        assert (status, refusal["code"]) == (409, "cart_changed")
    assert nothing_is_ordered()
    _status, now = program.get(f"carts/{cart.token}/")
    assert (now["total"], now["lines"][0]["price_seen"]) == (150_000, 75_000)
    assert program.post("orders/", wishes(cart, point, quote=now["quote"]))[0] == 201


def test_goods_that_went_meanwhile(program, cloth, point):
    cart = make.cart((cloth, 4))
    make.order((cloth, 2))
    status, refusal = program.post("orders/", wishes(cart, point))
    assert (status, refusal["code"]) == (409, "out_of_stock")
    assert Order.objects.count() == 1


def test_fresh_produce_needs_an_open_market_day_that_serves_the_point(program, greens, point):
    cart, now = make.cart((greens, 1)), timezone.now()
    elsewhere = make.market_day(make.pickup_point("Oesapa"))
    closed = make.market_day(
        point, opens_at=now - timezone.timedelta(days=2), closes_at=now - timezone.timedelta(days=1)
    )
    open_day = make.market_day(point)
    for day, refused in [
        (None, (400, "market_day_needed")),
        (closed.pk, (409, "market_day_closed")),
        (elsewhere.pk, (409, "pickup_point_not_served")),
    ]:
        status, refusal = program.post("orders/", wishes(cart, point, market_day=day))
        assert (status, refusal["code"]) == refused
    assert nothing_is_ordered()
    status, shown = program.post("orders/", wishes(cart, point, market_day=open_day.pk))
    assert (status, shown["market_day"]["id"]) == (201, open_day.pk)


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"payment_method": "transfer"}, 409, "payment_method_not_offered"),
        ({"payment_method": "card"}, 409, "payment_method_not_offered"),
        ({"payment_method": ""}, 400, "invalid"),
        ({"payment_method": None}, 400, "invalid"),
        ({"delivery": {"village": "53.71.05.1008"}}, 400, "invalid"),
        ({"pickup_point": "nowhere"}, 400, "invalid"),
        ({"pickup_point": 0}, 400, "invalid"),
        ({"pickup_point": 10**18}, 400, "invalid"),
        ({"pickup_point": 10**30}, 400, "invalid"),
        ({"pickup_point": str(10**30)}, 400, "invalid"),
        ({"pickup_point": True}, 400, "invalid"),
        ({"pickup_point": []}, 400, "invalid"),
        ({"pickup_point": "a\0b"}, 400, "invalid"),
        ({"market_day": 99}, 400, "invalid"),
        ({"market_day": 10**30}, 400, "invalid"),
        ({"market_day": "saturday"}, 400, "invalid"),
        ({"name": ""}, 400, "invalid"),
        ({"name": "  "}, 400, "invalid"),
        ({"name": "x" * 81}, 400, "invalid"),
        ({"name": "Maria\0"}, 400, "invalid"),
        ({"name": "Maria \ud800"}, 400, "invalid"),
        ({"name": ["Maria"]}, 400, "invalid"),
        ({"phone": "12"}, 400, "invalid"),
        ({"phone": "call me"}, 400, "invalid"),
        ({"phone": 10**30}, 400, "invalid"),
        ({"email": "maria"}, 400, "invalid"),
        ({"email": "x" * 250 + "@example.com"}, 400, "invalid"),
        ({"cart": "unknown"}, 404, "not_found"),
        ({"cart": 12}, 404, "not_found"),
        ({"cart": "x" * 41}, 400, "invalid"),
        ({"cart": "\0"}, 400, "invalid"),
        ({"cart": None}, 400, "invalid"),
        ({"quote": "0" * 16}, 409, "cart_changed"),
        ({"quote": []}, 400, "invalid"),
    ],
    ids=repr,
)
def test_an_order_that_cannot_be_placed(program, cloth, point, fields, status, code):
    cart = make.cart((cloth, 1))
    told, refusal = program.post("orders/", wishes(cart, point, **fields))
    assert (told, refusal["code"]) == (status, code)
    assert refusal["message"]
    if fields.keys() <= {"delivery", "pickup_point", "market_day", "email"} and "\0" not in str(fields):
        assert set(refusal.get("fields", fields)) == set(fields)
    assert nothing_is_ordered()


def test_delivery_alone_says_so(program, cloth):
    cart = make.cart((cloth, 1))
    body = {"cart": cart.token, "name": "Maria", "phone": "081234567890", "payment_method": "cash", "delivery": "home"}
    status, refusal = program.post("orders/", body)
    assert (status, refusal["message"]) == (400, "delivery: Delivery is not offered yet. Choose a pickup point.")


def test_an_empty_cart(program, point):
    status, refusal = program.post("orders/", wishes(make.cart(), point))
    assert (status, refusal["code"]) == (409, "empty_cart")


def test_a_pickup_point_that_is_closed(program, cloth):
    closed = make.pickup_point("Closed", is_active=False)
    status, refusal = program.post("orders/", wishes(make.cart((cloth, 1)), closed))
    assert (status, refusal["code"]) == (409, "pickup_point_not_served")
    assert nothing_is_ordered()


def test_a_key_that_is_too_long(program, cloth, point):
    cart = make.cart((cloth, 1))
    status, refusal = program.post("orders/", wishes(cart, point), key="x" * 256)
    assert (status, list(refusal["fields"])) == (400, ["Idempotency-Key"])
    assert nothing_is_ordered()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "invalid"),
        (b"{", 400, "invalid"),
        (b"null", 400, "invalid"),
        (b"[]", 400, "invalid"),
        (b'"cart"', 400, "invalid"),
        (b"17", 400, "invalid"),
        (b"NaN", 400, "invalid"),
        (b'{"market_day": 1e999}', 400, "invalid"),
        (b'{"market_day": 1' + b"0" * 5_000 + b"}", 400, "invalid"),
        (b"\xff\xfe", 400, "invalid"),
        (b'{"name": "\\ud800"}', 400, "invalid"),
        (b'{"\\u0000": 1}', 400, "invalid"),
        (b"[" * 100_000, 400, "invalid"),
        (b'{"name": "' + b"x" * 300_000 + b'"}', 413, "too_long"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_body_that_is_no_order(program, body, status, code):
    told, refusal = program.send_raw("orders/", body)
    assert (told, refusal["code"]) == (status, code)


def test_a_body_that_is_not_json(program):
    status, refusal = program.send_raw("orders/", b"cart=1", "application/x-www-form-urlencoded")
    assert (status, refusal["code"]) == (415, "unsupported_media_type")


def test_who_has_the_link_sees_the_order(program, mallory, cloth, django_assert_num_queries):
    order = make.order((cloth, 2))
    with django_assert_num_queries(4):
        status, shown = program.get(f"orders/{order.token}/")
    assert (status, shown["number"], shown["pickup_code"]) == (200, order.number, order.pickup_code)
    assert "phone" not in shown and "email" not in shown
    assert program.get("orders/x/")[0] == 404
    assert program.get(f"orders/{order.number}/")[0] == 404
    assert program.get("orders/")[0] == 405


def test_the_buyer_cancels(program, cloth):
    order = make.order((cloth, 2))
    status, shown = program.post(f"orders/{order.token}/cancellation/", {"reason": "I must leave."})
    assert (status, shown["status"], shown["can_be_cancelled"]) == (200, "cancelled", False)
    assert (shown["payment"]["status"], shown["payment"]["due"]) == ("cancelled", 0)
    assert [part["status"] for part in shown["sub_orders"]] == ["cancelled"]
    assert order.steps.last().reason == "I must leave."
    cloth.refresh_from_db()
    assert cloth.reserved == 0
    status, refusal = program.post(f"orders/{order.token}/cancellation/")
    assert (status, refusal["code"]) == (409, "wrong_step")


def test_too_late_to_cancel(program, bob, cloth, weavers):
    order = make.order((cloth, 2))
    make.part(order, weavers).accept(by=bob, at=timezone.now())
    status, refusal = program.post(f"orders/{order.token}/cancellation/")
    assert (status, refusal["code"]) == (409, "too_late_to_cancel")
    assert program.get(f"orders/{order.token}/")[1]["status"] == "confirmed"


def test_forty_guests_behind_one_address_all_order(cloth, point):
    cache.clear()
    type(cloth).objects.update(on_hand=40)
    for _guest in range(40):
        program = Program()
        token = program.post("carts/")[1]["token"]
        assert program.post(f"carts/{token}/lines/", {"variant": cloth.pk, "quantity": 1})[0] == 201
        assert program.get(f"carts/{token}/")[1]["can_be_ordered"] is True
        assert program.post("orders/", wishes(Cart.objects.get(token=token), point))[0] == 201
    cloth.refresh_from_db()
    assert (Order.objects.count(), cloth.available) == (40, 0)


def test_errors_speak_indonesian_unless_asked_otherwise(point):
    words = {"en": "This field is required.", "en-GB": "This field is required.", "id": "Bidang ini harus diisi."}
    for language, message in {**words, "": words["id"], "de": words["id"], "de, en;q=0.5": words["en"]}.items():
        status, refusal = Program(language=language).post("orders/", {})
        assert (status, refusal["fields"]["phone"]) == (400, [message])


def test_what_is_personal_is_not_kept_by_caches(program, cloth):
    order = make.order((cloth, 1))
    for address in (f"orders/{order.token}/", f"carts/{make.cart().token}/"):
        assert "no-store" in program.client.get(f"/api/v1/{address}")["Cache-Control"]
