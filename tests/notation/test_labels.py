"""Labels of articles: printed form, common mistakes, look-alikes that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import NotationError
from hongtou.notation.labels import (
    RANKS,
    LabelKind,
    read_inline_label,
    read_label,
    write_label,
)


@pytest.mark.parametrize(
    ("text", "kind", "ordinal", "printed"),
    [
        ("一、总体要求", "han", 1, "一、"),
        ("（二）加强管理。", "han_paren", 2, "（二）"),
        ("(三) 落实政策", "han_paren", 3, "（三）"),  # half-width brackets, as typed
        ("十一、其他", "han", 11, "十一、"),
        ("1.统一认识", "arabic", 1, "1."),
        ("2、统一认识", "arabic", 2, "2."),  # 、 behind an Arabic number: wrong, yet common
        ("3．统一认识", "arabic", 3, "3."),
        ("（1）单位负责人", "arabic_paren", 1, "（1）"),
        ("2）单位负责人", "arabic_paren", 2, "（2）"),
        ("③其他材料", "circled", 3, "③"),
        ("第三条　本办法所称", "article", 3, "第三条"),
        ("第二十一条 违反规定", "article", 21, "第二十一条"),
        ("第一章 总则", "chapter", 1, "第一章"),
        ("第二节　一般规定", "section", 2, "第二节"),
        ("第12条 责任", "article", 12, "第十二条"),
    ],
)
def test_labels(text: str, kind: str, ordinal: int, printed: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.kind, label.ordinal, label.printed) == (kind, ordinal, printed)


@pytest.mark.parametrize(
    "text",
    [
        "一、二、三产业融合发展",  # a list of words
        "3.5%以上的部分",  # a decimal
        "1.3.1.2 前置机",  # a decimal outline
        "第三条第一款规定",  # a reference at the head of a line
        "第五条规定的情形",
        "第二条、第三条",
        "2021年5月",
        "一是加强管理",  # inline: not a label of a line
        "〔2021〕2号",
        "（2021）号",
        "各银行机构",
        "",
    ],
)
def test_look_alikes_are_no_labels(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("一是加压考核。", 1),
        ("四是强化支持。", 4),
        ("二要抓好落实", 2),
        ("一要求", None),
        ("一是否", None),
    ],
)
def test_inline_labels(text: str, ordinal: int | None) -> None:
    label = read_inline_label(text, 0)
    assert (label.ordinal if label else None) == ordinal


@given(st.sampled_from(sorted(set(RANKS) - {"inline", "circled"})), st.integers(1, 99))
def test_labels_round_trip(kind: LabelKind, ordinal: int) -> None:
    label = read_label(write_label(kind, ordinal) + "正文")
    assert label is not None
    assert (label.kind, label.ordinal) == (kind, ordinal)
    assert label.length == len(write_label(kind, ordinal))


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(NotationError):
        write_label("han", 0)
    with pytest.raises(NotationError):
        write_label("circled", 21)
