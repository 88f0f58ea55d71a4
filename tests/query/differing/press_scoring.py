"""Differences of a knowledge base of pressed chains against the truth about their clauses."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hongtou import KnowledgeBase
from hongtou.query.differing.difference import Diff
from hongtou.query.differing.results import Row
from tests.chain_press.scoring import Names, Tally
from tests.chain_press.truth import Chain, Comparison, NumberChange, Pair

Key = tuple[str | None, str | None]  # child, parent


@dataclass
class Scores:
    """How well clauses were paired, called, and their numbers read."""

    pairs: Tally = field(default_factory=Tally)
    verdicts: Tally = field(default_factory=Tally)
    numbers: Tally = field(default_factory=Tally)
    not_found: list[str] = field(default_factory=list)
    by_edit: Counter[tuple[str, bool]] = field(default_factory=Counter)


def score_differences(kb: KnowledgeBase, names: Names, chains: Sequence[Chain]) -> Scores:
    """Compare each child with the parent that the truth names."""
    # A paper that is held alone before copies of it that others enclose.
    held = sorted(kb.documents(), key=lambda d: (d.role == "main", d.document_id))
    ids = {names.of[document.document_id]: document.document_id for document in held}
    scores = Scores()
    for chain in chains:
        for comparison in chain.comparisons:
            child, parent = ids.get(comparison.child), ids.get(comparison.parent)
            if child is None or parent is None:
                scores.not_found.append(f"{comparison.child} < {comparison.parent}")
                continue
            _score(scores, comparison, kb.diff(child, parent))
    return scores


def _score(scores: Scores, comparison: Comparison, diff: Diff) -> None:
    below = {pair.child: _bare(pair.child) for pair in comparison.pairs if pair.child}
    above = {pair.parent: _bare(pair.parent) for pair in comparison.pairs if pair.parent}
    found: dict[Key, list[Row]] = {}
    for row in diff.rows:
        for key in _keys(row, below, above):
            found.setdefault(key, []).append(row)
    # A clause of two sentences, one of which answers to nothing, is not added.
    told = {side: {k[side] for k in found if None not in k} for side in (0, 1)}
    found = {
        k: rows for k, rows in found.items()
        if None not in k or not (k[0] in told[0] or k[1] in told[1])
    }  # fmt: skip
    true = {(pair.child, pair.parent): pair for pair in comparison.pairs}
    where = f"{comparison.child} < {comparison.parent}"
    for key, pair in true.items():
        hit = key in found
        scores.by_edit[pair.edit, hit] += 1
        if not hit:
            scores.pairs.missed.append(f"{where} {pair.edit}: {pair.child} | {pair.parent}")
            continue
        scores.pairs.right += 1
        _call(scores, where, pair, found[key])
    scores.pairs.wrong += [f"{where}: {k[0]} | {k[1]}" for k in found if k not in true]


def _keys(row: Row, below: dict[str, str], above: dict[str, str]) -> Iterator[Key]:
    """The true clauses of which a row holds sentences."""
    children = {t for c in row.child for t, bare in below.items() if _bare(c.text) in bare}
    parents = {t for c in row.parent for t, bare in above.items() if _bare(c.text) in bare}
    if row.child and row.parent:
        yield from ((child, parent) for child in children for parent in parents)
    elif row.child:
        yield from ((child, None) for child in children)
    else:
        yield from ((None, parent) for parent in parents)


def _call(scores: Scores, where: str, pair: Pair, rows: Sequence[Row]) -> None:
    said = {"dropped" if row.verdict == "passed_on" else row.verdict for row in rows}
    strong = said - {"relayed", "reworded"}
    # A clause of two sentences, one of them in other words, was reworded.
    called = strong or ({"reworded"} if "reworded" in said else said)
    if called <= set(pair.verdicts):
        scores.verdicts.right += 1
    else:
        reasons = "；".join(row.reason for row in rows)
        told = f"{where} {pair.edit} {pair.verdicts} said {sorted(called)}: {pair.child} | "
        told += f"{pair.parent} {reasons}"
        scores.verdicts.wrong.append(told)
        scores.verdicts.missed.append(told)
    for change in pair.changes:
        _number(scores, where, pair, change, rows)


def _number(
    scores: Scores, where: str, pair: Pair, change: NumberChange, rows: Sequence[Row]
) -> None:
    said = [
        told.direction for row in rows for told in row.changes if told.after is not None
        and told.before is not None
        and _bare(change.before) in _bare(told.before.text)
        and _bare(change.after) in _bare(told.after.text)
    ]  # fmt: skip
    if said == [change.direction]:
        scores.numbers.right += 1
        return
    reasons = "；".join(row.reason for row in rows)
    told = f"{where} {change} said {said}: {pair.child} | {pair.parent} {reasons}"
    scores.numbers.missed.append(told)
    if said:
        scores.numbers.wrong.append(told)


def _bare(text: str) -> str:
    return re.sub(r"[^\w%％.]", "", text).replace("％", "%").replace("掐尖", "指尖")
