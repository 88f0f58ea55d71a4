"""What the knowledge base answers with: frozen dataclasses, each with its place on paper."""

from dataclasses import dataclass
from typing import Literal

from hongtou.model import Box

__all__ = [
    "Amount",
    "DocumentRef",
    "DueDate",
    "Duty",
    "Hit",
    "HitKind",
    "Place",
    "Summary",
]

HitKind = Literal["article", "obligation", "title"]


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Which document an answer comes from: ``忻银发〔2021〕49号`` and its title."""

    document_id: str
    role: str  # main, embedded, ghost
    number: str | None
    title: str | None
    date: str | None  # 成文日期, else 印发日期; ISO
    file: str | None  # name of the file; None for a ghost

    @property
    def name(self) -> str:
        """The shortest name that an officer would use: the number, else the title, else the id."""
        return self.number or self.title or self.document_id


@dataclass(frozen=True, slots=True)
class Place:
    """Where on paper a quote stands; ``box`` is None where the format has none, as in text."""

    page: int | None  # from 1
    box: Box | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity (limit, scope or fact) in base units: 不得超过10万元 is ``<= 100000 元``."""

    quantity_id: str
    text: str
    role: str
    operator: str
    value: float | int | None
    value_upper: float | int | None
    unit: str | None
    per: str | None
    baseline: str | None
    measure: str | None
    condition_id: str | None = None  # quantity_id of the one that limits its scope
    dimension: str | None = None  # "money", "share", "time", …
    approximate: bool = False  # 约, 左右
    change: str | None = None  # rise, fall
    base_value: float | int | None = None  # in base_unit, in which its kind compares
    base_upper: float | int | None = None
    base_unit: str | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day to which a duty or a policy runs."""

    text: str
    date: str | None  # ISO; None where the text does not give it
    precision: str
    event: str | None = None  # from which a term runs: 收到申请
    count: int | None = None  # of count_unit
    count_unit: str | None = None
    reason: str | None = None  # how the date was computed where it is not printed


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One item under the common head of a duty."""

    label: str  # （一）
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation of the register, with its quote and its place."""

    obligation_id: str
    quote: str
    document: DocumentRef
    path: str  # of the article, "一/（一）"; "" for a paragraph without a label
    page: int | None
    box: Box | None
    start: int  # in the clean text of the file
    end: int
    bearer: str | None
    bearer_source: str
    force: str
    action: str
    condition: str | None
    deadline: str | None  # literal words
    recurrence: str | None  # RFC 5545
    quantities: tuple[Amount, ...] = ()
    due_dates: tuple[DueDate, ...] = ()
    via: str | None = None  # the class that the text names, for ``obligations(for_=…)``
    object: str | None = None
    exception: str | None = None
    items: tuple[DutyItem, ...] = ()
    found_by: str | None = None
    standing: str | None = None  # of the document: in_force, repealed, expired, …
    included: tuple[str, ...] = ()  # path of inclusion: 村镇银行, 农村中小银行机构, …, via
    bound_as: str | None = None  # 个别机构, 限定, 分支机构, 所属人员, 角色, … where not as a class
    region: tuple[str, ...] = ()  # for ``obligations(region=…)``: 南昌市, 江西省, 全国
    segment_id: str | None = None  # of the article
    recurrence_text: str | None = None  # literal words: 每季度结束后15个工作日


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search: an article, an obligation, or a title (held or not)."""

    kind: HitKind
    quote: str
    document: DocumentRef
    path: str
    page: int | None
    box: Box | None
    start: int | None  # in the clean text of the file; None for a ghost's title
    end: int | None
    heading: str | None = None
    segment_id: str | None = None
    duties: tuple[Duty, ...] = ()  # obligations of the article that hold the words
    marks: tuple[tuple[int, int], ...] = ()  # where the words stand in ``quote``


@dataclass(frozen=True, slots=True)
class Summary:
    """How much the knowledge base holds."""

    files: int
    failed: int
    quarantined: int
    documents: int
    ghosts: int
    chains: int
    segments: int
    obligations: int
    quantities: int
    deadlines: int
    citations: int
    citations_resolved: int
    corrections: int  # of words and figures
    corrections_of_form: int  # of widths, marks, blanks, line breaks and page furniture
    corrections_proposed: int
    findings: int
    findings_open: int  # of these, not answered by a reviewer
    damaged: int  # of the open ones: places where text is missing
    conflicts: int  # decisions that no longer fit
    oldest: str | None
    newest: str | None
