"""Force words in a clause where no duty is tagged: …的，可选择简易申报方式 permits."""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model.labels import FORCES

__all__ = ["force_in", "is_softened"]

# 原则上不得 is a ban that may be left in single cases; the tag is must_not all the same.
SOFT: Final = "should"


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


@lru_cache
def _forces() -> dict[str, str]:
    return {row["word"]: row["force"] for row in read_table("force_words")}


@lru_cache
def _words() -> re.Pattern[str]:
    """All words of the list, the longest first: 可靠 is no 可."""
    words = sorted(_forces(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))
