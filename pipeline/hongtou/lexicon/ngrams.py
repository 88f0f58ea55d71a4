"""Counts of characters that stand together: official notices, and words of everyday Chinese."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from hongtou.errors import LexiconError

_FOLLOWER: Final = re.compile(r"(\D)(\d*)")
_COUNT: Final = re.compile(r"\d+")
_PAIR: Final = re.compile(r"^(\S\S)\t(\d+)\t", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class NgramCounts:
    """What followed each context, and how often: ``counts.followers("人民银")`` -> ``{"行": 812}``.

    ``totals`` counts what followed a context before rare followers were left out, so it may be
    more than the sum of the followers.
    """

    totals: dict[str, int]
    lines: dict[str, str]  # context -> followers as the file writes them: "行8435政7079法"

    def followers(self, context: str) -> dict[str, int]:
        """Characters that followed ``context`` with their counts, empty if none is known."""
        line = self.lines.get(context, "")
        return {c: int(count) if count else 1 for c, count in _FOLLOWER.findall(line)}


def count_at(line: str, at: int) -> int:
    """The count behind the follower at ``at``: none is written for one."""
    match = _COUNT.match(line, at + 1)
    return int(match[0]) if match else 1


@lru_cache
def official_ngrams() -> NgramCounts:
    """Up to four characters in a row in notices and statutes; rare ones are left out.

    The file says where it comes from and how it was made (``benchmarks/count_ngrams.py``).
    """
    return _read("official_ngrams")


@lru_cache
def official_pairs() -> dict[str, int]:
    """How often two characters stand together in notices and statutes: ``{"应当": 25438}``.

    The same counts as ``official_ngrams().totals``, five times as fast where only pairs matter;
    digits are ``#``, letters ``a``, and pairs rarer than six times are left out.
    """
    text = files(__package__).joinpath("official_ngrams.txt").read_text("utf-8")
    return {pair: int(count) for pair, count in _PAIR.findall(text)}


@lru_cache
def general_pairs() -> NgramCounts:
    """Two neighbours within the words of jieba's dictionary, weighted by the words' frequency."""
    return _read("general_pairs")


def _read(name: str) -> NgramCounts:
    try:
        text = files(__package__).joinpath(f"{name}.txt").read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"词表 {name}.txt 不存在，请重新安装 hongtou") from error
    totals: dict[str, int] = {}
    lines: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("# "):
            continue
        try:
            context, total, followers = line.split("\t")
            totals[context] = int(total)
        except ValueError as error:
            raise LexiconError(f"词表 {name}.txt 第 {number} 行不是“上文、总数、后字”") from error
        lines[context] = followers
    return NgramCounts(totals, lines)
