"""Items under a common head: 应当具备下列条件：（一）…（二）… is one duty with items."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.model import DutyItem, Outline, Span
from hongtou.tag.duties.clauses import Sentence

# 应当提交下列材料。, 符合以下条件: a head without its colon.
_ANNOUNCES: Final = re.compile(
    r"下列|如下|下述"
    # 20万元以下 announces nothing.
    r"|以下(?:(?:一|两|几|任)[种项]|[\u4e00-\u9fff]{0,6}(?:情形|条件|材料|要求|规定|内容|事项|行为|方式|措施|资料"
    r"|信息|原则|标准|职责|义务|程序|步骤|情况|工作|方面|文件))"
)
_COUNTED: Final = re.compile(r"(?P<label>[一二三四五六七八九十]是)(?!否)")
_ORDER: Final = "一二三四五六七八九十"
_EDGE: Final = " \u3000\n；;。，、："
# Paragraphs behind the last item belong to the article, though they stand in the item's segment.
_LINE: Final = re.compile(r"[^\n]*")


def items_of(outline: Outline, masked: str, sentence: Sentence) -> tuple[DutyItem, ...]:
    """The items that a sentence announces: those of the segments below it, or 一是…二是….

    Empty unless the sentence ends in a colon, or says 下列 and is the last one above the items.
    """
    colon = masked[sentence.span.end - 1] in "：:"
    if not colon and not announces(masked, sentence.span.start, sentence.span.end):
        return ()
    own = outline.own_span(sentence.segment)
    if _blank_to(masked, sentence.span.end, own.end) < own.end:
        return tuple(_counted(masked, sentence, own.end)) if colon else ()
    return tuple(_below(outline, sentence, deeper=not colon))


def announces(masked: str, start: int, end: int) -> bool:
    """Whether words announce a list: 下列条件, 以下材料."""
    return _ANNOUNCES.search(masked, start, end) is not None


def _below(outline: Outline, sentence: Sentence, *, deeper: bool) -> Iterator[DutyItem]:
    """Labelled segments right behind the sentence, as long as their numbers go on.

    A sentence with a colon may stand in the last item of another list and announce siblings of
    that item; others (``deeper``) only announce what stands below them.
    """
    text, segments = outline.text, outline.segments
    first = sentence.segment + 1
    if first >= len(segments):
        return
    begin = segments[first].span.start
    if _blank_to(text, sentence.span.end, begin) < begin:
        return
    parent, level = segments[first].parent, segments[first].level
    if deeper and level <= segments[sentence.segment].level:
        return
    number = (segments[first].ordinal or 0) - 1
    for index in range(first, len(segments)):
        segment = segments[index]
        if segment.level < level or not segment.label or segment.kind != "item":
            return
        if segment.level > level or segment.parent != parent:
            continue
        if segment.ordinal is None or segment.ordinal != number + 1:
            return
        number = segment.ordinal
        span = _first_line(outline, index)
        if span is not None:
            yield DutyItem(span, index, segment.label)


def _first_line(outline: Outline, index: int) -> Span | None:
    """The words of an item without label and marks around them."""
    text, segment, own = outline.text, outline.segments[index], outline.own_span(index)
    start = own.start
    if text.startswith(segment.label, start):
        start += len(segment.label)
    else:  # the label is printed in another form: （ 一 ）
        label = re.compile(r"\S{1,8}?[）)、.．]").match(text, start, own.end)
        start = label.end() if label else start
    while start < own.end and text[start] in _EDGE:
        start += 1
    line = _LINE.match(text, start, own.end)
    end = line.end() if line else own.end
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if end > start else None


def _counted(masked: str, sentence: Sentence, end: int) -> Iterator[DutyItem]:
    """一是…；二是…: numbers in order, each item up to the next."""
    labels: list[re.Match[str]] = []
    if not masked.startswith("一是", _blank_to(masked, sentence.span.end, end)):
        return
    for match in _COUNTED.finditer(masked, sentence.span.end, end):
        if labels and match["label"] == "一是":
            break
        if len(labels) < len(_ORDER) and match["label"][0] == _ORDER[len(labels)]:
            labels.append(match)
    stops = [match.start() for match in labels[1:]]
    stops.append(_sentence_end(masked, labels[-1].end(), end))
    for match, stop in zip(labels, stops, strict=True):
        start, last = match.end(), stop
        while last > start and masked[last - 1] in _EDGE:
            last -= 1
        if last > start:
            yield DutyItem(Span(start, last), sentence.segment, match["label"])


def _blank_to(text: str, start: int, end: int) -> int:
    """Where the first word behind ``start`` begins."""
    while start < end and text[start] in _EDGE:
        start += 1
    return start


def _sentence_end(masked: str, start: int, end: int) -> int:
    ends = [at for mark in "。；\n" if (at := masked.find(mark, start, end)) >= 0]
    return min(ends, default=end)
