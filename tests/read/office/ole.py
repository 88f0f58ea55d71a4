"""OLE compound files made in tests (MS-CFB, version 3): a directory of streams."""

import struct
from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _entry(name: str, kind: int, right: int, child: int, sector: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    links = struct.pack("<3I", FREE, right, child)
    return head + links + b"\0" * 36 + struct.pack("<IQ", sector, size)


def write_ole(path: Path, streams: dict[str, bytes]) -> Path:
    """A compound file whose root holds ``streams``, chained to the right; up to 60 kB."""
    table: list[int] = []
    body = b""

    def add(content: bytes) -> int:
        nonlocal body
        first, count = len(table), max(1, -(-len(content) // SECTOR))
        table.extend([*range(first + 1, first + count), END])
        body += content.ljust(count * SECTOR, b"\0")
        return first

    places = [(name, add(content), len(content)) for name, content in streams.items()]
    entries = [_entry("Root Entry", 5, FREE, 1, END, 0)]
    for number, (name, sector, size) in enumerate(places, start=1):
        right = number + 1 if number < len(places) else FREE
        entries.append(_entry(name, 2, right, FREE, sector, size))
    directory = add(b"".join(entries))
    fat = len(table)
    table.append(FAT)
    body += b"".join(struct.pack("<I", n) for n in [*table, *[FREE] * (128 - len(table))])
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, 1, directory, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", fat, *[FREE] * 108)
    path.write_bytes(header + body)
    return path
