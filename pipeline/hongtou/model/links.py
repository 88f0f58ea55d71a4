"""Links between documents: what a citation means, or an honest ghost.

Linking looks at the whole knowledge base, so it works on light cards instead of texts.
"""

from dataclasses import dataclass
from typing import Literal

from hongtou.model.documents import Role
from hongtou.model.tags import Relation
from hongtou.model.text import Finding

LinkStatus = Literal["resolved", "ghost", "ambiguous", "disputed"]
SignalKind = Literal["number", "title", "text"]


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
class CitationCard:
    """What linking needs to know of a citation."""

    citation_id: str
    document_id: str
    relation: Relation
    title: str | None
    number: str | None  # normal form
    text: str


@dataclass(frozen=True, slots=True)
class Ghost:
    """A document that is cited but not held: number, title or both."""

    document_id: str  # "ghost-" and a hash of number or title
    number: str | None
    title: str | None


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
