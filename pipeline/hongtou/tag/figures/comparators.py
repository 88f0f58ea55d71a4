"""Comparators: 不超过, 至少, 高于, 最多, …: the words that turn a number into a limit.

The words, what they mean and what they mean behind 不, 不得 or 未 are rows of ``comparators.csv``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from hongtou.lexicon import read_table
from hongtou.model import Operator, Span

# What may stand between the word and its number: nothing (不满); a baseline, of which the number
# is a part or from which it is a distance (不高于各项贷款不良率3个百分点); a short verb (最高可贷);
# any verb (至少支持).
Gap = Literal["direct", "relation", "near", "reach"]

# 不得超过, 不应低于, 严禁超过, 未超过, 不再低于. 是否超过 asks and negates nothing.
_NEGATION: Final = (
    r"(?P<negation>(?:不得|不应|不能|不可|不宜|不准|不会|严禁|禁止|防止|避免|未|不)再?)?"
)


@dataclass(frozen=True, slots=True)
class Comparator:
    """A comparator and what it says: 不得超过 is ``<=``, negated, with the gap ``relation``."""

    span: Span
    operator: Operator
    gap: Gap
    negated: bool
    comparing: bool  # can stand before a baseline alone: 高于去年同期水平
    word: str  # without its negation: 超过


@lru_cache
def _lexicon() -> tuple[dict[str, dict[str, str]], re.Pattern[str]]:
    rows = {row["phrase"]: row for row in read_table("comparators")}
    words = sorted(rows, key=len, reverse=True)

    def spelled(word: str) -> str:
        guard = rows[word]["not_after"]  # 送 before 达
        return (f"(?<![{guard}])" if guard else "") + re.escape(word)

    negatable = "|".join(spelled(word) for word in words if rows[word]["negated"])
    plain = "|".join(spelled(word) for word in words if not rows[word]["negated"])
    first = "".join(sorted({re.escape(word[0]) for word in words} | set("不严禁防避未")))
    return rows, re.compile(
        rf"(?=[{first}])(?:{_NEGATION}(?P<word>{negatable})|(?P<plain>{plain}))"
    )


def find_comparators(text: str, start: int, end: int) -> list[Comparator]:
    """All comparators of ``text[start:end]`` in order, whether a number follows or not."""
    rows, pattern = _lexicon()
    found = []
    for match in pattern.finditer(text, start, end):
        word = match["word"] or match["plain"]
        row, negated = rows[word], bool(match["negation"])
        operator = row["negated"] if negated else row["operator"]
        found.append(
            Comparator(
                Span(*match.span()),
                cast(Operator, operator),
                cast(Gap, row["gap"]),
                negated,
                row["gap"] == "relation" and (row["negated"] != "" or word.endswith("制在")),
                word,
            )
        )
    return found
