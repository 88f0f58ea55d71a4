"""Which year days without a year are of: the paper's own, its carrier's, or the one named before.

集中整治阶段（2020年11月21日至次年5月31日）; 2021年10月1日起施行，各支行9月25日前….
"""

import re
from datetime import date, timedelta
from typing import Final

from hongtou.model import Document, Outline, Span
from hongtou.notation.dates import LastDay, add_months, find_dates, read_date, read_last_day
from hongtou.notation.lines import is_date_line, is_printing

_LINE: Final = 200  # characters back on the line in which a year may stand
_HALF_YEAR: Final = timedelta(days=183)
# 2020年11月10日至11月20日, 2021年9月1日起至9月30日
_RANGE_START: Final = re.compile(r"(?P<day>\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)起? ?[至到]$")


def parent_date(outline: Outline) -> date | None:
    """The date of the paper that carries this one: a plan has the date of the notice issuing it.

    It is read from lines that hold nothing but a date, else from 2020年11月6日印发.
    """
    documents = {d.ordinal: d for d in outline.bundle.documents}
    seen = {outline.document.ordinal}
    parent = outline.document.parent
    while parent is not None and parent in documents and parent not in seen:
        seen.add(parent)
        if (found := _own_date(outline.text, documents[parent])) is not None:
            return found
        parent = documents[parent].parent
    return None


def last_day_near(text: str, start: int, time: str, reference: date | None) -> LastDay:
    """The last day of a time without a year, in the light of the words before it.

    Args:
        text: The clean text.
        start: Where the time begins (behind 至).
        time: Its words, as ``read_last_day`` takes them.
        reference: The day of the paper, if it has one.

    Raises:
        NotationError: If the calendar has no such day.
    """
    floor = max(0, start - _LINE)
    begun = _RANGE_START.search(text, floor, start)
    if begun is not None:
        return read_last_day(time, reference=read_date(begun["day"]))
    if reference is not None:
        return read_last_day(time, reference=reference)
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    named = [day for _, day in find_dates(text, floor, start)]
    if not named:
        return read_last_day(time)
    last = read_last_day(time, reference=named[-1].replace(month=1, day=1))
    if last.date is not None and last.date + _HALF_YEAR < named[-1]:
        return LastDay(add_months(last.date, 12), last.precision)
    return last


def _own_date(text: str, document: Document) -> date | None:
    printed = None
    for span in (document.span, document.imprint):
        for line in _lines(text, span):
            dates = [day for _, day in find_dates(line)]
            if dates and is_date_line(line):
                return dates[-1]
            if dates and is_printing(line):
                printed = dates[-1]
    return printed


def _lines(text: str, span: Span | None) -> list[str]:
    return [] if span is None else [line.strip() for line in span.of(text).split("\n")]
