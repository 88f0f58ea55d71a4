"""How well pieces of a recognised page fit the printed one: errors, boxes, flags."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from tests.press.page import FURNITURE, PrintedGlyph, PrintedLine, PrintedPage

# A piece belongs to the printed line that it lies on; farther off (ems) it was made up.
NEAR: Final = 0.9


@dataclass
class Score:
    """Counts of characters; adds up over pages."""

    characters: int = 0
    errors: int = 0
    placed: int = 0  # characters whose box overlaps the true one by half
    damaged: int = 0  # by the ink of a seal
    caught: int = 0  # of these: flagged

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.characters + other.characters,
            self.errors + other.errors,
            self.placed + other.placed,
            self.damaged + other.damaged,
            self.caught + other.caught,
        )

    @property
    def error(self) -> float:
        """Edits a character."""
        return self.errors / max(self.characters, 1)

    @property
    def boxes(self) -> float:
        """Share of the characters that stand where they were printed."""
        return self.placed / max(self.characters, 1)

    @property
    def flagged(self) -> float:
        """Share of the damaged characters that carry the flag."""
        return self.caught / max(self.damaged, 1)


def score_page(page: PrintedPage, pieces: Sequence[Any]) -> Score:
    """Compare ``[text, x0, top, x1, bottom, under_seal]`` with what was printed."""
    lines = [line for line in page.lines if any(glyph.text.strip() for glyph in line.glyphs)]
    found: list[list[Any]] = [[] for _ in lines]
    score = Score()
    for piece in pieces:
        number, distance = _nearest(lines, piece)
        if distance <= NEAR:
            found[number].append(piece)
        else:
            score.errors += len(normal(piece[0]))
    for line, mine in zip(lines, found, strict=True):
        if line.kind not in FURNITURE:
            score += _score_line(line, sorted(mine, key=lambda piece: float(piece[1])))
    marked = [piece for piece in pieces if piece[5]]
    for glyph in page.glyphs:
        if glyph.damaged and glyph.text.strip():
            score.damaged += 1
            score.caught += any(_overlap(glyph, piece) > 0.2 for piece in marked)
    return score


def normal(text: str) -> str:
    """NFKC without blanks: full-width and half-width signs are the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def edits(a: str, b: str) -> int:
    """Fewest insertions, deletions and replacements from one text to the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _nearest(lines: Sequence[PrintedLine], piece: Any) -> tuple[int, float]:
    x, y = (piece[1] + piece[3]) / 2, (piece[2] + piece[4]) / 2

    distances = [line.distance_to(x, y) for line in lines]
    best = min(range(len(lines)), key=distances.__getitem__)
    return best, distances[best]


def _score_line(line: PrintedLine, mine: Sequence[Any]) -> Score:
    printed = [glyph for glyph in line.glyphs if glyph.text.strip()]
    truth = normal("".join(glyph.text for glyph in printed))
    text = normal("".join(piece[0] for piece in mine))
    score = Score(characters=len(truth), errors=0 if truth == text else edits(truth, text))
    a = [normal(glyph.text) for glyph in printed]
    b = [normal(piece[0]) for piece in mine]
    for x, y, count in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        for k in range(count):
            if _overlap(printed[x + k], mine[y + k]) >= 0.5:
                score.placed += len(a[x + k])
    return score


def _overlap(glyph: PrintedGlyph, piece: Any) -> float:
    """Intersection over union of the boxes."""
    box = glyph.box
    wide = min(box.x1, piece[3]) - max(box.x0, piece[1])
    high = min(box.bottom, piece[4]) - max(box.top, piece[2])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    one = (box.x1 - box.x0) * (box.bottom - box.top)
    other = (piece[3] - piece[1]) * (piece[4] - piece[2])
    return both / (one + other - both)
