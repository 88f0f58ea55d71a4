"""From the last article to the end: attachment note, signature, date, imprint, attachments."""

import re
from typing import Final

from hongtou.model import Element, Span
from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    Line,
    attachment_label,
    is_date_line,
    is_imprint,
    is_organisation,
    is_printing,
)
from hongtou.segment.imprint import read_imprint

_LIST_ITEM: Final = re.compile(r"^\d{1,2}[.．、]")
_NOTE: Final = re.compile(r"^（[^（）]{2,200}）$")
_PUBLIC: Final = re.compile(r"^（此件[^（）]{2,20}）$")
# 行长潘功胜: the person who signs an order (令).
_OFFICER: Final = re.compile(
    r"^(?:行长|部长|主任|局长|主席|署长|总理|省长|市长|县长|审计长)[：:]?[\u4e00-\u9fff]{2,4}$"
)


def read_footer(lines: list[Line], start: int) -> tuple[list[Element], int]:
    """Elements behind the body, and the index of the line on which the body ends."""
    end = _body_end(lines, start)
    elements: list[Element] = []
    index = end
    while index < len(lines):
        line = lines[index]
        label = attachment_label(line.text)
        if label is not None and label[1] and not _is_content(lines, index):
            stop = _note_end(lines, index)
            elements.append(_spanning("attachment_note", lines[index:stop]))
        elif label is not None:
            stop = _attachment_end(lines, index)
            elements.append(_spanning("attachment", lines[index:stop]))
        elif is_imprint(line.text) or is_printing(line.text) or _before_printing(lines, index):
            stop = _imprint_end(lines, index)
            elements += read_imprint(lines[index:stop])
        else:
            elements += [_single(line)] if line.text.strip() else []  # rows are segments
            stop = index + 1
        index = stop
    return elements, end


def _single(line: Line) -> Element:
    if is_date_line(line.text):
        return Element("document_date", line.span)
    if _OFFICER.match(line.text) or is_organisation(line.text):
        return Element("signature", line.span)
    return Element("note", line.span)


def _body_end(lines: list[Line], start: int) -> int:
    """The first line behind the body: the body ends with its last sentence.

    Attachment labels, signatures, dates and imprint lines end it, unless sentences of the body
    follow (a date line inside a list, an organisation named on a line of its own).
    """
    for index in range(start, len(lines)):
        text = lines[index].text
        if index > start and _PUBLIC.match(text):
            return _with_names_before(lines, index, start)
        if is_printing(text) or (is_imprint(text) and index > start):
            return _with_names_before(lines, index, start)
        label = attachment_label(text)
        if label is not None and index > start and _closes(lines, index):
            return _with_names_before(lines, index, start)
        if index > start and _signs(lines, index):
            return _with_names_before(lines, index, start)
    return _with_names_before(lines, len(lines), start)


def _with_names_before(lines: list[Line], index: int, start: int) -> int:
    while index > start + 1 and _is_name(lines[index - 1].text):
        index -= 1
    return index


def _is_name(text: str) -> bool:
    return is_organisation(text) or _OFFICER.match(text) is not None or is_date_line(text)


def _closes(lines: list[Line], index: int) -> bool:
    """An attachment label ends the body where a list, a title or nothing follows it."""
    text = lines[index].text
    return len(text) <= 160 and not re.search(r"。.+|，", text)


def _signs(lines: list[Line], index: int) -> bool:
    """A date or an officer's name alone on its line, with no article behind it."""
    text = lines[index].text
    if not (is_date_line(text) or _OFFICER.match(text)):
        return False
    following = lines[index + 1 : index + 3]
    return not any(read_label(line.text) and "。" in line.text for line in following)


def _before_printing(lines: list[Line], index: int) -> bool:
    return (
        is_organisation(lines[index].text)
        and index + 1 < len(lines)
        and is_printing(lines[index + 1].text)
    )


def _is_content(lines: list[Line], index: int) -> bool:
    """Whether ``附件：标题`` heads the attachment itself: text of it follows, not a signature."""
    following = [line for line in lines[index + 1 : index + 3] if not _LIST_ITEM.match(line.text)]
    return bool(following) and not any(
        _is_name(line.text) or is_imprint(line.text) or is_printing(line.text)
        or _NOTE.match(line.text) or attachment_label(line.text)
        for line in following
    )  # fmt: skip


def _note_end(lines: list[Line], index: int) -> int:
    """The attachment note runs over its numbered list: 1.… 2.… ."""
    stop = index + 1
    while stop < len(lines) and _LIST_ITEM.match(lines[stop].text):
        stop += 1
    return stop


def _attachment_end(lines: list[Line], index: int) -> int:
    for stop in range(index + 1, len(lines)):
        text = lines[stop].text
        label = attachment_label(text)
        if is_imprint(text) or is_printing(text) or (label and label[0] and len(text) < 60):
            return stop if not _before_printing(lines, stop - 1) else max(index + 1, stop - 1)
    return len(lines)


def _imprint_end(lines: list[Line], index: int) -> int:
    """Imprint lines stand together; an attachment or a page of text ends them."""
    stop = index + 1
    while stop < len(lines):
        text = lines[stop].text
        if (
            not text.strip()
            or attachment_label(text) is not None
            or (is_date_line(text) and not is_printing(text))
        ):
            break
        known = is_imprint(text) or is_printing(text) or _before_printing(lines, stop)
        if not known and (is_printing(lines[stop - 1].text) or "。" in text[:-1]):
            break
        stop += 1
    return stop


def _spanning(kind: str, lines: list[Line]) -> Element:
    span = Span(lines[0].span.start, lines[-1].span.end)
    if kind == "attachment_note":
        return Element("attachment_note", span)
    return Element("attachment", span)
