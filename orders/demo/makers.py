"""The producers of the demo market: who they are, what they learned where, and which papers prove it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from marketplace.models import Picture, User
from orders.demo import people, sources
from orders.demo.dates import Calendar
from producers import register as members
from producers import verification
from producers.models import Certificate, Cohort, Producer, ProducerPerson, Programme, TrainingProvider
from producers.models.training import CODE_LETTERS

FIRST_CAME_DAYS_AGO = 330
DAYS_BETWEEN_ARRIVALS = 12
VERIFIED_AFTER = timedelta(days=4)
TRUSTED_AFTER = timedelta(days=60)
CHANGES_AFTER = timedelta(hours=8)
PAPER_AFTER = timedelta(days=14)
PAPER_SEEN_AFTER = timedelta(days=9)
COMPETENT_FOR = timedelta(days=3 * 365)
NEVER_SENT_BACK = "Semua barang selama ini disetujui tanpa perubahan."
UNKNOWN_NUMBER = "Lembaga pelatihan tidak mengenal nomor ini."
VISITED = "Tempat kerja sudah dikunjungi, contoh barang sudah dilihat."

Photographed = Callable[[str, User], Picture]


def train(market: sources.Market, *, calendar: Calendar) -> dict[str, Cohort]:
    """The schools and what they taught; the cohorts by slug."""
    cohorts = {}
    for provider in market.providers:
        school = TrainingProvider.objects.create(name=provider.name)
        for each in provider.programmes:
            programme = Programme.objects.create(provider=school, name=each.name, skill=each.skill, hours=each.hours)
            for told in each.cohorts:
                began = calendar.day(ago=told.began)
                cohorts[told.slug] = Cohort.objects.create(
                    programme=programme, name=told.name, starts_on=began, ends_on=began + timedelta(days=told.lasted)
                )
    return cohorts


def gather(
    market: sources.Market, *, cohorts: Mapping[str, Cohort], by: User, calendar: Calendar, photographed: Photographed
) -> None:
    """Take in every producer, one after the other over the last year, and look at their papers.

    `photographed` gives the picture of the producer with that slug, sent by that person.
    """
    codes = Random("certificate codes")
    for place, told in enumerate(market.producers):
        applied_at = calendar.days_ago(FIRST_CAME_DAYS_AGO - DAYS_BETWEEN_ARRIVALS * place)
        producer = _welcome(told, at=applied_at)
        lead = _lead(producer)
        producer.show(photographed(told.slug, lead))
        producer.apply(by=lead, at=applied_at)
        producer.verify(by=by, at=applied_at + VERIFIED_AFTER, reason=VISITED)
        if told.is_trusted:
            verification.trust(producer, by=by, at=applied_at + TRUSTED_AFTER, reason=NEVER_SENT_BACK)
        if told.holiday:
            starts_on, ends_on = calendar.day(ago=-told.holiday.starts_in), calendar.day(ago=-told.holiday.ends_in)
            producer.go_on_holiday(starts_on=starts_on, ends_on=ends_on, note=told.holiday.note)
        holders = {person.name: person for person in producer.people.all()}
        for person in told.people:
            for paper in person.certificates:
                code = "".join(codes.choices(CODE_LETTERS, k=10))
                certificate = _claim(paper, person=holders[person.name], cohort=cohorts[paper.cohort], code=code)
                # A paper of the last months was issued only after its holder had come.
                issued_at = calendar.on(certificate.issued_on, 10)
                _check(certificate, paper.outcome, by=by, at=max(applied_at, issued_at) + PAPER_SEEN_AFTER)


def leads() -> dict[int, User]:
    """Who runs each producer, by its primary key."""
    people = ProducerPerson.objects.working().filter(role=ProducerPerson.Role.LEAD).select_related("user")
    return {person.producer_id: person.user for person in people if person.user}


def _lead(producer: Producer) -> User:
    lead = producer.people.working().get(role=ProducerPerson.Role.LEAD).user
    assert lead
    return lead


def queue_up(market: sources.Market, *, by: User, calendar: Calendar) -> None:
    """Those who want to come: some wait for a coordinator, some for themselves."""
    for told in market.applications:
        at = calendar.hours_ago(told.hours_ago)
        producer = _welcome(told, at=at)
        producer.apply(by=_lead(producer), at=at)
        if told.wanted:
            producer.request_changes(by=by, at=at + CHANGES_AFTER, reason=told.wanted)


def register(*, calendar: Calendar) -> None:
    """Enter who leads or helps a producer in the co-op's register, in the order in which they came."""
    working = ProducerPerson.objects.working().filter(producer__status=Producer.Status.VERIFIED)
    for person in working.select_related("user", "producer").order_by("pk"):
        assert person.user
        members.join(
            name=person.name,
            user=person.user,
            person=person,
            phone=person.user.phone or "",
            village=person.producer.village,
            joined_on=timezone.localdate(person.producer.made_at),
        )


def _welcome(told: sources.Producer | sources.Application, *, at: datetime) -> Producer:
    users = {
        person.name: people.enrol(sources.Contact(person.name, person.phone, person.email), at=at)
        for person in told.people
        if person.phone
    }
    producer = Producer.objects.create(
        slug=told.slug,
        name=told.name,
        kind_id=told.kind,
        is_group=told.is_group,
        story=told.story,
        district_id=told.district,
        village_id=told.village or None,
        whatsapp=told.whatsapp,
        bank_name=told.bank.name,
        bank_account_number=told.bank.number,
        bank_account_name=told.bank.holder,
        made_at=at,
    )
    for person in told.people:
        ProducerPerson.objects.create(
            producer=producer,
            user=users.get(person.name),
            name=person.name,
            role=person.role,
            about=person.about,
            consented_at=at if person.consent else None,
            consent_recorded_by=users.get(person.name, users[told.people[0].name]) if person.consent else None,
        )
    return producer


def _claim(paper: sources.Certificate, *, person: ProducerPerson, cohort: Cohort, code: str) -> Certificate:
    issued_on = cohort.ends_on + PAPER_AFTER
    return Certificate.objects.create(
        code=code,
        number=paper.number,
        kind=paper.kind,
        person=person,
        cohort=cohort,
        issued_on=issued_on,
        expires_on=issued_on + COMPETENT_FOR if paper.kind == Certificate.Kind.COMPETENCY else None,
    )


def _check(certificate: Certificate, outcome: str, *, by: User, at: datetime) -> None:
    """Bring the certificate to its outcome."""
    if outcome == Certificate.Status.CLAIMED:
        return
    certificate.confirm(by=by, at=at)
    if outcome == Certificate.Status.EXPIRED:
        certificate.expire(at=at + timedelta(days=60))
    if outcome == Certificate.Status.WITHDRAWN:
        certificate.withdraw(by=by, at=at + timedelta(days=30), reason=UNKNOWN_NUMBER)
