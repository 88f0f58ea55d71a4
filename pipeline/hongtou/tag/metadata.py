"""What header, title and imprint say: number, title, dates, copies, contact, attachments."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hongtou.errors import NotationError
from hongtou.lexicon import document_types
from hongtou.model import (
    DateValue,
    DocumentNumber,
    ElementKind,
    Metadata,
    Outline,
    Party,
    Span,
    Value,
)
from hongtou.notation.characters import HAN
from hongtou.notation.dates import find_dates, read_date
from hongtou.notation.document_numbers import find_bare_serials, find_document_numbers
from hongtou.notation.running_numbers import find_running_numbers
from hongtou.tag.adoption import read_adoption
from hongtou.tag.times.reference_dates import parent_date
from hongtou.tag.times.validity import find_validity

_AFTER_LABEL: Final = re.compile(r"^[^：]{2,8}：\s*(.+?)[。\s]*$", re.S)
_DIGITS: Final = re.compile(r"\d+")
_CONTACT: Final = re.compile(
    rf"联系人(?:及(?:联系)?电话)?：\s*([{HAN}·]{{2,20}}?)(?=(?:联系)?电话|校对|打字|[\d，；。、\s（(]|$)"
)
_PHONE: Final = re.compile(r"(?:电话：|联系人[^\d\n]{0,20}?)\s*(\d[\d\-—－\s]{5,20}\d)")
# 附件：1.… 2.…: numbers behind a mark or a line break, or glued to the title before them.
_ITEM: Final = re.compile(
    r"(?<=[\s；。：）])\d{1,2}[.．、](?!\d)|(?<=[^\d.．\s；。：）])\d{1,2}[.．](?!\d)"
)
_TITLE_NUMBER: Final = re.compile(r"[（(【][^（()）【】]{0,40}〔\d{4}〕[^（()）【】]{0,12}[）)】]$")
_SITE_NUMBER: Final = re.compile(r"(?:文号|发文字号)：\s*（?([^\n）]+)")
# （此件公开发布）: the 附注 that says who may read the paper (7.3.6).
_OPENNESS: Final = re.compile(
    r"此件[^）]{0,6}?(主动公开|公开发布|依申请公开|不予公开|不公开|删减后公开)"
)
_ORDER_NUMBER: Final = re.compile(r"(?:令|公告)\s*〔|^〔")
# 存款保险条例（国务院令第660号）; 中华人民共和国国务院令⏎第660号, 主席令（十届第41号）.
_RUNNING_BRACKET: Final = re.compile(r"[（(][^（()）]{2,30}令 ?第[^（()）]{1,12}号[）)]\Z")
_ORDER_LINES: Final = re.compile(
    r"\s{0,4}(?:中华人民共和国)?(?:国务院|主席)令[ \u3000]?\n?[ \u3000]?"
    r"（?[^\n（）第]{0,4}第[^\n号]{1,8}号）?(?=\s)"
)
_YEARLY_LINE: Final = re.compile(r"\s{0,4}（?(\d{4}年 ?第 ?\d{1,4} ?号)）?(?=\n|\Z)")
_STATE: Final = "中华人民共和国"
_PRINTER: Final = re.compile(rf"[{HAN}（）]{{3,40}}$")


def read_metadata(outline: Outline, parties: Sequence[Party]) -> Metadata:
    """Collect the metadata of one document; every value keeps the span that says it."""
    title = _title(outline)
    number = _number(outline)
    adopted = read_adoption(outline) if parent_date(outline) is None else None
    printing = _element_text(outline, "printing")
    metadata = Metadata(
        title=title,
        document_type=_document_type(title, number),
        number=number,
        document_date=_date(outline, "document_date") or (adopted.day if adopted else None),
        print_date=_date(outline, "printing"),
        classification=_whole(outline, "classification"),
        urgency=_whole(outline, "urgency"),
        openness=_after_label(outline, "openness") or _matched(outline, "note", _OPENNESS, 1),
        copies=_matched(outline, "copies", _DIGITS, 0),
        signatory=_signatories(outline),
        printing_authority=_printing_authority(outline, printing, parties),
        contact=_matched(outline, "contact", _CONTACT, 1) or _anywhere(outline, _CONTACT),
        contact_phone=_matched(outline, "contact", _PHONE, 1) or _anywhere(outline, _PHONE),
        attachments=_attachments(outline),
    )
    # 自公布之日起施行: the day of the meeting that passed the paper is not that of its publication.
    passed = adopted.day if adopted is not None and not adopted.published else None
    issued = _issued(outline, metadata)
    effective, expiry = find_validity(outline, None if issued == passed else issued)
    return replace(metadata, effective_date=effective, expiry_date=expiry)


def _issued(outline: Outline, metadata: Metadata) -> DateValue | None:
    """The day of issue, which 自发布之日起施行 means; an enclosed paper has that of its carrier."""
    own = metadata.document_date or metadata.print_date
    carrier = None if own is not None else parent_date(outline)
    return own if carrier is None else DateValue(carrier, Span(0, 0))


def squeeze(text: str) -> str:
    """``text`` without spaces and line breaks, as titles and names are stored."""
    return re.sub(r"\s+", "", text)


def _title(outline: Outline) -> Value | None:
    span = _element_text(outline, "title") or _order_title(outline)
    if span is None:
        return None
    text = span.of(outline.text)
    own_number = _TITLE_NUMBER.search(text)
    if own_number is not None and own_number.start() > 0 and not _order_title(outline):
        span = Span(span.start, span.start + own_number.start())
    return Value(squeeze(span.of(outline.text)), span)


def _order_title(outline: Outline) -> Span | None:
    """Orders have no title but their number line: 中国人民银行令〔2024〕第6号（…）."""
    span = _element_text(outline, "document_number")
    if span is None or not _ORDER_NUMBER.search(span.of(outline.text)):
        return None
    mark = _element_text(outline, "issuing_authority_mark")
    return span if mark is None else Span(mark.start, span.end)


def _document_type(title: Value | None, number: DocumentNumber | None) -> Value | None:
    if title is not None:
        # The type stands at the end of the title, so its offset counts from there.
        read = document_types().read_type(title.value)
        if read is not None:
            end = title.span.end - (len(title.value) - read[1] - len(read[0]))
            return Value(read[0], Span(max(title.span.start, end - len(read[0])), end))
    if number is not None and number.authority_code.endswith(("令", "公告")):
        name = "令" if number.authority_code.endswith("令") else "公告"
        end = number.span.start + len(number.authority_code)
        return Value(name, Span(end - len(name), end))
    return None


def _number(outline: Outline) -> DocumentNumber | None:
    """The paper's own number: header, else the bracket of its title, else the site's table."""
    text = outline.text
    for element in outline.elements_of("document_number"):
        found = find_document_numbers(text, element.span.start, element.span.end)
        if found:
            return found[0]
        order = _order_number(outline, element.span)
        if order is not None:
            return order
    title = _element_text(outline, "title")
    if title is not None:
        bracket = _TITLE_NUMBER.search(title.of(text))
        if bracket is not None:
            found = find_document_numbers(text, title.start + bracket.start(), title.end)
            return found[0] if found else None
    return _site_number(outline) or _head_number(outline, title)


def _head_number(outline: Outline, title: Span | None) -> DocumentNumber | None:
    """The number of an order in its head: 条例（国务院令第768号）, 中国人民银行令〔2017〕第3号….

    Of orders of the president only those count that name the congress: 主席令（十届第41号）;
    every congress begins anew with 第一号.
    """
    text, start = outline.text, outline.document.span.start
    if title is not None:
        for number in find_document_numbers(text, title.start, title.end)[:1]:
            before = text[title.start : number.span.start].strip()
            if before in ("", _STATE) and number.authority_code.endswith(("令", "公告")):
                return number
    yearly = _yearly_number(text, title) if title is not None else None
    if yearly is not None:
        return yearly
    lines = _ORDER_LINES.match(text, start)
    numbers = find_running_numbers(text, start, lines.end()) if lines else []
    if title is not None and not numbers:
        bracket = _RUNNING_BRACKET.search(text, title.start, title.end)
        numbers = find_running_numbers(text, bracket.start(), title.end) if bracket else []
    whole = [number for number in numbers if number.authority_code != "主席令"]
    return whole[0] if whole else None


def _yearly_number(text: str, title: Span) -> DocumentNumber | None:
    """国家林业和草原局公告⏎2020年第4号: the year without brackets, on the line below the title."""
    below = _YEARLY_LINE.match(text, title.end)
    if below is None or not title.of(text).endswith(("令", "公告")):
        return None
    head = text[title.start : title.end] + " " + below[1]
    found = find_document_numbers(head)
    if len(found) != 1 or found[0].span != Span(0, len(head)):
        return None
    return replace(found[0], span=Span(title.start, below.end(1)))


def _order_number(outline: Outline, number: Span) -> DocumentNumber | None:
    """The number of an order whose authority stands on the line above: …令 / 〔2009〕第1号."""
    bare = find_bare_serials(outline.text, number.start, number.end)
    mark = _element_text(outline, "issuing_authority_mark")
    if not bare or mark is None:
        return None
    span, year, serial = bare[0]
    code = squeeze(outline.text[mark.start : mark.end] + outline.text[number.start : span.start])
    if not code.endswith(("令", "公告")):
        return None
    return DocumentNumber(Span(mark.start, span.end), code, year, serial)


def _site_number(outline: Outline) -> DocumentNumber | None:
    for element in outline.elements_of("site_metadata"):
        match = _SITE_NUMBER.search(outline.text, element.span.start, element.span.end)
        if match is not None:
            found = find_document_numbers(outline.text, match.start(1), match.end(1))
            return found[0] if found else None
    return None


def _date(outline: Outline, kind: ElementKind) -> DateValue | None:
    for element in outline.elements_of(kind):
        for span, day in find_dates(outline.text, element.span.start, element.span.end):
            return DateValue(day, span)
        try:  # 2023.3.8, as offices write that follow no standard
            day = read_date(element.span.of(outline.text).strip("。（） "))
        except NotationError:
            continue
        return DateValue(day, element.span)
    return None


def _element_text(outline: Outline, kind: ElementKind) -> Span | None:
    elements = outline.elements_of(kind)
    return elements[0].span if elements else None


def _whole(outline: Outline, kind: ElementKind) -> Value | None:
    span = _element_text(outline, kind)
    return Value(squeeze(span.of(outline.text)), span) if span else None


def _after_label(outline: Outline, kind: ElementKind) -> Value | None:
    return _matched(outline, kind, _AFTER_LABEL, 1)


def _signatories(outline: Outline) -> Value | None:
    """One name, or those of a joint paper (7.2.6): ``张三、李四``."""
    found = [e.span for e in outline.elements_of("signatory")]
    names = [name for span in found for name in span.of(outline.text).split("：")[-1].split()]
    if not names:
        return None
    start = found[0].start + outline.text[found[0].start : found[0].end].find(names[0])
    return Value("、".join(names), Span(start, found[0].end))


def _matched(
    outline: Outline, kind: ElementKind, pattern: re.Pattern[str], group: int
) -> Value | None:
    for element in outline.elements_of(kind):
        match = pattern.search(element.span.of(outline.text))
        if match is not None:
            start = element.span.start + match.start(group)
            span = Span(start, start + len(match[group]))
            return Value(squeeze(match[group]), span)
    return None


def _anywhere(outline: Outline, pattern: re.Pattern[str]) -> Value | None:
    """Contacts also stand in notes and in the last sentence: （联系人及电话：…）, 联系人：…."""
    own = outline.document.span
    match = pattern.search(outline.text, own.start, own.end)
    if match is None:
        return None
    return Value(squeeze(match[1]), Span(match.start(1), match.end(1)))


def _printing_authority(
    outline: Outline, printing: Span | None, parties: Sequence[Party]
) -> Value | None:
    """The name before the print date; where it is glued to more, from the issuer's name on."""
    if printing is None:
        return None
    text = printing.of(outline.text)
    dates = list(find_dates(text))
    if not dates:
        return None
    match = _PRINTER.search(text[: dates[0][0].start].rstrip())
    if match is None:
        return None
    start, name = match.start(), match[0]
    for party in parties:
        at = name.rfind(party.name[:4]) if party.role == "issuing_authority" else -1
        if at > 0:
            start, name = start + at, name[at:]
            break
    span = Span(printing.start + start, printing.start + start + len(name))
    return Value(squeeze(name), span)


def _attachments(outline: Outline) -> tuple[Value, ...]:
    """The titles that the attachment note lists (7.3.4), without numbers and final marks."""
    values: list[Value] = []
    for element in outline.elements_of("attachment_note"):
        text = element.span.of(outline.text)
        colon = text.find("：")
        marks = list(_ITEM.finditer(text, colon + 1))
        starts = [m.end() for m in marks] or [colon + 1]
        ends = [m.start() for m in marks[1:]] + [len(text)]
        for start, end in zip(starts, ends, strict=True):
            title = text[start:end].strip("。；，《》 \n")
            if title:
                at = element.span.start + text.index(title, start)
                values.append(Value(squeeze(title), Span(at, at + len(title))))
    return tuple(values)
