"""The types of a comparison of two papers: clauses, what became of them, and in which direction."""

from dataclasses import dataclass, field
from typing import Final, Literal

from hongtou.query.results import Amount, DueDate, Place

__all__ = [
    "DIRECTIONS",
    "KINDS",
    "VERDICTS",
    "Change",
    "ChangeKind",
    "Clause",
    "Direction",
    "Norm",
    "Quote",
    "Row",
    "Tags",
    "Verdict",
]  # fmt: skip

# A paper of plain text has no places.
NOWHERE: Final = Place(None, None)

Verdict = Literal[
    "relayed", "reworded", "tightened", "loosened", "mixed", "added", "dropped", "passed_on"
]
# tightened and loosened only where the meaning is certain; changed: another number or word whose
# direction nobody can tell from the words; same: no change of sense (a misread character).
Direction = Literal["tightened", "loosened", "changed", "same"]
ChangeKind = Literal[
    "number", "deadline", "term", "recurrence", "force", "exception", "condition", "bearer",
    "duty", "words", "misread",
]  # fmt: skip

VERDICTS: Final[dict[Verdict, str]] = {
    "relayed": "照转", "reworded": "改写", "tightened": "收紧", "loosened": "放宽",
    "mixed": "有紧有松", "added": "新增", "dropped": "未转", "passed_on": "随文转发",
}  # fmt: skip
DIRECTIONS: Final[dict[Direction, str]] = {
    "tightened": "收紧", "loosened": "放宽", "changed": "有变化", "same": "不影响含义",
}  # fmt: skip
KINDS: Final[dict[ChangeKind, str]] = {
    "number": "数量", "deadline": "期限", "term": "时限", "recurrence": "频次", "force": "约束力",
    "exception": "例外", "condition": "条件", "bearer": "主体", "duty": "义务", "words": "措辞",
    "misread": "疑似误读",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Norm:
    """A duty or permission inside a clause (义务), as the table ``obligations`` has it."""

    start: int
    end: int
    force: str
    bearer: str | None  # None where the text does not name one here
    action: str
    condition: str | None
    exception: str | None
    recurrence: str | None  # RFC 5545
    recurrence_text: str | None


@dataclass(frozen=True, slots=True)
class Tags:
    """What is tagged inside a clause, each with its start and end in the clean text."""

    norms: tuple[Norm, ...] = ()
    amounts: tuple[tuple[int, int, Amount], ...] = ()
    dates: tuple[tuple[int, int, DueDate], ...] = ()
    doubts: tuple[tuple[int, int], ...] = ()  # where a correction is proposed


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of an article (条款): the unit that is relayed, changed or left out.

    ``start`` and ``end`` count in the clean text of the file.
    """

    number: int  # order on its side, from 0
    document_id: str
    path: str  # of its article, "一/（一）"; empty for a paragraph without a label
    heading: str | None  # of its article
    text: str
    start: int
    end: int
    place: Place = NOWHERE
    tags: Tags = field(default_factory=Tags)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one side with their place: ``不超过5万元``."""

    text: str
    start: int
    end: int
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs inside a pair of clauses, and what it means."""

    kind: ChangeKind
    direction: Direction
    before: Quote | None  # in the parent; None if the child brings it in
    after: Quote | None  # in the child; None if the child leaves it out
    reason: str  # in Chinese


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a clause: mostly one of each side; several where it was split or merged."""

    verdict: Verdict
    parent: tuple[Clause, ...]
    child: tuple[Clause, ...]
    changes: tuple[Change, ...] = ()
    likeness: float = 0.0  # 0 to 1, of the words
    moved: bool = False  # stands elsewhere in the order of the child

    @property
    def reason(self) -> str:
        """All that changed, in one line."""
        return "；".join(change.reason for change in self.changes)
