"""What paper prints on every page: page numbers, running titles, （此页无正文）."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.model import Transcript
from hongtou.notation.characters import HAN

# — 3 — (GB/T 9704—2012, 7.5), also with hyphens, dots or waves; alone on a line, glued to its
# last words, or in front of the first ones.
_DASH: Final = "(?:[—－–―─-]{1,2}|[·•∙～~])"
_BLANK: Final = "[ \\t\u3000]"
_PAGE_NUMBER: Final = re.compile(
    rf"(?<!{_BLANK}){_BLANK}*(?<![\d\-—])[—－–―-]{{1,2}}[ 　]{{0,2}}\d{{1,4}}"
    rf"[ 　]{{0,2}}[—－–―-]{{1,2}}(?![\d\-—]){_BLANK}*$"
    rf"|^{_BLANK}*{_DASH}[ 　]?\d{{1,4}}[ 　]?{_DASH}{_BLANK}*$"
    rf"|^{_BLANK}*[—－–―─]{{1,2}}[ 　]?\d{{1,4}}[ 　]?[—－–―─]{{1,2}}[ 　]+(?=[{HAN}])"
    rf"|^{_BLANK}*第[ 　]?\d{{1,4}}[ 　]?页(?:[，,、/ 　]*共[ 　]?\d{{1,4}}[ 　]?页)?{_BLANK}*$",
    re.M,
)
# 3 or 3/12 alone on a line: a page number only as one of a series.
_BARE_NUMBER: Final = re.compile(
    rf"^{_BLANK}*(?P<page>\d{{1,4}})(?:[ 　]?/[ 　]?(?P<pages>\d{{1,4}}))?{_BLANK}*$", re.M
)
_PAGE_TEXT: Final = 80  # characters between two page numbers at least; list numbers stand closer
# （此页无正文） fills a page that holds only the signature (older practice).
_BLANK_PAGE: Final = re.compile(r"[（(][ 　]*此[ 　]*页[ 　]*无[ 　]*正[ 　]*文[ 　]*[)）]")
# 装订线 runs down the margin of forms and drafts.
_BINDING: Final = re.compile(rf"^{_BLANK}*装{_BLANK}*订{_BLANK}*线{_BLANK}*$", re.M)
_MARGIN_NOTE: Final = "margin-note"
_RUNNING: Final = 3  # pages that begin or end with the same line
_LONGEST_RUNNING: Final = 60
_LINE: Final = re.compile(r"[^\n]+")
_SPACES: Final = re.compile(r"\s+")
# A file of many notices prints the same head and imprint again and again: a mark with its number
# below it, the number itself, 抄送, 印发 and 共印 are no running titles.
_OWN: Final = re.compile(
    r"[〔\[（(]\d{4}[〕\]）)]第?\d+号|^(?:抄送|抄报|印送)|印发[)）]?$|^[（(]?共印"
)
_NUMBER_ALONE: Final = re.compile(
    r"[\u4e00-\u9fff（）()]{1,20}[〔\[（(]\d{4}[〕\]）)]第?\d+号(?:签发人.*)?"
)
_HEAD_ROOM: Final = 600  # characters in which these lines stand
_HEAD_LINES: Final = 8  # between the first authority of a joint mark and the number


def drop_page_numbers(text: str) -> Iterator[Edit]:
    """Page numbers, running titles, 装订线 and （此页无正文） go."""
    numbers = [(m.start(), m.end()) for m in _PAGE_NUMBER.finditer(text)]
    found = [(*place, "page-number", "页码") for place in numbers]
    series = list(_series(text))
    found += [(*place, "page-number", "页码，逐页递增") for place in series]
    found += [
        (*place, "running-title", "各页重复的页眉、页脚")
        for place in _running(text, sorted({*numbers, *series}))
    ]
    found += [(*m.span(), "binding-line", "装订线") for m in _BINDING.finditer(text)]
    found += [(*m.span(), "blank-page-note", "“此页无正文”") for m in _BLANK_PAGE.finditer(text)]
    done = 0
    for start, end, rule, reason in sorted(found):
        if start >= done and end > start:
            yield Edit(start, end, "", rule, reason)
            done = end


def drop_margin_notes(transcript: Transcript) -> Iterator[Edit]:
    """What readers found along the margins of pages goes; positions are those of the raw text."""
    done = 0
    for finding in transcript.raw_findings:
        span = finding.span
        if finding.code == _MARGIN_NOTE and span.start >= done and span.length:
            yield Edit(span.start, span.end, "", _MARGIN_NOTE, "页边的文字，不属于正文")
            done = span.end


def _series(text: str) -> Iterator[tuple[int, int]]:
    """Figures alone on their lines that count up by one, a page of text between each two."""
    run: list[re.Match[str]] = []
    for match in _BARE_NUMBER.finditer(text):
        if run and _follows(run[-1], match):
            run.append(match)
            continue
        if run and match.start() - run[-1].end() < _PAGE_TEXT:
            continue  # a figure of the text itself, or of a list
        yield from _counted(run)
        run = [match]
    yield from _counted(run)


def _follows(before: re.Match[str], after: re.Match[str]) -> bool:
    apart = after.start() - before.end() >= _PAGE_TEXT
    counts = int(after["page"]) == int(before["page"]) + 1 and after["pages"] == before["pages"]
    return apart and counts


def _counted(run: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """A series of three, or of two where it says how many there are or begins with 1."""
    if len(run) > 2 or (len(run) == 2 and (run[0]["pages"] or run[0]["page"] == "1")):
        yield from (match.span() for match in run)


def _running(text: str, numbers: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that stand at the head, or at the foot, of three pages or more.

    Pages are known by their numbers. The first page keeps its line: there it may be the title.
    """
    if len(numbers) < _RUNNING - 1:
        return
    heads = [_line_after(text, end) for _, end in numbers]
    feet = [_line_before(text, start) for start, _ in numbers]
    for places in (heads, feet):
        lines = [(place, _SPACES.sub("", text[slice(*place)])) for place in places if place]
        counts = Counter(line for _, line in lines)
        for place, line in lines:
            repeated = counts[line] >= _RUNNING and 1 < len(line) <= _LONGEST_RUNNING
            if repeated and not _begins_or_ends_a_notice(text, place):
                yield place


def _begins_or_ends_a_notice(text: str, place: tuple[int, int]) -> bool:
    """Whether a line is of the head or the imprint of a notice of its own."""
    if _OWN.search(_SPACES.sub("", text[slice(*place)])):
        return True
    below = text[place[1] : place[1] + _HEAD_ROOM].split("\n")[1 : _HEAD_LINES + 1]
    return any(_NUMBER_ALONE.fullmatch(_SPACES.sub("", line)) for line in below)


def _line_after(text: str, at: int) -> tuple[int, int] | None:
    match = _LINE.search(text, at)
    while match is not None and not match[0].strip():
        match = _LINE.search(text, match.end())
    return match.span() if match is not None else None


def _line_before(text: str, at: int) -> tuple[int, int] | None:
    end = at
    while end > 0 and text[end - 1] in "\n \t\u3000":
        end -= 1
    start = text.rfind("\n", 0, end) + 1
    return (start, end) if start < end else None
