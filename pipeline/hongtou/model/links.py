"""Links between documents: what a citation means, or an honest ghost.

Linking looks at the whole knowledge base, so it works on light cards instead of texts.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from hongtou.model.documents import Role
from hongtou.model.tags import Relation
from hongtou.model.text import Finding

LinkStatus = Literal["resolved", "ghost", "ambiguous", "disputed"]
SignalKind = Literal["number", "title", "text"]
# Relations along which a paper goes down the ranks; citing is no chain.
DOWNWARD: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues", "implements"})
# Relations of a notice to the paper that it passes on: its words come down with it.
PASSING: Final[frozenset[Relation]] = frozenset({"forwards", "relays", "issues"})


@dataclass(frozen=True, slots=True)
class Signal:
    """What one kind of evidence says of a citation, alone: its number, its title, or the text.

    The text speaks where the citing paper carries the other one in its file, or shares passages
    with it. Signals are independent: linking weighs them, and all of them are stored.
    """

    kind: SignalKind
    document_id: str  # the held document that this evidence points to
    score: float  # 0 to 1: how well it fits
    evidence: str  # for people: "发文字号相同"


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What linking needs to know of a document that is held."""

    document_id: str
    file_sha256: str
    role: Role
    parent_id: str | None  # the document that carries this one in the same file
    number: str | None  # normal form
    title: str | None
    document_date: str | None  # ISO; print date where the paper has no other
    issuing_authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharer:
    """A held file that shares passages with the citing one."""

    file_sha256: str
    shared: int  # fingerprints that both hold


@dataclass(frozen=True, slots=True)
class CitationCard:
    """What linking needs to know of a citation."""

    citation_id: str
    document_id: str
    relation: Relation
    title: str | None
    number: str | None  # normal form
    text: str
    antecedent_id: str | None = None  # citation that says what the short name or 上述通知 means
    sharers: tuple[Sharer, ...] = ()  # of papers passed on only


@dataclass(frozen=True, slots=True)
class Ghost:
    """A document that is cited but not held, with what its citations and the registry tell."""

    document_id: str  # "ghost-" and a hash of number or title
    number: str | None
    title: str | None
    authority: str | None = None  # standing name of who issued it, by code or title
    level: str | None = None  # national, provincial, municipal, county
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """Citations of a paper that is not held, counted by how they name it."""

    title: str | None
    number: str | None  # normal form
    count: int
    ghost_id: str  # to which they lead so far


def _no_edges(documents: Collection[str]) -> Iterable[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What linking must know of citations that it is not asked about.

    It lets one paper among 100,000 be linked by looking at its neighbours alone.
    """

    absent: tuple[Absent, ...] = ()  # that share a ghost or a title with citations asked about
    # Documents from which circles are looked for besides those of the citations asked about.
    starts: tuple[str, ...] = ()
    # Resolved links (child, parent) that lead down the ranks, from the documents asked for.
    edges: Callable[[Collection[str]], Iterable[tuple[str, str]]] = field(default=_no_edges)


NOTHING_ELSEWHERE = Elsewhere()


@dataclass(frozen=True, slots=True)
class Link:
    """The answer to one citation."""

    citation_id: str
    target_document_id: str | None
    status: LinkStatus
    confidence: float
    evidence: str
    signals: tuple[Signal, ...] = ()  # sorted by kind, then document


@dataclass(frozen=True, slots=True)
class LinkSet:
    """All answers, and the ghosts that they need; every link names the citation that says so."""

    links: tuple[Link, ...]
    ghosts: tuple[Ghost, ...]
    findings: tuple[tuple[str, Finding], ...] = ()  # document_id and doubt
    circles: tuple[tuple[str, ...], ...] = ()  # documents that pass each other on, sorted
    searched: frozenset[str] = frozenset()  # documents that stand in no circle but these
    moved: tuple[tuple[Absent, str], ...] = ()  # citations elsewhere, and the ghost they join now
