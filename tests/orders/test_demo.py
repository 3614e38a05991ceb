"""The demo market: whole, plausible and in order, on whatever day it is opened."""

import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.test import TestCase
from django.utils import timezone
from PIL import ExifTags, Image

from catalog import rules
from catalog.models import Category, Claim, MarketDay, Photo, Product, Revision, StockMovement, Variant
from marketplace.models import Cooperative, Notice, PickupPoint, Role, Transfer, User
from orders import reconciliation
from orders.demo import copies, darkroom, opening, sign_ins, sources
from orders.demo.dates import Calendar, saturday_after
from orders.demo.drawing import SUBJECTS
from orders.models import Order, OrderStep, SubOrder
from producers.models import Certificate, Member, Producer, ProducerKind, ProducerPerson

MARKET = sources.read()
CLAIMS = ("organik", "organic", "halal", "p-irt", "herbal", "menyembuhkan", "khasiat")


def snapshot() -> bytes:
    """A photo that costs next to nothing."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#a33").save(out, "JPEG")
    return out.getvalue()


def texts() -> list[str]:
    goods = [product for producer in MARKET.producers for product in producer.products]
    return [
        *(text for product in goods for text in (product.name, product.description)),
        *(text for producer in MARKET.producers for text in (producer.name, producer.story)),
    ]


@pytest.mark.xdist_group("demo")
class DemoMarket(TestCase):
    """The market is filled once for all of these; what a test changes is taken back after it."""

    now: datetime
    letters: list[mail.EmailMessage]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.now = timezone.now()
        before = len(mail.outbox)
        opening.fill(MARKET, photos=[snapshot()] * len(MARKET.shots), at=cls.now)
        cls.letters = mail.outbox[before:]

    def test_it_is_a_whole_small_market(self) -> None:
        assert Cooperative.current().name == MARKET.cooperative["name"]
        assert Producer.objects.verified().count() >= 12
        assert {producer.kind for producer in Producer.objects.all()} == set(ProducerKind.objects.all())
        assert 75 <= Product.objects.on_sale().count() <= 90
        assert PickupPoint.objects.active().count() >= 3
        assert User.objects.filter(role=Role.COORDINATOR).count() == 2
        assert User.objects.filter(role=Role.SPONSOR).count() == 1
        assert 60 <= Order.objects.count() <= 90

    def test_every_branch_has_goods(self) -> None:
        for category in Category.objects.exclude(parent=None):
            assert Product.objects.on_sale().in_category(category.slug).exists(), category.slug

    def test_goods_differ_in_what_is_left_of_them(self) -> None:
        products = Product.objects.annotate(choices=Count("variants"))
        assert products.filter(choices__gte=2).count() >= 25
        assert 3 <= Product.objects.on_sale().count() - Product.objects.on_sale().available().count() <= 6
        assert Variant.objects.from_stock().filter(on_hand=F("reserved") + 1).count() >= 3
        assert Variant.objects.exclude(lead_days=None).count() >= 8
        statuses = Counter(Product.objects.values_list("status", flat=True))
        assert (statuses["paused"], statuses["draft"], statuses["in_review"]) == (1, 1, 1)

    def test_what_is_told_is_what_is_available(self) -> None:
        told = {
            (product.slug, variant.name): variant.stock
            for producer in MARKET.producers
            for product in producer.products
            for variant in product.variants
            if variant.lead_days is None
        }
        there = Variant.objects.from_stock().select_related("product")
        assert {(variant.product.slug, variant.name): variant.available for variant in there} == told

    def test_everything_on_sale_has_a_photo_sent_by_its_lead(self) -> None:
        assert not Product.objects.on_sale().filter(photos=None).exists()
        assert Photo.objects.count() == len(MARKET.shots) - len(MARKET.producers)
        assert not Producer.objects.verified().filter(picture=None).exists()
        photo = Photo.objects.select_related("picture__uploaded_by", "product").earliest("pk")
        lead = photo.product.producer.people.get(role=ProducerPerson.Role.LEAD)
        assert photo.picture.uploaded_by == lead.user

    def test_every_producer_has_people_and_somebody_who_signs_in(self) -> None:
        for producer in Producer.objects.verified().prefetch_related("people"):
            people = producer.people.all()
            assert 2 <= len(people) <= 5, producer
            assert [person.role for person in people if person.user_id].count("lead") == 1, producer
        assert ProducerPerson.objects.filter(consented_at=None).exists()

    def test_something_waits_on_the_desk(self) -> None:
        statuses = Counter(Producer.objects.values_list("status", flat=True))
        assert (statuses["applied"], statuses["changes_requested"]) == (1, 1)
        assert [claim.product.slug for claim in Claim.objects.claimed()] == ["dompet-bungkus-kopi"]
        assert Claim.objects.valid(on=timezone.localdate(self.now)).count() == 7
        assert [revision.product.slug for revision in Revision.objects.in_review()] == ["taplak-meja-hijau"]
        assert Producer.objects.filter(is_trusted=True).count() == 1
        assert not Producer.objects.away(on=timezone.localdate(self.now)).exists()

    def test_what_is_on_sale_keeps_the_rules(self) -> None:
        on = timezone.localdate(self.now)
        for product in Product.objects.on_sale().select_related("category"):
            assert rules.blocking_approval(product, on=on) == [], product

    def test_the_register_has_everybody_who_works(self) -> None:
        numbers = list(Member.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == ProducerPerson.objects.working().filter(producer__status="verified").count() >= 14

    def test_certificates_are_of_every_kind_and_state(self) -> None:
        assert set(Certificate.objects.values_list("kind", flat=True)) == set(Certificate.Kind.values)
        statuses = Counter(Certificate.objects.values_list("status", flat=True))
        assert (statuses["claimed"], statuses["expired"], statuses["withdrawn"]) == (1, 1, 1)
        on = timezone.localdate(self.now)
        assert Certificate.objects.valid(on=on).count() == Certificate.objects.confirmed().count() >= 25

    def test_one_market_day_is_open_and_one_is_to_come(self) -> None:
        [open_now] = MarketDay.objects.open(at=self.now)
        assert timedelta(days=1) < open_now.closes_at - self.now <= timedelta(days=3)
        assert open_now.pickup_on > timezone.localdate(open_now.closes_at)
        assert MarketDay.objects.filter(opens_at__gt=self.now).count() == 1
        assert MarketDay.objects.filter(pickup_on__lt=timezone.localdate(self.now)).count() == 3

    def test_the_books_agree(self) -> None:
        assert list(reconciliation.differences()) == []
        assert Transfer.objects.count() > 200

    def test_orders_are_in_every_state(self) -> None:
        assert set(SubOrder.objects.values_list("status", flat=True)) == set(SubOrder.Status.values)
        assert {"confirmed", "completed", "cancelled"} == set(Order.objects.values_list("status", flat=True))
        assert SubOrder.objects.late(at=self.now).count() == 2
        uncollected = Order.objects.live().filter(market_day__pickup_on__lt=timezone.localdate(self.now))
        assert uncollected.count() == 2
        assert Order.objects.filter(buyer=None).exists()

    def test_every_producer_has_sold_something(self) -> None:
        for producer in Producer.objects.verified():
            assert producer.sub_orders.handed_over().exists(), producer

    def test_nothing_happened_in_the_future(self) -> None:
        for happened in (OrderStep.objects, StockMovement.objects, Transfer.objects):
            assert not happened.filter(at__gt=self.now).exists()
        assert not Notice.objects.filter(made_at__gt=self.now).exists()

    def test_everybody_was_told_and_nobody_is_owed_a_message(self) -> None:
        assert not Notice.objects.owed().exists()
        assert Notice.objects.count() > 500
        assert not Notice.objects.filter(sent_at=None).exclude(status=Notice.Status.DROPPED).exists()
        lead = User.objects.get(email="kebun@pasarkarya.example")
        inbox = Notice.objects.inbox_of(lead)
        assert inbox.unread().exists()
        assert inbox.unread().count() < inbox.count()
        assert all(notice.subject and notice.body for notice in inbox)
        assert [notice.made_at for notice in inbox] == sorted((notice.made_at for notice in inbox), reverse=True)
        assert not self.letters

    def test_no_address_is_anybodys(self) -> None:
        people = list(User.objects.all())
        assert all(user.email is None or user.email.endswith("@pasarkarya.example") for user in people)
        assert all(user.phone.as_e164.startswith("+6281200000") and user.phone.is_valid() for user in people)
        for order in Order.objects.all():
            assert order.phone.as_e164.startswith("+6281200000")
            assert not order.email or order.email.endswith("@pasarkarya.example")

    def test_the_sign_ins_are_there(self) -> None:
        assert len(list(sign_ins.lines())) == len(sign_ins.SIGN_INS) == 6

    def test_a_second_time_changes_nothing(self) -> None:
        before = (User.objects.count(), Product.objects.count(), Order.objects.count(), Notice.objects.count())
        said = StringIO()
        call_command("seed_demo", stdout=said)
        assert said.getvalue() == "There is a market here already: nothing was changed.\n"
        assert before == (User.objects.count(), Product.objects.count(), Order.objects.count(), Notice.objects.count())

    def test_copies_are_whole_and_their_books_agree(self) -> None:
        products, orders, live = Product.objects.count(), Order.objects.count(), Order.objects.live().count()
        pictures = Photo.objects.values("picture").distinct().count()
        copies.add(2)
        assert list(reconciliation.differences()) == []
        assert Product.objects.count() == 3 * products
        assert Order.objects.count() == 3 * orders
        assert Order.objects.live().count() == 3 * live
        assert User.objects.filter(orders__isnull=False).distinct().count() % 3 == 0
        assert Photo.objects.values("picture").distinct().count() == pictures


def test_the_texts_are_there_and_claim_nothing() -> None:
    assert all(texts())
    for text in texts():
        assert not any(claim in text.lower() for claim in CLAIMS), text


def test_every_picture_can_be_drawn() -> None:
    assert {shot.subject for shot in MARKET.shots} <= set(SUBJECTS)


def test_the_newest_goods_are_drawn_first() -> None:
    newest = min(MARKET.ages, key=lambda slug: MARKET.ages[slug])
    assert MARKET.shots[len(MARKET.producers)].of == newest


def test_photos_are_as_a_phone_takes_them() -> None:
    shots = [shot for shot in MARKET.shots if shot.subject.startswith("portrait/")][:1]
    with darkroom.drawn(shots) as photos:
        [photo] = [Image.open(io.BytesIO(jpeg)) for jpeg in photos]
    assert photo.width * photo.height > 7_000_000
    assert photo.getexif().get_ifd(ExifTags.IFD.GPSInfo)


@pytest.mark.parametrize("place", range(7))
def test_the_last_saturday_is_over_whatever_the_day(place: int) -> None:
    today = date(2026, 12, 14) + timedelta(days=place)
    calendar = Calendar(datetime.combine(today, time(23, 50), tzinfo=timezone.get_default_timezone()))
    assert calendar.last_saturday.isoweekday() == 6
    assert 1 <= (today - calendar.last_saturday).days <= 7
    assert 1 <= (saturday_after(today) - today).days <= 7
    assert saturday_after(today).isoweekday() == 6


@pytest.mark.parametrize("scale", ["0", "-1", "many", "1001"])
def test_an_impossible_scale_is_refused(scale: str) -> None:
    with pytest.raises(CommandError, match="whole number from 1 to 1000"):
        call_command("seed_demo", "--scale", scale)
