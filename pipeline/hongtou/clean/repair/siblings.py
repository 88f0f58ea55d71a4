"""What papers with the same passage say: readings of look-alike characters and stray signs.

Two papers that relay one text differ in figures, names and wording, and these differences are
real. So a sibling only speaks where the characters around are equal, and only for a character
that looks like the one read, or against a sign that no word has in its middle.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.clean.repair.alignment import Block, Solid, blocks_of, solid
from hongtou.clean.repair.candidate import Candidate, Scene
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.words import word_change
from hongtou.lexicon import likeness, look_alike, place_names
from hongtou.lexicon.confusions import confusions
from hongtou.model import Evidence, Sibling
from hongtou.notation.characters import HAN, MARKS

_NEAR: Final = 2  # equal characters behind a difference
_ENOUGH: Final = 9  # equal characters on both sides together
# Of 757,000 characters that 209 circulars of the central bank share with others, 8,000 differ,
# numerals aside three of them by two characters that are so much alike: 有 and 营, 对 and 为.
_ALIKE: Final = 0.6
_LISTED: Final = 0.5  # for the twelve most alike
_SEEN: Final = 3  # times that recognisers took one for the other
_NUMERALS: Final = frozenset("〇○零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾")
_LONGEST_PLACE: Final = 8

# Nats.
_SAYS: Final = 3.5
_AGREES: Final = 1.0  # each further sibling
_DENIES: Final = -4.0  # one that reads as this paper does
_SHAPE: Final = 4.0  # times likeness above _LISTED
_CONFUSED: Final = 1.0
_STRAY: Final = 2.5
_WORD: Final = 2.0
_LONG_WORD: Final = 3
_REAL_WORD: Final = 6.0  # weight of a word that is no accident
_MAY_BE_MEANT: Final = -4.0
# A misread character costs the line 4 nats and more; what reads as well as in the sibling may
# be meant.
_LANGUAGE: Final = (-8.0, 2.0)
_EXPECTED_GAIN: Final = 4.0


@dataclass(frozen=True, slots=True)
class Difference:
    """``start:end`` of the text reads ``after`` in a sibling, between equal characters."""

    start: int
    end: int
    after: str
    length: int  # of the equal characters around


def find_sibling_readings(scene: Scene, language: LanguageModel) -> list[Candidate]:
    """What siblings read otherwise and recognisers may have misread, in order of the text."""
    here, voices = solid(scene.text), dict[tuple[int, int, str], list[Sibling]]()
    against: dict[int, int] = {}
    for sibling in scene.knowledge.siblings:
        other = solid(sibling.text).text
        blocks = blocks_of(here.text, other)
        for found in _differences(here.text, other, blocks):
            key = found.start, found.end, found.after
            voices.setdefault(key, []).append(sibling)
        for block in blocks:
            for at in range(block.start + _NEAR, block.end - _NEAR):
                against[at] = against.get(at, 0) + 1
    candidates = [
        _candidate(scene, here, key, heard, against.get(key[0], 0), language)
        for key, heard in sorted(voices.items(), key=lambda item: item[0])
    ]
    return [candidate for candidate in candidates if candidate is not None]


def _differences(text: str, other: str, blocks: Sequence[Block]) -> Iterator[Difference]:
    """Single characters that differ at the ends of blocks, each once."""
    seen: set[Difference] = set()
    backwards, mirrored = text[::-1], other[::-1]
    for block in blocks:
        onward = _beyond(text, other, block.end, block.other_end, block.length)
        turned = _beyond(
            backwards, mirrored, len(text) - block.start, len(other) - block.other, block.length
        )
        back = (
            Difference(len(text) - d.end, len(text) - d.start, d.after[::-1], d.length)
            for d in turned
        )
        for found in (*onward, *back):
            key = Difference(found.start, found.end, found.after, 0)
            if key not in seen:
                seen.add(key)
                yield found


def _beyond(text: str, other: str, at: int, to: int, behind: int) -> Iterator[Difference]:
    """Differences from the end of a block on, as long as equal characters follow each."""
    while at < len(text) and to < len(other) and text[at] != other[to]:
        found = None
        for length, after in ((1, 1), (2, 2), (1, 0)):
            equal = _equal(text, other, at + length, to + after)
            if equal >= _NEAR and behind + equal >= _ENOUGH:
                found = Difference(at, at + length, other[to : to + after], behind + equal)
                break
        if found is None:
            return
        yield found
        behind = equal
        at, to = found.end + equal, to + len(found.after) + equal


def _equal(text: str, other: str, at: int, to: int) -> int:
    """How many characters are equal from here on, as far as it matters."""
    count = 0
    while (
        count < _MOST_EQUAL
        and at + count < len(text)
        and to + count < len(other)
        and text[at + count] == other[to + count]
    ):
        count += 1
    return count


_MOST_EQUAL: Final = 400


def _candidate(
    scene: Scene,
    here: Solid,
    key: tuple[int, int, str],
    heard: list[Sibling],
    denied: int,
    language: LanguageModel,
) -> Candidate | None:
    """The candidate for a difference, ``None`` where it may well be a real one."""
    start, end = here.whole(key[0]), here.whole(key[1] - 1) + 1
    read, after = scene.text[start:end], key[2]
    if len(read) != key[1] - key[0] or not scene.is_open(start, end):
        return None  # it goes across a line end
    names = {sibling.name: None for sibling in heard}
    said = Evidence(
        "sibling",
        _SAYS + _AGREES * (len(names) - 1) + _DENIES * min(denied, 2),
        f"同一语句在《{'》《'.join([*names][:2])}》中作“{_quote(scene.text, start, end, after)}”",
    )
    if not after:
        return _stray(scene, start, end, said)
    if not _confusable(scene, start, read, after):
        return None
    gain = language.gain(scene.text, start, end, after) - _EXPECTED_GAIN
    weight = round(max(_LANGUAGE[0], min(_LANGUAGE[1], gain / 2)), 3)
    evidence = (
        said,
        *_shape(read, after),
        Evidence(
            "language", weight, f"公文中此处作“{after}”{'更' if weight > 0 else '并不更'}常见"
        ),
    )
    change = word_change(scene.text, start, end, after)
    if change.broken_weight >= _REAL_WORD:
        # 国营 and 国有 are both written: which of them was printed only the paper can tell.
        note = f"原文“{change.broken}”也是词"
        evidence = (*evidence, Evidence("word", _MAY_BE_MEANT, note))
    reason = f"“{read}”疑为“{after}”之误识，与相同语句的文件对照"
    return Candidate(start, end, after, "sibling-reading", reason, evidence)


def _confusable(scene: Scene, start: int, read: str, after: str) -> bool:
    """Whether each character may have been taken for the other, and no name or number changes."""
    if any(c in _NUMERALS or not _HAN_ONE.match(c) for c in read + after):
        return False
    if _in_place_name(scene.text, start, start + len(read)):
        return False
    return all(a == b or _alike(scene, start + n, a, b)
               for n, (a, b) in enumerate(zip(read, after, strict=True)))  # fmt: skip


def _alike(scene: Scene, at: int, read: str, after: str) -> bool:
    given = {reading for reading, _ in scene.readings.get(at, ())}
    if after in given or confusions().get(read, {}).get(after, 0) >= _SEEN:
        return True
    return likeness(read, after) >= (_LISTED if look_alike(read, after) else _ALIKE)


def _shape(read: str, after: str) -> Iterator[Evidence]:
    for one, other in zip(read, after, strict=True):
        if one == other:
            continue
        weight = _SHAPE * (likeness(one, other) - _LISTED)
        yield Evidence("shape", round(weight, 3), f"“{one}”与“{other}”字形相近")
        if (count := confusions().get(one, {}).get(other, 0)) > 0:
            note = f"识别软件曾{count}次把“{other}”认作“{one}”"
            yield Evidence("confusion", _CONFUSED, note)


def _stray(scene: Scene, start: int, end: int, said: Evidence) -> Candidate | None:
    """A sign in the middle of a word that the sibling does not have: 容忍1度."""
    text, sign = scene.text, scene.text[start:end]
    before, behind = text[start - 1 : start], text[end : end + 1]
    if not _SIGN.match(sign) or not (_HAN_ONE.match(before) and _HAN_ONE.match(behind)):
        return None
    joined = text[max(0, start - 2) : start] + behind
    elsewhere = text.count(joined)
    word = word_change(text, start, end, "").made
    # Of two characters by chance: 过年 in 不超过3年期 is no word that the digit tore apart.
    if not elsewhere and (len(word) < _LONG_WORD if sign.isdigit() else not word):
        return None
    made = word if word else joined
    note = f"“{made}”" + (f"在本文他处出现{elsewhere}次" if elsewhere else "是词")
    evidence = (
        Evidence("sibling", said.weight - _SAYS + _STRAY, said.note),
        Evidence("word", _WORD, f"{note}，词中不应有“{sign}”"),
    )
    reason = f"“{sign}”是识别多出的字符，与相同语句的文件对照"
    return Candidate(start, end, "", "stray-character", reason, evidence)


def _in_place_name(text: str, start: int, end: int) -> bool:
    places = place_names()
    return any(
        text[first:last] in places
        for first in range(max(0, end - _LONGEST_PLACE), start + 1)
        for last in range(max(end, first + 2), min(len(text), first + _LONGEST_PLACE) + 1)
    )


def _quote(text: str, start: int, end: int, after: str) -> str:
    """The words around a place as the sibling has them."""
    head = text[max(0, start - 3) : start].rpartition("\n")[2]
    tail = text[end : end + 3].partition("\n")[0]
    return f"{head}{after}{tail}"


_HAN_ONE: Final = re.compile(f"[{HAN}]$")
_SIGN: Final = re.compile(rf"(?![{HAN}{MARKS}])[\dA-Za-z∴∵‥·•*^_~|\\/'`.,:;-]$")
