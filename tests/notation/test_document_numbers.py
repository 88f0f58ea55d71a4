"""发文字号: the printed form, common mistakes, look-alikes, and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.notation.document_numbers import (
    find_bare_serials,
    find_document_numbers,
    find_loose_brackets,
    number_key,
    read_document_number,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国办发〔2024〕10号", [("国办发", 2024, 10)]),  # as GB/T 9704 prints it
        ("京政发〔2023〕第07号", [("京政发", 2023, 7)]),  # 第 and padding: wrong, yet common
        ("国办发[2024]10号", []),  # the look-alike: clean/ repairs it, tag/ never
        ("根据银发〔2021〕63号要求", [("银发", 2021, 63)]),
        ("（银发〔2021〕81）要求", [("银发", 2021, 81)]),  # 号 missing before a bracket
        ("贷款〔2021〕63户", []),
        ("转发国办发〔2020〕3号文", [("国办发", 2020, 3)]),
        ("某市中心支行并银发〔2021〕75号", [("并银发", 2021, 75)]),
        ("同政发〔2021〕7号", [("同政发", 2021, 7)]),  # 同 is a city here
        ("原银监发〔2015〕7号", [("银监发", 2015, 7)]),
        ("按照法〔2022〕12号", [("法", 2022, 12)]),
        ("晋财金〔2020〕113号文印发", [("晋财金", 2020, 113)]),
        ("1998年5月9日银发〔1998〕190号文颁布", [("银发", 1998, 190)]),
        ("中国人民银行令〔2003〕第5号", [("中国人民银行令", 2003, 5)]),
        ("中国人民银行公告\n〔2009〕第1号", [("中国人民银行公告", 2009, 1)]),
        ("（原中国银监会令2015年第1号发布）", [("中国银监会令", 2015, 1)]),
        ("税务总局公告（2018年第13号）执行", [("税务总局公告", 2018, 13)]),
        ("2018年第13号", []),
        ("国务院令第768号", []),  # a running number without a year is no 发文字号
        ("（2021）京01民初123号", []),  # a court's case
        ("同期〔2021〕个别", []),
        ("银发〔1900〕3号", []),
        # what joins two mentions is no part of a code; codes that begin so
        (
            "《甲》（皖政办字〔2019〕150号）和蚌政办字〔2019〕293号",
            [("皖政办字", 2019, 150), ("蚌政办字", 2019, 293)],
        ),
        ("和政发〔2021〕3号", [("和政发", 2021, 3)]),
        ("经省政府同意皖卫基层发〔2023〕134号", [("皖卫基层发", 2023, 134)]),
        # without 号 right behind a title, whatever the code ends with; a loan is no number
        ("《方案》（冀财农〔2023〕195，以下简称《方案》）", [("冀财农", 2023, 195)]),
        ("贷款（农户〔2021〕10，其余", []),
    ],
)
def test_find(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = find_document_numbers(text)
    assert [(n.authority_code, n.year, n.serial) for n in found] == expected


def test_joint_order_keeps_all_names_and_counts_under_the_first() -> None:
    text = "依照中国人民银行 中国银行业监督管理委员会令〔2017〕第2号"
    (number,) = find_document_numbers(text)
    assert number.authority_code == "中国人民银行中国银行业监督管理委员会令"
    assert number.span.of(text) == text[2:]
    assert number_key(number) == number_key("人民银行令〔2017〕2号")


def test_spans_are_absolute_and_limits_hold() -> None:
    text = "见银发〔2021〕1号和汇发〔2022〕2号。"
    first, second = find_document_numbers(text)
    assert [first.span.of(text), second.span.of(text)] == ["银发〔2021〕1号", "汇发〔2022〕2号"]
    assert find_document_numbers(text, second.span.start) == [second]
    assert find_document_numbers(text, 0, second.span.start) == [first]


def test_bare_serials_stand_without_a_code() -> None:
    text = "《某总署公告》（〔2014〕第31号）和银发〔2021〕1号"
    assert [(s.of(text), y, n) for s, y, n in find_bare_serials(text)] == [
        ("〔2014〕第31号", 2014, 31)
    ]


@pytest.mark.parametrize(
    "typed",
    ["赣银保监发[2021]2号", "赣银保监发（2021）第02号", "赣银保监发〔2021〕2",
     "赣银保监发【2021】2号", "赣银保监发 〔 2021 〕 2 号", "赣银保监发(2021)2",
     "赣银保监发２０２１年2号"],  # noqa: RUF001
)  # fmt: skip
def test_every_typed_spelling_reads_the_same(typed: str) -> None:
    number = read_document_number(typed)
    assert number is not None
    assert number.normal == "赣银保监发〔2021〕2号"


@pytest.mark.parametrize("typed", ["", "再贷款", "〔2021〕2号", "2021年2月", "赣银保监发"])
def test_what_is_no_number_reads_as_none(typed: str) -> None:
    assert read_document_number(typed) is None
    assert number_key(typed) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("令/人民银行〔2003〕5号", "中国人民银行令〔2003〕第5号", True),
        ("人民银行 海关总署公告〔2023〕22号", "中国人民银行公告〔2023〕第22号", True),
        ("中国人民银行上海总部公告〔2023〕2号", "中国人民银行公告〔2023〕第2号", False),
        ("中国人民银行公告〔2023〕2号", "中国人民银行令〔2023〕第2号", False),
        ("银发〔2023〕2号", "银办发〔2023〕2号", False),
    ],
)
def test_number_key(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("国办发[2024]10号", "国办发〔2024〕10号"),
        ("某行公告\n（2009）第 1 号\n为", "某行公告\n〔2009〕第 1 号\n为"),
        ("某行令〔2010）第2号", "某行令〔2010〕第2号"),
        ("(银发[1999]77)", "(银发〔1999〕77)"),
        ("银发［２０２１］６３号", "银发〔２０２１〕６３号"),  # noqa: RUF001
        ("办法的公告》（(2004)第8号）", "办法的公告》（〔2004〕第8号）"),
        ("贷款（2021）10户", "贷款（2021）10户"),
        ("房间（2021）3号楼", "房间（2021）3号楼"),
        ("（2021）京01民初123号", "（2021）京01民初123号"),
        ("首贷户（2020）增长", "首贷户（2020）增长"),
        ("国办发[1024]10号", "国办发[1024]10号"),
    ],
)
def test_loose_brackets(raw: str, repaired: str) -> None:
    letters = list(raw)
    for start, end, replacement in find_loose_brackets(raw):
        assert end == start + 1
        letters[start] = replacement
    assert "".join(letters) == repaired
    assert find_loose_brackets(repaired) == []


@given(st.text("〔〕（）[]()20211949号第银发令公告年 \n", max_size=200))
def test_any_text_gives_ordered_quoting_spans(text: str) -> None:
    found = find_document_numbers(text)
    assert found == sorted(found, key=lambda n: n.span)
    for number in found:
        assert str(number.year) in number.span.of(text)
        assert read_document_number(number.normal) is not None


@given(st.integers(1949, 2099), st.integers(1, 99_999))
def test_normal_form_round_trip(year: int, serial: int) -> None:
    normal = f"忻银发〔{year}〕{serial}号"
    read = read_document_number(normal)
    assert read is not None and read.normal == normal
    assert [n.normal for n in find_document_numbers(normal)] == [normal]
