"""Health for operators: `/healthz` says that this process answers, `/readyz` that all it stands on does."""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import broker as embedded
from config.celery import app
from marketplace.models import Heartbeat

PATIENCE = 2
PATIENCE_OF: Mapping[str, Mapping[str, int]] = {
    "redis": {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE},
    "amqp": {"read_timeout": PATIENCE, "write_timeout": PATIENCE},
}
OLDEST_HEARTBEAT = 60


class NotReady(Exception):
    """Something that the market stands on is not there."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker and worker are there, else 503; each with what is known of it."""
    found = {name: examined(check) for name, check in CHECKS.items()}
    is_ready = all(each["ok"] for each in found.values())
    return JsonResponse({"status": "ok" if is_ready else "not ready", **found}, status=200 if is_ready else 503)


def examined(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.monotonic()
    try:
        facts = {"ok": True, **check()}
    except NotReady as problem:
        facts = {"ok": False, "problem": str(problem)}
    return {**facts, "ms": round((time.monotonic() - began) * 1000)}


def database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
            (version,) = cursor.fetchone() or ("",)
    except DatabaseError as error:
        raise NotReady(type(error).__name__) from error
    return {"engine": connection.vendor, "version": version}


def broker() -> dict[str, Any]:
    """Reach it once and go away again; one that is there and does not answer holds the probe for two seconds."""
    scheme = settings.CELERY_BROKER_URL.partition(":")[0]
    if scheme == embedded.SCHEME:
        folder = settings.DATA_DIR / "broker" / "queue"
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise NotReady("its folder is not there or cannot be written")
        return {"scheme": scheme}
    options = PATIENCE_OF["redis" if scheme.startswith("redis") else "amqp"]
    client = app.connection_for_write(connect_timeout=PATIENCE, transport_options=options)
    faults: tuple[type[BaseException], ...] = (OSError, *client.connection_errors, *client.channel_errors)
    try:
        client.transport.close_connection(client.transport.establish_connection())
    except faults as error:
        raise NotReady(type(error).__name__) from error
    return {"scheme": scheme}


def worker() -> dict[str, Any]:
    try:
        heartbeat = Heartbeat.objects.filter(name="worker").first()
    except DatabaseError as error:
        raise NotReady("unknown without the database") from error
    if heartbeat is None:
        raise NotReady("no worker has come up yet")
    seconds = round((timezone.now() - heartbeat.at).total_seconds())
    if seconds >= OLDEST_HEARTBEAT:
        raise NotReady(f"the last sign of life is {seconds} s old")
    return {"seconds": seconds}


CHECKS = {"database": database, "broker": broker, "worker": worker}
