"""The difference of a paper from the papers above it: what came of each clause."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.errors import LookupFailedError
from hongtou.model import PASSING
from hongtou.model.labels import RELATIONS
from hongtou.query.copies import are_copies
from hongtou.query.differing.aligning import align
from hongtou.query.differing.judging import judge
from hongtou.query.differing.papers import family_of, read_clauses
from hongtou.query.differing.parents import Parents, given_parent, parents_of
from hongtou.query.differing.results import VERDICTS, Change, Clause, Quote, Row, Verdict
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.places import Places
from hongtou.query.results import DocumentRef
from hongtou.query.summary import DAMAGED

__all__ = ["Diff", "compare_clauses", "read_diff"]

# A child that says again so much of the parent, in characters, speaks for itself: what it does
# not say is left out, although it passes the parent on as well.
RETOLD: Final = 0.5


@dataclass(frozen=True, slots=True)
class Diff:
    """What a child changed of its parents, clause by clause; every clause stands once on its side.

    Example:
        >>> kb.diff("忻银发〔2021〕49号").counts             # doctest: +SKIP
        {'relayed': 0, 'reworded': 3, …, 'added': 2, 'dropped': 0, 'passed_on': 30}
    """

    child: DocumentRef
    parents: tuple[DocumentRef, ...]
    relation: str | None  # forwards, relays, issues, implements, repeals, amends
    passed_on_whole: bool  # the child passes the parent on as it is (转发), besides its own clauses
    rows: tuple[Row, ...]  # in the order of the child
    notes: tuple[str, ...] = ()  # in Chinese
    left_out: tuple[Row, ...] = ()  # by ``only``

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many rows have each verdict, all verdicts named."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def share_relayed(self) -> float:
        """Share of the parent's characters that the child says in the same words, 0 to 1."""
        return _share((*self.rows, *self.left_out), ("relayed",))

    @property
    def share_answered(self) -> float:
        """Share of the parent's characters to which a clause of the child answers, 0 to 1."""
        told = ("relayed", "reworded", "tightened", "loosened", "mixed")
        return _share((*self.rows, *self.left_out), told)

    @property
    def added(self) -> tuple[Clause, ...]:
        """What the child brought in."""
        return tuple(c for row in self.rows if row.verdict == "added" for c in row.child)

    def only(self, verdicts: Collection[str]) -> "Diff":
        """The same with rows of some verdicts; counts are of these rows, shares of all."""
        names = "、".join(name for verdict, name in VERDICTS.items() if verdict in verdicts)
        every = "、".join(f"{VERDICTS[v]} {n}" for v, n in self.counts.items() if n)
        return replace(
            self,
            rows=tuple(row for row in self.rows if row.verdict in verdicts),
            left_out=tuple(row for row in self.rows if row.verdict not in verdicts),
            notes=(*self.notes, f"只列{names}；全部条款：{every or '无'}"),
        )

    def to_text(self) -> str:
        """A page for people in a terminal."""
        from hongtou.query.differing.forms import write_text

        return write_text(self)

    def to_json(self) -> str:
        """One JSON object: child, parents, counts, shares, notes, rows."""
        from hongtou.query.differing.forms import write_json

        return write_json(self)

    def to_html(self) -> str:
        """A page by itself: both papers side by side, changed words marked; needs no script."""
        from hongtou.query.differing.page import write_html

        return write_html(self)


def read_diff(
    connection: sqlite3.Connection, places: Places, child: DocumentRef, parent: DocumentRef | None
) -> Diff:
    """Compare a paper with the one above it, ``parents_of`` where none is given.

    Raises:
        LookupFailedError: If a paper is not held, or the child names none above it.
        AmbiguousError: If several come into question; the message lists them.
    """
    if child.role == "ghost":
        name = child.number or child.title
        raise LookupFailedError(f"{name}未入库，无法比较；请先用 hongtou ingest 入库")
    found = given_parent(connection, child, parent) if parent else parents_of(connection, child)
    families = [family_of(connection, p.document_id, (child.document_id,)) for p in found.documents]
    above = dict.fromkeys(key for family in families for key in family)
    below = family_of(connection, child.document_id, above)
    clauses = [read_clauses(connection, places, side) for side in (list(above), below)]
    rows = compare_clauses(*clauses, enclosed=found.enclosed,
                           carried=found.relation in PASSING)  # fmt: skip
    whole = found.relation in PASSING
    placed = _placed(connection, places, rows, {*above, *below})
    notes = (
        *_notes(child, found, clauses[1], rows),
        *_originals(connection, child, found, above),
        *_damage(connection, child, found),
    )
    return Diff(child, found.documents, found.relation, whole, placed, notes)


def compare_clauses(
    parent: Sequence[Clause], child: Sequence[Clause], *, enclosed: bool = False,
    carried: bool = False,
) -> tuple[Row, ...]:  # fmt: skip
    """What became of each clause; pure, so that tests and others may bring clauses of their own.

    Args:
        parent: The clauses above, numbered from 0 in the order of print.
        child: The clauses below, numbered likewise.
        enclosed: The child encloses the parent in its own file.
        carried: The child passes the parent on (转发), enclosed or not.
    """
    texts = [[clause.text for clause in side] for side in (parent, child)]
    articles = [[(c.document_id, c.path) for c in side] for side in (parent, child)]
    groups = align(texts[0], texts[1], (articles[0], articles[1]))
    told = sum(len(parent[n].text) for group in groups if group.child for n in group.parent)
    all_told = sum(len(clause.text) for clause in parent)
    whole = enclosed or (carried and told < RETOLD * all_told)
    return tuple(judge(group, parent, child, whole=whole) for group in groups)


def _share(rows: Sequence[Row], verdicts: Collection[str]) -> float:
    every = sum(len(clause.text) for row in rows for clause in row.parent)
    told = sum(len(c.text) for row in rows if row.verdict in verdicts for c in row.parent)
    return round(told / every, 3) if every else 0.0


def _placed(
    connection: sqlite3.Connection, places: Places, rows: Sequence[Row], documents: set[str]
) -> tuple[Row, ...]:
    """The rows with the page and the box of each clause and quote."""
    files = {
        row["document_id"]: row["file_sha256"]
        for row in connection.execute(
            f"SELECT d.document_id, d.file_sha256 FROM {SOURCE} WHERE d.document_id IN"
            f" ({','.join('?' * len(documents))})", sorted(documents),
        )
    }  # fmt: skip

    def clause(old: Clause) -> Clause:
        return replace(old, place=places.of(files[old.document_id], old.start, old.end))

    def quote(old: Quote | None, side: Sequence[Clause]) -> Quote | None:
        if old is None:
            return None
        return replace(old, place=places.of(files[side[0].document_id], old.start, old.end))

    def change(old: Change, row: Row) -> Change:
        return replace(old, before=quote(old.before, row.parent), after=quote(old.after, row.child))

    return tuple(
        replace(row, parent=tuple(map(clause, row.parent)), child=tuple(map(clause, row.child)),
                changes=tuple(change(c, row) for c in row.changes))
        for row in rows
    )  # fmt: skip


def _notes(
    child: DocumentRef, found: Parents, clauses: Sequence[Clause], rows: Sequence[Row]
) -> tuple[str, ...]:
    notes = []
    passes = found.relation in PASSING
    how = RELATIONS.get(found.relation or "", "")
    if passes and not clauses:
        notes.append(f"本文只{how}，没有自己的条款：上级文件原样下达")
    elif found.enclosed:
        notes.append(f"原件随本文{how}、附于同一文件：上级条款全部下达，以下另列本文自己的条款")
    elif passes:
        notes.append(f"本文{how}上级文件，原件未与本文存于同一文件")
    if are_copies((child, *found.documents)):
        notes.append("两份是同一文件的副本：不同之处来自录入或识别")
    elif found.relation is None:
        notes.append("库中没有本文引用该文件的记录：按所给两份文件比较")
    if found.relation in ("repeals", "amends"):
        notes.append(f"本文{how}该文件：比较的是前后两个版本")
    if passes and any(row.verdict == "dropped" for row in rows):
        notes.append("本文转述了上级文件的多数条款；没有转述的列为未转")
    if found.missing:
        named = "、".join(ghost.name for ghost in found.missing)
        notes.append(f"另有上级文件未入库，没有比较：{named}")
    return tuple(notes)


def _originals(
    connection: sqlite3.Connection, child: DocumentRef, found: Parents, above: Collection[str]
) -> Iterator[str]:
    """Where a parent passes on another paper, most of what it demands stands in that one."""
    for parent in found.documents:
        rows = connection.execute(
            f"SELECT DISTINCT c.relation, {COLUMNS} FROM citations c CROSS JOIN {SOURCE}"
            " WHERE c.document_id = ? AND c.relation IN ('forwards', 'relays') AND c.status ="
            " 'resolved' AND d.document_id = c.target_document_id ORDER BY d.document_id",
            (parent.document_id,),
        )
        for row in rows:
            original = ref_of(row)
            if original.document_id not in above and not are_copies((child, original)):
                yield (
                    f"上级文件{RELATIONS[row['relation']]}的是{original.name}，以下不含该文的条款；"
                    f"要与该文比较：hongtou diff {child.name} {original.name}"
                )


def _damage(connection: sqlite3.Connection, child: DocumentRef, found: Parents) -> Iterator[str]:
    """Where print is torn, a clause may look new or reworded that is neither."""
    for name, documents in (("下级", (child,)), ("上级", found.documents)):
        ids = [document.document_id for document in documents]
        (places,) = connection.execute(
            "SELECT count(*) FROM open_findings WHERE code = ? AND file_sha256 IN (SELECT"
            f" file_sha256 FROM documents WHERE document_id IN ({','.join('?' * len(ids))}))",
            (DAMAGED, *ids),
        ).fetchone()
        if places:
            yield f"{name}文件有 {places} 处疑似缺字或断行：相关条款的结论请对照原件"
