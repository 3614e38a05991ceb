"""Makers of nouns for tests: each gives a usable row and takes what the test cares about."""

import io
import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from catalog import stock
from catalog.models import Category, Claim, MarketDay, Product, Revision, Sheet, Variant
from catalog.spreadsheet import applying, checking, sending
from marketplace import pictures
from marketplace.models import ApiToken, District, PickupPoint, Picture, Role, User, Village
from marketplace.money import Money
from orders import checkout
from orders.models import Cart, FeeRule, Order, SubOrder
from producers import register
from producers.models import (
    Certificate,
    Cohort,
    Grant,
    Member,
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


def snapshot() -> bytes:
    """A JPEG of twelve megapixels and some megabytes, as the camera of a phone takes it."""
    taken = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(taken, "JPEG", quality=80)
    return taken.getvalue()


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


def application(name: str = "Kelompok Baru", *, lead: User, **fields: Any) -> Producer:
    """A draft in which nothing is missing."""
    told = {
        "story": "Kami menjahit tas dan seragam di rumah, dari Senin sampai Jumat.",
        "picture": picture(by=lead),
        "whatsapp": "+6281234567890",
        "bank_name": "Bank NTT",
        "bank_account_number": "0123456789",
        "bank_account_name": lead.name,
    }
    made = producer(name, lead=lead, status=Producer.Status.DRAFT, applied_at=None, **(told | fields))
    made.people.update(consented_at=timezone.now(), consent_recorded_by=lead)
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
    given = {"number": "001/2026", "kind": Certificate.Kind.COMPETENCY, "issued_on": date(2026, 3, 10)}
    return Certificate.objects.create(**{"person": of.people.first(), "cohort": cohort} | given | fields)


def grant(of: Producer, *, by: User, to: User | None = None, **fields: Any) -> Grant:
    """Somebody outside may act for the producer for a month."""
    today = timezone.localdate()
    given = {"reason": "No phone of her own", "starts_on": today, "ends_on": today + timedelta(days=30)} | fields
    return Grant.objects.create(producer=of, user=to or user("Agus"), given_by=by, given_at=timezone.now(), **given)


def member(name: str = "Maria", **fields: Any) -> Member:
    """Somebody on the co-op's register."""
    return register.join(name=name, **({"joined_on": date(2026, 1, 5)} | fields))


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


def listing_in_review(name: str = "Selendang", *, of: Producer, by: User, **fields: Any) -> Product:
    """A new listing with a photo and a price that somebody has sent in."""
    product = variant(name, of=of, status=Product.Status.DRAFT, **fields).product
    Product.objects.filter(pk=product.pk).update(published_at=None)
    product.photos.create(picture=picture(), position=0)
    product.submit(by=by, at=timezone.now())
    return product


def draft(name: str = "Selendang", *, of: Producer, status: str = Product.Status.DRAFT, **said: Any) -> Product:
    """A listing with price, stock and a photo that says this; complete where its category asks for nothing more."""
    category = said.pop("category", "kain-tenun")
    product = variant(name, of=of, category=category, status=status).product
    said.setdefault("published_at", product.published_at if product.is_public else None)
    Product.objects.filter(pk=product.pk).update(**said)
    product.photos.create(picture=picture(), position=0)
    product.refresh_from_db()
    return product


def edit_in_review(of: Product, *, by: User, **fields: Any) -> Revision:
    """Changes to a public listing, with the photos that it shows, that somebody has sent in."""
    made = revision(of, **fields)
    for photo in of.photos.all():
        made.photos.create(picture=photo.picture, position=photo.position)
    if not made.photos.exists():
        made.photos.create(picture=picture(), position=0)
    made.submit(by=by, at=timezone.now())
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
    """A spreadsheet that the lead of the producer sent."""
    fields.setdefault("made_by", of.people.filter(role=ProducerPerson.Role.LEAD).exclude(user=None).get().user)
    return Sheet.objects.create(producer=of, name="produk.xlsx", made_at=timezone.now(), **fields)


def sheet_file(*rows: Sequence[Any], name: str = "produk.xlsx") -> SimpleUploadedFile:
    """A spreadsheet with these rows, the headings first, as somebody chooses it in a form; a CSV by its name."""
    if name.endswith(".csv"):
        text = "\r\n".join(";".join(f'"{"" if cell is None else cell}"' for cell in row) for row in rows)
        return SimpleUploadedFile(name, text.encode("utf-8-sig"), "text/csv")
    workbook, file = Workbook(write_only=True), io.BytesIO()
    page = workbook.create_sheet("Produk")
    for row in rows:
        page.append(row)
    workbook.save(file)
    return SimpleUploadedFile(name, file.getvalue(), "application/octet-stream")


def sent_sheet(of: Producer, *rows: Sequence[Any], name: str = "produk.xlsx") -> Sheet:
    """A spreadsheet that the lead sent, and that waits for its check."""
    file, by = (
        sheet_file(*rows, name=name),
        of.people.filter(role=ProducerPerson.Role.LEAD).exclude(user=None).get().user,
    )
    return sending.send(of, file, name=name, size=file.size, by=by, at=timezone.now())


def checked_sheet(of: Producer, *rows: Sequence[Any], name: str = "produk.xlsx") -> Sheet:
    made = sent_sheet(of, *rows, name=name)
    checking.check_sent()
    made.refresh_from_db()
    return made


def applied_sheet(of: Producer, *rows: Sequence[Any]) -> Sheet:
    """A spreadsheet of which all rows without mistakes are applied; without rows, one with one new product."""
    named = ["Nama produk", "Pilihan", "Kategori", "Harga"], [f"Tas {next(_numbers)}", "", "tas-dompet", 75_000]
    made = checked_sheet(of, *(rows or named))
    made.begin_faultless(by=made.made_by, at=timezone.now())
    applying.apply_waiting(seconds=60)
    made.refresh_from_db()
    return made


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
