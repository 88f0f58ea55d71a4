"""Numbers of orders without a year: as printed, as typed, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.model import DocumentNumber, Span
from hongtou.notation.document_numbers import (
    find_document_numbers,
    number_key,
    read_document_number,
)
from hongtou.notation.running_numbers import find_running_numbers


@pytest.mark.parametrize(
    ("text", "normal", "quoted"),
    [
        ("（国务院令第768号）", "国务院令第768号", "国务院令第768号"),
        ("《X》（中华人民共和国国务院令 第 292 号）", "国务院令第292号",
         "中华人民共和国国务院令 第 292 号"),
        ("2003年12月27日主席令第十二号公布", "主席令第12号", "主席令第十二号"),
        ("中华人民共和国主席令（十届第41号）", "十届主席令第41号",
         "中华人民共和国主席令（十届第41号）"),
        ("根据国务院第768号令，", "国务院令第768号", "国务院第768号令"),
        ("原中国证券监督管理委员会令第113号）", "中国证券监督管理委员会令第113号",
         "中国证券监督管理委员会令第113号"),
        ("国务院令第1号和财政部令第33号", "国务院令第1号", "国务院令第1号"),
    ],
)  # fmt: skip
def test_running_number(text: str, normal: str, quoted: str) -> None:
    found = find_running_numbers(text)[0]
    assert (found.normal, found.span.of(text), found.year) == (normal, quoted, None)


@pytest.mark.parametrize(
    "text",
    ["责令第三号窗口", "下达命令第3号", "令第5号", "中国人民银行令〔2021〕第3号",
     "国务院令第0号", "国务院令第百百号", "密令第7号", "国务院令"],
)  # fmt: skip
def test_what_is_no_running_number(text: str) -> None:
    assert find_running_numbers(text) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("国务院令第768号", "中华人民共和国国务院令第 768 号", True),
        ("国务院令第768号", "国务院第768号令", True),
        ("主席令第四十六号", "主席令第46号", True),
        ("证监会令第113号", "中国证券监督管理委员会令第113号", True),
        ("十届主席令第41号", "主席令第41号", False),  # every congress begins with 第一号
        ("国务院令第768号", "国务院令第769号", False),
        ("国务院令第768号", "国务院令〔2023〕第768号", False),
    ],
)
def test_key(one: str, other: str, same: bool) -> None:
    assert number_key(one) and (number_key(one) == number_key(other)) is same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据银发〔2021〕81，做好", ["银发〔2021〕81号"]),
        ("银发〔2021〕81、银发〔2021〕82号", ["银发〔2021〕81号", "银发〔2021〕82号"]),
        ("贷款〔2021〕5，", []),
        ("银发〔2021〕81家", []),
        ("（（1989）财预字第68号）", ["财预字〔1989〕68号"]),
        ("[97]汇管函字第123号", ["汇管函字〔1997〕123号"]),
        ("（2021）京01民终1234号", []),
        ("（1989）第68号", []),
        ("第6号和令〔2006〕第5号", []),
        ("第63号文及中国人民银行令〔2006〕第5号", ["中国人民银行令〔2006〕第5号"]),
        ("符合银发〔2021〕81号文件", ["银发〔2021〕81号"]),
        ("落实好银发〔2021〕81号文件", ["银发〔2021〕81号"]),
        ("请看银发〔2021〕81号文件", ["银发〔2021〕81号"]),
        ("某支行文件\n同银发〔2021〕8号\n", ["同银发〔2021〕8号"]),  # 大同
        ("转发财发〔2021〕7号，同银发〔2021〕8号", ["财发〔2021〕7号", "银发〔2021〕8号"]),
        ("原银发〔2021〕8号\n", ["银发〔2021〕8号"]),
    ],
)
def test_numbers_with_a_year(text: str, found: list[str]) -> None:
    assert [number.normal for number in find_document_numbers(text)] == found


@given(
    st.sampled_from(["国务院", "财政部", "商务部", "十届主席", "某省人民政府"]),
    st.integers(1, 9999),
)
def test_the_normal_form_reads_back(authority: str, serial: int) -> None:
    number = DocumentNumber(Span(0, 0), f"{authority}令", None, serial)
    read = read_document_number(number.normal)
    assert read is not None and read.normal == number.normal
    assert number_key(read) == number_key(number)


@given(st.text("国务院主席令第一二十百0123号（）()届年 \n", max_size=80))
def test_any_text_gives_ordered_numbers_inside_it(text: str) -> None:
    found = find_running_numbers(text)
    assert [n.span for n in found] == sorted(n.span for n in found)
    assert all(n.serial > 0 and 0 <= n.span.start < n.span.end <= len(text) for n in found)
