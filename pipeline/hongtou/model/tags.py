"""What a document says: number, parties, dates, obligations, quantities, deadlines, citations."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from hongtou.model.documents import Outline
from hongtou.model.spans import Span
from hongtou.model.text import Finding

PartyRole = Literal["issuing_authority", "main_recipient", "copy_recipient", "internal_recipient"]
Force = Literal["must", "must_not", "should", "strive", "encourage", "may"]
BearerSource = Literal["explicit", "inherited", "heading", "recipients", "unknown"]
Operator = Literal["<", "<=", "=", ">=", ">", "range"]
QuantityRole = Literal["limit", "scope", "fact"]
Change = Literal["rise", "fall"]
Precision = Literal["day", "month", "quarter", "half-year", "year"]
Relation = Literal[
    "forwards", "relays", "issues", "implements", "amends", "repeals", "attaches", "cites"
]
# How a citation names its paper: 《…》（银发〔2021〕63号）; 《…》; 银发〔2021〕63号; 《办法》 after
# （以下简称《办法》）; 上述通知; 关于转发…工作的通知 without 《》; a line of the attachment note.
NamedBy = Literal[
    "title-and-number",
    "title",
    "number",
    "short-name",
    "anaphor",
    "plain-title",
    "attachment-note",
]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号 (GB/T 9704—2012, 7.2.5): authority code, year, serial, as in 国办发〔2024〕10号.

    Orders and announcements (令, 公告) carry the authority's name and 第:
    中国人民银行令〔2024〕第6号 has the code ``中国人民银行令``. Orders that are numbered on and on
    have no year: 国务院令第768号.
    """

    span: Span
    authority_code: str  # 机关代字, "国办发"
    year: int | None  # four digits
    serial: int  # without 第, without padding zeros

    @property
    def normal(self) -> str:
        """As GB/T 9704 prints it: ``忻银发〔2021〕49号``."""
        if self.year is None:
            return f"{self.authority_code}第{self.serial}号"
        ordinal = "第" if self.authority_code.endswith(("令", "公告")) else ""
        return f"{self.authority_code}〔{self.year}〕{ordinal}{self.serial}号"


@dataclass(frozen=True, slots=True)
class Party:
    """An authority or a recipient, in the rank in which the paper prints it (from 1)."""

    role: PartyRole
    rank: int
    name: str  # as printed, without spaces
    organisation: str  # full standing name where the lexicon knows it, else ``name``
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A metadata value with the characters that say so."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class DateValue:
    """A calendar day with the characters that say so."""

    value: date
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What header, title and imprint say about one document; ``None`` where the paper is silent."""

    title: Value | None = None
    document_type: Value | None = None
    number: DocumentNumber | None = None
    document_date: DateValue | None = None
    print_date: DateValue | None = None
    effective_date: DateValue | None = None
    expiry_date: DateValue | None = None
    classification: Value | None = None
    urgency: Value | None = None
    openness: Value | None = None
    copies: Value | None = None  # 印数, digits
    signatory: Value | None = None
    printing_authority: Value | None = None
    contact: Value | None = None
    contact_phone: Value | None = None
    attachments: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One item under the common head of a duty: （一）有健全的内部管理制度；."""

    span: Span  # without its label
    segment: int  # index into Outline.segments
    label: str  # "（一）", "一是"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty, permission or prohibition: who, how strictly, what, to whom, when, unless.

    商业银行应当自收到申请之日起20日内作出决定，情况复杂的除外。: bearer 商业银行, force ``must``,
    action 自收到申请之日起20日内作出决定, exception 情况复杂的除外. ``action``, ``object``,
    ``condition`` and ``exception`` are words of the text; parts that stand apart are joined by ，.
    """

    span: Span  # the clause or sentence
    segment: int  # index into Outline.segments
    force: Force
    action: str
    bearer: str | None = None  # 责任主体
    bearer_span: Span | None = None
    bearer_source: BearerSource = "unknown"
    condition: str | None = None  # 对…的, 在…前提下, …时
    deadline: str | None = None  # literal words
    recurrence: str | None = None  # RFC 5545 rule: "FREQ=MONTHLY"
    recurrence_span: Span | None = None
    object: str | None = None  # what or whom the action is done to: 对小微企业贷款, 内部控制制度
    exception: str | None = None  # …除外, 但…的除外, 除…外
    items: tuple[DutyItem, ...] = ()  # 应当符合下列条件：（一）…（二）…
    found_by: str = "force-word"  # imperative, statement, term, or pattern:NAME of a user's list


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or comparative limit, in base units: 不得超过10万元 is ``<= 100000 元``.

    ``value`` is ``None`` for a limit against a baseline without a number of its own
    (高于去年同期水平). ``condition`` is the index of the quantity that limits this one's scope
    (1年期（含）以下贷款 利率不超过1年期LPR).
    """

    span: Span
    segment: int
    role: QuantityRole
    operator: Operator
    value: Decimal | None
    unit: str | None  # "元", "%", "个百分点", "户", "年"
    value_upper: Decimal | None = None
    lower_inclusive: bool | None = None
    upper_inclusive: bool | None = None
    per: str | None = None  # "亿元支农再贷款"
    baseline: str | None = None  # "各项贷款不良率"
    measure: str | None = None  # what is limited: "权重占比"
    dimension: str | None = None  # of the unit: "money", "share", "points", "ratio", "time", …
    approximate: bool = False  # 约, 左右, 近
    change: Change | None = None  # 下降3个百分点 tells how much it moved, not where it stands
    obligation: int | None = None  # index into TaggedDocument.obligations
    condition: int | None = None  # index into TaggedDocument.quantities


@dataclass(frozen=True, slots=True)
class Term:
    """A term that runs from an event: 自收到申请之日起30个工作日内."""

    # "收到申请"; None where the text names none (应在5日内); it ends in 前 where the term ends
    # before the event (有效期届满前), and is 提前 where the text says no more.
    event: str | None
    count: int  # 30
    unit: str  # canonical unit of units.csv: "个工作日", "日", "个月"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to which a duty or a policy runs: a date, or the rule that gives one."""

    span: Span
    segment: int
    date: date | None  # None where it cannot be computed from the text
    precision: Precision
    obligation: int | None = None
    term: Term | None = None  # for terms that run from an event
    reason: str | None = None  # in Chinese, how the date was computed where it is not printed


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of another document, by title, by number or by both.

    《办法》第八条第二款 after （以下简称《办法》） takes title and number of its antecedent, the
    citation that defines the short name; its span quotes 《办法》第八条第二款.
    """

    span: Span
    segment: int | None  # None in title or header
    relation: Relation
    title: str | None  # without 《》 and spaces
    number: DocumentNumber | None
    confidence: float = 1.0
    evidence: str = ""  # the words that decide the relation
    named_by: NamedBy = "title"
    provision: str | None = None  # of the cited paper, as printed: "第八条第二款"
    antecedent: int | None = None  # index into TaggedDocument.citations


@dataclass(frozen=True, slots=True)
class ForwardingRequest:
    """A wish that recipients pass the paper on: 请…将本通知转发…; watched by ``chain``."""

    span: Span
    segment: int | None
    by: str
    to: str | None


@dataclass(frozen=True)
class TaggedDocument:
    """An outline with all that it says; the span of each tag quotes what the tag says."""

    outline: Outline
    metadata: Metadata
    parties: tuple[Party, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    citations: tuple[Citation, ...] = ()
    forwarding_requests: tuple[ForwardingRequest, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
