"""The imprint at the very end of a file, behind the attachments (GB/T 9704—2012, 7.3.7, 7.4)."""

import re
from typing import Final

from hongtou.model import Span
from hongtou.notation.lines import Line, is_imprint, is_organisation, is_printing, lines_of

_AUTHORITY: Final = re.compile(
    r"([^\s，。；：]{2,40}?)(?:办公厅|办公室|综合司|综合处)?\s*(?:\d{4}|[一二])[^，。；：]*印发"
)


def find_tail_imprint(text: str, carrier: Span, attached: Span, *, numbered: bool) -> Span | None:
    """The lines at the end of the attached document that are the imprint of its carrier.

    A regulation has no imprint, so one behind it is the carrier's; behind a paper with a number of
    its own it is the carrier's only where the carrier has none and its printing authority is named
    in the carrier's first line.
    """
    lines = lines_of(text, attached)
    first = _tail_start(lines)
    if first is None:
        return None
    if numbered and not _belongs_to(text, carrier, attached, lines[first:]):
        return None
    return Span(lines[first].span.start, attached.end)


def _tail_start(lines: list[Line]) -> int | None:
    first = None
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if is_imprint(line.text) or is_printing(line.text):
            first = index
        elif first is None or not _names_printer(lines, index):
            break
    return first


def _names_printer(lines: list[Line], index: int) -> bool:
    return is_organisation(lines[index].text) and is_printing(lines[index + 1].text)


def _belongs_to(text: str, carrier: Span, attached: Span, imprint: list[Line]) -> bool:
    if any(is_printing(line.text) for line in lines_of(text, carrier)):
        return False
    match = _AUTHORITY.search("".join(line.text for line in imprint))
    if match is None or match[1] in attached.of(text)[:200].replace("\n", ""):
        return False
    return match[1] in carrier.of(text)[:200].replace("\n", "")
