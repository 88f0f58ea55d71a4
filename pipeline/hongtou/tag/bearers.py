"""Who owes the duty (责任主体): the subject before the force word, as institutions are named."""

import re
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
_TOPIC: Final = re.compile(r"[^，。；：\n]{2,10}：")


@dataclass(frozen=True)
class BearerPatterns:
    """The word lists of ``bearer_words.csv`` as patterns."""

    whole: re.Pattern[str]  # the text before the force word is nothing but a bearer
    leading: re.Pattern[str]  # a bearer at the head, then when, how or about what
    owner: re.Pattern[str]  # 商业银行的内部审计应当…
    leads: re.Pattern[str]  # 同时，此外，
    adverbs: re.Pattern[str]  # 也, 还, 均 before the force word
    imperative: re.Pattern[str]  # 加强…, 落实好…
    verb: re.Pattern[str]  # 发现…, 收到…: what follows is an object


def _words(kind: str) -> str:
    rows = (row["word"] for row in read_table("bearer_words") if row["kind"] == kind)
    return "|".join(sorted(map(re.escape, rows), key=len, reverse=True))


@lru_cache
def bearer_patterns() -> BearerPatterns:
    """The patterns, compiled on first use."""
    institutions = "|".join(
        sorted((re.escape(r["name"]) for r in read_table("institutions")), key=len, reverse=True)
    )
    ending = rf"(?:{institutions}|{_words('ending')})"
    # 对…的银行 is never a subject; 按照《工会法》成立的工会组织 is one, 按照规定银行 is not.
    no_agent = (
        rf"(?!(?:{_words('not_agent')})(?!公|外开))"
        rf"(?!(?:{_words('loose_agent')})(?![^，。；：\n]{{2,{_MAX_NAME}}}的))"
    )
    name = rf"{no_agent}[^，。；：\n]{{0,{_MAX_NAME}}}?{ending}{_PARTS}"
    return BearerPatterns(
        whole=re.compile(rf"{name}\Z"),
        leading=re.compile(rf"{name}(?=，|(?:{_words('follower')}))"),
        owner=re.compile(rf"{name}(?=的)"),
        leads=re.compile(rf"(?:(?:{_words('lead')})，?)+"),
        adverbs=re.compile(rf"(?:{_words('adverb')})+\Z"),
        verb=re.compile(rf"(?:{_words('verb')})(?![人方行者商机单])"),
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
    head = text[start:stop]
    if len(head) <= _MAX_NAME and "，" not in head and patterns.whole.match(head):
        return _trimmed(text, start, stop)
    match = patterns.leading.match(text, start, min(end + 4, start + 2 * _MAX_NAME))
    if match is None or match.end() > end:
        match = patterns.owner.match(text, start, stop)
    return _trimmed(text, start, match.end()) if match else None


def find_addressee(text: str, at: int, end: int) -> Span | None:
    """Who is encouraged or forbidden, right behind the word: 鼓励|银行机构基于…开发…."""
    match = bearer_patterns().leading.match(text, at, min(end, at + _MAX_NAME))
    if match is None or match.end() - at > 24:
        return None
    return _trimmed(text, at, match.end())


def is_imperative(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a verb of action and has no subject: 加大…力度."""
    return bearer_patterns().imperative.match(text, start, end) is not None


def is_bearer(text: str, start: int, end: int) -> bool:
    """Whether a clause is nothing but a subject: 无法提供质押品的金融机构，可以…."""
    start = _skip_leads(text, start, end)
    return end - start <= _MAX_NAME and bool(bearer_patterns().whole.match(text[start:end]))


def is_adverbial(text: str, start: int, end: int) -> bool:
    """Whether nothing but adverbs and conjunctions stands in ``start..end``."""
    start = _skip_leads(text, start, end)
    adverbs = bearer_patterns().adverbs.search(text, start, end)
    return start >= end or (adverbs is not None and adverbs.start() <= start)


def _skip_leads(text: str, start: int, end: int) -> int:
    topic = _TOPIC.match(text, start, end)
    start = topic.end() if topic else start
    match = bearer_patterns().leads.match(text, start, end)
    return match.end() if match else start


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in " \u3000，":
        start += 1
    while end > start and text[end - 1] == "\uffff":
        end -= 1
    verb = bearer_patterns().verb.match(text, start, end)
    if end - start < 2 or (verb is not None and "的" not in text[start:end]):
        return None
    return Span(start, end)
