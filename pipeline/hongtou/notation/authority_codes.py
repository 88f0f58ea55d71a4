"""Where an authority code (机关代字) begins: 根据|银发〔2021〕63号, …支行|并银发〔2021〕75号.

Codes are written without a gap after the words before them, so the left edge is found by what
cannot belong to a code: verbs and prepositions of citing, and endings of institutions' names.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.notation.characters import HAN

# 国卫办医政函 has six characters; the longest codes of ministries' bureaus have ten.
MAX_CODE: Final = 12
# 中国人民银行 财政部 商务部 海关总署 国家税务总局 中国银行业监督管理委员会公告: six names.
_MAX_NAMES: Final = 9
_HAN_TAIL: Final = re.compile(rf"[{HAN}]{{1,60}}\Z")
# 农（财）发, 宁农（计）发: the section that drafts the paper stands in brackets.
_BRACKETED_TAIL: Final = re.compile(rf"([{HAN}]{{1,12}})（[{HAN}]{{1,3}}）[{HAN}]{{1,2}}\Z")
# 8月18|日银发〔…, 公告〔2003〕第6|号和令〔…, 第63|号文及主席令…: what a figure leaves behind it.
_BEHIND_DIGIT: Final = re.compile(r"[年月日]|号(?:文件?)?[和与及或]?")
_GAP_TAIL: Final = re.compile(r"(?:[ \u00a0\u3000]{1,3}|\n)\Z")
# How the name of an authority ends where several stand in a row before 令 or 公告.
_NAME_END: Final = re.compile(r"(?:[会部局署行院委厅办室社]|政府|中心)\Z")
# Names of authorities hold 与 and 以 (市场监督与…), so fewer words end the text before them.
_ORDER_LEADS: Final = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|执行|落实|废止|以及|发布|公布|颁布|修改|修订|的|及)"
)
ORDER_ENDINGS: Final = ("令", "公告")
# Behind a mention these join the next one; elsewhere 和政, 同银发 (大同) begin with them.
_CLOSERS: Final = ("）", "》", "〉", ")")
_AND: Final = frozenset("和同与及")


@dataclass(frozen=True)
class CodeWords:
    """The words of ``authority_code_words.csv`` as patterns and sets."""

    leads: re.Pattern[str]  # anything up to the last word that cannot belong to a code
    doubtful: frozenset[str]  # 原, 和, 同: a lead only before a known beginning
    starts: tuple[str, ...]  # beginnings of codes of national bodies
    single: frozenset[str]  # whole codes of one character: 法〔2022〕12号


@lru_cache
def code_words() -> CodeWords:
    """The words of ``authority_code_words.csv``, read once."""
    kinds: dict[str, list[str]] = {"lead": [], "doubtful": [], "start": [], "single": []}
    for row in read_table("authority_code_words"):
        kinds[row["kind"]].append(row["word"])
    leads = "|".join(sorted(map(re.escape, kinds["lead"]), key=len, reverse=True))
    return CodeWords(
        re.compile(rf".*(?:{leads})"),
        frozenset(kinds["doubtful"]),
        tuple(kinds["start"]),
        frozenset(kinds["single"]),
    )


def code_before(text: str, end: int, start: int = 0) -> tuple[int, str] | None:
    """The authority code that ends at ``end``: its first position and its letters, no spaces.

    ``根据银发`` gives ``银发``, ``中国人民银行 海关总署令`` both names; ``None`` if the characters
    before ``end`` are no code.
    """
    window = text[max(start, end - 60) : end]
    gap = _GAP_TAIL.search(window)
    stem = window[: gap.start()] if gap else window
    run = _HAN_TAIL.search(stem)
    if run is None:
        return None
    bracketed = _BRACKETED_TAIL.search(stem)
    if bracketed is not None:
        head = _lead_length(bracketed[1])
        at = end - len(window) + bracketed.start() + head
        return at, bracketed[0][head:]
    at = end - len(window) + run.start()
    letters = run[0]
    rest = _BEHIND_DIGIT.match(letters) if text[max(start, at - 1) : at].isdigit() else None
    if rest is not None:
        at, letters = at + rest.end(), letters[rest.end() :]
    if letters.endswith(ORDER_ENDINGS):
        return _order_code(text, at, letters, start)
    if gap and "\n" in gap[0]:
        return None
    if text[max(start, at - 1) : at] in _CLOSERS and letters[0] in _AND and len(letters) > 2:
        at, letters = at + 1, letters[1:]  # 《A》（皖政办字〔2019〕150号）和蚌政办字〔2019〕293号
    heads_line = at == start or text[at - 1] == "\n"
    cut = _lead_length(letters, heads_line=heads_line)
    code = letters[cut:]
    if len(code) > MAX_CODE or (len(code) < 2 and code not in code_words().single):
        return None
    return at + cut, code


def _lead_length(run: str, *, heads_line: bool = False) -> int:
    """How many characters of a run of 汉字 stand before the code.

    At the head of a line 同银发〔2021〕8号 is a number of 大同, since nothing goes before 同; only
    原 may stand there.
    """
    words = code_words()
    lead = words.leads.match(run)
    cut = lead.end() if lead else 0
    if cut and len(run) - cut < 2 and run[cut:] not in words.single:
        return len(run)
    for at in range(len(run) - 2, cut, -1):
        first = heads_line and at == 1 and run[0] != "原"
        if not first and run[at - 1] in words.doubtful and run.startswith(words.starts, at):
            return at
    if len(run) - cut > MAX_CODE:
        known = (i for i in range(len(run) - MAX_CODE, len(run) - 1))
        return next((i for i in known if run.startswith(words.starts, i)), cut)
    return cut


def _order_code(text: str, at: int, run: str, start: int) -> tuple[int, str] | None:
    """The code of an order or announcement: all authorities that stand before 令 or 公告."""
    names = [run]
    while len(names) < _MAX_NAMES and at > start:
        gap = _GAP_TAIL.search(text, max(start, at - 2), at)
        name = _HAN_TAIL.search(text[max(start, at - 40) : gap.start()]) if gap else None
        if gap is None or name is None or not _NAME_END.search(name[0]) or len(name[0]) < 3:
            break
        if "\n" in gap[0] and not _whole_line(text, gap.start() - len(name[0]), start):
            break
        at = gap.start() - len(name[0])
        names.insert(0, name[0])
    cut = _order_lead_length(names[0])
    code = "".join(names)[cut:]
    return None if code in ORDER_ENDINGS or not code else (at + cut, code)


def _order_lead_length(name: str) -> int:
    """Characters before the authority's name: 根据|中国人民银行公告, 原|中国银监会令."""
    words = code_words()
    for ending in ORDER_ENDINGS:
        name = name.removesuffix(ending)
    lead = _ORDER_LEADS.match(name)
    cut = lead.end() if lead else 0
    while name[cut : cut + 1] in words.doubtful | {"以", "由"} and len(name) - cut > 3:
        cut += 1
    return cut


def _whole_line(text: str, at: int, start: int) -> bool:
    return at == start or text[at - 1] in "\n \u3000"
