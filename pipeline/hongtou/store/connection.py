"""Opening a knowledge base, to read or to write, with an error that says the way out."""

import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.errors import MissingDatabaseError, StoreError
from hongtou.store.schema import check_version, migrate, schema_version, user_version

if TYPE_CHECKING:
    from sqlite_utils import Database

# How long a writer waits for another one, in seconds: longer than any single file takes to write.
PATIENCE: Final = 30.0

# Memory for pages that a writer has read, in KiB: what cites a famous paper lies all over the file.
CACHE: Final = 65_536


def open_readonly(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """A connection that can only read; rows are ``sqlite3.Row``. Works while another one writes.

    Raises:
        MissingDatabaseError: If there is no such file.
        StoreError: If it is no knowledge base, or one of another version.
    """
    file = Path(path)
    if not file.exists():
        raise MissingDatabaseError(
            f"{file}：知识库还不存在；请先运行 hongtou ingest 文件或目录 --db {file}"
        )
    if file.is_dir():
        raise StoreError(f"{file}：这是一个目录，不是知识库文件；请用 --db 指定 .db 文件")
    connection = _connect_readonly(file)
    try:
        _check_shape(file, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_writable(path: str | os.PathLike[str]) -> "Database":
    """A connection that may write, in WAL mode and of the present shape; created where missing.

    Raises:
        StoreError: If the folder is missing, the file is not writable, not SQLite, or not ours.
    """
    file = Path(path)
    if file.is_dir():
        raise StoreError(f"{file}：这是一个目录，不能作知识库文件；请用 --db 指定 .db 文件")
    if not file.parent.is_dir():
        raise StoreError(f"{file}：目录 {file.parent} 不存在；请先建立目录或换一个位置")
    try:
        connection = sqlite3.connect(file, timeout=PATIENCE)
    except sqlite3.Error as error:
        raise StoreError(f"{file}：无法打开或建立知识库（{error}）；请检查写入权限") from error
    try:
        return _prepare_to_write(connection)
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(reason_of(file, error)) from error
    except StoreError as error:
        connection.close()
        raise StoreError(f"{file}：{error}") from error


def _prepare_to_write(connection: sqlite3.Connection) -> "Database":
    db = _load_library()(connection)
    connection.execute("PRAGMA foreign_keys = on")
    db.enable_wal()
    connection.execute("PRAGMA synchronous = normal")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    migrate(db)
    # A write that changes nothing shows whether writing is allowed at all, before any work is done.
    with db.atomic():
        connection.execute("DELETE FROM meta WHERE name = ''")
    return db


def _load_library() -> "type[Database]":
    """sqlite-utils; only writing needs it, and loading it takes as long as a hundred searches.

    Where pandas is installed (recognisers bring it) it would load that as well, for a second, to
    know its column types. Nobody here writes such columns, so it is told that there is none.
    """
    apart = sys.modules.keys().isdisjoint({"sqlite_utils", "pandas"})
    if apart:
        sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        from sqlite_utils import Database
    finally:
        if apart:
            del sys.modules["pandas"]
    return Database


def _connect_readonly(file: Path) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode=ro"
    try:
        connection = _connect(uri)
    except sqlite3.OperationalError as error:
        # A WAL file in a folder where nothing may be written has no place for its -shm file.
        # Without a -wal beside it nobody writes, so it can be read as it stands.
        if Path(f"{file}-wal").exists():
            raise StoreError(reason_of(file, error)) from error
        return _connect_immutable(file, uri)
    except sqlite3.DatabaseError as error:
        raise StoreError(reason_of(file, error)) from error
    connection.row_factory = sqlite3.Row
    return connection


def _connect_immutable(file: Path, uri: str) -> sqlite3.Connection:
    try:
        connection = _connect(f"{uri}&immutable=1")
    except sqlite3.Error as error:
        raise StoreError(reason_of(file, error)) from error
    connection.row_factory = sqlite3.Row
    return connection


def _connect(uri: str) -> sqlite3.Connection:
    """A connection that has proved to be of use: SQLite looks into the file only when asked."""
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_shape(file: Path, connection: sqlite3.Connection) -> None:
    try:
        present = user_version(connection)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise StoreError(reason_of(file, error)) from error
    if not {"files", "documents", "segments"} <= names:
        raise StoreError(f"{file}：不是红头知识库；请用 --db 指定 hongtou ingest 建立的文件")
    try:
        check_version(connection, present)
    except StoreError as error:
        raise StoreError(f"{file}：{error}") from error
    if present < schema_version():
        raise StoreError(f"{file}：知识库由旧版本建立；请先运行一次 hongtou ingest 升级其结构")


def reason_of(file: Path, error: sqlite3.Error) -> str:
    """The Chinese message for what SQLite says."""
    said = str(error)
    if "not a database" in said:
        return f"{file}：不是 SQLite 数据库；请换一个文件名，或删除后重新运行 hongtou ingest"
    if "malformed" in said:
        return f"{file}：知识库已损坏；请从备份恢复，或删除后重新运行 hongtou ingest"
    if "locked" in said:
        return f"{file}：另一个程序正在写入知识库；请等它结束后再试"
    if "readonly" in said:
        return f"{file}：知识库或其目录是只读的；请检查写入权限或换一个位置"
    if "full" in said:
        return f"{file}：磁盘已满；请腾出空间后再试，已完成的文件不会重做"
    return f"{file}：无法使用知识库（{said}）；请检查路径和权限"
