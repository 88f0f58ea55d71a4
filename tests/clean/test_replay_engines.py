"""Decisions on what one recogniser read survive another one and other rules."""

from collections.abc import Iterable

import pytest

from hongtou.clean import RULES, Edit, clean
from hongtou.clean.anchors import Ground, squeezed
from hongtou.model import RawSpan, undo
from tests.clean.recorded import NOTICES, recorded, truth_of
from tests.clean.scripted import Judged, judge, scripted

EACH = 60
# Without them digits stay wide, brackets square and places misspelt.
DROPPED = ("narrow_digits", "repair_number_brackets", "repair_place_names", "drop_page_numbers")


def propose_stops(text: str) -> Iterable[Edit]:
    """A new rule, as a later version may bring it: it doubts every full stop."""
    return [
        Edit(at, at + 1, "．", "doubted-stop", "示例", "proposed", 0.6)
        for at, character in enumerate(text) if character == "。"
    ]  # fmt: skip


OTHER_RULES = (*(rule for rule in RULES if rule.__name__ not in DROPPED), propose_stops)


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    found = []
    for number in range(len(NOTICES)):
        first, then = recorded(number, "tiny"), recorded(number, "small")
        assert first.text != then.text
        decisions = scripted(clean(first), truth_of(number), most=EACH, seed=number)
        again = clean(then, rules=OTHER_RULES, decisions=decisions)
        assert undo(again.text, again.corrections) == then.text
        found.append(judge(decisions, again))
    return found


def test_decisions_survive_another_recogniser_and_other_rules(judged: list[Judged]) -> None:
    total = sum(judged, start=Judged(0, 0, 0, 0, 0, 0))
    taken = EACH * len(NOTICES)
    assert total.lost == total.superseded == 0
    assert total.misplaced == 0
    assert total.replayed + total.conflicts == taken
    assert total.replayed >= 0.99 * taken


@pytest.mark.parametrize("number", [1, 3])
def test_on_the_same_reading_every_decision_finds_its_place(number: int) -> None:
    first = recorded(number, "tiny")
    decisions = scripted(clean(first), truth_of(number), most=EACH, seed=100 + number)
    fared = judge(decisions, clean(first, decisions=decisions))
    assert (fared.replayed, fared.misplaced) == (EACH, 0)


@pytest.mark.parametrize("number", range(len(NOTICES)))
def test_an_anchor_is_found_where_it_was_taken(number: int) -> None:
    transcript = recorded(number, "small")
    ground = Ground(transcript)
    for start in range(0, len(transcript.text) - 3, 101):
        span = RawSpan(start, start + 3)
        if squeezed(span.of(transcript.text)):
            first, last = ground.bounds(span)
            spot = ground.find(ground.anchor(span))
            assert (getattr(spot, "first", None), getattr(spot, "last", None)) == (first, last)
