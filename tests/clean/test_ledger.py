"""Changes of a ledger: whatever is accepted, rejected, edited or undone, its laws hold."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean.ledger import edited, merged, with_state, without
from hongtou.model import CleanText, Correction, CorrectionState, Finding, RawSpan, Span, undo
from tests.support import transcript_of


def line(
    raw: str, start: int, end: int, after: str, state: CorrectionState = "applied", rule: str = "r"
) -> Correction:
    return Correction(RawSpan(start, end), raw[start:end], after, rule, "reason", state)


def lawful(text: CleanText) -> None:
    """Sorted, in raw positions, disjoint where in effect, and undone to the raw text."""
    raw = text.transcript.text
    assert undo(text.text, text.corrections) == raw
    assert list(text.corrections) == sorted(text.corrections, key=lambda c: c.span)
    for one, two in pairwise(c for c in text.corrections if c.effective):
        assert one.span.end <= two.span.start
    for correction in text.corrections:
        assert correction.before == correction.span.of(raw)
        assert correction.before != correction.after
    for finding in text.findings:
        assert finding.span is None or finding.span.end <= len(text.text)


RAW = "各银行捉\n升服务，０Ａ户。"
WRAP = line(RAW, 4, 5, "", rule="line-wrap")
WIDTH = line(RAW, 9, 11, "0A", rule="full-width")
WORD = line(RAW, 3, 6, "提升", "proposed", rule="word")
TEXT = CleanText(transcript_of(RAW), (WORD, WRAP, WIDTH))


def test_a_proposal_that_is_accepted_takes_in_what_it_covers() -> None:
    accepted = with_state(TEXT, WORD, "accepted")
    assert accepted.text == "各银行提升服务，0A户。"
    assert [(c.before, c.after, c.state) for c in accepted.corrections] == [
        ("捉\n", "提", "accepted"), ("０Ａ", "0A", "applied"),
    ]  # fmt: skip
    lawful(accepted)


def test_what_a_proposal_leaves_as_it_was_read_stays_with_its_rule() -> None:
    proposal = line(RAW, 3, 6, "提\n升", "proposed", rule="word")
    accepted = merged(TEXT, proposal)
    assert accepted.text == "各银行提升服务，0A户。"
    effective = [c.rule for c in accepted.corrections if c.effective]
    assert effective == ["word", "line-wrap", "full-width"]


def test_a_correction_that_reaches_beyond_a_proposal_keeps_what_it_says_there() -> None:
    proposal = line(RAW, 10, 12, "1户", "proposed", rule="digit")
    accepted = merged(TEXT, proposal)
    assert accepted.text == "各银行捉升服务，01户。"
    assert accepted.corrections[-1].before == "０Ａ"


def test_a_rejected_correction_shows_what_was_read() -> None:
    rejected = with_state(TEXT, WIDTH, "rejected")
    assert rejected.text == "各银行捉升服务，０Ａ户。"
    assert rejected.corrections[-1] == replace(WIDTH, state="rejected")
    assert with_state(rejected, rejected.corrections[-1], "applied") == TEXT


def test_an_edit_takes_in_what_stood_there() -> None:
    fixed = edited(TEXT, RawSpan(9, 11), "09", rule="reviewer", reason="对照原件")
    assert fixed.text == "各银行捉升服务，09户。"
    assert fixed.corrections[-1] == Correction(
        RawSpan(9, 11), "０Ａ", "09", "reviewer", "对照原件", "accepted"
    )


def test_an_edit_to_what_was_read_rejects_the_correction() -> None:
    fixed = edited(TEXT, RawSpan(9, 11), "０Ａ", rule="reviewer", reason="对照原件")
    assert fixed.text == "各银行捉升服务，０Ａ户。"
    assert fixed.corrections[-1].state == "rejected"


def test_what_is_not_in_the_ledger_is_refused() -> None:
    other = replace(WIDTH, rule="other")
    with pytest.raises(ValueError, match="no line"):
        with_state(TEXT, other, "rejected")
    with pytest.raises(ValueError, match="no line"):
        without(TEXT, other)
    with pytest.raises(ValueError, match="no span"):
        edited(TEXT, RawSpan(9, 99), "x", rule="reviewer", reason="")


def test_findings_stay_on_their_characters() -> None:
    text = replace(TEXT, findings=(
        Finding("a", "", Span(0, 3)), Finding("b", "", Span(3, 5)), Finding("c", "", Span(8, 11)),
        Finding("d", "", None),
    ))  # fmt: skip
    undone = without(text, WRAP)
    quotes = [f.span.of(undone.text) if f.span else None for f in undone.findings]
    assert quotes == ["各银行", "捉\n升", "0A户", None]


@st.composite
def ledgers(draw: st.DrawFn) -> CleanText:
    """Lines of every kind and state; those not in effect may overlap any others."""
    raw = draw(st.text(alphabet="一二三，。 \n#a1", max_size=40))
    cut = st.integers(0, len(raw))
    words = st.text(alphabet="甲乙一\n", max_size=3)
    cuts = sorted(draw(st.lists(cut, max_size=10)))
    pairs = sorted(set(zip(cuts[::2], cuts[1::2], strict=False)))
    lines = [line(raw, start, end, draw(words)) for start, end in pairs]
    for _ in range(draw(st.integers(0, 3))):
        start, end = sorted((draw(cut), draw(cut)))
        state: CorrectionState = draw(st.sampled_from(("proposed", "rejected")))
        lines.append(line(raw, start, end, draw(words), state))
    ledger = tuple(sorted((c for c in lines if c.before != c.after), key=lambda c: c.span))
    text = CleanText(transcript_of(raw), ledger)
    size = len(text.text)
    spans = draw(st.lists(st.tuples(st.integers(0, size), st.integers(0, size)), max_size=3))
    return replace(text, findings=tuple(Finding("f", "", Span(*sorted(s))) for s in spans))


STATES: tuple[CorrectionState, ...] = ("applied", "proposed", "accepted", "rejected")


@given(ledgers(), st.data())
def test_any_changes_in_any_order_leave_a_lawful_ledger(
    text: CleanText, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 5))):
        if not text.corrections:
            return
        chosen = data.draw(st.sampled_from(text.corrections))
        match data.draw(st.sampled_from(("state", "without", "merged", "edited"))):
            case "state":
                text = with_state(text, chosen, data.draw(st.sampled_from(STATES)))
            case "without":
                text = without(text, chosen)
            case "merged":
                text = merged(text, chosen)
            case _:
                words = data.draw(st.text(alphabet="甲一 ", max_size=3))
                text = edited(text, chosen.span, words, rule="reviewer", reason="")
        lawful(text)


@given(ledgers())
def test_undoing_one_line_changes_the_text_there_only(text: CleanText) -> None:
    for chosen in text.corrections:
        undone = without(text, chosen)
        lawful(undone)
        if not chosen.effective:
            assert undone.text == text.text
            continue
        start = chosen.span.start + sum(
            len(c.after) - len(c.before) for c in text.corrections
            if c.effective and c.span < chosen.span
        )  # fmt: skip
        end = start + len(chosen.after)
        assert undone.text == text.text[:start] + chosen.before + text.text[end:]


@given(ledgers())
def test_undoing_all_lines_one_by_one_gives_the_raw_text(text: CleanText) -> None:
    while text.corrections:
        text = without(text, text.corrections[-1])
    assert text.text == text.transcript.text
