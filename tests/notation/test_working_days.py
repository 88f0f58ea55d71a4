import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.notation.working_days import (
    LONGEST,
    add_working_days,
    count_working_days,
    is_working_day,
    next_working_day,
)

KNOWN = st.dates(date(2004, 1, 1), date(2025, 6, 30))


@pytest.mark.parametrize(("day", "worked"), [
    (date(2021, 9, 24), True),
    (date(2021, 9, 25), False),  # a plain Saturday
    (date(2021, 9, 26), True),  # a Sunday worked for the National Day
    (date(2021, 10, 7), False),  # a Thursday of the holidays
    (date(2020, 1, 31), False),  # the Spring Festival that was made longer
    (date(2005, 12, 31), True),  # missing in the list of the package
    (date(2003, 12, 31), None),
    (date(2199, 1, 4), None),
])  # fmt: skip
def test_is_working_day(day: date, worked: bool | None) -> None:
    assert is_working_day(day) is worked


@pytest.mark.parametrize(("day", "count", "last"), [
    (date(2021, 9, 24), 10, date(2021, 10, 13)),
    (date(2021, 9, 25), 1, date(2021, 9, 26)),
    (date(2021, 3, 1), 30, date(2021, 4, 13)),  # 清明节 on April 5
    (date(2021, 3, 1), 0, date(2021, 3, 1)),
    (date(1999, 3, 1), 1, None),
    (date(2021, 3, 1), LONGEST + 1, None),
    (date.max, 1, None),
])  # fmt: skip
def test_add_working_days(day: date, count: int, last: date | None) -> None:
    assert add_working_days(day, count) == last


@pytest.mark.parametrize(("day", "moved"), [
    (date(2021, 10, 1), date(2021, 10, 8)),
    (date(2021, 10, 9), date(2021, 10, 9)),  # a Saturday that is worked
    (date(2190, 1, 1), None),
])  # fmt: skip
def test_next_working_day(day: date, moved: date | None) -> None:
    assert next_working_day(day) == moved


@given(KNOWN, st.integers(1, 200))
def test_what_is_added_can_be_counted_back(day: date, count: int) -> None:
    last = add_working_days(day, count)
    assert last is not None
    assert last > day
    assert is_working_day(last)
    assert count_working_days(day, last) == count
    assert count_working_days(day, last - timedelta(days=1)) == count - 1


def test_nothing_is_counted_beyond_the_known_years() -> None:
    assert count_working_days(date(2003, 12, 1), date(2004, 1, 5)) is None


def test_the_calendar_is_loaded_by_terms_in_working_days_only() -> None:
    code = (
        "import sys, hongtou, hongtou.notation.working_days, hongtou.tag.times.terms;"
        "sys.exit('chinese_calendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
