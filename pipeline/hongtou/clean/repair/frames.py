"""What the forms of a notice prove: labels in series, numbers of documents, ends of titles."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.marks import repair_lost_brackets, repair_points, repair_title_ends
from hongtou.clean.repair.series import repair_series

FRAMES: Final[tuple[Callable[[str], Iterable[Edit]], ...]] = (
    repair_series,
    repair_lost_brackets,
    repair_title_ends,
    repair_points,
)


def find_framed(scene: Scene, language: LanguageModel) -> Iterator[Candidate]:
    """Repairs that the form of a label, a number or a title proves; language has no say in them."""
    for frame in FRAMES:
        for edit in frame(scene.text):
            yield Candidate(edit.start, edit.end, edit.after, edit.rule, edit.reason, edit.evidence)
