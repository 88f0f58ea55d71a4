"""The forms in which a difference leaves: text for a terminal, JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from hongtou.model.labels import RELATIONS
from hongtou.query.differing.results import (
    DIRECTIONS,
    KINDS,
    VERDICTS,
    Change,
    Clause,
    Quote,
    Row,
    Verdict,
)
from hongtou.query.differing.wording import marks_of
from hongtou.query.results import DocumentRef, Place

if TYPE_CHECKING:
    from hongtou.query.differing.difference import Diff

__all__ = ["counted", "page_of", "path_of", "runs_of", "sides", "write_json", "write_text"]

# Signs before a verdict, so that nothing hangs on colour.
SIGNS: Final[dict[Verdict, str]] = {
    "relayed": "＝", "reworded": "≈", "tightened": "▲", "loosened": "▽", "mixed": "◆",
    "added": "＋", "dropped": "－", "passed_on": "↓",
}  # fmt: skip


def write_text(diff: "Diff") -> str:
    """The papers, the counts, then each clause with its verdict, its quotes and reasons."""
    lines = [f"下级：{_paper(diff.child)}"]
    how = f"（{RELATIONS[diff.relation]}）" if diff.relation in RELATIONS else ""
    lines += [f"上级：{_paper(parent)}{how}" for parent in diff.parents]
    lines += [f"※ {note}" for note in diff.notes]
    lines.append(counted(diff))
    quiet = [row for row in diff.rows if row.verdict == "passed_on"]
    for run in runs_of(diff.rows):
        lines += ("", *(_row(run[0]) if len(run) == 1 else _run(run)))
    if quiet:
        lines += (
            "",
            f"{SIGNS['passed_on']} 随文转发 {len(quiet)} 条（原文下达，本文未另作规定）：",
        )
        lines += (f"   {_clause(clause, short=True)}" for row in quiet for clause in row.parent)
    return "\n".join(lines)


def runs_of(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Rows as they are shown: neighbours that are all added, or all left out, are one.

    What is passed on is shown by itself.
    """
    run: list[Row] = []
    for row in rows:
        if row.verdict == "passed_on":
            continue
        if run and not (row.verdict in ("added", "dropped") and row.verdict == run[-1].verdict):
            yield tuple(run)
            run = []
        run.append(row)
    if run:
        yield tuple(run)


def _run(rows: Sequence[Row]) -> Iterator[str]:
    verdict = rows[0].verdict
    yield f"{SIGNS[verdict]} {VERDICTS[verdict]} {len(rows)} 条"
    name = "下级" if verdict == "added" else "上级"
    yield from (f"   {name} {_clause(c)}" for row in rows for c in (*row.parent, *row.child))


def counted(diff: "Diff") -> str:
    """照转 3、收紧 2、新增 5；上级条款逐字照转 12%，有对应条款 48%."""
    counts = "、".join(f"{VERDICTS[v]} {n}" for v, n in diff.counts.items() if n)
    counts = counts or ("没有这样的条款" if diff.left_out else "没有条款")
    return (
        f"{counts}；上级文字逐字照转 {diff.share_relayed:.0%}，在本文有对应条款的占"
        f" {diff.share_answered:.0%}"
    )


def path_of(clause: Clause) -> str:
    """一/（二） with its heading, or 正文 for a paragraph without a label."""
    return " ".join(filter(None, (clause.path or "正文", clause.heading)))


def page_of(place: Place) -> str:
    """第 2 页 where the place on paper is known."""
    return f"第 {place.page} 页" if place.page and place.box else ""


def _paper(document: DocumentRef) -> str:
    title = f"《{document.title}》" if document.title else ""
    return "  ".join(filter(None, (document.number, title, document.date))) or document.name


def _row(row: Row) -> Iterator[str]:
    moved = "（位置有变）" if row.moved else ""
    split = ""
    if len(row.parent) > 1 and row.child:
        split = f"（上级 {len(row.parent)} 句并为一句）"
    elif len(row.child) > 1 and row.parent:
        split = f"（上级一句分为 {len(row.child)} 句）"
    yield f"{SIGNS[row.verdict]} {VERDICTS[row.verdict]}{moved}{split}"
    for change in row.changes:
        if change.kind != "words":
            yield f"   · {KINDS[change.kind]} {DIRECTIONS[change.direction]}：{change.reason}"
    if row.verdict == "relayed" and not row.changes:
        yield from (f"   两文 {_clause(clause)}" for clause in row.child)
        return
    yield from (f"   上级 {_clause(clause)}" for clause in row.parent)
    yield from (f"   下级 {_clause(clause)}" for clause in row.child)


def _clause(clause: Clause, *, short: bool = False) -> str:
    text = "".join(clause.text.split())
    if short and len(text) > 40:
        text = f"{text[:39]}…"
    place = "  ".join(filter(None, (path_of(clause), page_of(clause.place))))
    return f"[{place}] {text}"


def write_json(diff: "Diff") -> str:
    """One object; every clause and quote has start, end, page and box."""
    form = {
        "child": asdict(diff.child),
        "parents": [asdict(parent) for parent in diff.parents],
        "relation": diff.relation,
        "passed_on_whole": diff.passed_on_whole,
        "counts": diff.counts,
        "share_relayed": diff.share_relayed,
        "share_answered": diff.share_answered,
        "notes": list(diff.notes),
        "rows": [_row_form(row) for row in diff.rows],
    }
    return json.dumps(form, ensure_ascii=False, indent=2)


def _row_form(row: Row) -> dict[str, Any]:
    return {
        "verdict": row.verdict,
        "label": VERDICTS[row.verdict],
        "reason": row.reason,
        "likeness": row.likeness,
        "moved": row.moved,
        "parent": [_clause_form(clause) for clause in row.parent],
        "child": [_clause_form(clause) for clause in row.child],
        "changes": [_change_form(change) for change in row.changes],
        "marks": [[mark.kind, mark.text] for mark in marks_of(*sides(row))] if _both(row) else [],
    }


def sides(row: Row) -> tuple[str, str]:
    """The words of both sides of a row, clauses joined."""
    return _joined(row.parent), _joined(row.child)


def _joined(clauses: Sequence[Clause]) -> str:
    return "".join(clause.text for clause in clauses)


def _both(row: Row) -> bool:
    return bool(row.parent and row.child)


def _clause_form(clause: Clause) -> dict[str, Any]:
    return {
        "number": clause.number, "document_id": clause.document_id, "path": clause.path,
        "heading": clause.heading, "text": clause.text, "start": clause.start, "end": clause.end,
        **_place_form(clause.place),
    }  # fmt: skip


def _change_form(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "direction": change.direction,
        "reason": change.reason,
        "before": _quote_form(change.before),
        "after": _quote_form(change.after),
    }


def _quote_form(quote: Quote | None) -> dict[str, Any] | None:
    if quote is None:
        return None
    return {"text": quote.text, "start": quote.start, "end": quote.end, **_place_form(quote.place)}


def _place_form(place: Place) -> dict[str, Any]:
    return {"page": place.page, "box": asdict(place.box) if place.box else None}
