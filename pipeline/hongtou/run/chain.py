"""From room to room: a source becomes tagged documents.

The rooms are imported when they are entered, since spaCy alone takes longer to load than all of
the rest.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from hongtou.errors import QuarantinedError, UnsupportedFormatError
from hongtou.model import (
    NO_KNOWLEDGE,
    NOTHING_ELSEWHERE,
    Bundle,
    CitationCard,
    CleanText,
    Decision,
    Document,
    DocumentCard,
    Elsewhere,
    Knowledge,
    LinkSet,
    Outline,
    Source,
    TaggedDocument,
    Transcript,
)

if TYPE_CHECKING:
    from spacy.language import Language

    from hongtou.read import ReadOptions


ARCHIVES: Final = frozenset({"application/zip"})


class ReadRoom(Protocol):
    """The room ``read``; one at module level can be entered by a reader process too."""

    def __call__(self, source: Source, *, options: "ReadOptions") -> Transcript:
        """What stands in a file."""


class CleanRoom(Protocol):
    """The room ``clean``: alone, or with what others know and what reviewers decided."""

    def __call__(
        self,
        transcript: Transcript,
        *,
        knowledge: Knowledge = NO_KNOWLEDGE,
        decisions: Sequence[Decision] = (),
    ) -> CleanText:
        """The clean text and its ledger."""


class LinkRoom(Protocol):
    """What citations mean, asked about all of them or, with ``elsewhere``, about a few."""

    def __call__(
        self,
        documents: Sequence[DocumentCard],
        citations: Sequence[CitationCard],
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> LinkSet:
        """The answers, with ghosts and doubts."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The doors that the hall leads through. A caller may put another room behind any of them."""

    read: ReadRoom
    clean: CleanRoom
    split: Callable[[CleanText], Bundle]
    segment: Callable[[Bundle, Document], Outline]
    tag: Callable[[Outline], TaggedDocument]
    link: LinkRoom


@dataclass(frozen=True)
class Progressed:
    """How far a file has come: the outlines are there before the tags."""

    bundle: Bundle
    outlines: tuple[Outline, ...]
    documents: tuple[TaggedDocument, ...] = field(default=())

    @property
    def classification(self) -> str | None:
        """密级 that the paper carries (GB/T 9704—2012, 7.2.2), as printed: ``机密★1年``."""
        marks = (
            element.span.of(outline.text)
            for outline in self.outlines
            for element in outline.elements_of("classification")
        )
        return next(marks, None)

    @property
    def finding_count(self) -> int:
        """Doubts of all rooms, each counted once."""
        clean = self.bundle.clean
        whole = {*clean.transcript.findings, *clean.findings, *self.bundle.findings}
        return len(whole) + sum(
            len({*document.outline.findings, *document.findings}) for document in self.documents
        )


def process(
    path: str | os.PathLike[str],
    *,
    options: "ReadOptions | None" = None,
    rooms: Rooms | None = None,
) -> tuple[TaggedDocument, ...]:
    """The documents in one file, tagged, without a knowledge base.

    ``hongtou.process("notice.txt")[0].metadata.number.normal`` -> ``忻银发〔2021〕49号``. The
    file is read in this process, so ``options.on_page`` is told of each page.

    Raises:
        ReadError: If the file cannot be read.
        UnsupportedFormatError: If it is an archive, which is many files.
    """
    from hongtou.read import ReadOptions, open_source

    source, rooms = open_source(path), rooms or own_rooms()
    if source.media_type in ARCHIVES:
        raise UnsupportedFormatError(
            f"{source.path}：压缩包里可能有多份文件；请用 hongtou ingest 读入，或解压后逐份处理"
        )
    transcript = rooms.read(source, options=options or ReadOptions())
    return tag_all(outline_all(rooms.split(rooms.clean(transcript)), rooms), rooms).documents


def outline_all(bundle: Bundle, rooms: Rooms) -> Progressed:
    """Segment every document of a file."""
    outlines = tuple(rooms.segment(bundle, document) for document in bundle.documents)
    return Progressed(bundle, outlines)


def tag_all(progressed: Progressed, rooms: Rooms) -> Progressed:
    """Tag every document of a file."""
    documents = tuple(rooms.tag(outline) for outline in progressed.outlines)
    return Progressed(progressed.bundle, progressed.outlines, documents)


def refuse_classified(progressed: Progressed) -> None:
    """Stop before anything of a classified paper is written anywhere.

    Raises:
        QuarantinedError: If a document of the file carries a 密级.
    """
    mark = progressed.classification
    if mark is not None:
        raise QuarantinedError(f"标有密级“{mark}”，已隔离，正文不入库；请按保密规定处理原件")


def own_rooms() -> Rooms:
    """The rooms of this house."""
    return Rooms(read_file, _clean, _split, _segment, _tag, _link)


def read_file(source: Source, *, options: "ReadOptions") -> Transcript:
    """The room ``read`` with the readers of this house; reader processes find it by its name."""
    from hongtou.read import read

    return read(source, options=options)


def _clean(
    transcript: Transcript,
    *,
    knowledge: Knowledge = NO_KNOWLEDGE,
    decisions: Sequence[Decision] = (),
) -> CleanText:
    from hongtou.clean import clean

    return clean(transcript, knowledge=knowledge, decisions=decisions)


def _split(clean: CleanText) -> Bundle:
    from hongtou.split import split

    return split(clean)


def _segment(bundle: Bundle, document: Document) -> Outline:
    from hongtou.segment import segment

    return segment(bundle, document)


def _tag(outline: Outline) -> TaggedDocument:
    from hongtou.tag import tag

    return tag(outline, pipeline=_pipeline())


@lru_cache(maxsize=1)
def _pipeline() -> "Language":
    from hongtou.tag import build_pipeline

    return build_pipeline()


def _link(
    documents: Sequence[DocumentCard],
    citations: Sequence[CitationCard],
    elsewhere: Elsewhere = NOTHING_ELSEWHERE,
) -> LinkSet:
    from hongtou.link import link

    return link(documents, citations, elsewhere)
