"""The servers of a run: a PostgreSQL, the market as it is served for real, and the two references beside it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import load, processes
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
# As Debian sets it up, and with room for what a small machine keeps in memory. Commits reach the disk.
SETTINGS = ["shared_buffers=256MB", "max_connections=200", "max_wal_size=2GB", "random_page_cost=1.1"]


@dataclass(frozen=True)
class Server:
    """One that answers on a port of this machine."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def words(self) -> str:
        """The last that it has written."""
        return self.log.read_text()[-3000:]

    @property
    def workers(self) -> list[int]:
        return processes.children(self.process.pid)

    def answers(self, path: str) -> bool:
        try:
            return load.once(load.request(path, port=self.port, headers={}), port=self.port).status == 200
        except OSError:
            return False


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL of our own; its data goes with the folder."""
    with postgres.started(folder, settings=SETTINGS) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE market")
        yield url.replace("/postgres", "/market")


@contextmanager
def served(name: str, application: str, *, environment: dict[str, str], log: Path, path: str = "/") -> Iterator[Server]:
    """A WSGI application behind granian, started as `manage.py run` starts the market's web server."""
    port = postgres.free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"]
    hands = ["--workers", str(WORKERS), "--blocking-threads", "8", "--blocking-threads-idle-timeout", "600"]
    address = ["--host", "127.0.0.1", "--port", str(port)]
    own = {"PORT": str(port), "SITE_URL": f"http://localhost:{port}"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *hands, *address, application], env=environment | own, stdout=output, stderr=output, cwd=ROOT
        )
    server = Server(name, port, process, log)
    try:
        gives_up_at = time.monotonic() + 60
        while not server.answers(path):
            if process.poll() is not None or time.monotonic() > gives_up_at:
                sys.exit(f"{name} does not answer:\n{server.words}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def all_of_them(folder: Path) -> Iterator[dict[str, Server]]:
    """The references, the market, and the market once more where nothing is kept."""
    environment = dict(os.environ)
    applications = {
        "wsgi": ("bench.references:wsgi", {}),
        "django": ("bench.references:django", {}),
        "market": ("config.wsgi:application", {}),
        "anew": ("config.wsgi:application", {"KEPT_MEGABYTES": "0"}),
    }
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                served(
                    name, application, environment=environment | more, log=folder / f"{name}.log",
                    path="/" if application.startswith("bench") else "/healthz",
                )
            )
            for name, (application, more) in applications.items()
        }  # fmt: skip
