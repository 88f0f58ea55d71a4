"""What reviewers decided, made again on whatever the rules have left of a file.

The last word of the room: each decision finds its place by content and has its effect on the
ledger. What fits nowhere, in two places, or not to what is read there now, is a conflict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.clean.anchors import Ground, Misfit, Spot, squeezed
from hongtou.clean.ledger import edited, with_state
from hongtou.clean.spots import (
    changes_words,
    core_in,
    cut_at,
    effective_at,
    lies_in,
    say_same,
    shown_at,
)
from hongtou.model import (
    CleanText,
    Correction,
    Decision,
    Evidence,
    Outcome,
    OutcomeKind,
    RawSpan,
)

__all__ = ["replay"]

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


def replay(text: CleanText, decisions: Sequence[Decision]) -> CleanText:
    """The text with every decision made that fits, and what came of each in ``outcomes``.

    The result depends on the set of decisions, not on their order: where two are about the same
    place, the one that was taken later wins. Once made, they change nothing when made again.
    """
    if not decisions:
        return text
    ground = Ground(text.transcript, tuple(decision.anchor for decision in decisions))
    outcomes, placed = list[Outcome](), list[_Placed]()
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
    return say_same(ground, one, later.reading, two, earlier.reading)


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
            cut_at(text, spot), _stretch(spot, reading), decision.replacement or "",
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
        lines = [c for c in effective_at(text, spot) if not changes_words(c)]
        return shown_at(text, spot, lines) == placed.decision.replacement
    text = cut_at(text, spot)
    return squeezed(shown_at(text, spot, effective_at(text, spot))) == placed.reading


def _lines_at(
    ground: Ground, text: CleanText, placed: _Placed
) -> tuple[CleanText, list[Correction]]:
    """The lines in effect that a decision is about; one that says more is cut before."""
    spot = placed.spot
    lines = [c for c in effective_at(text, spot) if changes_words(c) != placed.of_layout]
    if placed.of_layout or _all_inside(ground, lines, spot):
        return text, lines
    text = cut_at(text, spot)
    return text, [c for c in effective_at(text, spot) if changes_words(c)]


def _all_inside(ground: Ground, lines: Iterable[Correction], spot: Spot) -> bool:
    return all(lies_in(ground, line, spot) for line in lines)


def _answered(ground: Ground, text: CleanText, placed: _Placed) -> CleanText:
    """The text without open proposals for a place of which a reviewer has said how it reads."""
    said = _evidence(placed.decision)
    for line in text.corrections:
        if line.state == "proposed" and placed.reading and lies_in(ground, line, placed.spot):
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


def _proposes(ground: Ground, line: Correction, placed: _Placed) -> bool:
    """Whether a line says of a place what a decision says of it."""
    if placed.of_layout:
        span, spot = line.span, placed.spot.span
        inside = spot.start <= span.start and span.end <= spot.end
        return inside and line.after == placed.decision.replacement
    first, last, reading = core_in(ground, line)
    if not (changes_words(line) and placed.reading is not None):
        return False
    return say_same(ground, placed.spot, placed.reading, Spot(first, last, line.span, ""), reading)
