"""What people call the rules of the ledger, and how sure those are that weigh nothing."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from hongtou.errors import LexiconError
from hongtou.lexicon.tables import read_table

CorrectionKind = Literal[
    "layout",  # what paper and tools added: line breaks, spaces, page numbers
    "form",  # another form of the same characters: widths, marks, brackets
    "words",  # characters that say something else
]


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """A rule of the ledger: ``("label-dash", "序号“一”", "words", "行首误作横线的…")``."""

    rule: str
    name: str
    kind: CorrectionKind
    effect: str  # what it does, a sentence


@lru_cache(maxsize=1)
def correction_rules() -> dict[str, CorrectionRule]:
    """Every rule that ``clean`` and reviewers write into the ledger, by its name in code.

    Raises:
        LexiconError: If a row has a kind that there is none of.
    """
    rules: dict[str, CorrectionRule] = {}
    for row in read_table("correction_rules"):
        if row["kind"] not in get_args(CorrectionKind):
            raise LexiconError(f"词表 correction_rules.csv：没有类别 {row['kind']!r}")
        kind: CorrectionKind = row["kind"]  # type: ignore[assignment]
        rules[row["rule"]] = CorrectionRule(row["rule"], row["name"], kind, row["effect"])
    return rules


def name_of_rule(rule: str) -> str:
    """What people call a rule; several that changed one place are joined: ``全角字符、文号括号``.

    A rule of the user's own keeps the name that it has in code.
    """
    rules = correction_rules()
    return "、".join(rules[r].name if r in rules else r for r in rule.split("+"))


def kind_of_rule(rule: str) -> CorrectionKind:
    """The weightiest kind of what a rule does: ``full-width+digit-letter`` changes words."""
    rules = correction_rules()
    kinds = {rules[r].kind if r in rules else "words" for r in rule.split("+")}
    order = get_args(CorrectionKind)
    return max(kinds, key=order.index)


@dataclass(frozen=True, slots=True)
class RuleCertainty:
    """How often a rule is right, and the kinds of evidence that it rests on, with a note each."""

    confidence: float
    evidence: tuple[tuple[str, str], ...]  # (("frame", "标题的固定格式"), ("shape", "字形相近"))

    @property
    def weight(self) -> float:
        """Nats of log odds that each of them carries, so that together they give the confidence."""
        return round(math.log(self.confidence / (1 - self.confidence)) / len(self.evidence), 2)


@lru_cache(maxsize=1)
def rule_certainties() -> dict[str, RuleCertainty]:
    """Rules that may err and say so alike each time; one that is not listed is certain."""
    found: dict[str, RuleCertainty] = {}
    for row in read_table("rule_certainty"):
        kinds = (part.partition("=") for part in row["evidence"].split("；"))
        evidence = tuple((kind, note) for kind, _, note in kinds)
        found[row["rule"]] = RuleCertainty(float(row["confidence"]), evidence)
    return found
