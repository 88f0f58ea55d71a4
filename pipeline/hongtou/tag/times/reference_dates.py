"""Which year days without a year are of: the paper's own, its carrier's, or the one named before.

集中整治阶段（2020年11月21日至次年5月31日）; 2021年10月1日起施行，各支行9月25日前….
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hongtou.model import Document, Metadata, Outline, Span
from hongtou.notation.dates import (
    LastDay,
    add_months,
    find_dates,
    read_date,
    read_last_day,
    write_date,
)
from hongtou.notation.lines import is_date_line, is_printing

_LINE: Final = 200  # characters back on the line in which a year may stand
_HALF_YEAR: Final = timedelta(days=183)
# A plan may be older than the notice that carries it: 9月30日前 in one of October 12.
_JUST_PAST: Final = timedelta(days=31)
# 2020年11月10日至11月20日, 2021年9月1日起至9月30日
_RANGE_START: Final = re.compile(r"(?P<day>\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日)起? ?[至到]$")

# 2022年3月底前和6月底前, 2021年9月30日前自查，11月底前整改: the second has the year of the first.
_EARLIER: Final = re.compile(
    r"(?P<year>\d{4}) ?年 ?(?P<month>1[0-2]|0?[1-9]) ?月"
    r"(?:[底末]|份| ?\d{1,2} ?日)?(?:之前|以前|前)"
)


@dataclass(frozen=True, slots=True)
class PaperDays:
    """The days of a paper from which its times are counted."""

    issued: date | None  # 成文日期, else 印发日期, else that of the notice that carries it
    issued_name: str = "成文日期"
    effective: date | None = None  # 施行日期


def paper_days(outline: Outline, metadata: Metadata) -> PaperDays:
    """The days of the paper: a plan that a notice carries has the date of the notice."""
    effective = metadata.effective_date.value if metadata.effective_date else None
    for value, name in ((metadata.document_date, "成文日期"), (metadata.print_date, "印发日期")):
        if value is not None:
            return PaperDays(value.value, name, effective)
    return PaperDays(parent_date(outline), "所随通知日期", effective)


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


def last_day_near(text: str, start: int, time: str, days: PaperDays) -> tuple[LastDay, str | None]:
    """The last day of a time without a year, in the light of the words before it, and why.

    Args:
        text: The clean text.
        start: Where the time begins (behind 至).
        time: Its words, as ``read_last_day`` takes them.
        days: The days of the paper.

    Raises:
        NotationError: If the calendar has no such day.
    """
    floor = max(0, start - _LINE)
    begun = _RANGE_START.search(text, floor, start)
    if begun is not None:
        return read_last_day(time, reference=read_date(begun["day"])), f"年份承前：{begun['day']}"
    before = _earlier_deadline(text, floor, start, days.issued)
    if before is not None:
        first = date(int(before["year"]), int(before["month"]), 1)
        return read_last_day(time, reference=first), f"年份承前：{before[0]}"
    if days.issued is not None:
        return _of_paper(time, days.issued, days.issued_name)
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    named = [(span, day) for span, day in find_dates(text, floor, start)]
    if not named:
        return read_last_day(time), None
    span, day = named[-1]
    reason = f"年份承前：{span.of(text)}"
    last = read_last_day(time, reference=day.replace(month=1, day=1))
    if last.date is not None and last.date + _HALF_YEAR < day:
        return LastDay(add_months(last.date, 12), last.precision), reason
    return last, reason


def _of_paper(time: str, issued: date, name: str) -> tuple[LastDay, str]:
    """The next such day from the paper's own; just past, it may be of either year."""
    last = read_last_day(time, reference=issued)
    if last.date is not None and issued - add_months(last.date, -12) <= _JUST_PAST:
        return LastDay(None, last.precision), f"该日刚过{name}{write_date(issued)}，年份不明"
    return last, f"年份依{name}{write_date(issued)}推定"


def _earlier_deadline(
    text: str, floor: int, start: int, issued: date | None
) -> re.Match[str] | None:
    """The last deadline with a year before ``start`` in its sentence, unless it is past."""
    sentence = max(text.rfind(mark, floor, start) for mark in "。；\n") + 1
    found = list(_EARLIER.finditer(text, max(floor, sentence), start))
    if not found:
        return None
    last = found[-1]
    past = issued and (int(last["year"]), int(last["month"])) < (issued.year, issued.month)
    return None if past else last


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
