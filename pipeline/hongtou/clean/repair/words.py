"""Whether characters make words: 思想 is one, 恩想 is none.

Words are those of jieba's dictionary (349,046 with frequencies) and of ``official_terms.csv``,
which holds what notices say and the dictionary does not, or thinks rare: 普惠, 续贷, 评标.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hongtou.errors import LexiconError
from hongtou.lexicon import read_table
from hongtou.notation.characters import HAN

_SHORTEST, _LONGEST = 2, 4
_IS_HAN: Final = re.compile(f"[{HAN}]")
_LONGER: Final = math.log(4)  # a word of three characters is seldom met by chance, of four never
_AROUND: Final = 6  # characters on each side that a change may make fall into other words
_LEAST: Final = -14.0  # logarithm of the share of a character that stands alone
_UNKNOWN: Final = -16.0  # of one that is in no dictionary
_SIGN: Final = -6.0  # of a digit, a letter or a mark
_TERM: Final = 2000  # occurrences that a listed term counts for: of 500 to 8000 all serve as well


@dataclass(frozen=True, slots=True)
class WordChange:
    """The weightiest word that a change breaks, and the one that it makes; "" where there is none.

    Weights are natural logarithms of frequencies, 0 where there is no word, about 8 for a common
    one, up to 15: ``WordChange("", 0.0, "思想", 8.6)``.
    """

    broken: str
    broken_weight: float
    made: str
    made_weight: float


def word_change(text: str, start: int, end: int, after: str) -> WordChange:
    """What reading ``after`` for ``text[start:end]`` does to words: ``恩想`` -> ``思想``."""
    left, right = text[max(0, start + 1 - _LONGEST) : start], text[end : end + _LONGEST - 1]
    broken = _heaviest(left + text[start:end] + right, len(left), len(left) + end - start)
    made = _heaviest(left + after + right, len(left), len(left) + len(after))
    return WordChange(*broken, *made)


def word_gain(text: str, start: int, end: int, after: str) -> float:
    """Nats by which the line, cut into its likeliest words, gains when it reads ``after``.

    A word is weighed by its frequency alone. What ``word_change`` says of one word this says of
    all around: 贫困村授信 falls into words, 贫困材授信 leaves one character over.
    """
    left, right = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return _cut(left + after + right) - _cut(left + text[start:end] + right)


def covering_word(text: str, index: int) -> tuple[str, float]:
    """The weightiest word around the character at ``index``, ``("", 0.0)`` if there is none."""
    start = max(0, index + 1 - _LONGEST)
    return _heaviest(text[start : index + _LONGEST], index - start, index - start + 1)


def word_weight(word: str) -> float:
    """Weight of a word of two to four characters, 0 if it is none: ``思想`` -> 9.6."""
    frequency = _frequencies().get(word)
    if frequency is None:
        return 0.0
    return math.log(1 + int(frequency)) + _LONGER * (len(word) - _SHORTEST)


@lru_cache(maxsize=1 << 14)
def _cut(line: str) -> float:
    """Logarithm of the probability of ``line`` in its likeliest cut into words."""
    best = [0.0] + [-math.inf] * len(line)
    for first in range(len(line)):
        for last in range(first + 1, min(len(line), first + _LONGEST) + 1):
            share = _share(line[first:last])
            if share is not None:
                best[last] = max(best[last], best[first] + share)
    return best[-1]


@lru_cache(maxsize=1 << 16)
def _share(word: str) -> float | None:
    """Logarithm of the share of ``word`` among all; a single character always has one."""
    frequency = _frequencies().get(word)
    if frequency is not None:
        share = math.log((1 + int(frequency)) / _total())
        return max(share, _LEAST) if len(word) == 1 else share
    if len(word) > 1:
        return None
    return _UNKNOWN if _IS_HAN.match(word) else _SIGN


@lru_cache
def _total() -> int:
    return sum(map(int, _frequencies().values()))


@lru_cache
def _frequencies() -> dict[str, str]:
    """Words with their frequencies as the dictionary writes them: most are never asked for.

    Raises:
        LexiconError: If jieba or its dictionary is missing.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise LexiconError("结巴分词没有安装，请重新安装 hongtou")
    try:
        fields = Path(spec.origin).with_name("dict.txt").read_text("utf-8").split()
    except OSError as error:
        raise LexiconError("结巴分词缺少词典 dict.txt，请重新安装 jieba") from error
    # Three fields a line: word, frequency, part of speech.
    frequencies = dict(zip(fields[::3], fields[1::3], strict=True))
    for row in read_table("official_terms"):
        for term in row["terms"].split():
            frequencies[term] = str(max(_TERM, int(frequencies.get(term, 0))))
    return frequencies


@lru_cache(maxsize=4096)  # all readings of one place break the same word
def _heaviest(text: str, start: int, end: int) -> tuple[str, float]:
    """The weightiest word of ``text`` that has some of ``start:end``, or spans an empty one."""
    best, found = 0.0, ""
    for first in range(max(0, start + 1 - _LONGEST), end if start < end else start):
        for last in range(max(first + _SHORTEST, start + 1), min(len(text), first + _LONGEST) + 1):
            weight = word_weight(text[first:last])
            if weight > best:
                best, found = weight, text[first:last]
    return found, best
