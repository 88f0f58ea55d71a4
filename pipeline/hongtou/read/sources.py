"""Opening a file: who it is (its bytes), what it is (by content), and that it stays the same."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hongtou.errors import EmptyFileError, ReadError
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


def bytes_of(source: Source) -> bytes:
    """All bytes of a file, for readers that need them at once.

    Raises:
        EmptyFileError: If it has none.
        ReadError: If it cannot be read, or has changed since it was opened.
    """
    _check_not_empty(source)
    try:
        content = Path(source.path).read_bytes()
    except OSError as error:
        raise _unreadable(source, error) from error
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise _changed(source)
    return content


@contextmanager
def unchanged(source: Source) -> Iterator[None]:
    """While the block reads a file piece by piece, it must stay what was opened.

    What a reader finds wrong with a file that was written to meanwhile is not the file's fault, so
    the change is told instead.

    Raises:
        EmptyFileError: If it has no bytes.
        ReadError: If it cannot be read, or has changed since it was opened.
    """
    _check_not_empty(source)
    before = _state(source)
    try:
        with Path(source.path).open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest() == source.sha256
    except OSError as error:
        raise _unreadable(source, error) from error
    if not same:
        raise _changed(source)
    try:
        yield
    except ReadError as error:
        if _state(source) != before:
            raise _changed(source) from error
        raise
    if _state(source) != before:
        raise _changed(source)


def _check_not_empty(source: Source) -> None:
    if not source.size:
        raise EmptyFileError(f"{source.path}：文件是空的（0 字节）；请重新取得文件")


def _state(source: Source) -> tuple[int, int, int]:
    """What changes on disk when a file is written to or replaced."""
    try:
        state = Path(source.path).stat()
    except OSError as error:
        raise _unreadable(source, error) from error
    return state.st_ino, state.st_size, state.st_mtime_ns


def _unreadable(source: Source, error: OSError) -> ReadError:
    return ReadError(f"{source.path}：读不出来（{error.strerror}）；请检查文件")


def _changed(source: Source) -> ReadError:
    return ReadError(f"{source.path}：文件在读取过程中被改动；请等它写完后重试")


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
