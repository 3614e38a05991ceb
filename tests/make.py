"""Makers of nouns for tests: each gives a usable row and takes what the test cares about."""

import io
import itertools
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from catalog import stock
from catalog.models import Category, Claim, MarketDay, Product, Revision, Sheet, Variant
from marketplace import pictures
from marketplace.models import ApiToken, District, PickupPoint, Picture, Role, User, Village
from marketplace.money import Money
from orders import checkout
from orders.models import Cart, FeeRule, Order, SubOrder
from producers.models import (
    Certificate,
    Cohort,
    Producer,
    ProducerKind,
    ProducerPerson,
    Programme,
    TrainingProvider,
)

_numbers = itertools.count(1)


def now() -> datetime:
    return timezone.now()


def user(name: str = "Person", **fields: Any) -> User:
    number = next(_numbers)
    fields.setdefault("phone", f"+62812000{number:05d}")
    return User.objects.create_user(name=name, **fields)


def coordinator(name: str = "Carol", **fields: Any) -> User:
    return user(name, role=Role.COORDINATOR, **fields)


def photo(colour: str = "teal", *, size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A JPEG as somebody chooses it in a form."""
    taken = io.BytesIO()
    Image.new("RGB", size, colour).save(taken, "JPEG")
    return SimpleUploadedFile("photo.jpg", taken.getvalue(), "image/jpeg")


def picture(*, by: User | None = None) -> Picture:
    """A small picture that waits for its renditions; its file is there."""
    return pictures.receive(photo(), by=by)


def api_token(person: User) -> str:
    """A token with which a program acts for the person."""
    return ApiToken.objects.make(person, name="test", good_for=timedelta(days=1), at=timezone.now())


def producer(name: str = "Kelompok Contoh", *, lead: User | None = None, **fields: Any) -> Producer:
    """A verified producer, with `lead` as the person who runs it."""
    fields.setdefault("slug", f"producer-{next(_numbers)}")
    fields.setdefault("kind", ProducerKind.objects.get(code="sewing_group"))
    fields.setdefault("district", District.objects.get(code="53.71.04"))
    fields.setdefault("applied_at", timezone.now())
    fields.setdefault("status", Producer.Status.VERIFIED)
    made = Producer.objects.create(name=name, **fields)
    if lead:
        ProducerPerson.objects.create(producer=made, user=lead, name=lead.name, role=ProducerPerson.Role.LEAD)
    return made


def certificate(of: Producer, **fields: Any) -> Certificate:
    """A certificate that the producer's first person claims."""
    provider, _is_new = TrainingProvider.objects.get_or_create(name="Balai Latihan")
    programme = Programme.objects.create(
        provider=provider, name=f"Menjahit {next(_numbers)}", skill="sewing", hours=240
    )
    cohort = Cohort.objects.create(
        programme=programme, name="Angkatan 1", starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 5)
    )
    given = {"number": "001/2026", "kind": Certificate.Kind.COMPETENCY, "issued_on": date(2026, 3, 10)} | fields
    return Certificate.objects.create(person=of.people.first(), cohort=cohort, **given)


def variant(
    name: str = "Selendang", *, of: Producer, price: int = 50_000, on_hand: int = 10, category: str = "kain-tenun",
    product: Product | None = None, status: str = Product.Status.PUBLISHED, **fields: Any,
) -> Variant:  # fmt: skip
    """A variant of a published product (a new one, or `product`), with its stock counted in."""
    if product is None:
        product = Product.objects.create(
            producer=of,
            category=Category.objects.get(slug=category),
            slug=f"product-{next(_numbers)}",
            name=name,
            status=status,
            made_at=timezone.now(),
            published_at=timezone.now(),
        )
    made = Variant.objects.create(product=product, price=Money(price), **fields)
    if on_hand:
        stock.count(made, on_hand, by=None, at=timezone.now())
    return made


def revision(of: Product, **fields: Any) -> Revision:
    """The open revision of a product, which says what the product says unless told otherwise."""
    said = {name: getattr(of, name) for name in ("name", "description", "category", "details")}
    return Revision.objects.create(product=of, made_at=timezone.now(), **(said | fields))


def claim(of: Product, kind: str = Claim.Kind.HALAL, **fields: Any) -> Claim:
    """A claim that waits for a coordinator."""
    fields.setdefault("number", f"ID{next(_numbers):08d}")
    fields.setdefault("valid_until", timezone.localdate() + timedelta(days=365))
    return Claim.objects.create(product=of, kind=kind, made_at=timezone.now(), **fields)


def sheet(of: Producer, **fields: Any) -> Sheet:
    """A spreadsheet that somebody of the producer sent."""
    fields.setdefault("made_by", of.people.exclude(user=None).get().user)
    return Sheet.objects.create(producer=of, name="produk.xlsx", made_at=timezone.now(), **fields)


def pickup_point(name: str = "Saboak", **fields: Any) -> PickupPoint:
    fields.setdefault("slug", f"point-{next(_numbers)}")
    fields.setdefault("village", Village.objects.get(code="53.71.05.1008"))
    return PickupPoint.objects.create(
        name=name, address="Taman Nostalgia", hours="16.00-20.00", keeper="Ibu Penjaga", **fields
    )


def market_day(*points: PickupPoint, opens_at: datetime | None = None, closes_at: datetime | None = None) -> MarketDay:
    """An open market day, unless other times are given."""
    now = timezone.now()
    made = MarketDay.objects.create(
        opens_at=opens_at or now - timedelta(days=1),
        closes_at=closes_at or now + timedelta(days=1),
        pickup_on=timezone.localdate() + timedelta(days=3),
    )
    made.pickup_points.set(points)
    return made


def fee_rule(*, basis_points: int = 1_000, fixed: int = 0, **fields: Any) -> FeeRule:
    fields.setdefault("starts_on", date(2026, 1, 1))
    return FeeRule.objects.create(basis_points=basis_points, fixed=Money(fixed), **fields)


def cart(*wanted: tuple[Variant, int], user: User | None = None) -> Cart:
    made = Cart.objects.create(user=user, made_at=timezone.now())
    for each, quantity in wanted:
        made.put(each, quantity, at=now())
    return made


def wishes(point: PickupPoint, **fields: Any) -> checkout.Wishes:
    given = {"name": "Alice", "phone": "+6281234567890", "email": "", "market_day": None, "method": "cash"} | fields
    return checkout.Wishes(pickup_point=point, **given)


def order(
    *wanted: tuple[Variant, int], point: PickupPoint | None = None, user: User | None = None, **fields: Any
) -> Order:
    """An order placed through `checkout.place`."""
    point = point or pickup_point()
    made = cart(*wanted, user=user)
    return checkout.place(made, wishes=wishes(point, **fields), by=user or AnonymousUser(), at=timezone.now())


def part(of: Order, producer: Producer) -> SubOrder:
    return SubOrder.objects.get(order=of, producer=producer)
