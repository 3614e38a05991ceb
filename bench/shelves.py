"""Fills a market with goods, as many as are asked for, the way real ones are spread: by COPY, in seconds."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bench import CATEGORIES, PRODUCERS, TO_ORDER
from catalog.models import Category, Claim, MarketDay, Photo, Product, Variant
from marketplace.models import Cooperative, District, PickupPoint, Picture, Village
from marketplace.money import Money
from orders.models import FeeRule
from producers.models import Producer, ProducerKind, ProducerPerson

WIDTHS = [160, 320, 640, 960, 1280]
FIRST = (
    "Selendang",
    "Tas",
    "Sarung",
    "Dompet",
    "Keranjang",
    "Baju",
    "Taplak",
    "Syal",
    "Bantal",
    "Tikar",
    "Kalung",
    "Topi",
)
MADE = ("tenun", "anyaman", "jahit", "rajut", "daur ulang", "sulam", "lontar", "batik", "kulit", "bambu")
KIND = ("merah", "biru", "kaif", "motif buna", "sotis", "kecil", "besar", "panjang", "polos", "harian", "pesta", "anak")
PLACES = ("Oesapa", "Naimata", "Noelbaki", "Oebufu", "Fatukoa", "Bello", "Liliba", "Semau", "Amarasi", "Oesao")
CLAIMS = ("pamor", "halal", "recycled", "organic_certified", "geographical")
STORY = "Kami belajar bersama di balai latihan, lalu bekerja dari rumah dan membagi hasilnya dengan adil. " * 4
TEXT = "Dibuat dengan tangan oleh lulusan pelatihan di sekitar Kupang, dari bahan yang dipilih satu per satu. " * 4


def open_market() -> None:
    """All that a market needs beside goods: co-op, points, a market day, fees, producers with people."""
    now = timezone.now()
    Cooperative.objects.update_or_create(
        pk=1, defaults={"name": "Koperasi Karya Contoh", "address": "Jalan Contoh 1, Kupang", "phone": "+62380123456"}
    )
    village = Village.objects.order_by("pk")[0]
    points = [
        PickupPoint.objects.create(
            slug=f"titik-{place.lower()}", name=f"Titik {place}", village=village, address=f"Jalan {place} 5",
            hours="16.00-20.00", keeper="Ibu Penjaga",
        )
        for place in PLACES[:4]
    ]  # fmt: skip
    day = MarketDay.objects.create(
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=2),
        pickup_on=timezone.localdate() + timedelta(days=3),
    )
    day.pickup_points.set(points)
    FeeRule.objects.create(basis_points=1_000, fixed=Money(0), starts_on=timezone.localdate() - timedelta(days=99))
    branch = Category.objects.filter(parent=None)[0]
    for number in range(Category.objects.filter(children=None).count(), CATEGORIES):
        Category.objects.create(
            slug=f"ragam-{number}", name_id=f"Ragam {number}", name_en=f"Variety {number}", parent=branch
        )
    pictures = copied(Picture, _pictures(range(PRODUCERS), at=now))
    kinds, districts = list(ProducerKind.objects.all()), list(District.objects.all()[:12])
    made = [
        Producer(
            slug=f"kelompok-{number}", name=f"Kelompok {PLACES[number % len(PLACES)]} {number}",
            kind=kinds[number % len(kinds)], district=districts[number % len(districts)], story=STORY,
            picture=pictures[number], whatsapp=f"+62812000{number:05d}", applied_at=now, status="verified",
        )
        for number in range(PRODUCERS)
    ]  # fmt: skip
    Producer.objects.bulk_create(made)
    ProducerPerson.objects.bulk_create(
        ProducerPerson(producer=each, name=f"{name} Contoh", role=role, about="Belajar menjahit", consented_at=now)
        for each in made
        for name, role in (("Maria", "lead"), ("Yuliana", "maker"), ("Selfina", "maker"))
    )


def fill(products: int) -> None:
    """Put goods on sale until there are so many. Nothing is left for the database to tidy up afterwards."""
    there = Product.objects.count()
    fill_up(range(there, products))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def fill_up(numbers: Sequence[int]) -> None:
    now = timezone.now()
    producers, leaves = list(Producer.objects.order_by("pk")), list(Category.objects.filter(children=None))
    plans = [Plan(number) for number in numbers]
    made = copied(Product, (plan.product(producers, leaves, at=now) for plan in plans))
    pairs = list(zip(plans, made, strict=True))
    copied(Variant, (each for plan, product in pairs for each in plan.variants(product)))
    copied(Claim, (each for plan, product in pairs for each in plan.claims(product, at=now)))
    pictures = copied(Picture, _pictures(numbers, at=now))
    copied(Photo, (Photo(product=product, picture=shown) for product, shown in zip(made, pictures, strict=True)))


class Plan:
    """What the product of a number is like: the same in every run."""

    def __init__(self, number: int) -> None:
        draw = random.Random(number)
        self.number = number
        self.words = [draw.choice(FIRST), draw.choice(MADE), draw.choice(KIND)]
        self.text = f"{TEXT} {draw.choice(KIND)} {draw.choice(MADE)}"
        self.leaf = draw.randrange(1000)
        self.price = draw.randrange(5, 400) * 1_000
        self.names = [""] if draw.random() < 0.7 else ["Kecil", "Sedang", "Besar"]
        self.stocks = [10_000_000 if number < TO_ORDER else draw.choice((0, 3, 8, 20, 60)) for _name in self.names]

    def product(self, producers: list[Producer], leaves: list[Category], *, at: datetime) -> Product:
        return Product(
            producer=producers[self.number % len(producers)],
            category=leaves[self.leaf % len(leaves)],
            slug=f"barang-{self.number}",
            name=f"{' '.join(self.words)} {self.number}",
            description=self.text,
            status="published",
            made_at=at,
            published_at=at - timedelta(minutes=self.number),
            lowest_price=self.price,
        )

    def claims(self, product: Product, *, at: datetime) -> Iterator[Claim]:
        """One product in twenty has one that was checked."""
        if self.number % 20 == 0:
            kind = CLAIMS[self.number // 20 % len(CLAIMS)]
            yield Claim(product=product, kind=kind, number=f"NO-{self.number}", status="confirmed", made_at=at)

    def variants(self, product: Product) -> Iterator[Variant]:
        for position, (name, on_hand) in enumerate(zip(self.names, self.stocks, strict=True)):
            price = Money(self.price + position * 5_000)
            yield Variant(product=product, name=name, price=price, on_hand=on_hand, position=position)


def copied(model: type[Model], rows: Iterable[Any]) -> list[Any]:
    """Write rows by COPY, each with the key that it would have got, and give them back."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table}"')
        numbers = count(cursor.fetchone()[0] + 1)
        written = []
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                row.pk = next(numbers)
                copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])
                written.append(row)
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, key, next(numbers)])
    return written


def _pictures(numbers: Iterable[int], *, at: datetime) -> Iterator[Picture]:
    for number in numbers:
        yield Picture(
            sha256=f"{number:064x}", width=1600, height=1200, colour=f"#{number % 0xFFFFFF:06x}", status="ready",
            key=f"{number:032x}", widths=WIDTHS, made_at=at,
        )  # fmt: skip
