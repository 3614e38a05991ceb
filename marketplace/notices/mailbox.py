"""The mailbox of the embedded market: reads back what `files.FileBackend` wrote, sign-in codes included."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{8}\.eml", re.ASCII)


@dataclass(frozen=True)
class Letter:
    """A message that was kept as a file; `body` is its plain text."""

    name: str
    at: datetime
    to: str
    subject: str
    body: str


def is_kept() -> bool:
    """Whether this market keeps its mail as files; a real one hands it to a mail server and has nothing to show."""
    return settings.EMAIL_BACKEND == "marketplace.notices.files.FileBackend"


def newest(*, limit: int) -> list[Letter]:
    """The latest letters, the newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    names = sorted((path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name)), reverse=True)
    return [_letter(folder / name) for name in names[:limit]]


def find(name: str) -> Letter | None:
    """The letter of that name, if there is one; a name that is none of ours reaches no file."""
    path = Path(settings.EMAIL_FILE_PATH) / name
    return _letter(path) if NAME.fullmatch(name) and path.is_file() else None


def _letter(path: Path) -> Letter:
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    text = message.get_body(("plain",))
    return Letter(
        name=path.name,
        at=datetime.strptime(path.name[:22], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=text.get_content() if text else "",
    )
