"""What counts as equal when an answer is compared with the truth, and what a note allows."""

import re
import unicodedata
from typing import Final

__all__ = ["accepted_in", "locate", "same_bearer", "same_text", "squeeze"]

# "'implements' is accepted too", "'>=' is accepted": the readers' notes in a gold file.
ACCEPTED: Final = re.compile(r"'([^']+)'(?=(?:\s*(?:,|and|or)\s*'[^']+')*\s+(?:is|are) accepted)")


def squeeze(text: object) -> str:
    """A value as it is compared: NFKC, without white space; ``""`` for nothing."""
    if text is None:
        return ""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


def same_text(expected: object, found: object) -> bool:
    """Whether two values are equal but for widths and spaces; nothing equals only nothing."""
    if expected is None or found is None:
        return expected is None and found is None
    return squeeze(expected) == squeeze(found)


def same_bearer(expected: str | None, found: str | None) -> bool:
    """As ``same_text``; 各 before a class of institutions says nothing about which class it is."""
    if expected is None or found is None:
        return expected is None and found is None
    return squeeze(expected).removeprefix("各") == squeeze(found).removeprefix("各")


def accepted_in(note: str | None) -> frozenset[str]:
    """Values that a note allows as well: ``'implements' is accepted too`` -> ``implements``."""
    return frozenset(ACCEPTED.findall(note or ""))


def locate(text: str, words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where ``words`` stand between ``start`` and ``end`` of ``text``, widths and spaces apart."""
    letters: list[str] = []
    origin: list[int] = []
    for at in range(start, min(end, len(text))):
        for letter in squeeze(text[at]):
            letters.append(letter)
            origin.append(at)
    plain, wanted = "".join(letters), squeeze(words)
    found: list[tuple[int, int]] = []
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        found.append((origin[at], origin[at + len(wanted) - 1] + 1))
        at = plain.find(wanted, at + 1)
    return found
