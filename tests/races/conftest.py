"""Races: many at once on a real database, each with a control that shows what happens when the guard is off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from marketplace.refusals import Refusal


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/races/" in item.path.as_posix():
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


def together(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Start all at the same moment, each with a connection of its own; give what each returned or refused."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(run, deed) for deed in deeds]]
