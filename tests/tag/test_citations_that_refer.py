"""Short names and words that point back: what they stand for, and what only looks like them."""

import pytest

from hongtou.model import Citation, Value
from hongtou.notation.document_numbers import read_document_number
from hongtou.tag.citing.citations import find_citations
from tests.support import outline_of


def _cited(text: str, own: str | None = None, title: str | None = None) -> tuple[Citation, ...]:
    outline = outline_of(text)
    number = read_document_number(own) if own else None
    value = Value(title, outline.document.span) if title else None
    return find_citations(outline, own_number=number, title=value)


def _referring(text: str) -> list[tuple[str, str | None, str | None, int | None]]:
    """Quote, title, provision and antecedent of those that have no name of their own."""
    return [
        (c.span.of(text), c.title, c.provision, c.antecedent)
        for c in _cited(text)
        if c.named_by in ("short-name", "anaphor")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲条例》（以下简称《条例》）。\n《条例》第三条规定。",
         [("《条例》第三条", "甲条例", "第三条", 0)]),
        ("《甲办法》（银发〔2001〕1号，简称“试点办法”）。\n按照试点办法和“试点办法”第二条。",
         [("试点办法", "甲办法", None, 0), ("“试点办法”第二条", "甲办法", "第二条", 0)]),
        ("《甲办法》（以下称办法）。\n办法第二条，另想办法。",
         [("办法第二条", "甲办法", "第二条", 0)]),
        ("《某通知》（银发〔2015〕392号，以下简称392号文）。\n按照392号文办理。",
         [("392号文", "某通知", None, 0)]),
        ("《甲办法》（以下简称《办法》）。《乙办法》（以下简称《办法》）。\n《办法》第二条。",
         [("《办法》第二条", "乙办法", "第二条", 1)]),
        ("《甲办法》和《乙规定》（以下统称《制度》）。\n《制度》要求。",
         [("《制度》", "甲办法", None, 0), ("《制度》", "乙规定", None, 1)]),
        ("《甲办法》，以下简称《办法》。\n《办法》要求。", [("《办法》", "甲办法", None, 0)]),
    ],
)  # fmt: skip
def test_short_name(text: str, expected: list[tuple[str, str, str | None, int]]) -> None:
    assert _referring(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《办法》第三条。\n《甲办法》（以下简称《办法》）。",  # used before it is defined
        "中国人民银行（以下简称人民银行）发布《甲办法》。\n人民银行负责。",
        "《甲规划》确定的试点机构（以下简称试点办法）。\n试点办法。",  # behind something else
        "《甲办法》（以下简称试点办法）。\n账户试点办法。",  # a part of another name
        "填写《账户申请表》（以下简称《申请》）。\n《申请》一式两份。",  # of a form
        "《甲通知》（以下简称通知）。\n现通知如下，书面通知客户。",  # an everyday word
    ],
)
def test_what_is_no_short_name(text: str) -> None:
    assert _referring(text) == []


def test_a_short_name_of_the_paper_itself_is_no_citation() -> None:
    text = "本行发布了《甲办法》（银发〔2001〕1号，以下简称《办法》）。\n《办法》第三条。"
    assert _cited(text, own="银发〔2001〕1号") == ()


def test_amending_by_short_name() -> None:
    text = "现对《甲办法》（以下简称《办法》）作如下修改：\n将《办法》第六条修改为：“无”"
    assert [(c.relation, c.provision) for c in _cited(text)] == [
        ("amends", None), ("amends", "第六条"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲通知》（银发〔2001〕1号）已执行五年。\n上述通知同时废止。",
         [("上述通知", "甲通知", None, 0)]),
        ("根据《甲办法》和《乙规定》。\n前述办法第三条除外。",
         [("前述办法第三条", "甲办法", "第三条", 0)]),
        ("按照中国人民银行公告〔2003〕第6号。\n该公告第二条。",
         [("该公告第二条", None, "第二条", 0)]),
        ("《甲规定》第一条。\n违反上述规定第二条的。",
         [("上述规定第二条", "甲规定", "第二条", 0)]),
    ],
)  # fmt: skip
def test_anaphor(text: str, expected: list[tuple[str, str, str | None, int]]) -> None:
    assert _referring(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《甲通知》。\n请及时将该通知转发至辖区内各机构。",  # the paper itself
        "《甲通知》和《乙通知》。\n上述通知同时废止。",  # which of them?
        "《甲规定》。\n违反上述规定的，予以处罚。",  # what was said
        "《甲通知》。\n机构应该通知客户，上述通知存款除外。",
        "《甲办法》。\n上述通知同时废止。",  # no such paper
        "按照本通知执行。该通知自发布之日起施行。",
        "《甲通知》。\n" + "各机构要做好工作。" * 60 + "上述通知同时废止。",  # too far
    ],
)
def test_what_points_nowhere(text: str) -> None:
    assert _referring(text) == []
