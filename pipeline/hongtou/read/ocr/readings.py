"""Other readings of a doubtful character: what its recogniser weighed, what another pass said.

Two passes over a line are seldom equally good, and neither tells how good it is: what counts is a
mixture of both, each with its own shares.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from hongtou.read.ocr.engine import OcrCharacter, OcrText, Readings

__all__ = ["FLOOR", "MOST", "compared", "ranked"]

MOST: Final = 4  # readings a character
FLOOR: Final = 0.01  # a reading less likely than this is none
# Share of the pass whose reading was not chosen. On 32 worn pages readings of 0.2 to 0.3 were true
# 31 times in a hundred, of 0.3 to 0.4 47 times; with twice the share 17 and 32 times.
OTHER: Final = 0.15

Pair = tuple[int, tuple[OcrCharacter, ...]]


def ranked(shares: dict[str, float], chosen: str) -> Readings:
    """The likeliest readings other than ``chosen``, best first.

    What differs in width alone, （ and (, is the same character to a recogniser.
    """
    own = _folded(chosen)
    found = [
        (text, round(share, 4))
        for text, share in shares.items()
        if share >= FLOOR and _folded(text) != own
    ]
    return tuple(sorted(found, key=lambda reading: (-reading[1], reading[0]))[:MOST])


def compared(chosen: OcrText, other: OcrText, *, confirms: bool = False) -> OcrText:
    """``chosen`` with what another pass over the same line says instead.

    What the other pass has besides stands with the character before it, as a reading of two
    characters; blanks are left out of account. Of 分仃 and 分行 the second character becomes 仃,
    perhaps 行.

    Args:
        chosen: The better reading.
        other: The other one.
        confirms: Whether characters on which both agree are marked as ``confirmed``.
    """
    characters = list(chosen.characters)
    solid = [n for n, character in enumerate(characters) if not character.text.isspace()]
    others = [character for character in other.characters if not character.text.isspace()]
    if not others:  # that pass saw no line at all
        return chosen
    for number, seen in _aligned([characters[n] for n in solid], others):
        mixed = _mixed(characters[solid[number]], seen)
        same = confirms and _folded("".join(c.text for c in seen)) == _folded(mixed.text)
        characters[solid[number]] = replace(mixed, confirmed=same)
    return replace(chosen, characters=tuple(characters))


def _aligned(chosen: Sequence[OcrCharacter], other: Sequence[OcrCharacter]) -> Iterator[Pair]:
    """For each chosen character, by number, what the other pass saw there."""
    here, there = [c.text for c in chosen], [c.text for c in other]
    if here == there:
        yield from ((number, (seen,)) for number, seen in enumerate(other))
        return
    found: list[list[OcrCharacter]] = [[] for _ in chosen]
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    for how, first, end, begin, stop in matcher.get_opcodes():
        if how == "insert":
            if chosen:
                found[max(0, first - 1)] += other[begin:stop]
        elif end - first == stop - begin:
            for number, seen in zip(range(first, end), other[begin:stop], strict=True):
                found[number].append(seen)
        else:
            for seen in other[begin:stop]:
                found[_nearest(chosen, range(first, end), seen)].append(seen)
    for number, several in enumerate(found):
        yield number, tuple(sorted(several, key=_middle))


def _nearest(chosen: Sequence[OcrCharacter], numbers: range, seen: OcrCharacter) -> int:
    return min(numbers, key=lambda number: abs(_middle(chosen[number]) - _middle(seen)))


def _middle(character: OcrCharacter) -> float:
    return (character.left + character.right) / 2


def _mixed(character: OcrCharacter, seen: tuple[OcrCharacter, ...]) -> OcrCharacter:
    """The character with the readings of both passes."""
    text = "".join(each.text for each in seen)
    shares = {reading: (1 - OTHER) * share for reading, share in character.alternatives}
    sure = min((each.confidence for each in seen), default=1.0)
    theirs = [(text, sure), *(seen[0].alternatives if len(seen) == 1 else ())]
    for reading, share in theirs:
        shares[reading] = shares.get(reading, 0.0) + OTHER * share
    return replace(character, alternatives=ranked(shares, character.text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
