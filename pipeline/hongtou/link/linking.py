"""The door of the room: all citations against all documents, the same for every order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hongtou.link.catalogue import catalogue
from hongtou.link.chains import find_doubts
from hongtou.link.matching import Match, find_target
from hongtou.model import CitationCard, DocumentCard, Ghost, Link, LinkSet
from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.notation.titles import title_key


@dataclass(frozen=True, slots=True)
class _Absent:
    """A citation of a paper that is not held."""

    citation: CitationCard
    number: str  # number key, "" without number
    title: str  # title key, "" without title


def link(documents: Sequence[DocumentCard], citations: Sequence[CitationCard]) -> LinkSet:
    """Answer every citation: resolved, ghost, ambiguous or disputed.

    A number decides before a title; the paper carried in the same file decides before both, for
    forwards, relays, issues and attaches. What is not held becomes a ghost, one for each number
    or, without number, for each title. The result does not depend on the order of the arguments.
    """
    held = catalogue(documents)
    links: list[Link] = []
    absent: list[_Absent] = []
    for citation in sorted(citations, key=lambda c: c.citation_id):
        match = find_target(held, citation)
        if match is not None:
            links.append(_link(citation, match))
        else:
            key = number_key(citation.number) if citation.number else ""
            title = title_key(citation.title) if citation.title else ""
            absent.append(_Absent(citation, key, title))
    ghosts, ghost_links = _ghosts(absent)
    links.extend(ghost_links)
    links.sort(key=lambda answer: answer.citation_id)
    return LinkSet(tuple(links), ghosts, find_doubts(held, citations, links))


def _link(citation: CitationCard, match: Match) -> Link:
    target = match.card.document_id if match.card else None
    return Link(citation.citation_id, target, match.status, match.confidence, match.evidence)


def _ghosts(absent: list[_Absent]) -> tuple[tuple[Ghost, ...], list[Link]]:
    """Group citations of papers that are not held; a title joins its number where only one fits."""
    numbers_of: dict[str, set[str]] = defaultdict(set)
    for item in absent:
        if item.number and item.title:
            numbers_of[item.title].add(item.number)
    groups: dict[str, list[_Absent]] = defaultdict(list)
    links = []
    for item in absent:
        known = numbers_of.get(item.title, set()) if item.title else set()
        key = item.number or (next(iter(known)) if len(known) == 1 else item.title)
        ghost_id = "ghost-" + sha256((key or item.citation.text).encode()).hexdigest()[:12]
        groups[ghost_id].append(item)
        how = "库中没有该发文字号的文件" if item.number else "库中没有该标题的文件"
        confidence = 1.0 if item.number else 0.9
        links.append(Link(item.citation.citation_id, ghost_id, "ghost", confidence, how))
    ghosts = tuple(_ghost(ghost_id, groups[ghost_id]) for ghost_id in sorted(groups))
    return ghosts, links


def _ghost(ghost_id: str, items: list[_Absent]) -> Ghost:
    """A ghost under the number and the title that most citations give it."""
    numbers = Counter(item.citation.number for item in items if item.citation.number)
    titles = Counter(item.citation.title for item in items if item.citation.title)
    number = _commonest(numbers)
    read = read_document_number(number) if number else None
    return Ghost(ghost_id, read.normal if read else number, _commonest(titles))


def _commonest(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda text: (-counts[text], -len(text), text)) if counts else None
