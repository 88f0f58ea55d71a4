"""Small files of a few documents that cite each other, for laws about linking."""

from dataclasses import dataclass
from datetime import date

from hongtou.model import (
    Bundle,
    Citation,
    CleanText,
    DateValue,
    Document,
    Metadata,
    Outline,
    Party,
    RawSpan,
    Relation,
    Run,
    Segment,
    Source,
    Span,
    TaggedDocument,
    Transcript,
    Value,
)
from hongtou.notation.document_numbers import read_document_number
from hongtou.store import Store
from hongtou.store.first_readings import FirstReading

# Long enough to share fingerprints: three shared ones make the text speak.
PASSAGES = (
    "各分支机构应当切实加强对辖区内金融机构的监督管理，督促其按照规定报送统计报表和有关材料，确保数据真实准确完整及时，"
    "不得迟报漏报瞒报，对发现的问题要逐项建立台账限期整改到位并将整改情况书面报告上级行备案以便存查核对归集汇总",
    "要进一步扩大跨境贸易结算试点的范围，引导银行业机构完善内部控制制度和风险处置预案，强化从业人员的业务培训考核，"
    "主动接受社会公众的评议，维护消费者的合法权益，推动普惠服务向乡村延伸覆盖每一个行政村落和边远牧区的群众",
    "为规范票据市场的交易行为，防范操作环节的舞弊隐患，现就承兑贴现查询查复等事项明确如下要求，请遵照执行，"
    "执行中遇到的新情况新问题应当逐级反映，由总行有关司局会同相关部门研究后统一答复各单位不得自行解释变通",
)


# relation, number, title, whether it takes the answer of the citation before it
Cited = tuple[Relation, str | None, str | None, bool]


@dataclass(frozen=True)
class Paper:
    number: str | None
    title: str | None
    day: str | None
    issuing_authority: str | None
    embedded: bool
    cites: tuple[Cited, ...]


@dataclass(frozen=True)
class File:
    papers: tuple[Paper, ...]
    passages: tuple[int, ...]


def write_file(store: Store, slot: int, file: File) -> None:
    bundle, tagged = _tagged(slot, file)
    first = FirstReading(bundle.clean.text, None)
    store.write_source(bundle, tagged, version="1", outcome="", first=first)


def source_of(slot: int) -> Source:
    # Far apart, and not in the order of the slots.
    sha256 = f"{(slot * 7919 + 13) % 251:02x}" * 32
    return Source(sha256, f"{slot}.txt", f"{slot}.txt", "text/plain", 1)


def _tagged(slot: int, file: File) -> tuple[Bundle, tuple[TaggedDocument, ...]]:
    parts = [f"{p.number or ''}\n{p.title or ''}\n正文引用\n" for p in file.papers]
    raw = "".join(parts) + "\n".join(PASSAGES[i] for i in file.passages) + "\n"
    transcript = Transcript(source_of(slot), raw, (Run(RawSpan(0, len(raw)), 1),), "text/utf-8", 1)
    documents, at = [], 0
    for ordinal, (paper, part) in enumerate(zip(file.papers, parts, strict=True)):
        inside = paper.embedded and ordinal > 0
        span = Span(at, at + len(part))
        documents.append(
            Document(ordinal, "embedded" if inside else "main", span, 0 if inside else None)
        )
        at += len(part)
    bundle = Bundle(CleanText(transcript, ()), tuple(documents))
    pairs = zip(documents, file.papers, strict=True)
    return bundle, tuple(_document(bundle, document, paper) for document, paper in pairs)


def _document(bundle: Bundle, document: Document, paper: Paper) -> TaggedDocument:
    span = document.span
    body = Segment("paragraph", None, "", 0, "", None, None, span)
    outline = Outline(bundle, document, (), (body,), ())
    here = Span(span.end - 5, span.end - 1)
    number = read_document_number(paper.number) if paper.number else None
    citations = tuple(
        Citation(
            here, 0, relation, title, read_document_number(cited) if cited else None,
            antecedent=index - 1 if short and index else None,
        )
        for index, (relation, cited, title, short) in enumerate(paper.cites)
    )  # fmt: skip
    metadata = Metadata(
        title=Value(paper.title, here) if paper.title else None,
        number=number,
        document_date=DateValue(date.fromisoformat(paper.day), here) if paper.day else None,
    )
    name = paper.issuing_authority
    parties = (Party("issuing_authority", 1, name, name, None),) if name else ()
    return TaggedDocument(outline, metadata, parties, citations=citations)
