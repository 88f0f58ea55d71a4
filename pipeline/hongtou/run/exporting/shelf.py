"""What a paper needs to know of others: those that it cites, that it carries, that end it."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final

from hongtou.query.contacts import FileMasks
from hongtou.query.standing import standings_of
from hongtou.query.whole import Row, WholeDocument, read_document
from hongtou.run.exporting.akn.meta import Subject
from hongtou.run.exporting.options import Options
from hongtou.run.exporting.uris import work_of

__all__ = ["Shelf", "carried_inside"]

_CITED: Final = (
    "SELECT DISTINCT d.* FROM citations c JOIN documents d ON d.document_id = c.target_document_id"
    " WHERE c.document_id = ?"
)


def carried_inside(connection: sqlite3.Connection, selected: Collection[str]) -> frozenset[str]:
    """Those of the selected papers that stand in the file of another one, however deep."""
    above = dict(
        connection.execute("SELECT document_id, parent_id FROM documents WHERE parent_id NOTNULL")
    )
    return frozenset(key for key in above if key in selected and _carrier(key, above, selected))


def _carrier(key: str, above: Mapping[str, str], selected: Collection[str]) -> bool:
    """Whether a selected paper carries this one, or carries its carrier."""
    while (found := above.get(key)) is not None:
        if found in selected:
            return True
        key = found
    return False


class Shelf:
    """Answers from the knowledge base, one paper at a time."""

    def __init__(self, connection: sqlite3.Connection, options: Options) -> None:
        self._connection, self._options = connection, options
        self._masks = None if options.with_contacts else FileMasks(connection)

    def subject_of(self, whole: WholeDocument) -> Subject:
        """The paper with the rows of those that it cites and what others do to it."""
        key = str(whole.document["document_id"])
        cited = self._connection.execute(_CITED, (key,))
        targets: dict[str, Row] = {row["document_id"]: dict(row) for row in cited}
        # On the last of days: the same file must come of the same knowledge base every day.
        standing = standings_of(self._connection, (key,), date.max).get(key)
        return Subject(whole, work_of(whole.document), targets, standing)

    def row_of(self, document_id: str) -> Row | None:
        """The row of a document, as far as its identifier needs it."""
        row = self._connection.execute(
            "SELECT * FROM documents WHERE document_id = ?", (document_id,)
        ).fetchone()
        return None if row is None else dict(row)

    def carried_by(self, whole: WholeDocument) -> Iterator[WholeDocument]:
        """The papers in the same file that this one carries, in the order of the file."""
        rows = self._connection.execute(
            "SELECT document_id FROM documents WHERE parent_id = ? ORDER BY ordinal",
            (whole.document["document_id"],),
        ).fetchall()
        for row in rows:
            carried = read_document(self._connection, row["document_id"], self._masks)
            if carried is not None:
                yield carried
