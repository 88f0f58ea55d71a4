"""What the knowledge base knows that may help with another paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another paper that shares passages with the one at hand, as the forwarded original does.

    ``text`` is its clean text without what siblings did to it, so that two papers never prove
    each other.
    """

    sha256: str
    name: str  # of the file, for people
    text: str


@dataclass(frozen=True, slots=True)
class Habit:
    """A misreading that reviewers have confirmed: ``Habit("捉", "提", 12, 0)``."""

    read: str
    printed: str
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What other papers and reviewers say; empty when a file is cleaned on its own."""

    siblings: tuple[Sibling, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # characters -> clean papers with them
    habits: tuple[Habit, ...] = ()


NO_KNOWLEDGE = Knowledge()
