"""The nouns of who makes."""

from producers.models.producer import Producer, ProducerKind, ProducerPerson, ProducerStep
from producers.models.training import Certificate, CertificateStep, Cohort, Programme, TrainingProvider

__all__ = [
    "Certificate",
    "CertificateStep",
    "Cohort",
    "Producer",
    "ProducerKind",
    "ProducerPerson",
    "ProducerStep",
    "Programme",
    "TrainingProvider",
]
