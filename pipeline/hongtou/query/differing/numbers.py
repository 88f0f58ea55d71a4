"""Numbers, terms and dates of two clauses as quantities: what was raised, lowered, moved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz

from hongtou.lexicon import read_table
from hongtou.model.labels import FORCES
from hongtou.notation.amounts import comparable
from hongtou.query.bounds import Bounds, bounds_of, is_ban, within
from hongtou.query.differing.figures import NUMBER, Figure, figures_of
from hongtou.query.differing.forcing import outcome_of
from hongtou.query.differing.results import Change, ChangeKind, Clause, Direction
from hongtou.query.differing.shingles import bare
from hongtou.query.results import Amount, DueDate

__all__ = ["changes_of_figures"]

# 连续6个月, 累计3次: so many or more.
AT_LEAST: Final = re.compile(r"(?:连续|累计|满)$")
PHRASE: Final = re.compile(r"[，；。：]")
# Numbers whose surroundings are less alike than this, 0 to 100, speak of different things.
SAME_PLACE: Final = 45
# 提前30日报告, 正式提供服务前30个工作日: the more, the earlier.
AHEAD: Final = re.compile(r"提前|(?:之?前|以前)(?:至少)?$")
BY: Final = re.compile(r"前$")
# Days to which a policy runs, not by which something is to be done.
RUNS_TO: Final = re.compile(r"^(?:截至|截止|至|到|有效期)|(?:止|为止|有效)$")


def changes_of_figures(
    parent: Sequence[Clause], child: Sequence[Clause], *, sure: bool
) -> Iterator[Change]:
    """What differs between the figures of clauses that answer to each other.

    ``sure``: the clauses are so alike that a limit that only one has was added or left out.
    """
    above, below = figures_of(parent), figures_of(child)
    pairs = _paired(above, below)
    for one, other in pairs:
        change = _compared(above[one], below[other])
        if change is not None:
            yield change
    for side, figures, others in ((0, above, child), (1, below, parent)):
        paired = {pair[side] for pair in pairs}
        said = "".join(bare(clause.text) for clause in others)
        for at, figure in enumerate(figures):
            # 每年6月底之前 is tagged as a recurrence, 6月底之前 as a day: the words are there.
            if at not in paired and bare(figure.text) not in said:
                yield _lone(figure, gone=side == 0, sure=sure)


def _paired(parent: Sequence[Figure], child: Sequence[Figure]) -> list[tuple[int, int]]:
    """Figures that speak of the same thing, the surest first taken, in the order of the parent."""
    rated = []
    for above, one in enumerate(parent):
        for below, other in enumerate(child):
            rate = _same_thing(one, other)
            if rate is not None:
                rated.append((-rate, abs(above - below), above + below, above, below))
    told: dict[int, int] = {}
    heard: set[int] = set()
    for _, _, _, above, below in sorted(rated):
        if above not in told and below not in heard:
            told[above] = below
            heard.add(below)
    return sorted(told.items())


def _same_thing(one: Figure, other: Figure) -> float | None:
    """How surely two figures measure the same, 0 to 130; ``None`` if they cannot."""
    if _unit(one) != _unit(other):
        return None
    rate = 0.5 * fuzz.ratio(one.before, other.before) + 0.5 * fuzz.ratio(one.after, other.after)
    rate = max(rate, 0.8 * fuzz.ratio(one.before, other.before))
    first, second = one.amount, other.amount
    if first is not None and second is not None:
        if first.measure and second.measure:
            rate = max(rate, 0.9 * fuzz.ratio(bare(first.measure), bare(second.measure)))
        rate += 10 * (first.operator == second.operator) + 10 * (first.role == second.role)
    if _value(one) == _value(other):
        rate += 10
    return rate if rate >= SAME_PLACE else None


def _unit(figure: Figure) -> tuple[str, str | None]:
    """What figures must have in common to be compared: the unit in which their kind compares."""
    if figure.due is not None:
        if figure.due.count is None:
            return "day", None
        return "amount", _term(figure.due)[1]
    amount = figure.amount
    if amount is None or amount.base_value is None:
        return "baseline", None
    return "amount", amount.base_unit


def _term(due: DueDate) -> tuple[Decimal, str | None]:
    known = comparable(Decimal(due.count or 0), due.count_unit)
    return known or (Decimal(due.count or 0), due.count_unit)


def _value(figure: Figure) -> object:
    if figure.due is not None:
        return figure.due.date if figure.due.count is None else _term(figure.due)[0]
    return figure.amount and (figure.amount.base_value, figure.amount.base_upper)


def _compared(one: Figure, other: Figure) -> Change | None:
    if one.amount is not None and other.amount is not None:
        return _amounts(one, other, one.amount, other.amount)
    if one.due is not None and other.due is not None:
        return _days(one, other, one.due, other.due)
    return _terms(one, other)


def _change(
    one: Figure, other: Figure, direction: Direction, said: str, kind: ChangeKind | None = None
) -> Change:
    words = f"{said}：{_shown(one.text)} → {_shown(other.text)}"
    return Change(kind or other.kind, direction, one.quote, other.quote, words)


def _shown(text: str) -> str:
    return "".join(text.split())


def _amounts(one: Figure, other: Figure, first: Amount, second: Amount) -> Change | None:
    first, second = _meant(one, first), _meant(other, second)
    old, new = bounds_of(first), bounds_of(second)
    if first.role != "limit" or second.role != "limit":
        if (first.base_value, first.base_upper, first.operator) == (
            second.base_value, second.base_upper, second.operator,
        ) or ({first.role, second.role} == {"scope", "limit"} and old == new):  # fmt: skip
            return None
        return _change(one, other, *_of_scope((one, first), (other, second), old, new))
    if bare(first.per or "") != bare(second.per or ""):
        return _change(one, other, "changed", "计量的单位不同")
    if old is None or new is None:
        if bare(first.baseline or "") == bare(second.baseline or ""):
            return None
        return _change(one, other, "changed", "比较的基准不同")
    if old == new:
        return None
    banned = is_ban(one.force, first) and is_ban(other.force, second)
    return _change(one, other, *_narrower(old, new, banned=banned))


def _narrower(old: Bounds, new: Bounds, *, banned: bool) -> tuple[Direction, str]:
    """Whether the child allows less: 不超过10万元 -> 不超过5万元."""
    inside, outside = within(new, old), within(old, new)
    if inside == outside:
        return "changed", "数值不同，互不包含"
    if old[0] == new[0]:
        said = "上限下调" if new[1] < old[1] or new[1][0] == old[1][0] else "上限上调"
    elif old[1] == new[1]:
        said = "下限上调" if new[0][0] > old[0][0] else "下限下调"
    else:
        said = "范围收窄" if inside else "范围放宽"
    if banned:
        return ("loosened", "禁止期缩短") if inside else ("tightened", "禁止期延长")
    return ("tightened", said) if inside else ("loosened", said)


def _of_scope(
    one: tuple[Figure, Amount],
    other: tuple[Figure, Amount],
    old: Bounds | None,
    new: Bounds | None,
) -> tuple[Direction, str]:
    """What another scope means, where that is certain.

    A permission for more is looser, a duty in more cases tighter; where no word tells what holds
    for those named, or the number is a fact, nobody can tell.
    """
    roles = {amount.role for _, amount in (one, other)}
    if roles != {"scope"}:
        return "changed", "所述数字不同" if "fact" in roles else "数字的作用不同"
    wider = old is not None and new is not None and old != new and within(old, new)
    narrower = old is not None and new is not None and old != new and within(new, old)
    if not (wider or narrower):
        return "changed", "适用范围的数字不同"
    said = "适用范围扩大" if wider else "适用范围缩小"
    outcomes = {_outcome(figure) for figure, _ in (one, other)}
    outcome = outcomes.pop()
    if outcomes or outcome is None:
        return "changed", said
    if outcome == "relief":
        return "loosened" if wider else "tightened", f"可以做、可减免的{said}"
    return "tightened" if wider else "loosened", f"要求、处置的{said}"


def _outcome(figure: Figure) -> str | None:
    """What holds for the cases that a scope names: 不超过500万元的，可选择简易申报方式 relieves."""
    behind = figure.clause.text[figure.end - figure.clause.start :]
    told = outcome_of(behind.split("。")[0])
    # 应当对100万元以上的项目支出开展自评: the demand stands in front.
    return told or outcome_of(FORCES.get(figure.force or "", ""))


def _meant(figure: Figure, amount: Amount) -> Amount:
    """An amount as its words mean it, where it was tagged as a bare number.

    连续6个月未发生收付 is six months or more; 返还比例不低于上年度缴费额的30% is a floor, although
    the number stands behind what it is a share of.
    """
    if amount.operator != "=" or amount.role == "limit":
        return amount
    if AT_LEAST.search(figure.before):
        return replace(amount, role="scope", operator=">=")
    ahead = PHRASE.split(figure.clause.text[: figure.start - figure.clause.start])[-1]
    found = list(_comparators().finditer(ahead))
    if amount.role != "fact" or not found or NUMBER.search(ahead, found[-1].end()):
        return amount
    return replace(amount, role="limit", operator=_negated()[found[-1]["phrase"]])


@lru_cache
def _negated() -> dict[str, str]:
    """Comparators as they limit: 不 before 低于 makes ``>=`` of ``<``."""
    return {row["phrase"]: row["negated"] for row in read_table("comparators") if row["negated"]}


@lru_cache
def _comparators() -> re.Pattern[str]:
    phrases = "|".join(
        map(re.escape, sorted(_negated(), key=lambda phrase: (-len(phrase), phrase)))
    )
    return re.compile(rf"不(?:得|能|应)?(?P<phrase>{phrases})")


def _days(one: Figure, other: Figure, first: DueDate, second: DueDate) -> Change | None:
    if first.count is not None and second.count is not None:
        return _terms(one, other)
    told = _earlier(first, second)
    if told is None:
        if bare(first.text) == bare(second.text):
            return None
        return _change(one, other, "changed", "期限的写法不同")
    if told == 0:
        return None
    said = "提前" if told < 0 else "推后"
    if (
        RUNS_TO.search(second.text)
        and not BY.search(second.text)
        and other.force not in ("must", "must_not")
    ):
        return _change(one, other, "changed", f"执行到的日期{said}")
    return _change(one, other, "tightened" if told < 0 else "loosened", f"截止日期{said}")


def _earlier(first: DueDate, second: DueDate) -> Literal[-1, 0, 1] | None:
    """-1 where the second day is earlier than the first, 1 where later; None: nobody can tell."""
    old, new = first.date, second.date
    if old is None or new is None or first.count is not None or second.count is not None:
        # 每年1月15日前 and 每年1月10日前 have no date and compare by their figures.
        if NUMBER.sub("#", bare(first.text)) != NUMBER.sub("#", bare(second.text)):
            return None
        figures = [tuple(map(float, NUMBER.findall(bare(due.text)))) for due in (first, second)]
        return 0 if figures[0] == figures[1] else (-1 if figures[1] < figures[0] else 1)
    return 0 if old == new else (-1 if new < old else 1)


def _terms(one: Figure, other: Figure) -> Change | None:
    """Terms that count from an event; one of them may be tagged as a number only."""
    old, new = _length(one), _length(other)
    if old is None or new is None or old == new:
        return None
    ahead = any(_is_ahead(figure) for figure in (one, other))
    shorter = new < old
    if ahead:
        return _change(one, other, "loosened" if shorter else "tightened",
                       "提前量减少" if shorter else "提前量增加", "term")  # fmt: skip
    if one.force == other.force == "must_not":
        return _change(one, other, "loosened" if shorter else "tightened",
                       "禁止期缩短" if shorter else "禁止期延长", "term")  # fmt: skip
    return _change(one, other, "tightened" if shorter else "loosened",
                   "时限缩短" if shorter else "时限延长", "term")  # fmt: skip


def _length(figure: Figure) -> Decimal | None:
    if figure.due is not None:
        return _term(figure.due)[0]
    value = figure.amount.base_value if figure.amount else None
    return None if value is None else Decimal(str(value))


def _is_ahead(figure: Figure) -> bool:
    words = (figure.due.event or "") if figure.due else ""
    return bool(AHEAD.search(words)) or "提前" in figure.text or figure.before.endswith("提前")


def _lone(figure: Figure, *, gone: bool, sure: bool) -> Change:
    """A figure that only one side has."""
    before, after = (figure.quote, None) if gone else (None, figure.quote)
    said = "删去" if gone else "新增"
    words = _shown(figure.text)
    limit = figure.amount is not None and figure.amount.role == "limit"
    term = figure.due is not None and figure.force in ("must", "must_not", None)
    if not limit and not term:
        name = "适用范围" if figure.amount and figure.amount.role == "scope" else "数字"
        return Change(figure.kind, "changed", before, after, f"{said}{name}：{words}")
    name = "限额" if limit else "期限"
    direction: Direction = "changed"
    if sure:
        direction = "loosened" if gone else "tightened"
    return Change(figure.kind, direction, before, after, f"{said}{name}：{words}")
