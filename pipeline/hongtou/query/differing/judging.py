"""What became of a clause: relayed, reworded, tightened, loosened, added, left out."""

import re
from collections.abc import Sequence
from typing import Final

from hongtou.query.differing.aligning import Group
from hongtou.query.differing.norms import changes_of_norms
from hongtou.query.differing.numbers import changes_of_figures
from hongtou.query.differing.results import Change, Clause, Quote, Row, Verdict
from hongtou.query.differing.shingles import bare
from hongtou.query.differing.wording import misreadings

__all__ = ["judge"]

# Titles and document numbers: their figures name papers.
NAMES: Final = re.compile(
    r"《[^《》]*》|[（(][^（）()]*号[^（）()]*[）)]|[〔\[]\d{4}[〕\]]第?\d+号?"
)
# A figure as it is shown in a reason, with what it counts.
FIGURE: Final = re.compile(r"\d[\d年月.,%-]*[\d日%年月]|\d")
# Likeness from which a part that only one side has was added or left out, and not said elsewhere.
SURE: Final = 0.6


def judge(group: Group, parent: Sequence[Clause], child: Sequence[Clause], *, whole: bool) -> Row:
    """The verdict on clauses that answer to each other, with all that speaks for it.

    ``whole``: the child passes the parent on as it is, so that what it does not repeat is not
    left out.
    """
    above = tuple(parent[number] for number in group.parent)
    below = tuple(child[number] for number in group.child)
    if not below:
        return Row("passed_on" if whole else "dropped", above, below)
    if not above:
        return Row("added", above, below)
    if _same_words(above, below):
        return Row("relayed", above, below, (), 1.0, group.moved)
    if changes := misreadings(above, below):
        return Row("relayed", above, below, changes, group.likeness, group.moved)
    changes = tuple(_changes(above, below, sure=group.likeness >= SURE))
    return Row(_verdict(changes), above, below, changes, group.likeness, group.moved)


def _same_words(above: Sequence[Clause], below: Sequence[Clause]) -> bool:
    one, other = ("".join(bare(clause.text) for clause in side) for side in (above, below))
    return one == other


def _changes(above: Sequence[Clause], below: Sequence[Clause], *, sure: bool) -> list[Change]:
    found = list(changes_of_figures(above, below, sure=sure))
    found += changes_of_norms(above, below, sure=sure)
    if not found and (numbers := _numbers(above, below)):
        found.append(numbers)
    if not found:
        found.append(
            Change("words", "same", _whole(above), _whole(below), "措辞不同，未见要求变化")
        )
    return found


def _numbers(above: Sequence[Clause], below: Sequence[Clause]) -> Change | None:
    """Figures that differ although nothing is tagged: 自2006年11月20日起施行 -> 自2022年….

    Nobody can tell what they mean for those who are bound, so the reader is sent to the text.
    """
    old, new = (_figures(clauses) for clauses in (above, below))
    if old == new:
        return None
    words = f"{'、'.join(old) or '无'} → {'、'.join(new) or '无'}"
    return Change("number", "changed", _whole(above), _whole(below), f"数字不同：{words}")


def _figures(clauses: Sequence[Clause]) -> list[str]:
    """Figures outside what is tagged, as printed: a tagged one was compared by its meaning."""
    return [
        figure[0]
        for clause in clauses
        for figure in FIGURE.finditer(NAMES.sub(lambda name: " " * len(name[0]), clause.text))
        if not any(
            start < clause.start + figure.end() and clause.start + figure.start() < end
            for start, end, *_ in (*clause.tags.amounts, *clause.tags.dates)
        )
    ]


def _verdict(changes: Sequence[Change]) -> Verdict:
    directions = {change.direction for change in changes}
    if {"tightened", "loosened"} <= directions:
        return "mixed"
    if "tightened" in directions:
        return "tightened"
    return "loosened" if "loosened" in directions else "reworded"


def _whole(clauses: Sequence[Clause]) -> Quote:
    text = "".join(clause.text for clause in clauses)
    return Quote(text, clauses[0].start, clauses[-1].end, clauses[0].place)
