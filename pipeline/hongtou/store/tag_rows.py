"""What a document says, as rows: parties, obligations, quantities, deadlines, citations."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hongtou.model import Span, TaggedDocument
from hongtou.notation.amounts import comparable
from hongtou.store.link_keys import key_columns

Value = str | int | float | None
Row = dict[str, Value]


def tag_rows(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> dict[str, list[Row]]:
    """Rows of one document, by table; ``segment_ids`` are the keys of its segments, in order."""
    return {
        "attachments": list(_attachments(tagged, document_id)),
        "parties": list(_parties(tagged, document_id)),
        "obligations": list(_obligations(tagged, document_id, segment_ids)),
        "obligation_items": list(_items(tagged, document_id, segment_ids)),
        "quantities": list(_quantities(tagged, document_id, segment_ids)),
        "deadlines": list(_deadlines(tagged, document_id, segment_ids)),
        "citations": list(_citations(tagged, document_id, segment_ids)),
        "forwarding_requests": list(_requests(tagged, document_id, segment_ids)),
    }


def place(text: str, span: Span) -> Row:
    """The columns text, start and end: what a span says and where."""
    return {"text": span.of(text), "start": span.start, "end": span.end}


def number_of(value: Decimal | None) -> int | float | None:
    """A decimal as SQLite holds numbers: ``Decimal("50000.0")`` -> 50000, ``0.5`` -> 0.5."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _attachments(tagged: TaggedDocument, document_id: str) -> Iterator[Row]:
    for rank, title in enumerate(tagged.metadata.attachments, start=1):
        yield {
            "document_id": document_id, "rank": rank, "title": title.value,
            **place(tagged.outline.text, title.span),
        }  # fmt: skip


def _parties(tagged: TaggedDocument, document_id: str) -> Iterator[Row]:
    text = tagged.outline.text
    for party in tagged.parties:
        yield {
            "document_id": document_id,
            "role": party.role,
            "rank": party.rank,
            "name": party.name,
            "organisation": party.organisation,
            "text": party.span.of(text) if party.span else None,
            "start": party.span.start if party.span else None,
            "end": party.span.end if party.span else None,
        }


def _obligations(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> Iterator[Row]:
    text = tagged.outline.text
    for index, duty in enumerate(tagged.obligations):
        bearer, recurrence = duty.bearer_span, duty.recurrence_span
        yield {
            "obligation_id": _key(document_id, "o", index),
            "document_id": document_id,
            "segment_id": segment_ids[duty.segment],
            "bearer": duty.bearer,
            "bearer_source": duty.bearer_source,
            "bearer_start": bearer.start if bearer else None,
            "bearer_end": bearer.end if bearer else None,
            "force": duty.force,
            "action": duty.action,
            "condition": duty.condition,
            "deadline": duty.deadline,
            "recurrence": duty.recurrence,
            "recurrence_text": recurrence.of(text) if recurrence else None,
            "recurrence_start": recurrence.start if recurrence else None,
            "recurrence_end": recurrence.end if recurrence else None,
            "object": duty.object,
            "exception": duty.exception,
            "found_by": duty.found_by,
            **place(text, duty.span),
        }


def _items(tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]) -> Iterator[Row]:
    for index, duty in enumerate(tagged.obligations):
        for rank, item in enumerate(duty.items, start=1):
            yield {
                "obligation_id": _key(document_id, "o", index),
                "rank": rank,
                "segment_id": segment_ids[item.segment],
                "label": item.label,
                **place(tagged.outline.text, item.span),
            }


def _quantities(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> Iterator[Row]:
    for index, quantity in enumerate(tagged.quantities):
        base = comparable(quantity.value, quantity.unit)
        upper = comparable(quantity.value_upper, quantity.unit)
        yield {
            "quantity_id": _key(document_id, "q", index),
            "document_id": document_id,
            "segment_id": segment_ids[quantity.segment],
            "obligation_id": _key_or_none(document_id, "o", quantity.obligation),
            "condition_id": _key_or_none(document_id, "q", quantity.condition),
            **place(tagged.outline.text, quantity.span),
            "role": quantity.role,
            "operator": quantity.operator,
            "value": number_of(quantity.value),
            "value_upper": number_of(quantity.value_upper),
            "lower_inclusive": _flag(quantity.lower_inclusive),
            "upper_inclusive": _flag(quantity.upper_inclusive),
            "unit": quantity.unit,
            "per": quantity.per,
            "baseline": quantity.baseline,
            "measure": quantity.measure,
            "dimension": quantity.dimension,
            "approximate": int(quantity.approximate),
            "change": quantity.change,
            "base_value": number_of(base[0]) if base else None,
            "base_upper": number_of(upper[0]) if upper else None,
            "base_unit": base[1] if base else None,
        }


def _deadlines(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> Iterator[Row]:
    for index, deadline in enumerate(tagged.deadlines):
        yield {
            "deadline_id": _key(document_id, "d", index),
            "document_id": document_id,
            "segment_id": segment_ids[deadline.segment],
            "obligation_id": _key_or_none(document_id, "o", deadline.obligation),
            **place(tagged.outline.text, deadline.span),
            "date": deadline.date.isoformat() if deadline.date else None,
            "precision": deadline.precision,
            "event": deadline.term.event if deadline.term else None,
            "count": deadline.term.count if deadline.term else None,
            "count_unit": deadline.term.unit if deadline.term else None,
            "reason": deadline.reason,
        }


def _citations(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> Iterator[Row]:
    for index, citation in enumerate(tagged.citations):
        segment, number = citation.segment, citation.number
        yield {
            "citation_id": _key(document_id, "c", index),
            "document_id": document_id,
            "segment_id": None if segment is None else segment_ids[segment],
            "relation": citation.relation,
            "title": citation.title,
            "document_number": number.normal if number else None,
            **key_columns(number.normal if number else None, citation.title),
            **place(tagged.outline.text, citation.span),
            "relation_confidence": citation.confidence,
            "relation_evidence": citation.evidence,
            "named_by": citation.named_by,
            "provision": citation.provision,
            "antecedent_id": _key_or_none(document_id, "c", citation.antecedent),
        }


def _requests(
    tagged: TaggedDocument, document_id: str, segment_ids: Sequence[str]
) -> Iterator[Row]:
    for request in tagged.forwarding_requests:
        segment = request.segment
        yield {
            "document_id": document_id,
            "segment_id": None if segment is None else segment_ids[segment],
            "forwarder": request.by,
            "recipient": request.to,
            **place(tagged.outline.text, request.span),
        }


def _key(document_id: str, letter: str, index: int) -> str:
    """``0cd002fc9630-0#o1``: counted from 1 in the order in which the document says them."""
    return f"{document_id}#{letter}{index + 1}"


def _key_or_none(document_id: str, letter: str, index: int | None) -> str | None:
    return None if index is None else _key(document_id, letter, index)


def _flag(value: bool | None) -> int | None:
    return None if value is None else int(value)
