"""Sentences and clauses of the body, with brackets and quotations made invisible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hongtou.model import Outline, RawSpan, Segment, Span
from hongtou.tag.duties.forces import HEAD_WORDS, find_forces
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
# 不得以贷转存、不得借贷搭售; 按月监测、按季通报: two clauses, although 、 parts them.
_CLAUSE_MARK: Final = re.compile(
    r"，|、(?=不得|不准|不许|严禁|禁止|必须|应当)"
    # 严禁盲目断贷并要规范收费: two forces without a comma.
    r"|(?<=[\u4e00-\u9fff]{2})(?<![合兼吞归])并(?=不得|不准|严禁|禁止|应当|要(?![求素件]))"
    r"|(?<=[\u4e00-\u9fff]{2})、(?=[按每](?:[旬月季年周]|半年)(?!度?[和及与、]))"
)
# 一、公开办贷流程  各支行要…: a wide gap sets off a run-in heading.
_WIDE_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?:[ \u3000]{2,}|\u3000)(?=[\u4e00-\u9fff])")
# 各成员单位每季度召开会议; 县财政局负责…: a sentence although it has no force word.
_COUNTS: Final = re.compile(
    r"[每按][旬月季年周日半]|[日内底末]前|[日时]内|不[低高少超]|至少|[行局厅委门位府社部]负责|牵头"
)
# 要做到：一是…，二是…: each is a sentence, and so is the head before them.
_ENUMERATOR: Final = re.compile(
    r"(?P<head>：)(?=[ \u3000]*一是)|(?<=[，,：:。；])[ \u3000]*(?=[二三四五六七八九十]是)"
)
_INLINE_LABEL: Final = re.compile(r"[ \u3000]*[一二三四五六七八九十]是(?!否)")
# A shorter heading is a topic, even with a force word in it: 要求, 应知应会.
_SHORTEST_DUTY: Final = 9


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
        start = _behind_heading(outline, masked, segment, start, own.end)
        for span in _sentences(masked, start, own.end):
            span = _stripped(text, span.start, span.end)
            if span.length > 3 and not inside_any(outside, span.start):
                yield Sentence(index, span, tuple(_clauses(masked, span)))


def _sentences(masked: str, start: int, end: int) -> Iterator[Span]:
    """Sentences, cut before each of 一是, 二是; their labels are left out."""
    for match in _SENTENCE.finditer(masked, start, end):
        at = match.start()
        for cut in _ENUMERATOR.finditer(masked, match.start(), match.end()):
            if cut.end() > at:
                yield _unlabelled(masked, Span(at, cut.end()))
            at = cut.end()
        if at < match.end():
            yield _unlabelled(masked, Span(at, match.end()))


def _unlabelled(masked: str, span: Span) -> Span:
    label = _INLINE_LABEL.match(masked, span.start, span.end)
    return Span(label.end(), span.end) if label else span


def _behind_heading(outline: Outline, masked: str, segment: Segment, start: int, end: int) -> int:
    """Where the sentences begin; a run-in heading that is a duty is a sentence itself.

    ``公开办贷流程  各支行要…`` lost its two spaces in cleaning; the ledger still knows them.
    """
    if not segment.label:
        return start
    gap = _gap_behind_heading(outline, start, min(end, start + 24))
    if gap is not None:
        return gap
    heading = segment.heading
    if heading is None or heading.end <= start:
        return start
    words = masked[max(start, heading.start) : heading.end]
    if len(words) >= _SHORTEST_DUTY and masked[heading.end : heading.end + 1] in "。；":
        hits = find_forces(words)
        if segment.kind == "article" or _COUNTS.search(words):
            return start
        if any(hit.word not in HEAD_WORDS or hit.start <= 1 for hit in hits):
            return start
    return min(end, heading.end)


def _gap_behind_heading(outline: Outline, start: int, end: int) -> int | None:
    """Where two or more spaces stood in the file, within ``start..end``."""
    clean = outline.bundle.clean
    raw = clean.to_raw(Span(start, end))
    for match in _WIDE_GAP.finditer(clean.transcript.text, raw.start, raw.end):
        at = clean.to_clean(RawSpan(match.start() + 1, match.end()))
        if start + 3 < at.start < end:
            return at.start
    return None


def _clauses(masked: str, span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        comma = _CLAUSE_MARK.search(masked, start, span.end)
        end = comma.start() if comma else span.end
        if comma is None and masked[end - 1] in "。！？；：":
            end -= 1
        if end > start:
            yield Span(start, end)
        start = end + 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \u3000\xa0。；，、：":
        start += 1
    return Span(start, max(start, end))
