"""Deadlines (期限): the last day of a duty or a policy, 5月底前 or 延期至2021年12月31日.

Not deadlines: recurrences (每年6月底前), the day from which a paper holds (自5月1日起施行), days of
the past (截至2020年末), and what only describes (2021年之前发放的贷款).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import Deadline, Obligation, Outline, Span
from hongtou.notation.dates import PERIOD, LastDay, add_months, read_last_day
from hongtou.notation.numerals import HAN_NUMERALS, read_number
from hongtou.tag.places import segment_finder
from hongtou.tag.reference_dates import last_day_near
from hongtou.tag.surroundings import clause_finder, inside_title, obligation_finder

_TIME: Final = re.compile(
    rf"(?=[\d一二三四五六七八九十上下第年季月本今明当次翌])(?P<time>{PERIOD})"
    r"(?:[（(]含[^（）()]{0,8}[）)])?(?P<tail>之前|以前|前(?!款|述|期|提|海|景|置|后|三|一)|为止|止|内)?"
)
_ENDED: Final = re.compile(r"[底末终]$|[上中下]旬$|年内$")
# 延期至, 使用至, 有效期至, 至: the day behind is the last.
_UNTIL: Final = re.compile(
    r"(?:(?:延期|延长|顺延|推迟|展期|续期|使用|执行|实施|有效期?|保留|持续|期限|暂定?"
    r"|截止(?:时间|日期|日)?)"
    r"(?:为|：|至|到)|最[迟晚](?:于|在|至)?|不(?:迟|晚)于|(?<![直甚乃以])[至到]) ?$"
)
# 自然年度（1月1日至12月31日）is a year, no term.
_NOT_LAST: Final = re.compile(
    r"(?:[每上当期各]|截[至止]|[较比自从距]|以来|历|(?<![年\d])1月1日起?[至到]) ?$"
)
# 起施行, 起执行; 末余额, 末数据
_NO_DUTY: Final = re.compile(
    r" ?(?:之?间|期间|日?起|之日起|以来|以后|之?后"
    r"|余额|存量|数据?|较|比|同比|的?(?:净?总?资产|存款|贷款)余额)"
)
# 2021年之前发放的贷款, 6月30日前已开立的账户: which things a rule is about.
_DESCRIBES: Final = re.compile(
    r"[已的]|(?:所|成立|发放|发行|设立|开业|开立|签订|取得|存量|投产|注册|登记|形成|发生|购买|建立|出台|印发|发布|批准)"
    r"[^，。；]{0,16}的"
)
# 会计年度1月15日前: which year depends on the event, as 次年 does in standing rules
_OTHER_YEAR: Final = re.compile(r"年度?的? ?$")
_NEXT_YEARS: Final = ("次", "翌", "下")
# 2022年末，余额…达到: a target day that fills its clause.
_TARGET_AHEAD: Final = re.compile(r"(?:力争|确保|争取|努力)?(?:到|至|在)?$")
_DEMAND: Final = re.compile(
    r"应|须|必需|需|要|确保|保证|力争|努力|争取|实现|务必|请|完成|报送|上报|提交|达到|全面|基本"
)

# 自收到之日起5个工作日内, 印发后3个月内: a term that runs from an event.
_TERM: Final = re.compile(
    rf"(?P<count>(?<![\d.])\d{{1,4}}|[{HAN_NUMERALS}]{{1,4}}) ?"
    r"(?P<unit>个工作日|工作日|个交易日|交易日|个自然日|日|天|个月|年|周|个小时|小时)"
    r"(?:[（(]含[^（）()]{0,8}[）)])?(?:以内|之内|内(?![部容设地]))"
    r"(?:[（(]含[^（）()]{0,8}[）)])?"
)
_EVENT: Final = re.compile(
    r"(?P<from>[自从在于]?)(?P<event>[^自从在于，。；：（）]{0,40}?)(?:之?日起|起|后|之日)的?$"
)
_PAPER: Final = re.compile(
    r"本(?:通知|办法|规定|意见|方案|细则|文件|指引)?(?:印发|发布|下发|公布)|文件印发"
)
_ACTION: Final = re.compile(
    r" ?(?:[应须要将向由报送退]|完成|办理|作出|提交|予以|答复|告知|通知|备案|办结|书面|组织|制定"
    r"|上报|支付|整改)"
)
_ORDER: Final = re.compile(r"(?:应当?|须|请|要|(?<!期限)在|于|限)(?:在|于)? ?$")
# 3个月内累计交易金额, 受到处罚后五年内再次实施: a window, not a term.
_WINDOW: Final = re.compile(
    r"，?(?:再次|再度|又|仍|累计|连续|未|没有|无|曾|多次|不得|不受理|发生|出现|的)"
)


def find_deadlines(
    outline: Outline, obligations: Sequence[Obligation], *, reference: date | None
) -> tuple[Deadline, ...]:
    """All deadlines of a document in order: ``5月底前`` of a paper of 2021 ends on 2021-05-31.

    A term from an event (收到之日起5个工作日内) has no date, unless the event is the issue of the
    paper itself and calendar days, months or years are counted.

    Args:
        outline: The document.
        obligations: Its obligations; a deadline refers to the narrowest around it.
        reference: Document or print date; gives the year where the words do not.

    Source: 《民法典》第200—202条 (the first day does not count; months end on the same number).
    """
    text, inside = outline.text, outline.document.span
    clause_at = clause_finder(text, inside.start, inside.end)
    found = [
        *_absolute(outline, clause_at, reference),
        *_relative(text, inside, clause_at, reference),
    ]
    segment_at, obligation_at = segment_finder(outline), obligation_finder(text, obligations)
    deadlines = []
    for span, last in sorted(found, key=lambda pair: pair[0]):
        segment = segment_at(span.start)
        if segment is not None:
            deadlines.append(
                Deadline(span, segment, last.date, last.precision, obligation_at(span))
            )
    return tuple(deadlines)


def _absolute(
    outline: Outline, clause_at: Callable[[int], int], reference: date | None
) -> list[tuple[Span, LastDay]]:
    text, inside, found = outline.text, outline.document.span, []
    standing = any(segment.kind == "article" for segment in outline.segments)
    for match in _TIME.finditer(text, inside.start, inside.end):
        if match.end() == match.start() or not match["time"]:
            continue
        ahead = text[clause_at(match.start()) : match.start()]
        until = _UNTIL.search(ahead)
        wanted = _is_deadline(text, match, ahead, until) or _is_target(
            text, match, ahead, reference
        )
        if not wanted or inside_title(text, match.start()):
            continue
        try:
            last = _last_day(text, match, reference)
        except NotationError:
            continue
        if reference is not None and last.date is not None and last.date < reference:
            continue  # what is past binds nobody
        next_year = standing and (match["near"] or " ")[0] in _NEXT_YEARS
        if next_year or (_OTHER_YEAR.search(ahead) and not match["year"]):
            last = LastDay(None, last.precision)
        start = match.start() if until is None else match.start() - len(until[0])
        found.append((Span(start, match.end()), last))
    return found


def _is_deadline(text: str, match: re.Match[str], ahead: str, until: re.Match[str] | None) -> bool:
    """Whether the words around a time make it a last day."""
    exact = bool(match["day"] or match["year"] or _ENDED.search(match["time"]))
    if "每" in ahead and not match["year"]:
        return False  # 每年4月底前和10月底前: both come back
    if _NOT_LAST.search(ahead) or (until is None and "截至" in ahead[-6:]):
        return False
    behind = text[match.end() : match.end() + 24]
    if match["tail"] in ("之前", "以前", "前"):
        named = exact or match["month"] or match["half"] or match["quarter"]
        return bool(named) and _DESCRIBES.match(behind) is None
    if _NO_DUTY.match(behind):
        return False
    if match["tail"] in ("为止", "止"):
        return exact
    if until is not None:
        return exact
    ended = _ENDED.search(match["time"]) is not None or match["tail"] == "内"
    if match["time"] == "年终":
        return False  # 年终分配, 年终考核
    return ended and _DEMAND.search(ahead) is not None


def _is_target(text: str, match: re.Match[str], ahead: str, reference: date | None) -> bool:
    """Whether a year's or month's end fills a clause: 2022年末，贷款余额….

    The past is sorted out by the date of the paper, so it must have one.
    """
    return (
        reference is not None
        and match["year"] is not None
        and match["tail"] is None
        and _ENDED.search(match["time"]) is not None
        and _TARGET_AHEAD.match(ahead) is not None
        and text.startswith("，", match.end())
    )


def _last_day(text: str, match: re.Match[str], reference: date | None) -> LastDay:
    if match["year"] or (match["near"] and reference is not None):
        return read_last_day(match["time"], reference=reference)
    return last_day_near(text, match.start(), match["time"], reference)


def _relative(
    text: str, inside: Span, clause_at: Callable[[int], int], reference: date | None
) -> list[tuple[Span, LastDay]]:
    found = []
    for match in _TERM.finditer(text, inside.start, inside.end):
        clause = max(clause_at(match.start()), match.start() - 48)
        event = _EVENT.search(text[clause : match.start()])
        ahead = text[clause : match.start()]
        if "每" in ahead or _WINDOW.match(text, match.end()):
            continue
        if event is None and not _ORDER.search(ahead) and not _ACTION.match(text, match.end()):
            continue
        start = match.start() if event is None else clause + event.start()
        day = None
        if event is not None and reference is not None and _PAPER.search(event["event"]):
            day = _after(reference, match["count"], match["unit"])
        found.append((Span(start, match.end()), LastDay(day, "day")))
    return found


def _after(reference: date, count: str, unit: str) -> date | None:
    """The last day of a term that begins with the paper; ``None`` for working days and hours."""
    try:
        number = int(read_number(count))
        if unit in ("日", "天", "个自然日"):
            return reference + timedelta(days=number)
        if unit == "周":
            return reference + timedelta(weeks=number)
        if unit in ("个月", "年"):
            return add_months(reference, number * (12 if unit == "年" else 1))
    except (NotationError, OverflowError, ValueError):
        return None
    return None
