"""Verdicts of a comparison and what they add up to: precision, recall, F1 a field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hongtou.score.normal import same_text

__all__ = ["Check", "Ledger", "Report", "Score", "Verdict", "compare_list", "compare_value"]

# hit: right. miss: in the truth only. surplus: found only. wrong: found, but not as in the truth,
# which counts against precision and recall alike.
Verdict = Literal["hit", "miss", "surplus", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what was expected of a field, and what was found."""

    field: str
    verdict: Verdict
    expected: str
    found: str
    file: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A field's counts; ``precision`` and the others are ``None`` where nothing was to be found."""

    field: str
    hits: int
    misses: int
    surplus: int
    wrong: int

    @property
    def expected(self) -> int:
        """How many the truth holds."""
        return self.hits + self.misses + self.wrong

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right."""
        found = self.hits + self.surplus + self.wrong
        return self.hits / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of the truth that was found."""
        return self.hits / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        total = 2 * self.hits + self.misses + self.surplus + 2 * self.wrong
        return 2 * self.hits / total if total else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of the misreadings that the truth lists: reported, not scored."""

    certain_applied: int = 0
    certain_proposed: int = 0
    certain_open: int = 0
    doubtful_applied: int = 0
    doubtful_proposed: int = 0
    doubtful_open: int = 0
    damaged_reported: int = 0
    damaged_silent: int = 0


@dataclass(frozen=True)
class Report:
    """All verdicts against one gold file."""

    checks: tuple[Check, ...]
    missing_files: tuple[str, ...] = ()  # named in the truth, not held
    not_scored: tuple[str, ...] = ()  # keys of the truth that this version does not know
    ledger: Ledger | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def scores(self) -> tuple[Score, ...]:
        """One score a field in order of first comparison, its slots (``.unit``) behind it."""
        seen = dict.fromkeys(check.field for check in self.checks)
        wholes = dict.fromkeys(name.partition(".")[0] for name in seen)
        names = [n for whole in wholes for n in seen if n.partition(".")[0] == whole]
        return tuple(score_of(name, [c for c in self.checks if c.field == name]) for name in names)

    @property
    def total(self) -> Score:
        """All fields together; slots (``quantities.unit``) are left to their whole."""
        return score_of("total", [c for c in self.checks if "." not in c.field])

    @property
    def misses(self) -> tuple[Check, ...]:
        """Everything that is not a hit."""
        return tuple(check for check in self.checks if check.verdict != "hit")


def score_of(name: str, checks: Sequence[Check]) -> Score:
    """Add verdicts up."""
    verdicts = [check.verdict for check in checks]
    return Score(
        name,
        verdicts.count("hit"),
        verdicts.count("miss"),
        verdicts.count("surplus"),
        verdicts.count("wrong"),
    )


def compare_value(
    name: str, expected: object, found: object, *, equal: bool | None = None
) -> Iterable[Check]:
    """One value against the truth; nothing is said where both are silent."""
    if expected is None and found is None:
        return
    right = same_text(expected, found) if equal is None else equal
    verdict: Verdict = "hit" if right else "wrong"
    if expected is None:
        verdict = "surplus"
    elif found is None:
        verdict = "miss"
    yield Check(name, verdict, shown(expected), shown(found))


def compare_list(
    name: str,
    expected: Sequence[str],
    found: Sequence[tuple[str, ...]],
    *,
    some_only: bool = False,
) -> Iterable[Check]:
    """A list against the truth, in order; each found entry has several equal spellings.

    An entry at the wrong rank counts as missed and as surplus. ``some_only``: the truth names only
    some entries, so that others are no fault and order does not matter.
    """
    if some_only:
        for wanted in expected:
            held = any(same_text(wanted, spelling) for entry in found for spelling in entry)
            yield Check(name, "hit" if held else "miss", wanted, wanted if held else "")
        return
    pairs = _in_order(expected, found)
    for at, wanted in enumerate(expected):
        verdict: Verdict = "hit" if at in pairs else "miss"
        yield Check(name, verdict, wanted, wanted if at in pairs else "")
    for at, entry in enumerate(found):
        if at not in pairs.values():
            yield Check(name, "surplus", "", entry[0])


def _in_order(expected: Sequence[str], found: Sequence[tuple[str, ...]]) -> dict[int, int]:
    """The longest common subsequence: position in the truth -> position in what was found."""
    rows, columns = len(expected), len(found)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            equal = any(same_text(expected[i], spelling) for spelling in found[j])
            best[i][j] = best[i + 1][j + 1] + 1 if equal else max(best[i + 1][j], best[i][j + 1])
    pairs: dict[int, int] = {}
    i = j = 0
    while i < rows and j < columns:
        if any(same_text(expected[i], spelling) for spelling in found[j]):
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def shown(value: object) -> str:
    """A value in a list of misses."""
    return "" if value is None else str(value)
