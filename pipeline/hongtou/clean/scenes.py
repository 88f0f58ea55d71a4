"""What is known of the characters of a text under repair: who read them, how surely, where."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from hongtou.clean.draft import Draft
from hongtou.clean.repair import Scene
from hongtou.model import CleanText, Knowledge, RawSpan, Span, Transcript

_PLAIN: Final = "text/"  # readers of plain text, which may be pasted recognition
_SEAL: Final = "under-seal"


def scene_of(transcript: Transcript, draft: Draft, knowledge: Knowledge) -> Scene:
    """The current text of ``draft`` with what ``transcript`` says of its characters.

    Where a recogniser read, what it read may be doubted; a text layer beside it was typed. A file
    without recognised characters may be doubted as a whole: plain text, and the layer of a PDF or
    a Word file too, may be pasted recognition, and one notice says the same in every format.
    """
    text = draft.text
    seen = [run.span for run in transcript.runs if run.confidence is not None]
    if not seen:
        return Scene(text, (Span(0, len(text)),) if text else (), knowledge=knowledge)
    raw = [draft.raw_span(at, at + 1) for at in range(len(text))]
    seals = sorted(f.span for f in transcript.raw_findings if f.code == _SEAL)
    readings = {a.span.start: a.readings for a in transcript.alternatives}
    return Scene(
        text,
        _spans([_covers(seen, span) for span in raw]),
        _spans([_covers(seals, span) for span in raw]),
        recognised=True,
        readings={
            at: readings[span.start]
            for at, span in enumerate(raw)
            if span.length == 1 and span.start in readings
        },
        knowledge=knowledge,
    )


def doubted_spans(text: CleanText) -> tuple[Span, ...]:
    """What of a clean text may be doubted: plain text, and what a recogniser read."""
    if text.transcript.reader.startswith(_PLAIN):
        return (Span(0, len(text.text)),) if text.text else ()
    seen = [run.span for run in text.transcript.runs if run.confidence is not None]
    if not seen:
        return ()
    raw = (text.to_raw(Span(at, at + 1)) for at in range(len(text.text)))
    return _spans([_covers(seen, span) for span in raw])


def _covers(sorted_spans: Sequence[RawSpan], span: RawSpan) -> bool:
    """Whether one of disjoint spans holds all of ``span``."""
    at = bisect_right(sorted_spans, span.start, key=lambda s: s.start) - 1
    return at >= 0 and span.end <= sorted_spans[at].end


def _spans(flags: Sequence[bool]) -> tuple[Span, ...]:
    """Ranges in which the flag is set."""
    found, at = [], 0
    for flag, group in groupby(flags):
        length = sum(1 for _ in group)
        if flag:
            found.append(Span(at, at + length))
        at += length
    return tuple(found)
