"""The words around the names of institutions, from ``institution_words.csv``, as patterns."""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table

__all__ = ["LABELS", "determiners", "openers", "owned", "qualifiers", "words_of"]

# What a bearer names beside an institution, as an officer reads it.
LABELS: Final = {
    "branch": "分支机构", "person": "所属人员", "head": "总部", "organ": "内设机构",
}  # fmt: skip
# What stands between an owner and its part: 商业银行|的内部|审计部门.
BETWEEN: Final = r"的?[^的]{0,8}?"


@lru_cache
def words_of(kind: str) -> tuple[str, ...]:
    """The words of a kind, the longest first: determiner, qualifier, foreign, organ, ….

    Raises:
        LexiconError: If the list is broken.
    """
    rows = (row["word"] for row in read_table("institution_words") if row["kind"] == kind)
    return tuple(sorted(rows, key=len, reverse=True))


@lru_cache
def determiners() -> re.Pattern[str]:
    """Words before a class that do not limit it: 各, 辖内, 县域有关."""
    return re.compile(rf"^(?:{_any('determiner')})+(?:的(?=.))?")


@lru_cache
def qualifiers() -> re.Pattern[str]:
    """Words before a class that show that no proper name begins there: 高风险, 新设."""
    return re.compile(f"{_any('qualifier')}|{_any('determiner')}")


@lru_cache
def openers() -> re.Pattern[str]:
    """Words with which an attribute begins: 具有|做市商或结算代理业务资格的."""
    return re.compile(_any("opener"))


@lru_cache
def owned() -> dict[str, re.Pattern[str]]:
    """By kind, what an institution owns: 的工作人员, 分支机构, 内部审计部门, 总行."""
    return {kind: re.compile(f"{BETWEEN}(?:{_any(kind)})") for kind in LABELS}


def _any(kind: str) -> str:
    return "|".join(map(re.escape, words_of(kind)))
