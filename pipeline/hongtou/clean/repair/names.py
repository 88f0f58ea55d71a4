"""Names that are right as they stand: what nobody but another paper may question.

No dictionary knows that 绥化 is as good as 绿化 or that 财农 is a code; language evidence always
prefers the usual word, so that such places would be proposed again and again.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.lexicon import place_names

# Evidence that speaks of this very place on this very paper, not of what is usual.
_OF_THIS_PAPER: Final = frozenset({"sibling", "decision", "recogniser"})
_SPEAKS: Final = 2.0  # nats; less is that the paper has other errors
_SUFFIX: Final = re.compile(r"(?:省|市|县|区|旗|州|盟|自治[州县旗区])$")
_LONGEST_PLACE: Final = 8
_SHORTEST_STEM: Final = 2
# A person's name behind 联系人：, up to the next mark.
_PERSON: Final = re.compile(r"(?:联\s?系\s?人|签发人|校\s?对|打\s?字)[：:][^，。；：\d\n]{0,8}$")
# What stands between a character of the authority code and the year: 〔2021〕 in any brackets.
_CODE_BEHIND: Final = re.compile(
    r"[^，。；：、（(《》\s\d〔\[【]{0,8}[〔\[【（(]\s?[12]\d{3}\s?[〕\]】）)]\s?第?\d"
)


def is_name(scene: Scene, candidate: Candidate) -> bool:
    """Whether ``candidate`` would change a name that is right, on evidence of language alone."""
    if candidate.start == candidate.end or candidate.rule != "misread-character":
        return False
    if any(i.kind in _OF_THIS_PAPER and i.weight >= _SPEAKS for i in candidate.evidence):
        return False
    text, start, end = scene.text, candidate.start, candidate.end
    return (
        _in_place(text, start, end)
        or _CODE_BEHIND.match(text[end : end + 20]) is not None
        or _PERSON.search(text[max(0, start - 16) : start]) is not None
    )


def _in_place(text: str, start: int, end: int) -> bool:
    """Whether a place of GB/T 2260 stands there, with its rank or without: 绥化市, 绥化."""
    places, stems = place_names(), _stems()
    for first in range(max(0, end - _LONGEST_PLACE), start + 1):
        for last in range(max(end, first + 2), min(len(text), first + _LONGEST_PLACE) + 1):
            if text[first:last] in places or text[first:last] in stems:
                return True
    return False


@lru_cache
def _stems() -> frozenset[str]:
    stems = (_SUFFIX.sub("", name) for name in place_names())
    return frozenset(stem for stem in stems if len(stem) >= _SHORTEST_STEM)
