"""What holds of every clean text, whatever it was made of."""

from itertools import pairwise
from random import Random

from hongtou.clean.ledger import without
from hongtou.lexicon import correction_rules
from hongtou.model import CleanText, Correction, RawSpan, Span, undo


def check_ledger(text: CleanText) -> None:
    """Sorted, in raw positions, disjoint where in effect, and undone to the raw text."""
    raw = text.transcript.text
    assert undo(text.text, text.corrections) == raw
    assert list(text.corrections) == sorted(text.corrections, key=lambda c: c.span)
    for one, two in pairwise(c for c in text.corrections if c.effective):
        assert one.span.end <= two.span.start, (one, two)
    for correction in text.corrections:
        assert correction.span.end <= len(raw)
        assert correction.before == correction.span.of(raw)
        assert correction.before != correction.after, correction
        assert 0 <= correction.confidence <= 1
    for finding in text.findings:
        assert finding.span is None or finding.span.end <= len(text.text)


def check_names(text: CleanText) -> None:
    """Every rule is known by a Chinese name and says in Chinese what it saw."""
    for correction in text.corrections:
        assert set(correction.rule.split("+")) <= set(correction_rules()), correction
        assert any("\u4e00" <= c <= "\u9fff" for c in correction.reason), correction


def check_text(text: CleanText) -> list[int]:
    """The text is the raw one with each effective correction made; where each begins in it."""
    raw, at, made, starts = text.transcript.text, 0, "", []
    for correction in (c for c in text.corrections if c.effective):
        made += raw[at : correction.span.start]
        starts.append(len(made))
        made += correction.after
        at = correction.span.end
    assert text.text == made + raw[at:]
    return starts


def check_undo(text: CleanText) -> None:
    """Any one line taken back: a lawful ledger again, another text there and nowhere else."""
    starts = iter(check_text(text))
    for correction in text.corrections:
        undone = without(text, correction)
        assert len(undone.corrections) == len(text.corrections) - 1
        if not correction.effective:
            assert undone.text == text.text
            continue
        start = next(starts)
        end = start + len(correction.after)
        assert undone.text == text.text[:start] + correction.before + text.text[end:], correction
        assert undo(undone.text, undone.corrections) == text.transcript.text


def check_undo_of_all(text: CleanText, random: Random) -> None:
    """All lines taken back, in any order, give the raw text."""
    for correction in random.sample(text.corrections, k=len(text.corrections)):
        text = without(text, correction)
    assert text.corrections == ()
    assert text.text == text.transcript.text


def check_bridge(text: CleanText, random: Random, *, times: int) -> None:
    """The raw range covers what the clean one shows, and what nobody touched is itself."""
    effective = [c for c in text.corrections if c.effective]
    for _ in range(times):
        start = random.randint(0, len(text.text))
        end = min(len(text.text), start + random.randint(0, 12))
        raw = text.to_raw(Span(start, end))
        assert 0 <= raw.start <= raw.end <= len(text.transcript.text)
        shown = text.to_clean(raw)
        if start < end:
            assert shown.start <= start and end <= shown.end
            if not any(_touches(c, raw) for c in effective):
                assert raw.of(text.transcript.text) == text.text[start:end]


def _touches(correction: Correction, span: RawSpan) -> bool:
    return correction.span.start <= span.end and span.start <= correction.span.end
