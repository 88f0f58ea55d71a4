"""Words of two clauses: what was deleted and inserted, and which of it is only a misreading."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from rapidfuzz.distance import Levenshtein

from hongtou.lexicon.confusions import confusions
from hongtou.lexicon.glyphs import look_alike
from hongtou.lexicon.ngrams import official_pairs
from hongtou.query.differing.results import Change, Clause, Quote
from hongtou.query.differing.shingles import bare

__all__ = ["Mark", "marks_of", "misreadings"]

MarkKind = Literal["equal", "delete", "insert"]

# Numbers with their decimals and foreign words are one token, anything else one character.
TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*[%‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
HAN: Final = re.compile("[\u4e00-\u9fff]")
# What stays equal between two changes and is shorter than this is shown as changed with them:
# words torn into single characters cannot be read.
ISLAND: Final = 2
# A misreading is of few characters, and there are few of them in a clause.
LONGEST: Final = 3
SHARE: Final = 0.12
# A pair of characters that official texts have so often, and so many times as often as another,
# speaks for its reading.
USUAL: Final = 12
TIMES: Final = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words that both sides have, or one side only."""

    kind: MarkKind
    text: str


def marks_of(parent: str, child: str) -> tuple[Mark, ...]:
    """The way from the parent's words to the child's, readable: whole numbers, no crumbs.

    All marks but the inserted ones make the parent's text, all but the deleted ones the child's.
    """
    above, below = TOKEN.findall(parent), TOKEN.findall(child)
    steps: list[list[str]] = []  # deleted, inserted, then equal words behind them
    for step in Levenshtein.opcodes(list(map(_even, above)), list(map(_even, below))):
        gone, come = above[step.src_start : step.src_end], below[step.dest_start : step.dest_end]
        if step.tag == "equal":
            same = "".join(come)
            if steps and not steps[-1][2]:
                steps[-1][2] = same
            else:
                steps.append(["", "", same])
        elif steps and not steps[-1][2]:
            steps[-1][0] += "".join(gone)
            steps[-1][1] += "".join(come)
        else:
            steps.append(["".join(gone), "".join(come), ""])
    return tuple(_marks(_without_islands(steps)))


def _without_islands(steps: Sequence[Sequence[str]]) -> list[list[str]]:
    """Changes with less than ``ISLAND`` equal characters between them become one."""
    joined: list[list[str]] = []
    for deleted, inserted, same in steps:
        last = joined[-1] if joined else None
        if last and (last[0] or last[1]) and len(last[2]) < ISLAND and (deleted or inserted):
            last[0] += last[2] + deleted
            last[1] += last[2] + inserted
            last[2] = same
        else:
            joined.append([deleted, inserted, same])
    return joined


def _marks(steps: Sequence[Sequence[str]]) -> Iterator[Mark]:
    for deleted, inserted, same in steps:
        if deleted:
            yield Mark("delete", deleted)
        if inserted:
            yield Mark("insert", inserted)
        if same:
            yield Mark("equal", same)


def _even(token: str) -> str:
    """A token as it is compared: widths and blanks are equal."""
    return unicodedata.normalize("NFKC", token).casefold() if token.strip() else " "


def misreadings(parent: Sequence[Clause], child: Sequence[Clause]) -> tuple[Change, ...]:
    """The misread characters, if nothing else tells two clauses apart; else nothing.

    A pair of characters is one if they look alike or are known to be taken for one another, no
    figure is among them, and one of the readings is unusual in official texts; or if a
    correction is proposed at that place.
    """
    one, other = ("".join(bare(clause.text) for clause in side) for side in (parent, child))
    found: list[Change] = []
    wrong = 0
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "equal":
            continue
        gone, come = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        around = one[max(0, step.src_start - 1) : step.src_start], one[step.src_end :][:1]
        if not _misread(gone, come, around):
            return ()
        wrong += max(len(gone), len(come))
        words = f"疑似误读：{gone or '（缺）'} → {come or '（缺）'}"
        found.append(Change("misread", "same", _at(parent, gone), _at(child, come), words))
    few = wrong <= max(2, SHARE * min(len(one), len(other)))
    return tuple(found) if few else ()


def _misread(gone: str, come: str, around: tuple[str, str]) -> bool:
    if max(len(gone), len(come)) > LONGEST or any(map(str.isdigit, gone + come)):
        return False
    if len(gone) != len(come):
        # A stray sign, no word: 工作∴.
        return not HAN.search(gone + come)
    alike = all(
        look_alike(a, b) or b in confusions().get(a, {}) or a in confusions().get(b, {})
        for a, b in zip(gone, come, strict=True)
        if a != b
    )
    if not alike:
        return False
    return _one_is_unusual(*(around[0] + words + around[1] for words in (gone, come)))


def _one_is_unusual(gone: str, come: str) -> bool:
    """Whether pairs of neighbours speak for one reading and none for the other.

    代理 is usual and 代埋 is not; 审核 and 审查 are words both.
    """
    known = official_pairs()
    for_one = for_other = False
    for one, other in zip(pairwise(gone), pairwise(come), strict=True):
        first, second = known.get("".join(one), 0), known.get("".join(other), 0)
        for_one |= first >= USUAL and second * TIMES < first
        for_other |= second >= USUAL and first * TIMES < second
    return for_one != for_other


def _at(clauses: Sequence[Clause], words: str) -> Quote | None:
    """Where the words of a misreading stand, if they stand once."""
    for clause in clauses:
        if words and clause.text.count(words) == 1:
            start = clause.start + clause.text.index(words)
            return Quote(words, start, start + len(words), clause.place)
    return Quote(words, clauses[0].start, clauses[-1].end, clauses[0].place) if words else None
