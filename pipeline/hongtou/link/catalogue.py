"""Look-ups over all held documents: by number, by title, by file, by what a notice carries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from hongtou.model import CitationCard, DocumentCard
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

# 中国人民银行关于印发《X办法》的通知 carries X, whose number is the notice's.
_CARRIED: Final = re.compile(r"(?:印发|发布|公布|颁布|转发|下发)[《〈<](.+)[》〉>]")
# 中国人民银行令, 公告 or a number alone names a paper without saying what it is about.
_NUMBERS: Final = re.compile(r"(?:〔\d{4}〕)?第?\d+号")
_BARE_TITLE: Final = re.compile(r"(?:.{0,80}(?:令|公告))?")
_BRANCH: Final = re.compile(r"支行|分行|分局|中心|监管组|营业管理部|总部|[省市县区州]")


@dataclass(frozen=True)
class Catalogue:
    """All held documents, indexed once; every list is in order of preference."""

    by_id: dict[str, DocumentCard]
    by_number: dict[str, list[DocumentCard]]
    by_title: dict[str, list[DocumentCard]]
    by_carried: dict[str, list[DocumentCard]]
    children: dict[str, list[DocumentCard]]
    number_of: dict[str, str]  # document_id -> number key, "" without number
    identity_of: dict[str, str]  # document_id -> what copies of one paper share
    authorities_of: dict[str, tuple[str, ...]]  # document_id -> names that it may be cited by
    # Cited title -> papers that bear it, of the right authority; filled while linking.
    bearing: dict[str, tuple[DocumentCard, ...]] = field(default_factory=dict)
    carrying: dict[str, tuple[DocumentCard, ...]] = field(default_factory=dict)


def catalogue(documents: Iterable[DocumentCard]) -> Catalogue:
    """Index ``documents``; their order does not matter."""
    by_number: dict[str, list[DocumentCard]] = defaultdict(list)
    by_title: dict[str, list[DocumentCard]] = defaultdict(list)
    by_carried: dict[str, list[DocumentCard]] = defaultdict(list)
    children: dict[str, list[DocumentCard]] = defaultdict(list)
    held = Catalogue({}, by_number, by_title, by_carried, children, {}, {}, {})
    for card in sorted(documents, key=_preference):
        held.by_id[card.document_id] = card
        key = number_key(card.number) if card.number else ""
        held.number_of[card.document_id] = key
        held.identity_of[card.document_id] = key or _identity(card)
        held.authorities_of[card.document_id] = _authorities(card)
        if key:
            by_number[key].append(card)
        if card.title:
            by_title[title_key(card.title)].append(card)
            carried = _CARRIED.search(card.title)
            if carried:
                by_carried[title_key(carried[1])].append(card)
        if card.parent_id is not None:
            children[card.parent_id].append(card)
    return held


def _preference(card: DocumentCard) -> tuple[bool, str, str]:
    """Copies of one paper: the one that stands alone first, then by content."""
    return card.role != "main", card.file_sha256, card.document_id


def titles_agree(held: Catalogue, card: DocumentCard, cited: str) -> bool:
    """Whether a document may be the one cited as ``cited``; silence never contradicts.

    A notice that issues a regulation answers to the regulation's title, an order to the title of
    what it promulgates.
    """
    if not card.title or _is_bare(card.title) or _is_bare(cited):
        return True
    key, own = title_key(cited), title_key(card.title)
    if key == own or (len(key) >= 4 and key in own) or (len(own) >= 4 and own in key):
        return True
    if any(title_key(c.title or "") == key for c in held.children.get(card.document_id, ())):
        return True
    return likeness(key, own) >= 0.7


def _is_bare(title: str) -> bool:
    plain = _NUMBERS.sub("", re.sub(r"\s+", "", title))
    return "关于" not in plain and _BARE_TITLE.fullmatch(plain) is not None


def likeness(one: str, other: str) -> float:
    """Share of common character pairs, 0 to 1 (Dice): OCR errors leave most pairs whole."""
    pairs_one = {one[i : i + 2] for i in range(len(one) - 1)}
    pairs_other = {other[i : i + 2] for i in range(len(other) - 1)}
    total = len(pairs_one) + len(pairs_other)
    return 2 * len(pairs_one & pairs_other) / total if total else 0.0


def papers_bearing(held: Catalogue, cited: str) -> tuple[DocumentCard, ...]:
    """The papers with the title ``cited`` that the authority named in it may have issued."""
    if cited not in held.bearing:
        held.bearing[cited] = _of_authority(held, cited, held.by_title.get(title_key(cited), ()))
    return held.bearing[cited]


def papers_carrying(held: Catalogue, cited: str) -> tuple[DocumentCard, ...]:
    """The notices that issue or forward a paper with the title ``cited``."""
    if cited not in held.carrying:
        cards = held.by_carried.get(title_key(cited), ())
        held.carrying[cited] = _of_authority(held, cited, cards)
    return held.carrying[cited]


def _of_authority(
    held: Catalogue, cited: str, cards: Iterable[DocumentCard]
) -> tuple[DocumentCard, ...]:
    """Those of ``cards`` that the authority named in a cited title may have issued.

    中国人民银行关于… is not 中国人民银行太原中心支行关于…; a title without authority fits all.
    """
    ours = _authority(cited)
    return tuple(card for card in cards if not ours or _may_be_of(held, ours, card))


def _may_be_of(held: Catalogue, authority: str, card: DocumentCard) -> bool:
    names = held.authorities_of[card.document_id]
    return not names or any(_one_name(authority, name) for name in names)


def _authorities(card: DocumentCard) -> tuple[str, ...]:
    """The authority in the title, all issuing authorities in a row, the first of them alone."""
    issuing_authorities = ["".join(name.split()) for name in card.issuing_authorities]
    names = [
        _authority(card.title or ""), "".join(issuing_authorities), *issuing_authorities[:1],
    ]  # fmt: skip
    return tuple(dict.fromkeys(name for name in names if name))


def _authority(title: str) -> str:
    plain = re.sub(r"[\s《》〈〉<>]", "", title)
    at = plain.find("关于")
    return plain[:at] if at > 0 and title_key(plain).startswith("关于") else ""


def _one_name(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if not set(short) <= set(long):
        return False
    # What the longer name adds must not be a branch or a place: 支行, 太原, 省.
    added = re.sub(f"[{re.escape(short)}]", "", long)
    return not (_BRANCH.search(long) and not _BRANCH.search(short)) or len(added) <= 1


def identities(held: Catalogue, cards: Sequence[DocumentCard]) -> int:
    """How many different papers ``cards`` are: copies share number, or title and date."""
    return len({held.identity_of[card.document_id] for card in cards})


def _identity(card: DocumentCard) -> str:
    return f"{title_key(card.title or '')}|{card.document_date}|{card.issuing_authorities}"


def is_trial(title: str) -> bool:
    """Whether a title is that of a trial version: 管理办法（试行）."""
    return "试行" in title or "（暂行）" in title


def is_self(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    """Whether ``card`` is the citing document or another copy of it."""
    if card.document_id == citation.document_id:
        return True
    own = held.number_of.get(citation.document_id, "")
    return bool(own) and own == held.number_of[card.document_id]
