"""Makes a market ready to open: migrations, translations, static files, and at the very first start the demo market."""

import hashlib
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import broker, messages
from config.apps import StaticFiles
from orders.demo import opening


def prepare(folder: Path) -> None:
    """Do what is not done yet; quick when all is. `folder` is for notes from one start to the next."""
    messages.compile_if_stale()
    migrate()
    collect_static(folder / "static-fingerprint")
    load_demo()
    if settings.CELERY_BROKER_URL.startswith(broker.SCHEME):
        broker.sweep_out(settings.DATA_DIR / "broker")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(fingerprint: Path) -> None:
    """Copy and compress the static files, unless they are those of the last time."""
    now = hashlib.sha256("\n".join(static_sources()).encode()).hexdigest()
    if fingerprint.exists() and fingerprint.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    fingerprint.write_text(now)


def static_sources() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(StaticFiles.ignore_patterns):
            about = Path(storage.path(name)).stat()
            yield f"{name} {about.st_size} {about.st_mtime_ns}"


def load_demo() -> None:
    """Load the demo market into an empty database, and never into one that holds anybody or anything."""
    if opening.is_empty():
        sys.stdout.write("Setting up the demo market and drawing its photos, this once: about half a minute.\n")
        sys.stdout.flush()
        call_command("seed_demo", stdout=StringIO())
