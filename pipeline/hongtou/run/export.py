"""What a knowledge base holds, for other programs: the door to all forms of ``run/exporting``.

Documents pass one by one and the same knowledge base gives the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TextIO

from hongtou.errors import ExportError, LookupFailedError
from hongtou.query import KnowledgeBase
from hongtou.query.filters import Filters
from hongtou.query.targets import check_target, written_beside
from hongtou.query.whole import (
    WholeDocument,
    document_ids,
    ghosts_among,
    read_documents,
)
from hongtou.run.exporting.akn.paper import write_akn
from hongtou.run.exporting.docbin import docs_of, write_docbin
from hongtou.run.exporting.gbt33480 import write_gbt33480
from hongtou.run.exporting.lines import write_lines
from hongtou.run.exporting.linked import write_linked
from hongtou.run.exporting.network import write_network
from hongtou.run.exporting.options import Options, Unit, Written
from hongtou.run.exporting.shelf import carried_inside
from hongtou.run.exporting.tables import write_csv

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["FORMATS", "Export", "ExportFormat", "Unit", "article_doc", "export", "export_docs"]

ExportFormat = Literal["docbin", "jsonl", "csv", "akn", "jsonld", "gbt33480", "graphml"]
FORMATS: Final = ("docbin", "jsonl", "csv", "akn", "jsonld", "gbt33480", "graphml")
# Forms that are one text, which may go to standard output.
_TEXTS: Final = {"jsonl": write_lines, "jsonld": write_linked, "graphml": write_network}


@dataclass(frozen=True, slots=True)
class Export:
    """What was written."""

    paths: tuple[str, ...]
    documents: int  # papers that are held
    rows: int  # Docs of a DocBin, lines, rows of all tables, files, nodes of a graph
    ghosts: int = 0  # papers that are only cited; they have a row, but no text
    warnings: tuple[str, ...] = ()  # what could not be written as it is held, for people


def export(
    kb: KnowledgeBase,
    form: ExportFormat,
    out: Path | TextIO,
    *,
    documents: Sequence[str] = (),
    filters: Filters | None = None,
    unit: Unit = "article",
    with_contacts: bool = False,
    base: str = "",
    on_progress: Callable[[int, int], None] | None = None,
) -> Export:
    """Write documents with all that was found in them.

    Args:
        kb: An open knowledge base.
        form: ``docbin``, ``jsonl``, ``csv``, ``akn``, ``jsonld``, ``gbt33480`` or ``graphml``.
        out: A file; for ``docbin``, ``csv``, ``akn`` and ``gbt33480`` a folder, if its name has
            no ending ``.spacy`` or ``.zip``; for ``jsonl``, ``jsonld`` and ``graphml`` also an
            open text file.
        documents: Number, id or part of a title of each; none means all that pass the filters.
        filters: Authority, year and type of the documents.
        unit: Whether a Doc of a DocBin is an article or a whole document.
        with_contacts: Whether names and numbers of contacts are left in; else they are ＊.
        base: What identifiers in ``jsonld`` begin with; ``""`` is ``urn:hongtou:``.
        on_progress: Called with documents done and in all.

    Raises:
        ExportError: If ``out`` cannot be written or is the knowledge base, or nothing is to be
            written.
        LookupFailedError: If a document is not held.
    """
    if isinstance(out, Path):
        check_target(kb.connection, out)
    keys = sorted({kb.resolve(document).document_id for document in documents})
    selected = frozenset(document_ids(kb.connection, keys, filters))
    if not selected:
        raise ExportError("没有符合条件的文件可导出；请放宽条件，或先用 hongtou ingest 入库")
    ghosts = ghosts_among(kb.connection, selected)
    without = _not_apart(kb, form, selected, ghosts)
    total = len(selected) - len(without)
    wholes = _watched(
        read_documents(kb.connection, keys, filters, with_contacts=with_contacts, without=without),
        lambda done: None if on_progress is None else on_progress(done, total),
    )
    options = Options(unit, with_contacts, base, selected)
    try:
        made = _write(kb, form, wholes, out, options)
    except OSError as error:
        where, said = error.filename or out, error.strerror or str(error)
        raise ExportError(
            f"{where}：无法写入（{said}）；请检查目录和权限，或用 --out 换一个位置"
        ) from error
    if form == "graphml" and on_progress is not None:  # papers are not read for it
        on_progress(total, total)
    held = len(selected) - len(ghosts)
    return Export(tuple(map(str, made.paths)), held, made.rows, len(ghosts), made.warnings)


def _not_apart(
    kb: KnowledgeBase, form: ExportFormat, selected: frozenset[str], ghosts: frozenset[str]
) -> frozenset[str]:
    """The papers without a file of their own, in forms that write one a paper."""
    if form == "akn":
        return ghosts | carried_inside(kb.connection, selected)
    return ghosts if form == "gbt33480" else frozenset()


def _write(
    kb: KnowledgeBase,
    form: ExportFormat,
    wholes: Iterable[WholeDocument],
    out: Path | TextIO,
    options: Options,
) -> Written:
    if form in _TEXTS:
        write = _TEXTS[form]
        if not isinstance(out, Path):
            return Written((), write(kb, wholes, out, options))
        with (
            written_beside(out) as part,
            part.open("w", encoding="utf-8", newline="\n") as file,
        ):
            rows = write(kb, wholes, file, options)
        return Written((out,), rows)
    if not isinstance(out, Path):
        raise ExportError(f"{form} 不是一份文本，不能写到标准输出；请用 --out 给出文件或目录")
    if form in ("akn", "gbt33480") and out.suffix.lower() == ".xml":
        raise ExportError(f"{out}：{form} 每份文件写一个 XML，请给目录或 .zip，如 --out {out.stem}")
    match form:
        case "docbin":
            return write_docbin(wholes, out, options.unit)
        case "csv":
            return write_csv(kb, wholes, out)
        case "akn":
            return write_akn(kb, wholes, out, options)
        case _:
            return write_gbt33480(wholes, out)


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
        yield from docs_of(whole, unit)


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
