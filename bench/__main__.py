"""`make bench`: loads the market with ever more goods and asks for pages in closed loops, references beside them."""

import argparse
import os
import secrets
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from bench import load, processes, scripts, servers
from bench.servers import Server

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
COLUMNS = ("", "req/s", "x Django", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "sent kB")


@dataclass
class Measured:
    """One loop, measured in several short rounds between those of the others."""

    outcomes: list[load.Outcome] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    kilobytes: float = 0.0

    @property
    def per_second(self) -> float:
        return statistics.median(outcome.per_second for outcome in self.outcomes)

    def percentile(self, share: float) -> float:
        return statistics.median(outcome.percentile(share) for outcome in self.outcomes)

    @property
    def row(self) -> list[str]:
        times = [f"{self.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)]
        ratio = f"{statistics.median(self.ratios):.2f}" if self.ratios else ""
        cpu = f"{statistics.median(self.cpu) * 1000:.2f}"
        return [f"{self.per_second:,.0f}", ratio, *times, cpu, f"{self.kilobytes:.1f}"]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # no server is left behind
    arguments = asked()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, market_of(Path(name)) as folder:
        from bench import questions, shelves  # noqa: PLC0415 (only now does Django know its database)

        shelves.open_market()
        running = servers.all_of_them(folder)
        for products in arguments.sizes:
            took = seconds(lambda products=products: shelves.fill(products))
            say(f"\n## {products:,} products (loaded in {took:.0f} s)\n")
            if products == arguments.sizes[0]:
                market = running.__enter__()
            measure(market, products=products, seconds=arguments.seconds)
            questions.tell(say)
        questions.explain(say) if arguments.explain else None
        memory(market)
        running.__exit__(None, None, None)
    say(f"\nAll of it took {time.monotonic() - began:.0f} s.")


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="how many products, ever more")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long each of three rounds of a loop is")
    parser.add_argument("--explain", action="store_true", help="show the plans of the pages' queries in the end")
    return parser.parse_args()


@contextmanager
def market_of(folder: Path) -> Iterator[Path]:
    """A market's settings and tables, on a PostgreSQL that is gone afterwards."""
    folder.chmod(0o755)
    own = folder / "market"
    own.mkdir()
    postgres = folder / "postgres"
    postgres.mkdir()
    with servers.database(postgres) as url:
        os.environ |= {
            "DATABASE_URL": url,
            "DATA_DIR": str(own),
            "SECRET_KEY": secrets.token_hex(32),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "TRUSTED_PROXY_COUNT": "1",
        }
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 (only now does it know its settings)

        from config import messages  # noqa: PLC0415 (likewise)

        messages.compile_if_stale()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield own


def measure(market: dict[str, Server], *, products: int, seconds: float) -> None:
    loops = scripts.of(market, products=products)
    measured = {name: Measured() for name in loops}
    for _round in range(ROUNDS):
        bare = 0.0
        for name, loop in loops.items():
            one = measured[name]
            workers = loop.server.workers
            warm_up(loop)
            before = processes.cpu_seconds(workers)
            outcome = load.run(loop.make, port=loop.server.port, seconds=seconds * loop.times)
            used = processes.cpu_seconds(workers) - before
            if outcome.failures:
                sys.exit(
                    f"{name}: {len(outcome.failures)} failures, such as {outcome.failures[0]}\n{loop.server.words}"
                )
            one.outcomes.append(outcome)
            one.cpu.append(used / max(1, len(outcome.rounds)))
            one.kilobytes = loop.weighed()
            bare = outcome.per_second if name == scripts.BARE else bare
            if bare:
                one.ratios.append(outcome.per_second / bare)
    table([COLUMNS, *([name, *one.row] for name, one in measured.items())])


def warm_up(loop: scripts.Loop) -> None:
    """Until each worker has surely shown each page."""
    enough = 3 * loop.pages * load.CONNECTIONS
    shown, gives_up_at = 0, time.monotonic() + 10
    while shown < enough and time.monotonic() < gives_up_at:
        shown += len(load.run(loop.make, port=loop.server.port, seconds=0.2).rounds)


def memory(market: dict[str, Server]) -> None:
    say("\n## Memory of each worker, MB\n")
    rows: list[Any] = [("", "resident", "proportional")]
    for server in market.values():
        for worker in server.workers:
            used = processes.memory(worker)
            rows.append((server.name, f"{used.resident:.0f}", f"{used.proportional:.0f}"))
    table(rows)


def table(rows: list[Any]) -> None:
    """In Markdown, as `docs/performance.md` has it."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        say(f"| {' | '.join(cells)} |")
        if number == 0:
            say(f"|{'|'.join('-' * (width + 1) + (':' if place else '-') for place, width in enumerate(widths))}|")


def seconds(deed: Callable[[], Any]) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
