"""Health: `/healthz` answers whatever else is down, `/readyz` only when database, broker and worker are there."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from config import health
from marketplace.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(settings, tmp_path):
    """The embedded one, in a folder of its own."""
    (tmp_path / "broker" / "queue").mkdir(parents=True)
    settings.DATA_DIR, settings.CELERY_BROKER_URL = tmp_path, "folder://localhost"
    return tmp_path / "broker"


@pytest.fixture
def worker():
    return Heartbeat.objects.create(name="worker", at=timezone.now())


def test_the_process_answers(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_all_is_there(client, broker, worker):
    answer = client.get("/readyz")
    found = answer.json()
    assert (answer.status_code, found["status"]) == (200, "ok")
    assert found["database"]["engine"] == connection.vendor
    assert found["broker"]["scheme"] == "folder" and found["worker"]["seconds"] < 60
    if connection.vendor == "sqlite":
        version = tuple(int(part) for part in found["database"]["version"].split("."))
        assert version >= (3, 51, 3)  # older ones can damage a database in WAL mode


def test_no_worker(client, broker):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]["ok"], answer.json()["broker"]["ok"]) == (503, False, True)


@pytest.mark.parametrize(("age", "status"), [(59, 200), (61, 503)])
def test_the_workers_sign_of_life_must_be_young(client, broker, worker, age, status):
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=age))
    assert client.get("/readyz").status_code == status


def test_the_embedded_broker_is_gone(client, broker, worker):
    (broker / "queue").rmdir()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]["ok"]) == (503, False)


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_a_broker_that_cannot_be_reached(client, worker, settings, monkeypatch, address):
    settings.CELERY_BROKER_URL = address
    monkeypatch.setattr(health.app.conf, "broker_write_url", address)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]["ok"]) == (503, False)
    assert answer.json()["broker"]["ms"] < 5_000


def test_no_database(client, broker, monkeypatch):
    def refuse():
        raise DatabaseError("gone")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]["ok"]) == (503, False)
