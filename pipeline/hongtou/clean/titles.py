"""Titles over several lines, set in the middle (GB/T 9704—2012, 7.3.1)."""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    attachment_label,
    is_classification,
    is_copy_number,
    is_date_line,
    is_mark,
    is_number_line,
    is_organisation,
    is_printing,
    is_salutation,
    is_signatory,
    is_title_end,
    is_urgency,
)

_STOP: Final = re.compile(r"[。；！？]|[：:]$")
_LEAD_IN: Final = re.compile(r"^(?:为|根据|按照|现将|现就|近年来|近期|日前|依据|经|自|近日|鉴于)")
_VERB: Final = re.compile(r"关于|转发|批转|印发|发布|公布")
# The number in brackets behind a title, as web pages print it.
_NUMBER: Final = re.compile(r"（[^（）]{0,40}〔\d{4}〕[^（）]{1,12}）$")
_MAX_LINES: Final = 8
_MAX_BARE_LINES: Final = 3  # of a title that no 文种 ends: 附件1 / 某某工作任务分工 / 一览表
_BODY: Final = (1.0, 3.0)  # indent of a paragraph
_OFF_CENTRE: Final = 2.0  # characters by which the middles of two lines of a title differ
_SLACK: Final = 3.0


class Placed(Protocol):
    """A line with its place, as ``printed`` gives it."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def indent(self) -> float: ...  # noqa: D102
    @property
    def extent(self) -> float: ...  # noqa: D102
    @property
    def centre(self) -> float: ...  # noqa: D102
    @property
    def row(self) -> bool: ...  # noqa: D102


def find_title_lines(lines: Sequence[Placed], margin: float) -> set[int]:
    """Indices of lines that go on with a title begun on the line before them."""
    found: set[int] = set()
    index = 0
    while index < len(lines):
        size = _size(lines, index, margin) if _may_begin(lines, index) else 0
        found |= set(_joined(lines, index, size))
        index += max(1, size)
    return found


def _may_begin(lines: Sequence[Placed], index: int) -> bool:
    """Titles stand behind the number, the mark, 附件, an imprint, or at the very top."""
    if index == 0:
        return True
    before = lines[index - 1].text.replace(" ", "")
    return (
        _is_head(lines[index - 1].text) or is_printing(before)
        or (attachment_label(before) is not None and "：" not in before)
    )  # fmt: skip


def _is_head(text: str) -> bool:
    bare = text.replace(" ", "")
    return (
        is_number_line(bare) or is_number_line(text) or "签发人：" in bare or is_mark(bare)
        or is_urgency(bare) or is_copy_number(bare) or is_classification(bare) or is_signatory(bare)
    )  # fmt: skip


def _size(lines: Sequence[Placed], index: int, margin: float) -> int:
    """How many lines from ``index`` make a title; 0 if none or not more than one."""
    if index + 1 < len(lines) and _is_broken_mark(lines[index].text, lines[index + 1].text):
        return 2
    block = _block(lines, index, margin)
    for size in range(len(block), 1, -1):
        joined = _NUMBER.sub("", "".join(block[:size]))
        if _balanced(joined) and is_title_end(joined):
            return size
    return len(block) if _set_apart(lines, index, len(block)) else 0


def _is_broken_mark(first: str, second: str) -> bool:
    """Whether a red head was too wide for its line: 中国人民银行某某市中心支 / 行文件."""
    rest = second.removesuffix("文件")
    if is_organisation(first) or is_organisation(rest) or rest in (second, ""):
        return False
    return is_organisation(first + rest)


def _set_apart(lines: Sequence[Placed], index: int, size: int) -> bool:
    """Whether lines stand exactly in the middle, with text below them: a title of no 文种."""
    if not 1 < size <= _MAX_BARE_LINES:
        return False
    block = lines[index : index + size]
    centred = all(abs(line.centre - block[0].centre) <= _OFF_CENTRE / 2 for line in block)
    names = any(is_organisation(line.text) for line in block)
    below = lines[index + size] if index + size < len(lines) else None
    text_below = below is not None and (below.row or below.indent <= _BODY[1])
    return centred and not names and text_below and max(line.indent for line in block) > _BODY[1]


def _balanced(title: str) -> bool:
    return all(title.count(left) == title.count(right) for left, right in ("《》", "（）"))


def _block(lines: Sequence[Placed], index: int, margin: float) -> list[str]:
    """The lines from ``index`` on that stand in the middle and could be parts of one title."""
    block: list[str] = []
    first = lines[index]
    for line in lines[index : index + _MAX_LINES]:
        bare = line.text.replace(" ", "")
        if line.row or _STOP.search(bare) or read_label(bare) or is_salutation(bare):
            break
        if is_date_line(bare) or _is_head(line.text) or attachment_label(bare) is not None:
            break
        if block and (_LEAD_IN.match(bare) or _is_body(line, margin)):
            break
        if block and abs(line.centre - first.centre) > _OFF_CENTRE:
            break
        if len(block) == 1 and line.indent < _BODY[0] and _is_body(first, margin):
            break  # a paragraph and its second line
        block.append(line.text)
    return block


def _is_body(line: Placed, margin: float) -> bool:
    """Whether a line begins like a paragraph and reaches the margin."""
    return _BODY[0] <= line.indent <= _BODY[1] and abs(line.extent - margin) <= _SLACK


def _joined(lines: Sequence[Placed], index: int, size: int) -> list[int]:
    """The lines to join: names of authorities above 关于 keep their lines."""
    found: list[int] = []
    joined = ""
    for at in range(index, index + size):
        names = is_organisation(joined) and not _VERB.search(joined)
        if joined and not names:
            found.append(at)
        joined = lines[at].text if names else joined + lines[at].text
    return found
