"""`manage.py run`: the whole market on one machine, for trying out and for development, under one supervisor."""

import fcntl
import http.client
import os
import socket
import sys
import time
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from config import preparation
from config.supervisor import CannotOpen, Program, Supervisor
from orders.demo import sign_ins

LEFTOVER_SECONDS = 10
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Command(BaseCommand):
    help = "Open the market: web server, Celery worker and beat, until Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        folder = settings.DATA_DIR / "run"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with (folder / "lock").open("a+") as lock:
                claim(lock)
                refuse_a_taken_port()
                preparation.prepare(folder)
                people = list(sign_ins.lines())
                connections.close_all()
                supervisor = Supervisor(programs(folder), lock=lock.fileno())
                supervisor.run(has_opened=web_answers, when_open=partial(self.say_where, people))
        except OperationalError as error:
            sys.exit(f"The database does not answer: {str(error).splitlines()[0]}")
        except CannotOpen:
            sys.exit("The web server could not open; its own words stand above.")
        except KeyboardInterrupt:
            sys.exit(130)

    def say_where(self, people: list[str]) -> None:
        self.stdout.write(f"\nPasar Karya is open at {settings.SITE_URL}")
        if people and settings.EMAIL_FILE_PATH:
            self.stdout.write(f"Sign in as one of these; the code arrives as a file in {settings.EMAIL_FILE_PATH}:")
            for person in people:
                self.stdout.write(f"  {person}")
        self.stdout.write("Ctrl-C closes it.\n")
        self.stdout.flush()


def claim(lock: IO[str]) -> None:
    """Take the data for this market alone. The rest of one that was killed gets some seconds to end."""
    gives_up_at = time.monotonic() + LEFTOVER_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if is_alive(holder(lock)) or time.monotonic() > gives_up_at:
                sys.exit(f"Another market is open on the data in {settings.DATA_DIR}: close it, or set DATA_DIR.")
            time.sleep(0.1)
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def holder(lock: IO[str]) -> int:
    lock.seek(0)
    return int(lock.read().strip() or 0)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return process > 0


def refuse_a_taken_port() -> None:
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            sys.exit(f"Port {settings.PORT} on {settings.HOST} can't be had ({reason}): set PORT to another number.")


def programs(folder: Path) -> list[Program]:
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser"]
    celery = [*python, "-m", "celery", "--quiet", "--app", "config.celery"]
    granian = [*python, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    address = ["--host", settings.HOST, "--port", str(settings.PORT)]
    # A thread that is ended leaves its connection to the database open for a while, so none is ended soon.
    hands = ["--workers", "2", "--blocking-threads", "8", "--blocking-threads-idle-timeout", "600"]
    worker = ["worker", "--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--pidfile", "", "--schedule", str(folder / "beat-schedule")]
    commands = {
        "web": [*granian, *address, *hands, "--respawn-failed-workers", "config.wsgi:application"],
        "worker": [*celery, *worker, "--loglevel", "WARNING"],
        "beat": [*celery, *beat, "--loglevel", "WARNING"],
    }
    return [Program(name, command, folder=folder) for name, command in commands.items()]


def web_answers() -> bool:
    host = ANY_ADDRESS.get(settings.HOST, settings.HOST)
    connection = http.client.HTTPConnection(host, settings.PORT, timeout=1)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()
