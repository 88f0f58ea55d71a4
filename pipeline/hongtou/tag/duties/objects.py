"""What or whom a duty is done to (客体): 对小微企业贷款, 内部控制制度, 备付金.

Only where it is plain: behind 对 before its verb, behind 将 before its verb, or right behind a verb
that opens the clause and up to its end. Words in ``object_words.csv``.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Span

# 对其, 对此: a pronoun says less than nothing in a register.
_PRONOUN: Final = re.compile(
    r"(?:对于|对|将|把)?(?:(?:[其此该他之]|上述|前款|前述)?\Z|下列|以下|如下)"
)
# A longer one holds clauses of its own.
_LONGEST: Final = 30
# 将统计情况|每年年底前以书面形式报送…
_HOW: Final = (
    "(?:每[年月季日半]|以[书电邮纸文正]|及时|按[时月季年日]|于[\\d每本]|在[\\d每]|逐[笔户项级]|原路"
    "|一并|统一|直接|定期|全额|足额|分别|立即)"
)
# 监管额度内的资金: a topic that is a noun with an attribute.
_ATTRIBUTED: Final = "的"
# 有关机关依照规定: a clause with an adjunct is no thing.
_SAYS_MORE: Final = re.compile(r"依照|按照|根据|依据|实行|进行|将|由|向")


@dataclass(frozen=True)
class ObjectPatterns:
    """The word lists of ``object_words.csv`` as patterns."""

    toward: re.Pattern[str]  # 对…|进行
    moved: re.Pattern[str]  # 将…|报送
    direct: re.Pattern[str]  # 建立健全|内部控制制度
    noun: re.Pattern[str]  # 账户, 资金 at the end


def _words(kind: str) -> str:
    rows = (row["word"] for row in read_table("object_words") if row["kind"] == kind)
    return "|".join(sorted(map(re.escape, rows), key=len, reverse=True))


@lru_cache
def object_patterns() -> ObjectPatterns:
    """The patterns, compiled on first use."""
    lead = rf"(?:{_words('adverb')}|[，、])*"
    way = "(?:方式|方法|措施|手段)(?=[^，。；：、和及与或])"  # 采取有效方式|核实…
    inside = f"(?:(?!进行|予以|等方式|作为|{way}|并非?|[且向将把，；。：]).)"
    transfer = f"(?:{_words('transfer')})(?!的)"  # 将从境外汇入的汇款|存入…
    plain = rf"(?:(?!{transfer}|[，。；：\n]).)"
    return ObjectPatterns(
        toward=re.compile(
            rf"{lead}(?P<object>(?:对于|对)(?!方|外|公|私|账|照)[^，。；：\n]{{1,{_LONGEST}}}?)"
            rf"(?=(?<![存现潜所])在|{_words('light')}|(?:{_words('treatment')})(?![^，。；：]*的))"
        ),
        moved=re.compile(
            rf"{lead}(?:将|把)(?:"
            # 将个人信用报告用于…, 将发卡业务的受理工作外包: the verb with 至, or the last word.
            rf"(?P<how>{plain}{{2,{_LONGEST}}}?)(?={_HOW}[^，。；：\n]{{0,20}}?(?:{transfer}|{_words('notice')}))"
            rf"|(?P<to>[^，。；：\n]{{2,{_LONGEST}}}?)(?=(?:{_words('transfer')})[至给到于为])"
            rf"|(?P<end>[^，。；：\n]{{2,{_LONGEST}}})(?=(?:{transfer}|{_words('final')})(?:[，。；：]|\Z))"
            rf"|(?P<first>{plain}{{2,{_LONGEST}}})(?={transfer})"
            # 报告 and 通知 are nouns as well: 将信用报告|用于…, 将情况|报告….
            rf"|(?P<told>[^，。；：\n]{{2,{_LONGEST}}}?)(?={_words('notice')}))"
        ),
        direct=re.compile(
            rf"{lead}(?:{_words('verb')})(?:好|了)?(?!和|与|或|及|、|于|为|在|到|至|的|其|专[人门])"
            rf"(?P<object>{inside}{{0,{_LONGEST}}}?(?:{_words('head')})\uffff*)(?=[，。；：]|\Z)"
        ),
        noun=re.compile(rf"(?:{_words('head')})\Z"),
    )


def says_deed(masked: str, span: Span) -> bool:
    """Whether a clause with 对 already says what is done: 对主管人员|处1万元罚款."""
    match = object_patterns().toward.match(masked, span.start, span.end)
    return match is not None and match.end() < span.end


def is_noun(masked: str, span: Span) -> bool:
    """Whether a clause is a thing with an attribute: 监管额度内的资金."""
    low = max(span.start, span.end - 6)
    ends = object_patterns().noun.search(masked, low, span.end) is not None
    return (
        ends
        and _ATTRIBUTED in masked[span.start : span.end]
        and _SAYS_MORE.search(masked, span.start, span.end) is None
    )


def find_object(masked: str, before: list[Span], action: list[Span]) -> Span | None:
    """The object in the clauses that name it before the force word, or in the action's first.

    Args:
        masked: The text with the inside of brackets blotted out.
        before: Clauses such as 对小微企业贷款 that stand before the force word.
        action: The clauses of the action.
    """
    for span in before:
        if not _PRONOUN.match(masked, span.start, span.end):
            return span
    if not action:
        return None
    patterns, first = object_patterns(), action[0]
    for pattern in (patterns.toward, patterns.moved, patterns.direct):
        match = pattern.match(masked, first.start, first.end)
        if match is None:
            continue
        found = Span(*match.span(match.lastgroup or 0))
        if not _PRONOUN.match(masked, found.start, found.end):
            return found
    return None
