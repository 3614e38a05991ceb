"""A whole market with all its processes, for tests that nothing smaller would convince.

`running_market` is an open demo market, its data made for this one test. A test that needs other settings, or opens and
closes a market itself, takes `demo` and calls `demo.opened(...)`. With CELERY_BROKER_URL or DATABASE_URL in the
environment of the tests the markets stand on those, each on a database of its own.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest

from tests import postgres
from tests.plumbing import DATA_DIR, GIVEN_DATABASE_URL

ROOT = Path(__file__).parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
NAMES = ("web", "worker", "beat")

PUT_OFF = """
from datetime import datetime, UTC
from marketplace.models import Picture
Picture.objects.update(lease_until=datetime(2999, 1, 1, tzinfo=UTC))
"""
RENDER = """
from django.utils import timezone
from marketplace import pictures
from marketplace.models import Picture
Picture.objects.update(lease_until=None)
pictures.render_waiting(limit=1000, at=timezone.now())
"""

Found = TypeVar("Found")


def eventually(look: Callable[[], Found], *, within: float = 20, what: str = "it") -> Found:
    """What `look` finds, as soon as that is true; a failure if it is not in so many seconds."""
    gives_up_at = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < gives_up_at, f"{what} did not happen within {within} s"
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Market:
    """An open market: where it answers, where its data is, its supervisor's process and what that has said."""

    url: str
    demo: "Demo"
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def data_dir(self) -> Path:
        return self.demo.data_dir

    def pid(self, name: str) -> int:
        """The process id of the web server, the worker or beat; 0 while it does not run."""
        file = self.data_dir / "run" / f"{name}.pid"
        try:
            return int(file.read_text() or 0)
        except FileNotFoundError:
            return 0

    @property
    def pids(self) -> dict[str, int]:
        return {name: self.pid(name) for name in NAMES}

    @property
    def output(self) -> str:
        return self.log.read_text()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def stop(self, *, by: int = signal.SIGTERM) -> int:
        """Ask the supervisor to end, and give back its exit code."""
        self.process.send_signal(by)
        return self.process.wait(timeout=30)


@dataclass(frozen=True)
class Demo:
    """The data of one demo market: a folder, and a database where that is not a file in the folder."""

    data_dir: Path
    database_url: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        own = {"DATA_DIR": str(self.data_dir), "PHONE_MAIL_DOMAIN": "telepon.localhost"} | (
            {"DATABASE_URL": self.database_url} if self.database_url else {}
        )
        return {**os.environ, **own, **more}

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on this data and give back what it printed."""
        done = subprocess.run(
            [*MANAGE, *arguments], env=self.environment(), capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def put_pictures_off(self) -> None:
        """Leave the photos as placeholders: to render them all keeps two processors busy for a minute."""
        self.manage("shell", "--verbosity=0", "--command", PUT_OFF)

    def render_pictures(self) -> None:
        """Render all photos now, for a test that looks at pages."""
        self.manage("shell", "--verbosity=0", "--command", RENDER)

    @contextmanager
    def opened(self, *, port: int | None = None, **environment: str) -> Iterator[Market]:
        """A market on this data, open until the end of the block."""
        port = port or postgres.free_port()
        log = self.data_dir / "output.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*MANAGE, "run"],
                env=self.environment(PORT=str(port), **environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=ROOT,
            )
        market = Market(f"http://localhost:{port}", self, process, log)
        try:
            eventually(lambda: process.poll() is not None or "is open at" in market.output, within=90, what="opening")
            assert process.poll() is None, market.output
            yield market
        finally:
            if process.poll() is None:
                market.stop()


@contextmanager
def copied(demo: Demo, *, to: Path) -> Iterator[Demo]:
    """The same market once more, on data of its own."""
    data_dir = shutil.copytree(demo.data_dir, to, copy_function=copied_file)
    if demo.database_url:
        name = urlsplit(demo.database_url).path.removeprefix("/")
        with postgres.database(GIVEN_DATABASE_URL, copy_of=name) as url:
            yield Demo(data_dir, url)
    else:
        yield Demo(data_dir)


def copied_file(source: str, target: str) -> None:
    """A copy; of a photo, which nobody ever changes, another name of the same file."""
    copy = os.link if "/media/" in source else shutil.copy2
    copy(source, target)


@contextmanager
def empty() -> Iterator[Demo]:
    data_dir = DATA_DIR / "demo"
    data_dir.mkdir()
    if GIVEN_DATABASE_URL.startswith("postgres"):
        with postgres.database(GIVEN_DATABASE_URL) as url:
            yield Demo(data_dir, url)
    else:
        yield Demo(data_dir)


@pytest.fixture(scope="session")
def first_demo() -> Iterator[Demo]:
    """The demo market, loaded once for all tests. They get copies of it."""
    with empty() as demo:
        demo.manage("migrate", "--verbosity", "0")
        demo.manage("seed_demo")
        demo.put_pictures_off()
        yield demo


@pytest.fixture
def demo(first_demo: Demo, tmp_path: Path) -> Iterator[Demo]:
    with copied(first_demo, to=tmp_path / "market") as demo:
        yield demo


@pytest.fixture
def running_market(demo: Demo) -> Iterator[Market]:
    with demo.opened() as market:
        yield market
