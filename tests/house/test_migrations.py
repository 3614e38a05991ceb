"""Migrations: none is missing, and none would stop a market that is open while it runs."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_migration_linter import MigrationLinter

from tests.house.files import PACKAGES

pytestmark = pytest.mark.django_db

# Made before the first release, when no market was open yet: like the initial ones they may lock what they change.
BEFORE_THE_FIRST_RELEASE = ["0004_listings", "0003_applications"]


def test_no_migration_is_missing() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert said.getvalue() == "No changes detected\n"


@pytest.mark.postgres
def test_no_migration_would_stop_an_open_market(capsys: pytest.CaptureFixture[str]) -> None:
    """What a new migration does to the database must suit the code that still runs, and hold no long lock."""
    linter = MigrationLinter(
        include_apps=PACKAGES,
        database=connection.alias,
        no_cache=True,
        all_warnings_as_errors=True,
        ignore_initial_migrations=True,
        ignore_name=BEFORE_THE_FIRST_RELEASE,
    )
    linter.lint_all_migrations()
    assert linter.nb_total > 0
    assert not linter.has_errors, capsys.readouterr().out
