"""The register as a calendar (RFC 5545): an all-day event for each deadline and each recurrence.

icalendar is named here only: it folds lines, escapes text and checks rules; BSD-2.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vRecur

from hongtou.model.labels import FORCES
from hongtou.query.copies import copies_together
from hongtou.query.register.papers import Paper, papers_of
from hongtou.query.register.words import bearer_words, due_words, rule_words
from hongtou.query.results import Duty

__all__ = ["calendar_of"]

# Characters of a summary, which calendars show in one line.
SUMMARY: Final = 40

# 按月报送 names no day, so the last day of each period reminds: RFC 5545 would take the day of
# DTSTART, which here is the day of the paper and means nothing.
LAST_DAYS: Final = {"WEEKLY": {"BYDAY": "FR"}, "MONTHLY": {"BYMONTHDAY": "-1"},
                    "YEARLY": {"BYMONTH": "12", "BYMONTHDAY": "-1"}}  # fmt: skip
# Some name a day that the rule cannot say: 每季度末最后3个工作日内.
ADDED: Final = "（原文未写明哪一日，或无法换算成固定日期，取每期最后一日提醒，以原文为准）"
# Quarters and half years are those of the calendar.
SPAN_ENDS: Final = {"3": "3,6,9,12", "6": "6,12", "12": "12"}
WEEKDAYS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")


def calendar_of(
    connection: sqlite3.Connection, duties: Sequence[Duty], *, on: date
) -> tuple[bytes, int]:
    """The calendar as bytes, and how many events it holds; the same register, the same bytes.

    A deadline without a date (收到申请起20日) has no event, nor has a recurrence in a paper
    without any date. Recurrences begin with the first day on or after the paper takes effect and
    end with its expiry, or where another paper had repealed it by the day ``on``.
    """
    duties = [first for first, *_ in copies_together(duties)]
    papers = {paper.document.document_id: paper for paper in papers_of(connection, duties, on)}
    calendar = Calendar()
    calendar.add("prodid", "-//Hongtou//责任清单//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "责任清单")
    events = sorted(
        (event for duty in duties for event in _events(duty, papers)),
        key=lambda event: (event.start, event["uid"]),
    )
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical(), len(events)


def _events(duty: Duty, papers: Mapping[str, Paper]) -> Iterator[Event]:
    paper = papers[duty.document.document_id]
    for number, due in enumerate(duty.due_dates, 1):
        if due.date:
            note = f"期限：{due.text}" + (f"（{due.reason}）" if due.reason else "")
            yield _event(duty, f"d{number}", date.fromisoformat(due.date), note)
    begins = paper.effective_date or paper.document.date
    if duty.recurrence and begins:
        rule, added = _whole_rule(duty.recurrence)
        first = _first(rule, date.fromisoformat(begins))
        last = _last(paper)
        if first is None or (last is not None and first > last):
            return
        note = f"周期：{rule_words(duty)}" + ADDED * added
        event = _event(duty, "r", first, note)
        recur = vRecur.from_ical(rule)
        if last is not None:
            recur["UNTIL"] = [last]
        event.add("rrule", recur)
        yield event


def _last(paper: Paper) -> date | None:
    """The last day on which the paper binds: its own end, or the day before its repeal."""
    ends = [date.fromisoformat(paper.expiry_date)] if paper.expiry_date else []
    if paper.standing.status == "repealed" and paper.standing.since:
        ends.append(date.fromisoformat(paper.standing.since) - timedelta(days=1))
    return min(ends, default=None)


def _whole_rule(rule: str) -> tuple[str, bool]:
    """The rule with a day in each period, and whether one had to be added."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    every = parts["FREQ"]
    if every == "DAILY" or any(name in parts for name in WEEKDAYS):
        return rule, False
    ends = LAST_DAYS.get(every, {})
    if every == "MONTHLY" and (months := SPAN_ENDS.get(parts.get("INTERVAL", "1"))):
        # Months are counted from DTSTART, so quarters are better told by their last months.
        parts = {"FREQ": "YEARLY", "BYMONTH": months}
    return ";".join(f"{name}={value}" for name, value in {**ends, **parts}.items()), True


def _first(rule: str, begins: date) -> date | None:
    """The first day of the rule on or after the day on which the paper takes effect."""
    found = next(iter(rrulestr(rule, dtstart=datetime.combine(begins, time()))), None)
    return found.date() if found else None


def _event(duty: Duty, key: str, day: date, note: str) -> Event:
    event = Event()
    event.add("uid", f"{duty.obligation_id.replace('#', '-')}-{key}@hongtou")
    # RFC 5545 wants the moment of writing; the paper's day makes the same register the same file.
    written = date.fromisoformat(duty.document.date) if duty.document.date else day
    event.add("dtstamp", datetime.combine(written, time(), UTC))
    event.add("dtstart", day)
    event.add("summary", _summary(duty))
    event.add("description", _description(duty, note))
    event.add("categories", [FORCES.get(duty.force, duty.force)])
    event.add("transp", "TRANSPARENT")
    return event


def _summary(duty: Duty) -> str:
    """主体 + 行为 in one line: 各村镇银行：报送展期情况."""
    words = f"{bearer_words(duty)}：{' '.join((duty.action or duty.quote).split())}"
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"


def _description(duty: Duty, note: str) -> str:
    document = duty.document
    source = " ".join(filter(None, (document.number, document.title, document.date)))
    page = f"第 {duty.page} 页" if duty.page and duty.box else ""
    rest = [due_words(due) for due in duty.due_dates if not due.date]
    lines = (
        duty.quote,
        f"责任主体：{duty.bearer or '未写明'}　要求：{FORCES.get(duty.force, duty.force)}",
        f"条件：{duty.condition}" if duty.condition else "",
        f"例外：{duty.exception}" if duty.exception else "",
        note,
        f"另有期限：{'；'.join(rest)}" if rest else "",
        f"出处：{source} {duty.path} {page}".rstrip(),
    )
    return "\n".join(filter(None, lines))
