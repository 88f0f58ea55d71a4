"""Lines that paper broke: hard wraps and sentences cut by the end of a page."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.lexicon import organisation_suffixes
from hongtou.notation.characters import CLOSERS, HAN
from hongtou.notation.labels import read_label

_LINE: Final = re.compile(r"[^\n]+")
TERMINAL: Final = re.compile(rf"[。！？；：…][{CLOSERS}]*$")
_OPEN_ENDED: Final = re.compile(r"[，、—][”’]?$")
COMMA_OR_STOP: Final = re.compile(r"[，。；]")
# Lines that begin something of their own: attachments, imprint, dates, notes.
_OWN_LINE: Final = re.compile(
    r"附件|附表|附：|抄送|抄报|内部发送|主题词|公开属性|信息公开|联系人|联系电话|印发|共印|主送|（共印|标题：|索引号|文号：|发文机关"
    r"|发布日期|生效日期|公文种类|（?此页无正文|[一二][〇○零\d].{2,6}年.{1,3}月.{1,3}日|\d{4}年\d{1,2}月\d{1,2}日"
)
# Fields of forms and decimal outlines: "拒绝原因：", "1.3.1.2 前置机", "□同意".
_FORM_FIELD: Final = re.compile(rf"(?![^：]*如下)[{HAN}]{{2,10}}：|\d+(?:\.\d+)+|[□☑√]")
_HAN_YEAR: Final = re.compile(
    r"[一二][〇○0Oo零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月"
)
NUMBER_LINE: Final = re.compile(rf"[{HAN}（）]{{2,20}}〔\d{{4}}〕第?\d+号?$")
# A hard-wrapped text prints most of its lines at one width; GB/T 9704 asks for 28 characters.
_MIN_WRAP: Final = 16.0
_MIN_CUT: Final = 4  # so many lines must reach the margin without ending a sentence
_MAX_WRAP: Final = 60.0
_MAX_HEADING: Final = 45
_REST: Final = 3.0  # "格。" on a line of its own is the rest of a sentence whatever stands before
# GB/T 9704—2012, 5.2.4: 28 characters a line, the first one indented by two; marks and counting
# of half-width characters take up to two more.
_FULL_LINE: Final = 24.0
_DUTY: Final = re.compile(r"应当|不得|必须|(?<![需主重纲只必摘纪])要(?![求点素件义闻领])")
# A line may be short by a mark that must not begin the next one; marks that were half-width count
# half a character more than they took.
_SLACK: Final = 3.0
_INDENT: Final = 2.0  # GB/T 9704—2012, 7.3.3: each paragraph begins two characters in


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text as it stands: where it is, and how wide it is in print."""

    start: int
    end: int
    text: str
    width: float  # 汉字 count 1, half-width characters 0.5


def join_broken_lines(text: str) -> Iterator[Edit]:
    """Line breaks inside a sentence go; headings, labels, names, dates and imprint keep theirs."""
    lines = lines_in(text)
    body = [line for line in lines if "\t" not in line.text]
    width = wrap_width([(line.width, not TERMINAL.search(line.text)) for line in body])
    joined = False
    for before, after in pairwise(lines):
        # The first line of a paragraph is indented, so it holds two characters less.
        rule = _why_joined(before, after, width if joined or width is None else width - _INDENT)
        joined = rule is not None
        if rule is not None:
            yield Edit(before.end, after.start, "", rule, _REASONS[rule])


def drop_blank_lines(text: str) -> Iterator[Edit]:
    """One paragraph a line: surplus line breaks go."""
    for match in re.finditer(r"\A\n+|\n+\Z|(?<=\n)\n+", text):
        yield Edit(match.start(), match.end(), "", "blank-line", "空行")


def wrap_width(lines: Sequence[tuple[float, bool]]) -> float | None:
    """The width at which a text is hard-wrapped, ``None`` where each paragraph is one line.

    Args:
        lines: Width of each line, and whether it stops without the end of a sentence.
    """
    body = sorted(width for width, _ in lines if width >= _MIN_WRAP)
    if len(body) < _MIN_CUT or body[-1] > _MAX_WRAP * 1.2:
        return None
    margin = body[(len(body) * 9) // 10]
    cut = sum(1 for width, stops in lines if stops and margin - width <= _SLACK + _INDENT)
    beyond = sum(1 for width in body if width > margin + _SLACK + 1)
    return margin if cut >= _MIN_CUT and beyond <= 0.05 * len(body) else None


_REASONS: Final = {
    "line-wrap": "原件按行折断，并为一段",
    "page-break": "句子被换页截断，接为一句",
    "open-bracket": "书名号或括号未闭合，接为一行",
}


def lines_in(text: str) -> list[TextLine]:
    """The lines of a text, blank ones left out."""
    return [_line(match) for match in _LINE.finditer(text)]


def _line(match: re.Match[str]) -> TextLine:
    text = match[0]
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) in "WFA")
    return TextLine(match.start(), match.end(), text, wide + (len(text) - wide) / 2)


def _why_joined(before: TextLine, after: TextLine, width: float | None) -> str | None:
    if begins_own(after) or _ENDS_ITSELF.search(before.text) or "\t" in before.text:
        return None
    if _unclosed(before.text, after.text):
        return "open-bracket"
    if width is not None:
        full = before.width >= width - _SLACK and _has_han(after.text)
        return "line-wrap" if full and not NUMBER_LINE.match(before.text) else None
    return "page-break" if _cut_by_page(before, after) else None


# Elements that end where their line ends, whatever follows.
_ENDS_ITSELF: Final = re.compile(
    r"^(?:附件|附：|主题词|校对|打字|联系人|公开属性|标题：|索引号)|(?:印发|文件|份）)$|[：:]$"
)


def _cut_by_page(before: TextLine, after: TextLine) -> bool:
    """Whether a paragraph-a-line text breaks here in the middle of a sentence."""
    if TERMINAL.search(before.text) or not COMMA_OR_STOP.search(after.text + _ending(after.text)):
        return False
    if _OPEN_ENDED.search(before.text):
        return True
    if after.width <= _REST and TERMINAL.search(after.text):
        return True
    if not _reads_on(after.text):
        return False
    label = read_label(before.text)
    if label is None:
        # Rows of forms hold commas too, but neither a full stop nor a line's length of words.
        long = "。" in before.text or before.width >= _FULL_LINE
        return long and COMMA_OR_STOP.search(before.text) is not None
    # "二、落实“两增”目标，提升金融差异化服务" is a heading in spite of its comma; a sentence that
    # a page cut short has a full stop, a topic before ：, a duty word, or more than its length.
    body = before.text[label.length :]
    return "。" in body or "：" in body or len(body) > _MAX_HEADING or bool(_DUTY.search(body))


def _reads_on(text: str) -> bool:
    """Whether a line could be the rest of a sentence: it has or ends a clause."""
    return bool(TERMINAL.search(text)) or COMMA_OR_STOP.search(text) is not None


def _ending(text: str) -> str:
    return "。" if TERMINAL.search(text) else ""


def _unclosed(before: str, after: str) -> bool:
    """Whether 《 is open at the end of ``before`` and closed early in ``after``."""
    if before.count("《") <= before.count("》"):
        return False
    close = after.find("》")
    return 0 <= close <= 60 and "《" not in after[:close]


def begins_own(line: TextLine) -> bool:
    """Whether a line is something of its own: a labelled item, a name, a date, a row of a form."""
    if read_label(line.text) is not None or _OWN_LINE.match(line.text):
        return True
    if "|" in line.text or "\t" in line.text:  # a row of a table
        return True
    if _FORM_FIELD.match(line.text):
        return True
    alone = line.width <= 30 and not COMMA_OR_STOP.search(line.text)
    return alone and (
        _HAN_YEAR.match(line.text) is not None
        or NUMBER_LINE.match(line.text) is not None
        or (organisation_suffixes().ends_name(line.text) and "的" not in line.text)
    )


def _has_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None
