"""Lays the pipes of every test run: data of its own, fast settings, which tests run where, and no silent skips."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.running_market"]

# Before Django reads its settings: nothing that a test does may touch the market of this machine.
DATA_DIR = Path(tempfile.mkdtemp(prefix="market-tests-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
GIVEN_DATABASE_URL = os.environ.get("DATABASE_URL", "")
os.environ["DATA_DIR"] = str(DATA_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["PHONE_MAIL_DOMAIN"] = "telepon.localhost"
os.environ["SECRET_KEY"] = "only for tests, where nothing is secret and all of it is thrown away"

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
NO_POSTGRES = "needs PostgreSQL: python -m tests.postgres -- python -m pytest"
NO_CHROMIUM = "needs Chromium: install it, or name it with CHROMIUM=/path/to/chromium"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refuse-skips", action="store_true", help="a skipped test makes the run fail")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "postgres: about something that only PostgreSQL shows")
    config.addinivalue_line("markers", "browser: drives a real Chromium")
    config.pluginmanager.register(Skips(), "skips")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    """Before pytest-django sets Django up: what Django has read once, a translation for one, it never reads again."""
    use_fast_settings()
    return (yield)


def use_fast_settings() -> None:
    from django.conf import settings  # noqa: PLC0415 (only now may Django read its settings)

    from config import messages  # noqa: PLC0415 (it reads them too)

    settings.STATIC_ROOT.mkdir(parents=True)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.KEPT_MEGABYTES = 0  # a page that is kept has no context to look at; `tests/marketplace/test_kept.py` keeps
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # In a file, as in real life: a database in memory has no WAL, and locks differently.
        database.setdefault("TEST", {})["NAME"] = str(DATA_DIR / "test.sqlite3")
    messages.compile_if_stale()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=empties_the_database)
    for item in items:
        if item.get_closest_marker("postgres") and not GIVEN_DATABASE_URL.startswith("postgres"):
            item.add_marker(pytest.mark.skip(reason=NO_POSTGRES))
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        if "first_demo" in getattr(item, "fixturenames", ()):
            # All in one worker, one after the other: they share the demo's data, and each keeps the machine busy alone.
            item.add_marker(pytest.mark.xdist_group("whole markets"))


def empties_the_database(item: pytest.Item) -> bool:
    """Tests with real transactions leave an empty database behind, so they come last, in whatever order otherwise."""
    marker = item.get_closest_marker("django_db")
    return marker is not None and marker.kwargs.get("transaction", False)


class Skips:
    """Counts the tests that were skipped, and refuses them where that was asked for."""

    def __init__(self) -> None:
        self.count = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.count += report.skipped

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.count += report.skipped

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.count and session.config.getoption("refuse_skips"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.count and terminalreporter.config.getoption("refuse_skips"):
            terminalreporter.write_line(f"{self.count} skipped, and skipping is refused here.", red=True)
