"""CSV: one file a table, in a folder or a ZIP."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from hongtou.query import KnowledgeBase
from hongtou.query.register.csv_file import safe_cell
from hongtou.query.whole import TABLES, Row, WholeDocument, columns_of
from hongtou.run.exporting.folders import written_folder
from hongtou.run.exporting.options import Written

__all__ = ["write_csv"]


def write_csv(kb: KnowledgeBase, wholes: Iterable[WholeDocument], out: Path) -> Written:
    """One CSV a table, in a folder or, if ``out`` ends so, in a ZIP file."""
    with written_folder(out) as folder:
        return Written((out,), _write_tables(kb, wholes, folder))


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
