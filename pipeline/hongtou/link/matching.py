"""One citation against the catalogue: same file, number, title, in this order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.link.catalogue import (
    Catalogue,
    identities,
    is_self,
    is_trial,
    likeness,
    papers_bearing,
    papers_carrying,
    titles_agree,
)
from hongtou.model import CitationCard, DocumentCard, LinkStatus, Relation
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

_CARRYING: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues", "attaches"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a citation means: ``card`` is ``None`` where several papers fit."""

    card: DocumentCard | None
    status: LinkStatus
    confidence: float
    evidence: str


def find_target(held: Catalogue, citation: CitationCard) -> Match | None:
    """The document that a citation means, ``None`` if it is not held."""
    key = number_key(citation.number) if citation.number else ""
    if citation.relation in _CARRYING:
        match = _in_same_file(held, citation, key)
        if match is not None:
            return match
    if key:
        match = _by_number(held, citation, key)
        if match is not None:
            return match
    return _by_title(held, citation, key) if citation.title else None


def _in_same_file(held: Catalogue, citation: CitationCard, key: str) -> Match | None:
    """The paper that the citing one carries with it (000: 忻银发49号 carries 并银发75号)."""
    children = held.children.get(citation.document_id, ())
    if key:
        for child in children:
            if held.number_of[child.document_id] == key:
                return Match(child, "resolved", 1.0, "同一文件所附，发文字号相同")
    if not citation.title:
        return None
    title = title_key(citation.title)
    for child in children:
        if child.title and title_key(child.title) == title:
            return _carried(held, child, key, "同一文件所附，标题相同", 1.0)
    close = [c for c in children if c.title and likeness(title_key(c.title), title) >= 0.7]
    if len(close) == 1:
        return _carried(held, close[0], key, "同一文件所附，标题相近", 0.85)
    return None


def _carried(
    held: Catalogue, child: DocumentCard, key: str, evidence: str, confidence: float
) -> Match:
    own = held.number_of[child.document_id]
    if key and own and own != key:
        return Match(child, "disputed", 0.5, f"{evidence}，但发文字号不同：{child.number}")
    return Match(child, "resolved", confidence, evidence)


def _by_number(held: Catalogue, citation: CitationCard, key: str) -> Match | None:
    cards = [c for c in held.by_number.get(key, ()) if c.document_id != citation.document_id]
    if not cards:
        own = held.number_of.get(citation.document_id, "")
        if own == key and citation.document_id in held.by_id:
            return Match(None, "disputed", 0.3, "发文字号与引用它的文件自身相同")
        return None
    if citation.title:
        agreeing = [c for c in cards if titles_agree(held, c, citation.title)]
        if not agreeing:
            return Match(cards[0], "disputed", 0.4, f"发文字号相同，标题不同：{cards[0].title}")
        return Match(agreeing[0], "resolved", 1.0, "发文字号相同，标题相符" + _copies(agreeing))
    return Match(cards[0], "resolved", 0.95, "发文字号相同" + _copies(cards))


def _by_title(held: Catalogue, citation: CitationCard, key: str) -> Match | None:
    cited = citation.title or ""
    evidence = "标题相同"
    cards = _eligible(held, citation, papers_bearing(held, cited))
    if not cards:
        evidence = "标题见于印发它的通知"
        cards = _eligible(held, citation, papers_carrying(held, cited))
    if not cards:
        return None
    if key:
        unnumbered = [c for c in cards if not held.number_of[c.document_id]]
        if not unnumbered:
            return Match(cards[0], "disputed", 0.4, f"{evidence}，发文字号不同：{cards[0].number}")
        cards = unnumbered
    cards = _not_younger(held, citation, cards)
    if identities(held, cards) > 1:
        names = "、".join(c.number or c.document_id for c in cards[:5])
        return Match(None, "ambiguous", 0.5, f"{evidence}的文件有 {len(cards)} 件：{names}")
    return Match(cards[0], "resolved", 0.9, evidence + _copies(cards))


def _eligible(
    held: Catalogue, citation: CitationCard, cards: Sequence[DocumentCard]
) -> list[DocumentCard]:
    return [
        card
        for card in cards
        if not is_self(held, citation, card)
        and not (citation.relation == "repeals" and _is_successor(held, citation, card))
    ]


def _is_successor(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    """Whether ``card`` is what replaces the repealed paper: it bears the same title.

    《X办法》 repeals 《X办法（试行）》, or the older 《X办法》 of which only the number differs.
    """
    citing = held.by_id.get(citation.document_id)
    if citing is not None and citing.file_sha256 == card.file_sha256:
        return True
    return is_trial(citation.title or "") != is_trial(card.title or "")


def _not_younger(
    held: Catalogue, citation: CitationCard, cards: list[DocumentCard]
) -> list[DocumentCard]:
    """Of several papers with one title, those that were there when the citing one was written."""
    citing = held.by_id.get(citation.document_id)
    if citing is None or citing.document_date is None or len(cards) < 2:
        return cards
    day = citing.document_date
    older = [c for c in cards if c.document_date is None or c.document_date <= day]
    return older or cards


def _copies(cards: Sequence[DocumentCard]) -> str:
    return f"；共有 {len(cards)} 份，取独立成文、摘要值最小的一份" if len(cards) > 1 else ""
