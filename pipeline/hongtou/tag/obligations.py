"""Obligations: who must, must not, should, strives to, is encouraged to or may do what.

A sentence is cut where force or bearer changes: 各机构要规范收费行为，严禁盲目抽贷 holds a duty
and a prohibition. Definitions, purposes (为…) and lead-ins (现通知如下) are none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from hongtou.model import BearerSource, Force, Obligation, Outline, Party, Span
from hongtou.tag.bearers import (
    find_addressee,
    find_bearer,
    find_subject,
    is_adverbial,
    is_bearer,
    is_imperative,
    with_bracket,
)
from hongtou.tag.clauses import Sentence, find_sentences, mask
from hongtou.tag.duty_units import Body, Memory, Unit
from hongtou.tag.forces import (
    HEAD_WORDS,
    SOFT_WORDS,
    ForceHit,
    HitWindow,
    clause_force,
    find_forces,
)
from hongtou.tag.recurrences import find_recurrence
from hongtou.tag.statements import Statement, has_term, read_statement, states_deed

# 本办法所称…是指…; 现将有关事项通知如下：; 请遵照执行; 本办法由…负责解释.
_NO_DUTY: Final = re.compile(
    r"是指|所称|(?:通知|公告|要求|规定|决定|修改|说明|意见|批复)如下|如下(?:要求|意见|通知)"
    r"|负责解释|有权解释"
    # Items that list cases, papers or conditions: 应当注销的其他情形；需在境外开立账户的；
    r"|的[；。]?\Z|\A(?:其他|[^，。]{0,20}(?:应当|应|可以|不得)[^，。]*的其他)"
)
_DESCRIBES: Final = re.compile(r"是(?!否)|有利于|具有|包括|意义|为[^，]{0,6}(?:项目|措施)")
# 对…的, 在…前提下, 开展…时, 收到…后: a clause that says when, not what.
_CONDITION_END: Final = re.compile(
    r"(?:的|时|后|前|外|中|期间|[情形况]下|前提下|基础上|条件下|之日起|的情况|的情形)\Z"
)
_CONDITION_START: Final = re.compile(
    r"(?:对|对于|针对|在|除|如|若|根据|按照|依据|依照|经|凡|为|为了|当|自|遇|因|结合|通过|由于)"
)
# What is recorded as condition: 对…的, 在…前提下, 除…外; not by what rule (根据…) or how (通过…).
_SCOPE_START: Final = re.compile(r"对|针对|在|除|如|若|凡|当|遇")
# 要在确定合理成本的基础上，规范收费行为: the force word rules what follows, not the condition.
_BEFORE_ADJUNCT: Final = re.compile(
    r"[^，]{0,2}?(?:在|自|于|当(?![场庭地日年事面])|根据|按照|依照|结合)"
)
# Clauses of conditions that are read for a subject: more never stood before one force word.
_LOOK_BACK: Final = 6
# 在每季度结束后15个工作日内 is 14 characters; a longer clause says more than when.
_LONGEST_TERM: Final = 24
# 各县（市、区）农业农村局: a longer heading is a sentence or a topic.
_LONGEST_NAME: Final = 24
# 采取限制功能、禁止重新注册等处置措施: a measure that somebody takes, no prohibition.
_MEASURES: Final = re.compile(r"、禁止[^、，]*(?:、|等)[^，]*(?:措施|处罚|处理)")
_ADDRESSED: Final = frozenset({"鼓励", "支持", "引导", "允许", "禁止", "严禁", "提倡", "倡导"})
_WILL: Final = re.compile(r"[^，。；：将]{2,60}将(?!本|此|该)")


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
    memory, found = Memory(by_segment=_named_by_headings(outline, masked)), []
    for sentence in find_sentences(outline, masked):
        memory.enter(outline, sentence.segment)
        if _NO_DUTY.search(sentence.span.of(masked)):
            continue
        around = outline.segments[sentence.segment]
        numbered = around.level > 0 and around.kind != "cell"
        body = Body(numbered, notice and numbered)
        units = _read_sentence(masked, sentence, hits, body)
        for unit in units:
            found.append(_obligation(outline.text, masked, sentence, unit, memory, addressed))
            memory.learn(unit, first=unit is units[0])
    return tuple(found)


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


def _read_sentence(masked: str, sentence: Sentence, hits: HitWindow, body: Body) -> list[Unit]:
    """Cut a sentence into units of one force and one bearer."""
    units: list[Unit] = []
    waiting: list[Span] = []  # clauses that say when or who, before their force word
    head: Force | None = None
    for clause in sentence.clauses:
        last = clause is sentence.clauses[-1]
        clause_hits = _valid_hits(masked, clause, hits, last=last)
        if clause_hits and clause_hits[0].word in SOFT_WORDS:
            clause_hits = _opening(masked, waiting, clause_hits, head)
        stated = None if clause_hits else read_statement(masked, clause, numbered=body.numbered)
        if clause_hits:
            force = clause_force(clause_hits)
            if not units and body.notice and waiting:
                units = _imperative(masked, Span(waiting[0].start, waiting[-1].end))
                waiting = [] if units else waiting
            if not units or force != units[-1].force or clause_hits[0].word not in SOFT_WORDS:
                units.append(_unit(masked, sentence, waiting, clause, clause_hits))
            units[-1].end = clause.end
            head = head or clause_hits[0].force
            waiting = []
        elif stated is not None and _opens(masked, clause, stated, units):
            units.append(_stated_unit(masked, clause, waiting, stated, units))
            waiting = []
        elif not units or (not last and _is_condition(masked, clause)):
            waiting.append(clause)
        elif not waiting and _turns_back(masked, clause, units[-1], head, notice=body.notice):
            units.append(Unit(clause.start, clause.end, "must", None))
        else:
            units[-1].end, waiting = clause.end, []
    if waiting and units:
        units[-1].end = sentence.clauses[-1].end
    return units or _without_force(masked, sentence, body)


def _opens(masked: str, clause: Span, stated: Statement, units: list[Unit]) -> bool:
    """Whether a stated duty is one of its own: first, of somebody else, or at other times."""
    if not units or stated.bearer is not None:
        return stated.bearer is not None or stated.dated
    current = units[-1]
    if current.force == "must_not":
        return stated.dated
    if stated.rule is None:
        return False
    held = find_recurrence(masked, current.start, clause.start)
    return held is not None and held[0] != stated.rule


def _stated_unit(
    masked: str, clause: Span, waiting: list[Span], stated: Statement, units: list[Unit]
) -> Unit:
    start = waiting[0].start if waiting else clause.start
    bearer = stated.bearer
    for before in waiting[:_LOOK_BACK] if bearer is None else ():
        whole = is_bearer(masked, before.start, before.end)
        find = find_bearer if whole else find_subject
        bearer = bearer or find(masked, before.start, before.end)
    held = units[-1].force if units and stated.bearer is None else "must"
    force: Force = held if held in ("must", "should", "strive") else "must"
    return Unit(start, clause.end, force, None, bearer, said=bearer is not None)


def _valid_hits(masked: str, clause: Span, hits: HitWindow, *, last: bool) -> list[ForceHit]:
    """The force words of a clause that oblige; those in a condition (不能按期偿还的，) do not."""
    found = hits.between(clause.start, clause.end)
    conditional = not last and _CONDITION_END.search(masked, clause.start, clause.end)
    if conditional:
        ruled = masked[clause.end - 1] != "的"
        found = [h for h in found if ruled and _BEFORE_ADJUNCT.match(masked, h.end, clause.end)]
    valid: list[ForceHit] = []
    for hit in found:
        if hit.word in HEAD_WORDS and not valid and not _heads(masked, clause, hit):
            continue
        if hit.word == "禁止" and not valid and _MEASURES.search(masked, clause.start, clause.end):
            continue
        valid.append(hit)
    return valid


def _heads(masked: str, clause: Span, hit: ForceHit) -> bool:
    """Whether a word stands at the head of its clause: 支持…, 大力推广…, not 给予支持."""
    if is_adverbial(masked, clause.start, hit.start):
        return True
    near = hit.start - clause.start <= 2
    return near and is_imperative(masked, clause.start, hit.start)


def _opening(
    masked: str, waiting: list[Span], hits: list[ForceHit], head: Force | None
) -> list[ForceHit]:
    """Soft words that open or carry on a duty, without those that only say why or how.

    为保持政策稳定，确保力度不减，… says why; 推广 behind a duty only goes on with it.
    """
    hard = [hit for hit in hits if hit.word not in SOFT_WORDS]
    if head is not None:
        return hard if hits[0].force == "encourage" and hits[0].word != "鼓励" else hits
    before = waiting[-_LOOK_BACK:]
    if any(masked.startswith("为", clause.start) for clause in before):
        return hard
    if hits[0].word in ("鼓励", "确保") or all(_is_condition(masked, c) for c in before):
        return hits
    return hard


def _unit(
    masked: str, sentence: Sentence, waiting: list[Span], clause: Span, hits: list[ForceHit]
) -> Unit:
    first, force = hits[0], clause_force(hits)
    start = waiting[0].start if waiting else clause.start
    # The subject next to the force word wins: 当事人逾期不履行的，人民银行可以….
    for before in (clause, *waiting[:_LOOK_BACK]):
        bearer = find_bearer(masked, before.start, first.start)
        if bearer is not None:
            return Unit(start, clause.end, force, first, bearer, said=True)
    if first.word in _ADDRESSED:
        addressee = find_addressee(masked, first.end, sentence.span.end)
        return Unit(start, clause.end, force, first, addressee, said=addressee is not None)
    return Unit(start, clause.end, force, first)


def _is_condition(masked: str, clause: Span) -> bool:
    return bool(
        _CONDITION_END.search(masked, clause.start, clause.end)
        or _CONDITION_START.match(masked, clause.start, clause.end)
        or is_bearer(masked, clause.start, clause.end)
    )


def _turns_back(
    masked: str, clause: Span, current: Unit, head: Force | None, *, notice: bool
) -> bool:
    """Whether a clause without a force word ends a prohibition or permission: …，落实好…."""
    if current.force not in ("must_not", "may") or not (notice or head == "must"):
        return False
    return is_imperative(masked, clause.start, clause.end)


def _imperative(masked: str, span: Span) -> list[Unit]:
    if (
        is_imperative(masked, span.start, span.end)
        and not _is_condition(masked, span)
        and not _DESCRIBES.search(masked, span.start, span.end)
    ):
        return [Unit(span.start, span.end, "must", None)]
    return []


def _without_force(masked: str, sentence: Sentence, body: Body) -> list[Unit]:
    """A sentence without any force word: an imperative, a term and its deed, or a regular act."""
    start, end = sentence.span.start, sentence.clauses[-1].end if sentence.clauses else 0
    if end <= start:
        return []
    will = _WILL.match(masked, start, end)
    regular = will is not None and find_recurrence(masked, will.end(), end) is not None
    if will is not None and (regular or has_term(masked, Span(will.end(), end))):
        bearer = find_bearer(masked, start, will.end() - 1)
        if bearer is not None:
            return [Unit(start, end, "must", None, bearer, said=True)]
    if body.notice and (units := _imperative(masked, Span(start, end))):
        return units
    return _term_and_deed(masked, sentence) if body.numbered else []


def _term_and_deed(masked: str, sentence: Sentence) -> list[Unit]:
    """每年8月31日前，披露…: a clause that is nothing but a term, then what is to be done."""
    for term, deed in pairwise(sentence.clauses):
        only = term.length <= _LONGEST_TERM and has_term(masked, term, deed=False)
        if only and states_deed(masked, deed):
            bearer = find_subject(masked, term.start, term.end)
            bearer = bearer or find_subject(masked, deed.start, deed.end)
            whole = Span(sentence.clauses[0].start, sentence.clauses[-1].end)
            return [Unit(whole.start, whole.end, "must", None, bearer, said=bearer is not None)]
    return []


def _obligation(
    text: str,
    masked: str,
    sentence: Sentence,
    unit: Unit,
    memory: Memory,
    addressed: str | None,
) -> Obligation:
    span = Span(unit.start, unit.end)
    bearer_span, source = unit.bearer, _source(unit, memory, addressed)
    if source == "inherited":
        bearer_span = memory.bearer
    if bearer_span is not None:
        bearer_span = with_bracket(text, bearer_span)
    name = re.sub(r"\s+", "", bearer_span.of(text)) if bearer_span else None
    if source == "recipients":
        name = addressed
    action_start = unit.hit.end if unit.hit else (unit.bearer.end if unit.bearer else span.start)
    recurrence = find_recurrence(text, span.start, span.end)
    obligation = Obligation(
        span=span, segment=sentence.segment, force=unit.force,
        action=text[action_start : span.end].strip("，、 "), bearer=name, bearer_span=bearer_span,
        bearer_source=source, condition=_condition(text, unit),
    )  # fmt: skip
    if recurrence is not None:
        return replace(obligation, recurrence=recurrence[0], recurrence_span=recurrence[1])
    return obligation


def _source(unit: Unit, memory: Memory, addressed: str | None) -> BearerSource:
    if unit.said:
        return "explicit"
    if memory.bearer is not None:
        return "inherited"
    return "recipients" if addressed else "unknown"


def _condition(text: str, unit: Unit) -> str | None:
    """What stands between the bearer and the force word and says when: 开展转贷业务时."""
    if unit.hit is None:
        return None
    inside = unit.bearer is not None and unit.bearer.end <= unit.hit.start
    start = unit.bearer.end if inside and unit.bearer else unit.start
    words = text[start : unit.hit.start].strip("，、 ")
    parts = [
        part
        for part in words.split("，")
        if _CONDITION_END.search(part) or _SCOPE_START.match(part)
    ]
    return "，".join(parts) or None
