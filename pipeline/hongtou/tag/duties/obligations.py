"""Obligations: who must, must not, should, strives to, is encouraged to or may do what.

A sentence is cut where force or bearer changes: 各机构要规范收费行为，严禁盲目抽贷 holds a duty
and a prohibition. Definitions, purposes (为…) and lead-ins (现通知如下) are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.model import BearerSource, DutyItem, Obligation, Outline, Party, Span
from hongtou.tag.duties.bearers import answers_for, find_bearer, has_thing_subject, with_bracket
from hongtou.tag.duties.circumstances import is_deference, is_exception
from hongtou.tag.duties.clauses import Sentence, find_sentences, mask
from hongtou.tag.duties.forces import HitWindow, find_forces
from hongtou.tag.duties.items import announces, items_of
from hongtou.tag.duties.parts import read_parts
from hongtou.tag.duties.reading import read_units
from hongtou.tag.duties.units import Body, Memory, Paper, Unit
from hongtou.tag.times.recurrences import find_due_recurrence

# 本办法所称…是指…; 现将有关事项通知如下：; 请遵照执行; 本办法由…负责解释.
_NO_DUTY: Final = re.compile(
    r"是指|所称(?![^。]*(?:应|不得|必须|须))|(?:通知|公告|要求|规定|决定|修改|说明|意见|批复)如下"
    r"|(?<!符合)(?<!满足)(?<!遵守)(?<!遵循)(?<!做到)如下(?:要求|意见|通知)"
    r"|负责解释|有权解释"
    # Items that list cases, papers or conditions: 应当注销的其他情形；需在境外开立账户的；
    r"|(?<![目标])的[；。]?\Z|\A[^，。]{0,20}(?:应当?|可以?|需要)[^，。：]{0,16}的其他[^，。：]{1,8}[；。]?\Z"
    # 其他应报告的事项。; but 其他机构不得办理此项业务。 binds.
    r"|\A其他(?:应当?|可以?|需要?|必须|不得|依法)[^，。：]*[；。]?\Z"
    # 存管账户是机构开立的，可以以现金形式接收备付金的专用账户: what a thing is.
    r"|\A[^，。]{2,20}(?<!或者)(?<!还)是(?!否)[^，。]*的，可以?[^。]*的[^，。的]{2,12}[。；]?\Z"
)
# 各县（市、区）农业农村局: a longer heading is a sentence or a topic.
_LONGEST_NAME: Final = 24
# 但法律另有规定的，从其规定: an exception of more clauses is a sentence of its own.
_LONGEST_EXCEPTION: Final = 3


def find_obligations(outline: Outline, recipients: Sequence[Party]) -> tuple[Obligation, ...]:
    """The obligations of a document, in order of position.

    ``recipients`` are the parties of the paper; its main recipients bear what nobody else is named
    for (``bearer_source`` is then ``recipients``).
    """
    document = outline.document.span
    masked = " " * document.start + mask(document.of(outline.text))
    hits = HitWindow(find_forces(masked))
    notice = not any(segment.kind == "article" for segment in outline.segments)
    addressed = "、".join(p.name for p in recipients if p.role == "main_recipient") or None
    paper = Paper(outline.text, masked, addressed)
    named = _named_by_headings(outline, masked)
    memory = Memory(headings=frozenset(named.values()), by_segment=named)
    found: list[Obligation] = []
    listed = _Listed({}, document.start)
    for sentence in find_sentences(outline, masked):
        memory.enter(outline, sentence.segment)
        if found and _excepts(masked, sentence, hits, found[-1]):
            found[-1] = _with_exception(outline.text, sentence, found[-1])
        elif not _NO_DUTY.search(sentence.span.of(masked)):
            body = _body(outline, sentence, notice=notice, listed=listed.holds(sentence))
            units = read_units(masked, sentence, hits, body)
            if body.listed:
                units = [unit for unit in units if _is_own(unit)]
            items = items_of(outline, masked, sentence) if units else ()
            listed.add(masked, sentence, items)
            head = _head_of(masked, units) if items else None
            for unit in units:
                duty = obligation_of(paper, sentence.segment, unit, memory)
                found.append(replace(duty, items=items) if unit is head else duty)
                memory.learn(unit, first=unit is units[0])
    return tuple(found)


def obligation_of(paper: Paper, segment: int, unit: Unit, memory: Memory) -> Obligation:
    """The obligation that a unit is: its parts read, its bearer named or inherited.

    Whoever finds duties in other ways makes a :class:`Unit` with a span, a force, a bearer if the
    words name one, and ``found_by``; ``memory`` says whose sentence it is.
    """
    bearer_span, source = unit.bearer, _source(unit, memory, paper)
    if source in ("inherited", "heading"):
        bearer_span = memory.bearer
    if bearer_span is not None:
        bearer_span = with_bracket(paper.text, bearer_span)
    name = re.sub(r"\s+", "", bearer_span.of(paper.text)) if bearer_span else None
    if source == "recipients":
        name = paper.addressed
    parts = read_parts(paper.text, paper.masked, unit)
    recurrence = find_due_recurrence(paper.text, unit.start, unit.end)
    return Obligation(
        span=Span(unit.start, unit.end), segment=segment, force=unit.force, action=parts.action,
        bearer=name, bearer_span=bearer_span, bearer_source=source, condition=parts.condition,
        recurrence=recurrence[0] if recurrence else None,
        recurrence_span=recurrence[1] if recurrence else None,
        object=parts.object, exception=parts.exception, found_by=unit.found_by,
    )  # fmt: skip


@dataclass(slots=True)
class _Listed:
    """The items of the duties so far: what stands in them is no duty unless it says so itself."""

    by_segment: dict[int, Span]
    counted: int  # where the last of 一是…二是… ends
    going_on: int = -1  # where a sentence with a list inside ended: 包括：办理登记；办理清算。

    def add(self, masked: str, sentence: Sentence, items: Sequence[DutyItem]) -> None:
        """Remember the items that a sentence announces, or that it begins to list itself."""
        span = sentence.span
        begins = masked.find("：", span.start, span.end - 1) >= 0
        if masked[span.end - 1] == "；" and (begins or self.goes_on(sentence)):
            self.going_on = span.end
        for item in items:
            if item.segment == sentence.segment:
                self.counted = item.span.end
            else:
                self.by_segment[item.segment] = item.span

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in an item."""
        item = self.by_segment.get(sentence.segment)
        inside = item is not None and item.start <= sentence.span.start < item.end
        return inside or sentence.span.start < self.counted or self.goes_on(sentence)

    def goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence is the next part of a list that began within the one before."""
        return sentence.span.start == self.going_on


def _is_own(unit: Unit) -> bool:
    """Whether a duty inside an item is one of its own: a force word, a name, a term."""
    return unit.hit is not None or unit.said or unit.dated


def _head_of(masked: str, units: Sequence[Unit]) -> Unit:
    """The duty that announces items: the one that says 下列, else the last."""
    saying = [unit for unit in units if announces(masked, unit.start, unit.end)]
    return saying[-1] if saying else units[-1]


def _body(outline: Outline, sentence: Sentence, *, notice: bool, listed: bool) -> Body:
    around = outline.segments[sentence.segment]
    numbered = around.level > 0 and around.kind != "cell"
    return Body(numbered, notice and numbered, listed)


def _excepts(masked: str, sentence: Sentence, hits: HitWindow, before: Obligation) -> bool:
    """Whether a sentence only takes something out of the duty before (取得同意的除外)."""
    clauses = sentence.clauses
    if not clauses or before.segment != sentence.segment or len(clauses) > _LONGEST_EXCEPTION:
        return False
    last, gap = clauses[-1], masked[before.span.end : sentence.span.start]
    if gap.strip("；。") or len(gap) > 1 or hits.between(sentence.span.start, last.start):
        return False
    if is_deference(masked, last.start, last.end):
        return len(clauses) > 1
    return is_exception(masked, last.start, last.end)


def _with_exception(text: str, sentence: Sentence, before: Obligation) -> Obligation:
    words = Span(sentence.clauses[0].start, sentence.clauses[-1].end)
    said = words.of(text)
    exception = said if before.exception is None else f"{before.exception}，{said}"
    return replace(before, span=Span(before.span.start, words.end), exception=exception)


def _named_by_headings(outline: Outline, masked: str) -> dict[int, Span]:
    """Segments whose heading is a name: （一）县财政局。负责资金筹措; what follows is its duty."""
    named = {}
    for index, segment in enumerate(outline.segments):
        head = segment.heading
        if segment.kind == "item" and head is not None and 2 < head.length <= _LONGEST_NAME:
            bearer = find_bearer(masked, head.start, head.end)
            if bearer == head:
                named[index] = head
    return named


def _source(unit: Unit, memory: Memory, paper: Paper) -> BearerSource:
    if unit.said:
        return "explicit"
    # What stands before the word of a user's pattern need not be its subject.
    forced = unit.hit is not None and unit.found_by == "force-word"
    words = (unit.start, unit.hit.start if unit.hit and forced else unit.start)
    if memory.bearer is not None and answers_for(paper.masked, *words, memory.bearer):
        return "heading" if memory.bearer in memory.headings else "inherited"
    thing = has_thing_subject(paper.masked, *words)
    return "recipients" if paper.addressed and not thing else "unknown"
