"""What a character that was read may have been when it was printed."""

from functools import lru_cache
from typing import Final

from hongtou.clean.repair.candidate import Scene
from hongtou.lexicon import (
    alike_among,
    general_pairs,
    likeness,
    most_alike,
    official_ngrams,
    read_table,
    similar_glyphs,
    traditional_characters,
)
from hongtou.lexicon.confusions import confusions

# 汉字 that are numbers: none is ever read as another here.
NUMERALS: Final = frozenset("〇零一二三四五六七八九十百千万亿两廿卅")
_LEAST_ALIKE: Final = 0.25  # of two characters picked at random 3 of 4 are less alike
_JUST_LIKE: Final = 0.7
_MOST_ALIKE: Final = 60  # two of three misreadings on worn pages are among so many
_HAN_FIRST, _HAN_LAST = "\u4e00", "\u9fff"


def is_han(character: str) -> bool:
    """Whether it is one of the 汉字 that notices are written in."""
    return len(character) == 1 and _HAN_FIRST <= character <= _HAN_LAST


def may_be_read(read: str, after: str) -> bool:
    """Whether one character may be taken for a misreading of the other at all.

    帐 and 账, 的 and 地 are both printed, and which of them is right is the author's business;
    one numeral is never taken for another.
    """
    return not (read in NUMERALS and after in NUMERALS) and after not in _by_choice(read)


@lru_cache(maxsize=8192)
def _by_choice(character: str) -> frozenset[str]:
    rows = (r["characters"] for r in read_table("guarded_characters") if r["kind"] != "function")
    return frozenset("".join(row for row in rows if character in row)) - {character}


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, which are not known here."""
    table = traditional_characters()
    if table.keys().isdisjoint(text):
        return False
    traditional = sum(c in table for c in text)
    simplified = frozenset(table.values())
    return traditional > sum(c in simplified for c in text)


@lru_cache(maxsize=8192)
def look_alikes(character: str) -> frozenset[str]:
    """Characters that look like it or that recognisers are known to take for it."""
    near = set(most_alike(character, _MOST_ALIKE)) | set(similar_glyphs().get(character, ""))
    return frozenset((near | set(confusions().get(character, ()))) - {character})


@lru_cache(maxsize=8192)
def nearest(character: str) -> frozenset[str]:
    """The few look-alikes that recognisers take for it most easily."""
    near = [c for c in look_alikes(character) if likeness(character, c) >= _JUST_LIKE]
    return frozenset(near) | frozenset(confusions().get(character, ()))


@lru_cache(maxsize=8192)
def followers(context: str) -> frozenset[str]:
    """What follows one or two characters in official notices, or one in words; and some digits."""
    line = official_ngrams().lines.get(context, "")
    return frozenset(line + general_pairs().lines.get(context, "") if len(context) == 1 else line)


def readings_at(scene: Scene, text: str, at: int, *, wide: bool) -> list[str]:
    """Characters that may have been printed at ``at`` and that language lets stand there.

    ``text`` is that of the scene with what has been repaired so far. With ``wide`` any character
    that is known behind the two before it is one, if it looks like it in the least.
    """
    read = text[at]
    before, behind = text[max(0, at - 2) : at], text[at + 1 : at + 2]
    found, close = look_alikes(read), nearest(read)
    # Known beside both neighbours; beside one of them where the shapes nearly agree.
    if is_han(before[-1:]):
        known = followers(before[-1:])
        found, beside = found & known, close & known
    else:
        beside = close if not is_han(behind) else frozenset()
    if is_han(behind):
        official, general = official_ngrams().lines, general_pairs().lines
        found = frozenset(
            c for c in found | close
            if behind in official.get(c, "") or behind in general.get(c, "")
        )  # fmt: skip
    chosen = set(found | beside)
    if wide and len(before) == 2:
        chosen.update(alike_among(read, followers(before), _LEAST_ALIKE))
    if (simplified := traditional_characters().get(read)) is not None:
        chosen.add(simplified)
    chosen |= {reading for reading, _ in scene.readings.get(at, ()) if is_han(reading)}
    chosen.discard(read)
    return sorted(c for c in chosen if may_be_read(read, c))
