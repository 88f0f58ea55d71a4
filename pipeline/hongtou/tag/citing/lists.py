"""Mentions that stand in one list share the words around it: 《A》、《B》和《C》同时废止."""

import re
from collections.abc import Sequence
from typing import Final

from hongtou.tag.citing.mentions import Mention

# 《A》（…）、《B》和中国人民银行《C》; 《A》的有关规定、《B》; 《A》，以及某日发布的《B》.
_GAP: Final = re.compile(
    r"(?:（[^（）]{1,14}）)?(?:等)?(?:的?(?:有关|相关)?(?:规定|要求|精神))?"
    r"(?:[、，,；]?(?:以及|和|及|与|或)|[、，,和及与或])?[^，。；、：\n《》（）]{0,25}"
)
_JOIN: Final = re.compile(
    r"(?:（[^（）]{1,14}）)?(?:等)?(?:的?(?:有关|相关)?(?:规定|要求|精神))?"
    r"(?:[、和及与或]|[，；]?(?:以及|和|及|并)|\Z)"
)
_LONGEST_GAP: Final = 36
# Lists with a line for each paper: 1.《A》（…）⏎2.《B》（…）.
_MARK: Final = r"\d{1,3}[.．、]|（?[一二三四五六七八九十]{1,3}[、）]"
_NEXT_LINE: Final = re.compile(rf"[。；;，、]?[ \u3000]*\n[ \u3000]*({_MARK})?[ \u3000]*")
_LINE_END: Final = re.compile(r"[。；;，、]?[ \u3000]*(?:\n|\Z)")
_LABEL: Final = re.compile(rf"[ \u3000]*(?:{_MARK})[ \u3000]*")
_LONGEST_LABEL: Final = 12
_LONGEST_HEAD: Final = 100


def group_lists(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand in one enumeration, together."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        end = groups[-1][-1].tail if groups else 0
        gap = mention.span.start - end
        if groups and gap <= _LONGEST_GAP and _one_list(text, end, mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _one_list(text: str, end: int, mention: Mention) -> bool:
    gap = text[end : mention.span.start]
    if "\n" in gap:
        line = _NEXT_LINE.fullmatch(gap)
        # Without labels, lines that hold nothing but a paper are a list.
        return line is not None and (bool(line[1]) or bool(_LINE_END.match(text, mention.tail)))
    return bool(_GAP.fullmatch(gap) and _JOIN.match(gap))


def list_heading(text: str, group: Sequence[Mention], start: int) -> str | None:
    """The line above a list of lines: 下列通知同时废止：, 废止文件目录; else ``None``."""
    first = group[0].span.start
    line = text.rfind("\n", max(start, first - _LONGEST_LABEL), first) + 1
    if line <= start or not _is_list_of_lines(text, group, line):
        return None
    above = text[max(start, line - 1 - _LONGEST_HEAD) : line - 1]
    return above[above.rfind("\n") + 1 :].strip(" \u3000：:")


def _is_list_of_lines(text: str, group: Sequence[Mention], line: int) -> bool:
    first = group[0]
    labelled = _LABEL.fullmatch(text, line, first.span.start) is not None
    several = len(group) > 1 and "\n" in text[first.tail : group[1].span.start]
    return several and (labelled or line == first.span.start)
