"""The nouns of who makes."""

from producers.models.invitation import Invitation
from producers.models.member import Member
from producers.models.producer import Grant, Producer, ProducerAway, ProducerKind, ProducerPerson, ProducerStep
from producers.models.training import Certificate, CertificateStep, Cohort, Programme, TrainingProvider

__all__ = [
    "Certificate",
    "CertificateStep",
    "Cohort",
    "Grant",
    "Invitation",
    "Member",
    "Producer",
    "ProducerAway",
    "ProducerKind",
    "ProducerPerson",
    "ProducerStep",
    "Programme",
    "TrainingProvider",
]
