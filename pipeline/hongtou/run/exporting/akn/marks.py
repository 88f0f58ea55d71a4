"""Finds as inline elements: citations (``ref``), amounts, days, organisations, bearers (``role``).

Marks nest or stand apart; where two cross, the shorter stays. A mark that runs over the edge of a
line or a heading stays in the analysis only, since XML cannot show it.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hongtou.query.whole import Row, WholeDocument
from hongtou.run.exporting.akn.parts import Text
from hongtou.run.exporting.akn.xml import Element, Names, References, add
from hongtou.run.exporting.uris import portion_of, work_of

__all__ = ["Ink", "Mark", "marks_of", "target_of"]

# Metadata whose words have an element of their own -> element and attribute of its value.
_METADATA: Final = {
    "title": ("docTitle", None), "document_number": ("docNumber", None),
    "document_date": ("docDate", "date"), "print_date": ("date", "date"),
    "effective_date": ("date", "date"), "expiry_date": ("date", "date"),
}  # fmt: skip
# Elements that must say what they refer to -> kind of the thing.
_REFERRING: Final = {
    "organization": "TLCOrganization", "role": "TLCRole", "quantity": "TLCConcept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One find with its place in the clean text of the file."""

    start: int
    end: int
    tag: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    thing: str | None = None  # what it refers to: 中国人民银行, 元
    key: str | None = None  # citation_id


def marks_of(whole: WholeDocument, targets: Mapping[str, Row]) -> list[Mark]:
    """The finds of a document that can be shown together, outer ones first."""
    accepted: list[Mark] = []  # by start
    found = sorted(_found(whole, targets), key=lambda m: (m.end - m.start, m.start, m.tag))
    for mark in found:
        # What is accepted is no longer, so it touches only if it begins within this reach.
        first = bisect_left(accepted, 2 * mark.start - mark.end, key=_start)
        last = bisect_left(accepted, mark.end, key=_start)
        if mark.start < mark.end and not any(_clash(mark, m) for m in accepted[first:last]):
            insort(accepted, mark, key=_start)
    return sorted(accepted, key=lambda m: (m.start, -m.end))


def target_of(citation: Row, targets: Mapping[str, Row]) -> str | None:
    """The identifier of the paper, or of its article, that a citation means."""
    target = targets.get(str(citation["target_document_id"]))
    if target is None:
        return None
    portion = portion_of(None if citation["provision"] is None else str(citation["provision"]))
    uri = work_of(target).uri
    return f"{uri}/~{portion}" if portion else uri


def _start(mark: Mark) -> int:
    return mark.start


def _clash(one: Mark, other: Mark) -> bool:
    if one.end <= other.start or other.end <= one.start:
        return False
    if one.tag == other.tag or (one.start, one.end) == (other.start, other.end):
        return True
    inside = one.start <= other.start and other.end <= one.end
    return not inside and not (other.start <= one.start and one.end <= other.end)


def _found(whole: WholeDocument, targets: Mapping[str, Row]) -> Iterator[Mark]:
    for row in whole.tables["citations"]:
        href = target_of(row, targets)
        if href is not None:
            yield _mark(row, "ref", {"href": href}, key=str(row["citation_id"]))
    for row in whole.tables["quantities"]:
        thing = str(row["unit"] or row["baseline"] or "数量")
        yield _mark(row, "quantity", {"normalized": normalized(row)}, thing)
    for row in whole.tables["deadlines"]:
        if row["date"] is not None:
            yield _mark(row, "date", {"date": str(row["date"])})
    for row in whole.tables["parties"]:
        if row["start"] is not None:
            yield _mark(row, "organization", {}, str(row["organisation"]))
    for row in whole.tables["obligations"]:
        if row["bearer_start"] is not None and row["bearer_end"] is not None:
            span = int(row["bearer_start"]), int(row["bearer_end"])
            yield Mark(*span, "role", {}, str(row["bearer"]))
    for row in whole.tables["metadata"]:
        if (how := _METADATA.get(str(row["field"]))) is not None:
            tag, attribute = how
            yield _mark(row, tag, {attribute: str(row["value"])} if attribute else {})


def _mark(
    row: Row, tag: str, attributes: Mapping[str, str | None], thing: str | None = None,
    *, key: str | None = None,
) -> Mark:  # fmt: skip
    return Mark(int(row["start"] or 0), int(row["end"] or 0), tag, attributes, thing, key)


def normalized(row: Row) -> str:
    """A quantity as programs read it: ``>= 200 户/亿元``; ``1 – 7 级``; ``> 去年同期水平``."""
    value: object = row["value"]
    if row["operator"] == "range":
        value = f"{value} – {row['value_upper']}"
    unit = "/".join(str(part) for part in (row["unit"], row["per"]) if part)
    sign = None if row["operator"] == "range" else row["operator"]
    parts = (sign, value, unit, row["baseline"])
    return " ".join(str(part) for part in parts if part not in (None, ""))


class Ink:
    """Writes characters of one paper into elements, marks among them."""

    def __init__(
        self, text: Text, marks: Sequence[Mark], names: Names, references: References
    ) -> None:
        self.text, self.names, self.references = text, names, references
        self._marks, self._starts = marks, [mark.start for mark in marks]
        self.shown: dict[str, str] = {}  # citation_id -> eId of its ref

    def write(self, parent: Element, start: int, end: int, prefix: str) -> None:
        """Put the characters of a span into ``parent``, whose nearest eId is ``prefix``."""
        said = self.text.cut(start, end)
        start, end = end - len(said.lstrip()), start + len(said.rstrip())
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        inside = [mark for mark in self._marks[first:last] if mark.end <= end]
        self._write(parent, start, max(start, end), inside, prefix)

    def _write(
        self, parent: Element, start: int, end: int, marks: Sequence[Mark], prefix: str
    ) -> None:
        last: Element | None = None
        at = start
        for place, mark in enumerate(marks):
            if mark.start < at:
                continue  # inside the mark before
            _append(parent, last, self.text.cut(at, mark.start))
            last = add(parent, mark.tag, self._attributes(mark, prefix))
            behind = place + 1
            while behind < len(marks) and marks[behind].start < mark.end:
                behind += 1
            inner = marks[place + 1 : behind]  # marks nest or stand apart
            self._write(last, mark.start, mark.end, inner, prefix)
            at = mark.end
        _append(parent, last, self.text.cut(at, end))

    def _attributes(self, mark: Mark, prefix: str) -> dict[str, str | None]:
        attributes = dict(mark.attributes)
        if mark.tag == "ref" or mark.tag in _REFERRING:
            attributes["eId"] = self.names.counted(prefix, mark.tag)
        if mark.key is not None:
            self.shown[mark.key] = str(attributes["eId"])
        if mark.thing is not None:
            attributes["refersTo"] = self.references.to(_REFERRING[mark.tag], mark.thing)
        return attributes


def _append(parent: Element, last: Element | None, words: str) -> None:
    if last is None:
        parent.text = (parent.text or "") + words
    else:
        last.tail = (last.tail or "") + words
