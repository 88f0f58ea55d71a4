"""The door of the room: citations against documents, the same for every order."""

from collections.abc import Mapping, Sequence

from hongtou.link.alike import Answers
from hongtou.link.catalogue import Catalogue, catalogue
from hongtou.link.chains import circle_finding, find_doubts, links_down, search_circles
from hongtou.link.ghosts import find_ghosts
from hongtou.link.matching import Match
from hongtou.model import (
    NOTHING_ELSEWHERE,
    CitationCard,
    DocumentCard,
    Elsewhere,
    Finding,
    Link,
    LinkSet,
)
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key


def link(
    documents: Sequence[DocumentCard],
    citations: Sequence[CitationCard],
    elsewhere: Elsewhere = NOTHING_ELSEWHERE,
) -> LinkSet:
    """Answer every citation: resolved, ghost, ambiguous or disputed.

    Number, title and text are asked each by itself, and what they say together is the answer
    (``matching`` holds the table). What is not held becomes a ghost, one for each number or,
    without number, for each title. The result does not depend on the order of the arguments.

    Args:
        documents: All that is held, or what ``citations`` may mean: the documents that cite,
            those under their numbers and titles, what these carry, and the files in ``sharers``.
        citations: All there are, or those that may be answered otherwise than before.
        elsewhere: What must be known of all other citations.
    """
    held = catalogue(documents)
    cited = sorted(citations, key=lambda c: c.citation_id)
    matches = _matches(held, cited)
    absent = [c for c in cited if matches[c.citation_id] is None]
    ghost_of, ghosts, moved = find_ghosts(absent, elsewhere.absent)
    answers = {
        c.citation_id: _link(c, matches[c.citation_id], ghost_of.get(c.citation_id)) for c in cited
    }
    circles, searched = search_circles(links_down(cited, answers), elsewhere)
    found = find_doubts(held, cited, answers) | {circle_finding(circle) for circle in circles}
    findings = tuple(sorted(found, key=_order))
    return LinkSet(tuple(answers.values()), ghosts, findings, circles, searched, moved)


def _order(item: tuple[str, Finding]) -> tuple[str, str, str]:
    return item[0], item[1].code, item[1].message


def _matches(held: Catalogue, citations: Sequence[CitationCard]) -> dict[str, Match | None]:
    """What every citation means; a short name means what its antecedent does."""
    by_id = {c.citation_id: c for c in citations}
    answers = Answers(held)
    found: dict[str, Match | None] = {}
    for citation in citations:
        root = _root(by_id, citation)
        if root.citation_id not in found:
            found[root.citation_id] = answers.of(root)
        found[citation.citation_id] = found[root.citation_id]
    return found


def _root(by_id: Mapping[str, CitationCard], citation: CitationCard) -> CitationCard:
    """The citation that says in full what ``citation`` means, often itself."""
    seen = {citation.citation_id}
    earlier = by_id.get(citation.antecedent_id or "")
    while earlier is not None and earlier.citation_id not in seen:
        if _names(earlier) != _names(citation):
            break
        citation = earlier
        seen.add(citation.citation_id)
        earlier = by_id.get(citation.antecedent_id or "")
    return citation


def _names(citation: CitationCard) -> tuple[str, str]:
    number, title = citation.number or "", citation.title or ""
    return number_key(number) if number else "", title_key(title) if title else ""


def _link(citation: CitationCard, match: Match | None, ghost_id: str | None) -> Link:
    if match is not None:
        target = match.card.document_id if match.card else None
        return Link(
            citation.citation_id, target, match.status, match.confidence, match.evidence,
            match.signals,
        )  # fmt: skip
    how = "库中没有该发文字号的文件" if citation.number else "库中没有该标题的文件"
    return Link(citation.citation_id, ghost_id, "ghost", 1.0 if citation.number else 0.9, how)
