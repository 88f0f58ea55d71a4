"""Which characters recognisers take for which others, counted over pairs of lines."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from rapidfuzz.distance import Levenshtein

from tests.noise.pairs import MADE_UP, LinePair

LONGEST: Final = 2  # characters misread in a row that are still taken one by one
WORST: Final = 0.5  # of a line's characters; beyond it nothing stands beside its own


@dataclass
class Counts:
    """``taken[printed, read]`` by where it happened; ``printed`` how often each was printed."""

    taken: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    printed: Counter[str] = field(default_factory=Counter)
    lines: int = 0

    def add(self, pair: LinePair) -> None:
        """Count a pair; what a seal covers and what nobody printed is left out."""
        truth, read = normal(pair.truth), normal(pair.read)
        if pair.kind == MADE_UP or any(pair.under_seal) or any(pair.sealed) or not truth:
            return
        changes = edits(truth, read)
        if len(changes) > WORST * len(truth):
            return
        self.lines += 1
        self.printed.update(truth)
        for printed, taken in single_substitutions(truth, read):
            self.taken[printed, taken][f"{pair.engine} {pair.grade}"] += 1


def count(pairs: Iterable[LinePair]) -> Counts:
    """The counts of all pairs."""
    counts = Counts()
    for pair in pairs:
        counts.add(pair)
    return counts


def normal(text: str) -> str:
    """NFKC without blanks: full-width and half-width signs are the same, so are all circles."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.replace("○", "〇").replace("◯", "〇").split())


Change = tuple[Literal["replace", "delete", "insert"], int, int]


def edits(truth: str, read: str) -> list[Change]:
    """The fewest single edits from the printed text to the read one, with places in both."""
    found = Levenshtein.editops(truth, read)
    return [(edit.tag, edit.src_pos, edit.dest_pos) for edit in found]


def single_substitutions(truth: str, read: str) -> Iterator[tuple[str, str]]:
    """Printed and read character where one stands for one, and both neighbours agree.

    In longer stretches nobody can say which character was taken for which.
    """
    changes = edits(truth, read)
    touched: Mapping[int, str] = {at: tag for tag, at, _ in changes}
    inserted = {at for tag, at, _ in changes if tag == "insert"}
    for tag, at, there in changes:
        if tag != "replace" or at in inserted or at + 1 in inserted:
            continue
        first = last = at
        while first - 1 in touched:
            first -= 1
        while last + 1 in touched:
            last += 1
        alike = all(touched[n] == "replace" for n in range(first, last + 1))
        if alike and last - first < LONGEST:
            yield truth[at], read[there]
