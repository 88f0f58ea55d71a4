"""A text under repair that remembers, for each of its characters, the raw characters behind it.

Rules see the text as it stands and return edits in its positions; the draft turns each edit into
corrections in raw positions when it is made. Nothing is reconstructed afterwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from hongtou.model import Correction, CorrectionState, Evidence, RawSpan


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
        self._at: list[int] = list(range(len(raw)))  # raw position of each untouched character
        self._owner: list[int] = [_UNTOUCHED] * len(raw)  # ledger key of each produced character
        self._ledger: dict[int, Correction] = {}
        self._next_key = 0
        self._proposals: list[Correction] = []

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the edits, which must be sorted and disjoint.

        Raises:
            ValueError: If an edit overlaps the one before it.
        """
        batch: list[Edit] = []
        shift = done = 0
        for edit in edits:
            if edit.state == "proposed":
                self._proposals.append(self._proposal(_moved(edit, shift)))
                continue
            if edit.start < done:
                raise ValueError(f"rule {edit.rule} edits position {edit.start} twice")
            done = edit.end
            if self._cuts_production(edit, shift):
                shift += self._commit(batch)
                batch = []
                moved = _moved(edit, shift)
                shift += self._commit([self._widened(moved)])
            else:
                batch.append(_moved(edit, shift))
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

    def _proposal(self, edit: Edit) -> Correction:
        span = self.raw_span(edit.start, edit.end)
        return Correction(
            span, span.of(self.raw), edit.after, edit.rule, edit.reason, edit.state,
            edit.confidence, edit.evidence,
        )  # fmt: skip

    def _commit(self, edits: list[Edit]) -> int:
        """Make edits that cover whole productions only; return how much longer the text is."""
        parts: list[str] = []
        at: list[int] = []
        owner: list[int] = []
        done = 0
        for edit in edits:
            parts += (self.text[done : edit.start], edit.after)
            at += self._at[done : edit.start]
            owner += self._owner[done : edit.start]
            key = self._record(edit)
            at += [_UNTOUCHED] * len(edit.after)
            owner += [key] * len(edit.after)
            done = edit.end
        before = len(self.text)
        parts.append(self.text[done:])
        at += self._at[done:]
        owner += self._owner[done:]
        self.text, self._at, self._owner = "".join(parts), at, owner
        return len(self.text) - before

    def _record(self, edit: Edit) -> int:
        """Write the edit into the ledger: its words at the first raw piece, the rest deleted."""
        pieces = self._raw_pieces(edit.start, edit.end)
        if not pieces:
            point = self._insertion_point(edit.start)
            pieces = [(RawSpan(point, point), "")]
        keys = []
        for n, (span, earlier) in enumerate(pieces):
            rule = f"{earlier}+{edit.rule}" if earlier and earlier != edit.rule else edit.rule
            after = "" if n else edit.after
            self._ledger[self._next_key] = Correction(
                span, span.of(self.raw), after, rule, edit.reason, edit.state, edit.confidence,
                edit.evidence,
            )  # fmt: skip
            keys.append(self._next_key)
            self._next_key += 1
        return keys[0]

    def _raw_pieces(self, start: int, end: int) -> list[tuple[RawSpan, str]]:
        """Raw ranges behind ``start:end``, with the rule that had changed each before, if any.

        Gaps that were deleted earlier stay what they are. Ledger lines of productions inside the
        range are taken out: the caller writes new ones for them.
        """
        pieces: list[tuple[RawSpan, str]] = []
        for index in range(start, end):
            key, position = self._owner[index], self._at[index]
            if key == _UNTOUCHED:
                if pieces and not pieces[-1][1] and pieces[-1][0].end == position:
                    pieces[-1] = (RawSpan(pieces[-1][0].start, position + 1), "")
                else:
                    pieces.append((RawSpan(position, position + 1), ""))
            elif key in self._ledger:
                earlier = self._ledger.pop(key)
                pieces.append((earlier.span, earlier.rule))
        return pieces

    def _cuts_production(self, edit: Edit, shift: int) -> bool:
        """Whether the edit touches a part, but not the whole, of what an earlier rule produced."""
        start, end = edit.start, edit.end
        # Positions of this batch's arrays lag behind by ``shift`` only after a commit.
        start, end = start + shift, end + shift
        owners = self._owner
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


def _moved(edit: Edit, by: int) -> Edit:
    return replace(edit, start=edit.start + by, end=edit.end + by) if by else edit
