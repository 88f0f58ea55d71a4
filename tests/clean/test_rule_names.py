"""Every rule of the ledger has a Chinese name, and every name belongs to a rule."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from hongtou import clean
from hongtou.lexicon import (
    correction_rules,
    kind_of_rule,
    name_of_rule,
    read_table,
    rule_certainties,
)
from hongtou.model import EvidenceKind

ROOM = Path(clean.__file__).parent
# How rules are named in code: "label-dash". Findings have a dot and are none.
KEBAB = re.compile(r"[a-z]+(?:-[a-z]+)+")


def strings_in(folder: Path) -> dict[str, str]:
    """Strings of the code, with the module that writes them."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in docstrings:
                continue
            if isinstance(node.value, str):
                found[node.value] = path.name
    return found


def test_every_rule_has_a_name() -> None:
    weights = {row["name"] for row in read_table("repair_weights")}
    nameless = {
        rule: module
        for rule, module in strings_in(ROOM).items()
        if KEBAB.fullmatch(rule)
        and rule not in correction_rules()
        and rule not in weights
        and rule != "under-seal"
    }
    assert not nameless


def test_every_name_belongs_to_a_rule() -> None:
    assert set(correction_rules()) <= set(strings_in(ROOM.parent))


@pytest.mark.parametrize("rule", correction_rules().values(), ids=lambda rule: rule.rule)
def test_names_are_short_and_chinese(rule: object) -> None:
    name, effect = rule.name, rule.effect  # type: ignore[attr-defined]
    assert re.search("[\u4e00-\u9fff]", name)
    assert len(name) <= 8
    assert name_of_rule(rule.rule) == name  # type: ignore[attr-defined]
    assert len(effect) > len(name) - 2
    assert not effect.endswith("。")


@pytest.mark.parametrize(
    ("rule", "name", "kind"),
    [
        ("label-dash", "序号“一”", "words"),
        ("stray-space+line-wrap", "多余空格、折行", "layout"),
        ("line-wrap+full-width", "折行、全角字符", "form"),
        ("full-width+digit-letter", "全角字符、数字中的字母", "words"),
        ("my-own-rule", "my-own-rule", "words"),  # a caller's rule is shown and never hidden
    ],
)
def test_names_of_what_several_rules_did(rule: str, name: str, kind: str) -> None:
    assert (name_of_rule(rule), kind_of_rule(rule)) == (name, kind)


def test_names_are_told_apart() -> None:
    names = [rule.name for rule in correction_rules().values()]
    assert len(set(names)) == len(names)


def test_certainties_are_of_rules_and_kinds_that_exist() -> None:
    assert set(rule_certainties()) <= set(correction_rules())
    for certainty in rule_certainties().values():
        assert 0.5 < certainty.confidence < 1
        assert {kind for kind, _ in certainty.evidence} <= set(get_args(EvidenceKind))
        assert all(re.search("[\u4e00-\u9fff]", note) for _, note in certainty.evidence)
