"""What is true of an invented chain: papers, edges, missing children, clauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Relation = Literal["forwards", "relays", "issues", "implements", "amends", "repeals", "cites"]
Status = Literal["resolved", "ghost", "ambiguous", "disputed"]
Verdict = Literal["relayed", "reworded", "tightened", "loosened", "added", "dropped"]
Direction = Literal["tightened", "loosened"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. ``places`` are the file and the position in it of each copy that is held."""

    name: str  # unique in a pressing: "0012/3"
    title: str
    number: str | None
    day: date
    places: tuple[tuple[str, int], ...] = ()  # empty: never held, a ghost where it is cited


@dataclass(frozen=True, slots=True)
class Edge:
    """The text of ``child`` names a paper; any of ``parents`` is a right answer.

    《某办法》（某发〔2021〕3号） may be the notice that bears the number or the regulation that
    it issues. ``cited`` quotes the mention.
    """

    child: str
    parents: tuple[str, ...]
    relation: Relation
    status: Status
    cited: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A wish to pass the paper on.

    ``answer``: ``none`` where no held paper takes it up, ``held`` where one passes it on,
    ``unclear`` where one carries it out without passing it on.
    """

    paper: str
    wish: str
    answer: Literal["none", "held", "unclear"]


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number that is another one in the child: ``5%`` -> ``3%``."""

    before: str
    after: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Pair:
    """What became of a clause; texts as printed, without label and heading.

    A clause that was divided or joined stands in two pairs. ``verdicts`` are those that a fair
    reader may give: a number in other figures may be called relayed or reworded.
    """

    child: str | None  # None: dropped
    parent: str | None  # None: added
    verdicts: tuple[Verdict, ...]
    edit: str  # how it was made: "same", "marks", "words", "number", "split", …
    changes: tuple[NumberChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The clauses of a child against those of its parent; both are held."""

    child: str
    parent: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Papers that belong together, their files, and all that is true of them."""

    name: str
    files: dict[str, str]
    papers: tuple[Paper, ...]
    edges: tuple[Edge, ...]
    # Pairs of papers of which the text speaks again (《通知》第三条): right or wrong, not counted.
    beside: frozenset[tuple[str, str]]
    requests: tuple[Gap, ...]  # every wish
    gaps: tuple[Gap, ...]  # wishes that nobody answers
    comparisons: tuple[Comparison, ...]

    def write(self, folder: Path) -> list[Path]:
        """Write the files; returns their paths."""
        paths = []
        for name, text in self.files.items():
            path = folder / name
            path.write_text(text, "utf-8")
            paths.append(path)
        return paths


def texts_of(chains: Iterable[Chain]) -> dict[str, str]:
    """All files of many chains."""
    return {name: text for chain in chains for name, text in chain.files.items()}
