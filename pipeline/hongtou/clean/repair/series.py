"""Labels that a series proves: between 一、 and 三、 stands 二、, whatever was read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.errors import NotationError
from hongtou.lexicon import likeness, read_table
from hongtou.model import Evidence
from hongtou.notation.characters import HAN
from hongtou.notation.numerals import read_han_integer, write_han_integer

# What stands where the label of a line stands: 二、  （二）  2.  （2）
_HEADS: Final = (
    re.compile(rf"^(?P<label>[{HAN}A-Za-z+\-—]{{1,3}})、", re.M),
    re.compile(rf"^[（(](?P<label>[{HAN}A-Za-z+\-—]{{1,3}})[）)]", re.M),
    re.compile(r"^(?P<label>[0-9A-Za-z|]{1,2})[.．、](?!\d)", re.M),
    re.compile(r"^[（(](?P<label>[0-9A-Za-z|]{1,2})[）)]", re.M),
)
_ALIKE: Final = 0.4
_FRAME: Final = 6.0  # nats: both neighbours of a series say so
_SHAPE: Final = 2.0
_CONFIDENCE: Final = 0.998


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    text: str
    value: int | None  # None where it is no numeral


def repair_series(text: str) -> Iterator[Edit]:
    """A label between its neighbours: 一、 王、 三、 -> 二、; 1. Z. 3. -> 2.

    Evidence: the labels before and behind it, and the shape. A head that is a word is left alone.
    """
    edits = [
        edit
        for pattern in _HEADS
        for edit in _repaired([_head(match) for match in pattern.finditer(text)])
    ]
    yield from sorted(edits, key=lambda edit: edit.start)


def _head(match: re.Match[str]) -> _Head:
    return _Head(match.start("label"), match["label"], _value(match["label"]))


def _repaired(heads: list[_Head]) -> Iterator[Edit]:
    known = [at for at, head in enumerate(heads) if head.value is not None]
    for first, last in pairwise(known):
        between = heads[first + 1 : last]
        if between and _step(heads[first], heads[last]) == 2:
            fitting = [e for head in between if (e := _fitted(heads[first], head)) is not None]
            if len(fitting) == 1:
                yield fitting[0]
    for a, b, c, d in zip(known, known[1:], known[2:], known[3:], strict=False):
        # 一、 三、 三、 四、: the first 三 is wrong, since the second one is right.
        adjacent = d - a == 3 and _step(heads[a], heads[c]) == 2 and _step(heads[c], heads[d]) == 1
        if adjacent and _step(heads[a], heads[b]) != 1:
            edit = _fitted(heads[a], heads[b])
            if edit is not None:
                yield edit


def _step(one: _Head, other: _Head) -> int:
    return (other.value or 0) - (one.value or 0)


def _fitted(before: _Head, head: _Head) -> Edit | None:
    """The head as the label behind ``before``, if one look-alike makes it so."""
    value = (before.value or 0) + 1
    expected = str(value) if before.text.isdigit() else write_han_integer(value)
    if len(expected) != len(head.text):
        return None
    differing = [i for i, (a, b) in enumerate(zip(head.text, expected, strict=True)) if a != b]
    if len(differing) != 1:
        return None
    at = differing[0]
    read, printed = head.text[at], expected[at]
    if likeness(read, printed) < _ALIKE and printed not in _signs().get(read, ""):
        return None
    evidence = (
        Evidence("frame", _FRAME, f"序号在“{before.text}”与后一序号之间，应为“{expected}”"),
        Evidence("shape", _SHAPE, f"“{read}”与“{printed}”形近"),
    )
    reason = f"序号依次应为“{expected}”，“{read}”与“{printed}”形近"
    start = head.start + at
    return Edit(
        start, start + 1, printed, "label-series", reason, confidence=_CONFIDENCE,
        evidence=evidence,
    )  # fmt: skip


def _value(label: str) -> int | None:
    if label.isascii():
        return int(label) if label.isdigit() else None
    try:
        return read_han_integer(label)
    except NotationError:
        return None


def _signs() -> dict[str, str]:
    """Numerals that letters and signs are read for: Z for 2, + for 十."""
    return {row["read"]: row["printed"] for row in read_table("label_signs")}
