"""Terms (期间) that run from an event: 自收到申请之日起20日内, 印发后3个月内, 届满5个工作日前.

Where the event is the issue of the paper itself or the day from which it holds, the last day is
computed. ``Term.event`` ends in 前 where a term ends before its event: 有效期届满前.

Source: 《民法典》第200—204条: the first day does not count, months end on the same number. A last
day that is no working day stays as counted; the reason names the day to which 第203条 moves it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import Span, Term
from hongtou.notation.amounts import read_amount
from hongtou.notation.dates import add_months, write_date
from hongtou.notation.numerals import HAN_NUMERALS
from hongtou.notation.working_days import add_working_days, next_working_day
from hongtou.tag.times.reference_dates import PaperDays

_COUNT: Final = rf"(?:(?<![\d.])\d{{1,4}}|(?<![{HAN_NUMERALS}])[{HAN_NUMERALS}]{{1,4}})"
_UNIT: Final = "个?(?:工作|营业|交易|自然)日|日|天|个月|周年|年|周|个?星期|个?季度|个?小时"
_DAYS: Final = "个?(?:工作|营业|交易|自然)日|日|天|个月"
_ASIDE: Final = r"(?:[（(][^（）()\n]{0,12}[）)])?"
# 5个工作日内, 三十日（含）以内, 半年内; 过渡期为自本通知实施之日起2年 goes without 内.
_TERM: Final = re.compile(
    rf"(?P<amount>(?P<count>{_COUNT}) ?(?P<unit>{_UNIT})|半年){_ASIDE}"
    rf"(?P<within>以内|之内|(?:的(?:期限|时间|过渡期))?内(?![部容设地])){_ASIDE}"
    rf"|(?:(?<=起)|(?<=日后的))(?P<bare>{_COUNT} ?(?:个月|年))(?=[。；，]|为)"
    r"|(?P<next>次一?个?(?:工作|营业)日|下[一1]?个?(?:工作|营业)日)"
)
_NOUNS: Final = "(?:届满|到期|期满|发行|实施|施行|召开|开始|开业|变更|终止)日?"
_EVENT_NOUN: Final = re.compile(rf"{_NOUNS}$")
_EACH: Final = re.compile(r"每个?(?:会计|自然)?(?:年|季|月|旬|周|半年|日)")
# 届满5个工作日前, 到期日前30日内, 发行前至少2个工作日, 提前10日.
_AHEAD: Final = re.compile(
    rf"(?:至少)?(?P<early>提前)(?:至少)?(?P<early_amount>{_COUNT} ?(?:{_UNIT}))"
    rf"|(?P<before>{_NOUNS})"
    rf"(?:之?前(?:的?至少)?(?P<amount>{_COUNT} ?(?:{_UNIT}))(?:以内|内)?"
    rf"|的?(?P<days>{_COUNT} ?(?:{_UNIT}))(?:之前|以前|前))"
    r"|(?:在|于)(?P<action>[^于在，。；：\n]{2,30}?)"
    rf"(?:之?前(?:的?至少|不少于)?(?P<lead>{_COUNT} ?(?:{_DAYS}))(?:以内|内)?"
    rf"|的?(?<!月)(?<!月 )(?P<days_lead>{_COUNT} ?(?:{_DAYS}))(?:之前|以前|前))(?!开始|起|至|的)"
)
_FROM: Final = (
    r"(?:(?<![各来亲擅独私])自(?![然律身有主动愿营建助]|行(?![政为业]))|从(?![事业而属]))"
)
_TO: Final = r"(?:之日起?|日起|之?日?后的?|起)的?(?:至迟)?"
# 自收到之日起 begins at 自, whatever 于 or 在 the event holds (自收到关于…的批复之日起).
_EVENT_FROM: Final = re.compile(rf"{_FROM}(?P<event>[^，。；：\n]{{0,60}}?){_TO}$")
_EVENT_AT: Final = re.compile(
    r"(?:(?<![关由对大小高低等基位属至处])于|在(?![职线校库册])|应当?|必须|可以|须)"
    rf"(?P<event>(?!于|在)[^于在，。；：（）\n]{{0,40}}?)"
    rf"(?:{_TO}|(?<=[件请知书果料函日])的|的?当日至迟)$"
)
_EVENT_BARE: Final = re.compile(rf"(?P<event>[^，。；：（）\n]{{1,40}}?){_TO}$")
# 应当在|支付业务许可证有效期届满
_NOUN_AHEAD: Final = re.compile(
    r"应当?|必须|须|可以?|(?<!存)在|(?<![关由对])于|其|）|、(?=[^，]{0,3}$)"
)
# 自收到申请之日起，应在三周内: the event fills the clause before.
_SHORT: Final = re.compile(r"[^，。；：\n]{0,14}$")
_FRONT: Final = re.compile(rf"(?:{_FROM}|在|于)(?P<event>[^，。；：\n]{{1,48}}?)(?:之?日起|后)，$")

_NOUN: Final = (
    "(?:通知|办法|规定|意见|方案|细则|文件?|指引|公告|决定|条例|制度|规程|通告|批复|规则|规范|令"
    "|要点|纲要|计划|准则|章程|函|法)"
)
_ISSUED: Final = re.compile(
    rf"(?:[本该此]?{_NOUN})?(?:正式)?(?:印发|发布|下发|公布|颁布|发文)(?:之日)?"
    rf"|文到(?:之日)?|(?:收到|接到?)[本该此]{_NOUN}(?:之日)?"
)
_IN_FORCE: Final = re.compile(rf"(?:[本该此]{_NOUN})?(?:正式)?(?:施行|实施|执行|生效)(?:之日)?")
_ARRIVED: Final = re.compile("文到|收到|接")

_ACTION: Final = re.compile(
    r" ?(?:[应须要将向由报送退]|完成|办理|作出|提交|予以|答复|告知|通知|备案|办结|书面|组织|制定"
    r"|上报|支付|整改)"
)
_ORDER: Final = re.compile(r"(?:应当?|须|请|要|(?<!期限)在|于|限)(?:在|于)? ?$")
# 3个月内累计交易金额, 受到处罚后五年内再次实施: a window, not a term.
_WINDOW: Final = re.compile(
    r"，?(?:再次|再度|又|仍|累计|连续|未|没有|无|曾|多次|不(?!少于|低于)|发生|出现|的)"
)
# 近两年内 looks back; 每季度结束后10日内, 旬后5日内 come back.
_NO_TERM: Final = re.compile(
    r"(?:近|过去|之前|此前|前|上|受理[^，。；]{0,12}前|预计)$"
    r"|(?<![\d一二三四五六七八九十个])(?:旬|月|季|年|半年)度?(?:结束|终了)?之?后(?:的|次月)?$"
    r"|次月$"
)
_OUGHT: Final = re.compile("应|须|要|必须")
# 并在召开听证会七日前, 不得晚于起始日前10日
_OUGHT_BEFORE: Final = re.compile("应|须|要|必须|可以?|并[在于]$|[晚迟][于在]?$")
# 本办法规定的期限以工作日计算: then 10日 are 10 working days in this paper.
_WORKED: Final = re.compile(
    r"(?:“日”|期限|时限|期间)[^。；\n]{0,24}?(?:均|皆|都)?(?:以|为|是指|指|按照?)工作日"
)
# 账户开立起5个工作日内、变更起2个工作日内: the second event begins behind the first term.
_PERIOD_IS: Final = re.compile(r"^.*(?:期限?|时间)为")  # 保存期限为业务结束之日起5年
_OTHER_TERM: Final = re.compile(r"^.*内[、和及或]")


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term in the text, and its last day where it can be computed."""

    span: Span
    term: Term
    date: date | None
    reason: str | None  # in Chinese: how the day was computed, or why it could not be


def find_terms(
    text: str, inside: Span, clause_at: Callable[[int], int], days: PaperDays
) -> Iterator[FoundTerm]:
    """All terms of ``text``: 自本通知印发之日起30日内 of a paper of May 25 ends on June 24.

    Not terms: recurrences (每季度结束后10日内), windows (3个月内累计) and looks back (近两年内).
    """
    worked = _WORKED.search(text, inside.start, inside.end) is not None
    for match in _TERM.finditer(text, inside.start, inside.end):
        clause = clause_at(match.start())
        ahead = text[max(clause, match.start() - 72) : match.start()]
        if "每" in ahead[-24:] or _NO_TERM.search(ahead):
            continue
        if match["within"] and _WINDOW.match(text, match.end()):
            continue
        start, event = _event(text, clause, match.start(), ahead)
        if match["next"] and _OUGHT.search(ahead) is None:
            continue
        if event is None and (
            match["bare"]
            or not (_ORDER.search(ahead) or (match["within"] and _ACTION.match(text, match.end())))
        ):
            continue
        term = _term(match["bare"] or match["amount"] or "1个工作日", event, worked=worked)
        if term is not None:
            yield FoundTerm(Span(start, match.end()), term, *last_day(term, days))
    yield from _ahead_of(text, inside, clause_at, worked=worked)


def _ahead_of(
    text: str, inside: Span, clause_at: Callable[[int], int], *, worked: bool
) -> Iterator[FoundTerm]:
    """Terms that end before their event: 提前10日, 有效期届满5个工作日前, 正式提供服务前30日内."""
    for match in _AHEAD.finditer(text, inside.start, inside.end):
        start, event = match.start(), "提前"
        if match["before"]:
            start = _noun_start(text, clause_at(match.start()), match.start())
            event = text[start : match.end("before")] + "前"
        elif match["action"]:
            ahead = text[max(clause_at(match.start()), match.start() - 24) : match.start() + 1]
            known = _EVENT_NOUN.search(match["action"]) is not None
            if _EACH.search(match["action"]) or not (known or _OUGHT_BEFORE.search(ahead)):
                continue  # 应于每月前15个工作日内; 从招标日前4个工作日开始
            start, event = match.start("action"), match["action"] + "前"
        amount = match["early_amount"] or match["amount"] or match["days"] or match["lead"]
        amount = amount or match["days_lead"]
        term = _term(amount, event, worked=worked)
        if term is not None:
            yield FoundTerm(Span(start, match.end()), term, None, None)


def last_day(term: Term, days: PaperDays) -> tuple[date | None, str | None]:
    """The last day of a term that begins with the paper, and how it was computed.

    Another event has no day in the text, so both are ``None``; a year whose holidays are not
    known has a reason and no day.
    """
    event = term.event or ""
    if _ISSUED.fullmatch(event):
        start, name = days.issued, days.issued_name
    elif _IN_FORCE.fullmatch(event):
        start, name = days.effective, "施行日期"
        if start is None:
            return None, "施行日期未载明，无法推算"
    else:
        return None, None
    if start is None:
        return None, "文件日期未载明，无法推算"
    begun = f"自{name}{write_date(start)}起{term.count}{term.unit}"
    if _ARRIVED.match(event):
        begun = f"文到之日未载，{begun}"
    if term.unit == "个工作日":
        last = add_working_days(start, term.count)
        if last is None:
            return None, f"{begun}；所涉年份的国务院办公厅放假安排未知，无法推算"
        years = f"{start.year}年" if start.year == last.year else f"{start.year}—{last.year}年"
        return last, f"{begun}，依国务院办公厅{years}放假安排"
    last = _after(start, term)
    return (None, None) if last is None else (last, f"{begun}，首日不计{_moved(last)}")


def _moved(last: date) -> str:
    """What 民法典第203条 makes of a last day that is no working day."""
    worked = next_working_day(last)
    if worked is None or worked == last:
        return ""
    return f"；末日休假，依民法典第二百零三条顺延至{write_date(worked)}"


def _after(start: date, term: Term) -> date | None:
    months = {"个月": 1, "个季度": 3, "年": 12, "周年": 12}.get(term.unit)
    span = {"日": 1, "天": 1, "个自然日": 1, "周": 7, "个星期": 7}.get(term.unit)
    try:
        if months is not None:
            return add_months(start, term.count * months)
        return None if span is None else start + timedelta(days=term.count * span)
    except (OverflowError, ValueError):
        return None


def _term(words: str, event: str | None, *, worked: bool) -> Term | None:
    """Count and canonical unit of ``30个工作日``; ``None`` for what is no whole number."""
    if words == "半年":
        return Term(event, 6, "个月")
    try:
        amount = read_amount(words)
    except NotationError:
        return None
    if amount.unit is None or amount.value != int(amount.value) or amount.value < 1:
        return None
    unit = {"个营业日": "个工作日", "天": "日"}.get(amount.unit, amount.unit)
    if worked and unit == "日":
        unit = "个工作日"
    return Term(event, int(amount.value), unit)


def _event(text: str, clause: int, at: int, ahead: str) -> tuple[int, str | None]:
    """Where the words of a term begin, and from which event it runs."""
    base = at - len(ahead)
    ends = ahead.endswith(("起", "后", "日", "的", "至迟"))
    for pattern in (_EVENT_FROM, _EVENT_AT, _EVENT_BARE) if ends else ():
        match = pattern.search(ahead)
        if match is not None and (event := match["event"].strip("的 ")):
            begin = match.start("event") if pattern is _EVENT_BARE else match.start()
            other = _OTHER_TERM.match(event) or (
                _PERIOD_IS.match(event) if pattern is _EVENT_BARE else None
            )
            if other is not None:
                begin, event = match.start("event") + other.end(), event[other.end() :]
            while ahead[begin] in "应当必须可以":
                begin += 1
            return base + begin, event
    if _SHORT.fullmatch(ahead):
        before = _FRONT.search(text, max(0, clause - 56), clause)
        if before is not None:
            return before.start(), before["event"]
    return at, None


def _noun_start(text: str, clause: int, at: int) -> int:
    """Where the noun before 届满 begins: 支付业务许可证有效期 in 应当于支付业务许可证有效期届满."""
    start = max(clause, at - 48)
    for mark in _NOUN_AHEAD.finditer(text, start, at):
        start = mark.end()
    return start
