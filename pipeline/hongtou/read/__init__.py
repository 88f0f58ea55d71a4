"""read: a file becomes a transcript, by a reader that its content chooses, not its name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from hongtou.errors import OversizeError, UnsupportedFormatError
from hongtou.model import Source, Transcript
from hongtou.read.archives import Unpacked, unpack
from hongtou.read.media_types import name_of
from hongtou.read.page import OcrWish, ReadOptions
from hongtou.read.page_images import render_page
from hongtou.read.secrecy import refuse_marked
from hongtou.read.sources import open_source
from hongtou.read.text import read_text

__all__ = [
    "READERS",
    "OcrWish",
    "ReadOptions",
    "Reader",
    "Unpacked",
    "open_source",
    "read",
    "readable",
    "render_page",
    "unpack",
]

Reader = Callable[[Source, ReadOptions], Transcript]

_DEFAULTS: Final = ReadOptions()
LOCKED: Final = "application/x-encrypted-office"  # its reader asks for the password

# Three thousand full pages. Later rooms take some 300 bytes and 10 µs for each character.
MOST_CHARACTERS: Final = 3_000_000


def _read_pdf(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.pdf import read_pdf  # PDFium is loaded when the first PDF is read

    return read_pdf(source, options)


def _read_docx(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.office import read_docx

    return read_docx(source, options)


def _read_legacy(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.office import read_legacy

    return read_legacy(source, options)


def _read_ofd(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.ofd import read_ofd

    return read_ofd(source, options)


def _read_image(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.images import read_image

    return read_image(source, options)


def _read_html(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.web import read_html

    return read_html(source, options)


def _read_mhtml(source: Source, options: ReadOptions) -> Transcript:
    from hongtou.read.web import read_mhtml

    return read_mhtml(source, options)


# By media type. A caller that knows another format passes a mapping of its own.
READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "text/plain": read_text,
        "application/pdf": _read_pdf,
        "application/ofd": _read_ofd,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _read_docx,
        "application/msword": _read_legacy,
        "application/rtf": _read_legacy,
        "application/vnd.oasis.opendocument.text": _read_legacy,
        "application/vnd.ms-works": _read_legacy,
        "application/vnd.ms-word.2003-xml": _read_legacy,
        LOCKED: _read_legacy,
        "text/html": _read_html,
        "multipart/related": _read_mhtml,
        "image/bmp": _read_image,
        "image/gif": _read_image,
        "image/jpeg": _read_image,
        "image/png": _read_image,
        "image/tiff": _read_image,
    }
)


def read(
    source: Source,
    *,
    options: ReadOptions = _DEFAULTS,
    readers: Mapping[str, Reader] = READERS,
) -> Transcript:
    """What stands in a file, untouched: every character, with its place on paper.

    Raises:
        UnsupportedFormatError: If no reader knows what the file is.
        QuarantinedError: If the paper is marked 秘密, 机密 or 绝密; its text goes no further.
        OversizeError: If it has more characters than ``MOST_CHARACTERS``.
        ReadError: If the reader cannot make text of it.
    """
    reader = readers.get(source.media_type)
    if reader is None:
        known = "、".join(readable(readers))
        raise UnsupportedFormatError(
            f"{source.path}：文件类型是“{name_of(source.media_type)}”，本版本还不能读取"
            f"（能读：{known}）；请先另存为其中一种"
        )
    transcript = reader(source, options)
    refuse_marked(transcript.text)
    length = len(transcript.text)
    if length > MOST_CHARACTERS:
        raise OversizeError(
            f"{source.path}：文字有 {length} 字，上限 {MOST_CHARACTERS} 字；可能不是公文，"
            "请核对，或分册读入"
        )
    return transcript


def readable(readers: Mapping[str, Reader] = READERS) -> list[str]:
    """What people call the formats that can be read; one that only asks for a password cannot."""
    names = {
        "纯文本" if media_type == "text/plain" else name_of(media_type)
        for media_type in readers
        if media_type != LOCKED
    }
    return sorted(names)
