"""Answers of reviewers count in the next paper, for a reading and against it."""

import pytest

from hongtou.clean.repair.candidate import Candidate, whole
from hongtou.clean.repair.habits import MOST, with_habits
from hongtou.model import Habit, Knowledge

TEXT = "各行要捉升服务"


def weight_of(*habits: Habit, after: str = "提") -> float | None:
    candidate = Candidate(3, 4, after, "misread-character", "示例")
    (heard,) = with_habits(whole(TEXT, Knowledge(habits=habits)), [candidate])
    return heard.evidence[0].weight if heard.evidence else None


@pytest.mark.parametrize(
    ("habit", "least", "most"),
    [
        (Habit("捉", "提", 1, 0), 1.0, 1.2),
        (Habit("捉", "提", 12, 0), 3.0, 3.5),
        (Habit("捉", "提", 10_000, 0), MOST, MOST),
        (Habit("捉", "提", 0, 1), -1.2, -1.0),
        (Habit("捉", "提", 3, 3), 0.0, 0.0),
    ],
)
def test_what_reviewers_said(habit: Habit, least: float, most: float) -> None:
    weight = weight_of(habit)
    assert weight is not None
    assert least <= weight <= most


def test_of_other_readings_they_said_nothing() -> None:
    assert weight_of(Habit("捉", "提", 5, 0), after="抓") is None
    assert weight_of(Habit("促", "提", 5, 0)) is None
    assert weight_of() is None


def test_the_note_tells_how_often() -> None:
    candidate = Candidate(3, 4, "提", "misread-character", "示例")
    scene = whole(TEXT, Knowledge(habits=(Habit("捉", "提", 12, 1),)))
    (heard,) = with_habits(scene, [candidate])
    assert heard.evidence[0].kind == "decision"
    assert "确认12次、驳回1次" in heard.evidence[0].note
