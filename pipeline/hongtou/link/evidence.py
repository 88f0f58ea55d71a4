"""What number, title and text say of one citation, each alone; ``matching`` weighs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.link.authorship import heading_authority, may_be_of
from hongtou.link.catalogue import (
    Bearers,
    Catalogue,
    Paper,
    is_bare,
    is_trial,
    paper_of,
    papers_bearing,
    papers_carrying,
)
from hongtou.model import PASSING, CitationCard, DocumentCard, Relation
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key

# Relations of a paper to one that stands, or may stand, in the same file.
CARRYING: Final[frozenset[Relation]] = PASSING | {"attaches"}
# Relations to a paper that has the title of the one that takes its place.
_REPLACING: Final[frozenset[Relation]] = frozenset({"repeals", "amends"})
# Titles with so large a share of common character pairs are one title with misread characters.
NEAR: Final = 0.7
# Papers with so many common fingerprints share a passage of some eighty 汉字, not a formula.
FEWEST_SHARED: Final = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A paper in the citing file that may be the one that is passed on."""

    card: DocumentCard
    likeness: float  # of the titles; 1.0 where number or title is the same
    by: str  # for people


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of one citation; every field speaks for itself."""

    number: str  # number key, "" without number
    own: bool  # the number is the citing paper's own
    numbered: Sequence[DocumentCard]  # held under the number; the citing paper left out
    titled: Sequence[Paper]  # papers that bear the title, or else notices that issue them
    how: str  # "标题相同" or "标题见于印发它的通知"
    carried: Carried | None
    shared: dict[str, int]  # file -> fingerprints it shares with the citing one


def evidence_for(held: Catalogue, citation: CitationCard) -> Evidence:
    """What is known of ``citation``."""
    key = number_key(citation.number) if citation.number else ""
    numbered = [c for c in held.by_number.get(key, ()) if not is_self(held, citation, c)]
    own = bool(key) and held.number_of.get(citation.document_id) == key
    how, titled = _titled(held, citation)
    carried = _carried(held, citation, key) if citation.relation in CARRYING else None
    shared = {s.file_sha256: s.shared for s in citation.sharers if s.shared >= FEWEST_SHARED}
    return Evidence(key, own, numbered, titled, how, carried, shared)


def _titled(held: Catalogue, citation: CitationCard) -> tuple[str, Sequence[Paper]]:
    if citation.title:
        for how, find in (("标题相同", papers_bearing), ("标题见于印发它的通知", papers_carrying)):
            papers = _that_may_be_meant(held, citation, find(held, citation.title))
            if papers:
                return how, papers
    return "", ()


def _that_may_be_meant(
    held: Catalogue, citation: CitationCard, bearers: Bearers
) -> Sequence[Paper]:
    """The papers without the citing one and without other editions of the cited one."""
    editions = citation.relation in _REPLACING or any(
        trial != is_trial(citation.title or "") for trial in bearers.trials
    )
    citing = citation.document_id
    itself = (
        held.title_of.get(citing) in bearers.titles or held.number_of.get(citing) in bearers.numbers
    )
    if not editions and not itself:
        return bearers.papers
    kept = (
        (paper, [c for c in paper.cards if _may_be_meant(held, citation, c)])
        for paper in bearers.papers
    )
    return [
        paper if len(cards) == len(paper.cards) else paper_of(held, cards)
        for paper, cards in kept
        if cards
    ]


def _may_be_meant(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    return not is_self(held, citation, card) and not _is_other_edition(held, citation, card)


def is_self(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    """Whether ``card`` is the citing document or another copy of it."""
    citing = held.by_id.get(citation.document_id)
    if citing is None or card.document_id == citing.document_id:
        return citing is not None
    own, number = held.number_of[citing.document_id], held.number_of[card.document_id]
    if own and number and own != number:
        return False
    titles = held.title_of[citing.document_id], held.title_of[card.document_id]
    if own and number:
        # One number on two papers of other titles is a misreading, not a copy.
        return not all(titles) or likeness(*titles) >= NEAR
    alike = bool(titles[0]) and titles[0] == titles[1]
    if own or number:
        return alike and citing.document_date == card.document_date is not None
    return (
        alike
        and citing.document_date == card.document_date
        and citing.issuing_authorities == card.issuing_authorities
    )


def _is_other_edition(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    """Whether ``card`` bears the title and is another edition of the cited paper.

    《X办法》 repeals or amends 《X办法（试行）》, or the older 《X办法》 of which only the number
    differs: what stands in its own file is the new text. Nobody adds （试行） to a title; where it
    is left out, the number tells.
    """
    citing = held.by_id.get(citation.document_id)
    replacing = citation.relation in _REPLACING
    if replacing and citing is not None and citing.file_sha256 == card.file_sha256:
        return True
    cited, own = is_trial(citation.title or ""), is_trial(card.title or "")
    number = number_key(citation.number) if citation.number else ""
    other = bool(number) and held.edition_number[card.document_id] != number
    return cited != own and (cited or replacing or other)


def _carried(held: Catalogue, citation: CitationCard, key: str) -> Carried | None:
    """The paper that the citing one carries with it (000: 忻银发49号 carries 并银发75号)."""
    children = held.children.get(citation.document_id, ())
    title = title_key(citation.title) if citation.title else ""
    numbered = [c for c in children if key and held.number_of[c.document_id] == key]
    if numbered:
        return Carried(numbered[0], 1.0, "同一文件所附，发文字号相同")
    same = [c for c in children if title and held.title_of[c.document_id] == title]
    if same:
        return Carried(same[0], 1.0, "同一文件所附，标题相同")
    likes = [(likeness(held.title_of[c.document_id], title), c) for c in children if title]
    near = [(like, c) for like, c in likes if like >= NEAR]
    if len(near) == 1:
        return Carried(near[0][1], near[0][0], "同一文件所附，标题相近")
    return None


def sharers_with_near_title(
    held: Catalogue, citation: CitationCard, shared: dict[str, int]
) -> list[tuple[float, DocumentCard]]:
    """Held papers with a title like the cited one in files that share passages, best first."""
    title = title_key(citation.title) if citation.title else ""
    found: list[tuple[float, DocumentCard]] = []
    for file in sorted(shared):
        for card in held.by_file.get(file, ()):
            like = likeness(held.title_of[card.document_id], title)
            if like >= NEAR and _may_be_meant(held, citation, card) and _of(held, citation, card):
                found.append((like, card))
    return sorted(found, key=lambda item: (-item[0], item[1].document_id))


def _of(held: Catalogue, citation: CitationCard, card: DocumentCard) -> bool:
    """Whether the authority at the head of the cited title may have issued ``card``."""
    authority, own = heading_authority(citation.title or ""), heading_authority(card.title or "")
    names = (own, *held.authorities_of[card.document_id]) if own else ()
    return not authority or may_be_of(authority, names or held.authorities_of[card.document_id])


def title_fit(held: Catalogue, card: DocumentCard, cited: str | None) -> float | None:
    """How well a document answers to a title, 0 to 1; ``None`` where one of them says nothing.

    A notice that issues a regulation answers to the regulation's title, an order to the title of
    what it promulgates.
    """
    own = held.title_of[card.document_id]
    if not cited or not own or is_bare(card.title or "") or is_bare(cited):
        return None
    key = title_key(cited)
    if key == own or any(held.title_of[c.document_id] == key for c in _carried_by(held, card)):
        return 1.0
    if (len(key) >= 4 and key in own) or (len(own) >= 4 and own in key):
        return 0.9
    return likeness(key, own)


def _carried_by(held: Catalogue, card: DocumentCard) -> Iterable[DocumentCard]:
    return held.children.get(card.document_id, ())


@lru_cache(maxsize=1 << 12)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def likeness(one: str, other: str) -> float:
    """Share of common character pairs, 0 to 1 (Dice): OCR errors leave most pairs whole."""
    pairs_one, pairs_other = _pairs(one), _pairs(other)
    total = len(pairs_one) + len(pairs_other)
    return 2 * len(pairs_one & pairs_other) / total if total else 0.0


def numbers_near(one: str, other: str) -> bool:
    """Whether one misread character may stand between two number keys, the year left out.

    银发〔2021〕63号 and 银发〔2021〕68号; 银发〔2020〕63号 is last year's paper, not a misreading.
    """
    codes, years, serials = zip(one.split("|"), other.split("|"), strict=True)
    differing = _differing(*codes) + _differing(*serials)
    return years[0] == years[1] and differing == 1


def _differing(one: str, other: str) -> int:
    if len(one) != len(other):
        return 2
    return sum(a != b for a, b in zip(one, other, strict=True))
