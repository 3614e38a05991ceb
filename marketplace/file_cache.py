"""A cache of files that counts exactly, for a market whose processes all run on one machine."""

import fcntl
import pickle
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class FileCache(FileBasedCache):
    """Django's cache of files, in which `add` and `incr` are one step for all threads and processes.

    Django's own two read, then write: of two sign-in attempts in the same moment only one would be counted.
    """

    # Django's own, which its stubs leave out.
    _dir: str
    _createdir: Callable[[], None]
    _key_to_file: Callable[[Any, int | None], str]
    _list_cache_files: Callable[[], list[str]]
    _write_content: Callable[[IO[bytes], float | None, Any], None]

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raise a number that is there, and leave the time at which it is forgotten."""
        with self._alone():
            number: int | None = self.get(key, version=version)
            path = Path(self._key_to_file(key, version))
            try:
                with path.open("rb") as file:
                    forgotten_at: float | None = pickle.load(file)
            except FileNotFoundError:
                number = None
            if number is None:
                raise ValueError(f"Key {key!r} not found")
            left = None if forgotten_at is None else max(forgotten_at - time.time(), 0)
            self._write_over(path, number + delta, left)
            return number + delta

    def _write_over(self, path: Path, value: int, timeout: float | None) -> None:
        """Like `set`, of what is there already: no room is to be made for it, and no files to be listed for that."""
        number, name = tempfile.mkstemp(dir=self._dir)
        with open(number, "wb") as file:
            self._write_content(file, timeout, value)
        Path(name).replace(path)

    def _cull(self) -> None:
        """Make room by forgetting the oldest: Django forgets at random, counters in use among them."""
        names = self._list_cache_files()
        if len(names) < self._max_entries:
            return
        paths = [Path(name) for name in names]
        for path in sorted(paths, key=_written_at)[: len(paths) // self._cull_frequency]:
            path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with (Path(self._dir) / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process forgot it first
        return 0.0
