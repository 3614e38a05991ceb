"""Keeps a few programs alive as one: starts them, repeats what they say, brings back what died, ends them together.

Each program runs in a session of its own, so that Ctrl-C in a terminal reaches only the supervisor, which then asks
each program once to finish. On Linux the kernel asks them too when the supervisor itself is killed.
"""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

TICK_SECONDS = 0.1
GRACE_SECONDS = 10.0
OPENING_SECONDS = 60.0
STEADY_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0
PR_SET_PDEATHSIG = 1


class CannotOpen(Exception):
    """The first program ended, or stayed silent too long, before it had answered once."""


class Program:
    """One program to keep alive. While it runs, `pid_file` holds its process id."""

    def __init__(self, name: str, command: list[str], *, folder: Path) -> None:
        self.name = name
        self.command = command
        self.pid_file = folder / f"{name}.pid"
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = self.due_at = 0.0
        self.quick_deaths = 0
        self.unfinished_line = b""

    def start(self, *, lock: int) -> None:
        """Start it in a session of its own, its output unread in a pipe, the file number `lock` handed down."""
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=(lock,),
            preexec_fn=_end_with(os.getpid()),
        )
        self.started_at = time.monotonic()
        os.set_blocking(self.output, False)
        self.pid_file.write_text(f"{self.process.pid}\n")

    @property
    def output(self) -> int:
        """The number of the file that its output comes from."""
        assert self.process is not None and self.process.stdout is not None
        return self.process.stdout.fileno()

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def repeat(self) -> None:
        """Print, each with its name before it, the lines that it has written since, without the empty ones."""
        written = b""
        with suppress(BlockingIOError):
            while part := os.read(self.output, 65536):
                written += part
        *lines, self.unfinished_line = (self.unfinished_line + written).split(b"\n")
        for line in filter(bytes.strip, lines):
            say(self.name, line.decode(errors="replace"))

    def signal_group(self, number: int) -> None:
        """Send a signal to it and to all that it started."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def bury(self) -> None:
        """Take leave of it after it has ended: end what it left behind, say its last words, set when it is due."""
        assert self.process is not None and self.process.stdout is not None
        self.signal_group(signal.SIGKILL)
        self.repeat()
        self.process.stdout.close()
        self.process = None
        self.pid_file.unlink(missing_ok=True)
        is_steady = time.monotonic() - self.started_at > STEADY_SECONDS
        self.quick_deaths = 0 if is_steady else self.quick_deaths + 1
        self.due_at = time.monotonic() + min(LONGEST_PAUSE_SECONDS, 0.5 * 2**self.quick_deaths)


class Supervisor:
    """Runs programs until it is told to stop.

    Every program holds the open file `lock` too, so that a lock on it lasts until the last of them is gone.
    """

    def __init__(self, programs: list[Program], *, lock: int) -> None:
        self.programs = programs
        self.lock = lock
        self.kills_at: float | None = None
        self.outputs = selectors.DefaultSelector()

    def run(self, *, has_opened: Callable[[], bool], when_open: Callable[[], None]) -> None:
        """Start all, call `when_open` once `has_opened` is true, and return when told to stop and all have ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._open(has_opened)
            if not self._is_stopping:
                when_open()
            while not self._is_stopping:
                self._turn()
        finally:
            self._end_all()

    @property
    def _is_stopping(self) -> bool:
        return self.kills_at is not None

    @property
    def _running(self) -> list[Program]:
        return [program for program in self.programs if program.process is not None]

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Asked once: finish within the grace. Asked again: now."""
        self.kills_at = time.monotonic() + (0 if self._is_stopping else GRACE_SECONDS)

    def _open(self, has_opened: Callable[[], bool]) -> None:
        first = self.programs[0]
        gives_up_at = time.monotonic() + OPENING_SECONDS
        self._turn()
        while not (self._is_stopping or has_opened()):
            time.sleep(TICK_SECONDS)
            self._turn()
            if first not in self._running or time.monotonic() > gives_up_at:
                raise CannotOpen(first.name)

    def _turn(self) -> None:
        """Start what is due, repeat what was said meanwhile, bury what has ended."""
        for program in self.programs:
            if program.process is None and not self._is_stopping and time.monotonic() >= program.due_at:
                program.start(lock=self.lock)
                self.outputs.register(program.output, selectors.EVENT_READ, program)
        for key, _ in self.outputs.select(TICK_SECONDS):
            key.data.repeat()
        for program in self._running:
            if program.has_ended:
                self.outputs.unregister(program.output)
                program.bury()
                if not self._is_stopping:
                    say("market", f"{program.name} has ended unexpectedly and will be started again")

    def _end_all(self) -> None:
        """Ask each program to finish, not those that it started: it ends them itself, in its own order. Then insist."""
        if self.kills_at is None:
            self.kills_at = time.monotonic() + GRACE_SECONDS
        for program in self._running:
            if program.process is not None:
                program.process.send_signal(signal.SIGTERM)
        while self._running:
            self._turn()
            if time.monotonic() > self.kills_at:
                for program in self._running:
                    program.signal_group(signal.SIGKILL)


def say(name: str, line: str) -> None:
    with suppress(BrokenPipeError):  # whoever read along has gone; the market stays open
        sys.stdout.write(f"{name:>6} | {line}\n")
        sys.stdout.flush()


def _end_with(parent: int) -> Callable[[], None] | None:
    """What a new process does before its program starts: on Linux, ask for SIGTERM at its parent's death."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask
