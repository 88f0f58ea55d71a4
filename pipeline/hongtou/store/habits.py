"""What reviewers' decisions say of misreadings: a function of the decisions and of nothing else."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hongtou.model import Decision, Habit
from hongtou.store.decisions import habit_decisions

__all__ = ["HABIT", "Lesson", "habits_for", "lessons", "reads_of"]

# Subject of a decision that a misreading is to be forgotten.
HABIT: Final = "habit"

# Beyond that it is another wording, or a passage that was torn, and no misreading.
LONGEST: Final = 4  # characters of one answer
UNEVEN: Final = 2  # where one character was taken for two, or two for one


@dataclass(frozen=True, slots=True)
class Lesson:
    """A misreading with the decisions that it follows from, the first one first."""

    habit: Habit
    decision_ids: tuple[str, ...]
    forgotten_by: str | None = None  # decision_id: it is evidence no more


def lessons(connection: sqlite3.Connection) -> tuple[Lesson, ...]:
    """All misreadings that reviewers have confirmed or denied, those forgotten too."""
    told: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    forgotten: dict[tuple[str, str], str] = {}
    for decision in habit_decisions(connection):
        for pair in _pairs(decision):
            if decision.verdict == "forget":
                forgotten[pair] = decision.decision_id
            else:
                told[pair].append(decision)
    found = []
    for (read, printed), decisions in sorted(told.items()):
        counted = Counter(decision.verdict == "reject" for decision in decisions)
        habit = Habit(read, printed, counted[False], counted[True])
        ids = tuple(decision.decision_id for decision in decisions)
        found.append(Lesson(habit, ids, forgotten.get((read, printed))))
    return tuple(found)


def habits_for(connection: sqlite3.Connection, raw: str) -> tuple[Habit, ...]:
    """The misreadings that may occur in a text as it was read."""
    return tuple(
        lesson.habit
        for lesson in lessons(connection)
        if lesson.forgotten_by is None and lesson.habit.read in raw
    )


def reads_of(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """The characters that decisions say something of as misreadings."""
    return tuple(sorted({read for decision in decisions for read, _ in _pairs(decision)}))


def _pairs(decision: Decision) -> Iterator[tuple[str, str]]:
    """What was read and what was printed: ``恩捉 -> 思提`` tells of 恩 and of 捉."""
    read, printed = decision.anchor.quote, "".join((decision.replacement or "").split())
    if len(read) != len(printed):
        # 键 for 链条; but 紧 for 紧密 is no misreading of 紧.
        apart = not (printed.startswith(read) or printed.endswith(read))
        if 0 < len(read) <= UNEVEN and 0 < len(printed) <= UNEVEN and apart:
            yield read, printed
        return
    differing = [at for at, (a, b) in enumerate(zip(read, printed, strict=True)) if a != b]
    # Recognisers err by the character; where many in a row differ, it is another wording.
    if len(differing) <= LONGEST:
        yield from ((read[at], printed[at]) for at in differing)
