"""The tree of articles: 第X章 第X条, 一、（一）1.（1）, and paragraphs between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from hongtou.model import Finding, Segment, SegmentKind, Span
from hongtou.notation.labels import RANKS, Label, LabelKind, read_inline_label, read_label
from hongtou.notation.lines import Line
from hongtou.segment.inline import find_inline_labels
from hongtou.segment.tables import TableLines, cells_of

_KINDS: Final[dict[LabelKind, SegmentKind]] = {
    "part": "part", "chapter": "chapter", "section": "section", "article": "article",
    "inline": "inline",
}  # fmt: skip
_STOP: Final = re.compile(r"[。；！？]")
_MAX_HEADING: Final = 45  # longest run-in heading seen in real circulars is 38 characters
_BARE_LABEL: Final = 6  # "附件12"
_MAX_TOPIC: Final = 16  # "（九）贷款条件：…": a topic before a colon
# Words that close a notice rather than continue its last article.
_CLOSING: Final = re.compile(
    r"(?:请(?!示)|特此|以上|望|执行(?:过程)?中|实施(?:过程)?中|现予|此前|本(?:通知|意见|公告|决定|通告)"
    r"|各[^，。]{0,40}(?:将本|及时(?:将|转)|遵照|结合实际))"
)
# Kinds whose gaps are believed (a torn or missing label); others must run on without a gap.
_TRUSTED: Final = ("part", "chapter", "section", "article", "han", "han_paren")


_TABULAR: Final = ("table", "row", "cell")

# A line that is a row of a table, by its position: the table, its number, the row's, from 1.
RowIndex = dict[int, tuple[TableLines, int, int]]


@dataclass(frozen=True, slots=True)
class Branch:
    """Lines that make a branch of their own: the body, or an attachment under its label."""

    lines: Sequence[Line]
    attachment: bool = False


@dataclass
class _Node:
    kind: SegmentKind
    label: Label | None
    parent: int | None
    start: int
    end: int
    heading: Span | None = None
    printed: str = ""


@dataclass
class _Tree:
    """The tree while it grows: nodes in order, the open branch, the last number of a kind."""

    nodes: list[_Node] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    last: dict[LabelKind, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: RowIndex = field(default_factory=dict)
    table: int | None = None  # the node of the table whose rows are being added
    behind_table: bool = False  # a table stands in the open branch: text behind it is its own

    def add(self, node: _Node) -> int:
        self.nodes.append(node)
        for index in self.open:
            self.nodes[index].end = max(self.nodes[index].end, node.end)
        return len(self.nodes) - 1

    def extend(self, end: int) -> None:
        for index in self.open:
            self.nodes[index].end = max(self.nodes[index].end, end)

    def close_to(self, rank: int) -> None:
        """Close every open node that a label of this rank cannot stand in.

        An attachment holds all labels: its 一、 is 附件1/一 and not the 一 of the notice.
        """
        while self.open:
            node = self.nodes[self.open[-1]]
            label = node.label
            if node.kind == "attachment" or (label is not None and RANKS[label.kind] < rank):
                break
            self.open.pop()


def build_tree(
    branches: Sequence[Branch], rows: RowIndex
) -> tuple[tuple[Segment, ...], tuple[Finding, ...]]:
    """Segments of the body and of each attachment that is not a document, in order of position.

    ``rows`` says which lines are rows of tables.
    """
    tree = _Tree(rows=rows)
    for branch in branches:
        tree.open, tree.last, tree.behind_table = [], {}, False
        lines = branch.lines
        if branch.attachment:
            if len(lines) == 1 and len(lines[0].text) <= _BARE_LABEL:
                continue  # 附件 alone: what it labels is a document of its own
            span, printed = lines[0].span, lines[0].text[:12]
            node = _Node("attachment", None, None, span.start, span.end, None, printed)
            tree.open = [tree.add(node)]
            lines = lines[1:]
        _grow(tree, lines)
    return _segments(tree), tuple(tree.findings)


def _grow(tree: _Tree, lines: Sequence[Line]) -> None:
    last_labelled = max((i for i, line in enumerate(lines) if read_label(line.text)), default=-1)
    for index, line in enumerate(lines):
        if line.span.start in tree.rows:
            _add_row(tree, *tree.rows[line.span.start])
            continue
        label = read_label(line.text)
        if label is not None and _accepted(tree, label, line):
            _add_labelled(tree, line, label)
            tree.behind_table = False
        elif _runs_on_inline(tree, line):
            _add_inline_line(tree, line)
        elif _closes_body(tree, line, after_last=index > last_labelled):
            tree.open = tree.open[:1] if _in_attachment(tree) else []
            _add_paragraph(tree, line)
        elif _standing_alone(tree) or tree.behind_table or _under_heading(tree):
            _add_paragraph(tree, line)
        else:
            tree.extend(line.span.end)
            _add_inline(tree, line, line.span.start)


def _add_row(tree: _Tree, table: TableLines, number: int, row: int) -> None:
    """A row with its cells; the first row of a table begins the table."""
    if row == 1:
        above = tree.open[-1] if tree.open else None
        span = table.span
        tree.table = tree.add(
            _Node("table", None, above, span.start, span.end, None, f"表{number}")
        )
    line = table.rows[row - 1]
    path, tree.behind_table = f"表{number}/{row}", True
    node = _Node("row", None, tree.table, line.span.start, line.span.end, None, path)
    index = tree.add(node)
    for cell in cells_of(line):
        span, place = cell.span, f"{path}/{cell.column}"
        tree.nodes.append(_Node("cell", None, index, span.start, span.end, None, place))


def _in_attachment(tree: _Tree) -> bool:
    return bool(tree.open) and tree.nodes[tree.open[0]].kind == "attachment"


def _standing_alone(tree: _Tree) -> bool:
    return not tree.open or (len(tree.open) == 1 and _in_attachment(tree))


def _under_heading(tree: _Tree) -> bool:
    """Whether nothing but headings of chapters is open: text below one is a paragraph of it."""
    return bool(tree.open) and tree.nodes[tree.open[-1]].kind in ("part", "chapter", "section")


def _closes_body(tree: _Tree, line: Line, *, after_last: bool) -> bool:
    if not after_last or _standing_alone(tree):
        return False
    regulation = any(tree.nodes[i].kind == "article" for i in tree.open)
    return not regulation and _CLOSING.match(line.text) is not None


def _accepted(tree: _Tree, label: Label, line: Line) -> bool:
    """Whether a label fits the numbering; numbers that merely look like labels do not."""
    if label.ordinal == 1:
        return True
    runs_on = tree.last.get(label.kind) == label.ordinal - 1
    if runs_on or label.kind not in _TRUSTED:
        return runs_on
    previous = tree.last.get(label.kind)
    wanted = f"，前一层次序数为{previous}" if previous else "，缺少前面的层次序数"
    message = f"层次序数“{label.printed}”不连续{wanted}"
    span = Span(line.span.start, line.span.start + label.length)
    tree.findings.append(Finding("segment.label-gap", message, span))
    return True


def _add_labelled(tree: _Tree, line: Line, label: Label) -> None:
    rank = RANKS[label.kind]
    tree.close_to(rank)
    tree.last[label.kind] = label.ordinal
    for below in [k for k in tree.last if RANKS[k] > rank and k != "article"]:
        if below != "han_paren" or label.kind != "han":  # （五）may run on from 一 to 二
            del tree.last[below]
    kind = _KINDS.get(label.kind, "item")
    parent = tree.open[-1] if tree.open else None
    span = line.span
    node = _Node(kind, label, parent, span.start, span.end, None, label.printed)
    index = tree.add(node)
    tree.open.append(index)
    body = span.start + label.length
    inner = _add_inline(tree, line, body)
    node.heading = _heading(line, body, inner)


def _add_paragraph(tree: _Tree, line: Line) -> None:
    parent = tree.open[-1] if tree.open else None
    index = tree.add(_Node("paragraph", None, parent, line.span.start, line.span.end))
    tree.open.append(index)
    _add_inline(tree, line, line.span.start)
    if tree.open[-1] == index:  # else a list inside it may go on in the next line
        tree.open.pop()


def _runs_on_inline(tree: _Tree, line: Line) -> bool:
    """Whether a line holds one of 一是, 二是, … alone, the first or the one that is next."""
    label = read_inline_label(line.text, 0)
    if label is None or len(find_inline_labels(line.text, 0, dict(tree.last))) > 1:
        return False
    return label.ordinal in (1, tree.last.get("inline", 0) + 1)


def _add_inline_line(tree: _Tree, line: Line) -> None:
    label = read_inline_label(line.text, 0)
    if label is None:
        return
    tree.close_to(RANKS["inline"])
    tree.last["inline"] = label.ordinal
    parent = tree.open[-1] if tree.open else None
    span = line.span
    index = tree.add(_Node("inline", label, parent, span.start, span.end, None, label.printed))
    tree.open.append(index)


def _add_inline(tree: _Tree, line: Line, start: int) -> int | None:
    """Add the labels inside a line (：（1）…；（2）… and 一是…二是…); return where they begin."""
    offset = line.span.start
    found = find_inline_labels(line.text, start - offset, dict(tree.last))
    parent = tree.open[-1] if tree.open else None
    for position, (at, label) in enumerate(found):
        end = found[position + 1][0] if position + 1 < len(found) else len(line.text)
        kind = _KINDS.get(label.kind, "item")
        node = _Node(kind, label, parent, offset + at, offset + end, None, label.printed)
        index = tree.add(node)
        tree.last[label.kind] = label.ordinal
        if position + 1 == len(found) and label.kind != "inline":
            tree.open.append(index)  # a list may go on in the next line
    return offset + found[0][0] if found else None


def _heading(line: Line, start: int, inner: int | None) -> Span | None:
    """The heading of a labelled line: the whole line, a topic before ：, or a run-in sentence."""
    stop = inner if inner is not None else line.span.end
    rest = line.text[start - line.span.start : stop - line.span.start]
    lead = len(rest) - len(rest.lstrip(" 　"))
    start, rest = start + lead, rest.strip(" 　")
    first = _STOP.search(rest)
    if first is None:
        alone = 0 < len(rest) <= _MAX_HEADING and not rest.endswith("：")
        return Span(start, start + len(rest)) if alone else None
    topic = rest.find("：")
    if 0 < topic <= _MAX_TOPIC and not re.search(r"[，。、]", rest[:topic]):
        return Span(start, start + topic)
    followed = inner is not None or first.end() < len(rest)
    run_in = first.start() <= _MAX_HEADING and first[0] == "。" and followed
    if run_in and _is_topic(rest[: first.start()]):
        return Span(start, start + first.start())
    return None


# A run-in heading names a task; a sentence with a condition or a duty word is an article.
_DUTY: Final = re.compile(r"应当|不得|必须|是指|的，|可以|如下|本[办规条通]")


def _is_topic(sentence: str) -> bool:
    return _DUTY.search(sentence) is None and len(sentence) >= 2


def _segments(tree: _Tree) -> tuple[Segment, ...]:
    paths: list[str] = []
    levels: list[int] = []
    segments: list[Segment] = []
    for node in tree.nodes:
        above = paths[node.parent] if node.parent is not None else ""
        level = levels[node.parent] if node.parent is not None else 0
        step = node.label.path_part if node.label else node.printed
        tabular = node.kind in _TABULAR
        paths.append(step if tabular else "/".join(p for p in (above, step) if p))
        levels.append(level + 1 if step else level)
        ordinal = int(step.split("/")[-1].removeprefix("表")) if tabular else None
        segments.append(
            Segment(
                node.kind, node.parent, "" if node.kind == "paragraph" else paths[-1],
                0 if node.kind == "paragraph" else levels[-1], "" if tabular else node.printed,
                node.label.ordinal if node.label else ordinal, node.heading,
                Span(node.start, node.end),
            )
        )  # fmt: skip
    return tuple(segments)
