"""What reviewers decided, made again on whatever the rules have left of a file.

The last word of the room: each decision finds its place by content and has its effect on the
ledger. What fits nowhere, in two places, or not to what is read there now, is a conflict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from hongtou.clean.anchors import Ground, Misfit, Spot, shared, squeezed
from hongtou.clean.ledger import edited, with_state
from hongtou.model import (
    CleanText,
    Correction,
    Decision,
    Evidence,
    Outcome,
    OutcomeKind,
    RawSpan,
    Transcript,
)

__all__ = ["core_of", "replay"]

# Log odds of somebody who looked at the paper and errs once in a thousand.
SURE: Final = 6.9
VERDICTS: Final = {"accept": "确认", "edit": "改定", "reject": "驳回"}
# A mark that was missed belongs to what stands in front, a label to what stands behind.
MARKS: Final = frozenset("，。、；：！？）》”’〕…,.;:!?)")

Result = tuple[CleanText, OutcomeKind, str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A decision that has found its place."""

    decision: Decision
    spot: Spot
    reading: str | None  # its replacement without blanks

    @property
    def writes(self) -> bool:
        return self.decision.verdict != "reject" and self.reading is not None

    @property
    def of_layout(self) -> bool:
        """Whether only blanks and line breaks are at stake."""
        return not self.decision.anchor.quote and not self.reading


def core_of(transcript: Transcript, correction: Correction) -> tuple[RawSpan, str]:
    """What a correction changes, without what it leaves: ``捉升 -> 提升`` is ``捉 -> 提``.

    At least one character is kept where one was read, since a place between two characters is
    harder to find again. Of one that changes blanks only, all is kept.
    """
    if not _changes_words(correction):
        trimmed = _trimmed(correction)
        return trimmed.span, trimmed.after
    ground = Ground(transcript)
    first, last, reading = _core(ground, correction)
    return ground.raw(first, last), reading


def replay(text: CleanText, decisions: Sequence[Decision]) -> CleanText:
    """The text with every decision made that fits, and what came of each in ``outcomes``.

    The result depends on the set of decisions, not on their order: where two are about the same
    place, the one that was taken later wins. Once made, they change nothing when made again.
    """
    if not decisions:
        return text
    ground, outcomes, placed = Ground(text.transcript), list[Outcome](), list[_Placed]()
    for decision in sorted(decisions, key=lambda d: (d.decided_at, d.decision_id), reverse=True):
        found = _located(ground, decision)
        if isinstance(found, Outcome):
            outcomes.append(found)
        elif any(_settles(ground, later, found) for later in placed):
            why = "同一处有更新的决定，以后者为准"
            outcomes.append(Outcome(decision.decision_id, "superseded", found.spot.span, why))
        else:
            placed.append(found)
    # Words first: a rejection concerns what the rules wrote, never what a reviewer did.
    for one in sorted(placed, key=lambda p: (not p.writes, p.spot.first, p.decision.decision_id)):
        text, kind, why = _made(ground, text, one)
        outcomes.append(Outcome(one.decision.decision_id, kind, one.spot.span, why))
    return replace(text, outcomes=tuple(sorted(outcomes, key=lambda o: o.decision_id)))


def _located(ground: Ground, decision: Decision) -> _Placed | Outcome:
    anchor, reading = decision.anchor, decision.replacement
    if reading is None and not anchor.before and not anchor.after:
        # A doubt about the whole file has no place in it.
        return Outcome(decision.decision_id, "made", None, "")
    spot = ground.find(anchor, *(() if reading is None else (reading,)))
    if isinstance(spot, Misfit):
        return Outcome(decision.decision_id, "conflict", None, spot.why)
    return _Placed(decision, spot, None if reading is None else squeezed(reading))


def _settles(ground: Ground, later: _Placed, earlier: _Placed) -> bool:
    """Whether the later of two decisions answers the question of the earlier one."""
    one, two = later.spot, earlier.spot
    same = (one.first, one.last) == (two.first, two.last)
    if later.reading is None or earlier.reading is None:
        return same and later.reading == earlier.reading and _subjects_equal(later, earlier)
    if later.of_layout != earlier.of_layout:
        return False
    if later.writes and earlier.writes:
        return same or (one.first < two.last and two.first < one.last)
    return _says(ground, one, later.reading, two, earlier.reading)


def _subjects_equal(one: _Placed, two: _Placed) -> bool:
    return one.decision.subject == two.decision.subject


def _made(ground: Ground, text: CleanText, placed: _Placed) -> Result:
    if placed.reading is None:
        return text, "made", ""
    if placed.writes:
        return _written(ground, text, placed)
    return _rejected(ground, text, placed)


def _written(ground: Ground, text: CleanText, placed: _Placed) -> Result:
    """The reviewer's reading stands in the text."""
    decision, spot, reading = placed.decision, placed.spot, placed.reading or ""
    said = _evidence(decision)
    if _shows(text, placed):
        text, lines = _lines_at(ground, text, placed)
        for line in lines:
            text = _with(text, line, "accepted", said)
        text = _answered(ground, text, placed)
        return text, "made" if lines else "fulfilled", "" if lines else "现在读出来就是这样"
    proposal = next((c for c in text.corrections if c.state == "proposed"
                     and _proposes(ground, c, placed)), None)  # fmt: skip
    if proposal is not None and spot.first < spot.last:
        made = _with(text, proposal, "accepted", said)
    else:
        made = edited(
            _parted(text, spot), _stretch(spot, reading), decision.replacement or "",
            rule=decision.subject, reason=said.note, evidence=(said,),
        )  # fmt: skip
    if not _shows(made, placed):
        return text, "conflict", "与此处其他改动重叠，写不进去"
    return _answered(ground, made, placed), "made", ""


def _rejected(ground: Ground, text: CleanText, placed: _Placed) -> Result:
    """What the rules wrote is taken back, and what they propose is not proposed again.

    Whoever rejects ``溃 -> 潢`` says that 溃 is on the paper.
    """
    said, before = _evidence(placed.decision), text
    parted, lines = _lines_at(ground, text, placed)
    if lines and _shows(text, placed):
        if any(line.state == "accepted" for line in lines):
            return before, "conflict", "另一个决定已确认此处的改动"
        if not placed.of_layout and not _all_inside(ground, lines, placed.spot):
            return before, "conflict", "规则的改动范围更大，无法只撤销这一处"
        text = parted
        for line in lines:
            text = _with(text, line, "rejected", said)
    if not placed.of_layout and _shows(text, placed):
        # Another recogniser reads by itself what was rejected; the paper is still the same one.
        quote = placed.decision.anchor.quote
        text = edited(
            text, _stretch(placed.spot, quote), quote, rule=placed.decision.subject,
            reason=said.note, evidence=(said,),
        )  # fmt: skip
        if _shows(text, placed):
            return before, "conflict", "现在读出来的正是当时驳回的写法"
    for line in text.corrections:
        if line.state == "proposed" and _proposes(ground, line, placed):
            text = _with(text, line, "rejected", said)
    return text, "made", ""


def _shows(text: CleanText, placed: _Placed) -> bool:
    """Whether a place shows the reading of the decision; blanks count in layout only."""
    spot = placed.spot
    if placed.of_layout:
        lines = [c for c in _effective(text, spot) if not _changes_words(c)]
        return _shown(text, spot, lines) == placed.decision.replacement
    text = _parted(text, spot)
    return squeezed(_shown(text, spot, _effective(text, spot))) == placed.reading


def _lines_at(
    ground: Ground, text: CleanText, placed: _Placed
) -> tuple[CleanText, list[Correction]]:
    """The lines in effect that a decision is about; one that says more is cut before."""
    spot = placed.spot
    lines = [c for c in _effective(text, spot) if _changes_words(c) != placed.of_layout]
    if placed.of_layout or _all_inside(ground, lines, spot):
        return text, lines
    text = _parted(text, spot)
    return text, [c for c in _effective(text, spot) if _changes_words(c)]


def _all_inside(ground: Ground, lines: Iterable[Correction], spot: Spot) -> bool:
    return all(_inside(ground, line, spot) for line in lines)


def _answered(ground: Ground, text: CleanText, placed: _Placed) -> CleanText:
    """The text without open proposals for a place of which a reviewer has said how it reads."""
    said = _evidence(placed.decision)
    for line in text.corrections:
        if line.state == "proposed" and placed.reading and _inside(ground, line, placed.spot):
            text = _with(text, line, "rejected", said)
    return text


def _with(text: CleanText, line: Correction, state: str, said: Evidence) -> CleanText:
    """The text with a line in another state and with the reviewer's word beside its evidence."""
    if line.state == state and said in line.evidence:
        return text
    told = replace(line, evidence=(*(e for e in line.evidence if e != said), said))
    lines = [told if other is line else other for other in text.corrections]
    held = replace(text, corrections=tuple(lines))
    return with_state(held, told, "accepted" if state == "accepted" else "rejected")


def _evidence(decision: Decision) -> Evidence:
    note = f"{decision.reviewer} {decision.decided_at[:10]} {VERDICTS[decision.verdict]}"
    weight = -SURE if decision.verdict == "reject" else SURE
    return Evidence("decision", weight, note + (f"：{decision.reason}" if decision.reason else ""))


def _stretch(spot: Spot, reading: str) -> RawSpan:
    """The raw characters to be written over; where nothing was read, a point between two."""
    if spot.first < spot.last or not reading:
        return spot.span
    at = spot.span.start if reading[0] in MARKS else spot.span.end
    return RawSpan(at, at)


def _effective(text: CleanText, spot: Spot) -> list[Correction]:
    """Corrections in effect at a place."""
    return [c for c in text.corrections if c.effective and _at(c.span, spot)]


def _at(span: RawSpan, spot: Spot) -> bool:
    """Whether a span shares characters with a place, or lies in it where it is between two."""
    start, end = spot.span.start, spot.span.end
    if spot.first == spot.last:
        return start <= span.start and span.end <= end
    return span.start < end and start < span.end


def _shown(text: CleanText, spot: Spot, lines: Iterable[Correction]) -> str:
    """How a place reads once these lines are made."""
    raw, at, parts = text.transcript.text, spot.span.start, list[str]()
    for line in lines:
        parts += (raw[at : max(at, line.span.start)], line.after)
        at = line.span.end
    return "".join((*parts, raw[at : spot.span.end]))


def _parted(text: CleanText, spot: Spot) -> CleanText:
    """The same text, in which a line that reaches beyond the place is cut at its edges.

    That can be done where it leaves what is beyond as it was read, ``容忍1度 -> 容忍度``, or where
    each character stands for one, ``[2021 -> 〔2021``.
    """
    edges = (spot.span.start, spot.span.end)
    cut: list[Correction] = []
    for line in text.corrections:
        crosses = any(line.span.start < edge < line.span.end for edge in edges)
        if crosses and line.effective and len(line.before) == len(line.after):
            cut += _pieces(line, edges)
        elif crosses and line.effective:
            cut.append(_trimmed(line))
        else:
            cut.append(line)
    ordered = sorted(cut, key=lambda c: (c.span, not c.effective))
    return replace(text, corrections=tuple(ordered))


def _pieces(line: Correction, edges: Iterable[int]) -> list[Correction]:
    start, end = line.span.start, line.span.end
    points = [start, *(edge for edge in edges if start < edge < end), end]
    found = []
    for low, high in pairwise(points):
        before, after = (words[low - start : high - start] for words in (line.before, line.after))
        if before != after:
            found.append(replace(line, span=RawSpan(low, high), before=before, after=after))
    return found


def _trimmed(line: Correction) -> Correction:
    """The line without what it leaves at its ends: ``服 务 -> 服务`` takes out a blank."""
    before, after = line.before, line.after
    head = shared(before, after)
    tail = shared(before[head:][::-1], after[head:][::-1])
    span = RawSpan(line.span.start + head, line.span.end - tail)
    before, after = (words[head : len(words) - tail] for words in (before, after))
    return replace(line, span=span, before=before, after=after)


def _changes_words(line: Correction) -> bool:
    return squeezed(line.before) != squeezed(line.after)


def _core(ground: Ground, line: Correction) -> tuple[int, int, str]:
    """The characters that a line changes, counted without blanks, and how they are to read."""
    first, last = ground.bounds(line.span)
    reading = squeezed(line.after)
    while last - first > 1 and reading and ground.text[last - 1] == reading[-1]:
        last, reading = last - 1, reading[:-1]
    while last - first > 1 and reading and ground.text[first] == reading[0]:
        first, reading = first + 1, reading[1:]
    return first, last, reading


def _inside(ground: Ground, line: Correction, spot: Spot) -> bool:
    first, last, _ = _core(ground, line)
    return spot.first <= first and last <= spot.last


def _proposes(ground: Ground, line: Correction, placed: _Placed) -> bool:
    """Whether a line says of a place what a decision says of it."""
    if placed.of_layout:
        span, spot = line.span, placed.spot.span
        inside = spot.start <= span.start and span.end <= spot.end
        return inside and line.after == placed.decision.replacement
    first, last, reading = _core(ground, line)
    if not (_changes_words(line) and placed.reading is not None):
        return False
    return _says(ground, placed.spot, placed.reading, Spot(first, last, line.span, ""), reading)


def _says(ground: Ground, one: Spot, reading: str, two: Spot, other: str) -> bool:
    """Whether two readings of overlapping places make the same text."""
    text = ground.text
    if one.first <= two.first and two.last <= one.last:
        return text[one.first : two.first] + other + text[two.last : one.last] == reading
    if two.first <= one.first and one.last <= two.last:
        return text[two.first : one.first] + reading + text[one.last : two.last] == other
    return False
