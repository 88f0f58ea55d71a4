"""What a file is, by its content: names lie, and a PDF called 通知.txt is still a PDF."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from hongtou.lexicon import read_table

# Enough for the longest signature and for an HTML comment before <html>.
HEAD_BYTES: Final = 1024

# BM opens a BMP and also any text that begins with these two letters, so its signature counts
# only together with the four reserved zero bytes of the header.
BMP_RESERVED: Final = slice(6, 10)

# A saved web page begins so, behind blanks, a byte order mark or comments.
HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of ``media_types.csv``."""

    media_type: str
    magic: bytes  # at the very beginning
    member: str  # a path that a zip package of this kind holds, "" for any
    name: str  # Chinese, for messages


@lru_cache(maxsize=1)
def signatures() -> tuple[Signature, ...]:
    """All rows of ``media_types.csv``, the narrower before the wider."""
    rows = read_table("media_types")
    return tuple(
        Signature(r["media_type"], bytes.fromhex(r["magic"]), r["member"], r["name"]) for r in rows
    )


def find_media_type(head: bytes, path: Path) -> str:
    """The media type of a file whose first ``HEAD_BYTES`` bytes are ``head``.

    ``path`` is opened once more only for zip packages, whose members tell a Word file from OFD.
    Whatever no signature knows is taken for ``text/plain``: whether it is text shows on decoding.
    """
    members = _once(lambda: _members(path))
    for signature in signatures():
        if not head.startswith(signature.magic):
            continue
        if signature.media_type == "image/bmp" and any(head[BMP_RESERVED]):
            continue
        if not signature.member or signature.member in members():
            return signature.media_type
    return "text/html" if HTML.match(head) else "text/plain"


def name_of(media_type: str) -> str:
    """What people call it: ``PDF 文件``."""
    if media_type == "text/html":
        return "网页（HTML）"
    names = (s.name for s in signatures() if s.media_type == media_type)
    return next(names, media_type)


def _members(path: Path) -> frozenset[str]:
    """Paths inside a zip package; a damaged one has none and stays a plain zip."""
    try:
        with zipfile.ZipFile(path) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, UnicodeDecodeError):
        return frozenset()


def _once(make: Callable[[], frozenset[str]]) -> Callable[[], frozenset[str]]:
    return lru_cache(maxsize=1)(make)
