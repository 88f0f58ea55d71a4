"""A stand-in for printing and recognising: misreads drawn from what recognisers really do.

Ten thousand lines a second instead of one. What is drawn follows ``lexicon/confusions.csv``; look-
alikes stand in for characters that were never seen misread. Same seed, same misreads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from hongtou.lexicon.confusions import misread_shares
from hongtou.lexicon.glyphs import similar_glyphs
from tests.noise.pairs import LinePair

SEEN: Final = 0.75  # of the misreads of a character that was seen misread, rather than look-alikes
LIKEST: Final = 6  # look-alikes that come into question
SPECKS: Final = "，。、．·‥∴-'"  # what dust is taken for
ENGINE: Final = "channel"


@dataclass(frozen=True, slots=True)
class Misread:
    """``truth[start:end]`` was read as ``after``; ``start == end`` was made up."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Torn:
    """Lines under a seal. ``lost``: number of the line as printed, start and end in it."""

    lines: tuple[str, ...]
    lost: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often, a character. By default those of a copied fax."""

    substituted: float = 0.02
    dropped: float = 0.001
    added: float = 0.0005


class Channel:
    """Reads lines with mistakes: ``Channel(1).read("关于印发")`` may give ``美于印发``.

    It holds the state of its random numbers, so the order of the calls counts.
    """

    def __init__(self, seed: int, rates: Rates | None = None) -> None:
        self.random = Random(seed)
        self.rates = rates or Rates()

    def read(self, text: str) -> str:
        """The line as a recogniser might have it."""
        return written(text, self.misreads(text))

    def pair(self, text: str, *, file: str = "", line: int = 0) -> LinePair:
        """The line beside its reading, as really recognised ones come."""
        read = self.read(text)
        nothing = (None,) * len(read)
        clear = ((False,) * len(read), (0.0,) * len(text))
        return LinePair(file, 1, line, ENGINE, ENGINE, "body", text, read, nothing, *clear)

    def pairs(self, lines: Iterable[str]) -> Iterator[LinePair]:
        """Pairs of all lines."""
        for number, line in enumerate(lines):
            yield self.pair(line, line=number)

    def misreads(self, text: str) -> list[Misread]:
        """What goes wrong with a line, from left to right; blanks are read as blanks."""
        rates, found = self.rates, []
        for at, character in enumerate(text):
            if character.isspace():
                continue
            draw = self.random.random()
            if draw < rates.substituted:
                taken = self._taken_for(character)
                if taken is not None:
                    found.append(Misread(at, at + 1, taken))
            elif draw < rates.substituted + rates.dropped:
                found.append(Misread(at, at + 1, ""))
            elif draw < rates.substituted + rates.dropped + rates.added:
                twice = self.random.random() < 0.5  # 加强 read as 加加强
                found.append(Misread(at, at, character if twice else self.random.choice(SPECKS)))
        return found

    def tear(self, lines: Sequence[str]) -> Torn:
        """Lines of which a round seal covers a part: words are lost, ends stand by themselves.

        As recognisers leave it: what lies beyond the seal becomes a line of its own, sometimes
        one line too late.
        """
        rows = min(len(lines), self.random.randint(3, 6))
        first = self.random.randint(0, len(lines) - rows)
        width = max((len(line) for line in lines[first : first + rows]), default=0)
        middle, radius = self.random.uniform(0.3, 0.8) * width, self.random.uniform(3, 6)
        torn: list[str] = list(lines[:first])
        lost: list[tuple[int, int, int]] = []
        late: list[str] = []
        for row in range(rows):
            line = lines[first + row]
            across = 1 - ((row + 0.5) / rows * 2 - 1) ** 2  # of a circle, at this height
            reach = radius * max(across, 0.0) ** 0.5
            start, end = (min(len(line), max(0, round(middle + side * reach))) for side in (-1, 1))
            if start < end:
                lost.append((first + row, start, end))
            torn.append(line[:start])
            torn += late
            late = []
            (late if self.random.random() < 0.3 else torn).append(line[end:])
        return Torn(tuple(line for line in (*torn, *late, *lines[first + rows :]) if line),
                    tuple(lost))  # fmt: skip

    def _taken_for(self, character: str) -> str | None:
        """Another character, drawn as often as recognisers take it; none where none is known."""
        seen, alike = misread_shares().get(character, {}), _look_alikes(character)
        if seen and (not alike or self.random.random() < SEEN):
            return self.random.choices(list(seen), list(seen.values()))[0]
        if alike:
            return self.random.choices(alike, [1 / (n + 1) for n in range(len(alike))])[0]
        return None


def written(text: str, misreads: Iterable[Misread]) -> str:
    """The text with every misread made; they are sorted and disjoint."""
    parts, at = [], 0
    for misread in misreads:
        parts += (text[at : misread.start], misread.after)
        at = misread.end
    return "".join((*parts, text[at:]))


@lru_cache(maxsize=8192)
def _look_alikes(character: str) -> str:
    return similar_glyphs().get(character, "")[:LIKEST]
