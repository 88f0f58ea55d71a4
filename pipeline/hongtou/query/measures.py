"""What a limit measures, and of what: words around the number, and where they apply (衡量对象).

甲类成员净卖出余额不得超过发行量的6% and 乙类成员净卖出余额不得超过发行量的1.5% stand in almost the
same words and measure two things; Ⅲ类户账户余额不得超过1000元 and Ⅲ类户任一时点账户余额不得超过
2000元 measure one. So it is not likeness that decides, but what stands only on one side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.notation.amounts import amount_pattern
from hongtou.query.binding.institutions import binding_class, classes_in
from hongtou.query.filters import fold
from hongtou.query.results import Amount, Duty

__all__ = ["LONGEST", "THIS", "Likeness", "Limit", "likeness", "limit_of", "same_bearer"]

# Signs that stand for this number and for the others: limits of one clause are told apart by them.
THIS: Final = "\ue000"
OTHER: Final = "\ue001"

# Text outside words: marks, blanks, brackets; marks of numbers stay.
MARKS: Final = re.compile(rf"[^\w{THIS}{OTHER}]+")
NUMBERS: Final = re.compile(rf"\d+年?|[{THIS}{OTHER}]")
SENTENCE: Final = re.compile(r"[。；！？\n]")

# A clause is cut here: longer ones are quotations of whole articles.
LONGEST: Final = 400
# Characters that a clause needs to say what it measures; shorter ones are read with what stands
# before them in the sentence: 最多可展期4次 speaks of the loans named before.
TELLING: Final = 6
# Matches shorter than this are chance: 的, 行, 业.
BLOCK: Final = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of an obligation with what it measures.

    ``kernel`` is the clause without what says nothing about the measure, ``around`` the text in
    which scope may be named: article, headings, title.
    """

    duty: Duty
    amount: Amount
    sense: str  # max, min, exact, range
    kernel: str
    bearer: str | None  # as it compares; None where the text does not name one
    around: str
    scope: frozenset[tuple[object, ...]]  # numbers that narrow: 1年期以下贷款

    @property
    def key(self) -> tuple[object, ...]:
        """What numbers must have in common to be compared at all."""
        amount = self.amount
        return (amount.base_unit, amount.change, _squeezed(amount.per), _squeezed(amount.baseline))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two kernels compare: what they share, and what stands on one side only."""

    shared: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    share: float  # of the characters of both kernels
    matter: int  # shared characters outside the generic words of procedure
    beside: str  # what both say beside the number: 展期


def limit_of(duty: Duty, amount: Amount, article: str, headings: str) -> Limit:
    """The limit with its kernel; ``article`` is the text of its article."""
    at = article.find(duty.quote)
    before = SENTENCE.split(article[: max(at, 0)])[-1]
    kernel = _kernel(duty, amount, "")
    if len(_matter(kernel)) < TELLING:
        kernel = _kernel(duty, amount, before)
    around = _squeezed(f"{duty.document.title or ''} {headings} {article}") or ""
    senses = {"<": "max", "<=": "max", ">": "min", ">=": "min", "=": "exact", "range": "range"}
    scope = frozenset(
        (other.operator, other.base_value, other.base_upper, other.base_unit)
        for other in duty.quantities
        if other.role == "scope" and other.value is not None
    )
    return Limit(duty, amount, senses[amount.operator], kernel, _bearer(duty), around, scope)


def likeness(one: Limit, other: Limit) -> Likeness:
    """What both kernels share and what each has alone."""
    match = SequenceMatcher(None, one.kernel, other.kernel, autojunk=False)
    blocks = [b for b in match.get_matching_blocks() if b.size >= BLOCK or _is_number(one, b.a)]
    shared = [one.kernel[b.a : b.a + b.size] for b in blocks]
    ours = _rests(one.kernel, [(b.a, b.size) for b in blocks])
    theirs = _rests(other.kernel, [(b.b, b.size) for b in blocks])
    return Likeness(
        "".join(shared).replace(THIS, "").replace(OTHER, ""),
        tuple(part for part in ours if part not in other.kernel),
        tuple(part for part in theirs if part not in one.kernel),
        2 * sum(map(len, shared)) / (len(one.kernel) + len(other.kernel)),
        sum(len(_matter(part)) for part in shared),
        "".join(_matter(part) for part in shared if THIS in part),
    )


def same_bearer(one: Limit, other: Limit) -> bool:
    """Whether both may bind the same: one class inside the other, or one not written.

    A bearer that is written in one clause must be known to the other's article, headings or
    title, unless that one inherits a bearer that agrees.
    """
    first, second = one.bearer, other.bearer
    if first is None or second is None or first.endswith(second) or second.endswith(first):
        return True
    if _included(first, second) or _included(second, first):
        return True
    written = [limit.duty.bearer_source == "explicit" for limit in (one, other)]
    if all(written):
        return False
    return not any(written) or (first in other.around if written[0] else second in one.around)


@lru_cache(maxsize=4096)
def _included(narrow: str, wide: str) -> bool:
    return any(binding_class(wide, name) is not None for name in classes_in(narrow))


def _bearer(duty: Duty) -> str | None:
    if duty.bearer is None or duty.bearer_source in ("recipients", "unknown"):
        return None
    return _squeezed(duty.bearer.removeprefix("各"))


def _is_number(limit: Limit, at: int) -> bool:
    return limit.kernel[at : at + 1] == THIS


def _kernel(duty: Duty, amount: Amount, before: str) -> str:
    """The clause with signs for numbers, without bearer, marks and soft words."""
    text = before + duty.quote
    for other in duty.quantities:
        sign = THIS if other.quantity_id == amount.quantity_id else OTHER
        # 最多可展期4次 is one quantity, and its words are the measure: only the number goes.
        words, numbers = amount_pattern().subn("", other.text)
        text = text.replace(other.text, (words if numbers else "") + sign, 1)
    if duty.bearer and duty.bearer_source == "explicit":
        text = text.replace(duty.bearer, "", 1)
    return (_squeezed(text) or "")[:LONGEST]


def _matter(text: str) -> str:
    """What is left of words without numbers and the generic ones of procedure."""
    return NUMBERS.sub("", _pattern("generic").sub("", text))


def _rests(kernel: str, blocks: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The stretches of a kernel outside ``blocks``, numbers apart."""
    at = 0
    for start, size in (*blocks, (len(kernel), 0)):
        yield from filter(None, kernel[at:start].replace(OTHER, THIS).split(THIS))
        at = max(at, start + size)


def _squeezed(text: str | None) -> str | None:
    """Letters only, without the words that never tell one measure from another."""
    return _pattern("soft").sub("", MARKS.sub("", fold(text))) if text else None


@lru_cache
def _pattern(kind: str) -> re.Pattern[str]:
    """All words of one kind in ``comparison_words.csv``, the longest first."""
    words = {fold(row["word"]) for row in read_table("comparison_words") if row["kind"] == kind}
    if kind != "soft":  # they are looked for in squeezed text: 所在地 -> 地
        words = {word for word in map(_squeezed, words) if word}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
