"""Token patterns of spaCy in time that a sentence bounds: each character is tried once a token.

The Matcher keeps every way in which a pattern may match: {"OP": "{0,20}"} takes seconds on a
hundred characters and twice as long for each one more, and nothing can stop it. So it only says
which characters each token takes; the runs are found here, all ways at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from hongtou.lexicon import Pattern, repeats_of

__all__ = ["Runs", "longest_first", "runs_of"]

# Characters of the longest run: none of 300 says one duty, and a table without marks has more.
_WINDOW: Final = 300


@dataclass(frozen=True, slots=True)
class Runs:
    """A pattern as steps, one a bit; behind the last one stands the end."""

    pattern: Pattern
    keys: tuple[str, ...]  # of each step: the name of what it takes
    negated: int  # steps that take what their key does not: {"OP": "!"}
    free: int  # steps that may be left out
    again: int  # steps that may come again


def runs_of(pattern: Pattern, keys: Sequence[str]) -> Runs:
    """The steps of a pattern: ``{"OP": "{1,3}"}`` is one that must come and two that may.

    Args:
        pattern: A token pattern.
        keys: For each of its tokens the name under which ``taken`` tells what it takes.
    """
    steps: list[str] = []
    negated = free = again = 0
    for token, key in zip(pattern.tokens, keys, strict=True):
        least, most = repeats_of(token)
        for nth in range(max(1, least) if most is None else most):
            bit = 1 << len(steps)
            steps.append(key)
            negated |= bit * (token.get("OP") == "!")
            free |= bit * (nth >= least)
        if most is None:
            again |= 1 << (len(steps) - 1)
    return Runs(pattern, tuple(steps), negated, free, again)


def longest_first(
    runs: Runs, taken: Mapping[str, AbstractSet[int]], words: str
) -> Iterator[tuple[int, int]]:
    """Start and end of what a pattern finds, the longest first, without overlaps.

    Args:
        runs: The steps of the pattern.
        taken: For each key the places of the characters that it takes.
        words: The sentence; runs are sought around the anchor of the pattern.
    """
    whole = (1 << len(runs.keys)) - 1
    takes = [_takes(runs, taken, place) & whole for place in range(len(words))]
    found = [
        (start, end)
        for start in _starts(runs.pattern.anchor, words)
        for end in _ends(runs, takes, start)
    ]
    used: set[int] = set()
    for start, end in sorted(found, key=lambda at: (at[0] - at[1], at[0])):
        if start not in used and end - 1 not in used:  # those before are not shorter
            used.update(range(start, end))
            yield start, end


def _starts(anchor: str, words: str) -> Iterator[int]:
    start, at = 0, words.find(anchor)
    while at >= 0:
        start = max(start, at - _WINDOW + 1)
        yield from range(start, at + 1)
        start, at = at + 1, words.find(anchor, at + 1)


def _takes(runs: Runs, taken: Mapping[str, AbstractSet[int]], place: int) -> int:
    bits = sum(1 << at for at, key in enumerate(runs.keys) if place in taken[key])
    return bits ^ runs.negated


def _ends(runs: Runs, takes: Sequence[int], start: int) -> Iterator[int]:
    """Where what begins at ``start`` may end."""
    last = 1 << len(runs.keys)
    states = _onward(1, runs.free)
    for place in range(start, min(len(takes), start + _WINDOW)):
        stepped = states & takes[place]
        states = _onward(stepped << 1 | stepped & runs.again, runs.free)
        if not states:
            return
        if states & last:
            yield place + 1


def _onward(states: int, free: int) -> int:
    """States with those behind steps that may be left out.

    Adding carries over each row of free steps from the lowest state in it: 0010 + 1110 = 10000.
    """
    row = states & free
    return states | (free ^ (free + row)) | row if row else states
