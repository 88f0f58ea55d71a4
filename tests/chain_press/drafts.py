"""A paper while it is being made: who, what, when, on which other papers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tests.chain_press.clauses import Clause
from tests.chain_press.offices import Office
from tests.chain_press.truth import Edge, Pair, Relation, Status

Form = Literal["notice", "regulation", "order", "opinions"]


@dataclass(slots=True)
class Mention:
    """Words of a draft that name another paper."""

    target: "Draft"
    relation: Relation
    cited: str
    disputed: bool = False


@dataclass(slots=True)
class Draft:
    """A paper that is not printed yet; ``mentions`` are what its text says of others."""

    name: str
    offices: tuple[Office, ...]
    title: str
    number: str | None
    day: date
    form: Form = "notice"
    opening: str = ""
    clauses: list[Clause] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)  # sentences behind the clauses, each a line
    wish: str = ""  # 请…将本通知转发…
    attached: str = ""  # of the attachment note
    regulation: "Draft | None" = None  # what it issues, in the same file
    parent: "Draft | None" = None  # what it passes on or carries out
    encloses: bool = False  # its file holds the parent's text too
    alone: bool = True  # it has a file of its own
    relayed: bool = False  # 批转: its government speaks for it
    mentions: list[Mention] = field(default_factory=list)
    beside: list["Draft"] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)  # its clauses against the parent's
    places: list[tuple[str, int]] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.offices[0]

    @property
    def passes_on(self) -> bool:
        carried = {"forwards", "relays"}
        return any(m.target is self.parent and m.relation in carried for m in self.mentions)

    @property
    def speaker(self) -> "Draft":
        """Where its clauses stand: in itself or in the regulation that it issues."""
        return self.regulation or self

    def edges(self) -> list[Edge]:
        """What the text says, once all places are known."""
        return [_edge(self, mention) for mention in self.mentions]


def _edge(draft: Draft, mention: Mention) -> Edge:
    target = mention.target
    right = [target.name]
    if target.regulation is not None:
        right.append(target.regulation.name)
    status: Status = "resolved" if target.places else "ghost"
    if mention.disputed:
        status = "disputed"
    return Edge(draft.name, tuple(right), mention.relation, status, mention.cited)
