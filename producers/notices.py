"""What is told of producers: who is owed a message, and its text, built from the state of the moment it is sent.

The texts are `templates/producers/notices/<event>.txt`; their first line is the subject. A builder that finds its event
no longer true gives None, and the notice is dropped.
"""

from collections.abc import Iterable
from datetime import datetime

from marketplace.models import Notice, User
from marketplace.notices import outbox, texts
from marketplace.notices.channels import Message
from producers.models import CertificateStep, Grant, Producer, ProducerPerson, ProducerStep


def tell_of_decision(step: ProducerStep) -> None:
    """Owe the producer's people what its latest step means for them; not whoever made it."""
    told = [user for user in workers(step.producer_id) if user.pk != step.by_id]
    outbox.owe("producer_decided", subject_id=step.pk, users=told, at=step.at)


def tell_of_certificate(step: CertificateStep) -> None:
    """Owe the person of the certificate, and all who work for her producer, what became of it."""
    person = step.certificate.person
    told = {user.pk: user for user in [person.user, *workers(person.producer_id)] if user and user.pk != step.by_id}
    outbox.owe("certificate_decided", subject_id=step.pk, users=told.values(), at=step.at)


def tell_of_grant(grant: Grant) -> None:
    """Owe the producer's people, and whoever may act for it now, that a coordinator recorded it."""
    told = {user.pk: user for user in [grant.user, *workers(grant.producer_id)] if user.pk != grant.given_by_id}
    outbox.owe("grant_recorded", subject_id=grant.pk, users=told.values(), at=grant.given_at)


def tell_of_joining(person: ProducerPerson, *, at: datetime) -> None:
    """Owe the other leads that somebody took up an invitation."""
    told = [user for user in workers(person.producer_id, roles=[ProducerPerson.Role.LEAD]) if user.pk != person.user_id]
    outbox.owe("person_joined", subject_id=person.pk, users=told, at=at)


def workers(producer_id: int, *, roles: Iterable[str] = ProducerPerson.WORKING) -> list[User]:
    """Who works for the producer in one of these roles, and can be told."""
    people = ProducerPerson.objects.working().filter(producer=producer_id, role__in=roles, user__is_active=True)
    return [person.user for person in people.select_related("user") if person.user]


@outbox.text_of("producer_decided")
def producer_decided(notice: Notice) -> Message | None:
    """Told only as long as nothing has happened since: an older decision would mislead."""
    step = ProducerStep.objects.select_related("producer").get(pk=notice.subject_id)
    producer = step.producer
    if step.after != producer.status or producer.steps.filter(pk__gt=step.pk).exists():
        return None
    is_applying = step.after in {Producer.Status.CHANGES_REQUESTED, Producer.Status.REFUSED}
    url = texts.address("sell_application", producer.pk) if is_applying else texts.address("sell")
    facts = {"step": step, "producer": producer, "was_suspended": step.before == Producer.Status.SUSPENDED}
    return texts.message("producers/notices/producer_decided.txt", url=url, **facts)


@outbox.text_of("certificate_decided")
def certificate_decided(notice: Notice) -> Message | None:
    steps = CertificateStep.objects.select_related("certificate__person__producer", "certificate__cohort__programme")
    step = steps.get(pk=notice.subject_id)
    certificate = step.certificate
    if step.after != certificate.status:
        return None
    url = texts.address("certificate", certificate.code)
    return texts.message("producers/notices/certificate_decided.txt", step=step, certificate=certificate, url=url)


@outbox.text_of("grant_recorded")
def grant_recorded(notice: Notice) -> Message | None:
    grant = Grant.objects.select_related("producer", "user", "given_by").get(pk=notice.subject_id)
    if grant.revoked_at:
        return None
    facts = {"grant": grant, "producer": grant.producer, "is_hers": notice.user_id == grant.user_id}
    return texts.message("producers/notices/grant_recorded.txt", **facts, url=texts.address("sell"))


@outbox.text_of("person_joined")
def person_joined(notice: Notice) -> Message | None:
    person = ProducerPerson.objects.select_related("producer").get(pk=notice.subject_id)
    url = texts.address("sell_people", person.producer_id)
    return texts.message("producers/notices/person_joined.txt", person=person, producer=person.producer, url=url)
