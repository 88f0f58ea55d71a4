"""Which clause of the child answers to which of the parent: same words, likeness, then order."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from hongtou.query.differing.shingles import Index, Shingles, bare, index_of

__all__ = ["Group", "align"]

# Likeness from which two clauses belong together, wherever they stand.
ALIKE: Final = 0.36
# Between two clauses that answer to those of the other side, less is enough.
IN_PLACE: Final = 0.24
# Likeness from which a pair is a landmark by which order is judged.
SURE: Final = 0.6
# A pair that crosses all landmarks must be so much more alike than one in order.
CROSSING: Final = 0.12
# A clause belongs to a pair beside it (it was split off, or merged) if so much of it stands in
# what the pair leaves over; less is enough inside one article.
PART: Final = 0.5
PART_OF_ARTICLE: Final = 0.33
# So far away, in clauses, is beside.
BESIDE: Final = 2
# Clauses of one side in one group.
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses that answer to each other, by number; one side is empty if nothing does."""

    parent: tuple[int, ...]
    child: tuple[int, ...]
    likeness: float = 0.0
    moved: bool = False


def align(
    parent: Sequence[str],
    child: Sequence[str],
    articles: tuple[Sequence[object], Sequence[object]] | None = None,
) -> tuple[Group, ...]:
    """Groups in which every clause of both sides stands exactly once.

    In the order of the child; a clause of the parent without an answer stands behind what
    answers to the clause before it. Swapping the sides swaps the groups.

    Args:
        parent: The words of the clauses above, in the order of print.
        child: The words of the clauses below.
        articles: What tells the article of each clause of both sides, if it is known.
    """
    index = index_of(parent, child)
    pairs = _same_words(parent, child)
    _by_likeness(index, pairs)
    _in_place(index, pairs)
    groups = _widened(index, pairs, articles or (range(len(parent)), range(len(child))))
    return _in_order(groups, len(parent), len(child), index)


def _same_words(parent: Sequence[str], child: Sequence[str]) -> dict[int, int]:
    """Clauses with the same words: those in order first, then those that were moved."""
    above, below = [bare(text) for text in parent], [bare(text) for text in child]
    numbers: dict[str, int] = {}
    codes = [[numbers.setdefault(text, len(numbers)) for text in side] for side in (above, below)]
    found: dict[int, int] = {}
    for step in LCSseq.opcodes(codes[0], codes[1]):
        if step.tag == "equal":
            found.update(zip(range(step.src_start, step.src_end),
                             range(step.dest_start, step.dest_end), strict=True))  # fmt: skip
    taken = set(found.values())
    places: dict[str, list[int]] = defaultdict(list)
    for number in reversed(range(len(below))):
        if number not in taken:
            places[below[number]].append(number)
    for number, text in enumerate(above):
        if number not in found and places[text]:
            found[number] = places[text].pop()
    return found


def _by_likeness(index: Index, pairs: dict[int, int]) -> None:
    """Add the pairs that are most alike, those in order before those that cross others."""
    taken = set(pairs.values())
    above = [number for number in range(len(index.parent)) if number not in pairs]
    below = [number for number in range(len(index.child)) if number not in taken]
    rated = index.candidates(above, below)
    free = {pair: likeness for pair, likeness in rated.items() if likeness >= ALIKE}
    landmarks = dict(pairs)
    landmarks.update(_best_of_both({p: s for p, s in free.items() if s >= SURE}))
    crossed = _crossings(list(free), landmarks)
    order = sorted(
        (CROSSING * share - likeness, one + other, (one, other))
        for ((one, other), likeness), share in zip(free.items(), crossed, strict=True)
    )
    for _, _, (one, other) in order:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)


def _best_of_both(scores: Mapping[tuple[int, int], float]) -> Iterable[tuple[int, int]]:
    """Pairs in which each is the most alike for the other."""
    best: list[dict[int, float]] = [{}, {}]
    for pair, score in scores.items():
        for side in (0, 1):
            best[side][pair[side]] = max(score, best[side].get(pair[side], 0.0))
    return [p for p, score in scores.items() if score == best[0][p[0]] == best[1][p[1]]]


def _crossings(pairs: Sequence[tuple[int, int]], landmarks: Mapping[int, int]) -> list[float]:
    """For each pair the share of landmarks that it crosses: before one, behind the other."""
    import numpy as np  # opening a knowledge base needs none

    if not landmarks or not pairs:
        return [0.0] * len(pairs)
    above = np.fromiter(landmarks.keys(), dtype=np.int32)
    below = np.fromiter(landmarks.values(), dtype=np.int32)
    return [
        float(np.count_nonzero((above - one) * (below - other) < 0)) / len(landmarks)
        for one, other in pairs
    ]


def _in_place(index: Index, pairs: dict[int, int]) -> None:
    """Add pairs that stand between the same neighbours and are a little alike."""
    taken = {other: one for one, other in pairs.items()}
    ends = (-1, len(index.parent)), (-1, len(index.child))
    for one in range(len(index.parent)):
        if one in pairs:
            continue
        before = pairs.get(one - 1, ends[1][0] if one == 0 else None)
        after = pairs.get(one + 1, ends[1][1] if one + 1 == ends[0][1] else None)
        for other in {n for n in (_next(before, 1), _next(after, -1)) if n is not None}:
            if other in taken or not 0 <= other < len(index.child):
                continue
            if index.alike(index.parent[one], index.child[other]) >= IN_PLACE:
                pairs[one], taken[other] = other, one
                break


def _next(number: int | None, step: int) -> int | None:
    return None if number is None else number + step


def _widened(
    index: Index, pairs: Mapping[int, int], articles: tuple[Sequence[object], Sequence[object]]
) -> list[tuple[list[int], list[int]]]:
    """Pairs with the clauses beside them that were split off or merged into them."""
    groups = [([one], [other]) for one, other in pairs.items()]
    homes = tuple({group[side][0]: group for group in groups} for side in (0, 1))
    for side, clauses in ((1, index.child), (0, index.parent)):
        for number in range(len(clauses)):
            if number not in homes[side]:
                _join(index, homes[side], number, side, articles[side])
    return groups


def _join(
    index: Index, homes: dict[int, tuple[list[int], list[int]]], number: int, side: int,
    articles: Sequence[object],
) -> None:  # fmt: skip
    """Put a clause without an answer to the group beside it that holds most of it, if one does."""
    sides = (index.parent, index.child)
    clause = sides[side][number]
    best: tuple[float, tuple[list[int], list[int]]] | None = None
    for near in range(number - BESIDE, number + BESIDE + 1):
        group = homes.get(near)
        # A group grows on one side only: two clauses against two are two pairs.
        if group is None or len(group[side]) >= MOST or len(group[1 - side]) > 1:
            continue
        told = _pairs_of(sides[side], group[side])
        there = _pairs_of(sides[1 - side], group[1 - side])
        part = index.shared(clause.pairs, there - told) / clause.weight if clause.weight else 0.0
        least = PART_OF_ARTICLE if articles[near] == articles[number] else PART
        if part >= least and (best is None or part > best[0]):
            best = part, group
    if best is not None:
        best[1][side].append(number)
        best[1][side].sort()
        homes[number] = best[1]


def _pairs_of(side: Sequence[Shingles], members: Sequence[int]) -> frozenset[str]:
    return frozenset[str]().union(*(side[member].pairs for member in members))


def _in_order(
    groups: Sequence[tuple[list[int], list[int]]], parents: int, children: int, index: Index
) -> tuple[Group, ...]:
    """All groups as they are read, with the clauses that have no answer in their places."""
    told = {number for group in groups for number in group[0]}
    heard = {number for group in groups for number in group[1]}
    moved = _moved(groups)
    whole = [
        Group(tuple(above), tuple(below), _likeness(index, above, below), at in moved)
        for at, (above, below) in enumerate(groups)
    ]
    whole += [Group((), (number,)) for number in range(children) if number not in heard]
    whole.sort(key=lambda group: group.child[0])
    behind: dict[int, list[Group]] = defaultdict(list)
    last = -1
    for number in range(parents):
        if number in told:
            last = number
        else:
            behind[last].append(Group((number,), ()))
    ordered = behind.pop(-1, [])
    for group in whole:
        ordered.append(group)
        for number in group.parent:
            ordered += behind.pop(number, [])
    return tuple(ordered)


def _likeness(index: Index, above: Sequence[int], below: Sequence[int]) -> float:
    """Share of the weight of both sides that they have in common, 0 to 1."""
    one, other = _pairs_of(index.parent, above), _pairs_of(index.child, below)
    both = index.shared(one, one) + index.shared(other, other)
    return round(2 * index.shared(one, other) / both, 3) if both else 1.0


def _moved(groups: Sequence[tuple[list[int], list[int]]]) -> set[int]:
    """Groups outside the longest run that stands in the same order on both sides."""
    order = sorted(range(len(groups)), key=lambda at: groups[at][1][0])
    ends: list[int] = []  # first clause of the parent that ends the best run of each length
    runs: list[int] = []  # the group that does
    back: dict[int, int] = {}
    for at in order:
        first = groups[at][0][0]
        place = bisect_left(ends, first)
        if place:
            back[at] = runs[place - 1]
        if place == len(ends):
            ends.append(first)
            runs.append(at)
        else:
            ends[place], runs[place] = first, at
    kept = set()
    step = runs[-1] if runs else None
    while step is not None:
        kept.add(step)
        step = back.get(step)
    return set(range(len(groups))) - kept
