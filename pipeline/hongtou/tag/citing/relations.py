"""How a paper stands to another one: the words around a mention decide (``relations.csv``)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast, get_args

from hongtou.errors import LexiconError
from hongtou.lexicon import read_table
from hongtou.model import Relation, Span

CuePosition = Literal["title", "before", "close", "near", "after", "bracket", "sentence"]

_SENTENCE_END: Final = re.compile(r"[。；\n]")
# 制定了《…》（见附件）。现印发给你们: what is said of the paper goes on behind the full stop.
_BEHIND_END: Final = re.compile(r"。(?!现[印转予发批])|[；\n《]")
_QUOTE: Final = 400  # characters of a provision that is quoted to be replaced
# 将《…》第八条“……。……”的内容修改为“……”: what is quoted is not said of the paper.
_QUOTED: Final = re.compile(rf"“[^“”]{{0,{_QUOTE}}}”")
_CLAUSE_END: Final = re.compile(r"[，。；：:\n《》]")
# How far a cue may stand from the mention: 落实中国人民银行等五部委《关于…》 needs 12 characters,
# 现将中国银保监会、财政部、中国人民银行、国家乡村振兴局《关于…》 needs 31.
_REACH: Final[dict[CuePosition, int]] = {
    "title": 200, "before": 40, "close": 6, "near": 20, "after": 30, "bracket": 12, "sentence": 200,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of ``relations.csv``."""

    word: str
    position: CuePosition
    relation: Relation
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around a mention, or around the list of mentions in which it stands."""

    before: str  # from the start of the sentence
    clause: str  # from the last mark
    after: str  # to the end of the sentence or the next title
    bracket: str  # right behind the mention itself


@lru_cache
def relation_cues() -> tuple[Cue, ...]:
    """The cues in the order of the file: the first that fits decides.

    Raises:
        LexiconError: If a line names an unknown position or relation.
    """
    cues = []
    for row in read_table("relations"):
        if row["position"] not in get_args(CuePosition) or row["relation"] not in get_args(
            Relation
        ):
            raise LexiconError(f"词表 relations.csv 有不认识的 position 或 relation：{row}")
        unless = tuple(word for word in row["unless"].split("|") if word)
        cues.append(
            Cue(
                row["cue"],
                cast(CuePosition, row["position"]),
                cast(Relation, row["relation"]),
                unless,
            )
        )
    return tuple(cues)


def title_surroundings(text: str, group: Span, title: Span) -> Surroundings:
    """The words of a title around a mention; the lines of a title are one sentence."""
    before, after = text[title.start : group.start], text[group.end : title.end]
    return Surroundings(before, before, after, "")


def surroundings(text: str, group: Span, mention: Span, limits: Span) -> Surroundings:
    """The words around ``mention``, which stands in a list of mentions that covers ``group``."""
    left = max(limits.start, group.start - _REACH["title"])
    before = text[left : group.start]
    sentence = before[_last_end(_SENTENCE_END, before) :]
    clause_start = _last_end(_CLAUSE_END, sentence)
    right = min(limits.end, group.end + _REACH["sentence"] + _QUOTE)
    behind = _QUOTED.sub("", text[group.end : right])[: _REACH["sentence"]]
    stop = _BEHIND_END.search(behind)
    after = behind[: stop.start()] if stop else behind
    own = text[mention.end : min(limits.end, mention.end + _REACH["bracket"])]
    return Surroundings(sentence, sentence[clause_start:], after, own)


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((mark.end() for mark in pattern.finditer(text)), default=0)


def decide_relation(around: Surroundings, *, in_title: bool) -> tuple[Relation, str]:
    """The relation and the words that decide it; ``cites`` and ``""`` where nothing does."""
    for cue in relation_cues():
        if (cue.position == "title") != in_title:
            continue
        if _fits(cue, around) and not any(
            word in around.clause or word in around.after for word in cue.unless
        ):
            return cue.relation, cue.word
    return "cites", ""


def _fits(cue: Cue, around: Surroundings) -> bool:
    match cue.position:
        case "title":
            return cue.word in around.before
        case "before":
            return cue.word in around.clause[-_REACH["before"] :]
        case "close":
            return cue.word in around.clause[-_REACH["close"] :]
        case "bracket":
            return around.bracket[:1] in ("（", "(") and cue.word in around.bracket
        case "near":
            return cue.word in re.split("[，、：]", around.after[: _REACH["near"]])[0]
        case "after":
            return cue.word in around.after[: _REACH["after"]]
        case "sentence":
            return cue.word in around.after
