"""Duties of two clauses: force, bearer, recurrence, exceptions and conditions that changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from rapidfuzz import fuzz

from hongtou.model.labels import FORCES
from hongtou.query.differing.forcing import is_softened
from hongtou.query.differing.results import Change, Clause, Direction, Norm, Quote
from hongtou.query.differing.shingles import bare, share_told

__all__ = ["changes_of_norms"]

# Actions of two duties that are as alike as this, 0 to 100, are one duty.
SAME_ACTION: Final = 50
# Of two duties that are as much alike, that of the same force is meant.
SAME_FORCE: Final = 20
# A duty is new, or gone, if less of its action than this stands in the other clause.
TOLD: Final = 0.55
# An exception or condition is known to the other clause if it is as alike as this, 0 to 100.
KNOWN: Final = 75
# How strongly a force binds; a ban and a demand bind alike, and contradict each other.
STRENGTH: Final = {"must": 4, "must_not": 4, "should": 3, "strive": 2, "encourage": 1, "may": 0}
BINDING: Final = ("must", "must_not")
# Characters before a duty in which a softening word stands.
SOFTENED: Final = 4
PER_YEAR: Final = {"DAILY": 365, "WEEKLY": 52, "MONTHLY": 12, "YEARLY": 1}
DIGITS: Final = re.compile(r"[\d.]+")
PART: Final = re.compile(r"(FREQ|INTERVAL|BYMONTH)=([^;]+)")

# A norm with the clause in which it stands.
Told = tuple[Clause, Norm]


def changes_of_norms(
    parent: Sequence[Clause], child: Sequence[Clause], *, sure: bool
) -> Iterator[Change]:
    """What differs between the duties of clauses that answer to each other.

    ``sure``: the clauses are so alike that what one lacks was left out of it. Else nobody can
    tell from a missing condition or duty whether more or less is asked.
    """
    above = [(clause, norm) for clause in parent for norm in clause.tags.norms]
    below = [(clause, norm) for clause in child for norm in clause.tags.norms]
    pairs = _paired(above, below)
    lone = _lone_forces(above, [one for one, _ in pairs])
    lone |= _lone_forces(below, [other for _, other in pairs])
    for one, other in pairs:
        for change in _compared(above[one], below[other], sure=sure):
            # 应…，可… beside 应…: the words were cut elsewhere, and 可以 replaces no 应当.
            torn = change.kind == "force" and {above[one][1].force, below[other][1].force} & lone
            yield replace(change, direction="changed") if torn else change
    texts = ["".join(bare(clause.text) for clause in side) for side in (child, parent)]
    for at, told in enumerate(above):
        if at not in {one for one, _ in pairs}:
            yield from _lone(told, texts[0], gone=True, sure=sure)
    for at, told in enumerate(below):
        if at not in {other for _, other in pairs}:
            yield from _lone(told, texts[1], gone=False, sure=sure)


def _lone_forces(side: Sequence[Told], paired: Sequence[int]) -> set[str]:
    """Forces of the duties that nothing on the other side answers to."""
    return {norm.force for at, (_, norm) in enumerate(side) if at not in paired}


def _paired(above: Sequence[Told], below: Sequence[Told]) -> list[tuple[int, int]]:
    alone = len(above) == len(below) == 1
    rated = sorted(
        (
            -rate - SAME_FORCE * (first.force == second.force),
            abs(one - other),
            one + other,
            one,
            other,
        )
        for one, (_, first) in enumerate(above)
        for other, (_, second) in enumerate(below)
        if (rate := fuzz.ratio(bare(first.action), bare(second.action))) >= SAME_ACTION or alone
    )
    told: dict[int, int] = {}
    heard: set[int] = set()
    for _, _, _, one, other in rated:
        if one not in told and other not in heard:
            told[one] = other
            heard.add(other)
    return sorted(told.items())


def _compared(above: Told, below: Told, *, sure: bool) -> Iterator[Change]:
    first, second = above[1], below[1]
    soft = _is_soft(above), _is_soft(below)
    if first.force != second.force:
        yield _force(above, below)
    elif soft[0] != soft[1] and first.force in BINDING:
        yield _softening(above, below, softened=soft[1])
    elif sure:
        yield from _beside(above, below, "exception")
        yield from _beside(above, below, "condition")
    yield from _recurrence(above, below)
    if first.bearer and second.bearer and _named(first.bearer) != _named(second.bearer):
        yield Change(
            "bearer", "changed", _quote(above, first.bearer), _quote(below, second.bearer),
            f"主体不同：{first.bearer} → {second.bearer}",
        )  # fmt: skip


def _named(bearer: str) -> str:
    """Who is meant, figures apart: those of 年销售收入2000万元以下的企业 are compared as such."""
    return DIGITS.sub("#", bare(bearer))


def _force(above: Told, below: Told) -> Change:
    """可以 -> 应当 is tighter, 应当 -> 鼓励 looser; 应当 and 不得 contradict each other."""
    old, new = above[1].force, below[1].force
    words = f"{FORCES.get(old, old)} → {FORCES.get(new, new)}"
    direction: Direction = "changed"
    said = "约束力不同"
    if {old, new} == {"must", "must_not"}:
        said = "要求相反"
    elif old == "must_not" or new == "must_not":
        direction, said = (
            ("loosened", "禁止放松") if old == "must_not" else ("tightened", "改为禁止")
        )
    elif STRENGTH.get(new, 0) > STRENGTH.get(old, 0):
        direction, said = "tightened", "约束力加强"
    elif STRENGTH.get(new, 0) < STRENGTH.get(old, 0):
        direction, said = "loosened", "约束力减弱"
    quotes = _quote(above, None), _quote(below, None)
    return Change("force", direction, *quotes, f"{said}：{words}")


def _is_soft(told: Told) -> bool:
    """Whether 原则上 stands in a duty or right before it."""
    clause, norm = told
    start = max(0, norm.start - clause.start - SOFTENED)
    return is_softened(clause.text[start : norm.end - clause.start])


def _softening(above: Told, below: Told, *, softened: bool) -> Change:
    """原则上不得 -> 不得 is tighter."""
    words = f"增加{FORCES['should']}" if softened else f"删去{FORCES['should']}"
    said = f"约束力减弱：{words}" if softened else f"约束力加强：{words}"
    quotes = _quote(above, None), _quote(below, None)
    return Change("force", "loosened" if softened else "tightened", *quotes, said)


def _beside(above: Told, below: Told, kind: Literal["exception", "condition"]) -> Iterator[Change]:
    """An exception or condition that one side has and the other does not know at all."""
    old, new = (
        norm.exception if kind == "exception" else norm.condition for norm in (above[1], below[1])
    )
    name = "例外" if kind == "exception" else "条件"
    duty = above[1].force in ("must", "must_not", "should", "strive")
    if new and not old and not _known(new, above[0].text):
        direction: Direction = "loosened" if duty else "tightened"
        yield Change(kind, direction, None, _quote(below, new), f"新增{name}：{new}")
    elif old and not new and not _known(old, below[0].text):
        direction = "tightened" if duty else "loosened"
        yield Change(kind, direction, _quote(above, old), None, f"删去{name}：{old}")
    elif old and new and fuzz.ratio(bare(old), bare(new)) < SAME_ACTION:
        yield Change(kind, "changed", _quote(above, old), _quote(below, new),
                     f"{name}不同：{old} → {new}")  # fmt: skip


def _known(part: str, text: str) -> bool:
    return fuzz.partial_ratio(bare(part), bare(text)) >= KNOWN


def _recurrence(above: Told, below: Told) -> Iterator[Change]:
    """按季报送 -> 按月报送 is tighter where it must be done."""
    old, new = above[1].recurrence, below[1].recurrence
    if old == new or not old or not new:
        return
    times = _times(old), _times(new)
    quotes = _quote(above, above[1].recurrence_text), _quote(below, below[1].recurrence_text)
    words = f"{quotes[0].text} → {quotes[1].text}"
    if None in times or times[0] == times[1]:
        if bare(quotes[0].text) != bare(quotes[1].text):
            yield Change("recurrence", "changed", *quotes, f"频次的写法不同：{words}")
        return
    more = (times[1] or 0) > (times[0] or 0)
    said = "频次增加" if more else "频次减少"
    yield Change("recurrence", "tightened" if more else "loosened", *quotes, f"{said}：{words}")


def _times(rule: str) -> Decimal | None:
    """How often a year a rule comes round: ``FREQ=MONTHLY;INTERVAL=3`` -> 4."""
    parts = dict(PART.findall(rule))
    times = PER_YEAR.get(parts.get("FREQ", ""))
    if times is None:
        return None
    months = parts.get("BYMONTH", "")
    many = months.count(",") + 1 if months and parts["FREQ"] == "YEARLY" else 1
    return Decimal(times * many) / Decimal(parts.get("INTERVAL", "1"))


def _lone(told: Told, other: str, *, gone: bool, sure: bool) -> Iterator[Change]:
    """A demand or ban inside a clause of which the other side says nothing.

    A ban that comes or goes is certain. Whether one more demand (要高度认识…) asks for more than
    the parent did elsewhere is not.
    """
    clause, norm = told
    if norm.force not in BINDING or share_told(norm.action, other) >= TOLD:
        return
    quote = Quote(norm.action, norm.start, norm.end, clause.place)
    words = f"{'少了' if gone else '多了'}要求（{FORCES[norm.force]}）：{norm.action}"
    certain = sure and norm.force == "must_not"
    direction: Direction = ("loosened" if gone else "tightened") if certain else "changed"
    if gone:
        yield Change("duty", direction, quote, None, words)
    else:
        yield Change("duty", direction, None, quote, words)


def _quote(told: Told, part: str | None) -> Quote:
    """Words of a norm with their place; the whole of it where they do not stand in it."""
    clause, norm = told
    at = clause.text.find(part) if part else -1
    if part and at >= 0:
        start = clause.start + at
        return Quote(part, start, start + len(part), clause.place)
    text = clause.text[norm.start - clause.start : norm.end - clause.start]
    return Quote(part or text, norm.start, norm.end, clause.place)
