"""A worker that is killed while it renders a picture, between any two of its files, leaves nothing undone for ever."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import Photo
from marketplace import pictures
from marketplace.models import Picture
from tests import make
from tests.running_market import ROOT

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# A real worker's process: it renders as ever, says which file it stored, and then stands still to be killed.
WORKER = """
import sys, time
import django
django.setup()
from django.core.files.storage import default_storage
from django.utils import timezone
from marketplace import pictures
stands_at, save, discard = int(sys.argv[1]), default_storage.save, pictures._discard
files = 0

def stand():
    print("here", flush=True)
    time.sleep(60)

def counted(name, content):
    global files
    if files == stands_at:
        stand()
    files += 1
    return save(name, content)

default_storage.save = counted
pictures._discard = lambda names: stand()
pictures.render_waiting(limit=1, at=timezone.now())
"""


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files(media) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def killed_after(count: int, data_dir: Path) -> None:
    """Start a worker and kill it as soon as it has stored so many of the nine files."""
    command = [sys.executable, "-c", WORKER, str(count)]
    environment = {**os.environ, "DATA_DIR": str(data_dir), "DATABASE_URL": this_database()}
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=ROOT)
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline() == b"here\n"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=20)
        worker.stdout.close()


def this_database() -> str:
    """The address of the database in which the test itself works."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@pytest.mark.parametrize(
    ("stored", "status"), [(0, "waiting"), (1, "waiting"), (5, "waiting"), (8, "waiting"), (9, "ready")]
)
def test_a_worker_killed_between_two_files_is_made_good(stored, status, media, tmp_path):
    picture = pictures.receive(make.photo(size=(1_400, 700)), by=None)
    product = make.variant(of=make.producer(lead=make.user())).product
    Photo.objects.create(product=product, picture=picture, position=0)
    began = time.monotonic()
    killed_after(stored, tmp_path)
    picture.refresh_from_db()
    assert picture.status == status
    # The original is there, and so is what the worker had stored: nothing else, and nothing is shown by halves.
    assert len(files(media)) == 1 + stored
    assert pictures.missing() == []
    assert len(picture.files) == (9 if status == "ready" else 1)

    now = timezone.now()
    assert pictures.render_waiting(limit=10, at=now) == 0  # the dead worker's lease still holds
    again = pictures.render_waiting(limit=10, at=now + pictures.LEASE + timedelta(seconds=1))
    assert again == (0 if status == "ready" else 1)
    picture = Picture.objects.get()
    assert picture.is_ready
    left = sorted(set(files(media)) - set(picture.files))
    assert pictures.strays(before=now + timedelta(minutes=5)) == left
    pictures.tidy(at=now + 2 * pictures.SWEPT_AFTER)
    assert files(media) == sorted(picture.files)
    assert time.monotonic() - began < 60
