from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import NotationError
from hongtou.notation.amounts import amount_pattern, read_amount, units


@pytest.mark.parametrize(("text", "value", "unit"), [
    ("5万元", "50000", "元"),
    ("五万元", "50000", "元"),
    ("1.5亿元", "150000000", "元"),
    ("1,000万美元", "10000000", "美元"),
    ("200 户", "200", "户"),
    ("10%", "10", "%"),
    ("百分之三十", "30", "%"),
    ("千分之五", "5", "‰"),
    ("三成", "30", "%"),
    ("3个百分点", "3", "个百分点"),  # never %
    ("50个基点", "50", "个基点"),
    ("50bp", "50", "个基点"),
    ("3年期", "3", "年"),
    ("18周岁", "18", "周岁"),  # never weeks
    ("两个工作日", "2", "个工作日"),
    ("半年", "0.5", "年"),
    ("三分之二", "0.6666666667", None),
    ("壹拾万元", "100000", "元"),  # 大写 of contracts
    ("叁仟伍佰元", "3500", "元"),
    ("伍圆", "5", "元"),
    ("过半数", "0.5", None),
])  # fmt: skip
def test_read_amount(text: str, value: str, unit: str | None) -> None:
    amount = read_amount(text)
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "万元", "一致", "一家具", "三农", "5万元以上", "伍先生", "半天然"]
)
def test_look_alikes_are_no_amounts(text: str) -> None:
    with pytest.raises(NotationError):
        read_amount(text)


@given(st.integers(1, 10**7), st.sampled_from(sorted(units())))
def test_every_unit_reads_with_its_factor(number: int, printed: str) -> None:
    unit = units()[printed]
    amount = read_amount(f"{number}{printed}")
    assert (amount.value, amount.unit) == (number * unit.factor, unit.canonical)


@given(st.text(alphabet="0123456789一二三十百千万亿分之点,.元%年个月日 ", max_size=60))
def test_the_pattern_never_leaves_the_text(text: str) -> None:
    assert all(match.group() for match in amount_pattern().finditer(text))
