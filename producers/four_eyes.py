"""Four eyes: nobody decides in favour of a producer that she belongs to, or acts for."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.models import User
from marketplace.refusals import Refusal
from producers.models import Grant, Producer


class OwnCase(Refusal):
    """The coordinator is one of the producer's people, or acts for it under a grant. Facts: `producer`."""

    code = "own_case"
    message = _("You belong to %(producer)s or act for it. Another coordinator must decide this.")


def refuse_own_case(producer: Producer, *, by: User, at: datetime) -> None:
    """Refuses with `OwnCase` whoever has a part in the producer, in whatever role."""
    if is_own_case(producer, by=by, at=at):
        raise OwnCase(producer=producer)


def is_own_case(producer: Producer, *, by: User, at: datetime) -> bool:
    acting = Grant.objects.in_force(on=timezone.localdate(at)).filter(producer=producer, user=by)
    return producer.people.filter(user=by).exists() or acting.exists()
