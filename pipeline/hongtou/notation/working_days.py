"""Working days (工作日) of China: which days are worked, with the weekends worked in return.

A year's arrangement (国务院办公厅关于部分节假日安排的通知) appears in the November before; a year
that the calendar does not know yet has no answer, so nothing is computed from weekdays alone.

Source: 《全国年节及纪念日放假办法》 and the yearly notices, as chinesecalendar lists them.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# 国务院办公厅关于2006年部分节假日安排的通知: 2005年12月31日（星期六）上班. Missing in
# chinesecalendar 1.11; all its other days of 2004 to 2026 agree with the package holidays.
_ALSO_WORKED: Final = frozenset({date(2005, 12, 31)})

_DAY: Final = timedelta(days=1)
# No term is longer: 9999个工作日内 is a misprint, and a walk costs time.
LONGEST: Final = 2_000


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool | None:
    """Whether ``day`` is worked: 2021年9月26日, a Sunday before the holidays, is.

    ``None`` for a year whose arrangement is not known.
    """
    import chinese_calendar  # 40 ms, and only terms in working days need it

    try:
        return day in _ALSO_WORKED or bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # what the library says of a year before 2004 or not yet decided
        return None


def add_working_days(day: date, count: int) -> date | None:
    """The ``count``-th working day after ``day``, which itself does not count (民法典第201条).

    Ten working days after 2021年9月24日 are over on 2021年10月13日: September 26 and October 9
    are worked, October 1 to 7 are not. ``None`` where a year between has no known arrangement.
    """
    if not 0 <= count <= LONGEST:
        return None
    left = count
    while left:
        try:
            day += _DAY
        except OverflowError:
            return None
        worked = is_working_day(day)
        if worked is None:
            return None
        left -= worked
    return day


def count_working_days(first: date, last: date) -> int | None:
    """How many working days lie after ``first``, up to and with ``last``; inverse of the above."""
    count = 0
    while first < last:
        first += _DAY
        worked = is_working_day(first)
        if worked is None:
            return None
        count += worked
    return count


def next_working_day(day: date) -> date | None:
    """``day`` itself where it is worked, else the first one worked after it (民法典第203条)."""
    worked = is_working_day(day)
    while worked is False:
        day += _DAY
        worked = is_working_day(day)
    return day if worked else None
