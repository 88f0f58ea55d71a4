"""``diff`` against the truth: which sentence answers to which, its verdict, how numbers moved.

A sentence is what the program compares; a clause of the press has one or two. Preambles, closing
articles and what cites other papers have no truth and are left out.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hongtou import KnowledgeBase
from hongtou.query.differing.results import Row
from tests.chain_press.scoring import Names, Tally
from tests.chain_press.truth import Chain, Comparison, NumberChange, Pair, Verdict

NUMBERS = ("number", "deadline", "term")
# A sentence of the parent and one of the child; "" where there is none.
Match = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is true of a match."""

    verdicts: tuple[Verdict, ...]
    changes: tuple[NumberChange, ...]
    edit: str


@dataclass
class Judged:
    """Alignment of sentences, verdicts of those aligned, directions of numbers that changed."""

    alignment: Tally = field(default_factory=Tally)
    verdicts: Tally = field(default_factory=Tally)
    directions: Tally = field(default_factory=Tally)


def judge(kb: KnowledgeBase, names: Names, chains: Sequence[Chain]) -> Judged:
    """Compare every pair of papers of which both are held."""
    ids = names.held()
    judged = Judged()
    for chain in chains:
        for comparison in chain.comparisons:
            if comparison.child in ids and comparison.parent in ids:
                _judge(kb, ids, comparison, judged)
            else:
                judged.alignment.missed.append(f"{comparison.child}: a paper was not found")
    return judged


def _judge(kb: KnowledgeBase, ids: dict[str, str], comparison: Comparison, judged: Judged) -> None:
    true = dict(_matches(comparison))
    rows = kb.diff(ids[comparison.child], ids[comparison.parent]).rows
    found = {match: row for row in rows for match in _of_row(row)}
    known = [{match[side] for match in true} - {""} for side in (0, 1)]
    said = {
        match: row for match, row in found.items()
        if all(not text or text in known[side] for side, text in enumerate(match))
    }  # fmt: skip
    label = f"{comparison.child} < {comparison.parent}"
    for match, truth in true.items():
        if match not in said:
            judged.alignment.missed.append(f"{label} {truth.edit}: {match}")
            continue
        judged.alignment.right += 1
        _verdict(judged, f"{label}: {match}", truth, said[match])
    for match in said:
        if match not in true:
            judged.alignment.wrong.append(f"{label}: {match}")


def _verdict(judged: Judged, label: str, truth: Known, row: Row) -> None:
    if len(row.parent) < 2 and len(row.child) < 2:
        if row.verdict in truth.verdicts:
            judged.verdicts.right += 1
        else:
            judged.verdicts.wrong.append(f"{label}: {row.verdict}, in truth {truth.verdicts}")
            judged.verdicts.missed.append(judged.verdicts.wrong[-1])
    said = [change.direction for change in row.changes if change.kind in NUMBERS]
    for change in truth.changes:
        if change.direction in said:
            judged.directions.right += 1
            said.remove(change.direction)
        else:
            judged.directions.missed.append(f"{label}: {change}, said {said}")
    if not truth.changes or len(said) > 0:
        sure = [direction for direction in said if direction in ("tightened", "loosened")]
        judged.directions.wrong += [f"{label}: said {direction}" for direction in sure]


def _of_row(row: Row) -> Iterator[Match]:
    above = [plain(clause.text) for clause in row.parent] or [""]
    below = [plain(clause.text) for clause in row.child] or [""]
    for one in above:
        for other in below:
            yield one, other


def _matches(comparison: Comparison) -> Iterator[tuple[Match, Known]]:
    for pair in comparison.pairs:
        above, below = _sentences(pair.parent), _sentences(pair.child)
        if pair.parent is None or pair.child is None:
            for text in above or below:
                match = (text, "") if pair.child is None else ("", text)
                yield match, Known(pair.verdicts, (), pair.edit)
        else:
            for one, other in _side_by_side(above, below):
                yield (one, other), _true_of(pair, one, other)


def _side_by_side(above: list[str], below: list[str]) -> list[Match]:
    """Sentences of a clause one by one; of a divided or joined one, those that are the same."""
    if len(above) == len(below):
        return list(zip(above, below, strict=True))
    return [(one, other) for one in above for other in below if one == other]


def _true_of(pair: Pair, one: str, other: str) -> Known:
    """Of two sentences only one was changed."""
    if one == other:
        return Known(("relayed",), (), pair.edit)
    return Known(pair.verdicts, pair.changes, pair.edit)


def _sentences(text: str | None) -> list[str]:
    return [plain(part + "。") for part in (text or "").split("。") if part]


def plain(text: str) -> str:
    """Without blanks and widths, as the rules of cleaning may leave it."""
    return "".join(unicodedata.normalize("NFKC", text).split())
