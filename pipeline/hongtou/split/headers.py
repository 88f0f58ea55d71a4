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


@dataclass(frozen=True, slots=True)
class Beginning:
    """The line on which a document begins, and what says so."""

    line: int
    number: str | None
    title: str | None
    evidence: tuple[str, ...]


def find_numbered_beginnings(lines: list[Line]) -> list[Beginning]:
    """One beginning for each document number that heads a document of its own."""
    found: list[Beginning] = []
    for index, line in enumerate(lines):
        if not is_number_line(line.text) or _is_site_value(lines, index):
            continue
        match = _NUMBER.search(line.text)
        number = match[0] if match else line.text
        if any(b.number == number for b in found):
            continue
        start, evidence = _header_start(lines, index)
        title = _title_after(lines, index)
        if title is not None:
            evidence.append("title")
        if found and len(evidence) < 2:
            continue  # a number alone on a line inside a text: a citation, not a header
        found.append(Beginning(start, number, title, tuple(evidence)))
    return found


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
