"""Numbers, terms and dates of clauses with what tells one from another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.notation.dates import find_dates
from hongtou.query.differing.results import ChangeKind, Clause, Quote
from hongtou.query.differing.shingles import bare
from hongtou.query.results import Amount, DueDate

__all__ = ["NUMBER", "Figure", "figures_of"]

# Characters around a number that tell what it is of.
AROUND: Final = 14
NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
BEFORE: Final = re.compile(r"(?:之|以)?前")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date of a clause with what tells it from others."""

    clause: Clause
    text: str
    start: int
    end: int
    kind: ChangeKind  # number, term, deadline
    force: str | None  # of the duty around it
    before: str  # the words in front of it and behind it, figures taken out
    after: str
    amount: Amount | None = None
    due: DueDate | None = None

    @property
    def quote(self) -> Quote:
        """The figure as it is printed."""
        return Quote(self.text, self.start, self.end, self.clause.place)


def figures_of(clauses: Sequence[Clause]) -> tuple[Figure, ...]:
    """All figures of clauses in order; a term (5个工作日内) is no number besides."""
    found: list[Figure] = []
    for clause in clauses:
        tags = clause.tags
        terms = [(start, end) for start, end, _ in tags.dates]
        for start, end, due in tags.dates:
            kind: ChangeKind = "term" if due.count is not None else "deadline"
            found.append(_figure(clause, due.text, start, end, kind, due=due))
        for start, end, due in _unread_days(clause, terms):
            found.append(_figure(clause, due.text, start, end, "deadline", due=due))
        for start, end, amount in tags.amounts:
            if not any(a < end and start < b for a, b in terms):
                found.append(_figure(clause, amount.text, start, end, "number", amount=amount))
    return tuple(sorted(found, key=lambda figure: (figure.start, figure.end)))


def _unread_days(
    clause: Clause, known: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, DueDate]]:
    """Days by which something is to be done that were over when the paper was issued.

    A deadline of the ministry that the county repeats after that day is no deadline of the
    county, yet both say the same, or not.
    """
    for span, day in find_dates(clause.text):
        start, end = clause.start + span.start, clause.start + span.end
        before = BEFORE.match(clause.text, span.end)
        if before and not any(a < end and start < b for a, b in known):
            text = clause.text[span.start : before.end()]
            yield start, end + len(before[0]), DueDate(text, day.isoformat(), "day")


def _figure(
    clause: Clause, text: str, start: int, end: int, kind: ChangeKind, *,
    amount: Amount | None = None, due: DueDate | None = None,
) -> Figure:  # fmt: skip
    force = next((n.force for n in clause.tags.norms if n.start <= start < n.end), None)
    at = start - clause.start
    behind = clause.text[end - clause.start :]
    # A number with its words (每季案例不少于3个) tells by them as well.
    ahead = clause.text[:at] + NUMBER.split(text)[0]
    return Figure(
        clause, text, start, end, kind, force,
        _plain(ahead)[-AROUND:], _plain(NUMBER.split(text)[-1] + behind)[:AROUND], amount, due,
    )  # fmt: skip


def _plain(text: str) -> str:
    return NUMBER.sub("", bare(text))
