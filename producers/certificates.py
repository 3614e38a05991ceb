"""Certificates: checked by coordinators, run out by themselves, and looked up by anybody with a QR code.

The producer's people are told of each change.
"""

import io
import logging
from datetime import datetime

import segno
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.notices import texts
from marketplace.refusals import Refusal, WrongStep
from producers import notices
from producers.four_eyes import refuse_own_case
from producers.models import Certificate, Cohort

logger = logging.getLogger(__name__)


class NumberTaken(Refusal):
    """Another certificate of the same cohort has this number. Facts: `number`, `cohort`."""

    code = "number_taken"
    message = _("There is already a certificate %(number)s of %(cohort)s.")


def confirm(certificate: Certificate, *, by: User, at: datetime, cohort: Cohort | None = None) -> None:
    """The coordinator saw the paper, or its photo, and found its cohort: from now on everybody is shown it.

    Refuses her own producer's papers, a paper of no cohort, and a number that the cohort has given once already.
    """
    refuse_own_case(certificate.person.producer, by=by, at=at)
    try:
        with transaction.atomic():
            certificate.confirm(by=by, at=at, cohort=cohort)
            _tell(certificate)
    except IntegrityError:
        cohort = cohort or certificate.cohort
        if not _is_taken(certificate, cohort):
            raise
        raise NumberTaken(number=certificate.number, cohort=cohort) from None


def withdraw(certificate: Certificate, *, by: User, at: datetime, reason: str) -> None:
    """It is not, or no longer, good; its page says so and why."""
    with transaction.atomic():
        certificate.withdraw(by=by, at=at, reason=reason)
        _tell(certificate)


def expire(*, at: datetime) -> int:
    """End all whose last day is over; how many. One that breaks, or that somebody moved first, stops no other."""
    ended = 0
    for certificate in Certificate.objects.run_out(on=timezone.localdate(at)).order_by("pk"):
        try:
            with transaction.atomic():
                certificate.expire(at=at)
                _tell(certificate)
            ended += 1
        except WrongStep:
            continue
        except Exception:  # noqa: BLE001 (a sweep: one row that breaks must not stop the others)
            logger.exception("certificate %s could not be ended", certificate.pk)
    return ended


def address(certificate: Certificate) -> str:
    """The whole address of its public page."""
    return texts.address("certificate", certificate.code)


def qr(certificate: Certificate, *, title: str = "") -> SafeString:
    """The QR code of its public page as an inline `<svg>` without size: one square is one unit, so it stays crisp."""
    drawing = io.BytesIO()
    segno.make(address(certificate), error="m", micro=False).save(
        drawing, kind="svg", border=4, light="#fff", omitsize=True, xmldecl=False, svgns=False, nl=False,
        svgclass="qr", lineclass=None, title=title or None,
    )  # fmt: skip
    return SafeString(drawing.getvalue().decode())


def _is_taken(certificate: Certificate, cohort: Cohort | None) -> bool:
    others = Certificate.objects.filter(cohort=cohort, number=certificate.number).exclude(pk=certificate.pk)
    return others.exclude(status=Certificate.Status.WITHDRAWN).exists()


def _tell(certificate: Certificate) -> None:
    if step := certificate.steps.last():
        notices.tell_of_certificate(step)
