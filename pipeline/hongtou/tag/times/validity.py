"""From when and until when a paper is in force: 自…起施行, 有效期至…, 有效期五年, 试行两年.

Only what the paper says of itself: 支付业务许可证有效期5年 or 《某办法》自…起施行 speak of others.

Source: 《立法法》第六十二条（施行日期）; 《民法典》第200—204条 (the first day of a term does not
count, years and months end on the same number).
"""

import re
from datetime import date, timedelta
from typing import Final

from hongtou.errors import NotationError
from hongtou.model import DateValue, Outline, Span
from hongtou.notation.dates import add_months, read_date, read_last_day
from hongtou.notation.numerals import HAN_NUMERALS, read_number

_SMALL: Final = r"[\d一二三四五六七八九十]{1,3}"
_YEAR: Final = r"(?:\d{4}|[一二][〇○O0零一二三四五六七八九]{3}) ?年"
_DAY: Final = rf"{_YEAR} ?{_SMALL} ?月 ?{_SMALL} ?日"
_COUNT: Final = rf"(?:\d{{1,3}}|[{HAN_NUMERALS}]{{1,4}})"
_HOLD: Final = "(?:施行|实施|执行|实行|生效|试行|适用)"
_ISSUE: Final = "(?:发布|公布|印发|下发|颁布|发文|签发|通过)"

# 自2022年5月1日起施行, 从发布之日起执行, 自公布之日起30日后施行, 自2021年1月1日起至…施行.
_FROM: Final = re.compile(
    rf"[自从于](?P<day>{_DAY}|(?:本[^，。；《》\n]{{1,4}})?(?P<issue>{_ISSUE})之?日)"
    rf"(?:之?后|起|开始)?(?:满?(?P<count>{_COUNT}) ?(?P<unit>日|天|个月)(?:之后|以后|后))?"
    rf"(?:至(?P<last>{_DAY})(?:止|期间)?)?(?:正式|统一|开始)?{_HOLD}(?![的情中前日])"
)
# Before it stands the paper itself or nothing: 本办法自…, 现予公布，自…, 第五十条　自….
_OWN: Final = re.compile(
    r"(?:^|[。；，：（(\s])(?:第[一二三四五六七八九十百零〇\d]+条\s*|[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?"
    r"(?:以上|上述|相关|有关)?(?P<subject>本[^，。；《》\n]{1,8}?|[^，。；《》\n第]{0,8})$"
)
# 其他规定自…, 合同自…, 本办法第三条自…: a part of it, or something else.
_OTHERS: Final = re.compile(
    r"第.{1,6}[条款项章]|其[他余]|合同|协议|决定书|许可证|证书|除|债券|账户|系统|修改|利率调整|存量"
)
# 本通知自…起执行, 有效期5年: in which sentence a term is one of the paper.
_PAPER: Final = re.compile(
    r"(?<![日基资成根])本(?!证|行|金|次|机构|公司|协议|合同|地|期|级|单位|系统|人|年|月|报告|书|卡)"
    rf"|起(?:正式)?{_HOLD}"
)
_UNTIL: Final = re.compile(
    r"(?:有效期(?:限)?(?:延长|暂定)?(?:为|：)?(?:至|到)"
    r"|(?:实施|执行|政策|有效|试行|试点)(?:时间|期限|期)(?:为|：)?[^。；\n]{0,24}?(?:至|到)"
    r"|(?:执行|施行|实施|试行)(?:至|到))"
    rf"(?P<day>{_DAY}|{_YEAR} ?(?:{_SMALL} ?月)?[底末])"
)
_LASTING: Final = re.compile(
    r"(?:有效期(?:限)?|试行期(?:限)?|(?:实施|执行|施行|暂行)期(?:限)?|试行)"
    rf"(?:暂定)?(?:为|：)?(?:自{_ISSUE}之日起|自(?:施行|实施)之日起)?"
    rf"(?P<count>{_COUNT}|半) ?(?P<unit>年|个月)(?!内|以[上下])"
)
# 许可证有效期5年, 额度有效期为1年
_THINGS: Final = re.compile(
    "[证件卡书码据]的?$|合同|协议|决议|批文|额度|报告|评级|备案|密码|担保|名单|资质|资格|认定|批复|函$"
)
_SENTENCE_END: Final = re.compile(r"[。；\n]")
_REACH: Final = 120  # characters of a sentence around a term


def find_effective_date(outline: Outline, issued: DateValue | None) -> DateValue | None:
    """The day from which the paper itself is in force: the last such words of the body count.

    自发布之日起 is the day of the paper; 自发布之日起30日后 the day behind the thirtieth.
    """
    return _validity(outline, issued)[0]


def find_validity(
    outline: Outline, issued: DateValue | None
) -> tuple[DateValue | None, DateValue | None]:
    """The first and the last day on which the paper is in force, each with the words for it."""
    effective, last = _validity(outline, issued)
    return effective, find_expiry_date(outline, effective) or last


def find_expiry_date(outline: Outline, effective: DateValue | None) -> DateValue | None:
    """The last day on which the paper is in force; 有效期五年 counts from the effective date."""
    text, own = outline.text, outline.document.span
    for match in _UNTIL.finditer(text, own.start, own.end):
        if _of_things(text, match.start(), own) or (day := _last(match["day"])) is None:
            continue
        return DateValue(day, Span(match.start("day"), match.end("day")))
    if effective is None:
        return None
    for match in _LASTING.finditer(text, own.start, own.end):
        if _of_things(text, match.start(), own) or not _of_paper(text, match, own):
            continue
        months = _months(match["count"], match["unit"])
        if months is not None:
            return DateValue(add_months(effective.value, months), Span(*match.span()))
    return None


def _validity(
    outline: Outline, issued: DateValue | None
) -> tuple[DateValue | None, DateValue | None]:
    text, own = outline.text, outline.document.span
    effective: DateValue | None = None
    last: DateValue | None = None
    for match in _FROM.finditer(text, own.start, own.end):
        line = max(own.start, match.start() - 40, text.rfind("\n", own.start, match.start()) + 1)
        before = _OWN.search(text[line : match.start()])
        if before is None or _OTHERS.search(before["subject"]):
            continue
        day = issued.value if match["issue"] and issued else _read(match["day"])
        if day is not None and match["count"]:
            day = _behind(day, match["count"], match["unit"])
        if day is None:
            continue
        effective = DateValue(day, Span(match.start("day"), match.end("day")))
        end = _read(match["last"]) if match["last"] else None
        last = DateValue(end, Span(match.start("last"), match.end("last"))) if end else None
    return effective, last


def _of_things(text: str, start: int, own: Span) -> bool:
    """Whether a term is one of something else: 许可证有效期, 《某办法》有效期."""
    ahead = text[max(own.start, start - 16) : start]
    return _THINGS.search(re.split(r"[，。；：\n]", ahead)[-1]) is not None or ahead.endswith("》")


def _of_paper(text: str, match: re.Match[str], own: Span) -> bool:
    """Whether the sentence around a term speaks of the paper: 本办法自…起施行，有效期5年."""
    ahead = text[max(own.start, match.start() - _REACH) : match.start()]
    behind = text[match.end() : min(own.end, match.end() + _REACH)]
    sentence = _SENTENCE_END.split(ahead)[-1] + _SENTENCE_END.split(behind, maxsplit=1)[0]
    return _PAPER.search(sentence) is not None


def _behind(day: date, count: str, unit: str) -> date | None:
    """The first day behind a term: 30日后 of May 1 is June 1, the thirty-first day."""
    try:
        number = int(read_number(count))
        last = add_months(day, number) if unit == "个月" else day + timedelta(days=number)
        return last + timedelta(days=1)
    except (NotationError, OverflowError, ValueError):
        return None


def _months(count: str, unit: str) -> int | None:
    if count == "半":
        return 6 if unit == "年" else None
    try:
        number = int(read_number(count)) * (12 if unit == "年" else 1)
    except NotationError:
        return None
    return number if 0 < number <= 1200 else None


def _last(text: str) -> date | None:
    try:
        return read_last_day(text).date
    except NotationError:
        return None


def _read(text: str) -> date | None:
    try:
        return read_date(text)
    except NotationError:
        return None
