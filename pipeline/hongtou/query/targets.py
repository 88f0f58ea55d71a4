"""Where a result may be written: anywhere but over the knowledge base that it comes from."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hongtou.errors import ExportError

__all__ = ["check_target", "written_beside"]

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


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A name to write to, which becomes ``path`` at the end: a failure leaves the former file.

    Raises:
        OSError: If the file cannot be written; it names ``path``, which is what the user knows.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        part.unlink(missing_ok=True)
