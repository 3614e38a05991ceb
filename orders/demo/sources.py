"""What the demo market consists of, as it is told in `data/*.toml`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
NEWEST_AGE_DAYS = 2
DAYS_BETWEEN_LISTINGS = 2


@dataclass(frozen=True)
class Point:
    """A pickup point; `village` is a code."""

    slug: str
    name: str
    village: str
    address: str
    hours: str
    keeper: str
    keeper_phone: str
    instructions: str


@dataclass(frozen=True)
class Contact:
    """Somebody who signs in or buys, with a phone number, an e-mail address or both."""

    name: str
    phone: str
    email: str = ""
    role: str = "buyer"
    language: str = "id"


@dataclass(frozen=True)
class Cohort:
    """One intake; `began` is in days before today, `lasted` in days."""

    slug: str
    name: str
    began: int
    lasted: int


@dataclass(frozen=True)
class Programme:
    name: str
    skill: str
    hours: int
    cohorts: Sequence[Cohort]


@dataclass(frozen=True)
class Provider:
    name: str
    programmes: Sequence[Programme]


@dataclass(frozen=True)
class Certificate:
    """`cohort` is a slug; `outcome` is the status that it has reached."""

    cohort: str
    kind: str
    number: str
    outcome: str = "confirmed"


@dataclass(frozen=True)
class Person:
    """One person of a producer; those with a phone number can sign in."""

    name: str
    role: str
    certificates: Sequence[Certificate]
    phone: str = ""
    email: str = ""
    about: str = ""
    consent: bool = False


@dataclass(frozen=True)
class Bank:
    name: str
    number: str
    holder: str


@dataclass(frozen=True)
class Variant:
    """From stock (`stock` are available today) or made to order (`lead_days`, at most `cap` open)."""

    price: int
    name: str = ""
    unit: str = ""
    stock: int = 0
    lead_days: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Product:
    """A listing; `photos` are subjects of `drawing`, `status` is where it stands today, `details` as the rules ask."""

    slug: str
    name: str
    category: str
    unit: str
    photos: Sequence[str]
    description: str
    variants: Sequence[Variant]
    status: str = "published"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Holiday:
    """From so many days after today to so many after it."""

    starts_in: int
    ends_in: int
    note: str


@dataclass(frozen=True)
class Producer:
    """A producer with its people and goods; `picture` is a subject of `drawing`."""

    slug: str
    name: str
    kind: str
    district: str
    picture: str
    whatsapp: str
    bank: Bank
    story: str
    people: Sequence[Person]
    products: Sequence[Product]
    village: str = ""
    is_group: bool = True
    is_trusted: bool = False
    holiday: Holiday | None = None


@dataclass(frozen=True)
class Application:
    """A producer who wants to come: sent so many hours ago, and sent back with `wanted` if that says something."""

    slug: str
    name: str
    kind: str
    is_group: bool
    district: str
    village: str
    whatsapp: str
    bank: Bank
    story: str
    people: Sequence[Person]
    hours_ago: int
    wanted: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim of a product (a slug), made so many days ago and valid for so many more; `outcome` is its status."""

    product: str
    kind: str
    issuer: str
    days_ago: int
    valid_days: int | None = None
    number: str = ""
    note: str = ""
    outcome: str = "confirmed"


@dataclass(frozen=True)
class Edit:
    """An edited version of a product (a slug) that waits for review."""

    product: str
    hours_ago: int
    name: str = ""
    description: str = ""


@dataclass(frozen=True)
class UnderWay:
    """An order that is not finished: of whom (a phone number), from which producers (slugs), how old, how far.

    With `market_day` it is for the open one; with `slow`, only the first producer has come so far.
    """

    buyer: str
    makers: Sequence[str]
    hours_ago: int
    reached: str
    market_day: bool = False
    slow: bool = False


@dataclass(frozen=True)
class Shot:
    """One photograph to draw: of what, for which producer or product (a slug), the first of its kind or another one."""

    of: str
    subject: str
    seed: int


@dataclass(frozen=True)
class Market:
    """Everything, in the order in which it is told."""

    cooperative: Mapping[str, Any]
    staff: Sequence[Contact]
    points: Sequence[Point]
    fees: Sequence[Mapping[str, Any]]
    providers: Sequence[Provider]
    producers: Sequence[Producer]
    accounts: Sequence[Contact]
    guests: Sequence[Contact]
    today: Sequence[UnderWay]
    applications: Sequence[Application]
    claims: Sequence[Claim]
    edits: Sequence[Edit]

    @property
    def ages(self) -> dict[str, int]:
        """For how many days each product, by its slug, has been listed: the newest first, producers well mixed."""
        slugs = [product.slug for producer in self.producers for product in producer.products]
        Random("which came first").shuffle(slugs)
        return {slug: NEWEST_AGE_DAYS + DAYS_BETWEEN_LISTINGS * place for place, slug in enumerate(slugs)}

    @property
    def shots(self) -> list[Shot]:
        """The photographs: of the producers, then of the goods, the newest first, as a visitor meets them."""
        products = {product.slug: product for producer in self.producers for product in producer.products}
        wanted = [(producer.slug, producer.picture) for producer in self.producers]
        wanted += [(slug, subject) for slug in self.ages for subject in products[slug].photos]
        return [Shot(of, subject, seed) for seed, (of, subject) in enumerate(wanted)]


def read() -> Market:
    market, training, buyers, today, waiting = (
        _read(DATA / f"{name}.toml") for name in ("market", "training", "buyers", "today", "waiting")
    )
    return Market(
        cooperative=market["cooperative"],
        staff=[Contact(**row) for row in market["staff"]],
        points=[Point(**row) for row in market["points"]],
        fees=market["fees"],
        providers=[_provider(row) for row in training["providers"]],
        producers=list(_producers()),
        accounts=[Contact(**row) for row in buyers["accounts"]],
        guests=[Contact(**row) for row in buyers["guests"]],
        today=[UnderWay(**row) for row in today["orders"]],
        applications=[_application(row) for row in waiting["applications"]],
        claims=[Claim(**row) for row in waiting["claims"]],
        edits=[Edit(**row) for row in waiting["edits"]],
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _producers() -> Iterator[Producer]:
    for path in sorted((DATA / "producers").glob("*.toml")):
        row = _read(path)
        row["bank"] = Bank(**row["bank"])
        row["people"] = [_person(person) for person in row["people"]]
        row["products"] = [_product(product) for product in row["products"]]
        row["holiday"] = Holiday(**row["holiday"]) if "holiday" in row else None
        yield Producer(slug=path.stem, **row | {"story": row["story"].strip()})


def _application(row: dict[str, Any]) -> Application:
    row["bank"] = Bank(**row["bank"])
    row["people"] = [_person(person) for person in row["people"]]
    return Application(**row | {"story": row["story"].strip()})


def _person(row: dict[str, Any]) -> Person:
    certificates = [Certificate(**each) for each in row.pop("certificates", [])]
    return Person(certificates=certificates, **row)


def _product(row: dict[str, Any]) -> Product:
    row["variants"] = [Variant(**each) for each in row["variants"]]
    return Product(**row | {"description": row["description"].strip()})


def _provider(row: dict[str, Any]) -> Provider:
    programmes = []
    for programme in row["programmes"]:
        programme["cohorts"] = [Cohort(**each) for each in programme["cohorts"]]
        programmes.append(Programme(**programme))
    return Provider(row["name"], programmes)
