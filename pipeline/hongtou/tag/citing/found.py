"""A mention with its place and relation, and the keys by which mentions of one paper are equal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hongtou.model import DocumentNumber, NamedBy, Relation, Value
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key
from hongtou.tag.citing.mentions import Mention

_TRIAL: Final = re.compile(r"[（(](?:试行|暂行)[）)]")
# Of two mentions of one paper in a segment, the one that says more about it.
RANK: Final[dict[Relation, int]] = {
    "forwards": 0, "relays": 1, "issues": 2, "repeals": 3, "amends": 4, "implements": 5,
    "attaches": 6, "cites": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A mention, the segment in which it stands, and how the paper stands to it."""

    mention: Mention
    segment: int | None  # None in the title and the attachment note
    relation: Relation
    cue: str
    named_by: NamedBy | None = None  # where the mention alone does not tell


def own_keys(number: DocumentNumber | None, title: Value | None) -> set[str]:
    """The keys of the paper itself, by its number and its title."""
    keys = {number_key(number)} if number else set()
    return keys | ({title_key(title.value), name_key(title.value)} if title else set())


def is_own(mention: Mention, own: set[str]) -> bool:
    """Whether a mention means the paper itself; a number decides before a title."""
    if mention.number is not None:
        return number_key(mention.number) in own
    return mention.title is not None and name_key(mention.title) in own


def name_key(title: str) -> str:
    """The key of a title that parts 《办法（试行）》 from the 《办法》 that replaces it."""
    return title_key(title) + ("（试行）" if _TRIAL.search(title) else "")


def targets(found: Iterable[Found]) -> dict[int, str]:
    """A key for the paper behind each mention, by its ``id``.

    It is the number, also where only the title stands, if all mentions of the title that carry a
    number carry the same.
    """
    found = list(found)
    numbered: dict[str, set[str]] = {}
    for item in found:
        if item.mention.title and item.mention.number:
            key = number_key(item.mention.number)
            numbered.setdefault(name_key(item.mention.title), set()).add(key)
    keys = {}
    for item in found:
        mention = item.mention
        by_title = name_key(mention.title) if mention.title else ""
        known = numbered.get(by_title, set())
        if mention.number is not None:
            keys[id(mention)] = number_key(mention.number)
        else:
            keys[id(mention)] = next(iter(known)) if len(known) == 1 else by_title
    return keys
