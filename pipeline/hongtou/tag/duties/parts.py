"""The parts of a duty: action, object, condition, exception; the purpose is left out.

Each part is words of the text; clauses that stand apart are joined by ，.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from hongtou.model import Span
from hongtou.tag.duties.bearers import is_adverbial, is_bearer, with_bracket
from hongtou.tag.duties.circumstances import (
    aside,
    circumstance,
    ends_condition,
    exception_in,
    is_deference,
    tells_event,
)
from hongtou.tag.duties.forces import KEPT_WORDS, SOFT_WORDS
from hongtou.tag.duties.objects import find_object, is_noun, says_deed
from hongtou.tag.duties.units import Unit

# …行为的，或者情节严重的，; 对于已经入网，但不符合规定的终端，: the second half of a clause.
_COMMA: Final = re.compile(
    "，(?!或者?|以及|及|和|与|但(?:不(?![得能应可宜包含])|未|尚未|仍|已)|且(?:未|不(?!得)|已|无))"
)
# 监管额度内的资金，商业银行不得擅自扣划: what a short action is done to stands before the name.
_SHORT_ACTION: Final = 8
# （人民银行另有规定的除外）
_BRACKETED: Final = re.compile(r"（(?P<words>[^（）\n]{2,60}除外)）")
# 人民法院判决撤销，并可以判决重新作出: what was done before is no condition.
_GOES_ON: Final = re.compile(r"并且?|且|也|还|同时")
_EDGE: Final = "，、；。！？： \u3000\n\uffff"
# 同时, 其中: a lead-in is too short to be a condition.
_SHORTEST: Final = 3


# 一律, 原则上也: adverbs right before a force word.
_LONGEST_ADVERB: Final = 6


@dataclass(frozen=True, slots=True)
class Parts:
    """What a duty consists of, as words of the text."""

    action: str
    object: str | None
    condition: str | None
    exception: str | None


@dataclass(slots=True)
class _Sorted:
    """The clauses of a duty, sorted by what they say."""

    action: list[Span] = field(default_factory=list)
    objects: list[Span] = field(default_factory=list)
    conditions: list[Span] = field(default_factory=list)
    exceptions: list[Span] = field(default_factory=list)


def read_parts(text: str, masked: str, unit: Unit) -> Parts:
    """Sort the clauses of a duty.

    ``银行办理业务时，对未成年人，不得收取手续费，另有约定的除外``: condition 办理业务时, object
    对未成年人, action 收取手续费, exception 另有约定的除外.
    """
    sorted_ = _Sorted()
    bearer = with_bracket(text, unit.bearer) if unit.bearer is not None else None
    begin, resume = _anchor(masked, unit, bearer)
    _sort_before(masked, unit, bearer, begin, sorted_)
    _sort_behind(masked, Span(resume, unit.end), sorted_, ruled=resume > begin)
    found = find_object(masked, sorted_.objects, sorted_.action) or _topic(masked, unit, sorted_)
    bracket = None if sorted_.exceptions else _BRACKETED.search(text, unit.start, unit.end)
    if bracket is not None:
        sorted_.exceptions.append(Span(*bracket.span("words")))
    if not sorted_.action:
        sorted_.action.append(Span(resume, unit.end))
    return Parts(
        action=_joined(text, sorted_.action) or "",
        object=None if found is None else found.of(text),
        condition=_joined(text, sorted(sorted_.conditions)),
        exception=_joined(text, sorted(sorted_.exceptions)),
    )


def _anchor(masked: str, unit: Unit, bearer: Span | None) -> tuple[int, int]:
    """Where the words before the duty end, and where its action begins."""
    hit = unit.hit
    if hit is None:
        at = bearer.end if bearer is not None else unit.start
        return at, at
    # 该行对机构开展评估，统筹调配资源，确保…: 确保 only carries on what is to be done.
    if hit.word in SOFT_WORDS and hit.force == "must":
        at = bearer.end if bearer is not None and bearer.end <= hit.start else unit.start
        if any(
            circumstance(masked, p.start, p.end) is None for p in _clauses(masked, at, hit.start)
        ):
            return at, at
    return hit.start, (hit.start if hit.word in KEPT_WORDS else hit.end)


def _clauses(masked: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of ``start..end`` without commas and spaces around them."""
    for comma in (*_COMMA.finditer(masked, start, end), None):
        stop = end if comma is None else comma.start()
        low, high = start, stop
        while low < high and masked[low] in _EDGE:
            low += 1
        while high > low and masked[high - 1] in _EDGE.replace("\uffff", ""):
            high -= 1
        if low < high:
            yield Span(low, high)
        start = stop + 1


def _sort_before(masked: str, unit: Unit, bearer: Span | None, begin: int, into: _Sorted) -> None:
    """Sort what stands before the force word: 发行人发生…时，对…，."""
    clauses = list(_clauses(masked, unit.start, begin))
    goes_on = bool(clauses) and _GOES_ON.match(masked, clauses[-1].start, begin) is not None
    plain: list[Span] = []  # clauses that only the next condition makes one: 无公章，…的，
    for clause in clauses:
        last = not masked[clause.end : begin].strip(" \u3000\uffff")
        rest = _without_bearer(masked, clause, bearer)
        if rest is None:
            plain = []
            continue
        if last and not ends_condition(masked, rest.start, rest.end):
            rest = _without_adverbs(masked, rest)
        kind = circumstance(masked, rest.start, rest.end) if rest.length >= _SHORTEST else None
        waits = False
        if kind == "condition":
            whole = ends_condition(masked, rest.start, rest.end)
            into.conditions += [*plain, rest] if whole else [rest]
        elif kind == "exception":
            into.exceptions.append(exception_in(masked, rest))
        elif kind == "object" and not says_deed(masked, rest):
            into.objects.append(rest)
        elif kind is None and rest.length >= _SHORTEST and not last:
            named = bearer is not None and clause.contains(bearer) and not goes_on
            waits = not _sort_plain(masked, rest, into, named=named, bearer=bearer)
        plain = [*plain, rest] if waits else []


def _sort_plain(
    masked: str, rest: Span, into: _Sorted, *, named: bool, bearer: Span | None
) -> bool:
    """Sort a clause without a mark of its own; whether it is done with.

    发行人|公开发行债券，应当…; 存款人申请变更名称，银行应当…: what is done when the duty arises.
    """
    if (
        masked[rest.start] == "的"
        or is_noun(masked, rest)
        or is_bearer(masked, rest.start, rest.end)
    ):
        return True
    if named or (bearer is not None and tells_event(masked, rest.start, rest.end)):
        into.conditions.append(rest)
        return True
    return False


def _topic(masked: str, unit: Unit, found: _Sorted) -> Span | None:
    """What stands before the bearer's clause, where the action is too short to hold an object."""
    action = found.action
    if (
        unit.hit is None
        or unit.bearer is None
        or len(action) != 1
        or action[0].length > _SHORT_ACTION
    ):
        return None
    first = next(_clauses(masked, unit.start, unit.bearer.start), None)
    if first is None or circumstance(masked, first.start, first.end) is not None:
        return None
    return first if is_noun(masked, first) else None


def _without_bearer(masked: str, clause: Span, bearer: Span | None) -> Span | None:
    """A clause behind the bearer's name; ``None`` where nothing but the name stands."""
    if bearer is None or not clause.start <= bearer.start < clause.end:
        return clause
    low = min(bearer.end, clause.end)
    while low < clause.end and masked[low] in _EDGE:
        low += 1
    if low >= clause.end:
        return None
    # 金融机构的资本金需要转换的，: the name belongs to the condition.
    if masked[low] == "的" and ends_condition(masked, low, clause.end):
        return Span(bearer.start, clause.end)
    return Span(low, clause.end)


def _without_adverbs(masked: str, span: Span) -> Span:
    """Words before a force word without 也, 均, 方 at their end."""
    for at in range(max(span.start, span.end - _LONGEST_ADVERB), span.end):
        if is_adverbial(masked, at, span.end):
            return Span(span.start, at)
    return span


def _sort_behind(masked: str, span: Span, into: _Sorted, *, ruled: bool) -> None:
    """Sort what stands behind the force word: …，但…的除外; 在…前提下，…; …，以防止….

    ``ruled``: a force word stands right before, so the first clause is hardly a condition.
    """
    clauses = list(_clauses(masked, span.start, span.end))
    for at, clause in enumerate(clauses):
        if _deferred(masked, clauses, at):
            into.exceptions.append(clause)
            continue
        kind = aside(masked, clause.start, clause.end, head=ruled and at == 0)
        if kind == "exception":
            into.exceptions.append(clause)
        elif kind == "condition" and at + 1 < len(clauses):
            into.conditions.append(clause)
        elif kind != "purpose" or at == 0:
            into.action.append(clause)


def _deferred(masked: str, clauses: list[Span], at: int) -> bool:
    """Whether a clause is half of …另有规定的，从其规定."""
    if is_deference(masked, clauses[at].start, clauses[at].end):
        return at > 0
    following = clauses[at + 1] if at + 1 < len(clauses) else None
    return (
        following is not None
        and is_deference(masked, following.start, following.end)
        and ends_condition(masked, clauses[at].start, clauses[at].end)
    )


def _joined(text: str, spans: list[Span]) -> str | None:
    return "，".join(span.of(text) for span in spans) or None
