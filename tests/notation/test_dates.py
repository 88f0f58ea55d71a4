from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import NotationError
from hongtou.notation.dates import (
    add_months,
    end_of_month,
    find_dates,
    read_date,
    read_last_day,
    write_date,
    write_han_date,
)

PAPER = date(2021, 5, 25)


@pytest.mark.parametrize(("text", "expected"), [
    ("2021年5月28日", date(2021, 5, 28)),
    ("2021 年 5 月 28 日", date(2021, 5, 28)),  # OCR and web pages leave spaces
    ("2021年05月08日", date(2021, 5, 8)),
    ("二〇二一年五月二十五日", date(2021, 5, 25)),
    ("二○二一年十月三十日", date(2021, 10, 30)),
    ("二O二一年十二月三十一日", date(2021, 12, 31)),
    ("二零二一年一月十日", date(2021, 1, 10)),
    ("2021-05-28", date(2021, 5, 28)),
    ("2021.5.28", date(2021, 5, 28)),
])  # fmt: skip
def test_read_date(text: str, expected: date) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text", ["", "2021年5月", "2021年2月30日", "5月28日", "1-9级", "2021-5/28"]
)
def test_look_alikes_are_no_dates(text: str) -> None:
    with pytest.raises(NotationError):
        read_date(text)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_dates_round_trip(day: date) -> None:
    assert read_date(write_date(day)) == day
    assert read_date(write_han_date(day)) == day
    assert read_last_day(write_date(day)).date == day


def test_find_dates_skips_days_that_do_not_exist() -> None:
    text = "自2021年2月30日起，至2021年12月31日止。"
    assert [(span.of(text), day) for span, day in find_dates(text)] == [
        ("2021年12月31日", date(2021, 12, 31))
    ]


@pytest.mark.parametrize(("text", "expected", "precision"), [
    ("2021年末", date(2021, 12, 31), "year"),
    ("2025年", date(2025, 12, 31), "year"),
    ("2023年6月底", date(2023, 6, 30), "month"),
    ("2024年2月末", date(2024, 2, 29), "month"),
    ("5月底", date(2021, 5, 31), "month"),
    ("6月30日", date(2021, 6, 30), "day"),
    ("2021 年 6 月", date(2021, 6, 30), "month"),
    ("3月底", date(2022, 3, 31), "month"),  # a paper of May means next March
    ("上半年", date(2021, 6, 30), "half-year"),
    ("2021年下半年", date(2021, 12, 31), "half-year"),
    ("第三季度末", date(2021, 9, 30), "quarter"),
    ("2022年一季度", date(2022, 3, 31), "quarter"),
    ("月末", date(2021, 5, 31), "month"),
    ("年底", date(2021, 12, 31), "year"),
    ("明年6月底", date(2022, 6, 30), "month"),
    ("上年末", date(2020, 12, 31), "year"),
    ("次年6月底", date(2022, 6, 30), "month"),
    ("一季度末", date(2022, 3, 31), "quarter"),
    ("十月上旬", date(2021, 10, 10), "day"),
    ("下月底", date(2021, 6, 30), "month"),
    ("下个月8日", date(2021, 6, 8), "day"),
    ("年内", date(2021, 12, 31), "year"),
    ("6月中旬", date(2021, 6, 20), "day"),
    ("6月下旬", date(2021, 6, 30), "day"),
])  # fmt: skip
def test_read_last_day(text: str, expected: date, precision: str) -> None:
    last = read_last_day(text, reference=PAPER)
    assert (last.date, last.precision) == (expected, precision)


@pytest.mark.parametrize("text", ["5月底", "年底", "月末", "6月30日", "本季度末"])
def test_without_a_reference_there_is_no_year(text: str) -> None:
    assert read_last_day(text).date is None


@pytest.mark.parametrize(
    "text", ["", "6号", "18周岁", "上月末", "5年内", "下季度末", "5月底前", "2021年2月30日"]
)
def test_read_last_day_refuses(text: str) -> None:
    with pytest.raises(NotationError):
        read_last_day(text, reference=PAPER)


@given(st.dates(date(1900, 1, 1), date(2900, 1, 1)), st.integers(0, 600))
def test_months_end_on_the_same_number_or_on_the_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or later == end_of_month(later.year, later.month)
