"""Changes of a ledger: a line gets another state, is taken out, or is written by a reviewer.

Each function gives a new ``CleanText`` whose ledger is as lawful as the old one: sorted, in raw
positions, those in effect disjoint. Findings keep their place in the text that follows from it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hongtou.model import CleanText, Correction, CorrectionState, Evidence, Finding, RawSpan, Span

__all__ = ["edited", "merged", "with_state", "without"]


def with_state(text: CleanText, correction: Correction, state: CorrectionState) -> CleanText:
    """The text once a line of its ledger is ``accepted``, ``rejected``, ``proposed``, ``applied``.

    One that comes into effect takes in those in effect where it stands, as ``merged`` does; one
    that goes out of effect shows the raw characters again.

    Raises:
        ValueError: If ``correction`` is no line of this ledger.
    """
    rest = _others(text, correction)
    changed = replace(correction, state=state)
    if changed.effective and not correction.effective:
        return _placed(text, rest, changed)
    return _made(text, [*rest, changed], [correction.span])


def merged(text: CleanText, proposal: Correction) -> CleanText:
    """The text with a ``proposal`` accepted, whether it stands in the ledger or not.

    Corrections in effect inside its span are taken in: the proposal says how all of it reads. One
    that reaches beyond keeps what it says there.
    """
    rest = [line for line in text.corrections if line != proposal]
    return _placed(text, rest, replace(proposal, state="accepted"))


def edited(
    text: CleanText,
    span: RawSpan,
    after: str,
    *,
    rule: str,
    reason: str,
    confidence: float = 1.0,
    evidence: tuple[Evidence, ...] = (),
) -> CleanText:
    """The text in which the raw characters at ``span`` read ``after``, as a reviewer says.

    Where ``after`` is what was read, the corrections in effect there are rejected instead.

    Raises:
        ValueError: If ``span`` reaches beyond the raw text.
    """
    raw = text.transcript.text
    if span.end > len(raw):
        raise ValueError(f"raw text has {len(raw)} characters, no span {span.start}..{span.end}")
    if span.of(raw) != after:
        line = Correction(span, span.of(raw), after, rule, reason, "accepted", confidence, evidence)
        return _placed(text, list(text.corrections), line)
    inside = [line for line in text.corrections if line.effective and _within(line.span, span)]
    for line in inside:
        text = with_state(text, line, "rejected")
    return text


def without(text: CleanText, correction: Correction) -> CleanText:
    """The text as if ``correction`` had never been made: undo of one line.

    Raises:
        ValueError: If ``correction`` is no line of this ledger.
    """
    return _made(text, _others(text, correction), [correction.span])


def _others(text: CleanText, correction: Correction) -> list[Correction]:
    """All lines but this one; of two alike, one stays."""
    lines = list(text.corrections)
    if correction not in lines:
        raise ValueError(f"no line of this ledger: {correction.span} {correction.rule}")
    lines.remove(correction)
    return lines


def _placed(text: CleanText, rest: Sequence[Correction], line: Correction) -> CleanText:
    """The ledger ``rest`` with ``line`` in effect, which takes in those that it meets."""
    if _met(rest, line):
        line = _core(line)
    met = _met(rest, line)
    if met:
        line = _joined(line, met, text.transcript.text)
        rest = [other for other in rest if other not in met]
    spans = [line.span, *(other.span for other in met)]
    lines = rest if line.before == line.after else [*rest, line]
    return _made(text, lines, spans)


def _met(lines: Iterable[Correction], line: Correction) -> list[Correction]:
    """Those in effect that share characters with ``line`` or stand inside it."""
    start, end = line.span.start, line.span.end
    return [
        other for other in lines
        if other.effective and other.span.start < end and start < other.span.end
    ]  # fmt: skip


def _within(inner: RawSpan, outer: RawSpan) -> bool:
    if outer.length == 0:
        return inner == outer
    return outer.start <= inner.start and inner.end <= outer.end


def _core(line: Correction) -> Correction:
    """The line without the characters at its ends that it leaves as they are.

    So ``捉⏎升 -> 提⏎升`` leaves the line break to the rule that joins lines.
    """
    before, after = line.before, line.after
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    span = RawSpan(line.span.start + head, line.span.end - tail)
    return replace(
        line, span=span, before=before[head : len(before) - tail],
        after=after[head : len(after) - tail],
    )  # fmt: skip


def _joined(line: Correction, met: Sequence[Correction], raw: str) -> Correction:
    """One line for ``line`` and those that it takes in; it wins where they differ."""
    start = min(line.span.start, *(other.span.start for other in met))
    end = max(line.span.end, *(other.span.end for other in met))
    left = "".join(_part(other, start, line.span.start) for other in met)
    right = "".join(_part(other, line.span.end, end) for other in met)
    span = RawSpan(start, end)
    return replace(line, span=span, before=span.of(raw), after=left + line.after + right)


def _part(line: Correction, start: int, end: int) -> str:
    """What a line says of the raw characters from ``start`` to ``end``, as far as it holds them.

    Where it is not plain which of its words stand for which characters, they show as read.
    """
    first, last = max(line.span.start, start), min(line.span.end, end)
    if first >= last or not line.after:
        return ""
    said = line.after if len(line.after) == len(line.before) else line.before
    return said[first - line.span.start : last - line.span.start]


def _made(text: CleanText, lines: Iterable[Correction], spans: Sequence[RawSpan]) -> CleanText:
    """The text with another ledger, which differs from its own within ``spans``."""
    ledger = tuple(sorted(lines, key=lambda line: (line.span, not line.effective)))
    made = replace(text, corrections=ledger)
    region = RawSpan(min(s.start for s in spans), max(s.end for s in spans))
    old, new = text.to_clean(region), made.to_clean(region)
    was, now = old.of(text.text), new.of(made.text)
    head = _shared(was, now)
    tail = _shared(was[head:][::-1], now[head:][::-1])
    changed = Span(old.start + head, old.end - tail)
    return replace(
        made, findings=tuple(_moved(f, changed, len(now) - len(was)) for f in text.findings)
    )


def _moved(finding: Finding, changed: Span, by: int) -> Finding:
    """A finding where its characters stand once ``changed`` is longer ``by`` so many."""
    if finding.span is None or finding.span.end <= changed.start:
        return finding
    start, end = finding.span.start, finding.span.end
    if start >= changed.end:
        return replace(finding, span=finding.span.shifted(by))
    # It shares characters with what was changed, or holds it.
    end = end + by if end >= changed.end else changed.end + by
    return replace(finding, span=Span(min(start, changed.start), end))


def _shared(one: str, two: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = zip(one, two, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))
