"""Where a document with a number of its own begins."""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.notation.lines import (
    Line,
    attachment_label,
    is_classification,
    is_copy_number,
    is_mark,
    is_number_line,
    is_organisation,
    is_printing,
    is_salutation,
    is_signatory,
    is_title_end,
    is_urgency,
)

_NUMBER: Final = re.compile(r"[^\s（）]*〔\d{4}〕第?\d+号?")
_TITLE_LINES: Final = 8  # a joint title with its authorities takes up to eight lines
_MOST_ABOVE: Final = 5  # a title above its number: authorities on lines of their own included
# 财政部关于…, 转发…: the line with which the words of a title begin, with its authority or below.
_BEGINS_TITLE: Final = re.compile(r"[^，。；：]{0,80}?(?:关于|转发|批转|印发|贯彻|落实)")
# What sites print between title and number.
_SITE_LINE: Final = re.compile(
    r"[【\[]?(?:发布时间|发布日期|发文日期|成文日期|来源|信息来源|文章来源)："
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The line on which a document begins, and what says so."""

    line: int
    number: str | None
    title: str | None
    evidence: tuple[str, ...]


def find_numbered_beginnings(lines: list[Line]) -> list[Beginning]:
    """One beginning for each document number that heads a document of its own.

    The number stands between mark and title, or, as sites print it, below the title.
    """
    found: list[Beginning] = []
    body = first_body_line(lines)
    for index, line in enumerate(lines):
        if not is_number_line(line.text) or _is_site_value(lines, index):
            continue
        match = _NUMBER.search(line.text)
        number = match[0] if match else line.text
        if any(b.number == number for b in found):
            continue
        beginning = _beginning(lines, index, number)
        if (found or index > body) and len(beginning.evidence) < 2:
            continue  # a number alone on a line inside a text: a citation, not a header
        found.append(beginning)
    return found


def first_body_line(lines: list[Line]) -> int:
    """The first line that is text or names recipients; all of the first header stands before."""
    body = (i for i, line in enumerate(lines) if is_salutation(line.text) or "。" in line.text)
    return next(body, len(lines))


def _beginning(lines: list[Line], index: int, number: str) -> Beginning:
    start, evidence = _header_start(lines, index)
    title = _title_after(lines, index)
    if title is not None:
        return Beginning(start, number, title, (*evidence, "title"))
    above = _title_above(lines, index) if start == index else None
    if above is None:
        return Beginning(start, number, None, tuple(evidence))
    return Beginning(above, number, "".join(line.text for line in lines[above:index]),
                     (*evidence, "title"))  # fmt: skip


def _is_site_value(lines: list[Line], index: int) -> bool:
    """Whether the line is the value of 文号： in the table of a government site."""
    return index > 0 and lines[index - 1].text.startswith(("文号：", "发文字号："))


def _header_start(lines: list[Line], index: int) -> tuple[int, list[str]]:
    """Walk up from a number over mark, urgency, copy number; name what stands there."""
    evidence = ["number"]
    start = index
    while start > 0 and _is_header(lines[start - 1].text):
        start -= 1
        if is_mark(lines[start].text):
            evidence.append("mark")
    if start > 0:
        before = lines[start - 1].text
        if is_printing(before):
            evidence.append("imprint")
        if attachment_label(before) is not None:
            evidence.append("attached")
    return start, evidence


def _is_header(text: str) -> bool:
    return (
        is_mark(text) or is_urgency(text) or is_copy_number(text) or is_classification(text)
        or is_signatory(text) or (is_organisation(text) and not is_printing(text))
        or text.endswith(("令", "公告"))
    )  # fmt: skip


def _title_above(lines: list[Line], end: int) -> int | None:
    """The first line of the title that ends right above ``end``, where recipients follow.

    国务院办公厅关于印发《…》的通知 / 国办函〔2020〕189号 / 各省、自治区…人民政府：
    """
    if end < 1 or end + 1 >= len(lines) or not is_salutation(lines[end + 1].text):
        return None
    while end > 1 and _SITE_LINE.match(lines[end - 1].text):
        end -= 1  # 发布时间：2020-04-17 10:22 来源：县政府办
    if not is_title_end(lines[end - 1].text):
        return None
    start = end - 1
    while start > 0 and end - start < _MOST_ABOVE and not _BEGINS_TITLE.match(lines[start].text):
        start -= 1
    if not _BEGINS_TITLE.match(lines[start].text):
        return None
    while start > 0 and end - start < _MOST_ABOVE and _is_joint_name(lines, start - 1):
        start -= 1
    return start


def _is_joint_name(lines: list[Line], index: int) -> bool:
    """Whether a line names an authority that the title goes on with, not one that signs."""
    text = lines[index].text
    if not is_organisation(text) or is_printing(text):
        return False
    # Behind a sentence a name signs; behind a date, an imprint or a label a title begins.
    return index == 0 or "。" not in lines[index - 1].text


def _title_after(lines: list[Line], index: int) -> str | None:
    """The title behind a number: lines up to the first that ends as a 文种."""
    parts: list[str] = []
    for line in lines[index + 1 : index + 1 + _TITLE_LINES]:
        if is_salutation(line.text) or "。" in line.text:
            return None
        parts.append(line.text)
        if is_title_end(line.text):
            return "".join(parts)
    return None
