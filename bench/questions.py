"""What pages ask the database: how many statements, and how it answers each."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from bench.scripts import API
from marketplace import kept

PAGES = {
    "home": "/",
    "list": "/products/",
    "list, cheapest first": "/products/?ordering=cheapest",
    "list, dearest first": "/products/?ordering=dearest",
    "list of a category": "/products/?category=kain-tenun",
    "list of a kind": "/products/?kind=sewing_group",
    "list of a producer": "/products/?producer=kelompok-7",
    "list of a place": "/products/?place=53.71.04",
    "list of a claim": "/products/?claim=halal",
    "list of prices": "/products/?price_from=50000&price_until=60000",
    "list for a market day": "/products/?market_day=1",
    "list of a producer, cheapest first": "/products/?producer=kelompok-7&ordering=cheapest",
    "list, only available": "/products/?available=on",
    "search, common word": "/products/?search=tenun",
    "search, rare word": "/products/?search=77",
    "search, misspelt": "/products/?search=selendnag",
    "product": "/products/barang-77/",
    "producer": "/producers/kelompok-7/",
    "API list": f"{API}/products/",
    "API product": f"{API}/products/barang-77/",
}
Say = Callable[[str], None]


def tell(say: Say) -> None:
    """How many statements each page takes."""
    say("\nStatements: nothing kept at all; the page made anew with its parts kept; the page kept\n")
    for name, path in PAGES.items():
        counts = [len(asked(path, megabytes=0)), len(anew(path)), len(asked(path, megabytes=16))]
        say(f"- {name}: {', '.join(str(each) for each in counts)}")


def anew(path: str) -> list[tuple[str, Any]]:
    """With parts that an earlier page has left, and no page."""
    kept.forget()
    for other in ("/?x", "/products/?search=a", "/products/barang-1/", "/products/barang-2/", "/producers/kelompok-1/"):
        asked(other, megabytes=16)
    kept.answers.clear()
    return asked(path, megabytes=16)


def explain(say: Say) -> None:
    """For each page the statement that takes longest, with its plan; of the others the time."""
    for name, path in PAGES.items():
        explained = sorted((plan(sql, params) for sql, params in asked(path, megabytes=0)), reverse=True)
        others = ", ".join(f"{milliseconds:.2f}" for milliseconds, _lines in explained[1:])
        milliseconds, lines = explained[0]
        say(f"\n### {name}: {milliseconds:.2f} ms (the others: {others})\n\n`{path}`\n\n```\n{lines}\n```")


def plan(sql: str, params: Any) -> tuple[float, str]:
    """Milliseconds, the best of three, and the nodes of the plan; what is looked up beside each row is left out."""
    times, lines = [], [""]
    with connection.cursor() as cursor:
        for _time in range(3):
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY ON, BUFFERS OFF) {sql}", params)
            lines = [line for (line,) in cursor.fetchall()]
            times.append(float(lines[-1].split()[-2]))
    beside = next((at for at, line in enumerate(lines) if "SubPlan" in line), len(lines))
    return min(times), "\n".join(line[:160] for line in lines[:beside] if "Time:" not in line)


def asked(path: str, *, megabytes: int) -> list[tuple[str, Any]]:
    """The statements that a visitor's page asks, with their parameters."""
    found: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, *rest)

    with override_settings(KEPT_MEGABYTES=megabytes), connection.execute_wrapper(note):
        answer = Client().get(path, headers={"host": "localhost"})
    assert answer.status_code == 200, (path, answer.status_code)
    return found
