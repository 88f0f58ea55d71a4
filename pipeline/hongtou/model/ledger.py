"""The ledger: what was read, what it was changed to, why, and the clean text that follows."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hongtou.model.decisions import Outcome
from hongtou.model.spans import RawSpan, Span
from hongtou.model.text import Finding, Transcript

CorrectionState = Literal["applied", "proposed", "accepted", "rejected"]

EvidenceKind = Literal[
    "shape",  # the two characters look alike
    "confusion",  # recognisers are known to take one for the other
    "language",  # characters that stand together in official Chinese
    "word",  # a word of the dictionary comes into being or breaks
    "frame",  # the form of a title, a series of labels, a limit before a number
    "name",  # a known place, agency, document type
    "recogniser",  # its other readings and its own doubt
    "sibling",  # another paper with the same passage
    "layout",  # where it stands on the page: under a seal, in a margin
    "decision",  # what reviewers decided before
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a correction, in nats of log odds: positive speaks for it.

    ``Evidence("word", 3.1, "“思想”是词，“恩想”不是")``.
    """

    kind: EvidenceKind
    weight: float
    note: str  # Chinese, for people


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the ledger: the raw characters ``before`` at ``span`` read ``after``.

    Corrections with state ``applied`` or ``accepted`` make the clean text; ``proposed`` and
    ``rejected`` ones only wait for a reviewer or record an answer.
    """

    span: RawSpan
    before: str
    after: str
    rule: str  # kebab-case name of the rule
    reason: str  # Chinese, for people
    state: CorrectionState = "applied"
    confidence: float = 1.0  # calibrated probability that ``after`` is what was printed
    evidence: tuple[Evidence, ...] = ()  # what spoke for it and against it

    @property
    def effective(self) -> bool:
        """Whether the clean text shows ``after``."""
        return self.state in ("applied", "accepted")


@dataclass(frozen=True)
class CleanText:
    """The transcript with its corrections; the text is derived, so it cannot disagree with them.

    Corrections are sorted by raw position and those in effect are disjoint. ``outcomes`` tells of
    each decision that ``clean`` was given what came of it.
    """

    transcript: Transcript
    corrections: tuple[Correction, ...]
    findings: tuple[Finding, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @cached_property
    def text(self) -> str:
        """The transcript's text with every effective correction made."""
        raw, at = self.transcript.text, 0
        parts: list[str] = []
        for correction in self._effective:
            parts += (raw[at : correction.span.start], correction.after)
            at = correction.span.end
        return "".join((*parts, raw[at:]))

    @cached_property
    def _effective(self) -> tuple[Correction, ...]:
        return tuple(c for c in self.corrections if c.effective)

    @cached_property
    def _clean_starts(self) -> list[int]:
        """Position in the clean text at which each effective correction begins."""
        starts, shift = [], 0
        for correction in self._effective:
            starts.append(correction.span.start + shift)
            shift += len(correction.after) - correction.span.length
        return starts

    def to_raw(self, span: Span) -> RawSpan:
        """The raw characters that ``span`` of the clean text stands for.

        A position inside a replacement widens to the whole of what was replaced, so the raw range
        always covers everything that the clean range shows. This is the only bridge between the
        two rulers.
        """
        start = self._raw_edge(span.start, left=True)
        end = start if span.length == 0 else self._raw_edge(span.end, left=False)
        return RawSpan(start, max(start, end))

    def to_clean(self, span: RawSpan) -> Span:
        """Where ``span`` of the transcript shows in the clean text; empty if it was removed.

        What was inserted at either end of the span counts to it, so that
        ``to_clean(to_raw(s))`` always covers ``s``.
        """
        return Span(self._clean_edge(span.start, left=True), self._clean_edge(span.end, left=False))

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [correction.span.start for correction in self._effective]

    @cached_property
    def _raw_ends(self) -> list[int]:
        return [correction.span.end for correction in self._effective]

    def _raw_edge(self, at: int, *, left: bool) -> int:
        index = bisect_right(self._clean_starts, at if left else at - 1) - 1
        if index < 0:
            return at
        correction, begin = self._effective[index], self._clean_starts[index]
        past = at - begin - len(correction.after)
        if past < 0 or (not left and past == 0):
            return correction.span.start if left else correction.span.end
        return correction.span.end + past

    def _clean_edge(self, at: int, *, left: bool) -> int:
        """Where the raw position ``at`` lies; widened where it lies inside a replacement.

        Corrections are disjoint and in order, so starts and ends are sorted: of those that begin
        before ``at``, and of those that end at it or before, only the last can hold it.
        """
        behind = bisect_left(self._raw_starts, at) if left else bisect_right(self._raw_ends, at)
        inside = behind - 1 if left else behind
        if 0 <= inside < len(self._effective):
            correction, begin = self._effective[inside], self._clean_starts[inside]
            if correction.span.start < at < correction.span.end:
                return begin if left else begin + len(correction.after)
        if behind == 0:
            return at
        correction = self._effective[behind - 1]
        end = self._clean_starts[behind - 1] + len(correction.after)
        return end + at - correction.span.end


def undo(text: str, corrections: tuple[Correction, ...]) -> str:
    """Take every effective correction back out of a clean ``text``: the raw text, byte for byte."""
    parts: list[str] = []
    at = shift = 0
    for correction in (c for c in corrections if c.effective):
        begin = correction.span.start + shift
        parts += (text[at:begin], correction.before)
        at = begin + len(correction.after)
        shift += len(correction.after) - correction.span.length
    return "".join((*parts, text[at:]))
