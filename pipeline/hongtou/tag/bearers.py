"""Who owes the duty (责任主体): the subject before the force word, as institutions are named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Span

# 中国人民银行上海总部、各分行、营业管理部、省会（首府）城市中心支行: lists of bearers run long.
_MAX_NAME: Final = 80
# \uffff stands for brackets: 银行业金融机构（以下简称银行）, 扶贫（乡村振兴）部门.
_PARTS: Final = r"(?:等)?(?:各)?(?:有关)?(?:部门|机构|单位|及其分支机构|及其工作人员)?\uffff*"
# 贷款条件：申请人必须…: a label of the sentence, not its subject.
_TOPIC: Final = re.compile(r"[^，。；：\n\uffff]{2,10}：")
# 2021年7月30日前各公司要…; 自2022年起, 每月5日前各网点….
_TIME: Final = re.compile(
    r"(?:[自从在于到至]|截至)?(?:(?:\d{2,4}|今|明|当|次)年|每[年月旬周季]度?)?(?:\d{1,2}月)?"
    r"(?:\d{1,2}[日号])?(?:[底末初]|上半年|下半年)?(?:之?前|以前|之?后|起|以来|之?内|间)?，?"
)
_DATED: Final = re.compile(r"[\d年每]")
# （市、区）, （镇）, （户）: part of the name; （以下简称银行）, （含）, （见附件1） are not.
_NAME_BRACKET: Final = re.compile(
    r"（(?!以下|简称|下称|统称|含|不含|除|见|附|另|同|下同|试行|暂行|如|即|包括)"
    r"[\u4e00-\u9fff]{1,4}(?:、[\u4e00-\u9fff]{1,4}){0,4}）"
)
# 加强监督管理人民银行相关分支机构应…: a heading whose mark was lost, then the subject.
_GLUED: Final = re.compile(
    r"(?<![的和及与、或等对向为由在于给按各省告报经属辖])(?:各(?!项|类|种)|中国人民银行|(?<!中国)人民银行)"
)
_SHORTEST_HEADING: Final = 6
# 支付机构, 银行业金融机构; 银行 alone ends too many other names.
_SHORTEST_CLASS: Final = 4
_WHEN: Final = re.compile(
    r"(?<=[\u4e00-\u9fff]{4})(?<![及同临定随小实按准当平届历何])时(?![间期点效限段代候任价常])"
)
# 托管人在为投资者办理…时: the adjunct begins behind the first name.
_ADJUNCT: Final = "在应按如自于根依通经因以认"
# 被收缴人, 各监管所, 局机关有关股室: names that end with a character of their own.
_MAX_SHORT: Final = 16

# 各行社涉农贷款占比不低于…: the measure, then a force word (cut off) or the limit itself.
_LIMITED: Final = r"(?:\Z|原则上|一般|均|不[低高少超大小]|达到|至少|控制|保持|≥|≤)"

_Forms = tuple[re.Pattern[str], ...]  # the match that ends first counts


@dataclass(frozen=True)
class BearerPatterns:
    """The word lists of ``bearer_words.csv`` as patterns."""

    whole: _Forms  # the text before the force word is nothing but a bearer
    leading: _Forms  # a bearer at the head, then when, how or about what
    owner: _Forms  # 商业银行的内部审计应当…
    leads: re.Pattern[str]  # 同时，此外，
    adverbs: re.Pattern[str]  # 也, 还, 均 before the force word
    imperative: re.Pattern[str]  # 加强…, 落实好…
    deed: re.Pattern[str]  # 申请, 发行, 聘任: verbs with an object
    loose: re.Pattern[str]  # 经…, 在…
    verb: re.Pattern[str]  # 发现…, 收到…: what follows is an object
    ordered: re.Pattern[str]  # 认真组织…: an order, not who
    known: re.Pattern[str]  # a class of institutions at the end: …处置措施|银行业金融机构
    cut: _Forms  # 县财政对…机构: the subject ends before the preposition
    measured: _Forms  # 各银行机构贷款增速不低于…


def _words(kind: str) -> str:
    rows = (row["word"] for row in read_table("bearer_words") if row["kind"] == kind)
    return "|".join(sorted(map(re.escape, rows), key=len, reverse=True))


def _not_behind(kind: str) -> str:
    """Look-behinds for words of several lengths: 账户 is no 户."""
    words = [row["word"] for row in read_table("bearer_words") if row["kind"] == kind]
    return "".join(f"(?<!{re.escape(word)})" for word in words)


def _each(no_agent: str, forms: Sequence[str], after: str) -> _Forms:
    return tuple(re.compile(f"{no_agent}{form}{after}") for form in forms)


def _first_end(forms: _Forms, text: str, start: int, end: int) -> int | None:
    ends = [match.end() for form in forms if (match := form.match(text, start, end))]
    return min(ends, default=None)


@lru_cache
def bearer_patterns() -> BearerPatterns:
    """The patterns, compiled on first use."""
    institutions = "|".join(
        sorted((re.escape(r["name"]) for r in read_table("institutions")), key=len, reverse=True)
    )
    ending = rf"(?:{institutions}|{_words('ending')})"
    # 对…的银行 is never a subject; 按照《工会法》成立的工会组织 is one, 按照规定银行 is not.
    no_agent = (
        rf"(?!(?!{_words('loose_except')})(?:{_words('not_agent')}))"
        rf"(?!(?!{_words('loose_except')})(?:{_words('loose_agent')})(?![^，。；：\n]{{2,{_MAX_NAME}}}的))"
    )
    # 各监管所, 市财政局: names whose last character alone would say too little.
    tail = rf"(?!{_words('tail_look_alike')})(?:{_words('tail')}){_not_behind('not_tail')}"
    tail += r"(?<!\d人)(?<!\d户)(?<!\d行)(?<!\d方)"
    near = rf"(?:{_words('determiner')})[^，。；：的每\d\n]{{0,{_MAX_SHORT}}}?{tail}"
    forms = (f"[^，。；：\n]{{0,{_MAX_NAME}}}?{ending}{_PARTS}", near + _PARTS)
    follower = rf"(?!(?:{_words('not_follower')})(?!民))(?:{_words('follower')})"
    short = f"[^，。；：\n]{{0,{_MAX_SHORT}}}{tail}\uffff*"
    return BearerPatterns(
        whole=_each(no_agent, (*forms, short), r"\Z"),
        leading=_each(no_agent, forms, rf"(?=，|\d{{1,4}}[年月]|{follower})"),
        cut=_each(
            no_agent, (*forms, f"[^，。；：的\\n]{{0,7}}?{tail}"), rf"(?={_words('cutter')})"
        ),
        measured=_each(
            no_agent,
            (rf"(?:{_words('determiner')})[^，。；：的\n]{{0,{_MAX_SHORT}}}(?:{ending}|{tail})",),
            rf"(?=[^，。；：的\n]{{0,12}}(?:{_words('measure')}){_LIMITED})",
        ),
        owner=_each(no_agent, forms, "(?=的)"),
        leads=re.compile(rf"(?:(?:{_words('lead')})，?)+"),
        adverbs=re.compile(rf"(?:{_words('adverb')}|(?<=[构行司者人户位件后误时毕意准])方)+\Z"),
        known=re.compile(
            rf"(?<![的和及与、或等对向为由在于给按各导促求励持类属辖])(?:{institutions})\Z"
        ),
        deed=re.compile(rf"(?:{_words('deed')})(?![人方行者商机单])"),
        loose=re.compile(rf"(?!{_words('loose_except')})(?:{_words('loose_agent')})"),
        verb=re.compile(rf"(?:{_words('verb')})(?![人方行者商机单])"),
        ordered=re.compile(rf"(?:{_words('imperative')})(?![人方行者商机单小部组主型类])"),
        imperative=re.compile(rf"(?:{_words('lead')}|，)*(?:{_words('imperative')})"),
    )


def find_bearer(text: str, start: int, end: int) -> Span | None:
    """The bearer in the words ``start..end`` that stand before a force word.

    ``全国性商业银行分支机构在内部定价时，`` names 全国性商业银行分支机构; ``对…的金融机构，`` names
    nobody: what follows 对 is the object.
    """
    patterns = bearer_patterns()
    start = _skip_leads(text, start, end)
    adverbs = patterns.adverbs.search(text, max(start, end - 12), end)
    stop = adverbs.start() if adverbs else end
    while stop > start and text[stop - 1] in "， ":
        stop -= 1
    if stop <= start:
        return None
    found = _subject(text, start, stop, end)
    return _trimmed(text, *_behind_lost_mark(text, start, found)) if found else None


def find_subject(text: str, start: int, end: int) -> Span | None:
    """Who a clause without a force word begins with: 各支行|9月25日前将自查情况上报….

    Unlike before a force word, the clause itself is never a name: it holds the verb.
    """
    start = _skip_leads(text, start, end)
    found = _first_end(bearer_patterns().leading, text, start, end)
    if found is None:
        found = _first_end(bearer_patterns().measured, text, start, end)
    if found is None or found >= end - 1:
        return None
    return _trimmed(text, *_behind_lost_mark(text, start, found))


def _subject(text: str, start: int, stop: int, end: int) -> int | None:
    """Where the subject that begins at ``start`` ends, before ``stop``."""
    patterns = bearer_patterns()
    limit = min(end + 4, start + 2 * _MAX_NAME)
    found = _first_end(patterns.leading, text, start, limit)
    cut = _first_end(patterns.cut, text, start, stop)
    if cut is not None and "的" not in text[start:cut]:
        return found if found is not None and found < cut and text[found] in _ADJUNCT else cut
    # 征信机构申请设立分支机构: a verb follows the subject, and no 的 makes it an attribute.
    if found is not None and found < stop and _deed_follows(text, found, stop):
        return found
    short = stop - start <= _MAX_NAME and text.find("，", start, stop) < 0
    if short and _first_end(patterns.whole, text, start, stop) is not None:
        return stop
    if found is not None and found <= end:
        return found
    for forms in (patterns.owner, patterns.measured):
        found = _first_end(forms, text, start, stop)
        if found is not None:
            return found
    return None


def _deed_follows(text: str, start: int, stop: int) -> bool:
    return bearer_patterns().deed.match(text, start, stop) is not None and (
        text.find("的", start, stop) < 0
    )


def _behind_lost_mark(text: str, start: int, end: int) -> tuple[int, int]:
    """The subject without a heading before it whose mark was lost: 加强监管|各部门."""
    if not bearer_patterns().ordered.match(text, start, end):
        return start, end
    lost = _GLUED.search(text, start + 2, end - 1)
    if lost is None and not set("的、") & set(text[start:end]):
        lost = bearer_patterns().known.search(text, start + _SHORTEST_HEADING, end)
        lost = lost if lost and lost.end() - lost.start() >= _SHORTEST_CLASS else None
    return (lost.start() if lost else start), end


def find_addressee(text: str, at: int, end: int) -> Span | None:
    """Who is encouraged or forbidden, right behind the word: 鼓励|银行机构基于…开发…."""
    found = _first_end(bearer_patterns().leading, text, at, min(end, at + _MAX_NAME))
    return None if found is None or found - at > 24 else _trimmed(text, at, found)


def is_imperative(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a verb of action and has no subject: 加大…力度."""
    return bearer_patterns().imperative.match(text, start, end) is not None


def is_bearer(text: str, start: int, end: int) -> bool:
    """Whether a clause is nothing but a subject: 无法提供质押品的金融机构，可以…."""
    start = _skip_leads(text, start, end)
    whole = bearer_patterns().whole
    return end - start <= _MAX_NAME and _first_end(whole, text, start, end) is not None


def is_adverbial(text: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and conjunctions stands in ``start..end``."""
    start = _skip_leads(text, start, end)
    adverbs = bearer_patterns().adverbs.search(text, start, end)
    return start >= end or (adverbs is not None and adverbs.start() <= start)


def _skip_leads(text: str, start: int, end: int) -> int:
    topic = _TOPIC.match(text, start, end)
    start = topic.end() if topic else start
    leads = bearer_patterns().leads
    for _ in range(3):
        match = leads.match(text, start, end)
        start = match.end() if match else start
        time = _TIME.match(text, start, end)
        if time is None or not _DATED.search(time[0]):
            break
        start = time.end()
    return start


def with_bracket(text: str, span: Span) -> Span:
    """The name with the bracket that belongs to it: 各县（市、区）, 养殖场（户）.

    ``text`` is unmasked; 银行（以下简称开户行） stays 银行.
    """
    bracket = _NAME_BRACKET.match(text, span.end)
    return Span(span.start, bracket.end()) if bracket else span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \u3000，":
        start += 1
    while end > start and text[end - 1] == "\uffff":
        end -= 1
    patterns = bearer_patterns()
    # 报告由事后监督部门…: who acts stands behind 由.
    agent = text.rfind("由", start, end)
    if agent >= start and text[agent - 1] not in "自理" and text.find("的", agent, end) < 0:
        start = agent + 1
    # 发生损失时双方应当…: the condition before the subject lacks its comma.
    when = _WHEN.search(text, start, end - 1)
    if when is not None and text.find("的", when.end(), end) < 0:
        start = when.end()
    # 经人民银行批准, 及时报告人民银行…: objects, unless 的 makes the verb an attribute.
    object_of = (patterns.loose, patterns.verb, patterns.ordered)
    bare = text.find("的", start, end) < 0
    if end - start < 2 or (bare and any(p.match(text, start, end) for p in object_of)):
        return None
    return Span(start, end)
