"""Marks of words, and characters that were only misread."""

import pytest

from hongtou.query.differing.results import Clause
from hongtou.query.differing.wording import marks_of, misreadings


def clause(text: str) -> tuple[Clause, ...]:
    return (Clause(0, "d", "", None, text, 0, len(text)),)


@pytest.mark.parametrize(("parent", "child", "expected"), [
    ("不得超过10万元。", "不得超过5万元。",
     [("equal", "不得超过"), ("delete", "10"), ("insert", "5"), ("equal", "万元。")]),
    ("利率1.5%以内", "利率2.5%以内",  # a number is one word
     [("equal", "利率"), ("delete", "1.5%"), ("insert", "2.5%"), ("equal", "以内")]),
    ("按季报送，抄送", "按季报送,抄送", [("equal", "按季报送,抄送")]),
    # No crumbs: one equal character between two changes is shown with them.
    ("各市支行", "各县中支", [("equal", "各"), ("delete", "市支行"), ("insert", "县中支")]),
    ("", "新增。", [("insert", "新增。")]), ("", "", []),
])  # fmt: skip
def test_marks(parent: str, child: str, expected: list[tuple[str, str]]) -> None:
    assert [(mark.kind, mark.text) for mark in marks_of(parent, child)] == expected


@pytest.mark.parametrize(("parent", "child"), [
    ("应当配置代理发行库的设备。", "应当配置代埋发行库的设备。"),
    ("向国库提交票据的实物凭证。", "向国库提变票据的实物凭证。"),
    ("做好各项金融服务工作。", "做好各项金融服务工作l。"),
])  # fmt: skip
def test_misread(parent: str, child: str) -> None:
    changes = misreadings(clause(parent), clause(child))
    assert changes and {(c.kind, c.direction) for c in changes} == {("misread", "same")}
    assert "疑似误读" in changes[0].reason


@pytest.mark.parametrize(("parent", "child"), [
    ("有关材料应当审核后归档。", "有关材料应当审查后归档。"),  # both are words
    ("不得超过10万元。", "不得超过70万元。"),  # a figure is never explained away
    ("各行应当办理。", "各行可以办理。"),
    ("各行应当办理并逐级汇报上级主管部门。", "各行应当办理。"),
])  # fmt: skip
def test_look_alike_of_a_misreading(parent: str, child: str) -> None:
    assert misreadings(clause(parent), clause(child)) == ()
