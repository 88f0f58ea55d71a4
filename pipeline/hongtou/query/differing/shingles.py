"""How alike clauses are: pairs of characters that both have, the telling ones counting most."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon.glyphs import traditional_characters, variant_characters
from hongtou.lexicon.ngrams import official_pairs

__all__ = ["Index", "Shingles", "bare", "index_of", "share_told"]

# The paper's word for itself says nothing: 本通知 of the centre is 本意见 of the province.
SELF: Final = re.compile(
    r"(?:本|该)(?:通知|办法|意见|规定|细则|实施细则|决定|公告|方案|条例|通告|规则|指引|指导意见)"
)
# Marks that are part of a number stay: 1.5%, 1-7级.
NOT_WORDS: Final = re.compile(r"(?<=\d)[.\-~](?=\d)|[%‰]|[^\w]")
DIGITS: Final = re.compile(r"\d+(?:[.\-~]\d+)*")
LETTERS: Final = re.compile(r"[a-z]+")

# Characters of all texts that the counts of pairs were taken from.
ALL: Final = 4_737_315
# A pair that stands in more clauses of a side than this finds no candidates, and costs no time.
COMMON: Final = 40
# Candidates that are looked at for each clause.
CANDIDATES: Final = 8


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """A clause as it is compared: no marks, one width, 別 like 别, 本通知 like 本办法."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_printed())
    kept = NOT_WORDS.sub(lambda m: m[0] if m[0] in ".-~%‰" else "", folded)
    return SELF.sub("本文", kept)


@lru_cache
def _printed() -> dict[int, str]:
    """Variants and traditional characters as simplified print has them: 辨別 is 辨别."""
    return str.maketrans({**traditional_characters(), **variant_characters()})


@dataclass(frozen=True, slots=True)
class Shingles:
    """A clause as pairs of characters with their weights."""

    pairs: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """Clauses of both sides as shingles, and how much each pair of characters weighs."""

    weights: Mapping[str, float]
    parent: tuple[Shingles, ...]
    child: tuple[Shingles, ...]

    def alike(self, parent: Shingles, child: Shingles) -> float:
        """How alike two clauses are, 0 to 1.

        Half of it is what they share of both, half what they share of the shorter: a county
        says in one line what the province said in five.
        """
        return _alike(self.shared(parent.pairs, child.pairs), parent.weight, child.weight)

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The weight of the pairs that both have."""
        return math.fsum(self.weights[pair] for pair in one & other)

    def candidates(
        self, parent: Sequence[int], child: Sequence[int]
    ) -> dict[tuple[int, int], float]:
        """Pairs of these clauses that may belong together, with their likeness, by their numbers.

        Those of each clause that share most with it, from both sides: swapping parent and child
        gives the same pairs.
        """
        rough = self._rough(parent, child)
        best: set[tuple[int, int]] = set()
        for side in (0, 1):
            by_clause: dict[int, list[tuple[float, int, tuple[int, int]]]] = defaultdict(list)
            for pair, weight in rough.items():
                share = weight / (self.parent[pair[0]].weight + self.child[pair[1]].weight)
                by_clause[pair[side]].append((-share, pair[1 - side], pair))
            for found in by_clause.values():
                best.update(pair for _, _, pair in sorted(found)[:CANDIDATES])
        return {
            pair: self.alike(self.parent[pair[0]], self.child[pair[1]]) for pair in sorted(best)
        }

    def _rough(self, parent: Sequence[int], child: Sequence[int]) -> dict[tuple[int, int], float]:
        """What clauses share in pairs of characters that are not everywhere."""
        above, below = _postings(self.parent, parent), _postings(self.child, child)
        rough: dict[tuple[int, int], float] = defaultdict(float)
        for pair in sorted(above.keys() & below.keys()):
            if len(above[pair]) > COMMON or len(below[pair]) > COMMON:
                continue
            weight = self.weights[pair]
            for one in above[pair]:
                for other in below[pair]:
                    rough[one, other] += weight
        return rough


def index_of(parent: Sequence[str], child: Sequence[str]) -> Index:
    """Shingles of the clauses of both sides.

    A pair weighs much if official texts seldom have it (贴息) and few of these clauses do;
    words of procedure (应当, 认真贯彻) weigh little.
    """
    sides = [[_pairs(text) for text in side] for side in (parent, child)]
    counts = Counter(pair for side in sides for pairs in side for pair in pairs)
    number = max(1, len(parent) + len(child))
    known = official_pairs()
    weights = {
        pair: math.log(ALL / (1 + known.get(pair, 0)))
        * math.log1p(number / count)
        / math.log1p(number)
        for pair, count in counts.items()
    }
    above, below = (
        tuple(Shingles(pairs, math.fsum(weights[pair] for pair in pairs)) for pairs in side)
        for side in sides
    )
    return Index(weights, above, below)


def share_told(part: str, text: str) -> float:
    """Share of the neighbouring pairs of ``part`` that ``text`` has, in any order, 0 to 1."""
    pairs = _pairs(part)
    return len(pairs & _pairs(text)) / len(pairs)


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbours; all figures are one sign, so that 5万元 and 10万元 are alike."""
    plain = LETTERS.sub("a", DIGITS.sub("#", bare(text)))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset((plain,))


def _postings(side: Sequence[Shingles], numbers: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for pair in side[number].pairs:
            found[pair].append(number)
    return found


def _alike(shared: float, one: float, other: float) -> float:
    if not shared:
        return 0.0
    return shared / (one + other) + shared / (2 * min(one, other))
