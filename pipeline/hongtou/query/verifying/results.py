"""What a check of citations answers: a verdict for each, with what the knowledge base holds."""

from dataclasses import dataclass
from typing import Final, Literal

from hongtou.query.results import DocumentRef

__all__ = ["VERDICTS", "CheckedCitation", "CitedBy", "Near", "Verdict", "Verification"]

Verdict = Literal[
    "held", "title-differs", "number-differs", "contradictory", "unconfirmed", "ambiguous",
    "provision-missing", "authority-differs", "ghost", "near", "unknown",
]  # fmt: skip
# As officers read it.
VERDICTS: Final[dict[Verdict, str]] = {
    "held": "相符",
    "title-differs": "文号在库，标题不符",
    "number-differs": "标题在库，文号不符",
    "contradictory": "互相矛盾",  # number and title are those of different papers
    "unconfirmed": "部分相符",  # the paper held has no number, or no title, to compare with
    "ambiguous": "不唯一",
    "provision-missing": "条款不存在",
    "authority-differs": "机关不符",
    "ghost": "未入库，只见于他文引用",
    "near": "不在库，有相近的",
    "unknown": "不在库",
}


@dataclass(frozen=True, slots=True)
class Near:
    """A paper that is nearly what was cited, and how it differs."""

    document: DocumentRef
    likeness: float  # 0 to 1, of the title or the number
    reason: str  # 序号 64 ↔ 63; 标题相似 92%


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A held paper that cites one that is not held, with the words by which it does."""

    document: DocumentRef
    title: str | None
    number: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class CheckedCitation:
    """A citation of the text with what the knowledge base says of it."""

    quote: str
    start: int  # in the text of the verification
    end: int
    line: int  # from 1
    title: str | None
    number: str | None  # normal form
    provision: str | None  # 第八条第二款
    authority: str | None  # that the text names in front, as printed
    verdict: Verdict
    message: str  # for people: what agrees and what does not
    document: DocumentRef | None = None  # the paper that is meant, as far as it is known
    others: tuple[DocumentRef, ...] = ()  # of the contradictory title; of several papers all
    near: tuple[Near, ...] = ()
    cited_by: tuple[CitedBy, ...] = ()
    warnings: tuple[str, ...] = ()  # 已废止（自…）; they do not change the verdict

    @property
    def in_order(self) -> bool:
        """Whether the paper is held and all that the text says of it agrees."""
        return self.verdict == "held"

    @property
    def words(self) -> str:
        """The verdict as officers read it: ``文号在库，标题不符``."""
        return VERDICTS[self.verdict]


@dataclass(frozen=True, slots=True)
class Verification:
    """All citations of one text, in order of position."""

    name: str  # of the file; 文字 for a text that was typed
    text: str  # cleaned; offsets count in it
    on: str  # ISO: the day for which what is in force was looked up
    citations: tuple[CheckedCitation, ...]

    @property
    def in_order(self) -> bool:
        """Whether no citation wants a correction or cannot be confirmed."""
        return all(citation.in_order for citation in self.citations)
