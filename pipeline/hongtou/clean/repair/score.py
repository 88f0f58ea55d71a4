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
    weighed = [(probability(c.evidence), c) for c in merged(candidates)]
    weighed.sort(key=lambda item: (-item[0], item[1].start, item[1].end, item[1].after))
    kept, taken = list[tuple[float, Candidate]](), _Taken()
    for confidence, candidate in weighed:
        if confidence < weights()["proposed"]:
            break
        if not is_name(scene, candidate) and taken.take(candidate):
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


class _Taken:
    """Places that a likelier reading holds: its characters, and for an insertion its two edges."""

    def __init__(self) -> None:
        self._characters: set[int] = set()
        self._edges: set[int] = set()  # of every reading
        self._points: set[int] = set()  # of insertions

    def take(self, candidate: Candidate) -> bool:
        """Take the place of a candidate; whether it was free."""
        start, end = candidate.start, candidate.end
        characters, edges = range(start, end), range(start, end + 1)
        if start == end:
            free = start not in self._edges
        else:
            free = self._characters.isdisjoint(characters) and self._points.isdisjoint(edges)
        if free:
            self._characters.update(characters)
            self._edges.update(edges)
            self._points.update((start,) if start == end else ())
        return free


def _edit(scene: Scene, candidate: Candidate, confidence: float) -> Edit:
    sure = confidence >= weights()["applied"] and allows(scene, candidate)
    state: CorrectionState = "applied" if sure else "proposed"
    return Edit(
        candidate.start, candidate.end, candidate.after, candidate.rule, candidate.reason, state,
        confidence, candidate.evidence,
    )  # fmt: skip
