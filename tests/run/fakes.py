"""Rooms so simple that their result can be foreseen: one line of text, one fact."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hongtou.model import (
    NO_KNOWLEDGE,
    NOTHING_ELSEWHERE,
    Bundle,
    Citation,
    CitationCard,
    CleanText,
    Correction,
    Decision,
    Document,
    DocumentCard,
    DocumentNumber,
    Element,
    Elsewhere,
    Finding,
    Ghost,
    Knowledge,
    Link,
    LinkSet,
    Metadata,
    Outline,
    RawSpan,
    Segment,
    Span,
    TaggedDocument,
    Transcript,
    Value,
)
from hongtou.read import read
from hongtou.run import Rooms

NUMBER = re.compile(r"([\u4e00-\u9fff]{3})〔(\d{4})〕(\d+)号")


def clean(
    transcript: Transcript,
    *,
    knowledge: Knowledge = NO_KNOWLEDGE,
    decisions: Sequence[Decision] = (),
) -> CleanText:
    """Drops every tab."""
    return CleanText(transcript, tuple(
        Correction(RawSpan(m.start(), m.end()), "\t", "", "tab", "多余的制表符")
        for m in re.finditer("\t", transcript.text)
    ))  # fmt: skip


def split(clean_text: CleanText) -> Bundle:
    """A line ==== parts two documents, the second carried by the first."""
    text = clean_text.text
    at = text.find("====\n")
    if at < 0:
        return Bundle(clean_text, (Document(0, "main", Span(0, len(text))),))
    return Bundle(clean_text, (
        Document(0, "main", Span(0, at)),
        Document(1, "embedded", Span(at + 5, len(text)), parent=0),
    ), (Finding("split.example", "两件公文"),))  # fmt: skip


def segment(bundle: Bundle, document: Document) -> Outline:
    """Every line is a paragraph, 机密 a classification."""
    text = bundle.clean.text
    lines = re.finditer(r"[^\n]+", document.span.of(text))
    spans = [Span(*m.span()).shifted(document.span.start) for m in lines]
    secret = text.find("机密", document.span.start, document.span.end)
    elements = (Element("classification", Span(secret, secret + 2)),) if secret >= 0 else ()
    return Outline(bundle, document, elements, tuple(
        Segment("paragraph", None, "", 0, "", None, None, span) for span in spans
    ))  # fmt: skip


def tag(outline: Outline) -> TaggedDocument:
    """The first number is the document's own, the others are cited; 坏 is a defect."""
    text = outline.text
    if "坏" in text:
        raise ZeroDivisionError("坏")
    span = outline.document.span
    numbers = [
        DocumentNumber(Span(m.start(), m.end()), m[1], int(m[2]), int(m[3]))
        for m in NUMBER.finditer(text, span.start, span.end)
    ]
    own = numbers[0] if numbers else None
    title = outline.segments[0].span
    return TaggedDocument(
        outline,
        Metadata(title=Value(title.of(text), title), number=own),
        citations=tuple(
            Citation(n.span, outline.segment_at(n.span.start), "cites", None, n)
            for n in numbers[1:]
        ),
        findings=() if own else (Finding("tag.no-number", "没有发文字号"),),
    )


def link(
    documents: Sequence[DocumentCard],
    citations: Sequence[CitationCard],
    elsewhere: Elsewhere = NOTHING_ELSEWHERE,
) -> LinkSet:
    """By number."""
    held = {card.number: card.document_id for card in documents}
    links, ghosts = [], {}
    for card in citations:
        if card.number in held:
            links.append(Link(card.citation_id, held[card.number], "resolved", 1.0, "文号一致"))
        else:
            ghost = Ghost(f"ghost-{card.number}", card.number, None)
            ghosts[ghost.document_id] = ghost
            links.append(Link(card.citation_id, ghost.document_id, "ghost", 1.0, "未收录"))
    for absent in elsewhere.absent:
        ghosts[absent.ghost_id] = Ghost(absent.ghost_id, absent.number, None)
    return LinkSet(tuple(links), tuple(ghosts.values()))


FAKES = Rooms(read, clean, split, segment, tag, link)


def untouchable() -> Rooms:
    """Rooms in which nobody may set foot, to show that nothing is read again."""

    def refuse(*_: object) -> TaggedDocument:
        raise AssertionError("read again")

    return replace(FAKES, read=refuse, tag=refuse)  # type: ignore[arg-type]
