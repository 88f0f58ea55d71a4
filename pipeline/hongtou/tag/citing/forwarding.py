"""Requests to pass the paper on: 请…将本通知转发…; ``chain`` watches whether a child is held."""

import re
from collections.abc import Sequence
from typing import Final

from hongtou.model import ForwardingRequest, Outline, Party, Span
from hongtou.tag.places import frame_spans, inside_any, segment_finder

# 将本通知转发辖内…, 速将该通知联合转发至…, 将通知转发至…; 将本通知于印发之日转发至….
_REQUEST: Final = re.compile(
    r"(?P<hurry>及时|尽快|立即|速|迅速|抓紧|应|要|须|须及时|负责)?将(?:本|此|该)?(?:通知|文件?|公告|意见|办法|规定|通报|方案|决定)"
    r"[^，。；：\n转翻传]{0,12}?(?:转发|转知|转达|传达|翻印)(?P<to>[^，。；\n]{0,120})"
)
# 请各县联社转发至所辖各网点: the paper itself is not named, those below the recipients are.
_BARE_REQUEST: Final = re.compile(
    r"请(?P<by>[^，。；：！？\n将把请发]{3,120}?)(?:负责)?(?:及时|尽快|立即|迅速)?(?:转发|转知|转达|传达)(?:至|给|到)?"
    r"(?P<to>(?:所辖|辖内|辖区|所属|下属|下辖|本辖区|本系统|各自|基层|各)[^，。；！？\n]{2,120})"
)
_SENTENCE_START: Final = re.compile(r"[。；：\n]")
_LEADS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])?(?:请|由|并请)?"
)
_TO_LEADS: Final = re.compile(r"^(?:至|给|到|各自)?")
_MAX_BY: Final = 200


def find_forwarding_requests(
    outline: Outline, parties: Sequence[Party]
) -> tuple[ForwardingRequest, ...]:
    """Every wish that recipients pass this paper on, in order.

    ``请人民银行各县（市）支行将本通知转发辖内各地方法人金融机构`` is asked of 人民银行各县（市）
    支行 for 辖内各地方法人金融机构. Where nobody is named, the main recipients are asked.
    """
    text, document = outline.text, outline.document.span
    frame = frame_spans(outline)
    segment_at = segment_finder(outline)
    recipients = "、".join(p.name for p in parties if p.role == "main_recipient")
    found = []
    for match in _REQUEST.finditer(text, document.start, document.end):
        if inside_any(frame, match.start()):
            continue
        start, by = _asked(text, match.start(), document.start)
        to = _TO_LEADS.sub("", match["to"]).strip() or None
        span = Span(start, match.end())
        if by or recipients:
            found.append(ForwardingRequest(span, segment_at(match.start()), by or recipients, to))
    for match in _BARE_REQUEST.finditer(text, document.start, document.end):
        span = Span(match.start(), match.end())
        if not inside_any(frame, span.start) and not any(f.span.overlaps(span) for f in found):
            to = match["to"].strip()
            found.append(ForwardingRequest(span, segment_at(span.start), match["by"], to))
    return tuple(sorted(found, key=lambda request: request.span))


def _asked(text: str, end: int, limit: int) -> tuple[int, str]:
    """Where the request begins and who is asked, from the start of its sentence."""
    window = text[max(limit, end - _MAX_BY) : end]
    start = max((m.end() for m in _SENTENCE_START.finditer(window)), default=0)
    ask = window.rfind("请", start)
    if ask > start and window[ask - 1] in "，、":
        start = ask
    lead = _LEADS.match(window[start:])
    begin = start + (lead.end() if lead else 0)
    asked_at = begin - 1 if window[begin - 1 : begin] == "请" else begin
    return end - len(window) + asked_at, window[begin:].rstrip("，")
