"""Deadlines (期限): the last day of a duty or a policy, 5月底前 or 延期至2021年12月31日.

Not deadlines: recurrences (每年6月底前), the day from which a paper holds (自5月1日起施行), days of
the past (截至2020年末), and what only describes (2021年之前发放的贷款).
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import Deadline, Obligation, Outline, Span, Term
from hongtou.notation.dates import PERIOD, LastDay, read_last_day, write_date
from hongtou.tag.places import segment_finder
from hongtou.tag.surroundings import clause_finder, inside_title, obligation_finder
from hongtou.tag.times.reference_dates import PaperDays, last_day_near
from hongtou.tag.times.terms import find_terms

# 6月30日前提交 and 前一次性缴清 end a term; 前提, 前款, 前三季度 have a 前 of their own.
_BEFORE: Final = r"前(?!款|述|期|提(?![交供出请报])|海|景|置|后|三|一(?![次并律]))"
_TIME: Final = re.compile(
    rf"(?=[\d一二三四五六七八九十上下第年季月本今明当次翌])(?P<time>{PERIOD})"
    r"(?:[（(](?:含|星期|周)[^（）()]{0,8}[）)])?"
    r"(?: ?(?:上午|中午|下午|晚上?)? ?(?:\d{1,2} ?(?:时|点|[:：]\d{2})(?:整|半|\d{1,2}分)?|下班"
    r"|日终)(?=之?前|以前|止))?"
    rf"(?P<tail>之前|以前|{_BEFORE}|为止|止|内)?"
)
_ENDED: Final = re.compile(r"[底末终]$|[上中下]旬$|年内$")
# 延期至, 使用至, 有效期至, 至: the day behind is the last.
_UNTIL: Final = re.compile(
    r"(?:(?:延期|延长|顺延|推迟|展期|续期|使用|执行|实施|有效期?|保留|持续|期限|暂定?"
    r"|截止(?:时间|日期|日)?)"
    r"(?:为|：|至|到)|最[迟晚](?:于|在|至)?|不(?:迟|晚)于|(?<![直甚乃以])[至到]) ?\Z"
)
# 6月15日、12月15日前: both are last days.
_PLAIN: Final = re.sub(r"\?P<\w+>", "?:", PERIOD)
_LISTED: Final = re.compile(
    rf"[、和及与或] ?(?=[\d一二三四五六七八九十])(?:{_PLAIN})(?:之前|以前|{_BEFORE})"
)
# 自然年度（1月1日至12月31日）is a year, no term.
_NOT_LAST: Final = re.compile(
    r"(?:[每上当期各]|截[至止]|[较比自从距]|以来|历|(?<![年\d])1月1日起?[至到]) ?\Z"
)
# 起施行, 起执行; 末余额, 末数据
_NO_DUTY: Final = re.compile(
    r" ?(?:之?间|期间|日?起|之日起|以来|以后|之?后"
    r"|余额|存量|数据?|较|比|同比|的?(?:净?总?资产|存款|贷款)余额)"
)
# 2021年之前发放的贷款, 6月30日前已开立的账户: which things a rule is about.
_DESCRIBES: Final = re.compile(
    r"[已的]|(?:所|成立|发放|发行|设立|开业|开立|签订|取得|存量|投产|注册|登记|形成|发生|购买|建立|出台|印发|发布|批准)"
    r"(?:了|[^，。；]{0,16}的)"
)
# 会计年度1月15日前: which year depends on the event, as 次年 does in standing rules
_OTHER_YEAR: Final = re.compile(r"年度?的? ?\Z")
_NEXT_YEARS: Final = ("次", "翌", "下")
# 次年3月底前报送年度报告: of each year.
_YEARLY: Final = re.compile(r"[^。；\n]{0,60}?(?:年度|年报)")
_SENTENCE: Final = 64
# 2022年末，余额…达到: a target day that fills its clause.
_TARGET_AHEAD: Final = re.compile(r"(?:力争|确保|争取|努力)?(?:到|至|在)?$")
# 应于6月底前建立…的机制 tells what to do, 6月底前建立的账户 which ones are meant.
_ORDERED: Final = re.compile(
    r"(?:应当?|须|要|请|力争|确保|争取|务必|实现)(?:各[^，。；]{1,8})?(?:至迟|最迟)?(?:在|于)?$"
)
_DEMAND: Final = re.compile(
    r"应|须|必需|需|要|确保|保证|力争|努力|争取|实现|务必|请|完成|报送|上报|提交|达到|全面|基本"
)


def find_deadlines(
    outline: Outline, obligations: Sequence[Obligation], *, days: PaperDays
) -> tuple[Deadline, ...]:
    """All deadlines of a document in order: ``5月底前`` of a paper of 2021 ends on 2021-05-31.

    A term from an event (收到之日起5个工作日内) has a date where the event is the issue of the
    paper itself, or the day from which it holds; ``reason`` then says how it was counted.

    Args:
        outline: The document.
        obligations: Its obligations; a deadline refers to the narrowest around it.
        days: The days of the paper; they give the year where the words do not.

    Source: 《民法典》第200—204条 (the first day does not count; months end on the same number).
    """
    text, inside = outline.text, outline.document.span
    clause_at = clause_finder(text, inside.start, inside.end)
    found: list[tuple[Span, LastDay, Term | None, str | None]] = [
        (span, last, None, reason) for span, last, reason in _absolute(outline, clause_at, days)
    ]
    taken = {span.end for span, *_ in found}
    for term in find_terms(text, inside, clause_at, days):
        if term.span.end not in taken and not inside_title(text, term.span.end - 1):
            found.append((term.span, LastDay(term.date, "day"), term.term, term.reason))
    segment_at, obligation_at = segment_finder(outline), obligation_finder(text, obligations)
    deadlines = []
    for span, last, term_of, reason in sorted(found, key=lambda each: each[0]):
        segment = segment_at(span.start)
        if segment is not None:
            deadlines.append(
                Deadline(span, segment, last.date, last.precision, obligation_at(span),
                         term_of, reason)
            )  # fmt: skip
    return tuple(deadlines)


def _absolute(
    outline: Outline, clause_at: Callable[[int], int], days: PaperDays
) -> list[tuple[Span, LastDay, str | None]]:
    text, inside, reference = outline.text, outline.document.span, days.issued
    found: list[tuple[Span, LastDay, str | None]] = []
    standing = any(segment.kind == "article" for segment in outline.segments)
    for match in _TIME.finditer(text, inside.start, inside.end):
        if match.end() == match.start() or not match["time"]:
            continue
        ahead = text[clause_at(match.start()) : match.start()]
        until = _UNTIL.search(text[max(inside.start, match.start() - 16) : match.start()])
        wanted = _is_deadline(text, match, ahead, until) or _is_target(
            text, match, ahead, reference
        )
        if not wanted or inside_title(text, match.start()):
            continue
        try:
            last, reason = _last_day(text, match, days)
        except NotationError:
            continue
        if reference is not None and last.date is not None and last.date < reference:
            continue  # what is past binds nobody
        next_year = (match["near"] or " ")[0] in _NEXT_YEARS and (
            standing or _YEARLY.match(text, match.end(), match.end() + _SENTENCE) is not None
        )
        if next_year or (_OTHER_YEAR.search(ahead) and not match["year"]):
            last, reason = LastDay(None, last.precision), None
        start = match.start() if until is None else match.start() - len(until[0])
        found.append((Span(start, match.end()), last, reason))
    return found


def _is_deadline(text: str, match: re.Match[str], ahead: str, until: re.Match[str] | None) -> bool:
    """Whether the words around a time make it a last day."""
    exact = bool(match["day"] or match["next_day"] or match["year"] or _ENDED.search(match["time"]))
    if "每" in ahead and not match["year"]:
        return False  # 每年4月底前和10月底前: both come back
    if _NOT_LAST.search(ahead) or (until is None and "截至" in ahead[-6:]):
        return False
    behind = text[match.end() : match.end() + 24]
    listed = (match["day"] or match["month_end"]) and _LISTED.match(text, match.end())
    if match["tail"] in ("之前", "以前", "前") or listed:
        named = exact or match["month"] or match["half"] or match["quarter"]
        told = _DESCRIBES.match(behind) is not None and _ORDERED.search(ahead) is None
        return bool(named) and not told
    if _NO_DUTY.match(behind):
        return False
    if match["tail"] in ("为止", "止"):
        return exact
    if until is not None:
        return exact
    ended = _ENDED.search(match["time"]) is not None or match["tail"] == "内"
    if match["time"] == "年终":
        return False  # 年终分配, 年终考核
    if match["inside"]:
        return _ORDERED.search(ahead) is not None  # 反映年内业务开展情况
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


def _last_day(text: str, match: re.Match[str], days: PaperDays) -> tuple[LastDay, str | None]:
    """The last day that a time names, and from what its year was taken where it names none."""
    if match["year"]:
        return read_last_day(match["time"], reference=days.issued), None
    if match["near"] and days.issued is not None:
        last = read_last_day(match["time"], reference=days.issued)
        return last, f"“{match['near']}”以{days.issued_name}{write_date(days.issued)}为准"
    return last_day_near(text, match.start(), match["time"], days)
