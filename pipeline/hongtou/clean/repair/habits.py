"""What reviewers have said of the same misreading elsewhere: 捉 for 提, confirmed 12 times."""

import math
from collections.abc import Sequence
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.model import Evidence, Habit

# Counts are added to half a confirmation and half a rejection (Jeffreys' prior of a share), so the
# first answer counts for 1.1 nats and no number of them settles a place on its own.
PRIOR: Final = 0.5
MOST: Final = 4.0


def with_habits(scene: Scene, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with what reviewers decided on the same reading of the same characters."""
    habits = {(habit.read, habit.printed): habit for habit in scene.knowledge.habits}
    if not habits:
        return list(candidates)
    found = []
    for candidate in candidates:
        read = scene.text[candidate.start : candidate.end]
        habit = habits.get((read, candidate.after))
        found.append(candidate if habit is None else candidate.with_evidence(_said(habit)))
    return found


def _said(habit: Habit) -> Evidence:
    odds = math.log((habit.accepted + PRIOR) / (habit.rejected + PRIOR))
    answers = [
        f"{word}{times}次" for word, times in (("确认", habit.accepted), ("驳回", habit.rejected))
        if times
    ]  # fmt: skip
    note = f"审核人此前把“{habit.read}”改作“{habit.printed}”的提议{'、'.join(answers)}"
    return Evidence("decision", round(max(-MOST, min(MOST, odds)), 3), note)
