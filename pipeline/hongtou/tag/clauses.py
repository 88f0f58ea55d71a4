"""Sentences and clauses of the body, with brackets and quotations made invisible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hongtou.model import Outline, Span
from hongtou.tag.places import frame_spans, inside_any

# Force words and commas inside （…）, “…” and 《…》 belong to names: “应贷尽贷”, 《…管理办法》.
_HIDDEN: Final = re.compile(
    r"（[^（）\n]{1,120}）|\([^()\n]{1,120}\)|“[^“”\n]{1,60}”|《[^《》\n]{1,120}》"
)
_FILL: Final = "\uffff"
_SENTENCE: Final = re.compile(r"[^。！？；\n]+[。！？；]?")
_LABEL: Final = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,7}[编章节条]|[一二三四五六七八九十]{1,3}[、.是]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]、?|\d{1,2}[.．、](?!\d)|[①-⑳])[ \u3000、]*"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one segment: where it stands and where its clauses stand."""

    segment: int
    span: Span  # without label; its last mark included
    clauses: tuple[Span, ...]  # without their commas


def mask(text: str) -> str:
    """``text`` of the same length with the inside of brackets and quotations blotted out."""
    return _HIDDEN.sub(lambda match: _FILL * (match.end() - match.start()), text)


def find_sentences(outline: Outline, masked: str) -> Iterator[Sentence]:
    """The sentences of all segments, in order; headings, header and imprint are left out."""
    titles = (*outline.elements_of("title"), *outline.elements_of("attachment_note"))
    outside = sorted([*frame_spans(outline), *(element.span for element in titles)])
    text = outline.text
    for index, segment in enumerate(outline.segments):
        own = outline.own_span(index)
        start = own.start
        label = _LABEL.match(text, start, own.end)
        if label and segment.label:
            start = label.end()
        if segment.heading is not None and segment.heading.end > start:
            start = min(own.end, segment.heading.end)
        for match in _SENTENCE.finditer(masked, start, own.end):
            span = _stripped(text, match.start(), match.end())
            if span.length > 3 and not inside_any(outside, span.start):
                yield Sentence(index, span, tuple(_clauses(masked, span)))


def _clauses(masked: str, span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        comma = masked.find("，", start, span.end)
        end = comma if comma >= 0 else span.end
        if comma < 0 and masked[end - 1] in "。！？；：":
            end -= 1
        if end > start:
            yield Span(start, end)
        start = end + 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \u3000。；，、":
        start += 1
    return Span(start, max(start, end))
