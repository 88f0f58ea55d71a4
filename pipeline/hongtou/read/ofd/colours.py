"""Colours of OFD as RGB, and what counts as red ink (GB/T 33190—2016, 8.3)."""

from dataclasses import dataclass
from typing import Final

from hongtou.read.ofd.geometry import read_number

Rgb = tuple[int, int, int]

BLACK: Final[Rgb] = (0, 0, 0)
# A red head is 255 0 0 or darker, a scanned or printed one down to about 180 40 40; brown rules of
# forms (156 82 35) are not red.
LEAST_RED: Final = 150
MOST_OTHER: Final = 110
RED_EXCESS: Final = 90


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour with its opacity, 0 (invisible) to 255."""

    rgb: Rgb = BLACK
    alpha: int = 255

    @property
    def red(self) -> bool:
        """Whether a person calls it red."""
        red, green, blue = self.rgb
        other = max(green, blue)
        return red >= LEAST_RED and other <= MOST_OTHER and red - other >= RED_EXCESS


def read_ink(value: str, alpha: str) -> Ink:
    """The ink of a ``CT_Color``: ``"255 0 0"``, ``"#FF #00 #00"``, grey ``"128"``, CMYK with four.

    A pattern or gradient has no value and counts as black.
    """
    levels = [_level(word) for word in value.replace(",", " ").split()]
    opacity = int(min(max(read_number(alpha, 255.0), 0.0), 255.0))
    if len(levels) == 1:
        return Ink((levels[0],) * 3, opacity)
    if len(levels) == 3:
        return Ink((levels[0], levels[1], levels[2]), opacity)
    if len(levels) == 4:
        cyan, magenta, yellow, black = (255 - level for level in levels)
        return Ink((cyan * black // 255, magenta * black // 255, yellow * black // 255), opacity)
    return Ink(BLACK, opacity)


def _level(word: str) -> int:
    if word.startswith("#"):
        try:
            return min(int(word[1:3], 16), 255)
        except ValueError:
            return 0
    return int(min(max(read_number(word, 0.0), 0.0), 255.0))
