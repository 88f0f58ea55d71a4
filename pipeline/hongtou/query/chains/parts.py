"""What a chain is made of: papers, links with their lag, circles, who was asked to pass it on."""

from dataclasses import dataclass
from typing import Final, Literal

from hongtou.model import PASSING
from hongtou.query.results import DocumentRef

__all__ = [
    "ROLES", "Answer", "Asked", "AskedParty", "ChainLink", "ChainNode", "Circle", "Unanswered",
]  # fmt: skip

ROLES: Final = {"main": "", "embedded": "（随文所附）", "ghost": "（未入库）"}

Answer = Literal["answered", "partly", "open"]


@dataclass(frozen=True, slots=True)
class ChainNode:
    """A paper in a chain. ``depth`` is 0 for the one asked for, negative upstream."""

    document: DocumentRef
    depth: int
    authorities: tuple[str, ...]
    copies: tuple[DocumentRef, ...] = ()  # other copies of the same paper
    level: str | None = None  # of its authority: national, provincial, municipal, county
    region: str | None = None  # 山西省忻州市
    tier: int = 0  # generations below the highest paper of its chain, from 0
    days_from_top: int | None = None  # from the earliest dated paper above it; None without dates
    omitted: int = 0  # papers that carry it on and are left out


@dataclass(frozen=True, slots=True)
class ChainLink:
    """``child`` passes ``parent`` on: forwards (转发), relays (批转) or issues (印发) it.

    ``implements`` (落实) and the relations that a user asks for are weaker: they name the paper.
    """

    child: str  # document_id
    parent: str
    relation: str
    quote: str
    status: str  # resolved, ghost; disputed or ambiguous: one of several readings, no fact
    lag_days: int | None  # from the parent's date to the child's; None where one is missing
    evidence: str | None = None
    skipped: tuple[str, ...] = ()  # levels between the two of which no paper is known

    @property
    def doubtful(self) -> bool:
        """Whether the link is one of several readings, and so no fact."""
        return self.status in ("ambiguous", "disputed")

    @property
    def weak(self) -> bool:
        """Whether the child names the parent only, and does not carry it on."""
        return self.relation not in PASSING


@dataclass(frozen=True, slots=True)
class Circle:
    """Papers of which each passes on the next, and the last one the first: some link is wrong."""

    documents: tuple[str, ...]  # document_id
    words: str  # for people: 甲发〔2021〕1号 → 乙发〔2021〕2号 → 甲发〔2021〕1号


@dataclass(frozen=True, slots=True)
class AskedParty:
    """One of those who were asked to pass a paper on, and the papers by which they did."""

    name: str  # as printed: 人民银行各县（市）支行
    answer: Answer  # answered; partly: some of a class have; open: nobody
    level: str | None
    region: str | None
    children: tuple[str, ...] = ()  # document_id
    implementing: tuple[str, ...] = ()  # document_id of their papers that only implement (落实) it


@dataclass(frozen=True, slots=True)
class Asked:
    """请…将本通知转发…: one wish of a paper to be passed on, and what came of it."""

    document: DocumentRef
    parties: tuple[AskedParty, ...]
    to: str | None
    quote: str
    others: tuple[str, ...] = ()  # document_id of those that pass it on without being asked


@dataclass(frozen=True, slots=True)
class Unanswered:
    """请…将本通知转发…: somebody was asked to pass the paper on, and no such paper is held."""

    document: DocumentRef
    by: str
    to: str | None
    quote: str
