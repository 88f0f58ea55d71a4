"""Characters that a recogniser misread where two kinds of evidence decide what was printed.

Only what the frame of a notice and a list of names prove is repaired here; whatever needs a model
of language stays as it was read.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.clean.repair.readings import is_traditional
from hongtou.lexicon import (
    document_types,
    look_alike,
    organisation_suffixes,
    place_names,
    variant_characters,
)
from hongtou.model import Span
from hongtou.notation.characters import HAN
from hongtou.notation.labels import read_label
from hongtou.notation.lines import Line, is_salutation, is_title_end, lines_of

_HEAD_LINES: Final = 20  # header and title of a joint notice take up to 16 lines
_TITLE_LINES: Final = 4
_FRAME: Final = re.compile(rf"(?:.*[行局会厅组部办院委社])?(?P<head>[{HAN}])于(?=[《{HAN}])")
_PLACE: Final = re.compile(
    rf"(?:^|(?<=[，、；]))(?P<name>[{HAN}]{{2,14}}?自治[县旗州]|[{HAN}]{{2,4}}?[县市区旗州盟])(?=[{HAN}])"
)
_COMPARATOR: Final = re.compile(rf"不[得应能]?(?P<word>[{HAN}]{{2}})(?=\d+(?:\.\d+)?[{HAN}%‰])")
_LIMITS: Final = ("少于", "低于", "高于", "多于", "大于", "小于", "超过", "超出", "早于", "晚于")
_NAMES_AUTHORITY: Final = re.compile(r"(?:委员会|政府|[局厅会行办组社院室])(?:文件|关于|$)")
# A text with more variants than this is written in traditional characters, not misread.
_MAX_VARIANTS: Final = 0.15


def repair_title_frame(text: str) -> Iterator[Edit]:
    """The 关 of 关于…的通知 at the head of a title: ``美于《…》的通知`` -> ``关于《…》的通知``.

    Evidence: the frame of a title (GB/T 9704—2012, 7.3.1) and the shape of the character.
    """
    lines = lines_of(text, Span(0, len(text)))[:_HEAD_LINES]
    for index, line in enumerate(lines):
        match = _FRAME.match(line.text)
        if match is None or match["head"] == "关" or not look_alike(match["head"], "关"):
            continue
        title = _title_from(lines, index)
        read = document_types().read_type(title) if title is not None else None
        if read is not None:
            start = line.span.start + match.start("head")
            reason = f"标题格式为“关于…的{read[0]}”，“{match['head']}”与“关”形近"
            yield Edit(start, start + 1, "关", "title-frame", reason)
            return


def repair_place_names(text: str) -> Iterator[Edit]:
    """A county that does not exist, one look-alike away from the only one that does.

    Evidence: the list of places (GB/T 2260) and the shape of the character; only at the head of a
    name in mark, title and main recipients, where a place stands: ``溃川县各银行机构：``.
    """
    for line in lines_of(text, Span(0, len(text)))[:_HEAD_LINES]:
        if "。" in line.text or read_label(line.text) is not None:
            break  # the body begins
        if not (is_salutation(line.text) or _NAMES_AUTHORITY.search(line.text)):
            continue
        for match in _PLACE.finditer(line.text):
            found = _misread(match["name"])
            if found is not None:
                at, character, name = found
                start = line.span.start + match.start("name") + at
                reason = f"行政区划无“{match['name']}”，形近者仅有“{name}”"
                yield Edit(start, start + 1, character, "place-name", reason)


def repair_comparators(text: str) -> Iterator[Edit]:
    """The words of a limit before a number: ``不少子300户`` -> ``不少于300户``.

    Evidence: the frame 不…于 or 不…超过 with a number behind it, and the shape of the character.
    """
    for match in _COMPARATOR.finditer(text):
        word = match["word"]
        if word in _LIMITS:
            continue
        differing = [
            (i, limit) for limit in _LIMITS if (i := _single_difference(word, limit)) is not None
        ]
        found = [(i, limit) for i, limit in differing if look_alike(word[i], limit[i])]
        if len(found) == 1:
            at, limit = found[0]
            start = match.start("word") + at
            reason = f"数字前的限定词只能是“不{limit}”，“{word[at]}”与“{limit[at]}”形近"
            yield Edit(start, start + 1, limit[at], "limit-frame", reason)


def repair_variants(text: str) -> Iterator[Edit]:
    """Variants that simplified print does not know: ``核査`` -> ``核查``, ``清欵`` -> ``清款``."""
    table = variant_characters()
    if table.keys().isdisjoint(text):
        return
    found = [(index, c) for index, c in enumerate(text) if c in table]
    if len(found) > _MAX_VARIANTS * len(text) or is_traditional(text):
        return
    for index, character in found:
        reason = f"“{character}”是异体字，规范字为“{table[character]}”"
        yield Edit(index, index + 1, table[character], "variant-character", reason)


def _title_from(lines: list[Line], index: int) -> str | None:
    title = ""
    for line in lines[index : index + _TITLE_LINES]:
        title += line.text
        if "。" in title:
            return None
        if is_title_end(title) and re.search(r"的[^的]{1,8}$", title):
            return title
    return None


def _misread(name: str) -> tuple[int, str, str] | None:
    """Position, true character and true name where exactly one place is a look-alike away."""
    places = _by_length().get(len(name), frozenset())
    if name in places or name[:-1].endswith(organisation_suffixes().endings):
        return None
    candidates = [
        (at, place[at], place)
        for place in places
        if (at := _single_difference(name, place)) is not None and look_alike(name[at], place[at])
    ]
    return candidates[0] if len(candidates) == 1 else None


def _single_difference(name: str, place: str) -> int | None:
    differing = [i for i, (a, b) in enumerate(zip(name, place, strict=True)) if a != b]
    return differing[0] if len(differing) == 1 else None


@lru_cache
def _by_length() -> dict[int, frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for name in place_names():
        groups.setdefault(len(name), set()).add(name)
    return {length: frozenset(names) for length, names in groups.items()}
