"""What a knowledge base holds, for other programs: spaCy DocBin, JSON lines, CSV tables.

Documents pass one by one and the same knowledge base gives the same bytes.
"""

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal, TextIO

from hongtou.errors import ExportError, LookupFailedError
from hongtou.query import KnowledgeBase
from hongtou.query.filters import Filters
from hongtou.query.register.csv_file import safe_cell
from hongtou.query.targets import check_target
from hongtou.query.whole import (
    TABLES,
    Row,
    WholeDocument,
    columns_of,
    count_documents,
    count_ghosts,
    read_documents,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from hongtou.tag.views import Mark

__all__ = ["FORMATS", "Export", "ExportFormat", "Unit", "article_doc", "export", "export_docs"]

ExportFormat = Literal["docbin", "jsonl", "csv"]
FORMATS: Final = ("docbin", "jsonl", "csv")
Unit = Literal["article", "document"]

# Docs in one file of a folder: some ten megabytes, which spaCy holds at once.
_DOCS_A_PART: Final = 5_000
# The hour zero of ZIP: the same content must give the same file.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
# Tables with spans -> the column that becomes the label; None: the name of the thing.
_MARKED: Final = {
    "obligations": "force", "quantities": "role", "deadlines": None, "citations": "relation",
    "parties": "role",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """What was written."""

    paths: tuple[str, ...]
    documents: int  # papers that are held
    rows: int  # Docs of a DocBin, lines, or rows of all tables
    ghosts: int = 0  # papers that are only cited; they have a row, but no text


def export(
    kb: KnowledgeBase,
    form: ExportFormat,
    out: Path | TextIO,
    *,
    documents: Sequence[str] = (),
    filters: Filters | None = None,
    unit: Unit = "article",
    with_contacts: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Export:
    """Write documents with all that was found in them.

    Args:
        kb: An open knowledge base.
        form: ``docbin``, ``jsonl`` or ``csv``.
        out: A file; for ``docbin`` and ``csv`` a folder, if its name has no ending ``.spacy`` or
            ``.zip``; for ``jsonl`` also an open text file.
        documents: Number, id or part of a title of each; none means all that pass the filters.
        filters: Authority, year and type of the documents.
        unit: Whether a Doc of a DocBin is an article or a whole document.
        with_contacts: Whether names and numbers of contacts are left in; else they are ＊.
        on_progress: Called with documents done and in all.

    Raises:
        ExportError: If ``out`` cannot be written or is the knowledge base, or nothing is to be
            written.
        LookupFailedError: If a document is not held.
    """
    if isinstance(out, Path):
        check_target(kb.connection, out)
    keys = sorted({kb.resolve(document).document_id for document in documents})
    total = count_documents(kb.connection, keys, filters)
    if not total:
        raise ExportError("没有符合条件的文件可导出；请放宽条件，或先用 hongtou ingest 入库")
    ghosts = count_ghosts(kb.connection, keys, filters)
    wholes = _watched(
        read_documents(kb.connection, keys, filters, with_contacts=with_contacts),
        lambda done: None if on_progress is None else on_progress(done, total),
    )
    if not isinstance(out, Path):
        return Export((), total - ghosts, _write_lines(wholes, out), ghosts)
    try:
        if form == "jsonl":
            paths, rows = _write_jsonl(wholes, out)
        elif form == "csv":
            paths, rows = _write_csv(kb, wholes, out)
        else:
            paths, rows = _write_docbin(wholes, out, unit)
    except OSError as error:
        where, said = error.filename or out, error.strerror or str(error)
        raise ExportError(
            f"{where}：无法写入（{said}）；请检查目录和权限，或用 --out 换一个位置"
        ) from error
    return Export(tuple(map(str, paths)), total - ghosts, rows, ghosts)


def export_docs(
    kb: KnowledgeBase, document: str | None = None, *, unit: Unit = "article",
    with_contacts: bool = False,
) -> "Iterator[Doc]":  # fmt: skip
    """The Docs of one document or of all, as a DocBin holds them.

    Raises:
        LookupFailedError: If the document is not held.
    """
    keys = [] if document is None else [kb.resolve(document).document_id]
    for whole in read_documents(kb.connection, keys, with_contacts=with_contacts):
        yield from _docs(whole, unit)


def article_doc(kb: KnowledgeBase, document: str, path: str) -> "Doc":
    """The Doc of one article: ``article_doc(kb, "忻银发〔2021〕49号", "一/（一）")``.

    Raises:
        LookupFailedError: If the document is not held or has no such article.
    """
    known = []
    for doc in export_docs(kb, document):
        known.append(str(doc.user_data["path"]))
        if known[-1] == path:
            return doc
    shown = "、".join(filter(None, known[:40]))
    raise LookupFailedError(f"{document} 中没有条款“{path}”；有的是：{shown}")


def _watched(
    wholes: Iterable[WholeDocument], tell: Callable[[int], None]
) -> Iterator[WholeDocument]:
    for done, whole in enumerate(wholes, start=1):
        yield whole
        tell(done)


def _write_jsonl(wholes: Iterable[WholeDocument], out: Path) -> tuple[list[Path], int]:
    part = _beside(out)
    with part.open("w", encoding="utf-8", newline="\n") as file:
        many = _write_lines(wholes, file)
    part.replace(out)
    return [out], many


def _write_lines(wholes: Iterable[WholeDocument], file: TextIO) -> int:
    """One document a line, with a list of rows for each table; items stand in their obligation."""
    many = 0
    for many, whole in enumerate(wholes, start=1):  # noqa: B007
        items: dict[object, list[Row]] = {}
        for item in whole.tables["obligation_items"]:
            items.setdefault(item["obligation_id"], []).append(item)
        said: dict[str, object] = {**whole.document, "file": whole.file, "text": whole.text}
        for table, rows in whole.tables.items():
            if table == "obligations":
                said[table] = [
                    {**row, "items": items.get(row["obligation_id"], [])} for row in rows
                ]
            elif table != "obligation_items":
                said[table] = rows
        file.write(json.dumps(said, ensure_ascii=False) + "\n")
    return many


def _write_csv(
    kb: KnowledgeBase, wholes: Iterable[WholeDocument], out: Path
) -> tuple[list[Path], int]:
    """One CSV a table, in a folder or, if ``out`` ends so, in a ZIP file."""
    if out.suffix.lower() != ".zip":
        out.mkdir(exist_ok=True)
        rows = _write_tables(kb, wholes, out)
        return [out], rows
    part = _beside(out)
    with TemporaryDirectory(dir=out.parent) as folder:
        rows = _write_tables(kb, wholes, Path(folder))
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                told = zipfile.ZipInfo(path.name, _ZIP_TIME)
                told.compress_type = zipfile.ZIP_DEFLATED
                with path.open("rb") as source, archive.open(told, "w") as target:
                    while block := source.read(1 << 20):
                        target.write(block)
    part.replace(out)
    return [out], rows


def _write_tables(kb: KnowledgeBase, wholes: Iterable[WholeDocument], folder: Path) -> int:
    columns = {table: columns_of(kb.connection, table) for table in ("documents", *TABLES)}
    columns["documents"] += ("file",)
    rows = 0
    with ExitStack() as stack:
        writers = {}
        for table, names in columns.items():
            # The mark at the beginning tells Excel that this is UTF-8.
            path = folder / f"{table}.csv"
            file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            writers[table] = csv.writer(file, lineterminator="\n")
            writers[table].writerow(names)
        for whole in wholes:
            held: Mapping[str, Sequence[Row]] = {
                "documents": [{**whole.document, "file": whole.file}], **whole.tables,
            }  # fmt: skip
            for table, found in held.items():
                rows += len(found)
                writers[table].writerows(
                    [safe_cell(row[c]) for c in columns[table]] for row in found
                )
    return rows


def _write_docbin(wholes: Iterable[WholeDocument], out: Path, unit: Unit) -> tuple[list[Path], int]:
    """One ``.spacy`` file, or a folder of them, as ``spacy train`` takes either."""
    from hongtou.tag.views import write_docs

    docs = (doc for whole in wholes for doc in _docs(whole, unit))
    if out.suffix == ".spacy":
        part = _beside(out)
        many = write_docs(docs, part)
        part.replace(out)
        return [out], many
    out.mkdir(exist_ok=True)
    for stale in out.glob("part-*.spacy"):
        stale.unlink()
    paths: list[Path] = []
    many = 0
    while held := list(islice(docs, _DOCS_A_PART)):
        paths.append(out / f"part-{len(paths) + 1:04}.spacy")
        many += write_docs(held, paths[-1])
    return paths, many


def _beside(out: Path) -> Path:
    """Where a file is written before it takes its name: a broken export leaves the former one."""
    return out.with_name(f"{out.name}.part")


def _docs(whole: WholeDocument, unit: Unit) -> Iterator["Doc"]:
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
