"""From when and until when a paper is in force: 自…起施行, 有效期至…, 有效期五年."""

import re
from datetime import date
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import DateValue, Outline, Span
from hongtou.notation.dates import add_months, read_date
from hongtou.notation.numerals import read_number

_SMALL = r"[\d一二三四五六七八九十]{1,3}"
_DAY = rf"(?:\d{{4}}|[一二][〇○O0零一二三四五六七八九]{{3}})年{_SMALL}月{_SMALL}日"
# 本办法自…起施行, 现予公布，自…起施行; not 《X》自…起施行, which speaks of another paper.
_FROM: Final = re.compile(
    r"(?:^|[。；，：]|本[^，。；《》]{1,6})(?:[^，。；《》\n]{0,8})?"
    rf"自(?P<day>{_DAY}|(?:发布|公布|印发|下发)之日)起(?:正式)?(?:施行|实施|执行|生效)",
    re.M,
)
_UNTIL: Final = re.compile(
    r"(?:有效期(?:限)?(?:延长)?至|(?:实施|执行|政策|有效)(?:时间|期限)：?[^。；\n]{0,24}?至|执行至|施行至|实施至)"
    rf"(?P<day>{_DAY})"
)
_YEARS: Final = re.compile(r"有效期(?:为|限为)?(?P<years>[一二三四五六七八九十两\d]{1,3})年")


def find_effective_date(outline: Outline, document_date: DateValue | None) -> DateValue | None:
    """The day from which the paper itself is in force: the last such words of the body count.

    自发布之日起 is the document date where the paper carries one.
    """
    found: DateValue | None = None
    own = outline.document.span
    for match in _FROM.finditer(outline.text, own.start, own.end):
        span = Span(match.start("day"), match.end("day"))
        if match["day"].endswith("之日"):
            if document_date is not None:
                found = DateValue(document_date.value, span)
            continue
        day = _read(match["day"])
        if day is not None:
            found = DateValue(day, span)
    return found


def find_expiry_date(outline: Outline, effective: DateValue | None) -> DateValue | None:
    """The last day on which the paper is in force; 有效期五年 counts from the effective date."""
    span = outline.document.span
    match = _UNTIL.search(outline.text, span.start, span.end)
    if match is not None:
        day = _read(match["day"])
        return DateValue(day, Span(match.start("day"), match.end("day"))) if day else None
    years = _YEARS.search(outline.text, span.start, span.end)
    if years is None or effective is None:
        return None
    count = int(read_number(years["years"]))
    return DateValue(add_months(effective.value, 12 * count), Span(years.start(), years.end()))


def _read(text: str) -> date | None:
    try:
        return read_date(text)
    except NotationError:
        return None
