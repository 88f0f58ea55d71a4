"""Force words (力度词): 应当, 不得, 原则上, 力争, 鼓励, 可以, and the look-alikes around them."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast, get_args

from ahocorasick_rs import AhoCorasick, MatchKind

from hongtou.errors import LexiconError
from hongtou.lexicon import read_table
from hongtou.model import Force

# 确保 carries on the duty before it; words of encouragement do so behind 应 or 要.
SOFT_WORDS: Final = frozenset(
    {"确保", "努力", "争取", "鼓励", "支持", "引导", "推广", "倡导", "提倡"}
)
# These are forces only at the head of a clause: 支持在脱贫地区…, but not 给予信贷支持.
HEAD_WORDS: Final = frozenset({"支持", "引导", "推广", "争取", "努力", "倡导", "提倡"})
# 只能用于…, 无需提交…: the word belongs to the action, which would say the reverse without it.
KEPT_WORDS: Final = frozenset({
    "只能", "只可", "只得", "只准", "只许", "只限", "只限于", "仅能", "仅可", "仅限", "仅限于",
    "无需", "无须", "不必", "毋需", "毋须", "不需要", "不需",
})  # fmt: skip
# 应贷尽贷, 应收尽收, 应退未退: not a duty but a figure of speech.
_DOUBLED: Final = ("尽", "未")
# 银行应对存款人…进行监督: 应 and 对, not the verb 应对.
_WITH_OBJECT: Final = re.compile(
    r"(?<![效极善同共步，、。力])应对(?=[^，。；\n]{2,60}?"
    r"(?:进行|予以|开展|给予|作出|实施|加强|采取|承担|负责|保密|审核|审查|核实|监督|检查|登记|履行|提供))"
)
# 各监管所要检查…: 所 ends the name, 要 demands; 所要求的 does not.
_OFFICE: Final = re.compile(
    r"(?<=监管|派出|事务|交易|管理|税务|司法|清算|检测|服务|卫生|财政|公证)所要(?!求|素)"
)
# 不宜流通的人民币, 无需审批的事项: what kind of thing, not what to do.
_KIND: Final = re.compile(r"[^，。；：]{0,14}的")
_WEAK_WORDS: Final = frozenset({"不宜", "无需", "无须", "不需", "不需要", "不必"})
# …，凭证件即可。: nothing stands behind it that could be done.
_NOTHING_BEHIND: Final = re.compile(r"[，。；：！、）)\n]|\Z")
# 要求客户不得…, 采取措施禁止…: what others are told; the force of the clause is that of its head.
_TELLS_OTHERS: Final = re.compile(
    r"要求|告知|约定|承诺|确保|提示|说明|声明|规定|明确|保证|防止|载明|督促|采取|决定|责令|通过|限制|提醒"
)


@dataclass(frozen=True, slots=True)
class ForceHit:
    """A force word in the text."""

    start: int
    end: int
    force: Force
    word: str


@lru_cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, Force | None], ...]]:
    """Finder of all words of ``force_words.csv``; the longest wins, so 重要 hides 要."""
    words: list[tuple[str, Force | None]] = []
    for row in read_table("force_words"):
        if row["force"] not in (*get_args(Force), "none"):
            raise LexiconError(f"词表 force_words.csv 有不认识的 force：{row}")
        force = None if row["force"] == "none" else cast(Force, row["force"])
        words.append((row["word"], force))
    finder = AhoCorasick([word for word, _ in words], matchkind=MatchKind.LeftmostLongest)
    return finder, tuple(words)


def find_forces(text: str) -> list[ForceHit]:
    """All force words of ``text``, in order: 应收账款 and 重要 are none."""
    finder, words = _automaton()
    found = []
    for index, start, end in finder.find_matches_as_indexes(text):
        word, force = words[index]
        doubled = word == "应" and text[end + 1 : end + 2] in _DOUBLED
        if doubled or (word in _WEAK_WORDS and _KIND.match(text, end)):
            continue
        if word in ("可", "可以", "不能") and _NOTHING_BEHIND.match(text, end):
            continue
        if force is not None:
            found.append(ForceHit(start, end, force, word))
        elif word == "应当场" or (word == "应对" and _WITH_OBJECT.match(text, start)):
            found.append(ForceHit(start, start + 1, "must", "应"))
        elif word == "可用于" and not _KIND.match(text, end):
            found.append(ForceHit(start, start + 1, "may", "可"))
        elif word == "所要" and _OFFICE.match(text, start):
            found.append(ForceHit(start + 1, end, "must", "要"))
    return found


class HitWindow:
    """Ordered hits from which ranges are taken by bisection."""

    def __init__(self, hits: list[ForceHit]) -> None:
        self._hits = hits
        self._starts = [hit.start for hit in hits]

    def between(self, start: int, end: int) -> list[ForceHit]:
        """The hits that begin in ``start..end``."""
        low = bisect_left(self._starts, start)
        return self._hits[low : bisect_left(self._starts, end, low)]


def clause_force(text: str, hits: list[ForceHit]) -> Force:
    """The force of a clause from its force words: 要坚持…不设 forbids, 要努力 is a striving.

    应当要求客户不得出租账户 still demands, and 可以决定禁止其任职 still permits.
    """
    first = hits[0]
    forces = [first.force]
    for hit in hits[1:]:
        between = text[first.end : hit.start]
        nested = hit.force == "must_not" and (
            hit.word in ("不可", "不能", "禁止") or _TELLS_OTHERS.search(between) is not None
        )
        if not nested and not (first.force == "may" and hit.force == "must_not"):
            forces.append(hit.force)
    if "must_not" in forces:
        return "must_not"
    if "should" in forces:
        return "should"
    if len(hits) > 1 and first.force == "must" and hits[1].force == "strive":
        return "strive" if hits[1].start - first.end <= 1 else "must"
    return first.force


def whole_word(hits: list[ForceHit]) -> ForceHit:
    """The first force word with the one that it only tempers: 原则上|不得, 原则上|也应."""
    first, *others = hits
    if others and first.force == "should" and others[0].start - first.end <= 1:
        return ForceHit(first.start, others[0].end, first.force, first.word)
    return first
