from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import NotationError
from hongtou.notation.numerals import read_han_integer, read_number, write_han_integer


@pytest.mark.parametrize(("text", "expected"), [
    ("一百二十三", 123),
    ("十二", 12),
    ("一万零五十", 10050),
    ("十二万五千", 125000),
    ("一万亿", 10**12),
    ("二〇二一", 2021),  # a year, digit by digit
    ("二○二一", 2021),  # its zero as a geometric circle: wrong, yet common
    ("两千", 2000),
    ("一万五", 15000),  # colloquial: the last digit counts thousands
    ("一百二", 120),
    ("壹佰万", 1000000),
])  # fmt: skip
def test_read_han_integer(text: str, expected: int) -> None:
    assert read_han_integer(text) == expected


@pytest.mark.parametrize("text", ["", "百十", "一一百", "万", "一百零", "三农", "12", "一" * 41])
def test_look_alikes_are_no_numerals(text: str) -> None:
    with pytest.raises(NotationError):
        read_han_integer(text)


@given(st.integers(0, 10**16 - 1))
def test_numerals_round_trip(number: int) -> None:
    assert read_han_integer(write_han_integer(number)) == number


@pytest.mark.parametrize("number", [-1, 10**16])
def test_write_han_integer_refuses_what_it_cannot_spell(number: int) -> None:
    with pytest.raises(NotationError):
        write_han_integer(number)


@pytest.mark.parametrize(("text", "expected"), [
    ("1.5亿", "150000000"),
    ("3万", "30000"),
    ("1,234.5", "1234.5"),
    ("5 万", "50000"),
    ("百分之三十", "0.3"),
    ("千分之五", "0.005"),
    ("三分之二", "0.6666666667"),
    ("零点五", "0.5"),
    ("十二万五千", "125000"),
])  # fmt: skip
def test_read_number(text: str, expected: str) -> None:
    assert read_number(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "零分之一", "第3", "3个", "1" * 50])
def test_read_number_refuses(text: str) -> None:
    with pytest.raises(NotationError):
        read_number(text)


@given(st.decimals(0, 10**9, places=4))
def test_arabic_numbers_keep_their_value(number: Decimal) -> None:
    assert read_number(f"{number:f}") == number
    assert read_number(f"{number:,f}") == number
    assert read_number(f"{number:f}万") == number * 10000
