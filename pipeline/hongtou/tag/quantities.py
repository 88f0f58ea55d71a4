"""Quantities (数量): numeric and comparative limits, the scope of rules, and counts.

每亿元支农再贷款至少支持200户, 不高于各项贷款不良率3个百分点以内, 五万元（含）以下的贷款,
高于去年同期水平. Numbers and comparators are found first, each in one pass; what a number means is
read from its own clause only.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hongtou.model import Obligation, Operator, Outline, Quantity, QuantityRole, Span
from hongtou.tag.baselines import read_compared
from hongtou.tag.comparators import Comparator, find_comparators
from hongtou.tag.limits import Limit, read_bare_baseline, read_limit
from hongtou.tag.measures import read_measure, read_per
from hongtou.tag.numbers import Number, find_numbers
from hongtou.tag.places import segment_finder
from hongtou.tag.quantity_roles import role_of
from hongtou.tag.surroundings import clause_finder, merged, obligation_finder

# A Chinese count says nothing alone (一次, 三种方式), an amount or a share does (三十万元).
_TELLING: Final = ("money", "share", "points", "ratio")
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
        obligation_finder(text, obligations),
    )
    found: list[Quantity] = []
    taken: set[int] = set()
    for at in range(len(scene.numbers)):
        quantity, index = _of_number(scene, at)
        if quantity is not None:
            found.append(quantity)
        if index is not None:
            taken.add(index)
    found += _comparisons(scene, taken)
    found.sort(key=lambda quantity: quantity.span)
    return _conditioned(scene, found)


def _of_number(scene: _Scene, at: int) -> tuple[Quantity | None, int | None]:
    """The quantity of one number, and the index of the comparator that it takes."""
    text, number = scene.text, scene.numbers[at]
    segment = scene.segment(number.span.start)
    if segment is None:
        return None, None
    clause = scene.clause(number.span.start)
    left = max(clause, scene.numbers[at - 1].span.end if at else 0)
    limit = read_limit(text, number, scene.comparators, left)
    comparator = None if limit.index is None else scene.comparators[limit.index]
    role: QuantityRole = "limit"
    if not limit.permitted:
        role = role_of(text, clause, limit.start, number, comparator)
    per, start = read_per(text, left, limit.start)
    if not _counts(number, limit, role, per):
        return None, limit.index
    if per is None and comparator is not None:  # 不低于每头60元
        per, _ = read_per(text, comparator.span.end, number.span.start)
    baseline, head = limit.baseline, start
    if baseline is None and (compared := read_compared(text, left, number.span)):
        baseline, head = compared.words, min(start, compared.start)
    span = Span(head, number.span.end)
    quantity = Quantity(
        span,
        segment,
        role,
        limit.operator,
        number.value * limit.sign,
        number.unit,
        value_upper=number.value_upper,
        lower_inclusive=_inclusive(limit.operator, number.lower, ">=", ">"),
        upper_inclusive=_inclusive(limit.operator, number.upper, "<=", "<"),
        per=number.per or per,
        baseline=baseline,
        measure=None if role == "fact" else read_measure(text, left, head),
        obligation=scene.obligation(span),
    )
    return quantity, limit.index


def _counts(number: Number, limit: Limit, role: QuantityRole, per: str | None) -> bool:
    """Whether the number says enough: 一次 alone and 3.1 alone do not, 每月召开一次 does."""
    if limit.index is not None or limit.permitted or (number.unit == "次" and per is not None):
        return True
    if number.operator is not None:
        return number.unit is not None or number.dimension is not None
    return number.unit is not None and (
        number.arabic or role == "limit" or number.dimension in _TELLING
    )


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
        clause, operator = scene.clause(span.start), comparator.operator
        stand_in = Number(span, _NO_NUMBER, unit=None, dimension=None, arabic=False)
        before = bisect_right(scene.numbers, span.start, key=lambda n: n.span.end) - 1
        left = max(clause, scene.numbers[before].span.end if before >= 0 else 0)
        found.append(
            Quantity(
                span,
                segment,
                role_of(text, clause, span.start, stand_in, comparator),
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
