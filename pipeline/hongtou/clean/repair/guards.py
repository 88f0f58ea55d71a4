"""What is never changed on evidence that would do elsewhere."""

import re
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene

# Digits and numerals: amounts, dates, document numbers.
_NUMBER: Final = re.compile(r"[0-9〇○零一二三四五六七八九十百千万亿%‰.]")
_KINDS_FOR_NUMBERS: Final = 2


def allows(scene: Scene, candidate: Candidate) -> bool:
    """Whether ``candidate`` may be applied without a reviewer."""
    if candidate.proposal_only or not scene.is_open(candidate.start, candidate.end):
        return False
    kinds = {item.kind for item in candidate.evidence if item.weight > 0}
    if scene.is_sealed(candidate.start, candidate.end) and not kinds & {"recogniser", "sibling"}:
        return False
    changed = scene.text[candidate.start : candidate.end] + candidate.after
    return _NUMBER.search(changed) is None or len(kinds) >= _KINDS_FOR_NUMBERS
