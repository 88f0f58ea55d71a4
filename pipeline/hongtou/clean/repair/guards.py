"""What is not changed on evidence that would do elsewhere.

Each guard looks at one candidate and answers whether it may be applied without a reviewer; the
reason for its place is in its docstring. What a guard holds back is proposed.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.readings import NUMERALS
from hongtou.clean.repair.words import word_change
from hongtou.lexicon import likeness, place_names, read_table, traditional_characters
from hongtou.lexicon.confusions import confusions

# Digits, and 汉字 that count where they stand beside another or before a unit.
_DIGIT: Final = re.compile(r"[0-9○%‰]")
_UNITS: Final = frozenset(
    "年月日号时分秒个户家元角条款项章节编次批类级期倍成名人位份页周季天届至、）是"
)
_KINDS_FOR_NUMBERS: Final = 2
_LONGEST_PLACE: Final = 8
_OTHERS: Final = frozenset(("sibling", "decision"))  # whoever saw more than this text
# "联系人：张三", "校对：李四", "打字：王五": names of people, which no dictionary knows.
_PERSON: Final = re.compile(
    r"(?:联\s?系\s?人|联系电话|校\s?对|打\s?字|签发人|经办人?|审核|撰稿|责任人|负责人|录入)[：:]?[^，。；：\n]{0,12}$"
)
_QUOTED: Final = re.compile(r"《[^《》\n]*$")
_FOREIGN: Final = re.compile(r"[A-Za-z]")
# What stands between a character of the authority code and the year: 〔2021〕 in any brackets.
_CODE_BEHIND: Final = re.compile(
    r"[^，。；：、（(《》\s\d〔\[【]{0,8}[〔\[【（(]\s?[12]\d{3}\s?[〕\]】）)]"
)
_KINDS_FOR_TITLES: Final = 3
_ALIKE: Final = 0.45  # one of a hundred pairs picked at random is that much alike
_JUST_LIKE: Final = 0.7
_WORD: Final = 5.0  # weight of a word that is none by chance
_HEARD: Final = 2.0  # nats; less is that the paper has other errors
_OFTEN: Final = 2  # times that a recogniser was seen to do so


def allows(scene: Scene, candidate: Candidate) -> bool:
    """Whether ``candidate`` may be applied without a reviewer."""
    return not candidate.proposal_only and all(guard(scene, candidate) for guard in GUARDS)


def open_there(scene: Scene, candidate: Candidate) -> bool:
    """What was typed stands as it is."""
    return scene.is_open(candidate.start, candidate.end)


def second_reading_under_seal(scene: Scene, candidate: Candidate) -> bool:
    """Ink of a seal makes any reading doubtful: a recogniser or another paper must agree."""
    if not scene.is_sealed(candidate.start, candidate.end):
        return True
    return bool(_kinds(candidate) & {"recogniser", "sibling", "decision"})


def two_kinds_for_numbers(scene: Scene, candidate: Candidate) -> bool:
    """Digits, amounts, dates and numbers of documents: two kinds of evidence, a rule by name."""
    text, start, end = scene.text, candidate.start, candidate.end
    changed = text[start:end] + candidate.after
    if not (_DIGIT.search(changed) or any(_counts(text, start, end, c) for c in changed)):
        return True
    named = candidate.rule != "misread-character"
    return named and len(_kinds(candidate)) >= _KINDS_FOR_NUMBERS


def units_stay(scene: Scene, candidate: Candidate) -> bool:
    """What stands behind a figure counts with it: 三周 is not 三日, 第六节 not 第六章."""
    before = scene.text[max(0, candidate.start - 1) : candidate.start]
    if not (before.isdigit() or before in NUMERALS):
        return True
    changed = scene.text[candidate.start : candidate.end] + candidate.after
    return not any(c in _UNITS for c in changed) or bool(_kinds(candidate) & _OTHERS)


def document_numbers_stay(scene: Scene, candidate: Candidate) -> bool:
    """机关代字 (GB/T 9704—2012, 7.2.5) is no word: 财农 is not 财教, 粤办函 not 国办函.

    Nor does a sibling know it: 曲教发〔2024〕23号 and 白教发〔2024〕23号 relay one text.
    """
    behind = scene.text[candidate.end : candidate.end + 16]
    if _CODE_BEHIND.match(behind) is None:
        return True
    return bool(_kinds(candidate) & {"name", "decision"})


def true_places_stay(scene: Scene, candidate: Candidate) -> bool:
    """A place that exists is not turned into anything else (GB/T 2260)."""
    text, start, end = scene.text, candidate.start, candidate.end
    if start == end:
        return True
    places = place_names()
    return not any(
        text[first:last] in places
        for first in range(max(0, end - _LONGEST_PLACE), start + 1)
        for last in range(max(end, first + 2), min(len(text), first + _LONGEST_PLACE) + 1)
    )


def people_keep_their_names(scene: Scene, candidate: Candidate) -> bool:
    """Behind 联系人, 校对 and the like any character may stand."""
    head = scene.text[max(0, candidate.start - 24) : candidate.start]
    return _PERSON.search(head) is None or "sibling" in _kinds(candidate)


def titles_need_more(scene: Scene, candidate: Candidate) -> bool:
    """Between 《 and 》 stand names of papers: three kinds of evidence."""
    head = scene.text[max(0, candidate.start - 60) : candidate.start]
    return _QUOTED.search(head) is None or len(_kinds(candidate)) >= _KINDS_FOR_TITLES


def foreign_words_stay(scene: Scene, candidate: Candidate) -> bool:
    """Latin letters are no language that is known here."""
    changed = scene.text[candidate.start : candidate.end]
    return _FOREIGN.search(changed) is None or "sibling" in _kinds(candidate)


def function_words_need_counts(scene: Scene, candidate: Candidate) -> bool:
    """的, 在, 或 may stand nearly anywhere: only a misreading seen before tells that it is none."""
    read = scene.text[candidate.start : candidate.end]
    if read not in _function_words():
        return True
    often = confusions().get(read, {}).get(candidate.after, 0) >= _OFTEN
    return often or bool(_kinds(candidate) & _OTHERS)


def wording_stays(scene: Scene, candidate: Candidate) -> bool:
    """切实抓好 is as good as 切实做好: a word only gives way to one that looks just like it.

    Where the recogniser or another paper reads so too, or the misreading was seen before, the
    likeness has been proved.
    """
    read, after = scene.text[candidate.start : candidate.end], candidate.after
    if len(read) != 1 or len(after) != 1 or _proved(candidate, read):
        return True
    alike = likeness(read, after)
    if traditional_characters().get(read) == after:
        return True
    word = word_change(scene.text, candidate.start, candidate.end, after).broken_weight
    return alike >= (_JUST_LIKE if word >= _WORD else _ALIKE)


def traditional_words_stay(scene: Scene, candidate: Candidate) -> bool:
    """Two traditional characters side by side are a word that somebody quotes."""
    table, start, end = traditional_characters(), candidate.start, candidate.end
    if not any(c in table for c in scene.text[start:end]):
        return True
    around = scene.text[max(0, start - 2) : start] + scene.text[end : end + 2]
    return not any(c in table for c in around)


Guard = Callable[[Scene, Candidate], bool]

GUARDS: Final[tuple[Guard, ...]] = (
    open_there,
    second_reading_under_seal,
    two_kinds_for_numbers,
    units_stay,
    document_numbers_stay,
    true_places_stay,
    people_keep_their_names,
    titles_need_more,
    foreign_words_stay,
    function_words_need_counts,
    wording_stays,
    traditional_words_stay,
)


def _kinds(candidate: Candidate) -> set[str]:
    return {item.kind for item in candidate.evidence if item.weight > 0}


def _proved(candidate: Candidate, read: str) -> bool:
    """Whether more than shape and language speaks for a reading."""
    heard = any(e.kind == "recogniser" and e.weight >= _HEARD for e in candidate.evidence)
    seen = confusions().get(read, {}).get(candidate.after, 0) >= _OFTEN
    return heard or seen or bool(_kinds(candidate) & _OTHERS)


def _counts(text: str, start: int, end: int, character: str) -> bool:
    """Whether a numeral is part of a number: 三十户, 第一条; not 统一, 若干 as 若千."""
    if character not in NUMERALS:
        return False
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    beside = before in NUMERALS or behind in NUMERALS or before.isdigit() or behind.isdigit()
    return beside or before == "第" or behind in _UNITS or not before.strip() or not behind.strip()


@lru_cache
def _function_words() -> frozenset[str]:
    rows = read_table("guarded_characters")
    return frozenset("".join(row["characters"] for row in rows if row["kind"] == "function"))
