"""Repair of misread characters: what may have been printed, what speaks for it, what is certain.

A finder proposes candidates with the evidence that it has; ``judge`` sums what all of them say
into one probability. What is nearly certain and passes the guards is applied, what is likelier
than not is proposed, and characters that cannot be right but have no good reading are doubts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.clean.repair.attested import with_attested
from hongtou.clean.repair.candidate import Candidate, Scene, whole
from hongtou.clean.repair.frames import find_framed
from hongtou.clean.repair.habits import with_habits
from hongtou.clean.repair.language import LanguageModel, language_model
from hongtou.clean.repair.lost import find_garbled_phrases, find_lost_passages
from hongtou.clean.repair.misread import find_misread
from hongtou.clean.repair.misread_marks import find_misread_marks
from hongtou.clean.repair.score import judge, merged
from hongtou.clean.repair.siblings import find_sibling_readings

__all__ = ["FINDERS", "Candidate", "Finder", "Repairs", "Scene", "find_repairs", "judge", "whole"]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What becomes of a scene: edits, applied and proposed, in order."""

    edits: list[Edit]


Finder = Callable[[Scene, LanguageModel], Iterable[Candidate]]

# Order: of two that find the same, the first one names the rule.
FINDERS: Final[tuple[Finder, ...]] = (
    find_framed,
    find_misread,
    find_misread_marks,
    find_sibling_readings,
    find_lost_passages,
    find_garbled_phrases,
)


def find_repairs(scene: Scene, *, finders: Sequence[Finder] = FINDERS) -> Repairs:
    """The repairs of a text, judged together."""
    if not scene.open or not finders:
        return Repairs([])
    language = language_model()
    found = [c for find in finders for c in find(scene, language)]
    candidates = with_habits(scene, with_attested(scene, merged(found)))
    return Repairs(judge(scene, candidates))
