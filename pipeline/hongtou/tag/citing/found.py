"""A mention with its place and relation, and the keys by which mentions of one paper are equal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hongtou.model import DocumentNumber, ElementKind, NamedBy, Outline, Relation, Value
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


@dataclass(frozen=True, slots=True)
class Itself:
    """How the citing paper would be named: to tell mentions of it from those of other papers."""

    number: str  # number key, "" without number
    names: frozenset[str]  # keys of its title
    authority: str  # in front of 关于 in its title, "" where the title does not say
    signed: str  # what its mark and its signature say, without spaces


def read_itself(outline: Outline, number: DocumentNumber | None, title: Value | None) -> Itself:
    """The names of the paper that ``outline`` is."""
    named = frozenset({title_key(title.value), name_key(title.value)} if title else ())
    kinds: tuple[ElementKind, ...] = ("issuing_authority_mark", "signature")
    signed = "".join(e.span.of(outline.text) for kind in kinds for e in outline.elements_of(kind))
    key = number_key(number) if number else ""
    return Itself(key, named, _authority(title.value if title else ""), "".join(signed.split()))


def is_own(mention: Mention, own: Itself) -> bool:
    """Whether a mention means the paper itself; a number decides before a title.

    根据《甲省局关于做好工作的通知》 in 乙市局关于做好工作的通知 is another paper: the titles
    are equal but for their authorities.
    """
    if mention.number is not None:
        return number_key(mention.number) == own.number
    if mention.title is None or name_key(mention.title) not in own.names:
        return False
    authority = _authority(mention.title)
    if not authority or not own.authority:
        return not authority or not own.signed or authority in own.signed
    return authority.endswith(own.authority) or own.authority.endswith(authority)


def _authority(title: str) -> str:
    """What stands in front of 关于, where ``title_key`` takes it for authorities."""
    plain = "".join(title.split())
    at = plain.find("关于")
    return plain[:at] if at > 0 and title_key(plain).startswith("关于") else ""


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
