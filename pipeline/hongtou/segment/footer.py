"""From the last article to the end: attachment note, signature, date, imprint, attachments.

Text that goes on behind them belongs to no element: it makes branches of its own in the tree.
"""

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
    is_title_end,
)
from hongtou.segment.imprint import read_imprint

_LIST_ITEM: Final = re.compile(r"^\d{1,2}[.．、]")
_NOTE: Final = re.compile(r"^（[^（）]{2,200}）$")
_SENTENCE: Final = re.compile("[。；]")
# Lines of the imprint that a body or a form may hold as well: 填报人：… 联系电话：….
_CONTACT: Final = re.compile("联系人|联系电话|打字|校对")
_MAX_CONTACTS: Final = 8  # three persons with name and number in two lines each
_CLOSED: Final = re.compile("。$|份）$")
_LISTING: Final = re.compile("[，、；]")
_MAX_WRAPPED: Final = 200  # the longest list of recipients of 209 circulars has 234 characters
_MAX_REST: Final = 40  # a line of print holds 28 characters
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
        elif _is_text(line.text):
            stop = _text_end(lines, index)
        else:
            elements += [_single(line)] if line.text.strip() else []  # rows are segments
            stop = index + 1
        index = stop
    return elements, end


def _is_text(text: str) -> bool:
    """A sentence or a labelled line, which is no note: ``"第九条 申请人应当…。"``."""
    if _NOTE.match(text) or _is_name(text):
        return False
    return read_label(text) is not None or _SENTENCE.search(text) is not None


def _text_end(lines: list[Line], index: int) -> int:
    """Text behind the signature runs to the next attachment, signature, date or imprint."""
    for stop in range(index + 1, len(lines)):
        text = lines[stop].text
        if attachment_label(text) or _is_name(text) or _NOTE.match(text):
            return stop
        if is_printing(text) or (is_imprint(text) and not _resumes(lines, stop)):
            return stop
    return len(lines)


def _resumes(lines: list[Line], index: int) -> bool:
    """Whether 联系人：… stands inside a text: it goes on behind, with no signature between."""
    if not _CONTACT.match(lines[index].text):
        return False
    above = lines[index].text
    for line in lines[index + 1 : index + _MAX_CONTACTS]:
        text = line.text
        if not _CONTACT.match(text):
            if is_imprint(text) or is_printing(text) or _is_name(text) or attachment_label(text):
                return False
            if _is_text(text) or not _continues(above, text):
                return _is_text(text)
        above = text
    return False


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
        if is_printing(text) or _ends_body(lines, index, start):
            return _with_names_before(lines, index, start)
        label = attachment_label(text)
        if label is not None and index > start and _closes(lines, index):
            return _with_names_before(lines, index, start)
        if index > start and _signs(lines, index):
            return _with_names_before(lines, index, start)
    return _with_names_before(lines, len(lines), start)


def _ends_body(lines: list[Line], index: int, start: int) -> bool:
    return index > start and is_imprint(lines[index].text) and not _resumes(lines, index)


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
        imprint = is_printing(text) or (is_imprint(text) and not _resumes(lines, stop))
        if imprint or (label and label[0] and len(text) < 60):
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
        if not known and not _continues(lines[stop - 1].text, text):
            break
        stop += 1
    return stop


def _continues(above: str, text: str) -> bool:
    """Whether a line without label can be the rest of the list above: wrapped names, no text."""
    if is_printing(above) or _CLOSED.search(above) or len(text) > _MAX_WRAPPED:
        return False
    if read_label(text) or is_title_end(text) or "。" in text[:-1]:
        return False
    return _LISTING.search(text + above[-1]) is not None or len(text) <= _MAX_REST


def _spanning(kind: str, lines: list[Line]) -> Element:
    span = Span(lines[0].span.start, lines[-1].span.end)
    if kind == "attachment_note":
        return Element("attachment_note", span)
    return Element("attachment", span)
