"""Force words in a clause where no duty is tagged: …的，可选择简易申报方式 permits."""

import re
from functools import lru_cache
from typing import Final, Literal

from hongtou.lexicon import read_table
from hongtou.model.labels import FORCES

__all__ = ["force_in", "is_softened", "outcome_of"]

# 原则上不得 is a ban that may be left in single cases; the tag is must_not all the same.
SOFT: Final = "should"
BINDING: Final = ("must", "must_not", "should", "strive")
PERMITTING: Final = ("may", "encourage")


def force_in(text: str) -> str | None:
    """The force of the first force word: ``的，可按规定扣除`` -> may; ``None`` if there is none."""
    for match in _words().finditer(text):
        force = _forces()[match[0]]
        if force in FORCES:
            return force
    return None


def is_softened(text: str) -> bool:
    """Whether a demand or ban is softened: ``原则上不得超过25份``."""
    return any(_forces()[match[0]] == SOFT for match in _words().finditer(text))


def outcome_of(text: str) -> Literal["burden", "relief"] | None:
    """What holds for those whom a scope names: ``的资金一律收回`` burdens, ``的免收`` relieves.

    The first word that tells decides; 应当 burdens who is bound, 可以 relieves. ``None`` where
    no word does.
    """
    for match in _outcomes().finditer(text):
        known = _senses().get(match[0])
        force = _forces().get(match[0])
        if known is not None:
            return known
        if force in BINDING:
            return "burden"
        if force in PERMITTING:
            return "relief"
    return None


@lru_cache
def _senses() -> dict[str, Literal["burden", "relief"]]:
    return {
        row["word"]: "relief" if row["sense"] == "relief" else "burden"
        for row in read_table("scope_outcomes")
    }


@lru_cache
def _outcomes() -> re.Pattern[str]:
    words = sorted({*_forces(), *_senses()}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@lru_cache
def _forces() -> dict[str, str]:
    return {row["word"]: row["force"] for row in read_table("force_words")}


@lru_cache
def _words() -> re.Pattern[str]:
    """All words of the list, the longest first: 可靠 is no 可."""
    words = sorted(_forces(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
