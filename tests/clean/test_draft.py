"""The draft: edits in current positions become corrections in raw positions."""

import math
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean.draft import Draft, Edit
from hongtou.model import CleanText, Evidence, undo
from tests.support import transcript_of


def _edit(start: int, end: int, after: str, rule: str = "rule") -> Edit:
    return Edit(start, end, after, rule, "reason")


def _holds(draft: Draft) -> None:
    """The invariant: the ledger makes the current text, its spans are sorted and disjoint."""
    corrections = draft.corrections()
    assert CleanText(transcript_of(draft.raw), corrections).text == draft.text
    assert undo(draft.text, corrections) == draft.raw
    for before, after in pairwise(c for c in corrections if c.effective):
        assert before.span.end <= after.span.start
    for correction in corrections:
        assert correction.before == correction.span.of(draft.raw)


def test_later_rules_speak_of_the_text_as_it_stands() -> None:
    draft = Draft("** 一 、总体")
    draft.apply([_edit(0, 2, "", "markdown")])
    draft.apply([_edit(0, 1, "", "space"), _edit(2, 3, "", "space")])
    assert draft.text == "一、总体"
    assert [(c.span.start, c.span.end, c.rule) for c in draft.corrections()] == [
        (0, 2, "markdown"), (2, 3, "space"), (4, 5, "space"),
    ]  # fmt: skip
    _holds(draft)


def test_an_edit_over_a_deleted_gap_keeps_the_gap_as_it_was() -> None:
    draft = Draft("地方\n#\n法人")
    draft.apply([_edit(3, 4, "", "markdown")])
    draft.apply([_edit(2, 4, "", "page-break")])
    assert draft.text == "地方法人"
    assert [c.rule for c in draft.corrections()] == ["page-break", "markdown", "page-break"]
    _holds(draft)


def test_a_change_of_what_a_rule_produced_names_both_rules() -> None:
    draft = Draft("a,b")
    draft.apply([_edit(1, 2, "，", "marks")])
    draft.apply([_edit(1, 2, "；", "again")])
    (correction,) = draft.corrections()
    assert (correction.before, correction.after, correction.rule) == (",", "；", "marks+again")


def test_what_is_taken_back_leaves_no_line_in_the_ledger() -> None:
    draft = Draft("a,b")
    draft.apply([_edit(1, 2, "，")])
    draft.apply([_edit(1, 2, ",")])
    assert draft.corrections() == ()


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Draft("abc").apply([_edit(0, 2, ""), _edit(1, 3, "")])


def test_a_change_of_a_part_of_what_a_rule_produced_takes_all_of_it() -> None:
    draft = Draft("第＋Ａａ户，＋０户")
    draft.apply([_edit(1, 4, "+Aa", "widths"), _edit(6, 8, "+0", "widths")])
    draft.apply(
        [_edit(2, 3, "4", "digits"), _edit(3, 4, "7", "digits"), _edit(7, 8, "8", "digits")]
    )
    assert draft.text == "第+47户，+8户"
    assert [(c.before, c.after, c.rule) for c in draft.corrections()] == [
        ("＋Ａａ", "+47", "widths+digits"), ("＋０", "+8", "widths+digits"),
    ]  # fmt: skip
    _holds(draft)


def test_a_line_that_two_rules_wrote_is_as_sure_as_the_less_sure_one() -> None:
    draft = Draft("a,b")
    one, two = Evidence("shape", 2.0, "形近"), Evidence("language", 1.5, "常见")
    draft.apply([Edit(1, 2, "，", "marks", "", confidence=0.9, evidence=(one,))])
    draft.apply([Edit(1, 2, "；", "again", "", evidence=(two,))])
    (correction,) = draft.corrections()
    assert (correction.confidence, correction.evidence) == (0.9, (one, two))


def test_a_rule_that_may_err_says_how_sure_it_is() -> None:
    draft = Draft("l.各机构，a")
    draft.apply([_edit(0, 1, "1", "label-letter"), _edit(6, 7, "b", "certain")])
    label, certain = draft.corrections()
    assert 0.9 < label.confidence < 1.0
    assert [e.kind for e in label.evidence] == ["frame", "shape"]
    odds = sum(e.weight for e in label.evidence)
    assert label.confidence == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.005)
    assert (certain.confidence, certain.evidence) == (1.0, ())


def test_a_proposal_stands_in_the_ledger_and_not_in_the_text() -> None:
    draft = Draft("＋０户捉\n升")
    draft.apply([_edit(0, 2, "+0", "widths"), _edit(4, 5, "", "wrap")])
    draft.apply([
        replace(_edit(1, 2, "8", "digits"), state="proposed"),
        replace(_edit(3, 5, "提升", "word"), state="proposed"),
        replace(_edit(2, 3, "户", "same"), state="proposed"),
    ])  # fmt: skip
    assert draft.text == "+0户捉升"
    assert [(c.before, c.after) for c in draft.corrections() if not c.effective] == [
        ("＋０", "+8"), ("捉\n升", "提升"),
    ]  # fmt: skip


def test_many_changes_of_parts_take_no_more_than_their_time() -> None:
    draft = Draft("１Ｏ户" * 20_000)
    draft.apply(_edit(at, at + 2, "1O", "widths") for at in range(0, 60_000, 3))
    start = time.process_time()
    draft.apply(_edit(at + 1, at + 2, "0", "digits") for at in range(0, 60_000, 3))
    assert draft.text == "10户" * 20_000
    assert time.process_time() - start < 2  # 45 seconds when each change copied the text


@st.composite
def passes(draw: st.DrawFn) -> tuple[str, list[list[tuple[float, float, str]]]]:
    raw = draw(st.text(alphabet="一二，a \n", max_size=20))
    edit = st.tuples(st.floats(0, 1), st.floats(0, 0.4), st.text(alphabet="甲乙", max_size=3))
    return raw, draw(st.lists(st.lists(edit, max_size=4), max_size=5))


@given(passes())
def test_any_edits_in_any_number_of_passes_keep_the_invariant(
    case: tuple[str, list[list[tuple[float, float, str]]]],
) -> None:
    raw, rounds = case
    draft = Draft(raw)
    for edits in rounds:
        size, done, wanted = len(draft.text), 0, []
        for where, length, after in sorted(edits):
            start = max(done, int(where * size))
            end = min(size, start + int(length * size))
            if start > size or (start == end and not after):
                continue
            wanted.append(_edit(start, end, after))
            done = end
        expected, shift = draft.text, 0
        for edit in wanted:
            expected = expected[: edit.start + shift] + edit.after + expected[edit.end + shift :]
            shift += len(edit.after) - (edit.end - edit.start)
        draft.apply(wanted)
        assert draft.text == expected
        _holds(draft)
