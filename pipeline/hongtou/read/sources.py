"""Opening a file: who it is (its bytes) and what it is (by content)."""

import hashlib
import os
from pathlib import Path
from typing import Final

from hongtou.errors import ReadError
from hongtou.model import Source
from hongtou.read.media_types import HEAD_BYTES, find_media_type

CHUNK: Final = 1 << 20  # bytes that are hashed at a time


def open_source(path: str | os.PathLike[str], *, origin: str | None = None) -> Source:
    """The file at ``path`` as a ``Source``: fingerprint, media type by content, size.

    Args:
        path: A file; a folder is the hall's business.
        origin: The name under which the paper was received, from ``manifest.csv``.

    Raises:
        ReadError: If there is no such file, it is not a plain file or may not be read.
    """
    file = Path(path)
    _check_plain(file)
    digest, head, size = hashlib.sha256(), b"", 0
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                head = head or chunk[:HEAD_BYTES]
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise ReadError(f"{file}：读不出来（{error.strerror}）；请检查权限和磁盘") from error
    media_type = find_media_type(head, file)
    return Source(digest.hexdigest(), str(file), file.name, media_type, size, origin)


def _check_plain(file: Path) -> None:
    """Refuse what cannot be read as a file, before any byte is asked for."""
    try:
        str(file).encode("utf-8")
    except UnicodeEncodeError as error:
        shown = str(file).encode("utf-8", "replace").decode("utf-8")
        raise ReadError(f"{shown}：文件名不是 UTF-8 编码；请先改名") from error
    try:
        if file.is_dir():
            raise ReadError(f"{file}：这是一个目录；请指定其中的文件，或用 hongtou ingest 整个读入")
        if not file.exists():
            raise ReadError(f"{file}：没有这个文件；请检查路径")
        if not file.is_file():  # a device or a pipe would be read for ever
            raise ReadError(f"{file}：不是普通文件；请先复制成文件")
    except (OSError, ValueError) as error:  # a name too long, a NUL in it, no right to look
        raise ReadError(f"{file}：无法访问（{error}）；请检查路径") from error
