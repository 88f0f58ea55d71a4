"""How those who act are named (机构和主体名称): the word lists of ``bearer_words.csv`` as patterns.

Chinese puts the head of a name last: 参与“债券通”分销业务的境内承销商 ends with 承销商, 会员行和
协议兑付行 with 行. A name is found by its head and by what follows: a comma, a verb, a preposition.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table

# 中国人民银行上海总部、各分行、营业管理部、省会（首府）城市中心支行: lists of bearers run long.
MAX_NAME: Final = 80
# \uffff stands for brackets: 银行业金融机构（以下简称银行）, 扶贫（乡村振兴）部门.
_PARTS: Final = (
    r"等?(?:(?:各|有关|相关)?(?:部门|机构|单位)|及其(?:分支|派出)机构|及其工作人员)?"
    r"(?:双方)?\uffff*"
)
# 被收缴人, 各监管所, 局机关有关股室: names that end with a character of their own.
_MAX_SHORT: Final = 16
# 会员行, 协议兑付行, 代办人: a name of this length needs no determiner before its last character.
_MAX_BARE: Final = 10
# 各行社涉农贷款占比不低于…: the measure, then a force word (cut off) or the limit itself.
_LIMITED: Final = r"(?:\Z|原则上|一般|均|不[低高少超大小]|达到|至少|控制|保持|≥|≤)"
# 未及时收到资金的会员行和协议兑付行: a short name begins behind these.
_JOINT: Final = re.compile(r"[的、和及与或由]")
_CLAUSE_END: Final = re.compile(r"[，。；：\n]")
_DATE: Final = re.compile(r"\d{1,4}[年月]")
_WHO: Final = "人者员方行商"
_SHORTEST_NAME: Final = 2
# 发起行, 办理人员: behind a verb these make a name of it. 发行人民币债券, 拓展商户 do not.
_GOES_ON: Final = re.compile(r"[人方行者商](?![民均次户业务品政为内式案面法向])")
_SHORTEST_VERB: Final = 2
# 商业银行|授信岗位设置, 支付机构|净资产; 银行|结算账户 and 存款人|名称 say less.
_CLASS: Final = re.compile(r"..(?:机构|公司|银行|社)\Z")
# NPC, CCPC, CFCA: systems and companies that are named by their letters.
_ACRONYM: Final = r"(?<![A-Za-z])[A-Z]{3,8}(?![A-Za-z])"
# What begins a sentence behind a heading whatever the heading ends with: 监督管理|人民银行….
_WEIGHTY: Final = r"(?:各(?!项|类|种)|中国人民银行|(?<!中国)人民银行|非银行支付机构)"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a name in a text, with what belongs to it: 各|银行及其分支机构."""

    start: int
    end: int
    bare: bool  # one character that says too little: 市县公安局禁毒|办


@dataclass(frozen=True)
class AgentPatterns:
    """The word lists of ``bearer_words.csv`` as patterns."""

    head: re.Pattern[str]
    no_agent: re.Pattern[str]  # 对…, 经…: what follows is an object
    determiner: re.Pattern[str]  # 各, 本, 有关
    follower: "Words"  # what follows a subject: 应当, 在, 对, 办理
    not_follower: "Words"  # 办理人, 支付机构: the name goes on
    deed: "Words"  # verbs that no name holds: 签发, 认为, 购买
    cutter: "Words"  # 县财政对…机构: the subject ends before the preposition
    measured: re.Pattern[str]  # 各银行机构贷款增速不低于…
    leads: re.Pattern[str]  # 同时，此外，
    adverbs: re.Pattern[str]  # 也, 还, 均 before the force word
    imperative: re.Pattern[str]  # 加强…, 落实好…
    loose: re.Pattern[str]  # 经…, 在…
    verb: re.Pattern[str]  # 发现…, 收到…: what follows is an object
    ordered: re.Pattern[str]  # 认真组织…: an order, not who
    inner: re.Pattern[str]  # 核实中|发现|单位: a verb inside what looks like a name
    glued: re.Pattern[str]  # 优化处置措施|银行: a heading that lost its mark
    headed: re.Pattern[str]  # 准备工作|人民银行: the same, if the heading is no order
    run_on: re.Pattern[str]  # the same before nothing but a class: 咨询服务|商业银行
    owner: re.Pattern[str]  # 商业银行|授信岗位设置应当…: whose it is
    known: re.Pattern[str]  # a class of institutions at the end: …处置措施|银行业金融机构


class Words:
    """A set of words that is asked whether one of them stands at a place in a text."""

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by length, the longest first."""
        self._words = frozenset(words)
        self._lengths = tuple(sorted({len(word) for word in self._words}, reverse=True))

    def length_at(self, text: str, at: int) -> int:
        """The length of the longest word at ``at``; 0 if none stands there."""
        return next((n for n in self._lengths if text[at : at + n] in self._words), 0)


def _list(*kinds: str) -> list[str]:
    return [row["word"] for row in read_table("bearer_words") if row["kind"] in kinds]


def _any(words: Iterable[str]) -> str:
    """One group for all words, the longest first, parted by first character for speed."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words), key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    groups = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return f"(?:{'|'.join(groups)})"


def _not_behind(words: Iterable[str]) -> str:
    """Look-behinds for words of several lengths: 账户 is no 户."""
    return "".join(f"(?<!{re.escape(word)})" for word in words)


@lru_cache
def agent_patterns() -> AgentPatterns:
    """The patterns, compiled on first use."""
    endings, tail = _endings(), _tail()
    imperative, lead, adverb = (_any(_list(k)) for k in ("imperative", "lead", "adverb"))
    loose = f"(?!{_any(_list('loose_except'))}){_any(_list('loose_agent'))}"
    # 对…的银行 is never a subject; 按照《工会法》成立的工会组织 is one, 按照规定银行 is not.
    no_agent = f"(?!{_any(_list('loose_except'))}){_any(_list('not_agent'))}"
    determiner = _any(_list("determiner"))
    return AgentPatterns(
        head=re.compile(rf"(?:{endings}|{_ACRONYM}|(?P<bare>{tail})){_PARTS}"),
        no_agent=re.compile(rf"{no_agent}|{loose}(?![^，。；：\n]{{2,{MAX_NAME}}}的)"),
        determiner=re.compile(determiner),
        follower=Words(_list("follower", "deed")),
        not_follower=Words(_list("not_follower")),
        deed=Words(_list("deed")),
        cutter=Words(_list("cutter")),
        measured=re.compile(
            rf"{determiner}[^，。；：的\n]{{0,{_MAX_SHORT}}}?(?:{endings}|{tail})"
            rf"(?=[^，。；：的\n]{{0,12}}{_any(_list('measure'))}{_LIMITED})"
        ),
        leads=re.compile(rf"(?:{lead}，?)+"),
        adverbs=re.compile(rf"(?:{adverb}|(?<=[构行司者人户位件后误时毕意准])方)+\Z"),
        loose=re.compile(loose),
        verb=re.compile(rf"{_any(_list('verb'))}(?![人方行者商机单])"),
        ordered=re.compile(rf"{imperative}(?![人方行者商机单小部组主型类])"),
        imperative=re.compile(rf"(?:{lead}|，)*{imperative}"),
        inner=re.compile(_any(_list("inner_verb"))),
        **_class_patterns(),
    )


def _institutions() -> list[str]:
    return [row["name"] for row in read_table("institutions")]


def _endings() -> str:
    # 管理部|门, 经办人|员, 交易中|行为: a longer word stands there.
    longer = "(?!(?<=部)门|(?<=人)员|(?<=中行)[为业政使])"
    return _any([*_institutions(), *_list("ending")]) + longer


def _tail() -> str:
    """各监管所, 市财政局: names whose last character alone would say too little."""
    tail = rf"(?!{_any(_list('tail_look_alike'))}){_any(_list('tail'))}"
    return tail + _not_behind(_list("not_tail")) + r"(?<!\d人)(?<!\d户)(?<!\d行)(?<!\d方)"


def _class_patterns() -> dict[str, re.Pattern[str]]:
    """What begins or ends with a class of institutions, by field of :class:`AgentPatterns`."""
    classes = [name for name in _institutions() if name == "银行" or _CLASS.search(name)]
    known, strong, weak = _any(classes), _list("heading_end"), _list("weak_heading_end")
    heading = r"[^，。；：的\n]{2,24}?"
    owner = _any(name for name in classes if name != "银行")
    return {
        "glued": re.compile(
            rf"{heading}(?:{_any(strong)}(?={known}|{_WEIGHTY})|{_any(weak)}(?={_WEIGHTY}))"
        ),
        "headed": re.compile(rf"{heading}{_any([*strong, *weak])}(?={_WEIGHTY})"),
        "run_on": re.compile(rf"(?:{'|'.join(f'(?<={w})' for w in (*strong, *weak))})({known})\Z"),
        "owner": re.compile(rf"(?:上述|前述|该|本|各)?{owner}(?![、和及与或])"),
        "known": re.compile(rf"(?<![的和及与、或等对向为由在于给按各导促求励持类属辖]){known}\Z"),
    }


def heads(text: str, start: int, end: int) -> Iterator[Head]:
    """The heads of names in one clause, in order; ``end`` may lie behind the clause.

    A bare last character counts with a determiner (各监管所) or in a short name (会员行).
    """
    patterns = agent_patterns()
    close = _CLAUSE_END.search(text, start, end)
    for match in patterns.head.finditer(text, start, close.start() if close else end):
        if match["bare"] is None:
            yield Head(match.start(), match.end(), bare=False)
        elif match.end("bare") - start >= _SHORTEST_NAME:
            yield Head(match.start(), match.end(), bare=not _determined(text, start, match))


def _determined(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a name that ends with one telling character is a name: 各监管所, 代办人."""
    word_end = match.end("bare")
    joint = max((m.end() for m in _JOINT.finditer(text, start, match.start())), default=start)
    if agent_patterns().determiner.match(text, joint, word_end):
        return word_end - joint <= _MAX_SHORT + 2
    return match["bare"] in _WHO and _SHORTEST_NAME <= word_end - joint <= _MAX_BARE


def follows(text: str, at: int) -> bool:
    """Whether what stands at ``at`` ends a subject: a comma, a date, a verb, a preposition."""
    if text.startswith("，", at) or _DATE.match(text, at):
        return True
    patterns = agent_patterns()
    longer = patterns.not_follower.length_at(text, at)
    # 投资人民币资产: 投资, not 投资人.
    if longer and not text.startswith("民", at + longer):
        return False
    length = patterns.follower.length_at(text, at)
    return length > 0 and (length < _SHORTEST_VERB or _GOES_ON.match(text, at + length) is None)
