"""Lines of print: their place on paper says which of them belong together.

A paragraph begins two characters in and its other lines at the edge, titles stand in the middle,
signatures at the right, lists of recipients in the imprint hang behind their label (GB/T
9704—2012, 7.3, 7.4). Readers of paper show the place of a line as ideographic spaces in front of
it. A text without such spaces passes through here unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.clean.titles import find_title_lines
from hongtou.notation.characters import CLOSERS
from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    attachment_label,
    is_date_line,
    is_imprint,
    is_number_line,
    is_organisation,
    is_printing,
    is_title_end,
)

_LINE: Final = re.compile(r"[^\n]+")
_SPACES: Final = re.compile(r"[ \u00a0\u3000]+")
_SIGNATORIES: Final = re.compile("(?:[\u4e00-\u9fff] ?){2,8}$")
_NARROW: Final = re.compile("[\x00-\x7f\u00a0\uff61-\uffdc]")
_FULL_MARKS: Final = str.maketrans(",;:()", "，；：（）")
_TERMINAL: Final = re.compile(rf"[。！？；：][{CLOSERS}]*$")
_OPEN: Final = re.compile(r"[，、；（]$")  # a list goes on
# What a line break does not part: a figure, a Latin word. It may leave the line before it short.
_TOKEN: Final = re.compile(r"[A-Za-z0-9.,%/@:_-]{1,40}[年月日号元%]?")
_WIDE: Final = 16.0  # a line of body text takes at least so many characters of its 28
_WIDEST: Final = 60.0  # a line of A4 in small print; longer lines are paragraphs
_SLACK: Final = 3.0  # marks that must not begin a line, characters that the reader lost
_EDGE: Final = 1.0  # less than this is no indent
_FIRST: Final = (1.0, 3.0)  # indent of a paragraph: two characters, one more or less when read
_HANGING: Final = 9.0  # the deepest indent of 附件：1.… and of its second line
_MAX_NOTE: Final = 12  # lines of a note in brackets
_FEW: Final = 4  # lines; fewer say nothing about the edge of their page
_LEAST: Final = 10.0  # a column of half a page holds 13 characters
_SHARE: Final = 0.7


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line and its place, in characters of full width; ``start`` is where its spaces begin.

    ``text`` has no spaces around it, gaps narrowed to one space, and marks of full width.
    """

    start: int
    end: int
    text: str
    indent: float
    width: float
    gap: bool  # a page number or an empty line stood before it

    @property
    def extent(self) -> float:
        """How far to the right it reaches."""
        return self.indent + self.width

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return "\t" in self.text or "|" in self.text

    @property
    def centre(self) -> float:
        """Where its middle stands."""
        return self.indent + self.width / 2


def join_printed_lines(text: str) -> Iterator[Edit]:
    """Lines that continue the one before them by their place are joined to it."""
    lines = _at_the_edge(_printed_lines(text))
    margin = _margin(lines)
    if margin is None:
        return
    titles = find_title_lines(lines, margin)
    head, depth = lines[0], _depth(lines[0])
    for index, (before, after) in enumerate(pairwise(lines), start=1):
        if "签发人：" in head.text and _SIGNATORIES.match(after.text) and after.indent > _HANGING:
            rule: str | None = "signatory-line"
        elif index in titles:
            rule = "printed-title"
        elif index - 1 in titles or index + 1 in titles:
            rule = None  # a title begins here, or the line before is the end of one
        else:
            rule = _why_joined(head, before, after, margin) or _why_closed(lines, index, depth)
        if rule is None:
            head, depth = after, 0
        else:
            between = " " if rule == "signatory-line" else ""
            yield Edit(before.end, after.start + _lead(text, after), between, rule, _REASONS[rule])
        depth = max(0, depth + _depth(after))


_REASONS: Final = {
    "line-wrap": "原件按行折断，并为一段",
    "page-break": "句子被换页截断，接为一句",
    "printed-title": "标题分行居中排布，并为一行",
    "open-bracket": "括号未闭合，接为一行",
    "signatory-line": "多名签发人分行排布，并为一行",
    "hanging-line": "回行悬挂缩进，并为一项",
}


def _printed_lines(text: str) -> list[PrintedLine]:
    lines: list[PrintedLine] = []
    done = 0
    for match in _LINE.finditer(text):
        words = match[0].strip(" \u00a0\u3000")
        if not words.strip():
            continue
        lead = len(match[0]) - len(match[0].lstrip(" \u00a0\u3000"))
        indent = width_of(match[0][:lead])
        end = match.start() + lead + len(words)
        gap = text.count("\n", done, match.start()) > 1
        shown = _SPACES.sub(" ", words).translate(_FULL_MARKS)
        lines.append(PrintedLine(match.start(), end, shown, indent, width_of(words), gap))
        done = end
    return lines


def width_of(text: str) -> float:
    """Characters of full width that ``text`` takes: half-width ones count a half."""
    return len(text) - len(_NARROW.findall(text)) / 2


def _lead(text: str, line: PrintedLine) -> int:
    """How many spaces stand in front of the words of a line."""
    at = line.start
    while text[at] in " \u00a0\u3000":
        at += 1
    return at - line.start


def _at_the_edge(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with indents that count from the edge of their page's text.

    A stamp or a note in the margin of a page moves all of its lines to the right.
    """
    page, pages = 0, []
    for line in lines:
        page += line.gap
        pages.append(page)
    moved: list[PrintedLine] = []
    for _, group in groupby(zip(pages, lines, strict=True), key=lambda item: item[0]):
        found = [line for _, line in group]
        base = _base(found)
        moved += [replace(line, indent=max(0.0, line.indent - base)) for line in found]
    return moved


def _base(page: Sequence[PrintedLine]) -> float:
    """The indent that all lines of a page share, but for a title that sticks out to the left.

    A page of short paragraphs has no line at its edge, so an indent of two counts only where
    lines at it go on with lines that are indented by two more.
    """
    body = [line for line in page if not line.row]
    title = next((n for n, line in enumerate(body) if line.text.endswith("：")), 0)
    base = min((line.indent for line in body[title:]), default=0.0)
    if base > _FIRST[1]:
        return base if len(page) >= _FEW else 0.0
    shared = base >= _EDGE and any(
        abs(one.indent - base - 2) < _EDGE and abs(two.indent - base) < _EDGE
        and one.width >= _WIDE and not _TERMINAL.search(one.text)
        for one, two in pairwise(body)
    )  # fmt: skip
    return base if shared else 0.0


def _margin(lines: Sequence[PrintedLine]) -> float | None:
    """How far lines reach; ``None`` where indents do not tell paragraphs from their lines.

    The measure is that of most lines that go on at the edge: of the columns, where a page has two.
    """
    body = [line for line in lines if not line.row]
    going_on = [(one, two) for one, two in pairwise(body) if _goes_on(one, two)]
    reach = Counter(round(one.extent) for one, _ in going_on)
    if not any(_begins_paragraph(one) for one, _ in going_on):
        return None
    margin = float(max(reach, key=lambda at: (reach[at - 1] + reach[at] + reach[at + 1], at)))
    long = sum(1 for line in body if line.extent > _WIDEST)
    if long > max(0.05 * len(body), min(2, len(body) // 4)):
        return None
    labelled = [  # a label at the edge behind a full line may be the rest of a sentence
        two.indent >= _EDGE
        for one, two in pairwise(body)
        if read_label(two.text) and not (two.indent < _EDGE and _full(one, two, margin))
    ]
    return margin if sum(labelled) >= _SHARE * len(labelled) else None


def _goes_on(before: PrintedLine, after: PrintedLine) -> bool:
    """Whether a sentence runs from one line into another at the edge."""
    if before.indent > _FIRST[1] or after.indent >= _EDGE or not _LEAST <= before.extent <= _WIDEST:
        return False
    if _TERMINAL.search(before.text) or _stands_alone(before.text) or _begins_own(after):
        return False
    return not (after.text.endswith("：") and is_title_end(before.text))


def _begins_paragraph(line: PrintedLine) -> bool:
    return _FIRST[0] <= line.indent <= _FIRST[1]


def _full(before: PrintedLine, after: PrintedLine, margin: float) -> bool:
    """Whether ``before`` reaches the margin, or would with the first word of ``after``."""
    token = _TOKEN.match(after.text)
    room = width_of(token[0]) if token else 0.0
    return before.extent + room >= margin - _SLACK


def _why_joined(
    head: PrintedLine, before: PrintedLine, after: PrintedLine, margin: float
) -> str | None:
    """The rule that joins ``after`` to ``before``; ``head`` is the first line of its paragraph."""
    if before.row or after.row or _stands_alone(before.text):
        return None
    if is_imprint(head.text.replace(" ", "")):
        return "hanging-line" if _hangs(head, before, after, margin) else None
    if _begins_own(after) or (head is before and _are_names(before, after)):
        return None
    if after.indent < _EDGE and before.indent <= _HANGING and _full(before, after, margin):
        if _TERMINAL.search(before.text) and _names_or_dates(after):
            return None
        return "page-break" if after.gap else "line-wrap"
    if _noted(head) and _full(before, after, margin):
        deeper = head.indent + 1 < after.indent <= _HANGING
        return "hanging-line" if deeper and not read_label(after.text) else None
    return None


def _depth(line: PrintedLine) -> int:
    """How many brackets a line leaves open, below 0 if it closes more than it opens."""
    return line.text.count("（") - line.text.count("）")


def _why_closed(lines: Sequence[PrintedLine], index: int, depth: int) -> str | None:
    """The rule that joins a note in brackets whose lines are all indented: 题注, 附注."""
    before, after = lines[index - 1], lines[index]
    if depth != 1 or before.row or after.row or _begins_own(after):
        return None
    closed = any("）" in line.text for line in lines[index : index + _MAX_NOTE])
    aligned = abs(after.indent - before.indent) <= _EDGE
    centred = abs(after.centre - before.centre) <= _EDGE
    set_in = closed and before.width >= _WIDE and (aligned or centred)
    return "open-bracket" if set_in else None


def _hangs(head: PrintedLine, before: PrintedLine, after: PrintedLine, margin: float) -> bool:
    """Whether a line goes on with a list of the imprint: 抄送：… and what hangs behind it."""
    if before.text.endswith("。") or is_imprint(after.text.replace(" ", "")):
        return False
    bare = after.text.replace(" ", "")
    if is_printing(bare) or is_date_line(bare) or attachment_label(bare) is not None:
        return False
    if is_organisation(after.text) and not _OPEN.search(before.text):
        return False
    return after.indent > head.indent + 1 or before.extent >= margin - _SLACK


def _noted(head: PrintedLine) -> bool:
    """Whether a paragraph is an item of the attachment note: 附件：1.…, 2.… below it."""
    label = attachment_label(head.text.split("：")[0] + "：")
    item = head.indent >= _FIRST[1] and read_label(head.text) is not None
    return (label is not None and "：" in head.text[:8]) or item


def _stands_alone(text: str) -> bool:
    """Whether an element ends with its line, however long the line is."""
    bare = text.replace(" ", "")
    numbered = is_number_line(bare) or is_number_line(text) or "签发人：" in bare
    return numbered or is_printing(bare) or is_date_line(bare)


def _begins_own(line: PrintedLine) -> bool:
    """Whether a line begins an element of its own, although the one before it is full."""
    bare = line.text.replace(" ", "")
    if is_imprint(bare) or attachment_label(bare) is not None:
        return True
    if line.gap and bare.endswith("文件") and is_organisation(bare.removesuffix("文件")):
        return True  # the mark of the next paper
    return line.indent >= _EDGE and _names_or_dates(line)


def _are_names(one: PrintedLine, two: PrintedLine) -> bool:
    """Whether each of two lines is the whole name of an authority, as in a joint red head."""
    return is_organisation(one.text) and is_organisation(two.text)


def _names_or_dates(line: PrintedLine) -> bool:
    return is_organisation(line.text) or is_date_line(line.text.replace(" ", ""))
