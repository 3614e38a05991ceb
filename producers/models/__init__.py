"""The nouns of who makes."""

from producers.models.change import ProfileChange
from producers.models.invitation import Invitation
from producers.models.member import Member
from producers.models.producer import Grant, Producer, ProducerAway, ProducerKind, ProducerPerson, ProducerStep
from producers.models.training import Certificate, CertificateStep, Cohort, Programme, TrainingProvider
from producers.models.trust import TrustChange

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
    "ProfileChange",
    "Programme",
    "TrainingProvider",
    "TrustChange",
]
