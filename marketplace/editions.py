"""The edition of what public pages show: whoever knows it knows whether anything that they show has changed since.

Each package names the tables that its pages show. Triggers of the database raise the edition in the transaction that
changes one of them, so that a new edition is seen in the moment in which what is new is seen. Who reads the edition
first and content second has content of at least that edition. The table has many rows and the edition is their sum: a
transaction raises a row that nobody else holds, so that two orders never wait for each other.

What is in stock changes with every order, all else rarely. So there are two numbers: one rises with every change, the
other one, `settled`, with all changes but those of stock.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

TABLE = "marketplace_edition"

# Shares of the number that rises rarely come first, then those of the one that rises with the stock.
SHARES = 128
SETTLED, STOCK = 0, SHARES

# Inside a transaction it also lets the next change raise the number again: whoever asked must hear of it.
NUMBERS = f"CAST(sum(number) AS bigint), CAST(sum(number) FILTER (WHERE shard < {SHARES}) AS bigint)"
HEARD = "set_config('market.raised_0', '', true), set_config('market.raised_1', '', true)"
READ = {
    "postgresql": f"SELECT {NUMBERS}, {HEARD} FROM {TABLE}",
    "sqlite": f"SELECT {NUMBERS} FROM {TABLE}",
}


class Edition(NamedTuple):
    """Two numbers: of all that is shown, and of all but what is in stock."""

    number: int
    settled: int


@dataclass(frozen=True)
class Shown:
    """What public pages show of a table: all of it, or only some columns of rows that something else shows.

    Columns that change with the stock are named apart.
    """

    model: str
    columns: Sequence[str] = ()
    stock: Sequence[str] = ()


class Showing:
    """Beside AppConfig, a base of applications some of whose tables public pages show.

    No AppConfig itself: Django would not know which of the two is meant in a module that imports one.
    """

    shown: ClassVar[Sequence[Shown]] = ()

    def next_turn(self, *, after: datetime) -> datetime | None:
        """When pages will next look different though nothing was changed."""
        return None


@dataclass
class Reading:
    """What a request has read of the edition, if anything. It is read once a request."""

    edition: Edition | None = None
    is_read: bool = False


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Within this, `current` is read once: for requests that only look."""
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def current() -> Edition | None:
    """The edition when this request first asked; None where nobody may rely on it, so that nothing can be kept."""
    asked = _reading.get()
    if asked is None:
        return None
    if not asked.is_read:
        asked.edition, asked.is_read = read(), True
    return asked.edition


def read() -> Edition | None:
    """The edition of this moment; None where there is none yet."""
    # This question tells as well as any other whether the connection still works.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs leave it out
    try:
        number, settled, *_heard = _asked()
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        number, settled, *_heard = _asked()
    return None if number is None or settled is None else Edition(number, settled)


def _asked() -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(READ[connection.vendor])
        row: Sequence[Any] = cursor.fetchone()
    return row


def next_turn(*, after: datetime) -> datetime:
    """When pages may next look different by the clock alone: at midnight, or sooner by what a package knows."""
    midnight = timezone.localtime(after).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    turns = [config.next_turn(after=after) for config in _showing()]
    return min([midnight, *(turn for turn in turns if turn)])


def _showing() -> list[Showing]:
    return [config for config in apps.get_app_configs() if isinstance(config, Showing)]


# One row is raised for each transaction and number. It is one that no other transaction holds, and so nobody waits.
# Should all be held, it waits for one; should there be none, it makes one, with a number that was never there.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION marketplace_new_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    first_share smallint := TG_ARGV[0];
    raised text := 'market.raised_' || first_share / {SHARES};
    share smallint;
BEGIN
    IF current_setting(raised, true) = 'yes' THEN
        RETURN NULL;
    END IF;
    SELECT shard INTO share FROM {TABLE} WHERE shard >= first_share AND shard < first_share + {SHARES}
    LIMIT 1 FOR UPDATE SKIP LOCKED;
    INSERT INTO {TABLE} (shard, number)
    VALUES (coalesce(share, first_share + pg_backend_pid() % {SHARES}), extract(epoch FROM clock_timestamp()) * 1000000)
    ON CONFLICT (shard) DO UPDATE SET number = {TABLE}.number + 1;
    PERFORM set_config(raised, 'yes', true);
    RETURN NULL;
END $$
"""
ON_POSTGRES = """
CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION marketplace_new_edition({share})
"""
ON_SQLITE = f"""
CREATE TRIGGER {{name}} AFTER {{event}} ON {{table}}
BEGIN UPDATE {TABLE} SET number = number + 1 WHERE shard = {{share}}; END
"""


def take_down(*, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Before migrations: PostgreSQL alters no column that a trigger names, and SQLite makes tables anew without them.

    Until they are up again there is no edition, and so nothing is kept.
    """
    on = connections[using]
    if not plan or TABLE not in on.introspection.table_names():
        return
    with transaction.atomic(using), on.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        for name, table in _there(on).items():
            _drop(name, table=table, on=on)


def put_up(*, using: str, **kwargs: Any) -> None:
    """After migrations: the triggers of all tables that are shown, and the rows that they raise."""
    on = connections[using]
    tables = set(on.introspection.table_names())
    if TABLE not in tables:
        return
    wanted = _triggers(on, tables=tables)
    there = _there(on)
    with transaction.atomic(using), on.cursor() as cursor:
        _put_shares(on)
        for name in there.keys() - wanted.keys():
            _drop(name, table=there[name], on=on)
        if on.vendor == "postgresql" and wanted.keys() - there.keys():
            cursor.execute(FUNCTION)
        for name in sorted(wanted.keys() - there.keys()):
            cursor.execute(wanted[name])


def _drop(name: str, *, table: str, on: BaseDatabaseWrapper) -> None:
    with on.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if on.vendor == "postgresql" else ""))


def _put_shares(on: BaseDatabaseWrapper) -> None:
    """The rows. They begin with a number that an earlier table of the same name cannot have had."""
    shares = range(2 * SHARES) if on.vendor == "postgresql" else (SETTLED, STOCK)
    with on.cursor() as cursor:
        cursor.execute(f"SELECT shard FROM {TABLE}")
        missing = set(shares) - {shard for (shard,) in cursor.fetchall()}
        began = int(timezone.now().timestamp() * 1_000_000)
        cursor.executemany(
            f"INSERT INTO {TABLE} (shard, number) VALUES (%s, %s)",
            [(shard, began if shard in {SETTLED, STOCK} else 0) for shard in sorted(missing)],
        )


def _triggers(on: BaseDatabaseWrapper, *, tables: set[str]) -> dict[str, str]:
    """The statements that make them, by names that change with what they do."""
    template = ON_POSTGRES if on.vendor == "postgresql" else ON_SQLITE
    made = {}
    for config in apps.get_app_configs():
        for shown in config.shown if isinstance(config, Showing) else ():
            model = config.get_model(shown.model)
            table = model._meta.db_table
            for event, share in _events(model, shown) if table in tables else ():
                statement = template.format(name="{name}", event=event, table=table, share=share)
                name = f"edition_{hashlib.sha256((FUNCTION + statement).encode()).hexdigest()[:16]}"
                made[name] = statement.format(name=name)
    return made


def _events(model: Any, shown: Shown) -> Iterator[tuple[str, int]]:
    """What raises which number."""
    columns = {each.name: each.column for each in model._meta.concrete_fields}
    stock = [columns[name] for name in shown.stock]
    settled = [columns[name] for name in shown.columns] or [each for each in columns.values() if each not in stock]
    if stock:
        yield f"UPDATE OF {', '.join(stock)}", STOCK
    yield f"UPDATE OF {', '.join(settled)}", SETTLED
    if not shown.columns:
        yield "INSERT", SETTLED
        yield "DELETE", SETTLED


THERE = {
    "postgresql": r"""
    SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname LIKE 'edition\_%' AND NOT tgisinternal AND pg_table_is_visible(tgrelid)
    """,
    "sqlite": r"""
    SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'edition\_%' ESCAPE '\'
    """,
}


def _there(on: BaseDatabaseWrapper) -> Mapping[str, str]:
    """The triggers that there are, with their tables."""
    with on.cursor() as cursor:
        cursor.execute(THERE[on.vendor])
        return dict(cursor.fetchall())
