"""The embedded market's broker: messages as files in a folder, for one machine and without a server.

It is kombu's file transport with one flaw mended: there a message can be read before it is written out, which stops
the worker. Here a file appears under its name only when it is whole.
"""

import os
import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"
LONGEST_WAIT_SECONDS = 0.5


class Channel(filesystem.Channel):
    """Kombu's, in folders that it makes itself, and with files that appear whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(  # type: ignore[override]  # kombu itself narrows the message so
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        with suppress(FileExistsError):
            write_whole(Path(self.control_folder) / f"{exchange}.exchange", "[]")
        super()._queue_bind(exchange, routing_key or "", pattern or "", queue)


class Transport(filesystem.Transport):
    """Kombu's, but a worker looks up from waiting for messages twice a second, so that it ends soon when told to."""

    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        super().drain_events(connection, timeout=min(timeout or LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS), **kwargs)


def install() -> None:
    """Let Celery understand the address `folder://`."""
    TRANSPORT_ALIASES[SCHEME] = "config.broker:Transport"


def is_known(url: str) -> bool:
    return url.partition("://")[0] in TRANSPORT_ALIASES


def options(folder: Path) -> dict[str, Any]:
    """Celery's transport options for a broker that keeps its messages in that folder, looking ten times a second."""
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.1,
    }


def sweep_out(folder: Path) -> None:
    """Start with an empty broker. Nothing is lost: a message only says "look now", and what is owed stands in rows."""
    shutil.rmtree(folder, ignore_errors=True)


def write_whole(path: Path, text: str) -> None:
    """Make a file that nobody ever sees half-written; an existing one stays, with FileExistsError."""
    unfinished = path.with_name(f".{uuid.uuid4()}")
    unfinished.write_text(text)
    try:
        os.link(unfinished, path)
    finally:
        unfinished.unlink()
