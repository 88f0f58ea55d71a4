"""The reader of plain text: one page, one run, every character kept."""

import unicodedata
from typing import Final

from hongtou.errors import EmptyFileError, EncodingError, ReadError
from hongtou.model import RawSpan, Run, Source, Transcript
from hongtou.read.encodings import decode
from hongtou.read.page import ReadOptions
from hongtou.read.piped import find_piped_tables
from hongtou.read.sources import bytes_of
from hongtou.read.tabbed import find_tabbed_tables

# A notice has a few thousand characters; beyond this a "text" is a dump of something else.
LIMIT: Final = 16 << 20  # bytes


def read_text(source: Source, options: ReadOptions) -> Transcript:
    """A text file as transcript: ``reader`` tells the encoding, ``text/gb18030``.

    Nothing is dropped, neither carriage returns nor invisible characters: raw is raw. There is
    nothing to choose, so ``options`` changes nothing.

    Raises:
        EmptyFileError: If there is nothing in it, or only blanks.
        EncodingError: If the bytes are no text in a known encoding.
        ReadError: If the file has changed since it was opened, or is too large.
    """
    text, encoding = _text_of(source)
    if _is_blank(text):
        raise EmptyFileError(f"{source.path}：文件里只有空白，没有文字；请重新取得文件")
    runs = (Run(RawSpan(0, len(text)), page=1),)
    found = (*find_tabbed_tables(text), *find_piped_tables(text))
    tables = tuple(sorted(found, key=lambda table: table.span))
    return Transcript(source, text, runs, reader=f"text/{encoding}", pages=1, tables=tables)


def _is_blank(text: str) -> bool:
    """Whether nothing of it shows on paper; str.strip alone would keep a zero-width space."""
    return all(c.isspace() or unicodedata.category(c) in {"Cc", "Cf"} for c in text)


def _text_of(source: Source) -> tuple[str, str]:
    if source.size > LIMIT:
        raise ReadError(
            f"{source.path}：文本有 {source.size / (1 << 20):.0f} MB，超过 "
            f"{LIMIT >> 20} MB 的上限；请先拆分"
        )
    content = bytes_of(source)
    try:
        decoded = decode(content)
    except EncodingError as error:
        raise EncodingError(f"{source.path}：{error}") from error
    return decoded.text, decoded.encoding
