"""From clean text to the tree of articles: Bundle, Document, Outline."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hongtou.model.ledger import CleanText
from hongtou.model.spans import Span
from hongtou.model.text import Finding

Role = Literal["main", "embedded"]

ElementKind = Literal[
    # 版头, header (GB/T 9704—2012, 7.2)
    "copy_number",  # 份号
    "classification",  # 密级和保密期限
    "urgency",  # 紧急程度
    "issuing_authority_mark",  # 发文机关标志
    "document_number",  # 发文字号
    "signatory",  # 签发人
    # 主体, main (7.3)
    "title",  # 标题
    "adoption_note",  # 题注: （2021年8月20日…会议通过）
    "main_recipients",  # 主送机关
    "attachment_note",  # 附件说明
    "signature",  # 发文机关署名
    "document_date",  # 成文日期
    "note",  # 附注
    "attachment",  # 附件
    # 版记, imprint (7.4)
    "openness",  # 公开属性
    "subject_words",  # 主题词, before 2012
    "copy_recipients",  # 抄送机关
    "internal_recipients",  # 内部发送
    "contact",  # 联系人、联系电话
    "copies",  # 印数
    "printing",  # 印发机关和印发日期
    # pages of government sites print a table of metadata above the text
    "site_metadata",
]

SegmentKind = Literal[
    "paragraph",  # no label: preamble, closing words
    "part",  # 编
    "chapter",  # 章
    "section",  # 节
    "article",  # 条
    "item",  # 一、（一）1.（1）①
    "attachment",  # 附件1, with what it holds
    "inline",  # 一是…二是… inside a paragraph
    "table",  # 表, with its rows; path "表1"
    "row",  # path "表1/2": the second row, a header row like any other
    "cell",  # path "表1/2/3": what stands in its third column
]


@dataclass(frozen=True, slots=True)
class Document:
    """One official document inside a file.

    ``span`` runs from the header to the end of the main part; ``imprint`` is the 版记 where it
    stands apart from it, behind the attachments (GB/T 9704—2012, 7.3.7). Spans of all documents
    of a bundle, imprints included, are disjoint.
    """

    ordinal: int  # position in the file, from 0
    role: Role
    span: Span
    imprint: Span | None = None
    parent: int | None = None  # ordinal of the document that carries this one
    evidence: tuple[str, ...] = ()  # why a document begins here: "number", "mark", "title", …


@dataclass(frozen=True, slots=True)
class Bundle:
    """All documents of one clean text, in order of position."""

    clean: CleanText
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """An element of GB/T 9704 and the characters that carry it, its label included."""

    kind: ElementKind
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A node of the tree of articles. ``span`` covers label, heading, text and all children."""

    kind: SegmentKind
    parent: int | None  # index into Outline.segments
    path: str  # "一/（一）"; "" for paragraphs without a label; "表1/2/3" whatever is around it
    level: int  # 0 for a paragraph without label, 1 for a top article, …
    label: str  # as GB/T 9704 prints it: "一、" "（一）" "1." "第三条"; "" without label
    ordinal: int | None
    heading: Span | None
    span: Span


@dataclass(frozen=True)
class Outline:
    """A document with its elements and its tree, flat, parents before children."""

    bundle: Bundle
    document: Document
    elements: tuple[Element, ...]
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The clean text that all spans point into."""
        return self.bundle.clean.text

    def elements_of(self, kind: ElementKind) -> tuple[Element, ...]:
        """The elements of one kind, in order of position."""
        return tuple(e for e in self.elements if e.kind == kind)

    def own_span(self, index: int) -> Span:
        """The part of a segment before its first child: what the segment itself says."""
        segment = self.segments[index]
        return Span(segment.span.start, self._first_child_start.get(index, segment.span.end))

    def segment_at(self, position: int) -> int | None:
        """Index of the innermost segment around a position of the clean text."""
        found = None
        for index, segment in enumerate(self.segments):
            if segment.span.start <= position < segment.span.end:
                found = index
            elif segment.span.start > position:
                break
        return found

    @cached_property
    def _first_child_start(self) -> dict[int, int]:
        starts: dict[int, int] = {}
        for segment in self.segments:
            if segment.parent is not None:
                starts.setdefault(segment.parent, segment.span.start)
        return starts
