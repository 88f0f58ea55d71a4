"""A text under repair that remembers, for each of its characters, the raw characters behind it.

Rules see the text as it stands and return edits in its positions; the draft turns each edit into
corrections in raw positions when it is made. Nothing is reconstructed afterwards.
"""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from hongtou.lexicon import rule_certainties
from hongtou.model import Correction, CorrectionState, Evidence, EvidenceKind, RawSpan


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``start:end`` of the current text by ``after``; ``start == end`` inserts.

    One with the state ``proposed`` goes into the ledger and leaves the text as it is.
    """

    start: int
    end: int
    after: str
    rule: str
    reason: str
    state: CorrectionState = "applied"
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


Rule = Callable[[str], Iterable[Edit]]

_UNTOUCHED = -1


class Draft:
    """Raw text, current text and the ledger between them.

    Invariant: applying the ledger to the raw text gives the current text.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        # Of each character: its raw position if untouched, else the ledger key of its production.
        self._at = array("q", range(len(raw)))
        self._owner = array("q", [_UNTOUCHED]) * len(raw)
        self._ledger: dict[int, Correction] = {}
        self._next_key = 0
        self._proposals: list[Correction] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the edits, which must be sorted and disjoint; write down those that propose.

        Raises:
            ValueError: If an edit overlaps the one before it.
        """
        batch: list[Edit] = []
        done = tail = 0  # where the last edit ends, and what it was widened by behind that
        for edit in edits:
            wide = self._widened(edit) if self._cuts_production(edit) else edit
            if edit.state == "proposed":
                self._propose(wide)
                continue
            if edit.start < done:
                raise ValueError(f"rule {edit.rule} edits position {edit.start} twice")
            if batch and _meet(batch[-1], wide):
                wide = self._as_one(batch.pop(), tail, edit, wide)
            batch.append(wide)
            done, tail = edit.end, wide.end - edit.end
        if batch:
            self._commit(batch)

    def corrections(self) -> tuple[Correction, ...]:
        """The ledger, sorted by raw position; what a later rule took back is left out."""
        real = (c for c in self._ledger.values() if c.before != c.after)
        return tuple(sorted((*real, *self._proposals), key=lambda c: c.span))

    def raw_span(self, start: int, end: int) -> RawSpan:
        """The raw characters behind ``start:end`` of the current text, gaps between included."""
        pieces = [piece for at in range(start, end) if (piece := self._raw_piece(at)) is not None]
        if not pieces:
            point = self._insertion_point(start)
            return RawSpan(point, point)
        return RawSpan(min(p.start for p in pieces), max(p.end for p in pieces))

    def _raw_piece(self, index: int) -> RawSpan | None:
        key, position = self._owner[index], self._at[index]
        if key == _UNTOUCHED:
            return RawSpan(position, position + 1)
        return self._ledger[key].span

    def _propose(self, edit: Edit) -> None:
        span = self.raw_span(edit.start, edit.end)
        before = span.of(self.raw)
        if before != edit.after:
            self._proposals.append(_correction(span, before, edit.after, edit))

    def _as_one(self, before: Edit, tail: int, edit: Edit, wide: Edit) -> Edit:
        """Two edits of one production as one; the last ``tail`` characters of ``before`` stay.

        Args:
            before: The edit in front, widened.
            tail: By how much it was widened at its end.
            edit: The edit behind.
            wide: The same, widened.
        """
        end = max(before.end, wide.end)
        kept = self.text[before.end - tail : edit.start]
        head = before.after[: len(before.after) - tail]
        after = head + kept + edit.after + self.text[edit.end : end]
        return replace(
            edit, start=before.start, end=end, after=after, rule=_names(before.rule, edit.rule),
            confidence=min(before.confidence, edit.confidence),
            evidence=before.evidence + edit.evidence,
        )  # fmt: skip

    def _commit(self, edits: list[Edit]) -> None:
        """Make edits that cover whole productions only."""
        parts: list[str] = []
        at, owner = array("q"), array("q")
        done = 0
        for edit in edits:
            parts += (self.text[done : edit.start], edit.after)
            at += self._at[done : edit.start]
            owner += self._owner[done : edit.start]
            key = self._record(edit)
            at += array("q", [_UNTOUCHED]) * len(edit.after)
            owner += array("q", [key]) * len(edit.after)
            done = edit.end
        parts.append(self.text[done:])
        at += self._at[done:]
        owner += self._owner[done:]
        self.text, self._at, self._owner = "".join(parts), at, owner

    def _record(self, edit: Edit) -> int:
        """Write the edit into the ledger: its words at the first raw piece, the rest deleted."""
        pieces = self._raw_pieces(edit.start, edit.end)
        if not pieces:
            point = self._insertion_point(edit.start)
            pieces = [(RawSpan(point, point), None)]
        first = self._next_key
        for span, earlier in pieces:
            after = edit.after if self._next_key == first else ""
            line = _correction(span, span.of(self.raw), after, edit)
            self._ledger[self._next_key] = line if earlier is None else _after(earlier, line)
            self._next_key += 1
        return first

    def _raw_pieces(self, start: int, end: int) -> list[tuple[RawSpan, Correction | None]]:
        """Raw ranges behind ``start:end``, with the correction that each had before, if any.

        Gaps that were deleted earlier stay what they are. Ledger lines of productions inside the
        range are taken out: the caller writes new ones for them.
        """
        pieces: list[tuple[RawSpan, Correction | None]] = []
        for index in range(start, end):
            key, position = self._owner[index], self._at[index]
            if key == _UNTOUCHED:
                if pieces and pieces[-1][1] is None and pieces[-1][0].end == position:
                    pieces[-1] = (RawSpan(pieces[-1][0].start, position + 1), None)
                else:
                    pieces.append((RawSpan(position, position + 1), None))
            elif key in self._ledger:
                earlier = self._ledger.pop(key)
                pieces.append((earlier.span, earlier))
        return pieces

    def _cuts_production(self, edit: Edit) -> bool:
        """Whether the edit touches a part, but not the whole, of what an earlier rule produced."""
        start, end, owners = edit.start, edit.end, self._owner
        left = owners[start - 1] if 0 < start <= len(owners) else _UNTOUCHED
        right = owners[end] if end < len(owners) else _UNTOUCHED
        if start == end:
            at_insertion = any(
                key != _UNTOUCHED and self._ledger[key].span.length == 0 for key in (left, right)
            )
            return at_insertion or (left != _UNTOUCHED and left == right)
        first, last = owners[start], owners[end - 1]
        return (first != _UNTOUCHED and first == left) or (last != _UNTOUCHED and last == right)

    def _widened(self, edit: Edit) -> Edit:
        """The same edit, extended over the whole of the productions that it touches."""
        first, last = edit.start, edit.end
        owners = self._owner
        if first == last:
            keys = {owners[i] for i in (first - 1, first) if 0 <= i < len(owners)}
        else:
            keys = {owners[first], owners[last - 1]}
        keys.discard(_UNTOUCHED)
        while first > 0 and owners[first - 1] in keys:
            first -= 1
        while last < len(owners) and owners[last] in keys:
            last += 1
        after = self.text[first : edit.start] + edit.after + self.text[edit.end : last]
        return replace(edit, start=first, end=last, after=after)

    def _insertion_point(self, index: int) -> int:
        if index >= len(self._at):
            return len(self.raw)
        key = self._owner[index]
        return self._at[index] if key == _UNTOUCHED else self._ledger[key].span.start


def _meet(one: Edit, two: Edit) -> bool:
    """Whether two edits have characters in common, or insert at one place."""
    return two.start < one.end or one.start == one.end == two.start == two.end


def _correction(span: RawSpan, before: str, after: str, edit: Edit) -> Correction:
    """The line that an edit writes; if its rule weighs nothing, as sure as the rule usually is."""
    confidence, evidence = edit.confidence, edit.evidence
    usual = rule_certainties().get(edit.rule)
    if usual is not None and confidence == 1 and not evidence:
        confidence, evidence = usual.confidence, _usual_evidence(edit.rule)
    return Correction(span, before, after, edit.rule, edit.reason, edit.state, confidence, evidence)


@lru_cache
def _usual_evidence(rule: str) -> tuple[Evidence, ...]:
    usual = rule_certainties()[rule]
    return tuple(
        Evidence(cast(EvidenceKind, kind), usual.weight, note) for kind, note in usual.evidence
    )


def _after(earlier: Correction, line: Correction) -> Correction:
    """The line that goes on from an earlier one: both rules speak, the less certain one counts."""
    return replace(
        line, rule=_names(earlier.rule, line.rule),
        confidence=min(earlier.confidence, line.confidence),
        evidence=earlier.evidence + line.evidence,
    )  # fmt: skip


def _names(earlier: str, rule: str) -> str:
    """Names of rules that changed the same characters, each once: ``full-width+digit-letter``."""
    return earlier if rule in earlier.split("+") else f"{earlier}+{rule}"
