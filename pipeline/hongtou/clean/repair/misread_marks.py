"""One mark taken for another: ： for ；, where the words around it say so.

Most marks are the author's choice, and ，、。 may stand for one another nearly everywhere; so only
what hardly occurs otherwise is proposed. The table of marks says how much language must say.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.readings import is_han, is_traditional
from hongtou.lexicon import read_table
from hongtou.model import Evidence

_DOUBT: Final = 8.0  # nats that a mark and the character behind it cost
_NARROW: Final = str.maketrans("，；：", ",;:")
_WIDE: Final = str.maketrans(",;:", "，；：")


def find_misread_marks(scene: Scene, language: LanguageModel) -> Iterator[Candidate]:
    """Marks between two 汉字 that another one fits far better."""
    text, table = scene.text, _misread_as()
    if is_traditional(text):
        return
    costs: list[float] = []
    for span in scene.open:
        for at in range(max(1, span.start), min(span.end, len(text) - 1)):
            read = text[at].translate(_WIDE)
            if read not in table or not (is_han(text[at - 1]) and is_han(text[at + 1])):
                continue
            costs = costs or language.surprises(text)
            if sum(costs[at : at + 2]) >= _DOUBT:
                yield from _candidates(text, at, language)


def _candidates(text: str, at: int, language: LanguageModel) -> Iterator[Candidate]:
    table = _misread_as()[text[at].translate(_WIDE)]
    gains = language.gains(text, at, at + 1, list(table))
    for (printed, least), gain in zip(table.items(), gains, strict=True):
        # A mark keeps the width that marks have here.
        narrow = text[at] in ",;:"
        after = printed.translate(_NARROW) if narrow else printed
        if gain > least:
            evidence = (
                Evidence("confusion", -least, f"“{text[at]}”多为原文所用"),
                Evidence("language", gain, f"公文中此处用“{printed}”"),
            )
            reason = f"“{text[at]}”疑为“{printed}”之误识"
            yield Candidate(at, at + 1, after, "misread-mark", reason, evidence, proposal_only=True)


@lru_cache
def _misread_as() -> dict[str, dict[str, float]]:
    """Marks as read, what may have been printed, and the nats that make it an even chance."""
    found: dict[str, dict[str, float]] = {}
    for row in read_table("misread_marks"):
        found.setdefault(row["read"], {})[row["printed"]] = float(row["least"])
    return found
