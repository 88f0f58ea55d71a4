"""Citations that differ only in who cites are answered once: a law is cited by thousands."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hongtou.link.catalogue import Catalogue, papers_bearing, papers_carrying
from hongtou.link.matching import Match, find_target
from hongtou.model import CitationCard, DocumentCard, Relation
from hongtou.notation.document_numbers import number_key

# Papers that only mention another one: neither what stands in their file nor what text they share
# says anything about it.
_MENTIONING: Final[frozenset[Relation]] = frozenset({"cites", "implements"})


@dataclass(frozen=True, slots=True)
class _Named:
    """All that may be meant by one number and title, and what was answered so far."""

    numbers: frozenset[str]  # keys of the papers that may be meant
    titles: frozenset[str]
    days: tuple[str, ...]  # of these papers, in order
    answers: dict[int, Match | None] = field(default_factory=dict)  # by how many are not younger


class Answers:
    """What citations mean, asked once for all of one number, title and day between other papers.

    The answer is that of ``find_target``. Beside number and title it depends on the citing paper
    only where that bears the number or title of a paper that may be meant, carries papers, shares
    text, takes an older paper's place, or is older than what it cites.
    """

    def __init__(self, held: Catalogue) -> None:
        self._held = held
        self._named: dict[tuple[str | None, str | None], _Named] = {}

    def of(self, citation: CitationCard) -> Match | None:
        """The document that a citation means, ``None`` if it is not held."""
        held, citing = self._held, citation.document_id
        if citation.relation not in _MENTIONING or citation.sharers:
            return find_target(held, citation)
        name = (citation.number, citation.title)
        named = self._named.get(name)
        if named is None:
            named = self._named[name] = _named(held, citation)
        if (
            held.number_of.get(citing, "") in named.numbers
            or held.title_of.get(citing, "") in named.titles
        ):
            return find_target(held, citation)
        day = held.edition_day.get(citing)
        place = -1 if day is None else bisect_right(named.days, day)
        if place not in named.answers:
            named.answers[place] = find_target(held, citation)
        return named.answers[place]


def _named(held: Catalogue, citation: CitationCard) -> _Named:
    key = number_key(citation.number) if citation.number else ""
    cards = [*held.by_number.get(key, ()), *_titled(held, citation.title)]
    ids = [card.document_id for card in cards]
    return _Named(
        frozenset([key, *map(held.number_of.__getitem__, ids)]) - {""},
        frozenset(map(held.title_of.__getitem__, ids)) - {""},
        tuple(sorted({day for name in ids if (day := held.edition_day[name])})),
    )


def _titled(held: Catalogue, title: str | None) -> Iterable[DocumentCard]:
    if title:
        for find in (papers_bearing, papers_carrying):
            for paper in find(held, title).papers:
                yield from paper.cards
