"""What may have been printed at a place, and what is known of the place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hongtou.model import NO_KNOWLEDGE, Evidence, Knowledge, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading of ``start:end`` of the text: ``Candidate(2, 3, "思", "look-alike", …)``.

    ``start == end`` inserts, an empty ``after`` deletes. Its evidence is what the finder knows;
    ``judge`` adds what language and words say and makes one probability of all. Candidates of
    several finders for the same place and reading become one, with the evidence of all of them
    and the rule and reason of the first.
    """

    start: int
    end: int
    after: str
    rule: str  # kebab-case, as the ledger names it
    reason: str  # Chinese, for people
    evidence: tuple[Evidence, ...] = ()
    # At most a proposal whatever speaks for it: a lost passage, a word that nothing read.
    proposal_only: bool = False

    def with_evidence(self, *more: Evidence) -> "Candidate":
        """The same reading with ``more`` that speaks for it or against it."""
        return replace(self, evidence=(*self.evidence, *more))


@dataclass(frozen=True, slots=True)
class Scene:
    """A text under repair and what is known of its characters besides themselves.

    Positions are those of ``text``, one paragraph a line. Characters outside ``open`` were typed,
    not recognised: they are evidence and are never changed.
    """

    text: str
    open: tuple[Span, ...]  # sorted, disjoint: what may be doubted
    sealed: tuple[Span, ...] = ()  # sorted: what stands under a seal
    recognised: bool = False  # by a recogniser at hand; otherwise plain text of unknown origin
    readings: Mapping[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    knowledge: Knowledge = NO_KNOWLEDGE

    def is_open(self, start: int, end: int) -> bool:
        """Whether all of ``start:end`` may be doubted."""
        return any(span.start <= start and end <= span.end for span in self.open)

    def is_sealed(self, start: int, end: int) -> bool:
        """Whether some of ``start:end`` stands under a seal."""
        return any(span.start < max(end, start + 1) and start < span.end for span in self.sealed)


def whole(text: str, knowledge: Knowledge = NO_KNOWLEDGE) -> Scene:
    """A text of which nothing is known: all of it may be doubted."""
    return Scene(text, (Span(0, len(text)),), knowledge=knowledge)
