"""Which lines are read again: where the quick reading is unsure, improbable or leaves a hole.

Measured on 33 pages of 17 notices, each clean, scanned and faxed: the tiny weights err in 29, 39
and 41 of 12,845 characters, the small ones in 1, 28 and 11. Reading again what is in doubt here,
36 % of the text, 33 % of scans and 40 % of faxes, leaves 1, 28 and 11.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.positions import is_wide

__all__ = ["doubtful_places", "in_doubt", "is_settled"]

HAN: Final = ("\u4e00", "\u9fff")
SURE: Final = 0.9  # wrong Han characters had 0.5 to 0.88: 责 read as 贵, 未 as 末, 币 as 市
# Small marks at the foot of a line: right ones have 0.95 to 0.99, wrong ones below 0.7.
SMALL_MARKS: Final = frozenset("，、。")
SURE_SMALL: Final = 0.7
# Marks and letters that stand for one another: 〕 read as ] with 0.97, ； as ： with 0.9, 〇 as O,
# ， as . with 0.9.
ALIKE: Final = frozenset(".,；：;:[]{}【】〔〕|OoIlQ()“”\"'")
SURE_ALIKE: Final = 0.97
SETTLED: Final = 0.8  # the careful weights are right above it, ［ and ； included
HOLE: Final = 1.6  # ems between the middles of full-width neighbours: one between them was missed


def in_doubt(text: OcrText) -> bool:
    """Whether careful weights should read this line again; an empty reading is in doubt."""
    return not text.characters or bool(doubtful_places(text))


def doubtful_places(text: OcrText) -> tuple[int, ...]:
    """Numbers of the characters in doubt, in order; on both sides of a hole one."""
    unsure = {n for n, character in enumerate(text.characters) if _is_unsure(character)}
    return tuple(sorted(unsure | _beside_holes(text.characters)))


def is_settled(text: OcrText) -> bool:
    """Whether a careful reading of a part needs no look at the whole line."""
    return all(c.confidence >= SETTLED or c.text.isspace() for c in text.characters)


def _is_unsure(character: OcrCharacter) -> bool:
    if HAN[0] <= character.text <= HAN[1]:
        return character.confidence < SURE or not _is_usual(character.text)
    if character.text in SMALL_MARKS:
        return character.confidence < SURE_SMALL
    if character.text in ALIKE:
        return character.confidence < SURE_ALIKE
    return not character.text.isspace() and character.confidence < SURE


def _is_usual(character: str) -> bool:
    """Whether GB 2312 has it: 銀 and 別 are hardly what a notice says."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _beside_holes(characters: Sequence[OcrCharacter]) -> set[int]:
    """Full-width neighbours that are so far apart that there is room for another."""
    ems = [c.right - c.left for c in characters if HAN[0] <= c.text <= HAN[1]]
    if not ems:
        return set()
    far = HOLE * median(ems)
    return {
        place
        for number, (a, b) in enumerate(pairwise(characters))
        if is_wide(a.text) and is_wide(b.text) and (b.left + b.right - a.left - a.right) / 2 > far
        for place in (number, number + 1)
    }
