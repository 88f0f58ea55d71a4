"""The same notice as text and as lines of print says the same: documents, outline, tags."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hongtou.clean import clean
from hongtou.model import Metadata, TaggedDocument, Transcript
from hongtou.read import open_source, read
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.printed_lines import Style, print_lines
from tests.support import transcript_of

ROOT = Path(__file__).resolve().parent.parent
NOTICES = sorted(
    path
    for folder in ("corpus", "tests/invented/first/notices", "tests/invented/second/notices")
    for path in (ROOT / folder).glob("*.txt")
)
# Tables are no lines of print; tests/test_formats.py prints them with their rules.
RUNNING = [path for path in NOTICES if "\n|" not in path.read_text("utf-8")]
STYLES = (
    Style(),  # lines end anywhere, inside a figure too
    Style(columns=32, rows=26, whole_figures=True, page_number="-{}-"),
)
VALUES = [name for name in Metadata.__dataclass_fields__ if name not in ("number", "attachments")]


def _documents(transcript: Transcript) -> list[TaggedDocument]:
    bundle = split(clean(transcript))
    return [tag(segment(bundle, document)) for document in bundle.documents]


def _bare(value: object) -> str | None:
    return None if value is None else re.sub(r"\s+", "", str(value))


def _facts(documents: list[TaggedDocument]) -> Iterator[dict[str, Any]]:
    """What a document says, without the positions of it."""
    for document in documents:
        outline, metadata, text = document.outline, document.metadata, document.outline.text
        yield {
            "role": (outline.document.role, outline.document.parent),
            "number": metadata.number and metadata.number.normal,
            "values": {
                name: value and _bare(value.value)
                for name in VALUES
                for value in [getattr(metadata, name)]
            },
            "attachments": [_bare(value.value) for value in metadata.attachments],
            "parties": [(p.role, p.rank, p.name) for p in document.parties],
            "outline": [
                (s.kind, s.path, s.heading and _bare(s.heading.of(text)), _bare(s.span.of(text)))
                for s in outline.segments
            ],
            "obligations": [
                (o.force, o.bearer, _bare(o.action), _bare(o.condition), o.deadline, o.recurrence)
                for o in document.obligations
            ],
            "quantities": [
                (q.role, q.operator, q.value, q.value_upper, q.unit, q.per, q.baseline)
                for q in document.quantities
            ],
            "deadlines": [(d.date, d.precision) for d in document.deadlines],
            "citations": [
                (c.relation, _bare(c.title), c.number and c.number.normal)
                for c in document.citations
            ],
        }


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.stem)
def test_print_says_what_the_text_says(path: Path) -> None:
    typed = _documents(read(open_source(path)))
    expected = list(_facts(typed))
    assert expected
    for style in STYLES:
        printed = print_lines([document.outline for document in typed], style)
        assert list(_facts(_documents(transcript_of(printed)))) == expected


def test_all_notices_were_printed() -> None:
    assert len(NOTICES) == 58
    assert len(RUNNING) == 54
