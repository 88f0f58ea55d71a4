"""Automatic numbering as paper shows it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.read.office.number_formats import write_ordinal
from tests.read.office.word import level, lines_of_body, lists, numbered, p


def wide(number: int) -> str:
    """In full-width figures."""
    return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", ["1", "2", "10", "11", "21", "110"]),
        ("decimalFullWidth", [wide(n) for n in (1, 2, 10, 11, 21, 110)]),
        ("decimalZero", ["01", "02", "10", "11", "21", "110"]),
        ("chineseCounting", ["一", "二", "十", "十一", "二十一", "一百一十"]),
        ("chineseCountingThousand", ["一", "二", "十", "十一", "二十一", "一百一十"]),
        ("japaneseCounting", ["一", "二", "十", "十一", "二十一", "一百一十"]),
        ("taiwaneseCountingThousand", ["一", "二", "十", "十一", "二十一", "一百一十"]),
        ("ideographDigital", ["一", "二", "一〇", "一一", "二一", "一一〇"]),
        ("chineseLegalSimplified", ["壹", "贰", "拾", "拾壹", "贰拾壹", "壹佰壹拾"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "⑪", "㉑", "110"]),
        ("decimalEnclosedCircleChinese", ["①", "②", "⑩", "⑪", "㉑", "110"]),
        ("decimalEnclosedParen", ["⑴", "⑵", "⑽", "⑾", "21", "110"]),
        ("upperRoman", ["I", "II", "X", "XI", "XXI", "CX"]),
        ("lowerRoman", ["i", "ii", "x", "xi", "xxi", "cx"]),
        ("upperLetter", ["A", "B", "J", "K", "U", "FFFFF"]),
        ("lowerLetter", ["a", "b", "j", "k", "u", "fffff"]),
        ("ideographTraditional", ["甲", "乙", "癸", "11", "21", "110"]),
        ("none", [""] * 6),
        ("some format of 2040", ["1", "2", "10", "11", "21", "110"]),
    ],
)
def test_formats(number_format: str, expected: list[str]) -> None:
    assert [write_ordinal(n, number_format) for n in (1, 2, 10, 11, 21, 110)] == expected


@given(st.integers(-(10**20), 10**20), st.text(max_size=20) | st.sampled_from(["chineseCounting"]))
def test_any_number_can_be_written(number: int, number_format: str) -> None:
    assert len(write_ordinal(number, number_format)) < 30


NOTICE = lists(
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "（%4）")
    + level(4, "decimalEnclosedCircle", "%5")
)


def test_the_levels_of_a_notice(tmp_path: Path) -> None:
    """GB/T 9704—2012, 7.3.3: 一、 （一） 1. （1）."""
    places = [0, 1, 1, 2, 2, 3, 4, 0, 1, 2]
    body = "".join(p("正文", numbered(1, at)) for at in places)
    assert lines_of_body(tmp_path, body, numbering=NOTICE) == [
        "一、正文", "（一）正文", "（二）正文", "1.正文", "2.正文", "（1）正文", "①正文",
        "二、正文", "（一）正文", "1.正文",
    ]  # fmt: skip


def test_chapters_and_articles(tmp_path: Path) -> None:
    """Articles count on over chapters, which w:lvlRestart says."""
    articles = level(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>') + level(
        1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/><w:suff w:val="space"/>'
    )
    body = "".join(p("内容", numbered(1, at)) for at in (0, 1, 1, 0, 1))
    assert lines_of_body(tmp_path, body, numbering=lists(articles)) == [
        "第一章 内容", "第一条 内容", "第二条 内容", "第二章 内容", "第三条 内容",
    ]  # fmt: skip


def test_restart_only_after_a_certain_level(tmp_path: Path) -> None:
    levels = (
        level(0, "decimal", "%1")
        + level(1, "decimal", "%1.%2")
        + level(2, "decimal", "注%3：", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(p("甲", numbered(1, at)) for at in (0, 1, 2, 1, 2, 0, 2))
    assert lines_of_body(tmp_path, body, numbering=lists(levels)) == [
        "1 甲", "1.1 甲", "注1：甲", "1.2 甲", "注2：甲", "2 甲", "注1：甲",
    ]  # fmt: skip


def test_several_numbers_in_a_label_and_legal_figures(tmp_path: Path) -> None:
    levels = (
        level(0, "chineseCounting", "第%1章", '<w:suff w:val="nothing"/>')
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + level(2, "lowerLetter", "%1-%2-%3）")
    )
    body = "".join(p("条款", numbered(1, at)) for at in (0, 0, 1, 2))
    assert lines_of_body(tmp_path, body, numbering=lists(levels)) == [
        "第一章条款", "第二章条款", "2.1 条款", "二-1-a）条款",
    ]  # fmt: skip


def test_lists_of_one_kind_count_on_unless_told_otherwise(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1.")
    again = '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    anew = (
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = lists(levels, numbers=again + anew)
    body = "".join(p("事项", numbered(n)) for n in (1, 1, 7, 8, 8, 1))
    assert [line[:2] for line in lines_of_body(tmp_path, body, numbering=numbering)] == [
        "1.", "2.", "3.", "1.", "2.", "3.",
    ]  # fmt: skip


def test_a_list_may_replace_a_level(tmp_path: Path) -> None:
    own = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "chineseCounting", "%1是")
        + "</w:lvlOverride></w:num>"
    )
    numbering = lists(level(0, "decimal", "%1."), numbers=own)
    body = p("加强领导", numbered(3)) + p("落实责任", numbered(3))
    assert lines_of_body(tmp_path, body, numbering=numbering) == ["一是加强领导", "二是落实责任"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="sub"><w:name w:val="二级"/><w:basedOn w:val="2"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="plain"><w:name w:val="无"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)


def test_numbering_of_styles(tmp_path: Path) -> None:
    levels = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="1"/>') + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="2"/>'
    )
    styled = [("总体要求", "1"), ("目标", "2"), ("原则", "sub"), ("说明", "plain"), ("措施", "1")]
    body = "".join(p(text, f'<w:pStyle w:val="{style}"/>') for text, style in styled)
    body += p("正文") + p("去掉编号", f'<w:pStyle w:val="1"/>{numbered(0)}')
    assert lines_of_body(tmp_path, body, numbering=lists(levels), styles=STYLES) == [
        "一、总体要求", "（一）目标", "（二）原则", "说明", "二、措施", "正文", "去掉编号",
    ]  # fmt: skip


def test_list_styles(tmp_path: Path) -> None:
    """A list that points at a list style has its levels where the style is defined."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="L"/>'
        + level(0, "chineseCounting", "%1、")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="列表"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", numbered(1)) + p("乙", numbered(1))
    assert lines_of_body(tmp_path, body, numbering=numbering, styles=styles) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("%1.", "加强管理", "1.加强管理"),
        ("%1.", "1年期贷款", "1. 1年期贷款"),  # the look-alike: no 1.1
        ("%1", "总则", "1 总则"),
        ("%1、", "100万元", "1、100万元"),
        ("附件%1：", "名单", "附件1：名单"),
    ],
)
def test_gap_behind_a_label(tmp_path: Path, label: str, text: str, expected: str) -> None:
    numbering = lists(level(0, "decimal", label))
    assert lines_of_body(tmp_path, p(text, numbered(1)), numbering=numbering) == [expected]


def test_bullets_are_what_their_font_shows(tmp_path: Path) -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    bullet = (
        f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0d8"/>{fonts}</w:lvl>'
    )
    body = p("要点", numbered(1))
    assert lines_of_body(tmp_path, body, numbering=lists(bullet)) == ["➢要点"]


def test_numbers_that_are_no_numbers(tmp_path: Path) -> None:
    """Lists that are missing, levels out of range, starts of a trillion: text stays text."""
    numbering = lists(level(0, "decimal", "%1.%9%0%", start=10**15))
    body = p("甲", numbered(99)) + p("乙", numbered(1, 8)) + p("丙", numbered(1))
    assert lines_of_body(tmp_path, body, numbering=numbering)[:2] == ["甲", "乙"]


@settings(deadline=None)
@given(st.data())
def test_labels_count_without_gaps(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """At every level the numbers after a higher heading are 1, 2, 3 …."""
    places = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=20))
    levels = "".join(level(at, "decimal", f"L{at}=%{at + 1};") for at in range(4))
    body = "".join(p("文", numbered(1, at)) for at in places)
    folder = tmp_path_factory.mktemp("n")
    lines = lines_of_body(folder, body, numbering=lists(levels))
    count = [0, 0, 0, 0]
    for at, line in zip(places, lines, strict=True):
        count[at] += 1
        count[at + 1 :] = [0] * (3 - at)
        assert line == f"L{at}={count[at]};文"
