"""What people call the rules of the ledger."""

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
