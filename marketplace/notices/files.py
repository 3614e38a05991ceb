"""Mail as files, for the embedded market: one message, one file, whole before anyone can see it."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FileBackend(BaseEmailBackend):
    """Writes each message to `EMAIL_FILE_PATH` as `<time>-<random>.eml`, its text unencoded so that it can be read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            being_written = folder / f".{name}"
            being_written.write_bytes(message.message().as_bytes())
            being_written.rename(folder / f"{name}.eml")
        return len(email_messages)
