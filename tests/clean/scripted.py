"""A reviewer who never tires: hundreds of decisions on one reading, judged on another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from rapidfuzz.distance import Levenshtein

from hongtou.clean.anchors import Ground, squeezed
from hongtou.clean.spots import core_of
from hongtou.model import CleanText, Decision, RawSpan, Verdict

AT = "2021-06-01T08:00:00+00:00"
BESIDE = 12  # characters on either side by which a place is recognised
ALIKE = 0.5


@dataclass(frozen=True)
class Judged:
    """What became of decisions: numbers, and what to look at."""

    made: int
    fulfilled: int
    conflicts: int
    superseded: int
    lost: int
    misplaced: int

    @property
    def replayed(self) -> int:
        return self.made + self.fulfilled

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))


def scripted(text: CleanText, truth: str, *, most: int, seed: int) -> list[Decision]:
    """Decisions on whatever changes words, on what was misread, and on places taken by chance.

    Args:
        text: A reading as the rules left it.
        truth: What was printed.
        most: How many decisions at most.
        seed: Of the chance.
    """
    ground, random = Ground(text.transcript), Random(seed)
    taken: list[Decision] = []
    used: list[tuple[int, int]] = []
    candidates = [
        *_on_ledger(text, random),
        *_on_errors(ground, truth),
        *_by_chance(ground, random),
    ]
    for number, (span, verdict, words) in enumerate(candidates):
        first, last = ground.bounds(span)
        if len(taken) < most and not any(first <= b and a <= last for a, b in used):
            used.append((first, last))
            taken.append(Decision(
                f"{seed}-{number}", text.transcript.source.sha256, verdict, "scripted",
                ground.anchor(span), words, "李某", "", AT,
            ))  # fmt: skip
    return taken


Candidate = tuple[RawSpan, Verdict, str]


def _on_ledger(text: CleanText, random: Random) -> Iterator[Candidate]:
    """Proposals and corrections of characters, accepted and rejected by chance."""
    for line in text.corrections:
        if squeezed(line.before) and squeezed(line.before) != squeezed(line.after):
            span, reading = core_of(text.transcript, line)
            yield span, random.choice(("accept", "reject")), reading


def _on_errors(ground: Ground, truth: str) -> Iterator[Candidate]:
    """What was misread, as the paper has it."""
    for op in Levenshtein.opcodes(ground.text, truth):
        if op.tag == "replace" and op.src_end - op.src_start <= 3 >= op.dest_end - op.dest_start:
            span = ground.raw(op.src_start, op.src_end)
            yield span, "edit", truth[op.dest_start : op.dest_end]


def _by_chance(ground: Ground, random: Random) -> Iterator[Candidate]:
    """Words that nobody printed, so that they can be found again: ``〖17〗``."""
    for number in range(10 * len(ground.text) // 12):
        first = random.randrange(len(ground.text))
        last = min(len(ground.text), first + random.choice((1, 1, 1, 2, 3, 6)))
        yield ground.raw(first, last), "edit", f"〖{number}〗"


def judge(decisions: Sequence[Decision], text: CleanText) -> Judged:
    """How decisions on one reading fared on another one."""
    told = {outcome.decision_id: outcome for outcome in text.outcomes}
    kinds = Counter(told[d.decision_id].kind for d in decisions if d.decision_id in told)
    misplaced = sum(
        not _in_place(d, text) for d in decisions
        if d.decision_id in told and told[d.decision_id].kind in ("made", "fulfilled")
    )  # fmt: skip
    return Judged(
        kinds["made"], kinds["fulfilled"], kinds["conflict"], kinds["superseded"],
        sum(d.decision_id not in told for d in decisions), misplaced,
    )  # fmt: skip


def _in_place(decision: Decision, text: CleanText) -> bool:
    """Whether what surrounds a decision now is what surrounded it then."""
    outcome = next(o for o in text.outcomes if o.decision_id == decision.decision_id)
    if outcome.span is None:
        return False
    now, then = Ground(text.transcript).anchor(outcome.span), decision.anchor
    if now.page != then.page:
        return False
    pairs = (
        (now.before[-BESIDE:], then.before[-BESIDE:]), (now.after[:BESIDE], then.after[:BESIDE]),
    )  # fmt: skip
    alike = sum(Levenshtein.normalized_similarity(*pair) for pair in pairs) / 2
    marked = decision.replacement or ""
    return alike >= ALIKE and (not marked.startswith("〖") or text.text.count(marked) == 1)
