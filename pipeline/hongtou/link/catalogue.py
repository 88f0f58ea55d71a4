"""Look-ups over held documents: by number, by title, by file, by what a notice carries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hongtou.link.authorship import authorities_of, authority_in, may_be_of
from hongtou.model import DocumentCard
from hongtou.notation.carried_titles import carried_title_keys
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

# 中国人民银行令, 公告 or a number alone names a paper without saying what it is about.
_NUMBERS: Final = re.compile(r"(?:〔\d{4}〕)?第?\d+号")
_BARE_TITLE: Final = re.compile(r"(?:.{0,80}(?:令|公告))?")


@dataclass(frozen=True)
class Paper:
    """One paper with its copies, the preferred one first."""

    cards: tuple[DocumentCard, ...]
    numbers: frozenset[str]  # keys that its copies, or what issues them, bear
    day: str | None  # the first that a copy, or what issues it, bears

    @property
    def first(self) -> DocumentCard:
        """The copy that stands for the paper."""
        return self.cards[0]


@dataclass(frozen=True)
class Bearers:
    """All papers of one title, with what tells quickly that none of them need be looked at."""

    papers: tuple[Paper, ...] = ()
    numbers: frozenset[str] = frozenset()  # keys that they bear themselves
    titles: frozenset[str] = frozenset()  # title keys: several where notices issue the paper
    trials: frozenset[bool] = frozenset()  # whether they are trial versions


NOBODY: Final = Bearers()


class _Authorities(dict[str, tuple[str, ...]]):
    """Read when they are asked for: most papers cite others and are cited by nobody."""

    def __init__(self, by_id: Mapping[str, DocumentCard]) -> None:
        self._by_id = by_id

    def __missing__(self, document_id: str) -> tuple[str, ...]:
        names = self[document_id] = authorities_of(self._by_id[document_id])
        return names


@dataclass(frozen=True)
class Catalogue:
    """The documents that citations may mean, indexed once; every list in order of preference."""

    by_id: dict[str, DocumentCard]
    by_number: dict[str, list[DocumentCard]]
    by_title: dict[str, list[DocumentCard]]
    by_carried: dict[str, list[DocumentCard]]
    by_file: dict[str, list[DocumentCard]]
    children: dict[str, list[DocumentCard]]
    number_of: dict[str, str]  # document_id -> number key, "" without number
    title_of: dict[str, str]  # document_id -> title key, "" without title
    authorities_of: Mapping[str, tuple[str, ...]]  # document_id -> names that it may be cited by
    # What a regulation has of the notice or order that issues it in the same file, where it has
    # none itself: 令〔2022〕第3号 is the number of the 《规定》 that it promulgates.
    edition_number: dict[str, str]
    edition_day: dict[str, str | None]
    # Cited title -> papers that bear it, of the right authority; filled while linking.
    bearing: dict[str, Bearers] = field(default_factory=dict)
    carrying: dict[str, Bearers] = field(default_factory=dict)


def catalogue(documents: Iterable[DocumentCard]) -> Catalogue:
    """Index ``documents``; their order does not matter."""
    by_number: dict[str, list[DocumentCard]] = defaultdict(list)
    by_title: dict[str, list[DocumentCard]] = defaultdict(list)
    by_carried: dict[str, list[DocumentCard]] = defaultdict(list)
    by_file: dict[str, list[DocumentCard]] = defaultdict(list)
    children: dict[str, list[DocumentCard]] = defaultdict(list)
    by_id: dict[str, DocumentCard] = {}
    held = Catalogue(
        by_id, by_number, by_title, by_carried, by_file, children, {}, {}, _Authorities(by_id),
        {}, {},
    )  # fmt: skip
    for card in sorted(documents, key=_preference):
        key = number_key(card.number) if card.number else ""
        title = title_key(card.title) if card.title else ""
        held.by_id[card.document_id] = card
        held.number_of[card.document_id] = key
        held.title_of[card.document_id] = title
        by_file[card.file_sha256].append(card)
        if key:
            by_number[key].append(card)
        if title:
            by_title[title].append(card)
        for carried in carried_title_keys(card.title) if card.title else ():
            by_carried[carried].append(card)
        if card.parent_id is not None:
            children[card.parent_id].append(card)
    for card in held.by_id.values():
        issuing = _issuing(held, card)
        number, day = held.number_of[card.document_id], card.document_date
        if issuing is not None:
            number = number or held.number_of[issuing.document_id]
            day = day or issuing.document_date
        held.edition_number[card.document_id] = number
        held.edition_day[card.document_id] = day
    return held


def _issuing(held: Catalogue, card: DocumentCard) -> DocumentCard | None:
    """The notice or order in the same file that issues ``card``."""
    carrier = held.by_id.get(card.parent_id or "")
    if carrier is None or not carrier.title:
        return None
    issues = held.title_of[card.document_id] in carried_title_keys(carrier.title)
    return carrier if issues or is_bare(carrier.title) else None


def is_bare(title: str) -> bool:
    """Whether a title does not say what its paper is about: 中国人民银行令."""
    plain = _NUMBERS.sub("", re.sub(r"\s+", "", title))
    return "关于" not in plain and _BARE_TITLE.fullmatch(plain) is not None


def _preference(card: DocumentCard) -> tuple[bool, str, str]:
    """Copies of one paper: the one that stands alone first, then by content."""
    return card.role != "main", card.file_sha256, card.document_id


def papers_bearing(held: Catalogue, cited: str) -> Bearers:
    """The papers with the title ``cited`` that the authority named in it may have issued."""
    if cited not in held.bearing:
        cards = _of_authority(held, cited, held.by_title.get(title_key(cited), ()))
        held.bearing[cited] = _bearers(held, cards)
    return held.bearing[cited]


def papers_carrying(held: Catalogue, cited: str) -> Bearers:
    """The notices that issue a paper with the title ``cited``."""
    if cited not in held.carrying:
        cards = _of_authority(held, cited, held.by_carried.get(title_key(cited), ()))
        held.carrying[cited] = _bearers(held, cards)
    return held.carrying[cited]


def _bearers(held: Catalogue, cards: Sequence[DocumentCard]) -> Bearers:
    if not cards:
        return NOBODY
    ids = [card.document_id for card in cards]
    return Bearers(
        tuple(papers_among(held, cards)),
        frozenset(held.number_of[name] for name in ids) - {""},
        frozenset(held.title_of[name] for name in ids),
        frozenset(is_trial(card.title or "") for card in cards),
    )


def is_trial(title: str) -> bool:
    """Whether a title is that of a trial version: 管理办法（试行）."""
    return "试行" in title or "（暂行）" in title


def _of_authority(
    held: Catalogue, cited: str, cards: Iterable[DocumentCard]
) -> tuple[DocumentCard, ...]:
    """Those of ``cards`` that the authority named in a cited title may have issued.

    中国人民银行关于… is not 中国人民银行太原中心支行关于…; a title without authority fits all.
    """
    ours = authority_in(cited)
    return tuple(
        card for card in cards if not ours or may_be_of(ours, held.authorities_of[card.document_id])
    )


def papers_among(held: Catalogue, cards: Sequence[DocumentCard]) -> Sequence[Paper]:
    """``cards`` of one title as different papers, each with its copies, the preferred one first.

    Copies share their number; a copy that has lost it shares the day with a paper that has one,
    or else day and authorities with other copies.
    """
    groups: dict[tuple[str, ...], list[DocumentCard]] = {}
    numbered: dict[tuple[str, str], tuple[str, ...]] = {}
    for card in cards:
        number, title = held.number_of[card.document_id], held.title_of[card.document_id]
        if number:
            groups.setdefault((number,), []).append(card)
            if card.document_date is not None:
                numbered.setdefault((title, card.document_date), (number,))
    for card in cards:
        if not held.number_of[card.document_id]:
            title, day = held.title_of[card.document_id], card.document_date or ""
            alone = (title, day, *card.issuing_authorities)
            groups.setdefault(numbered.get((title, day), alone), []).append(card)
    papers = [paper_of(held, sorted(group, key=_preference)) for group in groups.values()]
    return sorted(papers, key=lambda paper: _preference(paper.cards[0]))


def paper_of(held: Catalogue, cards: Sequence[DocumentCard]) -> Paper:
    """The paper of which ``cards`` are the copies, in order of preference."""
    ids = [card.document_id for card in cards]
    days = [day for day in map(held.edition_day.get, ids) if day]
    numbers = frozenset(number for number in map(held.edition_number.get, ids) if number)
    return Paper(tuple(cards), numbers, min(days, default=None))
