"""Where a result may be written: anywhere but over the knowledge base that it comes from."""

import sqlite3
from pathlib import Path
from typing import Final

from hongtou.errors import ExportError

__all__ = ["check_target"]

# SQLite keeps what is not yet in the file beside it.
BESIDE: Final = ("", "-wal", "-shm", "-journal")


def check_target(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to write over the knowledge base: ``--xlsx extracted/hongtou.db`` is a slip.

    Raises:
        ExportError: If ``path`` is the file of ``connection`` or one that belongs to it.
    """
    held = next((row[2] for row in connection.execute("PRAGMA database_list")), "")
    target = path.resolve()
    if held and any(target == Path(f"{held}{ending}").resolve() for ending in BESIDE):
        raise ExportError(f"{path}：这是知识库本身，不能覆盖；请换一个文件名")
