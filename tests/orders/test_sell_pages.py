"""The pages at /sell/: what a producer's people see and do there, and that nobody else can."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from catalog.models import Product, RevisionPhoto
from catalog.stock import BelowReserved
from marketplace import pictures
from marketplace.models import Picture
from marketplace.money import Money
from marketplace.refusals import WrongStep
from orders import fulfilment, handover
from orders.models import Order, SubOrder
from producers.models import ProducerPerson
from tests import make
from tests.conftest import signed_in

NOW = timezone.now()


@pytest.fixture
def scarf(weavers):
    return make.variant("Selendang", of=weavers, price=75_000, on_hand=9)


@pytest.fixture
def order(scarf, farmers):
    """Two scarves of the weavers and three bunches of the farmers, from Ibu Lusia, fee 10 %."""
    make.fee_rule()
    point = make.pickup_point("Saboak")
    kale = make.variant("Kangkung", of=farmers, price=4_000, on_hand=20, category="sayur")
    return make.order((scarf, 2), (kale, 3), point=point, market_day=make.market_day(point), name="Ibu Lusia Manek")


@pytest.fixture
def part(order, weavers):
    return make.part(order, weavers)


@pytest.fixture
def bobs(bob):
    return signed_in(bob)


def post(client, name, pk, *, source="/sell/", **data):
    """As a browser sends the form of the page `source`, and follows the answer."""
    return client.post(reverse(name, args=[pk]), data, follow=True, headers={"referer": f"http://testserver{source}"})


def told(response):
    """The messages that the page shows, with their tones."""
    return [(message.level_tag, str(message)) for message in response.context["messages"]]


def words(refusal):
    """What the refusal says to bob, who reads Indonesian."""
    with override("id"):
        return str(refusal)


def status_of(part):
    return SubOrder.objects.get(pk=part.pk).status


def addresses(part, product):
    variant = product.variants.get()
    forms = {
        "sell_acceptance": part.pk, "sell_decline": part.pk, "sell_readiness": part.pk, "sell_photos": product.pk,
        "sell_pause": product.pk, "sell_publication": product.pk, "sell_stock": variant.pk, "sell_price": variant.pk,
    }  # fmt: skip
    pages = [reverse("sell"), reverse("sell_orders"), reverse("sell_products"), reverse("sell_earnings")]
    pages += [reverse("sell_order", args=[part.pk]), reverse("sell_product", args=[product.pk])]
    return pages, [reverse(name, args=[pk]) for name, pk in forms.items()]


def test_a_guest_is_asked_to_sign_in_and_comes_back(client, part, scarf):
    pages, forms = addresses(part, scarf.product)
    for page in pages:
        assert client.get(page).url == f"/account/login/?next={page}"
    for form in forms:
        answer = client.post(form, headers={"referer": "http://testserver/sell/products/"})
        assert answer.url == "/account/login/?next=/sell/products/"
    assert status_of(part) == "new"


def test_for_a_stranger_and_a_coordinator_there_is_nothing(part, scarf, mallory, carol):
    pages, forms = addresses(part, scarf.product)
    for somebody in (mallory, carol):
        stranger = signed_in(somebody)
        assert {stranger.get(page).status_code for page in pages} == {404}
        assert {stranger.post(form).status_code for form in forms} == {404}
    assert status_of(part) == "new"


def test_another_producer_finds_her_own_pages_and_nothing_of_others(part, scarf, farmers):
    farida = signed_in(farmers.people.get().user)
    pages, forms = addresses(part, scarf.product)
    assert [farida.get(page).status_code for page in pages] == [200, 200, 200, 200, 404, 404]
    assert {farida.post(form).status_code for form in forms} == {404}
    for page in pages[:4]:
        assert "Selendang" not in farida.get(page).content.decode()
    assert status_of(part) == "new"


def test_a_maker_without_the_role_to_act_is_a_stranger(part, weavers, mallory):
    ProducerPerson.objects.create(producer=weavers, user=mallory, name="Mallory", role=ProducerPerson.Role.MAKER)
    assert signed_in(mallory).get("/sell/").status_code == 404


def test_today_says_what_to_do_for_whom_and_for_how_much(bobs, part, order):
    page = bobs.get("/sell/")
    work = page.context["work"]
    assert (list(work.to_accept), work.to_make, work.waiting) == ([part], [], 0)
    text = page.content.decode()
    for shown in (order.number, "2 ×", "Selendang", "Ibu Lusia", "Saboak", "Rp135.000"):
        assert shown in text
    for hidden in ("Manek", "0812", order.pickup_code, order.token, "Kangkung"):
        assert hidden not in text


def test_the_story_of_a_part_by_buttons(bobs, part, order, carol):
    ((tone, text),) = told(post(bobs, "sell_acceptance", part.pk))
    assert (tone, order.number in text, status_of(part)) == ("success", True, "accepted")
    work = bobs.get("/sell/").context["work"]
    (making,) = work.makings
    assert (making.day, [(good.quantity, good.name) for good in making.goods]) == (
        order.market_day.pickup_on, [(2, "Selendang")],
    )  # fmt: skip
    post(bobs, "sell_readiness", part.pk)
    assert (status_of(part), bobs.get("/sell/").context["work"].waiting) == ("ready", 1)
    handover.hand_over(order, code=order.pickup_code, by=carol, at=timezone.now())
    work = bobs.get("/sell/").context["work"]
    assert (work.is_empty, work.earned_this_week, work.owed) == (True, Money(135_000), Money(135_000))
    page = bobs.get("/sell/earnings/")
    assert page.context["earnings"].balance == Money(135_000)
    for amount in ("Rp150.000", "Rp15.000", "Rp135.000"):
        assert amount in page.content.decode()


def test_what_to_make_is_summed_over_orders_and_split_by_day(bobs, bob, scarf, weavers):
    point = make.pickup_point()
    day = make.market_day(point)
    bag = make.variant("Tas", of=weavers, on_hand=9)
    for wanted, when in (((scarf, 2), day), ((scarf, 1), day), ((bag, 1), day), ((scarf, 4), None)):
        order = make.order(wanted, point=point, market_day=when)
        fulfilment.accept(make.part(order, weavers), by=bob, at=NOW)
    makings = bobs.get("/sell/").context["work"].makings
    assert [(making.day, [(good.quantity, good.name) for good in making.goods]) for making in makings] == [
        (day.pickup_on, [(3, "Selendang"), (1, "Tas")]), (None, [(4, "Selendang")]),
    ]  # fmt: skip


def test_a_second_click_is_told_and_changes_nothing(bobs, part):
    post(bobs, "sell_acceptance", part.pk)
    again = post(bobs, "sell_acceptance", part.pk)
    assert (again.status_code, told(again)[-1]) == (200, ("error", words(WrongStep())))
    assert [step.after for step in part.steps.all()] == ["new", "accepted"]


def test_declining_tells_the_buyer_why_in_her_language(bobs, scarf, weavers):
    order = make.order((scarf, 1), language="en")
    part = make.part(order, weavers)
    post(bobs, "sell_decline", part.pk, why="no_material", words="Benang habis")
    assert (status_of(part), part.steps.last().reason) == ("cancelled", "No material. Benang habis")
    scarf.refresh_from_db()
    assert scarf.reserved == 0


@pytest.mark.parametrize("data", [{}, {"why": "because"}, {"why": "other", "words": "  "}])
def test_declining_needs_a_reason(bobs, part, data):
    answer = post(bobs, "sell_decline", part.pk, **data)
    assert [tone for tone, _text in told(answer)] == ["error"]
    assert status_of(part) == "new"


def test_the_late_are_marked_late(bobs, part):
    SubOrder.objects.filter(pk=part.pk).update(accept_by=timezone.now() - timedelta(minutes=1))
    assert "badge danger" in bobs.get("/sell/").content.decode()


def test_orders_are_listed_by_state(bobs, part, bob):
    fulfilment.accept(part, by=bob, at=NOW)
    found = {
        state: list(bobs.get("/sell/orders/", {"state": state}).context["page"].rows)
        for state in ("new", "making", "ready", "collected", "cancelled", "nonsense")
    }
    assert found == {"new": [], "making": [part], "ready": [], "collected": [], "cancelled": [], "nonsense": []}


def test_an_order_shows_what_has_happened_and_what_comes(bobs, part, bob):
    fulfilment.accept(part, by=bob, at=NOW)
    page = bobs.get(reverse("sell_order", args=[part.pk]))
    stages = page.context["stages"]
    assert [bool(stage.step) for stage in stages] == [True, True, False, False, False]
    assert stages[1].step.by == bob
    assert "Manek" not in page.content.decode()


def test_a_person_of_two_producers_sees_the_work_of_both_and_each_ones_earnings(bob, bobs, part, farmers):
    ProducerPerson.objects.create(producer=farmers, user=bob, name="Bob", role=ProducerPerson.Role.HELPER)
    page = bobs.get("/sell/")
    assert {each.producer.name for each in page.context["work"].to_accept} == {"Kelompok Tenun", "Kebun Organik"}
    assert bobs.get("/sell/earnings/").context["chosen"] == farmers
    assert bobs.get("/sell/earnings/", {"producer": part.producer.slug}).context["chosen"] == part.producer


def test_a_count_sets_the_stock(bobs, scarf, part):
    source = f"/sell/products/{scarf.product_id}/"
    answer = post(bobs, "sell_stock", scarf.pk, source=source, on_hand="25")
    scarf.refresh_from_db()
    assert (scarf.on_hand, scarf.available, scarf.movements.last().by.name) == (25, 23, "Bob")
    assert (answer.request["PATH_INFO"], told(answer)[0][0]) == (source, "success")


def test_a_count_below_what_is_ordered_is_refused_on_the_same_page(bobs, scarf, part):
    source = f"/sell/products/{scarf.product_id}/"
    answer = post(bobs, "sell_stock", scarf.pk, source=source, on_hand="1")
    scarf.refresh_from_db()
    assert (answer.request["PATH_INFO"], told(answer)) == (source, [("error", words(BelowReserved(reserved=2)))])
    assert scarf.on_hand == 9


@pytest.mark.parametrize("typed", ["", "-1", "1000000000", "9999999999999999999999", "two", "1.5", "1;2"])
def test_a_count_that_makes_no_sense_is_refused(bobs, scarf, typed):
    answer = post(bobs, "sell_stock", scarf.pk, on_hand=typed)
    scarf.refresh_from_db()
    assert ([tone for tone, _text in told(answer)], scarf.on_hand) == (["error"], 9)


@pytest.mark.parametrize("typed", ["80000", "80.000", "Rp80.000", "rp 80.000", " 80,000 "])
def test_a_price_is_taken_as_people_write_it(bobs, scarf, order, typed):
    post(bobs, "sell_price", scarf.pk, price=typed)
    scarf.refresh_from_db()
    assert scarf.price == Money(80_000)
    assert order.total == Money(162_000)


@pytest.mark.parametrize("typed", ["", "0", "-5", "80.00", "8.0000", "1e5", "100000001", "9" * 30, "delapan", "٨٠"])
def test_a_price_that_makes_no_sense_is_refused(bobs, scarf, typed):
    answer = post(bobs, "sell_price", scarf.pk, price=typed)
    scarf.refresh_from_db()
    assert ([tone for tone, _text in told(answer)], scarf.price) == (["error"], Money(75_000))


def test_a_product_is_paused_and_comes_back(bobs, scarf):
    post(bobs, "sell_pause", scarf.product_id)
    assert Product.objects.get().status == "paused"
    post(bobs, "sell_publication", scarf.product_id)
    assert Product.objects.get().status == "published"


@pytest.mark.parametrize("status", ["draft", "in_review", "changes_requested", "rejected", "archived", "published"])
def test_only_a_coordinator_publishes_what_was_not_paused(bobs, weavers, status):
    product = make.variant(of=weavers, status=status).product
    answer = post(bobs, "sell_publication", product.pk)
    assert (told(answer), Product.objects.get().status) == ([("error", words(WrongStep()))], status)


def a_photo(size=(1200, 900)):
    encoded = io.BytesIO()
    Image.new("RGB", size, "teal").save(encoded, "JPEG")
    return SimpleUploadedFile("IMG_2026.jpg", encoded.getvalue(), "image/jpeg")


def test_a_photo_is_added_and_shown_as_being_prepared(bobs, scarf):
    answer = post(bobs, "sell_photos", scarf.product_id, source=f"/sell/products/{scarf.product_id}/", photo=a_photo())
    assert told(answer)[0][0] == "success"
    photo = RevisionPhoto.objects.get()  # buyers see it once it is reviewed
    assert (photo.revision.product, photo.picture.status, photo.picture.uploaded_by.name) == (
        scarf.product, "waiting", "Bob",
    )  # fmt: skip
    assert f'fill="{photo.picture.colour}"' in answer.content.decode()
    pictures.render_waiting(limit=1, at=timezone.now())
    assert "<img" in bobs.get(reverse("sell_product", args=[scarf.product_id])).content.decode()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", pictures.EmptyPicture),
        (b"MZ not a picture at all", pictures.NotAPicture),
        (b"\xff\xd8\xff" + bytes(pictures.MOST_BYTES), pictures.TooManyBytes),
    ],
)
def test_what_is_no_photo_is_refused_on_the_same_page(bobs, scarf, content, refusal):
    upload = SimpleUploadedFile("x.jpg", content, "image/jpeg")
    answer = post(bobs, "sell_photos", scarf.product_id, photo=upload)
    assert (answer.status_code, told(answer)) == (200, [("error", words(refusal()))])
    assert Picture.objects.count() == 0


def test_without_a_file_one_is_asked_for(bobs, scarf):
    assert told(post(bobs, "sell_photos", scarf.product_id))[0][0] == "error"


def many(weavers, *, orders):
    scarf = make.variant("Selendang", of=weavers, on_hand=500)
    point = make.pickup_point()
    day = make.market_day(point)
    for _each in range(orders):
        make.order((scarf, 1), point=point, market_day=day)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/sell/", 19), ("/sell/orders/", 8), ("/sell/products/", 10), ("/sell/earnings/", 14)],
)
def test_a_list_costs_the_same_however_long_it_is(
    bob, bobs, carol, weavers, django_assert_num_queries, address, queries
):
    for _round in range(2):
        many(weavers, orders=6)
        for number, part in enumerate(SubOrder.objects.to_accept().order_by("pk")[:4]):
            fulfilment.accept(part, by=bob, at=NOW)
            if number > 1:
                fulfilment.mark_ready(part, by=bob, at=NOW)
        order = Order.objects.ready().first()
        handover.hand_over(order, code=order.pickup_code, by=carol, at=NOW)
        bobs.get(address)
        with django_assert_num_queries(queries):
            assert bobs.get(address).status_code == 200


def test_a_long_list_goes_on_over_pages(bobs, weavers):
    many(weavers, orders=30)
    first = bobs.get("/sell/orders/").context["page"]
    second = bobs.get("/sell/orders/", {"cursor": first.next}).context["page"]
    assert (len(first.rows), len(second.rows), second.next) == (24, 6, "")
    assert not {part.pk for part in first.rows} & {part.pk for part in second.rows}
