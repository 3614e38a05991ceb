"""Puts a current SQLite in place of the interpreter's own, before Django looks for one.

SQLite before 3.51.3 can corrupt a database in WAL mode when two connections write and checkpoint at the same time, and
Debian's is older. The package pysqlite3 carries a repaired one; where it has no wheel the interpreter's own is used.
"""

import importlib.util
import sys


def install() -> None:
    """Make `import sqlite3` mean pysqlite3 from now on, where that package is installed."""
    if importlib.util.find_spec("pysqlite3") is None:
        return
    sys.modules["sqlite3"] = importlib.import_module("pysqlite3")
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
