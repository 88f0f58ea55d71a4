"""Cutting a sentence into duties of one force and one bearer each.

各机构要规范收费行为，严禁盲目抽贷 holds a duty and a prohibition. Clauses that only say when or
who wait for the force word behind them; clauses without one go on with the duty before.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from hongtou.model import Force, Span
from hongtou.tag.duties.bearers import (
    find_addressee,
    find_bearer,
    find_subject,
    is_bearer,
    is_imperative,
)
from hongtou.tag.duties.circumstances import ends_condition, is_exception
from hongtou.tag.duties.clauses import Sentence
from hongtou.tag.duties.forces import SOFT_WORDS, ForceHit, HitWindow, clause_force, whole_word
from hongtou.tag.duties.statements import (
    Statement,
    has_bare_term,
    read_penalty,
    read_promise,
    read_statement,
    states_deed,
)
from hongtou.tag.duties.units import Body, Unit
from hongtou.tag.duties.words import binding_hits, is_subject, names_thing
from hongtou.tag.times.recurrences import find_due_recurrence

_DESCRIBES: Final = re.compile(r"是(?!否)|有利于|具有|包括|意义|为[^，]{0,6}(?:项目|措施)")
# Clauses that belong to what follows: 对…, 根据…, 经…批准, 为….
_WAITS: Final = re.compile(
    r"(?:对|对于|针对|在|除|如(?![实期])|若|根据|按照|依据|依照|经(?![营过])|凡|为|为了|当(?![地事场])|自(?![行主觉])"
    r"|遇|因(?!地制宜)|结合|通过|由于|未经|一旦|逾期|必要时|发现|发生|出现|收到|接到)"
)
# 参与者开展…, 管理人…: names that begin like a verb.
_AGENT: Final = re.compile(
    r"(?:参与|管理|监督|组织|经营|投资|发行|承销|推广|审核)(?:者|人|方|商|机构|部门|单位|主体)"
)
# Clauses of conditions that are read for a subject: more never stood before one force word.
_LOOK_BACK: Final = 6
# A force word behind nothing but an adverb: whoever the clause before names bears it.
_FORCE_NEXT: Final = re.compile(r"，[也还均都并则]?(?:应|不得|可|必须|须|要(?!求)|需|严禁|有权)")
_ADDRESSED: Final = frozenset({"鼓励", "支持", "引导", "允许", "禁止", "严禁", "提倡", "倡导"})
# 非经主管部门核准不得…: whose leave is needed, not who is bound.
_LEAVE: Final = re.compile(r"[非未不]经")
# 可采取多种方式，提高流动性: most clauses behind a permission go on with it, these restrain it.
_RESTRAINS: Final = re.compile(
    r"(?:切实|严格|认真|及时|有效|依法|妥善)*"
    r"(?:加强|强化|落实|做好|严格|防止|避免|规范|防范|控制|坚持|遵守|建立|健全|完善)"
)


@dataclass(slots=True)
class _Cut:
    """A sentence while it is cut: the duties so far, and the clauses that wait for the next."""

    masked: str
    sentence: Sentence
    hits: HitWindow
    body: Body
    units: list[Unit] = field(default_factory=list)
    waiting: list[Span] = field(default_factory=list)  # say when or who, before a force word
    head: Force | None = None  # the force that the sentence began with


def read_units(masked: str, sentence: Sentence, hits: HitWindow, body: Body) -> list[Unit]:
    """The duties of a sentence, in order; each ends where the next begins."""
    if body.listed and names_thing(masked, sentence.span):
        return []
    cut = _Cut(masked, sentence, hits, body)
    for at, clause in enumerate(sentence.clauses):
        found = _found(cut, at)
        penal = None if found else read_penalty(masked, clause)
        stated = None if found or penal else read_statement(masked, clause, numbered=body.numbered)
        if found:
            _bind(cut, clause, found)
        elif penal is not None:
            start = cut.waiting[0].start if cut.waiting else clause.start
            _add(cut, Unit(start, clause.end, "must", None, penal, True, "statement"))
        elif stated is not None and _opens(masked, clause, stated, cut.units):
            _add(cut, _stated_unit(masked, clause, cut.waiting, stated, cut.units))
        else:
            _go_on(cut, clause, last=at + 1 == len(sentence.clauses))
    if cut.waiting and cut.units:
        cut.units[-1].end = sentence.clauses[-1].end
    return cut.units or _without_force(masked, sentence, body)


def _found(cut: _Cut, at: int) -> list[ForceHit]:
    """The force words that bind in a clause."""
    clauses, clause = cut.sentence.clauses, cut.sentence.clauses[at]
    last = at + 1 == len(clauses)
    found = binding_hits(cut.masked, clause, cut.hits, last=last)
    if found and not last and is_subject(cut.masked, clause, clauses[at + 1], cut.hits):
        return []
    if found and found[0].word in SOFT_WORDS:
        return _opening(cut.masked, cut.waiting, found, cut.head)
    return found


def _add(cut: _Cut, unit: Unit) -> None:
    cut.units.append(unit)
    cut.waiting = []


def _bind(cut: _Cut, clause: Span, found: list[ForceHit]) -> None:
    """Begin a duty at a force word, or go on with the one before: …，确保…."""
    force = clause_force(cut.masked, found)
    if not cut.units and cut.body.notice and cut.waiting:
        cut.units = _orders_before(cut.masked, cut.waiting)
        cut.waiting = [] if cut.units else cut.waiting
    if not cut.units or force != cut.units[-1].force or found[0].word not in SOFT_WORDS:
        cut.units.append(_unit(cut.masked, cut.sentence, cut.waiting, clause, found))
    cut.units[-1].end = clause.end
    cut.head = cut.head or found[0].force
    cut.waiting = []


def _go_on(cut: _Cut, clause: Span, *, last: bool) -> None:
    """A clause without a force word: it waits, ends a prohibition, or goes on with the duty."""
    units, notice = cut.units, cut.body.notice
    if not units or (not last and _leads_on(cut.masked, clause)):
        cut.waiting.append(clause)
    elif not cut.waiting and _turns_back(cut.masked, clause, units[-1], cut.head, notice=notice):
        units.append(Unit(clause.start, clause.end, "must", None, found_by="imperative"))
    else:
        units[-1].end, cut.waiting = clause.end, []


def says_when(masked: str, clause: Span) -> bool:
    """Whether a clause waits for its force word: a condition, a rule, a purpose, or a name."""
    return bool(
        ends_condition(masked, clause.start, clause.end)
        or _WAITS.match(masked, clause.start, clause.end)
        or is_exception(masked, clause.start, clause.end)
        or is_bearer(masked, clause.start, clause.end)
    )


def _leads_on(masked: str, clause: Span) -> bool:
    """Whether a clause belongs to the next: it says when, or 业务部门发现隐患，|应当报告 who."""
    if says_when(masked, clause):
        return True
    forced = _FORCE_NEXT.match(masked, clause.end) is not None
    return forced and find_subject(masked, clause.start, clause.end) is not None


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
    if hits[0].word in ("鼓励", "确保") or all(says_when(masked, c) for c in before):
        return hits
    return hard


def _unit(
    masked: str, sentence: Sentence, waiting: list[Span], clause: Span, hits: list[ForceHit]
) -> Unit:
    first, force = whole_word(hits), clause_force(masked, hits)
    start = waiting[0].start if waiting else clause.start
    # The subject next to the force word wins: 当事人逾期不履行的，人民银行可以….
    for before in (clause, *waiting[:_LOOK_BACK]):
        bearer = find_bearer(masked, before.start, first.start)
        if bearer is not None and not _LEAVE.match(masked, bearer.start):
            return Unit(start, clause.end, force, first, bearer, said=True)
    if first.word in _ADDRESSED:
        addressee = find_addressee(masked, first.end, sentence.span.end)
        return Unit(start, clause.end, force, first, addressee, said=addressee is not None)
    return Unit(start, clause.end, force, first)


def _opens(masked: str, clause: Span, stated: Statement, units: list[Unit]) -> bool:
    """Whether a stated duty is one of its own: first, of somebody else, or at other times."""
    if not units or stated.bearer is not None:
        return stated.bearer is not None or stated.dated
    current = units[-1]
    if current.force == "must_not":
        return stated.dated
    if stated.rule is None:
        return False
    # 按月报送…，报送期为每月结束后15个工作日内 is one duty: the same period, told with its day.
    held = find_due_recurrence(masked, current.start, clause.end)
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
    return Unit(
        start, clause.end, force, None, bearer, said=bearer is not None,
        found_by="statement", dated=stated.dated,
    )  # fmt: skip


def _turns_back(
    masked: str, clause: Span, current: Unit, head: Force | None, *, notice: bool
) -> bool:
    """Whether a clause without a force word ends a prohibition or permission: …，落实好…."""
    if current.force not in ("must_not", "may") or not (notice or head == "must"):
        return False
    if current.force == "may" and not _RESTRAINS.match(masked, clause.start, clause.end):
        return False
    return is_imperative(masked, clause.start, clause.end)


def _orders_before(masked: str, waiting: list[Span]) -> list[Unit]:
    """Orders before the first force word: 加强…，严格规范…，|禁止…."""
    whole = Span(waiting[0].start, waiting[-1].end)
    units = _imperative(masked, whole)
    first = waiting[0]
    if units or says_when(masked, first) or find_subject(masked, first.start, first.end):
        return units
    if any(_imperative(masked, clause) for clause in waiting[1:]):
        return [Unit(whole.start, whole.end, "must", None, found_by="imperative", dated=False)]
    return []


def _imperative(masked: str, span: Span) -> list[Unit]:
    if (
        is_imperative(masked, span.start, span.end)
        and not says_when(masked, span)
        and not _DESCRIBES.search(masked, span.start, span.end)
        and not _AGENT.match(masked, span.start, span.end)
    ):
        return [Unit(span.start, span.end, "must", None, found_by="imperative", dated=False)]
    return []


def _without_force(masked: str, sentence: Sentence, body: Body) -> list[Unit]:
    """A sentence without any force word: an imperative, a term and its deed, or a regular act."""
    start, end = sentence.span.start, sentence.clauses[-1].end if sentence.clauses else 0
    if end <= start:
        return []
    bearer = read_promise(masked, start, end)
    if bearer is not None:
        return [Unit(start, end, "must", None, bearer, True, "statement")]
    if body.notice and (units := _imperative(masked, Span(start, end))):
        return units
    return _term_and_deed(masked, sentence) if body.numbered else []


def _term_and_deed(masked: str, sentence: Sentence) -> list[Unit]:
    """每年8月31日前，披露…: a clause that is nothing but a term, then what is to be done."""
    for term, deed in pairwise(sentence.clauses):
        if has_bare_term(masked, term) and states_deed(masked, deed):
            bearer = find_subject(masked, term.start, term.end)
            bearer = bearer or find_subject(masked, deed.start, deed.end)
            whole = Span(sentence.clauses[0].start, sentence.clauses[-1].end)
            said = bearer is not None
            return [Unit(whole.start, whole.end, "must", None, bearer, said, "term")]
    return []
