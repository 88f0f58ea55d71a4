"""Which papers share passages: an index of fingerprints that a few looks answer.

Ten 汉字 in a row are a shingle. Of every 24 shingles in a row the one with the least hash is kept
(winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003), so two papers that share 33 汉字 without a
misread one share a fingerprint, wherever the passage stands in either.
"""

import json
import re
import sqlite3
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hongtou.notation.characters import HAN

if TYPE_CHECKING:
    import numpy as np

# What fingerprints depend on; raised whenever they are made otherwise.
FORMAT: Final = "1"

# Of a passage that more papers share, as a formula that all know, only the first so many by key
# count: which they are depends on the papers held and not on the order in which they came.
SHARERS: Final = 32
SHINGLE: Final = 10
WINDOW: Final = 24
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_PRINT_BITS: Final = 48
# Odd multipliers of a polynomial hash and of its mixer (splitmix64, public domain).
_BASE: Final = 0x9E3779B97F4A7C15
_MIX: Final = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def key_of(sha256: str) -> int:
    """The number by which the index names a file: its first 12 hexadecimal digits."""
    return int(sha256[:12], 16)


@lru_cache(maxsize=4)
def prints_of(text: str) -> tuple[int, ...]:
    """The fingerprints of a text, sorted, each once; none below ten 汉字."""
    import numpy as np

    hashes = shingles_of(text)
    if len(hashes) <= WINDOW:
        return (int(hashes.min()),) if len(hashes) else ()
    windows = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW)
    return tuple(np.unique(windows.min(axis=1)).tolist())


def shingles_of(text: str) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """The hash of every ten 汉字 in a row, in order: from these the fingerprints are taken."""
    import numpy as np

    plain = "".join(_HAN_RUN.findall(text))
    if len(plain) < SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    codes = np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return _hashes(codes)


def add(connection: sqlite3.Connection, sha256: str, text: str) -> None:
    """Enter a file with its text of the first stage, and tell files in doubt that it came."""
    key, prints = key_of(sha256), prints_of(text)
    connection.executemany(
        "INSERT OR IGNORE INTO passages(print, file) VALUES (?, ?)", [(p, key) for p in prints]
    )
    tell_sharers(connection, sha256, text)


def remove(connection: sqlite3.Connection, sha256: str, text: str) -> None:
    """Take a file out, with the text that it was entered with, and tell files in doubt."""
    tell_sharers(connection, sha256, text)
    key = key_of(sha256)
    connection.executemany(
        "DELETE FROM passages WHERE print = ? AND file = ?", [(p, key) for p in prints_of(text)]
    )


def tell_sharers(connection: sqlite3.Connection, sha256: str, text: str) -> None:
    """Mark the files in doubt for which this one may be, or was, a sibling."""
    if connection.execute("SELECT 1 FROM first_readings LIMIT 1").fetchone() is None:
        return
    key = key_of(sha256)
    ahead = "SELECT count(*) FROM (SELECT 1 FROM passages WHERE print = ? AND file < ? LIMIT ?)"
    near = [
        p for p in prints_of(text)
        if connection.execute(ahead, (p, key, SHARERS + 1)).fetchone()[0] <= SHARERS
    ]  # fmt: skip
    connection.execute(
        "UPDATE first_readings SET stale = 1 WHERE NOT stale AND file <> ? AND file IN"
        " (SELECT p.file FROM json_each(?) j CROSS JOIN passages p ON p.print = j.value)",
        (key, json.dumps(near)),
    )


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the fingerprints were made as this program makes them."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'passages_format'").fetchone()
    return found is not None and found[0] == FORMAT


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index anew from the stored texts; all files in doubt are to be settled again."""
    connection.execute("DELETE FROM passages")
    texts = connection.execute(
        "SELECT t.file_sha256, coalesce(f.text, t.clean) FROM texts t"
        " LEFT JOIN first_readings f USING (file_sha256)"
    )
    for sha256, text in texts:
        key = key_of(sha256)
        connection.executemany(
            "INSERT OR IGNORE INTO passages(print, file) VALUES (?, ?)",
            [(p, key) for p in prints_of(text)],
        )
    connection.execute("UPDATE first_readings SET stale = 1")
    connection.execute(
        "INSERT OR REPLACE INTO meta(name, value) VALUES ('passages_format', ?)", (FORMAT,)
    )


def sharers_of(connection: sqlite3.Connection, sha256: str, text: str, *, most: int) -> list[int]:
    """The files that share most passages with ``text``, itself left out, as keys.

    Equal ones in the order of their keys.
    """
    key, shared = key_of(sha256), Counter[int]()
    sample = "SELECT file FROM passages WHERE print = ? AND file <> ? ORDER BY file LIMIT ?"
    for p in prints_of(text):
        shared.update(row[0] for row in connection.execute(sample, (p, key, SHARERS)))
    return sorted(shared, key=lambda other: (-shared[other], other))[:most]


def _hashes(
    codes: "np.ndarray[tuple[int], np.dtype[np.uint64]]",
) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """A hash of every shingle; the same on every machine, as Python's own hashes are not."""
    import numpy as np

    count = len(codes) - SHINGLE + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(SHINGLE):
        hashes = hashes * np.uint64(_BASE) + codes[offset : offset + count]
    for shift, factor in zip((30, 27), _MIX, strict=True):
        hashes = (hashes ^ (hashes >> np.uint64(shift))) * np.uint64(factor)
    return (hashes ^ (hashes >> np.uint64(31))) >> np.uint64(64 - _PRINT_BITS)
