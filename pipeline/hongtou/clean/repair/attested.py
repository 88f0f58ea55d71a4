"""What the papers of the knowledge base say that nobody doubts: words around a character in them.

Words that several of them write are seldom misread, and a reading that several write is seldom
none. The papers are those at hand, so agencies, places and terms of a region are among them.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.readings import is_han
from hongtou.model import Evidence

# So many characters are looked up: fewer say little, more are seldom found.
_SIZES: Final = (4, 3)
# Nats for each unit of log(1 + papers); what is read speaks louder, since printed words that a
# rule finds odd are more frequent than misread ones.
_FOR: Final = 0.9
_AGAINST: Final = -1.5
# Readings with less than these log odds come to nothing whatever papers say.
_HOPELESS: Final = -3.0


def with_attested(scene: Scene, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with what undoubted papers say of the words that they break and make."""
    return [_heard(scene, candidate) for candidate in candidates]


def _heard(scene: Scene, candidate: Candidate) -> Candidate:
    start, end, after = candidate.start, candidate.end, candidate.after
    odds = sum(item.weight for item in candidate.evidence)
    if end - start != 1 or len(after) != 1 or odds < _HOPELESS:
        return candidate
    counts = scene.knowledge.counts
    read, kept = _papers(counts, _around(scene.text, start, scene.text[start]))
    made, changed = _papers(counts, _around(scene.text, start, after))
    weight = _AGAINST * math.log1p(kept) + _FOR * math.log1p(changed)
    if not kept and not changed:
        return candidate
    said = [f"“{words}”见于库中至少{n}份文件" for words, n in ((made, changed), (read, kept)) if n]
    return candidate.with_evidence(Evidence("language", round(weight, 3), "；".join(said)))


def _papers(counts: Mapping[str, int], words: Iterator[str]) -> tuple[str, int]:
    """The words that most papers write, and how many."""
    return max(((w, counts.get(w, 0)) for w in words), key=lambda item: item[1], default=("", 0))


def _around(text: str, at: int, character: str) -> Iterator[str]:
    """Words of 汉字 around ``at`` with ``character`` there: all of the greatest size that fits."""
    for size in _SIZES:
        found = False
        for first in range(max(0, at - size + 2), at):
            words = text[first:at] + character + text[at + 1 : first + size]
            if len(words) == size and all(map(is_han, words)):
                found = True
                yield words
        if found:
            return
