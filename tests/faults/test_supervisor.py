"""The supervisor of `make run`: what it starts, brings back, ends, and refuses."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor import CannotOpen, Program, Supervisor
from tests.running_market import MANAGE, NAMES, Demo, Market, eventually


def is_gone(group: int) -> bool:
    """Whether no process is left of those that one program of the market consisted of."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def all_gone(pids: dict[str, int]) -> bool:
    return all(is_gone(pid) for pid in pids.values())


def run_in_vain(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MANAGE, "run"], env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = run_in_vain(PORT=str(port), DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert (
        ended.stderr == f"Port {port} on 127.0.0.1 can't be had (Address already in use): set PORT to another number.\n"
    )
    assert not (tmp_path / "market.sqlite3").exists()


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("PORT", "eighty", "Not well configured: PORT must be a whole number up to 65535, not 'eighty'.\n"),
        ("SITE_URL", "pasar", "Not well configured: SITE_URL must be an http or https address, not 'pasar'.\n"),
        ("DATABASE_URL", "market", "Not well configured: DATABASE_URL must be an address like "),
        ("CELERY_BROKER_URL", "ftp://host", "Not well configured: CELERY_BROKER_URL must be an address like "),
        ("DATA_DIR", "/dev/null/market", "Not well configured: DATA_DIR can't be used: [Errno 20] Not a directory: "),
    ],
)
def test_an_impossible_setting_is_one_clear_line(tmp_path: Path, name: str, value: str, line: str) -> None:
    ended = run_in_vain(**{"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "SECRET_KEY": "", name: value})
    assert ended.returncode == 1
    assert ended.stderr.startswith(line)
    assert ended.stderr.count("\n") == 1


def test_what_died_is_brought_back(running_market: Market) -> None:
    before = running_market.pids
    for name in ("worker", "beat"):
        os.kill(before[name], signal.SIGKILL)
    for name in ("worker", "beat"):
        eventually(lambda name=name: running_market.pid(name) not in {0, before[name]}, what=f"a new {name}")
        assert f"{name} has ended unexpectedly and will be started again" in running_market.output
    eventually(lambda: is_gone(before["worker"]), what="the end of what the dead worker had started")
    assert running_market.pid("web") == before["web"]
    assert running_market.answers()


def test_a_killed_web_server_is_brought_back(running_market: Market) -> None:
    before = running_market.pid("web")
    os.kill(before, signal.SIGKILL)
    eventually(lambda: running_market.pid("web") not in {0, before}, what="a new web server")
    eventually(running_market.answers, what="an answer of the new web server")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stopped_market_leaves_no_process(demo: Demo, number: int) -> None:
    with demo.opened() as market:
        pids = market.pids
        assert market.stop(by=number) == 0
        assert all_gone(pids)
        assert market.pids == dict.fromkeys(NAMES, 0)
        assert not market.answers()


def test_a_stopped_market_opens_again_at_once(demo: Demo) -> None:
    with demo.opened() as market:
        port = int(market.url.rpartition(":")[2])
    started_at = time.monotonic()
    with demo.opened(port=port) as market:
        assert time.monotonic() - started_at < 20
        assert market.answers()


def test_a_killed_market_leaves_no_process_and_opens_again_at_once(demo: Demo) -> None:
    with demo.opened() as market:
        port = int(market.url.rpartition(":")[2])
        pids = market.pids
        market.process.kill()
        market.process.wait()
        with demo.opened(port=port) as again:
            assert again.answers()
            assert all_gone(pids)


def test_a_second_market_on_the_same_data_is_refused(running_market: Market) -> None:
    ended = run_in_vain(**running_market.demo.environment(PORT="0"))
    assert ended.returncode == 1
    data_dir = running_market.data_dir
    assert ended.stderr == f"Another market is open on the data in {data_dir}: close it, or set DATA_DIR.\n"
    assert running_market.answers()


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[int]:
    """A file for programs to hold; afterwards the signals mean what they meant before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    with (tmp_path / "lock").open("w") as lock:
        yield lock.fileno()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_web_server_that_cannot_start_ends_the_supervisor(
    tmp_path: Path, lock: int, capfd: pytest.CaptureFixture[str]
) -> None:
    supervisor = supervised(tmp_path, lock, [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"])
    with pytest.raises(CannotOpen):
        supervisor.run(has_opened=lambda: False, when_open=pytest.fail)
    assert "   web | the reason\n" in capfd.readouterr().out
    assert not (tmp_path / "web.pid").exists()


def test_each_quick_death_makes_the_next_pause_longer(tmp_path: Path, lock: int) -> None:
    program = Program("worker", ["true"], folder=tmp_path)
    pauses = []
    for _ in range(8):
        program.start(lock=lock)
        eventually(lambda: program.has_ended)
        program.bury()
        pauses.append(round(program.due_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_program_that_will_not_end_is_killed(tmp_path: Path, lock: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.supervisor.GRACE_SECONDS", 0.5)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    supervisor = supervised(tmp_path, lock, [sys.executable, "-c", deaf])
    started_at = time.monotonic()
    supervisor.run(has_opened=lambda: True, when_open=lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert time.monotonic() - started_at < 10


def supervised(folder: Path, lock: int, command: list[str]) -> Supervisor:
    return Supervisor([Program("web", command, folder=folder)], lock=lock)
