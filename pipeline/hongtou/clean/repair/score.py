"""One probability from all that speaks for a reading and against it."""

import math
from collections.abc import Iterable, Sequence

from hongtou.clean.draft import Edit
from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.guards import allows
from hongtou.clean.repair.names import is_name
from hongtou.clean.repair.weights import weights
from hongtou.model import CorrectionState, Evidence


def probability(evidence: Iterable[Evidence]) -> float:
    """The probability that summed log odds stand for: evidence of 0 nats gives one half."""
    odds = sum(item.weight for item in evidence)
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


def judge(scene: Scene, candidates: Iterable[Candidate]) -> list[Edit]:
    """The likeliest reading of each place in doubt, sorted and disjoint; the rest is dropped.

    A reading is applied where its probability is high and the guards allow it, proposed where it
    is likelier than not.
    """
    weighed = [(probability(c.evidence), c) for c in merged(candidates) if not is_name(scene, c)]
    weighed.sort(key=lambda item: (-item[0], item[1].start, item[1].end, item[1].after))
    kept: list[tuple[float, Candidate]] = []
    for confidence, candidate in weighed:
        if confidence >= weights()["proposed"] and not any(
            _clash(candidate, other) for _, other in kept
        ):
            kept.append((confidence, candidate))
    kept.sort(key=lambda item: (item[1].start, item[1].end))
    return [_edit(scene, candidate, confidence) for confidence, candidate in kept]


def merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates for one place and reading as one: what several finders know counts together."""
    found: dict[tuple[int, int, str], Candidate] = {}
    for candidate in candidates:
        key = candidate.start, candidate.end, candidate.after
        known = found.get(key)
        if known is None:
            found[key] = candidate
        else:
            found[key] = known.with_evidence(*_new(known.evidence, candidate.evidence))
    return list(found.values())


def _new(known: Sequence[Evidence], more: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(item for item in more if item not in known)


def _clash(one: Candidate, other: Candidate) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _edit(scene: Scene, candidate: Candidate, confidence: float) -> Edit:
    sure = confidence >= weights()["applied"] and allows(scene, candidate)
    state: CorrectionState = "applied" if sure else "proposed"
    return Edit(
        candidate.start, candidate.end, candidate.after, candidate.rule, candidate.reason, state,
        confidence, candidate.evidence,
    )  # fmt: skip
