"""Where files lie: names, folders and archives that a content is found under."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hongtou.model import Source

Name = tuple[str, str, str | None, str]  # path, name, origin, place


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: ``内/a.pdf``; without a fingerprint if it could not be unpacked."""

    name: str
    sha256: str | None


def name_of(source: Source) -> Name:
    """Under which name a file came: the columns path, name, origin and place of ``files``."""
    return source.path, source.name, source.origin, place_of(source.path)


def place_of(path: str) -> str:
    """Where a file lies, as a digest; two relative paths of two folders are two places."""
    return hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()


def held_name(connection: sqlite3.Connection, sha256: str) -> Name | None:
    """The name under which a content is held."""
    row = connection.execute(
        "SELECT path, name, origin, place FROM files WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return None if row is None else (row[0], row[1], row[2], row[3])


def kept_name(connection: sqlite3.Connection, source: Source) -> Name | None:
    """The name that is held, if it goes before that of ``source`` and still leads there."""
    found = held_name(connection, source.sha256)
    if found is None or found[0] >= source.path:
        return None
    return found if is_at(connection, found[0], source.sha256) else None


def is_at(connection: sqlite3.Connection, path: str, sha256: str) -> bool:
    """Whether a content is still found under ``path``, which may lead into an archive."""
    if _has_content(path, sha256):
        return True
    archives = connection.execute(
        "SELECT f.path, f.sha256 FROM members m JOIN files f ON f.sha256 = m.archive_sha256"
        " WHERE m.file_sha256 = ? AND f.path || '/' || m.name = ?",
        (sha256, path),
    ).fetchall()
    return any(_has_content(*archive) for archive in archives)


def _has_content(path: str, sha256: str) -> bool:
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False


def former_contents(
    connection: sqlite3.Connection, source: Source, *, kept: Iterable[str | None] = ()
) -> tuple[str, ...]:
    """What is held as the content of the same file, and is not its content any more.

    Where that was an archive, what was unpacked from it as well, unless it is among ``kept`` or
    held under another name.
    """
    query = "SELECT sha256 FROM files WHERE place = ? AND sha256 <> ? ORDER BY sha256"
    former: dict[str, None] = {}
    waiting = [row[0] for row in connection.execute(query, (place_of(source.path), source.sha256))]
    while waiting:
        sha256 = waiting.pop()
        if sha256 not in former and sha256 != source.sha256 and sha256 not in kept:
            former[sha256] = None
            waiting += _held_inside(connection, sha256)
    return tuple(former)


def _held_inside(connection: sqlite3.Connection, archive: str) -> list[str]:
    rows = connection.execute(
        "SELECT i.sha256 FROM members m JOIN files f ON f.sha256 = m.archive_sha256"
        " JOIN files i ON i.sha256 = m.file_sha256"
        " WHERE m.archive_sha256 = ? AND i.path = f.path || '/' || m.name",
        (archive,),
    )
    return [row[0] for row in rows]
