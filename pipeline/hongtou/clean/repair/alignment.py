"""Where two texts say the same: blocks of equal characters, line ends and spaces left out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# So many equal characters make a block; below that, formulas of two characters match everywhere.
SEED: Final = 6
# Of a sibling no more is looked at: notices have some thousands of characters, statutes 50,000.
MOST_OF_SIBLING: Final = 300_000
# Places of one seed that are tried: what stands more often is a formula.
_MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class Solid:
    """A text without line ends and spaces, and where its characters stand in the whole one."""

    text: str
    at: Sequence[int]

    def whole(self, index: int) -> int:
        """The position of character ``index`` in the whole text; behind the last one, its end."""
        if index < len(self.at):
            return self.at[index]
        return self.at[-1] + 1 if self.at else 0

    def index(self, position: int) -> int:
        """The first character at ``position`` of the whole text or behind it."""
        return bisect_left(self.at, position)


@dataclass(frozen=True, slots=True)
class Block:
    """Equal characters: ``length`` of them from ``start`` in one text and ``other`` in another."""

    start: int
    other: int
    length: int

    @property
    def end(self) -> int:
        """Behind the last character in the first text."""
        return self.start + self.length

    @property
    def other_end(self) -> int:
        """Behind the last character in the other text."""
        return self.other + self.length


def solid(text: str) -> Solid:
    """The text without line ends and spaces."""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    return Solid("".join(map(text.__getitem__, at)), at)


@lru_cache(maxsize=16)
def blocks_of(text: str, other: str) -> tuple[Block, ...]:
    """Blocks that ``text`` shares with ``other``, in the order of ``text``, disjoint there.

    Each begins as far left as it can and is the longest that begins so; of equal ones the nearest
    to where the block before ended. A passage that was moved is a block of its own.
    """
    other = other[:MOST_OF_SIBLING]
    places = _places(text, other)
    found: list[Block] = []
    at = 0
    while at + SEED <= len(text):
        hits = places.get(text[at : at + SEED])
        if hits is None:
            at += 1
            continue
        block = _best(text, other, at, hits, found[-1] if found else None)
        found.append(block)
        at = block.end
    return tuple(found)


def _places(text: str, other: str) -> dict[str, list[int]]:
    """Where the seeds of ``text`` stand in ``other``."""
    wanted = {text[i : i + SEED] for i in range(len(text) - SEED + 1)}
    places: dict[str, list[int]] = defaultdict(list)
    for index in range(len(other) - SEED + 1):
        seed = other[index : index + SEED]
        if seed in wanted:
            places[seed].append(index)
    return places


def _best(text: str, other: str, at: int, hits: list[int], last: Block | None) -> Block:
    expected = at if last is None else last.other_end + at - last.end
    at_or_behind = bisect_left(hits, expected)
    around = hits[max(0, at_or_behind - _MOST_PLACES) : at_or_behind + _MOST_PLACES]
    near = sorted(around, key=lambda hit: (abs(hit - expected), hit))[:_MOST_PLACES]
    lengths = [(_shared(text, other, at, hit), -rank) for rank, hit in enumerate(near)]
    length, rank = max(lengths)
    return Block(at, near[-rank], length)


def _shared(text: str, other: str, start: int, begin: int) -> int:
    """How many characters are equal from two positions on."""
    most = min(len(text) - start, len(other) - begin)
    length = SEED
    while length < most and text[start + length] == other[begin + length]:
        length += 1
    return length
