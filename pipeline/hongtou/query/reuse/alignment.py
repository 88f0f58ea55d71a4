"""Maximal passages that two texts of 汉字 share, a misread character here and there forgiven.

Runs of equal characters are found by sorting the hashes of all shingles of one text and looking
those of the other up. On pairs of 209 circulars this took 1.6 ms a pair on average; a suffix array
(libdivsufsort with its longest common prefixes) gave the same runs in 3.9 ms, so no library is
asked for it.
"""

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SHORTEST", "Alignment", "Run", "common_passages", "equal_runs"]

# 汉字 in a row that must be equal before anything counts: 中国人民银行各分行 has nine.
SEED: Final = 8
# 汉字 of a passage, misread ones included. Shorter ones are names and titles.
SHORTEST: Final = 15
# What may stand between two runs of one passage: two errors less than a seed apart.
ERRORS: Final = 2
GAP: Final = ERRORS + SEED - 1
# Seeds that one text repeats more often, as the filling of forms, say nothing.
REPEATS: Final = 32
# An odd multiplier: the hash is a polynomial in it, modulo two to the 64.
_BASE: Final = 0x9E3779B97F4A7C15


class Run(NamedTuple):
    """``length`` equal characters from ``one`` in the first text and ``other`` in the second."""

    one: int
    other: int
    length: int


class Alignment(NamedTuple):
    """A passage: ``[one, one_end)`` of the first text and ``[other, other_end)`` of the second."""

    one: int
    one_end: int
    other: int
    other_end: int

    @property
    def length(self) -> int:
        """汉字 on the shorter side."""
        return min(self.one_end - self.one, self.other_end - self.other)

    @property
    def swapped(self) -> "Alignment":
        """The same passage with the texts in the other order."""
        return Alignment(self.other, self.other_end, self.one, self.one_end)


def common_passages(one: str, other: str) -> tuple[Alignment, ...]:
    """What two texts of 汉字 share in ``SHORTEST`` characters or more, in the order of ``one``.

    Runs are joined over ``ERRORS`` wrong, missing or additional characters. What a longer passage
    covers in both texts is not told again. Turned around, the texts give the same passages.
    """
    if other < one:
        turned = (passage.swapped for passage in common_passages(other, one))
        return tuple(sorted(turned))
    joined = [
        passage
        for passage in _joined(one, other, equal_runs(one, other))
        if passage.length >= SHORTEST
    ]
    joined.sort(key=lambda passage: (-passage.length, passage))
    seen_one, seen_other = bytearray(len(one)), bytearray(len(other))
    kept = []
    for passage in joined:
        here = slice(passage.one, passage.one_end)
        there = slice(passage.other, passage.other_end)
        if _is_new(seen_one[here]) or _is_new(seen_other[there]):
            kept.append(passage)
            seen_one[here] = b"\1" * (passage.one_end - passage.one)
            seen_other[there] = b"\1" * (passage.other_end - passage.other)
    return tuple(sorted(kept))


def _is_new(seen: bytearray) -> bool:
    return 2 * seen.count(0) >= len(seen)


def equal_runs(one: str, other: str) -> list[Run]:
    """All maximal runs of ``SEED`` equal characters or more, in the order of ``one``.

    Runs of what either text repeats more than ``REPEATS`` times are left out.
    """
    import numpy as np

    first, (second, order) = _seeds(one), _ordered_seeds(other)
    if not len(first) or not len(second):
        return []
    low = np.searchsorted(second, first, "left")
    hits = np.flatnonzero(second[np.minimum(low, len(second) - 1)] == first)
    low, wanted = low[hits], first[hits]
    count = np.searchsorted(second, wanted, "right") - low
    _, inverse, own = np.unique(wanted, return_inverse=True, return_counts=True)
    count[(count > REPEATS) | (own[inverse] > REPEATS)] = 0
    at_one = np.repeat(hits, count)
    if not len(at_one):
        return []
    within = np.arange(len(at_one)) - np.repeat(np.cumsum(count) - count, count)
    at_other = order[np.repeat(low, count) + within]
    diagonal = at_one - at_other
    sequence = np.lexsort((at_one, diagonal))
    at_one, at_other, diagonal = at_one[sequence], at_other[sequence], diagonal[sequence]
    breaks = (np.diff(at_one) != 1) | (np.diff(diagonal) != 0)
    begins = np.concatenate(([0], np.flatnonzero(breaks) + 1))
    ends = np.concatenate((begins[1:], [len(at_one)]))
    lengths = ends - begins + SEED - 1
    found = zip(at_one[begins].tolist(), at_other[begins].tolist(), lengths.tolist(), strict=True)
    return sorted(Run(*run) for run in found)


@lru_cache(maxsize=2)
def _ordered_seeds(text: str) -> "tuple[NDArray[np.uint64], NDArray[np.intp]]":
    """The hashes of ``_seeds`` in the order of their values, and where each stands."""
    hashes = _seeds(text)
    order = hashes.argsort()
    return hashes[order], order


@lru_cache(maxsize=2)
def _seeds(text: str) -> "NDArray[np.uint64]":
    """A hash of every ``SEED`` characters in a row."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    count = max(0, len(codes) - SEED + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(SEED if count else 0):
        hashes = hashes * np.uint64(_BASE) + codes[offset : offset + count].astype(np.uint64)
    return hashes


def _joined(one: str, other: str, runs: list[Run]) -> list[Alignment]:
    """Runs as passages: each takes up the next one if what stands between may be misread."""
    starts = [run.one for run in runs]
    taken = bytearray(len(runs))
    passages = []
    for number, run in enumerate(runs):
        if taken[number]:
            continue
        one_end, other_end = run.one + run.length, run.other + run.length
        following = _next(one, other, runs, starts, taken, (one_end, other_end))
        while following is not None:
            taken[following] = 1
            last = runs[following]
            one_end, other_end = last.one + last.length, last.other + last.length
            following = _next(one, other, runs, starts, taken, (one_end, other_end))
        passages.append(Alignment(run.one, one_end, run.other, other_end))
    return passages


def _next(
    one: str, other: str, runs: list[Run], starts: list[int], taken: bytearray,
    ends: tuple[int, int],
) -> int | None:  # fmt: skip
    """The nearest run behind ``ends`` that goes on with the same passage."""
    one_end, other_end = ends
    # A character too much that repeats its neighbour makes two runs overlap by as much.
    low = bisect_left(starts, one_end - ERRORS)
    high = bisect_left(starts, one_end + GAP + 1)
    best: tuple[int, int] | None = None
    for number in range(low, high):
        run = runs[number]
        first, second = run.one - one_end, run.other - other_end
        if taken[number] or not -ERRORS <= second <= GAP or run.length <= -min(first, second, 0):
            continue
        if first < 0 or second < 0:
            wrong = abs(first - second)
        else:
            wrong = Levenshtein.distance(
                one[one_end : run.one], other[other_end : run.other], score_cutoff=ERRORS
            )
        if wrong <= ERRORS and (best is None or (abs(first) + abs(second), number) < best):
            best = abs(first) + abs(second), number
    return None if best is None else best[1]
