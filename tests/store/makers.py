"""A small notice with everything in it that a knowledge base can hold."""

import re
from datetime import date
from decimal import Decimal

from hongtou.model import (
    Bundle,
    Citation,
    CleanText,
    Correction,
    DateValue,
    Deadline,
    Document,
    DocumentNumber,
    Element,
    Finding,
    ForwardingRequest,
    Metadata,
    Obligation,
    Outline,
    Party,
    Quantity,
    RawSpan,
    Run,
    Segment,
    Source,
    Span,
    TaggedDocument,
    Transcript,
    Value,
)

RAW = (
    "甲银发[2021]7号\n关于转发再贷款通知的通知\n各县支行：\n"
    "一、加强管理。各县支行应当于2021年12月31日前报送。\n"
    "（一）利率不得超过5.5％，单户不超过10万元。\n"
    "二、按《再贷款办法》（乙银发〔2020〕3号）执行，请转发辖内机构。\n"
    "联系人：王某\n"
)


def bundle_of_notice(sha256: str = "a" * 64, raw: str = RAW, name: str = "notice.txt") -> Bundle:
    source = Source(sha256, name, name, "text/plain", len(raw.encode()), "000_a.txt")
    finding = Finding("read.example", "整份文件的疑点")
    runs = (Run(RawSpan(0, len(raw)), 1),)
    transcript = Transcript(source, raw, runs, "text/utf-8", 1, (finding,))
    corrections = tuple(
        Correction(RawSpan(m.start(), m.end()), m.group(), after, rule, "示例")
        for m, after, rule in sorted(
            (
                *((m, "〔2021〕", "bracket") for m in re.finditer(r"\[2021\]", raw)),
                *((m, "%", "width") for m in re.finditer("％", raw)),
            ),
            key=lambda found: found[0].start(),
        )
    )
    clean = CleanText(transcript, corrections)
    return Bundle(clean, (Document(0, "main", Span(0, len(clean.text)), evidence=("number",)),))


def span_in(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def value_in(text: str, words: str) -> Value:
    return Value(words, span_in(text, words))


def outline_of_notice(bundle: Bundle) -> Outline:
    text = bundle.clean.text
    first, child, second = (text.index(x) for x in ("一、", "（一）", "二、"))
    end, heading = text.index("联系人"), Span(first + 2, first + 6)
    segments = (
        Segment("item", None, "一", 1, "一、", 1, heading, Span(first, second - 1)),
        Segment("item", 0, "一/（一）", 2, "（一）", 1, None, Span(child, second - 1)),
        Segment("item", None, "二", 1, "二、", 2, None, Span(second, end - 1)),
        Segment("paragraph", None, "", 0, "", None, None, Span(end, len(text) - 1)),
    )
    elements = (Element("title", span_in(text, "关于转发再贷款通知的通知")),)
    doubt = Finding("segment.example", "标题的疑点", elements[0].span)
    return Outline(bundle, bundle.documents[0], elements, segments, (doubt,))


def notice(sha256: str = "a" * 64, *, raw: str = RAW, name: str = "notice.txt") -> TaggedDocument:
    """甲银发〔2021〕7号, which cites 乙银发〔2020〕3号."""
    outline = outline_of_notice(bundle_of_notice(sha256, raw, name))
    text = outline.text
    number = DocumentNumber(span_in(text, "甲银发〔2021〕7号"), "甲银发", 2021, 7)
    cited = DocumentNumber(span_in(text, "乙银发〔2020〕3号"), "乙银发", 2020, 3)
    duty = span_in(text, "各县支行应当于2021年12月31日前报送")
    day = span_in(text, "2021年12月31日前")
    rate, sum_ = span_in(text, "不得超过5.5%"), span_in(text, "不超过10万元")
    return TaggedDocument(
        outline,
        Metadata(
            title=value_in(text, "关于转发再贷款通知的通知"),
            document_type=Value("通知", span_in(text, "通知")),
            number=number,
            document_date=DateValue(date(2021, 5, 28), day),
            copies=Value("10", span_in(text, "10")),
            contact=value_in(text, "王某"),
            attachments=(value_in(text, "再贷款办法"),),
        ),
        parties=(
            Party("issuing_authority", 1, "甲支行", "甲市中心支行", None),
            Party("main_recipient", 1, "各县支行", "各县支行", span_in(text, "各县支行")),
        ),
        obligations=(
            Obligation(duty, 0, "must", "报送", "各县支行", span_in(text, "各县支行"), "explicit",
                       deadline="2021年12月31日前"),
            Obligation(rate, 1, "must_not", "超过5.5%"),
        ),
        quantities=(
            Quantity(rate, 1, "limit", "<=", Decimal("5.5"), "%", obligation=1, condition=1),
            Quantity(sum_, 1, "limit", "<=", Decimal("100000.0"), "元", upper_inclusive=True),
        ),
        deadlines=(Deadline(day, 0, date(2021, 12, 31), "day", obligation=0),),
        citations=(
            Citation(span_in(text, "《再贷款办法》（乙银发〔2020〕3号）"), 2, "implements",
                     "再贷款办法", cited, 0.9, "按…执行"),
            Citation(span_in(text, "再贷款通知"), None, "forwards", "再贷款通知", None),
        ),
        forwarding_requests=(
            ForwardingRequest(span_in(text, "请转发辖内机构"), 2, "各县支行", "辖内机构"),
        ),
        findings=(doubt_of(outline), Finding("tag.example", "文号的疑点", number.span)),
    )  # fmt: skip


def doubt_of(outline: Outline) -> Finding:
    return outline.findings[0]
