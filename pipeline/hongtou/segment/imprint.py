"""版记: copy recipients, internal recipients, printing authority and date (GB/T 9704, 7.4)."""

import re
from typing import Final

from hongtou.model import Element, ElementKind, Span
from hongtou.notation.lines import Line, is_imprint, is_organisation, is_printing

_KINDS: Final[tuple[tuple[str, ElementKind], ...]] = (
    (r"抄送|抄报|分送", "copy_recipients"),
    (r"内部发送|内部抄送", "internal_recipients"),
    (r"主送|发送", "main_recipients"),
    (r"主题词", "subject_words"),
    (r"(?:信息)?公开属性|信息公开选项|公开方式", "openness"),
    (r"联系人|联系电话|打字|校对", "contact"),
    (r"（?共印|印数", "copies"),
)
_COPIES: Final = re.compile(r"（?共印[ ]?\d+[ ]?份）?。?")


def read_imprint(lines: list[Line]) -> list[Element]:
    """One element for each labelled line; 印发机关 and 印发日期 together are ``printing``."""
    elements: list[Element] = []
    for index, line in enumerate(lines):
        if is_printing(line.text):
            authority = index > 0 and is_organisation(lines[index - 1].text)
            start = lines[index - 1].span.start if authority else line.span.start
            elements.append(Element("printing", Span(start, line.span.end)))
        elif is_imprint(line.text):
            elements.append(Element(_kind(line.text), line.span))
        elif elements and not _prints(lines, index):
            # A wrapped list of recipients that could not be joined: keep it with its label.
            last = elements[-1]
            elements[-1] = Element(last.kind, Span(last.span.start, line.span.end))
        copies = _COPIES.search(line.text)
        if copies and not line.text.startswith(("共印", "（共印")):
            start = line.span.start
            elements.append(Element("copies", Span(start + copies.start(), start + copies.end())))
    return elements


def _prints(lines: list[Line], index: int) -> bool:
    """Whether the line is 印发机关, with the date of printing on the next one."""
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    return is_organisation(lines[index].text) and is_printing(following)


def _kind(text: str) -> ElementKind:
    return next(kind for pattern, kind in _KINDS if re.match(pattern, text))
