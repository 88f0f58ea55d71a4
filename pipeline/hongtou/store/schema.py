"""The shape of a knowledge base: migrations, numbered files that run once and in order.

``PRAGMA user_version`` says how many of them a database has seen. A published migration is never
edited: a change is a new file.
"""

import sqlite3
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from hongtou.errors import StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

# Tables that the search index is made of: derived from segments, so not content.
SEARCH_TABLES: Final = frozenset(
    {"search", "search_config", "search_data", "search_docsize", "search_idx", "search_rows"}
)


@lru_cache(maxsize=1)
def read_migrations() -> tuple[tuple[str, ...], ...]:
    """The statements of every migration, in order of their file names (``0001_notices.sql``)."""
    folder = resources.files("hongtou.store").joinpath("migrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(_statements(file.read_text(encoding="utf-8")) for file in files)


def schema_version() -> int:
    """The ``user_version`` of a database that this Hongtou writes."""
    return len(read_migrations())


def migrate(db: "Database") -> None:
    """Bring a new or older database to the present shape, in one transaction.

    Raises:
        StoreError: If a newer Hongtou wrote it, or if it holds tables of another program.
    """
    if user_version(db.conn) == schema_version():
        return
    # Two may find the same new database: who gets the lock second must look again.
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        _bring_up(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _bring_up(db: "Database") -> None:
    present = user_version(db.conn)
    check_version(db.conn, present)
    if present == 0 and db.table_names():
        raise StoreError("这个 SQLite 文件属于别的程序，不是红头知识库；请另选一个文件名")
    for statements in read_migrations()[present:]:
        for statement in statements:
            db.conn.execute(statement)
    db.conn.execute(f"PRAGMA user_version = {schema_version()}")


def user_version(connection: sqlite3.Connection) -> int:
    """How many migrations the database has seen, 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_version(connection: sqlite3.Connection, present: int) -> None:
    """Refuse a database of a newer Hongtou.

    Raises:
        StoreError: If ``present`` is higher than this version knows.
    """
    if present > schema_version():
        raise StoreError(
            f"知识库的结构版本是 {present}，本程序只认识到 {schema_version()}；请升级 hongtou"
        )


def _statements(script: str) -> tuple[str, ...]:
    """Cut a script at the semicolons that end a statement, those in comments left alone."""
    found: list[str] = []
    current = ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current.strip())
            current = ""
    return tuple(found)
