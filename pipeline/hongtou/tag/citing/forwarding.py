"""Requests to pass the paper on: 请…将本通知转发…; ``chain`` watches whether a child is held."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from hongtou.model import ForwardingRequest, Outline, Party, Span
from hongtou.tag.places import frame_spans, inside_any, segment_finder

# Passing on by hand or mouth counts as well: 翻印, 转知.
_PASSING: Final = r"(?:转发|转知|转达|传达|翻印)"
_HASTE: Final = r"(?:及时|尽快|立即|即时|即|迅速|抓紧|速)"
_TERM: Final = (  # 于收到之日起10个工作日内
    r"(?:[于在自]?(?:印发|收文|收到|接到)?(?:之日|后)?起?[0-9一二三四五六七八九十]{1,3}"
    r"个?(?:工作)?日(?:以|之)?内)"
)
# 将本通知转发辖内…, 速将该通知联合转发至…, 将通知转发至…; 将本通知于印发之日转发至…. Kinds of
# paper other than 通知 must be this one: 将书面批复转发申请机构 speaks of another.
_REQUEST: Final = re.compile(
    r"(?P<hurry>及时|尽快|立即|速|迅速|抓紧|应|要|须|须及时|负责)?将(?:(?:本|此|该)?(?:通知|文件?)"
    r"|(?:本|此|该)(?:公告|通告|(?:指导|实施|若干)?意见|(?:管理|暂行|实施)?办法|规定|通报|(?:工作|实施)?方案"
    r"|决定|函|细则|指引|规则))"
    rf"[^，。；：\n转翻传]{{0,20}}?{_PASSING}(?P<to>[^，。；\n]{{0,120}})"
)
# Below the recipients: 辖内…, 所属…, 各….
_BELOW: Final = (
    r"(?:所辖|辖内|辖区|辖下|所属|下属|下辖|本辖区|本系统|本地区|本行业|所在|各自|基层|各)"
    r"[^，。；！？\n]{2,120}"
)
# 请各县联社转发至所辖各网点: the paper itself is not named, those below the recipients are.
_BARE_REQUEST: Final = re.compile(
    rf"请(?!{_TERM})(?P<by>[^，。；：！？\n将把请发]{{3,120}}?)(?:负责)?{_HASTE}?{_PASSING}(?:至|给|到)?"
    rf"(?P<to>{_BELOW})"
)
# Where the paper is not named either; what stands before the verb tells that it is asked.
_PASSED: Final = re.compile(rf"{_PASSING}(?P<to>(?:至|给|到|你)?{_BELOW})")
# 各外汇分局接到本通知后，应即转发至…; 收到后10日内转发….
_RECEIVED: Final = re.compile(
    r"(?:收到|接到|收文)(?:(?:本|此|该)?(?:通知|文件?|公告|意见|通报))?[之以]?后?，?"
    rf"(?:请|应当?|要|须|{_HASTE}|{_TERM})*$"
)
# 请及时转发至辖区内…; 请于10个工作日内转发辖内….
_ALONE: Final = re.compile(rf"(?:^|[，、])(?:并|也)?请(?:{_HASTE}|{_TERM})*$")
# 由人民银行省级分行转发至…; a system (由清算中心转发) is no authority below.
_BY: Final = re.compile(
    r"(?:^|[，、]|此件|本件)(?:并|请)*由(?P<by>[^，。；：]{2,80}?[行局厅部委办会社府司])"
    rf"(?:负责|{_HASTE}|{_TERM})*$"
)
# 请认真贯彻执行，并转发辖内….
_AND: Final = re.compile(rf"(?:^|[，、])并(?:{_HASTE}|{_TERM})*$")
_WISH: Final = re.compile(r"(?:^|[，、])(?:并)?(?:请|希|望)(?P<by>.*)$", re.DOTALL)
_DOING: Final = re.compile(
    r"(?:认真|切实|严格|结合|遵照|按照|依照|贯彻|执行|落实|组织|学习|做好|抓紧|及时|一并).*$",
    re.DOTALL,
)
# 请各乡镇人民政府收文后将本通知转发…: when is not by whom.
_RECEIPT: Final = re.compile(r"，?在?(?:收文|(?:收到|接到)[^，。；]{0,8}?)(?:之日起|之?后|时)，?$")
_SENTENCE_START: Final = re.compile(r"[。；：\n]")
# Between two lists of those asked: 请…各副省级城市中心支行；各省银监局将本通知转发….
_LISTED: Final = re.compile(r"请[^，。；：]{2,30}[，、][^。；：]{0,120}[行局部厅会社]$")
_LEADS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])?(?:请|由|并请)?"
)
_TO_LEADS: Final = re.compile(r"^(?:至|给|到|各自)?")
_MAX_BY: Final = 200
# One more kind of institution after a comma, and no deed: ，并督促执行.
_MORE: Final = re.compile(
    r"，(?!并|请|由|应|要|确保|执行|实施|认真|结合|如|同时)[^，。；：\n]{2,100}?"
    r"(?:银行|公司|机构|信用社|联社|支行|单位|部门|办事处)(?:等)?(?=[，。；\n]|$)"
)


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
    found: list[ForwardingRequest] = []
    for match in _REQUEST.finditer(text, document.start, document.end):
        if inside_any(frame, match.start()):
            continue
        start, by = _asked(text, match.start(), document.start)
        end = _end_of_list(text, match.end(), document.end)
        to = _TO_LEADS.sub("", text[match.start("to") : end]).strip() or None
        span = Span(start, end)
        if by or recipients:
            found.append(ForwardingRequest(span, segment_at(match.start()), by or recipients, to))
    for match in _BARE_REQUEST.finditer(text, document.start, document.end):
        span = Span(match.start(), match.end())
        if not inside_any(frame, span.start) and not any(f.span.overlaps(span) for f in found):
            to = match["to"].strip()
            found.append(ForwardingRequest(span, segment_at(span.start), match["by"], to))
    for span, by, to in _unnamed(text, document):
        asked = by or recipients
        new = not inside_any(frame, span.start) and not any(f.span.overlaps(span) for f in found)
        if new and asked:
            found.append(ForwardingRequest(span, segment_at(span.start), asked, to))
    return tuple(sorted(found, key=lambda request: request.span))


def _asked(text: str, end: int, limit: int) -> tuple[int, str]:
    """Where the request begins and who is asked, from the start of its sentence."""
    window = text[max(limit, end - _MAX_BY) : end]
    start = _start_of_sentence(window)
    ask = window.rfind("请", start)
    if ask > start and window[ask - 1] in "，、":
        start = ask
    lead = _LEADS.match(window[start:])
    begin = start + (lead.end() if lead else 0)
    asked_at = begin - 1 if window[begin - 1 : begin] == "请" else begin
    return end - len(window) + asked_at, _RECEIPT.sub("", window[begin:]).rstrip("，")


def _start_of_sentence(window: str) -> int:
    """Where the last sentence of ``window`` begins; a semicolon in a list of offices ends none."""
    starts = [m.end() for m in _SENTENCE_START.finditer(window)]
    if len(starts) > 1 and window[starts[-1] - 1] == "；":
        if _LISTED.search(window[starts[-2] : starts[-1] - 1]):
            return starts[-2]
    elif starts and window[starts[-1] - 1] == "；" and _LISTED.search(window[: starts[-1] - 1]):
        return 0
    return starts[-1] if starts else 0


def _end_of_list(text: str, end: int, limit: int) -> int:
    """The end of those to whom it is to go: 辖区内支行，各城市商业银行、农村信用社 goes on."""
    while (more := _MORE.match(text, end, min(limit, end + _MAX_BY))) is not None:
        end = more.end()
    return end


def _unnamed(text: str, document: Span) -> Iterator[tuple[Span, str, str]]:
    """Requests that name neither paper nor 将: where, by whom (``""``: the recipients), to whom."""
    for match in _PASSED.finditer(text, document.start, document.end):
        window = text[max(document.start, match.start() - _MAX_BY) : match.start()]
        window = window[_start_of_sentence(window) :]
        lead = _LEADS.match(window)
        body = window[lead.end() if lead and not window.startswith("请") else 0 :]
        by = _asked_of(body)
        if by is not None:
            to = _TO_LEADS.sub("", match["to"]).strip()
            yield Span(match.start() - len(body), match.end()), by, to


def _asked_of(before: str) -> str | None:
    """Who is asked by the words before 转发; ``""`` where that are the recipients, None: nobody."""
    if (received := _RECEIVED.search(before)) is not None:
        return _office_before(before[: received.start()])
    if (hand := _BY.search(before)) is not None:
        return hand["by"]
    if _ALONE.search(before) is not None:
        return ""
    if (joined := _AND.search(before)) is not None:
        wish = _WISH.search(before[: joined.start()])
        return None if wish is None else _office_before(_DOING.sub("", wish["by"]))
    return None


def _office_before(words: str) -> str:
    """The office that ends or fills ``words``: 请各支行; ``""`` for 你们 and nobody."""
    office = re.sub(r"^(?:请|并|由)+", "", words.strip("，、 "))
    return "" if len(office) < 3 or office.endswith(("你们", "你行", "各单位")) else office
