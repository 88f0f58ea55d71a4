"""A DocBin for spaCy: one Doc an article or a document, with every find as a span."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.query.targets import written_beside
from hongtou.query.whole import Row, WholeDocument
from hongtou.run.exporting.options import Unit, Written

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from hongtou.tag.views import Mark

__all__ = ["docs_of", "write_docbin"]

# Docs in one file of a folder: some ten megabytes, which spaCy holds at once.
_DOCS_A_PART: Final = 5_000
# Tables with spans -> the column that becomes the label; None: the name of the thing.
_MARKED: Final = {
    "obligations": "force", "quantities": "role", "deadlines": None, "citations": "relation",
    "parties": "role",
}  # fmt: skip


def write_docbin(wholes: Iterable[WholeDocument], out: Path, unit: Unit) -> Written:
    """One ``.spacy`` file, or a folder of them, as ``spacy train`` takes either."""
    from hongtou.tag.views import write_docs

    docs = (doc for whole in wholes for doc in docs_of(whole, unit))
    if out.suffix == ".spacy":
        with written_beside(out) as part:
            many = write_docs(docs, part)
        return Written((out,), many)
    out.mkdir(exist_ok=True)
    for stale in out.glob("part-*.spacy"):
        stale.unlink()
    paths: list[Path] = []
    many = 0
    while held := list(islice(docs, _DOCS_A_PART)):
        paths.append(out / f"part-{len(paths) + 1:04}.spacy")
        many += write_docs(held, paths[-1])
    return Written(tuple(paths), many)


def docs_of(whole: WholeDocument, unit: Unit) -> Iterator["Doc"]:
    """The Docs of a document; articles without words of their own have none."""
    from hongtou.tag.views import Mark, doc_of

    document, marks = whole.document, _marks(whole)
    first = int(document["start"] or 0)
    for start, end, path in _articles(whole, marks) if unit == "article" else _all_of(whole):
        text = whole.text[start - first : end - first]
        if not text.strip():
            continue
        about = {
            "document_id": str(document["document_id"]),
            "document_number": _text(document["document_number"]),
            "title": _text(document["title"]),
            "path": path, "file": whole.file, "start": start, "end": end,
        }  # fmt: skip
        inside = [
            Mark(mark.start - start, mark.end - start, mark.label, mark.group)
            for mark in marks
            if start <= mark.start and mark.end <= end
        ]
        yield doc_of(text, inside, about)


def _text(value: str | float | None) -> str | None:
    return None if value is None else str(value)


def _all_of(whole: WholeDocument) -> Iterator[tuple[int, int, str]]:
    start = int(whole.document["start"] or 0)
    yield start, start + len(whole.text), ""


def _articles(whole: WholeDocument, marks: "Sequence[Mark]") -> Iterator[tuple[int, int, str]]:
    """Start, end and path of what each article says itself, before, between and behind its items.

    An article whose finds reach into its items comes with all of them: 应当符合下列条件：（一）….
    """
    done = -1
    for start, own, end, path in sorted(_own_pieces(whole.tables["segments"])):
        if start < done:
            continue
        if any(start <= m.start < own < m.end <= end for m in marks):
            own = done = end
        yield start, own, path


def _own_pieces(segments: Sequence[Row]) -> Iterator[tuple[int, int, int, str]]:
    """Start and end of each piece, the end of its segment, and the path."""
    children: dict[object, list[tuple[int, int]]] = {}
    for row in segments:
        children.setdefault(row["parent_id"], []).append((_at(row, "start"), _at(row, "end")))
    for row in segments:
        start, end, path = _at(row, "start"), _at(row, "end"), str(row["path"])
        own = _at(row, "own_end")
        for child_start, child_end in (*sorted(children.get(row["segment_id"], [])), (end, end)):
            yield start, max(start, min(own, child_start)), end, path
            start, own = max(start, child_end), end


def _at(row: Row, column: str) -> int:
    return int(row[column] or 0)


def _marks(whole: WholeDocument) -> "list[Mark]":
    """All finds of a document; offsets are in the clean text of its file."""
    from hongtou.tag.views import Mark

    marks = []
    for table, column in _MARKED.items():
        for row in whole.tables[table]:
            if row["start"] is not None and row["end"] is not None:
                label = "deadline" if column is None else str(row[column])
                marks.append(Mark(int(row["start"]), int(row["end"]), label, table))
    for row in whole.tables["obligations"]:
        if row["bearer_start"] is not None and row["bearer_end"] is not None:
            span = int(row["bearer_start"]), int(row["bearer_end"])
            marks.append(Mark(*span, "bearer", "bearers"))
    return marks
