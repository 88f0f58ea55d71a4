"""What waits for a reviewer: proposals and findings, the costliest doubt first."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.lexicon import name_of_rule, read_table
from hongtou.model import Box, Evidence, RawSpan, Span
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.places import Places
from hongtou.query.results import DocumentRef
from hongtou.store import correction_of

__all__ = [
    "ItemKind",
    "ReviewItem",
    "Touch",
    "WordsPlace",
    "find_item",
    "find_items",
    "find_words",
]

ItemKind = Literal["proposal", "applied", "finding"]
Touch = Literal["number", "name", "wording"]

AROUND: Final = 8  # characters shown on either side in a list
LINE: Final = 60  # characters of a paragraph shown on either side by ``show``
SHORTEST: Final = 4  # digits of an id that are enough to name one, if no other begins so

NUMBERS: Final = re.compile(r"[\d%％‰]")
NUMBER_FIELDS: Final = (
    "('document_number', 'document_date', 'print_date', 'effective_date', 'expiry_date')"
)

# What is touched where, by file: numbers first.
TOUCHED: Final[dict[Touch, str]] = {
    "number": f"""
        SELECT q.start, q.end FROM quantities q JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file
        UNION ALL SELECT l.start, l.end FROM deadlines l JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file
        UNION ALL SELECT c.start, c.end FROM citations c JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file AND c.document_number IS NOT NULL AND c.title IS NULL
        UNION ALL SELECT m.start, m.end FROM metadata m JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file AND m.field IN {NUMBER_FIELDS}""",
    "name": f"""
        SELECT p.start, p.end FROM parties p JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file AND p.start IS NOT NULL
        UNION ALL SELECT c.start, c.end FROM citations c JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file
        UNION ALL SELECT o.bearer_start, o.bearer_end FROM obligations o
        JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file AND o.bearer_start IS NOT NULL
        UNION ALL SELECT m.start, m.end FROM metadata m JOIN documents d USING (document_id)
        WHERE d.file_sha256 = :file AND m.field NOT IN {NUMBER_FIELDS}""",
}

ROWS: Final = "SELECT r.*, f.name AS file FROM {table} r JOIN files f ON f.sha256 = r.file_sha256"
WAITING: Final = {
    "proposal": "r.state = 'proposed'",
    "applied": "r.state = 'applied' AND r.confidence < 1",
}


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A proposal, a correction or a finding: ``提升`` for ``捉升``, 0.93 sure, in a title.

    ``damage`` is the probability that the text is wrong here times the weight of what is touched.
    """

    item_id: str
    kind: ItemKind
    state: str  # proposed, applied, accepted, rejected; open or answered for a finding
    damage: float
    touches: Touch
    document: DocumentRef | None  # in which it stands; None for a doubt about a file without any
    file: str
    file_sha256: str
    before: str  # how it reads now, or what the finding quotes
    after: str | None  # what is proposed; None for a finding
    subject: str  # rule or code
    name: str  # what people call the rule; the message of a finding
    reason: str
    confidence: float | None  # that ``after`` was printed
    evidence: tuple[Evidence, ...]
    page: int | None
    box: Box | None
    left: str  # what stands in front in the same paragraph, in the clean text
    right: str
    start: int | None  # in the clean text
    end: int | None


@dataclass(frozen=True, slots=True)
class WordsPlace:
    """A stretch of the clean text of a file, with what stands beside it."""

    file_sha256: str
    span: Span
    left: str
    right: str


def find_items(
    connection: sqlite3.Connection,
    places: Places,
    *,
    document: DocumentRef | None = None,
    file: str | None = None,
    kinds: Iterable[ItemKind] = ("proposal", "finding"),
    limit: int | None = None,
) -> tuple[ReviewItem, ...]:
    """What waits for an answer, the greatest expected damage first.

    Args:
        connection: To the knowledge base.
        places: Of this knowledge base.
        document: Only what stands in it.
        file: Only in files whose name or path holds this.
        kinds: Which kinds; ``applied`` are corrections made with less than certainty.
        limit: How many at most.
    """
    reader = _Reader(connection, places)
    rows = [item for kind in kinds for item in _items(connection, reader, kind, document, file)]
    if document is not None:
        rows = [item for item in rows if item.document is None or item.document == document]
    rows.sort(key=lambda i: (-i.damage, i.file, i.file_sha256, i.start or 0, i.item_id))
    return tuple(rows[:limit])


def find_item(connection: sqlite3.Connection, places: Places, item_id: str) -> ReviewItem:
    """The item whose id begins with ``item_id``: decided or not.

    Raises:
        LookupFailedError: If there is none.
        AmbiguousError: If there are several.
    """
    wanted = item_id.strip().lower()
    if len(wanted) < SHORTEST or not all(c in "0123456789abcdef" for c in wanted):
        raise LookupFailedError(
            f"{item_id}：不是编号；编号在 hongtou review list 每行开头，至少输入 {SHORTEST} 位"
        )
    reader, span = _Reader(connection, places, around=LINE), (wanted, wanted + "g")
    found = [
        reader.correction(row)
        for row in connection.execute(
            f"{ROWS.format(table='corrections')} WHERE correction_id >= ? AND correction_id < ?",
            span,
        )
    ]
    found += [
        reader.finding(row)
        for row in connection.execute(
            f"{ROWS.format(table='findings')} WHERE finding_id >= ? AND finding_id < ?", span
        )
    ]
    if not found:
        raise LookupFailedError(
            f"没有编号为 {item_id} 的提议或疑点：文件可能有改动（若正在入库，请等它结束）；"
            "请用 hongtou review list 重新查看"
        )
    if len(found) > 1:
        listed = "、".join(sorted({f"{item.item_id}（{item.file}）" for item in found})[:8])
        raise AmbiguousError(f"编号 {item_id} 不止一个：{listed}；请多输几位")
    return found[0]


def find_words(
    connection: sqlite3.Connection, document: DocumentRef, words: str
) -> tuple[WordsPlace, ...]:
    """Where ``words`` stand in the clean text of a document, in order; blanks count."""
    row = connection.execute(
        "SELECT d.file_sha256, d.start, d.end, t.clean FROM documents d"
        " JOIN texts t USING (file_sha256) WHERE d.document_id = ?", (document.document_id,),
    ).fetchone()  # fmt: skip
    if row is None or not words:
        return ()
    text, found, at = row["clean"], list[WordsPlace](), row["start"]
    while (at := text.find(words, at, row["end"])) >= 0:
        span = Span(at, at + len(words))
        left, right = text[max(0, at - AROUND) : at], text[span.end : span.end + AROUND]
        found.append(WordsPlace(row["file_sha256"], span, left, right))
        at = span.end
    return tuple(found)


def _items(
    connection: sqlite3.Connection,
    reader: "_Reader",
    kind: ItemKind,
    document: DocumentRef | None,
    file: str | None,
) -> Iterator[ReviewItem]:
    # What an older version read has no number to be answered by until it is read again.
    column = "finding_id" if kind == "finding" else "correction_id"
    where, values = [f"r.{column} IS NOT NULL"], list[str]()
    if document is not None:
        where.append("f.sha256 = (SELECT file_sha256 FROM documents WHERE document_id = ?)")
        values.append(document.document_id)
    if file is not None:
        where.append("(instr(f.name, ?) OR instr(f.path, ?))")
        values += (file, file)
    if kind == "finding":
        sql = f"{ROWS.format(table='open_findings')} WHERE {' AND '.join(where)}"
        yield from map(reader.finding, connection.execute(sql, values))
    else:
        sql = f"{ROWS.format(table='corrections')} WHERE {WAITING[kind]} AND {' AND '.join(where)}"
        yield from map(reader.correction, connection.execute(sql, values))


class _Reader:
    """Rows of ``corrections`` and ``findings`` as items; what a file touches is read once."""

    def __init__(
        self, connection: sqlite3.Connection, places: Places, *, around: int = AROUND
    ) -> None:
        self._connection = connection
        self._places = places
        self._around = around
        self._touched = lru_cache(maxsize=8)(self._read_touched)
        self._text = lru_cache(maxsize=8)(self._read_text)
        self._documents = lru_cache(maxsize=8)(self._read_documents)

    def correction(self, row: sqlite3.Row) -> ReviewItem:
        """A row of ``corrections`` with the name of its file."""
        line, sha256 = correction_of(row), row["file_sha256"]
        span = self._places.clean_span(sha256, RawSpan(row["start"], row["end"]))
        touches = self._touch(sha256, span, line.before + line.after, line.evidence)
        wrong = line.confidence if line.state in ("proposed", "rejected") else 1 - line.confidence
        place = self._places.of_raw(sha256, row["start"], row["end"])
        left, right = self._beside(sha256, span)
        return ReviewItem(
            item_id=row["correction_id"] or "", kind="applied" if line.effective else "proposal",
            state=line.state, damage=round(wrong * _weight("touches", touches), 4),
            touches=touches, document=self._document(sha256, span.start), file=row["file"],
            file_sha256=sha256, before=line.before, after=line.after, subject=line.rule,
            name=name_of_rule(line.rule), reason=line.reason, confidence=line.confidence,
            evidence=line.evidence, page=place.page if place.box else None, box=place.box,
            left=left, right=right, start=span.start, end=span.end,
        )  # fmt: skip

    def finding(self, row: sqlite3.Row) -> ReviewItem:
        """A row of ``findings`` with the name of its file."""
        sha256, span, place, touches = row["file_sha256"], None, None, "wording"
        left = right = ""
        if row["start"] is not None and row["end"] is not None:
            span = Span(row["start"], row["end"])
            place = self._places.of(sha256, span.start, span.end)
            touches = self._touch(sha256, span, row["text"] or "", ())
            left, right = self._beside(sha256, span)
        weight = _weight("finding", row["code"]) * _weight("touches", touches)
        return ReviewItem(
            item_id=row["finding_id"] or "", kind="finding", state=self._answer(row),
            damage=round(weight, 4), touches=touches,  # type: ignore[arg-type]
            document=self._named(sha256, row["document_id"], span), file=row["file"],
            file_sha256=sha256, before=row["text"] or "", after=None, subject=row["code"],
            name=row["message"], reason="", confidence=None, evidence=(),
            page=place.page if place and place.box else None,
            box=place.box if place else None, left=left, right=right,
            start=span.start if span else None, end=span.end if span else None,
        )  # fmt: skip

    def _answer(self, row: sqlite3.Row) -> str:
        waits = self._connection.execute(
            "SELECT 1 FROM open_findings WHERE finding_id = ? AND file_sha256 = ?",
            (row["finding_id"], row["file_sha256"]),
        ).fetchone()
        return "open" if waits else "answered"

    def _touch(self, sha256: str, span: Span, words: str, evidence: tuple[Evidence, ...]) -> Touch:
        for touch, spans in self._touched(sha256).items():
            if any(start < span.end and span.start < end for start, end in spans):
                return touch
            if touch == "number" and NUMBERS.search(words):
                return touch
        return "name" if any(e.kind == "name" for e in evidence) else "wording"

    def _read_touched(self, sha256: str) -> dict[Touch, list[tuple[int, int]]]:
        return {
            touch: [(r[0], r[1]) for r in self._connection.execute(sql, {"file": sha256})]
            for touch, sql in TOUCHED.items()
        }

    def _read_text(self, sha256: str) -> str:
        row = self._connection.execute(
            "SELECT clean FROM texts WHERE file_sha256 = ?", (sha256,)
        ).fetchone()
        return "" if row is None else str(row[0])

    def _beside(self, sha256: str, span: Span) -> tuple[str, str]:
        text = self._text(sha256)
        left = text[max(0, span.start - self._around) : span.start].rpartition("\n")[2]
        return left, text[span.end : span.end + self._around].partition("\n")[0]

    def _read_documents(self, sha256: str) -> list[tuple[int, int, DocumentRef]]:
        rows = self._connection.execute(
            f"SELECT {COLUMNS}, d.start, d.end FROM {SOURCE} WHERE d.file_sha256 = ?"
            " ORDER BY d.ordinal",
            (sha256,),
        )
        return [(row["start"], row["end"], ref_of(row)) for row in rows]

    def _document(self, sha256: str, at: int) -> DocumentRef | None:
        """The innermost document around a position, else the first of the file."""
        documents = self._documents(sha256)
        around = [(start, ref) for start, end, ref in documents if start <= at <= end]
        if around:
            return max(around, key=lambda found: found[0])[1]
        return documents[0][2] if documents else None

    def _named(self, sha256: str, document_id: str | None, span: Span | None) -> DocumentRef | None:
        for _, _, ref in self._documents(sha256):
            if ref.document_id == document_id:
                return ref
        return self._document(sha256, span.start if span else 0)


def _weight(group: str, key: str) -> float:
    weights = _weights()
    return weights.get((group, key), weights.get((group, "*"), 1.0))


@lru_cache(maxsize=1)
def _weights() -> dict[tuple[str, str], float]:
    table = read_table("review_weights")
    return {(row["group"], row["key"]): float(row["weight"]) for row in table}
