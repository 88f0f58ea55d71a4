"""An amount printed in any way regulators write reads back equal."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hongtou.notation.numerals import write_han_integer
from hongtou.tag.figures.quantities import find_quantities
from tests.support import outline_of

CAPITALS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")

# Words around the amount, the operator that they say, whether the amount itself is included.
WORDINGS = st.sampled_from([
    ("不得超过{}", "<=", True), ("不超过{}", "<=", True), ("不应高于{}", "<=", True),
    ("最高{}", "<=", True), ("最多{}", "<=", True), ("控制在{}以内", "<=", True),
    ("{}以下", "<=", True), ("{}及以下", "<=", True), ("{}（含）以下", "<=", True),
    ("{}（不含）以下", "<", False), ("低于{}", "<", False), ("不足{}", "<", False),
    ("少于{}", "<", False), ("不满{}", "<", False), ("≤{}", "<=", True),
    ("不得低于{}", ">=", True), ("不少于{}", ">=", True), ("至少{}", ">=", True),
    ("{}以上", ">=", True), ("{}及以上", ">=", True), ("{}（含）以上", ">=", True),
    ("{}（不含）以上", ">", False), ("超过{}", ">", False), ("高于{}", ">", False),
    ("大于或等于{}", ">=", True), ("≥{}", ">=", True),
])  # fmt: skip
# Printed unit, unit and factor.
COUNTED = st.sampled_from([
    ("元", "元", 1), ("万元", "元", 10**4), ("亿元", "元", 10**8), ("万美元", "美元", 10**4),
    ("户", "户", 1), ("个工作日", "个工作日", 1), ("个月", "个月", 1), ("倍", "倍", 1),
    ("个百分点", "个百分点", 1), ("个基点", "个基点", 1),
])  # fmt: skip


@st.composite
def amounts(draw: st.DrawFn) -> tuple[str, Decimal, str]:
    """An amount as printed, its value in base units, its unit."""
    number = draw(st.integers(1, 9999))
    printed, unit, factor = draw(COUNTED)
    spelling = draw(st.sampled_from(["arabic", "separated", "chinese", "capital", "decimal"]))
    if spelling == "chinese" or (spelling == "capital" and unit != "元"):
        return f"{write_han_integer(number)}{printed}", Decimal(number * factor), unit
    if spelling == "capital":
        spelled = write_han_integer(number)
        spelled = f"一{spelled}" if spelled.startswith("十") else spelled
        return f"{spelled.translate(CAPITALS)}{printed}", Decimal(number * factor), unit
    if spelling == "decimal":
        return f"{number}.5{printed}", (Decimal(number) + Decimal("0.5")) * factor, unit
    digits = f"{number:,}" if spelling == "separated" else str(number)
    return f"{digits}{printed}", Decimal(number * factor), unit


@given(amounts(), WORDINGS)
def test_an_amount_reads_back(
    amount: tuple[str, Decimal, str], wording: tuple[str, str, bool]
) -> None:
    printed, value, unit = amount
    words, operator, included = wording
    (found,) = find_quantities(outline_of(f"该项数值{words.format(printed)}。"), ())
    assert (found.operator, found.value, found.unit) == (operator, value, unit)
    end = found.upper_inclusive if operator in ("<", "<=") else found.lower_inclusive
    assert end is included


@given(st.integers(1, 99), st.booleans())
def test_a_share_reads_back(number: int, spelled: bool) -> None:
    printed = f"百分之{write_han_integer(number)}" if spelled else f"{number}%"
    (found,) = find_quantities(outline_of(f"占比不得低于{printed}。"), ())
    assert (found.operator, found.value, found.unit) == (">=", Decimal(number), "%")


@given(
    st.integers(1, 4000),
    st.integers(1, 4000),
    st.sampled_from(["—", "-", "－", "~", "～", "至", "到"]),
    st.sampled_from(["万元", "户", "个月", "%", "个百分点"]),
    st.booleans(),
)
def test_a_range_reads_back(low: int, more: int, sign: str, unit: str, twice: bool) -> None:
    printed = f"{low}{unit if twice else ''}{sign}{low + more}{unit}"
    (found,) = find_quantities(outline_of(f"该项数值为{printed}。"), ())
    factor = 10**4 if unit == "万元" else 1
    assert found.operator == "range"
    assert (found.value, found.value_upper) == (
        Decimal(low * factor),
        Decimal((low + more) * factor),
    )
    assert found.lower_inclusive and found.upper_inclusive
