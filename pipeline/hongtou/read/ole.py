"""OLE compound files (MS-CFB): which streams stand at their top level, and how one begins.

Only that is asked here: a stream called WordDocument makes a Word file of it, Workbook an Excel
file. LibreOffice reads the rest, so a library would bring nothing.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES: Final = 512
ENTRY_BYTES: Final = 128
END_OF_CHAIN: Final = 0xFFFFFFFA  # this and above are marks, not sectors (MS-CFB 2.1)
MINI_STREAM: Final = 4096  # smaller streams lie elsewhere (MS-CFB 2.2)
# A directory of a notice has some twenty entries; a longer one is not walked to its end.
_MOST_SECTORS: Final = 256
_SHIFTS: Final = (9, 12)


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry (MS-CFB 2.6.1)."""

    name: str
    left: int
    right: int
    child: int
    sector: int
    size: int


def stream_names(path: Path) -> frozenset[str]:
    """Names at the top level: ``{"WordDocument", "1Table", …}``; none if the file is damaged."""
    return frozenset(entry.name for entry in _top_level(_entries(path)))


def stream_head(path: Path, name: str) -> bytes:
    """The first sector of a stream of the top level; b"" if there is none or it is small."""
    for entry in _top_level(_entries(path)):
        if entry.name == name and entry.size >= MINI_STREAM:
            with path.open("rb") as stream:
                header = stream.read(HEADER_BYTES)
                return _sector(stream, entry.sector, _size_of_sector(header))
    return b""


def _entries(path: Path) -> list[Entry]:
    """The directory in the order of ids; what cannot be reached is missing."""
    try:
        with path.open("rb") as stream:
            header = stream.read(HEADER_BYTES)
            if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
                return []
            size = _size_of_sector(header)
            sectors = _chain(stream, header, size, struct.unpack_from("<I", header, 48)[0])
            content = b"".join(_sector(stream, sector, size) for sector in sectors)
    except OSError:
        return []
    return [_entry(content, at) for at in range(0, len(content) - ENTRY_BYTES + 1, ENTRY_BYTES)]


def _size_of_sector(header: bytes) -> int:
    shift = struct.unpack_from("<H", header, 30)[0]
    return 1 << (shift if shift in _SHIFTS else _SHIFTS[0])


def _sector(stream: IO[bytes], number: int, size: int) -> bytes:
    stream.seek((number + 1) * size)
    return stream.read(size)


def _chain(stream: IO[bytes], header: bytes, size: int, first: int) -> list[int]:
    """The sectors that follow each other from ``first``, by the allocation table."""
    tables = struct.unpack_from("<109I", header, 76)
    each = size // 4
    found: list[int] = []
    while first < END_OF_CHAIN and first not in found and len(found) < _MOST_SECTORS:
        found.append(first)
        index, place = divmod(first, each)
        if index >= len(tables) or tables[index] >= END_OF_CHAIN:
            break  # beyond 6.8 MB of small sectors the rest of the directory is let go
        table = _sector(stream, tables[index], size)
        if len(table) < (place + 1) * 4:
            break
        first = struct.unpack_from("<I", table, place * 4)[0]
    return found


def _entry(content: bytes, at: int) -> Entry:
    length = struct.unpack_from("<H", content, at + 64)[0]
    name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<3I", content, at + 68)
    sector, size = struct.unpack_from("<II", content, at + 116)
    return Entry(name, left, right, child, sector, size)


def _top_level(entries: list[Entry]) -> list[Entry]:
    """The children of the root: streams of embedded objects tell nothing about the file."""
    found, seen = [], set()
    waiting = [entries[0].child] if entries else []
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            entry = entries[number]
            found.append(entry)
            waiting += (entry.left, entry.right)
    return found
