"""Forwarded originals inside one file against their truth: papers, their heads and their edges.

``truth.json`` holds for every file its ``papers`` (in order: ``parent``, ``number``, ``title``,
``authority`` with 、 between several, ``date``; ``"?"`` where readers may differ) and its ``edges``
(``[from, relation, to]``; ``to`` is a paper of the file or number or title of one not held).
What is not listed is no edge; attachment notes (``attaches``) are left out.
"""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hongtou.notation.document_numbers import number_key
from hongtou.notation.registry import standing_name
from hongtou.notation.titles import title_key

PASSING = ("forwards", "relays", "issues")


@dataclass
class Tally:
    """What was found, expected, made up, per kind of fact; ``misses`` names each difference."""

    hits: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def f1(self, kind: str | None = None) -> float:
        """Harmonic mean of precision and recall of one kind, or of all facts together."""
        hits, expected, found = (
            c.total() if kind is None else c[kind] for c in (self.hits, self.expected, self.found)
        )
        return 2 * hits / max(expected + found, 1)

    def compare(self, where: str, kind: str, want: object, got: object) -> None:
        """Count one fact; ``None`` on either side is a fact that is not there."""
        self.expected[kind] += want is not None
        self.found[kind] += got is not None
        self.hits[kind] += want is not None and want == got
        if want != got:
            self.misses.append(f"{where} {kind}: want {want!r} got {got!r}")


def score_enclosed(truth: Path, db: Path) -> Tally:
    """Compare every file of ``truth`` with what an ingest wrote into ``db``."""
    tally = Tally()
    cases: dict[str, Any] = json.loads(truth.read_text(encoding="utf-8"))
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        for name, case in cases.items():
            _score_file(connection, name, case, tally)
    return tally


def _score_file(base: sqlite3.Connection, name: str, case: dict[str, Any], tally: Tally) -> None:
    rows = base.execute(
        "SELECT d.* FROM documents d JOIN files f ON f.sha256 = d.file_sha256"
        " WHERE f.name = ? ORDER BY d.ordinal", (name,)
    ).fetchall()  # fmt: skip
    held = _aligned(case["papers"], rows)
    ids = [row["document_id"] if row is not None else None for row in held]
    for row in rows:
        if row not in held:
            tally.compare(name, "paper", None, row["title"] or row["document_number"] or "?")
    for ordinal, (paper, row) in enumerate(zip(case["papers"], held, strict=True)):
        where = f"{name}#{ordinal}"
        parent = paper["parent"]
        want_parent = "-" if parent is None else str(parent)
        if row is None:
            tally.compare(where, "paper", want_parent, None)
        else:
            got = row["parent_id"]
            known = str(ids.index(got)) if got in ids else "?"
            tally.compare(where, "paper", want_parent, "-" if got is None else known)
        _score_head(base, where, paper, row, tally)
    _score_edges(base, name, case, ids, tally)


def _aligned(papers: list[dict[str, Any]], rows: list[sqlite3.Row]) -> list[sqlite3.Row | None]:
    """The found document of each paper: by position, or by number and title if counts differ."""
    if len(papers) == len(rows):
        return list(rows)
    left, aligned = list(rows), []
    for paper in papers:
        row = next((r for r in left if _same(paper, r)), None)
        aligned.append(row)
        left = [r for r in left if r is not row]
    return aligned


def _same(paper: dict[str, Any], row: sqlite3.Row) -> bool:
    number, title = row["document_number"], row["title"]
    if paper["number"] and number:
        return number_key(paper["number"]) == number_key(number)
    return bool(title) and _bare(paper["title"]) == _bare(title)


def _bare(text: str | None) -> str:
    return "".join(c for c in text or "" if c.isalnum())


def _score_head(
    base: sqlite3.Connection, where: str, paper: dict[str, Any], row: sqlite3.Row | None,
    tally: Tally,
) -> None:  # fmt: skip
    got: dict[str, str | None] = dict.fromkeys(("number", "title", "authority", "date"))
    if row is not None:
        names = base.execute(
            "SELECT name FROM parties WHERE document_id = ? AND role = 'issuing_authority'",
            (row["document_id"],),
        )
        number = row["document_number"]
        authorities = _authorities("、".join(r[0] for r in names))
        got = {"number": number and number_key(number), "title": _bare(row["title"]) or None,
               "authority": authorities, "date": row["document_date"]}  # fmt: skip
    for kind, value in got.items():
        want = paper[kind]
        if want == "?":
            continue
        if want is not None and kind == "number":
            want = number_key(want)
        elif want is not None and kind == "title":
            want = _bare(want)
        elif want is not None and kind == "authority":
            want = _authorities(want)
        tally.compare(where, kind, want, value)


def _authorities(names: str) -> str | None:
    """Standing names in a fixed order: 人民银行太原中心支行 is 中国人民银行太原中心支行."""
    return "、".join(sorted({standing_name(n) for n in names.split("、") if n})) or None


def _score_edges(
    base: sqlite3.Connection, name: str, case: dict[str, Any], ids: list[str | None], tally: Tally
) -> None:
    want = {(source, _target(to), _kind(relation)) for source, relation, to in case["edges"]}
    got = set()
    for ordinal, document in enumerate(ids):
        for row in base.execute(
            "SELECT c.relation, c.target_document_id AS target, t.document_number AS number,"
            " t.title AS title FROM citations c JOIN documents t"
            " ON t.document_id = c.target_document_id WHERE c.document_id = ?", (document,)
        ):  # fmt: skip
            inside = row["target"] in ids
            to = f"#{ids.index(row['target'])}" if inside else _ghost(row)
            if row["relation"] != "attaches" and to != f"#{ordinal}":
                got.add((ordinal, to, _kind(row["relation"])))
    # A paper that is forwarded is cited as well: of two edges to one paper the stronger counts.
    strong = {(source, to) for source, to, kind in got if kind != "cites"}
    got = {edge for edge in got if edge[2] != "cites" or edge[:2] not in strong}
    for source, to, kind in sorted(want | got):
        there = (source, to, kind)
        label = "edge" if kind in PASSING else "other edge"
        words = f"{kind} {to}"
        tally.compare(f"{name}#{source}", label, words if there in want else None,
                      words if there in got else None)  # fmt: skip


def _kind(relation: str) -> str:
    """``implements`` and ``cites`` are one here: whose basis a paper is, is scored elsewhere."""
    return "cites" if relation == "implements" else relation


def _target(to: int | str) -> str:
    if isinstance(to, int):
        return f"#{to}"
    return number_key(to) if any(c.isdigit() for c in to) and "号" in to else title_key(to)


def _ghost(row: sqlite3.Row) -> str:
    return number_key(row["number"]) if row["number"] else title_key(row["title"] or "")
