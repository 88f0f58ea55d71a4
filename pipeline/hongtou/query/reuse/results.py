"""What the question of reuse answers: two papers, what they share, and what that may mean."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hongtou.model import Box
from hongtou.query.results import DocumentRef

__all__ = ["Difference", "Quote", "Reuse", "ReuseLink", "SharedPassage"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a passage, with its place in the file and on paper."""

    text: str
    paths: tuple[str, ...]  # innermost articles that it touches: 二/（一）
    start: int  # in the clean text of the file
    end: int
    page: int | None
    box: Box | None  # around what stands on that page


@dataclass(frozen=True, slots=True)
class Difference:
    """Characters of the two quotes that are not the same: misread, reworded, another number."""

    one: tuple[int, int]  # half-open, in the quote
    other: tuple[int, int]


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that both papers have, word for word up to ``differences``."""

    length: int  # 汉字, of the shorter side
    holders: int  # files of the knowledge base that hold it, as far as fingerprints tell
    common: bool  # a formula that many papers have: no evidence, not counted in the shares
    one: Quote
    other: Quote
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ReuseLink:
    """A citation between the two papers, or between copies of them."""

    by: Literal["one", "other"]  # which of the two cites
    citing: str  # document_id
    cited: str
    relation: str  # forwards, implements, cites, …
    status: str  # resolved, disputed, …
    quote: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """Two papers and the passages that they share, in the order of the first.

    Shares are of the 汉字 of each main text that lie in such a passage, formulas left out.
    """

    one: DocumentRef
    other: DocumentRef
    kind: Literal["reuse", "copy"]  # copy: both are one paper
    share_one: float  # 0 to 1
    share_other: float
    shared_one: int  # 汉字 of the main text in such passages
    shared_other: int
    passages: tuple[SharedPassage, ...]
    links: tuple[ReuseLink, ...] = ()
    sources: tuple[DocumentRef, ...] = ()  # papers that both of them cite
    copies: tuple[DocumentRef, ...] = ()  # other copies of ``other``, which share the same

    @property
    def share(self) -> float:
        """The larger of both shares."""
        return max(self.share_one, self.share_other)

    @property
    def lag_days(self) -> int | None:
        """Days from the date of ``one`` to that of ``other``; None where one is not known."""
        if not self.one.date or not self.other.date:
            return None
        return (date.fromisoformat(self.other.date) - date.fromisoformat(self.one.date)).days

    @property
    def order(self) -> str:
        """Who had it first, as far as dates tell, with the caution that belongs to it."""
        if self.kind == "copy":
            return "同一文件的副本"
        lag = self.lag_days
        if lag is None:
            return "至少一份没有日期，先后无从判断"
        if lag == 0:
            return "日期相同，先后无从判断"
        earlier = self.one if lag > 0 else self.other
        return (
            f"按日期，较早者为{earlier.name}（{earlier.date}，早 {abs(lag)} 天）；不能据此认定来源"
        )
