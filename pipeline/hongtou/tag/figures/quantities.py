"""Quantities (数量): numeric and comparative limits, the scope of rules, and counts.

每亿元支农再贷款至少支持200户, 不高于各项贷款不良率3个百分点以内, 五万元（含）以下的贷款,
高于去年同期水平. Numbers and comparators are found first, each in one pass; what a number means is
read from its own clause only.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hongtou.model import Obligation, Operator, Outline, Quantity, QuantityRole, Span
from hongtou.tag.figures.baselines import WHOLES, read_compared, read_whole
from hongtou.tag.figures.changes import read_change
from hongtou.tag.figures.comparators import Comparator, find_comparators
from hongtou.tag.figures.limits import Limit, read_bare_baseline, read_limit
from hongtou.tag.figures.list_heads import Setting, head_finder
from hongtou.tag.figures.measures import read_measure, read_per
from hongtou.tag.figures.numbers import Number, find_numbers
from hongtou.tag.figures.roles import Place, role_of
from hongtou.tag.places import segment_finder
from hongtou.tag.surroundings import clause_finder, merged, obligation_finder

# A Chinese count says nothing alone (一次, 三种方式), an amount or a share does (三十万元).
_TELLING: Final = ("money", "share", "points", "ratio")
# 5%、10%和15%; 5万元以上或者外币等值1万美元以上
_LISTED: Final = re.compile(r" ?(?:[、和及或/]|或者|以及)(?:等值|外币|人民币){0,3} ?")
# 以上, 以下 behind a number are its own and not those of the next.
_ENDED: Final = re.compile(r"(?:以[上下内外]|之内|左右)(?:[（(][^（）()]*[）)])?$")
_NO_NUMBER: Final = Decimal(0)  # stands in where a comparison is judged like a number


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the passes over the text have found."""

    text: str
    masked: tuple[Span, ...]
    numbers: list[Number]
    comparators: list[Comparator]
    clause: Callable[[int], int]  # where the clause around a position begins
    segment: Callable[[int], int | None]
    setting: Callable[[int], Setting | None]
    obligation: Callable[[Span], int | None]


def find_quantities(
    outline: Outline, obligations: Sequence[Obligation], *, masked: Sequence[Span] = ()
) -> tuple[Quantity, ...]:
    """All quantities of a document in order: 单户…不得超过10万元 is a limit, ``<= 100000 元``.

    ``obligation`` is the index of the narrowest obligation around the quantity. Text outside the
    tree of articles (header, imprint) holds none.

    Args:
        outline: The document.
        obligations: Its obligations, in any order.
        masked: Document numbers, cited titles and whatever else holds no quantities.

    Source: 《民法典》第1259条 (以上、以下、以内、届满 include the number; 不满、超过、以外 do not).
    """
    text, inside, hidden = outline.text, outline.document.span, merged(masked)
    scene = _Scene(
        text,
        hidden,
        find_numbers(text, inside.start, inside.end, hidden),
        find_comparators(text, inside.start, inside.end),
        clause_finder(text, inside.start, inside.end),
        segment_finder(outline),
        head_finder(outline),
        obligation_finder(text, obligations),
    )
    found: list[Quantity] = []
    taken: set[int] = set()
    said = inside.start  # where the last quantity ends
    for number in scene.numbers:
        quantity, index = _of_number(scene, number, said)
        if quantity is not None:
            _append(text, found, quantity)
            said = number.span.end
        if index is not None:
            taken.add(index)
    found += _comparisons(scene, taken)
    found.sort(key=lambda quantity: quantity.span)
    return _conditioned(scene, found)


def _of_number(scene: _Scene, number: Number, said: int) -> tuple[Quantity | None, int | None]:
    """The quantity of one number, and the index of the comparator that it takes."""
    text = scene.text
    segment = scene.segment(number.span.start)
    if segment is None:
        return None, None
    clause = scene.clause(number.span.start)
    left = max(clause, said)
    limit = read_limit(text, number, scene.comparators, left)
    comparator = None if limit.index is None else scene.comparators[limit.index]
    role: QuantityRole = "limit"
    if not limit.permitted:
        place = Place(text, clause, limit.start, scene.setting(segment))
        role = role_of(place, number, comparator)
    if not _counts(number, limit, role, read_per(text, left, limit.start)[0]):
        return None, limit.index
    return _built(scene, number, limit, Span(left, limit.start), segment, role), limit.index


def _built(
    scene: _Scene, number: Number, limit: Limit, ahead: Span, segment: int, role: QuantityRole
) -> Quantity:
    """The quantity with everything that stands around its number.

    ``ahead`` runs from the beginning of the clause, or the number before, to the construction.
    """
    text, left, first = scene.text, ahead.start, number.span.start
    comparator = None if limit.index is None else scene.comparators[limit.index]
    per, start = read_per(text, left, limit.start)
    if per is None and comparator is not None:  # 不低于每头60元
        per, _ = read_per(text, comparator.span.end, first)
    baseline, head = limit.baseline, start
    if baseline is None and (compared := read_compared(text, left, number.span)):
        baseline, head = compared.words, min(start, compared.start)
    if baseline is None and number.dimension in WHOLES:
        at = None if comparator is None else comparator.span.end
        baseline = read_whole(text, ahead, at, first, number.dimension)
    span = Span(head, number.span.end)
    # 超过500亿元至2000亿元的部分 begins above its lower end.
    lower = number.lower and not (comparator is not None and comparator.operator == ">")
    return Quantity(
        span,
        segment,
        role,
        limit.operator,
        number.value * limit.sign,
        number.unit,
        value_upper=number.value_upper,
        lower_inclusive=_inclusive(limit.operator, lower, ">=", ">"),
        upper_inclusive=_inclusive(limit.operator, number.upper, "<=", "<"),
        per=number.per or per,
        baseline=baseline,
        measure=None if role == "fact" else read_measure(text, left, head),
        dimension=number.dimension,
        approximate=number.approximate,
        change=read_change(text, left, first, points=number.dimension == "points"),
        obligation=scene.obligation(span),
    )


def _append(text: str, found: list[Quantity], quantity: Quantity) -> None:
    """Add a quantity; those listed with it share its role: 3个月、6个月和1年期利率."""
    if not found:
        found.append(quantity)
        return
    told = quantity.operator == "=" and quantity.role != "fact"
    found.append(_coordinated(text, found[-1], quantity))
    at = len(found) - 1
    while told and at and found[at - 1].role == "fact":
        one, two = found[at - 1], found[at]
        listed = _LISTED.fullmatch(text, one.span.end, two.span.start)
        if listed is None or one.dimension != two.dimension or one.operator != "=":
            break
        found[at - 1] = replace(one, role=quantity.role)
        found[at] = replace(two, role=quantity.role)
        at -= 1


def _coordinated(text: str, before: Quantity, after: Quantity) -> Quantity:
    """What a number takes over from the one that it is listed with.

    单笔5万元以上或者外币等值1万美元以上 counts both for a 笔; 期限为1个月、3个月和1年 sets all;
    分别不得超过5%、10% limits both.
    """
    if before.dimension != after.dimension or not _LISTED.fullmatch(
        text, before.span.end, after.span.start
    ):
        return after
    after = replace(after, per=after.per or before.per)
    if after.dimension in WHOLES:
        after = replace(after, baseline=after.baseline or before.baseline)
    if after.operator not in ("=", "range"):
        return after
    after = replace(after, role=before.role)
    if (
        after.operator == "range"
        or before.operator == "range"
        or _ENDED.search(_words(text, before))
    ):
        return after
    return replace(
        after,
        operator=before.operator,
        lower_inclusive=before.lower_inclusive,
        upper_inclusive=before.upper_inclusive,
    )


def _words(text: str, quantity: Quantity) -> str:
    return quantity.span.of(text)


def _counts(number: Number, limit: Limit, role: QuantityRole, per: str | None) -> bool:
    """Whether the number says enough: 一次 alone and 3.1 alone do not, 每月召开一次 does."""
    if limit.index is not None or limit.permitted or (number.unit == "次" and per is not None):
        return True
    if number.arabic and limit.operator == "<=" and number.operator is None:
        return True  # 排名前30的机构
    if number.operator is not None:
        return number.unit is not None or number.dimension is not None
    if number.dimension == "fraction" and number.arabic is False and role == "limit":
        return True  # 第2年贴息2/3
    told = number.dimension in _TELLING or (role == "scope" and number.dimension == "time")
    return number.unit is not None and (number.arabic or role == "limit" or told)


def _inclusive(
    operator: Operator, ranged: bool | None, closed: Operator, opened: Operator
) -> bool | None:
    if operator in (closed, opened):
        return operator == closed
    return ranged if operator == "range" else None


def _comparisons(scene: _Scene, taken: set[int]) -> list[Quantity]:
    """Limits without a number: 高于去年同期水平, 不超过1年期LPR, 不得超过核定额度."""
    text, found = scene.text, []
    for index, comparator in enumerate(scene.comparators):
        against = None if index in taken else read_bare_baseline(text, comparator)
        if against is None:
            continue
        span = Span(comparator.span.start, against.end)
        segment = scene.segment(span.start)
        if segment is None or any(span.overlaps(mask) for mask in scene.masked):
            continue
        setting = scene.setting(segment)
        clause, operator = scene.clause(span.start), comparator.operator
        stand_in = Number(span, _NO_NUMBER, unit=None, dimension=None, arabic=False)
        before = bisect_right(scene.numbers, span.start, key=lambda n: n.span.end) - 1
        left = max(clause, scene.numbers[before].span.end if before >= 0 else 0)
        found.append(
            Quantity(
                span,
                segment,
                role_of(Place(text, clause, span.start, setting), stand_in, comparator),
                operator,
                None,
                None,
                lower_inclusive=_inclusive(operator, None, ">=", ">"),
                upper_inclusive=_inclusive(operator, None, "<=", "<"),
                baseline=against.of(text).strip(),
                measure=read_measure(text, left, span.start),
                obligation=scene.obligation(span),
            )
        )
    return found


def _conditioned(scene: _Scene, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Tie each limit to the scope ahead in its clause: 1年期（含）以下…不超过1年期LPR."""
    tied = []
    for index, quantity in enumerate(found):
        before = found[index - 1] if index else None
        if (
            before is not None
            and (before.role, quantity.role) == ("scope", "limit")
            and before.span.start >= scene.clause(quantity.span.start)
        ):
            quantity = replace(quantity, condition=index - 1)
        tied.append(quantity)
    return tuple(tied)
