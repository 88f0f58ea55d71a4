"""What a file is, by its content: names lie, and a PDF called 通知.txt is still a PDF."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from hongtou.errors import ReadError
from hongtou.lexicon import read_table
from hongtou.read.ole import MAGIC as OLE
from hongtou.read.ole import stream_names
from hongtou.read.packages import open_package

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


# A page that a browser saved in one file with its pictures (RFC 2557), or a Word file saved so.
MHTML: Final = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:MIME-Version:|Snapshot-Content-Location:|Content-Type:[ \t]*multipart/related)",
    re.IGNORECASE,
)
# Word 2003 in one XML file, named by its processing instruction or its namespace.
WORD_XML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*"
    rb"(?:<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b)",
    re.DOTALL,
)

UTF16: Final = (b"\xff\xfe", b"\xfe\xff")  # byte order marks

# Media types of files that are written as text, which a pattern finds at their head.
_WRITTEN: Final = (
    ("text/html", HTML, "网页（HTML）"),
    ("multipart/related", MHTML, "单个文件的网页（MHTML）"),
    ("application/vnd.ms-word.2003-xml", WORD_XML, "Word 2003 XML 文档"),
)
# The first member of an ODF package, stored as it is behind the 30 bytes of its header.
LOCAL_HEADER: Final = 30
ODF: Final = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z-]{1,40})(?=PK|\W|$)")


@dataclass(frozen=True, slots=True)
class Signature:
    """A row of ``media_types.csv``."""

    media_type: str
    magic: bytes  # at the very beginning
    member: str  # what a package of this kind holds, "" for any; see ``_members``
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

    ``path`` is opened once more only for zip packages and OLE files, whose members tell a Word
    file from OFD or from a table.
    Whatever no signature knows is taken for ``text/plain``: whether it is text shows on decoding.
    """
    members = _once(lambda: _members(head, path))
    for signature in signatures():
        if not head.startswith(signature.magic):
            continue
        if signature.media_type == "image/bmp" and any(head[BMP_RESERVED]):
            continue
        if not signature.member or signature.member in members():
            return signature.media_type
    if head.startswith(UTF16):
        head = head.decode("utf-16", "ignore").encode()
    return next((kind for kind, pattern, _ in _WRITTEN if pattern.match(head)), "text/plain")


def name_of(media_type: str) -> str:
    """What people call it: ``PDF 文件``."""
    for kind, _, name in _WRITTEN:
        if kind == media_type:
            return name
    names = (s.name for s in signatures() if s.media_type == media_type)
    return next(names, media_type)


def _members(head: bytes, path: Path) -> frozenset[str]:
    """What a package holds; a damaged one holds nothing and stays a plain package.

    Paths and folders (``word/``) of a zip package, with ``mimetype=…`` where its first member says
    what it is (ODF 1.3 part 2, 3.3); names of the streams of an OLE file.
    """
    if head.startswith(OLE):
        return stream_names(path)
    stated = ODF.match(head[LOCAL_HEADER:])
    own = {f"mimetype={stated[1].decode()}"} if stated else set()
    try:
        with open_package(path) as package:
            names = [member.name for member in package.members]
    except ReadError:  # damaged, or a directory of absurd size
        return frozenset(own)
    return frozenset(own.union(names, (name[: name.find("/") + 1] for name in names)))


def _once(make: Callable[[], frozenset[str]]) -> Callable[[], frozenset[str]]:
    return lru_cache(maxsize=1)(make)
