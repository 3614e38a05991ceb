"""The outbox: owe notices in the transaction of the event; dispatch them afterwards, each once.

No request talks to the broker or a mail server: it writes rows. Beat calls `dispatch` every two seconds; it claims due
rows one by one with a lease, builds the text from the state of that moment and sends it. A worker that dies loses its
lease and another one takes the row, so nothing is lost. The one way to send a message twice is to die after the mail
server took it and before the row says so; the second copy then bears the same Message-ID.
"""

import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils import timezone, translation

from marketplace.models import Channel, Notice, User
from marketplace.notices.channels import DOORS, Message, NotDelivered

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 50

Text = Callable[[Notice], Message | None]
_texts: dict[str, Text] = {}


def text_of(event: str) -> Callable[[Text], Text]:
    """Register the decorated function as the builder of an event's text; it gives None once that is no longer true."""

    def register(build: Text) -> Text:
        _texts[event] = build
        return build

    return register


def owe(
    event: str,
    *,
    subject_id: int,
    at: datetime,
    users: Iterable[User] = (),
    guests: Iterable[str] = (),
    language: str = "id",
) -> None:
    """Owe a message about an event to each person, once, over the channels that reach them.

    Call it inside the transaction of the event. A guest is a phone number or an e-mail address and reads `language`;
    a user reads her own. Owing the same again changes nothing.
    """
    rows = [
        Notice(
            event=event,
            subject_id=subject_id,
            user=user,
            channel=channel,
            language=user.language,
            made_at=at,
            due_at=at,
        )
        for user in users
        for channel in channels_of(user)
    ]
    rows += [
        Notice(
            event=event, subject_id=subject_id, guest=guest, channel=channel, language=language, made_at=at, due_at=at
        )
        for guest in guests
        for channel in [Channel.EMAIL if "@" in guest else Channel.TEXT]
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def channels_of(user: User) -> list[Channel]:
    """The inbox always, and e-mail where there is an address, else a text message."""
    if user.email:
        return [Channel.INBOX, Channel.EMAIL]
    return [Channel.INBOX, Channel.TEXT] if user.phone else [Channel.INBOX]


def dispatch(*, limit: int = BATCH) -> int:
    """Send what is due, oldest first; the number of notices tried. One person's bad address delays nobody else."""
    tried = 0
    for notice in Notice.objects.due(at=timezone.now()).select_related("user").order_by("due_at", "pk")[:limit]:
        if notice.claim(at=timezone.now(), lease=LEASE):
            tried += 1
            _try(notice)
    return tried


def _try(notice: Notice) -> None:
    try:
        deliver(notice)
    except NotDelivered as fault:
        if fault.retry:
            notice.put_off(at=timezone.now(), detail=str(fault), jitter=random.random())
        else:
            notice.settle(Notice.Status.GIVEN_UP, at=timezone.now(), detail=str(fault))
    except Exception as error:  # noqa: BLE001 (a sweep: one notice that breaks must not stop the others)
        logger.exception("notice %s failed", notice.pk)
        notice.put_off(at=timezone.now(), detail=type(error).__name__, jitter=random.random())


def deliver(notice: Notice) -> None:
    """Build the notice's text and send it; raises `NotDelivered`. The caller has claimed it."""
    message = text_for(notice)
    if message is None:
        notice.settle(Notice.Status.DROPPED, at=timezone.now(), detail="no longer true")
        return
    address = address_of(notice)
    if not address:
        raise NotDelivered("no address", retry=False)
    DOORS[notice.channel](address, message, message_id=notice.message_id)
    notice.settle(Notice.Status.SENT, at=timezone.now(), subject=message.subject[:200], body=message.body)


def text_for(notice: Notice) -> Message | None:
    """What the notice says as things stand, in its reader's language; None if it is no longer true."""
    with translation.override(notice.language):
        return _texts[notice.event](notice)


def address_of(notice: Notice) -> str:
    """Where the notice goes at this moment."""
    if notice.user is None:
        return notice.guest
    if notice.channel == Channel.EMAIL:
        return notice.user.email or ""
    if notice.channel == Channel.TEXT:
        return notice.user.phone.as_e164 if notice.user.phone else ""
    return str(notice.user.pk)
