"""Laws of the two rulers: corrections make the clean text, undoing them gives the raw text back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import CleanText, Correction, RawSpan, Span, undo
from tests.support import transcript_of


@st.composite
def ledgers(draw: st.DrawFn) -> CleanText:
    """A raw text with sorted, disjoint corrections of every kind: delete, insert, replace."""
    raw = draw(st.text(alphabet="一二三，。 \n#*(a1", max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=12)))
    corrections = []
    for start, end in sorted(set(zip(cuts[::2], cuts[1::2], strict=False))):
        after = draw(st.text(alphabet="甲乙丙\n", max_size=3))
        state = draw(st.sampled_from(["applied", "accepted", "proposed", "rejected"]))
        corrections.append(
            Correction(RawSpan(start, end), raw[start:end], after, "rule", "reason", state)  # type: ignore[arg-type]
        )
    return CleanText(transcript_of(raw), tuple(corrections))


@given(ledgers())
def test_undo_gives_the_raw_text_back(clean: CleanText) -> None:
    assert undo(clean.text, clean.corrections) == clean.transcript.text


@given(ledgers(), st.data())
def test_the_bridge_covers_what_the_clean_range_shows(
    clean: CleanText, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    raw = clean.to_raw(Span(start, end))
    assert 0 <= raw.start <= raw.end <= len(clean.transcript.text)
    shown = clean.to_clean(raw)
    if end > start:
        assert shown.start <= start
        assert shown.end >= end


@given(ledgers())
def test_untouched_characters_map_to_themselves(clean: CleanText) -> None:
    effective = [c for c in clean.corrections if c.effective]
    shift = 0
    for position, character in enumerate(clean.transcript.text):
        if any(c.span.start <= position < c.span.end for c in effective):
            continue
        shift = sum(
            len(c.after) - c.span.length for c in effective
            if c.span.end <= position and not (c.span.length == 0 and c.span.start > position)
        )  # fmt: skip
        at = position + shift
        assert clean.text[at] == character
        assert clean.to_raw(Span(at, at + 1)) == RawSpan(position, position + 1)


def test_only_effective_corrections_show() -> None:
    raw = "溃川县各银行机构"
    proposed = Correction(RawSpan(0, 1), "溃", "潢", "place-name", "行政区划", "proposed")
    assert CleanText(transcript_of(raw), (proposed,)).text == raw


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(start, end)
    with pytest.raises(ValueError, match="span"):
        RawSpan(start, end)
