"""Duties that are stated without a force word: 各单位11月20日前报送, 县财政局每年抽查….

In the numbered body of a notice and in articles a term, a recurrence or a limit makes a plain
statement a duty. Facts (2021年全市新增…), definitions and what already happened are none.
"""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.model import Span
from hongtou.tag.duties.bearers import find_bearer, find_subject, is_bearer
from hongtou.tag.duties.circumstances import ends_condition
from hongtou.tag.times.recurrences import find_recurrence

_NUMBER: Final = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
# 11月20日前, 9月末前, 15日内, 5个工作日内. 近12个月内 and 期限在1年以内 are no terms.
_TERM: Final = re.compile(
    r"(?:[日号]|[底末初]|[时点])(?:之前|以前|前)(?!\d)"
    rf"|(?<![近过去年内期限长达在为]){_NUMBER}个?(?:工作日|自然日|日|天|小时|分钟|月|年)(?:之内|以内|内)"
    r"|(?:[年月]|季度?)[底末](?:之前|以前|前)?(?=完成|报|达|实现|提交|上报|全|建)"
)
_NO_TERM: Final = re.compile(
    r"近[^，]{0,6}\Z|期限[^，]{0,4}\Z|过去[^，]{0,3}\Z|连续[^，]{0,3}\Z|(?:取消|暂停|禁止)[^，]{0,3}\Z"
)
# 5日内未整改, 一年内发生两次: what happens within the time, not what is to be done.
_EVENT: Final = re.compile(r"[的到期未仍无难拒不有没]|至(?!少)|发生|出现|连续|累计|申报资格")
_NO_DEED: Final = re.compile(r"含|包括|以及|[^，]*\|")
_LIMIT: Final = re.compile(
    r"不低于|不少于|不高于|不超过|不大于|不小于|至少|最[多高低长]\d|不得(?!不)|≥|≤|[<>]"
    r"|(?:补贴|奖励|补助|给予|安排|出资|承担|列支|扣减)[^，。；\d]{0,8}\d"
)
# 县金融监管局牵头…, 财政部门负责…: who sees to what.
_CHARGE: Final = re.compile(r"(?:具体)?(?:负责(?!人)|牵头(?!的|行|单位|部门)|统筹)")
# Facts, definitions and formulas.
_TELLS: Final = re.compile(
    r"已|曾|(?:完成|发放|实现|开展|办理|下发|印发|取得)了|以来|截至|截止|近期|近年|同比|环比|共计"
    r"|是指|系指|所称|为准|结息日|计息|时间[是为]|日期?[是为]|期限[是为]|包括|如下|负责解释|因此"
    r"|(?:其|该|本)[^，]{0,6}是|自[^，]{2,14}起(?:施行|实施|执行)|顺延"
)
_SINCE: Final = re.compile(r"之日起\Z")
_CONDITION_START: Final = re.compile(
    r"(?:并|且)?(?:根据|按照|依据|依照|如|若|除|凡|因|当(?!地|事)|经|为(?!人|客)|遇|对于)"
)
# 每日营业终了, 每月的报表, 按月计算的: the recurrence only names a time or a kind.
_ATTRIBUTE: Final = re.compile(r"的|\||营业|自然|银行间|交易|日终|开盘|[^，。；]{0,10}的\Z|\Z")
_ASKED: Final = re.compile(r"(?:并|现|务|特|烦|敬|仍|也|还|同时)?请(?!示|求)")
# 请遵照执行, 请认真贯彻落实: closing words, no duty of their own.
_CLOSING: Final = re.compile(r"(?:遵照|贯彻|认真|一并|结合|抓好|组织|参照|知照|周知|支持)")
# 在每季度结束后15个工作日内 is 14 characters; a longer clause says more than when.
_LONGEST_TERM: Final = 24
_WILL: Final = re.compile(r"[^，。；：将]{2,60}将(?!本|此|该)")
# 由中国人民银行责令改正, 由公安机关处5万元以下罚款.
_PENALTY: Final = re.compile(
    r"(?:依法)?由(?P<agent>[^，。；：\n]{2,40}?)(?:依法|按照[^，]{2,20}|根据[^，]{2,20}|给予通报|予以)*"
    r"(?:责令|处以?[\d一二三五十百千万]|处[^，理分置于]{2,12}罚款|给予(?:警告|处分|通报|行政处[罚分])|没收|吊销|撤销其|处罚"
    r"|依法追究|追究)"
)
# What follows a term or recurrence and names the deed: two characters at least.
_SHORTEST_DEED: Final = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that states a duty: who is named in it, and how often it comes back."""

    bearer: Span | None
    dated: bool  # a term, a recurrence or 请: a duty also where nobody is named
    rule: str | None  # RFC 5545


def read_statement(text: str, clause: Span, *, numbered: bool) -> Statement | None:
    """The duty that a clause without a force word states, or ``None``.

    ``各县（市）支行每月召开一次联席会议`` names who and how often; ``于11月20日前报市财政局`` only
    when; ``县财政再补贴50%`` counts in a numbered paragraph, because it names who and how much.
    """
    start, end = clause.start, clause.end
    asked = _ASKED.match(text, start, end)
    if _TELLS.search(text, start, end) or _says_when(text, clause):
        return None
    if _CONDITION_START.match(text, start, end) or _NO_DEED.match(text, start, end):
        return None
    rule = _rule(text, clause)
    dated = rule is not None or has_term(text, clause)
    # A limit in a list (注册资本不低于1亿元；) is a condition that somebody must meet.
    listed = text[end : end + 1] == "；"
    limited = numbered and not listed and _LIMIT.search(text, start, end) is not None
    charge = numbered and _CHARGE.search(text, start, end) is not None
    if not (dated or limited or asked or charge):
        return None
    bearer = find_subject(text, asked.end() if asked else start, end)
    if bearer is None:
        return Statement(None, True, rule) if dated and (numbered or asked) else None
    charge = charge and _CHARGE.match(text, bearer.end, end) is not None
    if asked and not dated and _CLOSING.match(text, bearer.end, end):
        return None
    if dated or limited or asked or charge:
        return Statement(bearer, dated or asked is not None, rule)
    return None


def has_term(text: str, clause: Span, *, deed: bool = True) -> bool:
    """Whether a clause holds a term (11月20日前), and behind it what is to be done by then."""
    for match in _TERM.finditer(text, clause.start, clause.end):
        if _NO_TERM.search(text, max(clause.start, match.start() - 10), match.start()):
            continue
        rest = clause.end - match.end()
        if not deed and rest == 0:
            return True
        event = _EVENT.match(text, match.end(), clause.end)
        if deed and rest >= _SHORTEST_DEED and event is None:
            return True
    return False


def _rule(text: str, clause: Span) -> str | None:
    found = find_recurrence(text, clause.start, clause.end)
    if found is None or _ATTRIBUTE.match(text, found[1].end, clause.end):
        return None
    return found[0]


def states_deed(text: str, clause: Span) -> bool:
    """Whether a clause behind a term says what is to be done: neither a fact nor a condition."""
    told = _TELLS.search(text, clause.start, clause.end)
    return clause.length > _SHORTEST_DEED and told is None and not _says_when(text, clause)


def _says_when(text: str, clause: Span) -> bool:
    low = max(clause.start, clause.end - 8)
    return ends_condition(text, clause.start, clause.end) or bool(
        _SINCE.search(text, low, clause.end)
    )


def read_penalty(text: str, clause: Span) -> Span | None:
    """Who punishes in a clause of penalties: 由|外汇管理机关|责令限期改正; ``None`` otherwise."""
    agent = _PENALTY.match(text, clause.start, clause.end)
    if agent is None:
        return None
    named = Span(*agent.span("agent"))
    return named if is_bearer(text, named.start, named.end) else None


def read_promise(text: str, start: int, end: int) -> Span | None:
    """Who says that it will do something by a day or regularly: 某支行|将按月通报…."""
    will = _WILL.match(text, start, end)
    if will is None:
        return None
    regular = find_recurrence(text, will.end(), end) is not None
    if not regular and not has_term(text, Span(will.end(), end)):
        return None
    return find_bearer(text, start, will.end() - 1)


def has_bare_term(text: str, clause: Span) -> bool:
    """Whether a clause is nothing but a term: 每年8月31日前，."""
    return clause.length <= _LONGEST_TERM and has_term(text, clause, deed=False)
