"""What a duty is while its sentence is read, and who was named last (承前省略的主体)."""

from dataclasses import dataclass, field

from hongtou.model import Force, Outline, Span
from hongtou.tag.duties.forces import ForceHit


@dataclass(slots=True)
class Unit:
    """A duty while its sentence is being read."""

    start: int
    end: int
    force: Force
    hit: ForceHit | None  # None for an imperative
    bearer: Span | None = None
    said: bool = False  # the bearer stands in this very unit
    found_by: str = "force-word"  # imperative, statement, term, pattern:NAME
    dated: bool = True  # a plain statement with a term or a recurrence of its own


@dataclass(frozen=True, slots=True)
class Body:
    """What kind of text a sentence stands in."""

    numbered: bool  # an item of a notice or an article
    notice: bool  # an item of a notice, where imperatives are duties
    listed: bool = False  # an item under the head of a duty: 应当提交下列材料：


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of a document, and who it is addressed to."""

    text: str
    masked: str  # of the same length, the inside of brackets and quotations blotted out
    addressed: str | None  # 各支行、各股份制商业银行: who bears what nobody else is named for


@dataclass(slots=True)
class Memory:
    """Who was named last: in the sentence before, and by each segment for its children."""

    segment: int = -1
    subject: Span | None = None  # who the last sentence began with
    bearer: Span | None = None  # who was named last within the sentence
    headings: frozenset[Span] = frozenset()  # headings that are names: （一）县财政局。
    by_segment: dict[int, Span] = field(default_factory=dict)

    def enter(self, outline: Outline, segment: int) -> None:
        """Begin a sentence; in a new segment with what its heading or those above name."""
        if segment != self.segment:
            self.segment, self.subject = segment, None
            above: int | None = segment
            while above is not None and self.subject is None:
                self.subject = self.by_segment.get(above)
                above = outline.segments[above].parent
        self.bearer = self.subject

    def learn(self, unit: Unit, *, first: bool) -> None:
        """Remember who a unit names; only the subject of a sentence holds for the next one."""
        if unit.bearer is None or unit.force == "encourage":
            return
        self.bearer = unit.bearer
        if first:
            self.subject = unit.bearer
            self.by_segment.setdefault(self.segment, unit.bearer)
