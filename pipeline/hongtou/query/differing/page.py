"""The readable page of a difference: both papers side by side, for the screen and for paper."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from hongtou.model.labels import RELATIONS
from hongtou.query.differing.forms import SIGNS, page_of, path_of, runs_of, sides
from hongtou.query.differing.results import DIRECTIONS, KINDS, VERDICTS, Change, Clause, Row
from hongtou.query.differing.wording import Mark, marks_of

if TYPE_CHECKING:
    from jinja2 import Template

    from hongtou.query.differing.difference import Diff

__all__ = ["write_html"]

TEMPLATE: Final = "page.html"


def write_html(diff: "Diff") -> str:
    """One HTML file without script and without anything from elsewhere; all text is escaped."""
    seen: set[str] = set()
    rows = [_run(run, seen) for run in runs_of(diff.rows)]
    passed_on = [c for row in diff.rows if row.verdict == "passed_on" for c in row.parent]
    names = "、".join(parent.name for parent in diff.parents)
    bar = _bar(diff)
    return _template().render(
        title=f"{diff.child.name} 与 {names} 逐条对比",
        heading="上下级文件逐条对比",
        child=diff.child,
        parents=diff.parents,
        how=f"（由本文{RELATIONS[diff.relation]}）" if diff.relation in RELATIONS else "",
        notes=diff.notes,
        verdicts=list(VERDICTS),
        counts=[
            {"verdict": verdict, "label": VERDICTS[verdict], "number": number,
             "sign": SIGNS[verdict]}
            for verdict, number in diff.counts.items() if number
        ],
        bar=bar,
        bar_words="、".join(f"{VERDICTS[part['verdict']]} {part['percent']}%" for part in bar),
        rows=rows,
        passed_on=[{"path": _path(clause), "text": _flat(clause.text)} for clause in passed_on],
        passed_on_label=VERDICTS["passed_on"],
    )  # fmt: skip


@lru_cache
def _template() -> "Template":
    # jinja2 escapes what it fills in; building the page by hand would leave that to each line.
    from jinja2 import Environment, StrictUndefined

    text = files(__package__).joinpath(TEMPLATE).read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)


def _bar(diff: "Diff") -> list[dict[str, Any]]:
    """Where the parent's characters went, in percent; what is under half a percent is left out."""
    lengths = dict.fromkeys(VERDICTS, 0)
    for row in diff.rows:
        lengths[row.verdict] += sum(len(clause.text) for clause in row.parent)
    every = sum(lengths.values())
    return [
        {"verdict": verdict, "percent": percent}
        for verdict, length in lengths.items()
        if every and (percent := round(100 * length / every))
    ]


def _run(rows: Sequence[Row], seen: set[str]) -> dict[str, Any]:
    """What the template shows of a row, or of neighbours that are all added or all left out.

    The first of each verdict can be jumped to.
    """
    row = rows[0]
    anchor = None if row.verdict in seen else row.verdict
    seen.add(row.verdict)
    before, after = sides(row)
    marks = marks_of(before, after) if before and after else ()
    return {
        "verdict": row.verdict,
        "label": VERDICTS[row.verdict] + (f" {len(rows)} 条" if len(rows) > 1 else ""),
        "sign": SIGNS[row.verdict],
        "anchor": anchor,
        "asides": _asides(row),
        "changes": [_change(change) for change in row.changes if change.kind != "words"],
        "parent": _blocks([c for one in rows for c in one.parent],
                          [m for m in marks if m.kind != "insert"]),
        "child": _blocks([c for one in rows for c in one.child],
                         [m for m in marks if m.kind != "delete"]),
    }  # fmt: skip


def _blocks(clauses: Sequence[Clause], marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Paths with the paragraphs under them; words of both sides are one paragraph."""
    if marks:
        paths = "；".join(dict.fromkeys(map(_path, clauses)))
        return [{"path": paths, "paragraphs": [marks]}]
    blocks: list[dict[str, Any]] = []
    for clause in clauses:
        path = _path(clause)
        if not blocks or blocks[-1]["path"] != path:
            blocks.append({"path": path, "paragraphs": []})
        blocks[-1]["paragraphs"].append([Mark("equal", _flat(clause.text))])
    return blocks


def _asides(row: Row) -> list[str]:
    said = ["位置有变"] if row.moved else []
    if len(row.parent) > 1 and row.child:
        said.append(f"上级 {len(row.parent)} 句并为 {len(row.child)} 句")
    elif len(row.child) > 1 and row.parent:
        said.append(f"上级一句分为 {len(row.child)} 句")
    if any(change.kind == "words" for change in row.changes):
        said.append("措辞不同，未见要求变化")
    return said


def _change(change: Change) -> dict[str, str]:
    direction = "" if change.direction == "same" else f" {DIRECTIONS[change.direction]}"
    return {"kind": KINDS[change.kind], "direction": direction, "reason": change.reason}


def _path(clause: Clause) -> str:
    return "　".join(filter(None, (path_of(clause), page_of(clause.place))))


def _flat(text: str) -> str:
    return "".join(text.split("\n"))
