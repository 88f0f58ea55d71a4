"""版头 and the head of the main part: mark, number, title, recipients (GB/T 9704, 7.2–7.3.2)."""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Element, ElementKind, Span
from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    Line,
    attachment_label,
    is_classification,
    is_copy_number,
    is_date_line,
    is_mark,
    is_number_line,
    is_organisation,
    is_salutation,
    is_signatory,
    is_title_end,
    is_urgency,
)

_ADOPTION: Final = re.compile(
    r"^[（(][^\n]{4,400}(?:通过|批准|发布|公布|颁布|印发|修订|修正|施行|令)[^\n]{0,200}[）)]$"
)
_STOP: Final = re.compile(r"[。；！？]|：$")
_TITLE_BRACKET: Final = re.compile(
    r"^（(?:\d{4}[^（）]{1,12}|试行|暂行|修订|征求意见稿|[^（）]{0,8}(?:版|修订))）$"
)
_CONTENTS: Final = re.compile(r"^目[ 　]*[录次]$")
_LEADERS: Final = re.compile(r"(?:[.．…·‥][.．…·‥ 　]*|[ 　\t])\d{0,4}$")
# 某政〔2021〕3号 王五: the last of several 签发人 stands beside the number (7.2.6).
_BESIDE_NUMBER: Final = re.compile(r"〕第?\d+号[ 　]([\u4e00-\u9fff 　]{2,14})$")
_LEAD_IN: Final = re.compile(r"^(?:为|根据|按照|现将|现就|近年来|近期|日前|依据|经|自|近日|鉴于)")
_MAX_TITLE_LINES: Final = 8
_MAX_TITLE: Final = 220  # characters; a joint title with ten authorities takes about 120


@lru_cache(maxsize=1)
def _site_label() -> re.Pattern[str]:
    """A line of the table of metadata that government sites print above a text: ``文号：…``."""
    labels = "|".join(re.escape(row["label"]) for row in read_table("site_labels"))
    return re.compile(rf"[【\[]?(?:{labels})：")


def read_header(lines: list[Line]) -> tuple[list[Element], int]:
    """Elements above the body, and the index of the first body line."""
    elements: list[Element] = []
    index = _skip_attachment_label(lines, elements)
    index = _read_marks(lines, index, elements)
    title_end = _read_title(lines, index, elements)
    index = _read_site_metadata(lines, title_end, elements)
    index = _read_marks(lines, index, elements)
    if index > title_end and not _title_of(elements):
        index = _read_title(lines, index, elements)
        index = _read_marks(lines, index, elements)  # sites print the number below the title
    index = _read_notes(lines, index, elements)
    index = _read_recipients(lines, index, elements)
    return elements, _skip_contents(lines, index, elements)


def _skip_attachment_label(lines: list[Line], elements: list[Element]) -> int:
    """A file may begin with the word 附件: the page that it was cut from."""
    label = attachment_label(lines[0].text) if lines else None
    if label is None or label[1] or len(lines[0].text) > 5:
        return 0
    elements.append(Element("note", lines[0].span))
    return 1


def _title_of(elements: list[Element]) -> Element | None:
    return next((e for e in elements if e.kind == "title"), None)


def _read_marks(lines: list[Line], index: int, elements: list[Element]) -> int:
    """Everything down to the 发文字号; nothing where there is none near the top."""
    number = next(
        (i for i in range(index, min(len(lines), index + 16)) if is_number_line(lines[i].text)),
        None,
    )
    if number is None:
        return _read_bare_marks(lines, index, elements)
    if any(not _is_mark_zone(line.text) for line in lines[index:number]):
        return index
    mark: list[Line] = []
    for line in lines[index:number]:
        kind = _header_kind(line.text)
        if kind is None:
            mark.append(line)
        else:
            elements.append(Element(kind, line.span))
    if mark:
        elements.append(_spanning("issuing_authority_mark", mark))
    text = lines[number].text
    beside = _BESIDE_NUMBER.search(text)
    signatory = beside.start(1) if beside is not None else text.find("签发人")
    span = lines[number].span
    if signatory > 0:
        elements.append(Element("document_number", Span(span.start, span.start + signatory)))
        elements.append(Element("signatory", Span(span.start + signatory, span.end)))
    else:
        elements.append(Element("document_number", span))
    return number + 1


def _read_bare_marks(lines: list[Line], index: int, elements: list[Element]) -> int:
    """Mark, urgency and the like of a paper without a number."""
    mark: list[Line] = []
    while index < len(lines):
        kind = _header_kind(lines[index].text)
        if kind is not None:
            elements.append(Element(kind, lines[index].span))
        elif is_mark(lines[index].text):
            mark.append(lines[index])
        else:
            break
        index += 1
    if mark:
        elements.append(_spanning("issuing_authority_mark", mark))
    return index


def _header_kind(text: str) -> ElementKind | None:
    if is_classification(text):
        return "classification"
    if is_urgency(text):
        return "urgency"
    if is_copy_number(text):
        return "copy_number"
    if is_signatory(text):
        return "signatory"
    return None


def _is_mark_zone(text: str) -> bool:
    return (
        _header_kind(text) is not None or is_mark(text) or is_organisation(text)
        or (text.endswith(("令", "公告", "函", "（批复）")) and "关于" not in text)
    )  # fmt: skip


def _read_title(lines: list[Line], index: int, elements: list[Element]) -> int:
    """Lines up to the first that ends as a 文种, or up to recipients, body or labels."""
    taken: list[Line] = []
    size = 0
    for line in lines[index : index + _MAX_TITLE_LINES]:
        stops = is_salutation(line.text) or _STOP.search(line.text) or _ADOPTION.match(line.text)
        if stops or read_label(line.text) or _site_label().match(line.text):
            break
        if taken and _LEAD_IN.match(line.text):
            break
        taken.append(line)
        size += len(line.text)
        if size > _MAX_TITLE or is_title_end(_joined(taken)):
            break
    ending = next((n for n in range(len(taken), 0, -1) if is_title_end(_joined(taken[:n]))), 0)
    rest = lines[index + ending : index + ending + 1]
    if ending and ending == len(taken) and rest and _TITLE_BRACKET.match(rest[0].text):
        taken.append(rest[0])  # （2022—2024年）, （试行） on a line of its own
        ending += 1
    taken = taken[:ending] if ending else taken[:1] if _plausible(taken) else []
    if taken:
        elements.append(_spanning("title", taken))
    return index + len(taken)


def _plausible(taken: list[Line]) -> bool:
    """A first line that names something without ending as a 文种: a heading of a web page."""
    return bool(taken) and 4 <= len(taken[0].text) <= 120 and not is_organisation(taken[0].text)


def _joined(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)


def _read_site_metadata(lines: list[Line], index: int, elements: list[Element]) -> int:
    near = range(index, min(len(lines), index + 40))
    labels = [i for i in near if _site_label().match(lines[i].text)]
    if len(labels) < 3 or labels[0] > index + 1:
        # 发布时间：2020-04-17 来源：县政府办: a line or two right behind the title.
        last = index
        while _title_of(elements) is not None and last in labels:
            last += 1
        if last > index:
            elements.append(_spanning("site_metadata", lines[index:last]))
        return last
    last = labels[-1]
    if lines[last].text.endswith("：") and last + 1 < len(lines):
        following = lines[last + 1].text
        if not is_salutation(following) and not _STOP.search(following) and len(following) <= 60:
            last += 1
    elements.append(_spanning("site_metadata", lines[index : last + 1]))
    return last + 1


def _read_notes(lines: list[Line], index: int, elements: list[Element]) -> int:
    """题注 and 题下署名: adoption, authorities and date between title and text."""
    titled = _title_of(elements) is not None
    while index < len(lines):
        text = lines[index].text
        if titled and is_date_line(text):
            kind: ElementKind = "document_date"
        elif _ADOPTION.match(text):
            kind = "adoption_note"
        elif titled and is_organisation(text) and not is_salutation(text):
            kind = "signature"
        else:
            break
        elements.append(Element(kind, lines[index].span))
        index += 1
    return index


def _read_recipients(lines: list[Line], index: int, elements: list[Element]) -> int:
    if index < len(lines) and is_salutation(lines[index].text):
        elements.append(Element("main_recipients", lines[index].span))
        return index + 1
    return index


def _skip_contents(lines: list[Line], index: int, elements: list[Element]) -> int:
    """A table of contents repeats the chapter headings; the tree needs them once."""
    if index >= len(lines) or not _CONTENTS.match(lines[index].text):
        return index
    first = next((i for i in range(index + 1, len(lines)) if read_label(lines[i].text)), None)
    if first is None:
        return index
    entry = _entry(lines[first].text)
    again = next((i for i in range(first + 1, len(lines)) if _entry(lines[i].text) == entry), None)
    if again is None:
        return index
    elements.append(_spanning("note", lines[index:again]))
    return again


def _entry(text: str) -> str:
    """A heading as a table of contents shows it: without spaces, leaders and page number."""
    return re.sub(r"\s+", "", _LEADERS.sub("", text))


def _spanning(kind: ElementKind, lines: list[Line]) -> Element:
    return Element(kind, Span(lines[0].span.start, lines[-1].span.end))
