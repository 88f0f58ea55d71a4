"""Clauses beside the duty itself: when (条件), unless (例外), what for (目的), by what rule.

对逾期的，… and 在…前提下，… say when; 情况复杂的除外 says unless; 为防范风险，… says what for. The
words that tell them apart stand in ``condition_words.csv``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from hongtou.lexicon import read_table
from hongtou.model import Span

Circumstance = Literal["condition", "exception", "purpose", "object", "manner", "term"]

# 每月10日前, 自收到申请之日起5个工作日内, 2022年末前: by when, a matter of deadlines.
_TERM: Final = re.compile(
    r"(?:[\d一二两三四五六七八九十半]个?(?:工作日|自然日|日|天|小时|月|年|季度)|[年月季旬][底末初]|\d[日号])"
    r"[^，]{0,6}(?:之?前|以前|之?内|以内|起|后)?\Z"
)
# 对小微企业贷款, 针对新增业务: to whom, unless 的 makes it a case (对逾期的，…).
_OBJECT: Final = re.compile(
    r"(?:对于|对|针对)(?!方|外|内|公|私|应|等|账|照|比|接|本来|有关.{0,4}的\Z)"
)
# 经总行批准, 经申请人同意后, 经复核无误: leave that is given first.
_LEAVE: Final = re.compile(
    r"经[^，营过]{0,24}(?:批准|同意|核准|许可|授权|审核|审查|审批|认定|认可|备案|登记|评估|确认|协商|催告|查实|核实"
    r"|检查|测试|复核|鉴定|监测|调查|申请|通过|决定|决议)[^，]{0,6}\Z"
)


@dataclass(frozen=True)
class CircumstancePatterns:
    """The word lists of ``condition_words.csv`` as patterns."""

    end: re.Pattern[str]  # …的, …时, …前提下
    start: re.Pattern[str]  # 如…, 未经…, 发生…
    except_start: re.Pattern[str]
    except_end: re.Pattern[str]
    deferring: re.Pattern[str]  # …另有规定的，从其规定
    purpose: re.Pattern[str]  # 为…, 为了…
    so_that: re.Pattern[str]  # …，以防止…
    manner: re.Pattern[str]  # 根据…, 按照…
    event: re.Pattern[str]  # 存款人|申请变更…


def _words(kind: str) -> str:
    rows = (row["word"] for row in read_table("condition_words") if row["kind"] == kind)
    return "|".join(sorted(map(re.escape, rows), key=len, reverse=True))


@lru_cache
def circumstance_patterns() -> CircumstancePatterns:
    """The patterns, compiled on first use."""
    no_end = "".join(f"(?<!{word})" for word in _words("not_end").split("|"))
    return CircumstancePatterns(
        end=re.compile(rf"(?:{_words('end')}){no_end}\uffff*\Z"),
        start=re.compile(rf"(?:但|且|并)?(?!{_words('not_start')})(?:{_words('start')})"),
        except_start=re.compile(rf"(?:{_words('exception_start')})[^，]{{2,80}}外\Z"),
        except_end=re.compile(rf"(?:{_words('exception_end')})\Z"),
        deferring=re.compile(_words("deferring")),
        # 为资质不足的企业提供担保 is a deed.
        purpose=re.compile(
            rf"(?!{_words('not_purpose')})(?:{_words('purpose')})"
            r"(?![^，。；]*(?:提供|办理|开立|发放|设立|打造|营造|创造|进行))"
        ),
        # 以满足市场需要为目的 says how, …，以满足市场需要 what for.
        so_that=re.compile(rf"(?:并)?(?:{_words('so_that')})(?![^，。；]*为)"),
        event=re.compile(rf"[^，。；：的]{{2,16}}?(?:{_words('event')})[^，。；：]{{2}}"),
        manner=re.compile(rf"(?:{_words('manner')})"),
    )


def ends_condition(text: str, start: int, end: int) -> bool:
    """Whether a clause ends as a condition does: …的, …时, …前提下; 目的 and 及时 are none."""
    low = max(start, end - 24)
    return circumstance_patterns().end.search(text, low, end) is not None


def is_exception(text: str, start: int, end: int) -> bool:
    """Whether a clause takes something out: 除…外, 但…的除外."""
    patterns = circumstance_patterns()
    if patterns.except_start.search(text, start, end):
        return True
    return patterns.except_end.search(text, max(start, end - 8), end) is not None


def exception_in(text: str, clause: Span) -> Span:
    """The words of a clause from 除 on: 查询方式|除采用传真外."""
    found = circumstance_patterns().except_start.search(text, clause.start, clause.end)
    return clause if found is None else Span(found.start(), clause.end)


def is_deference(text: str, start: int, end: int) -> bool:
    """Whether a clause gives way to another rule: …另有规定的，|从其规定."""
    return circumstance_patterns().deferring.match(text, start, end) is not None


def circumstance(text: str, start: int, end: int) -> Circumstance | None:
    """What the words ``start..end`` before a duty say besides it; ``None`` for a plain clause.

    ``对逾期的`` is a condition, ``对小微企业贷款`` an object, ``每月10日前`` a term.
    """
    patterns = circumstance_patterns()
    if is_exception(text, start, end):
        return "exception"
    if _TERM.search(text, max(start, end - 24), end):
        return "term"
    if ends_condition(text, start, end):
        return "condition"
    if patterns.purpose.match(text, start, end) or patterns.so_that.match(text, start, end):
        return "purpose"
    if _OBJECT.match(text, start, end):
        return "object"
    if patterns.start.match(text, start, end) or _LEAVE.match(text, start, end):
        return "condition"
    return "manner" if patterns.manner.match(text, start, end) else None


def tells_event(text: str, start: int, end: int) -> bool:
    """Whether a clause tells what somebody else does: 存款人申请变更名称，银行应当…."""
    return circumstance_patterns().event.match(text, start, end) is not None


def aside(text: str, start: int, end: int, *, head: bool) -> Circumstance | None:
    """What a clause behind the force word says besides the duty: a condition, exception, purpose.

    ``head`` is the clause that begins right behind the force word: there only 在…, 如…, 未经… and
    their like open a condition (要在合理成本的基础上，规范收费).
    """
    patterns = circumstance_patterns()
    if is_exception(text, start, end):
        return "exception"
    if patterns.so_that.match(text, start, end):
        return "purpose"
    if _TERM.search(text, max(start, end - 24), end):
        return None
    if patterns.purpose.match(text, start, end) and not head:
        return "purpose"
    opens = patterns.start.match(text, start, end) or text[start : start + 1] in "在对于当"
    if ends_condition(text, start, end) and (opens or not head):
        return "condition"
    return None
