"""Any text against the knowledge base: its citations are found by the rooms, then looked up."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.errors import UnsupportedFormatError
from hongtou.lexicon import document_types
from hongtou.model import (
    Bundle,
    Citation,
    CleanText,
    Document,
    Outline,
    RawSpan,
    Run,
    Segment,
    Source,
    Span,
    Transcript,
)
from hongtou.notation.titles import MAX_TITLE, bare_title
from hongtou.query.filters import plain
from hongtou.run.chain import ARCHIVES, outline_all, own_rooms

if TYPE_CHECKING:
    from hongtou.query.verifying.results import Verification
    from hongtou.read import ReadOptions

__all__ = ["TYPED", "verify"]

# How a text is called that comes from no file.
TYPED: Final = "文字"
# A text that is longer is read by the rules of form alone: looking for misread characters takes
# ten times as long, and a book with misread characters is better ingested.
REPAIRED: Final = 50_000
# What only official notices have: without any of these a text is an article, a contract, a letter.
_NOTICE: Final = frozenset({"main_recipients", "document_number", "signature"})


def verify(
    text: str | os.PathLike[str],
    *,
    db: str | os.PathLike[str] = "extracted/hongtou.db",
    on: date | None = None,
    options: "ReadOptions | None" = None,
) -> "Verification":
    """Check every citation in a text, or in a file that is given as ``Path``.

    ``hongtou.verify("根据银发〔2021〕63号").citations[0].words`` -> ``相符``. ``on`` is the day for
    which what is in force is told, today if none is given. Nothing is stored.

    Raises:
        ReadError: If the file cannot be read.
        UnsupportedFormatError: If it is an archive.
        MissingDatabaseError: If there is no knowledge base.
        StoreError: If it is none, or one of another version.
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:  # first, since it fails sooner than a scan is read
        if isinstance(text, str):
            name, clean = TYPED, _cleaned(_typed(plain(text)))
        else:
            name, clean = Path(text).name, _read(Path(text), options)
        citations = _citations(clean) or _title_alone(clean.text)
        sha256 = clean.transcript.source.sha256
        return kb.verify(name, clean.text, citations, on=on, file_sha256=sha256)


def _typed(text: str) -> Transcript:
    """A text as the reader of text files gives it."""
    content = text.encode("utf-8")
    source = Source(hashlib.sha256(content).hexdigest(), TYPED, TYPED, "text/plain", len(content))
    runs = (Run(RawSpan(0, len(text)), page=1),) if text else ()
    return Transcript(source, text, runs, reader="text/utf-8", pages=1)


def _read(path: Path, options: "ReadOptions | None") -> CleanText:
    from hongtou.read import ReadOptions, open_source

    source = open_source(path)
    if source.media_type in ARCHIVES:
        raise UnsupportedFormatError(f"{path}：压缩包里可能有多份文件；请解压后逐份核对")
    return _cleaned(own_rooms().read(source, options=options or ReadOptions()))


def _cleaned(transcript: Transcript) -> CleanText:
    from hongtou.clean import FINDERS, clean

    return clean(transcript, finders=FINDERS if len(transcript.text) <= REPAIRED else ())


def _citations(clean: CleanText) -> tuple[Citation, ...]:
    """The citations of all papers in the text; their antecedents count in the whole of them."""
    from hongtou.tag.citing.citations import find_citations
    from hongtou.tag.metadata import read_metadata

    found: list[Citation] = []
    for outline in _outlines(clean):
        metadata = read_metadata(outline, ()) if outline.elements else None
        number = metadata.number if metadata else None
        title = metadata.title if metadata else None
        before = len(found)
        found += (
            citation if citation.antecedent is None
            else replace(citation, antecedent=citation.antecedent + before)
            for citation in find_citations(outline, own_number=number, title=title)
        )  # fmt: skip
    return tuple(found)


def _title_alone(text: str) -> tuple[Citation, ...]:
    """A text that is nothing but a title without its 《》, as one copies it from a list."""
    title = text.strip()
    if "\n" in title or not 0 < len(title) <= MAX_TITLE or title[-1] in "。；，":
        return ()
    if document_types().read_type(title) is None:
        return ()
    start = text.index(title)
    span = Span(start, start + len(title))
    return (Citation(span, None, "cites", bare_title(title), None, named_by="plain-title"),)


def _outlines(clean: CleanText) -> Sequence[Outline]:
    """The outlines of official notices; any other text is paragraphs, none of them a head.

    In a notice the head names the paper itself; a line with a number alone, an article, a mail
    name nothing but others.
    """
    if not clean.text.strip():
        return ()
    rooms = own_rooms()
    outlines = outline_all(rooms.split(clean), rooms).outlines
    if any(_is_notice(outline) for outline in outlines):
        return outlines
    document = Document(ordinal=0, role="main", span=Span(0, len(clean.text)))
    bundle = Bundle(clean, (document,))
    return (Outline(bundle, document, (), tuple(_paragraphs(clean.text))),)


def _is_notice(outline: Outline) -> bool:
    kinds = {element.kind for element in outline.elements}
    return "title" in kinds and bool(kinds & _NOTICE) and bool(outline.segments)


def _paragraphs(text: str) -> list[Segment]:
    segments, at = [], 0
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line.rstrip("\r\n")))
        if span.length:
            segments.append(Segment("paragraph", None, "", 0, "", None, None, span))
        at += len(line)
    return segments
