"""The tree of articles in the words of Akoma Ntoso.

编 ``part``, 章 ``chapter``, 节 ``section``, 条 ``article``, its 款 ``paragraph``, 项 ``point``, 目
``indent``; in notices 一、 ``paragraph``, （一） ``subparagraph``, 1. ``point``, （1） ``indent``.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from hongtou.notation.labels import LabelKind, read_inline_label, read_label
from hongtou.query.whole import Row
from hongtou.run.exporting.akn.marks import Ink
from hongtou.run.exporting.akn.parts import Piece, cut_lines, laid_out
from hongtou.run.exporting.akn.xml import Element, add

__all__ = ["Body"]

_NOTICE: Final[dict[LabelKind, str]] = {
    "part": "part", "chapter": "chapter", "section": "section", "article": "article",
    "han": "paragraph", "han_paren": "subparagraph", "arabic": "point", "arabic_paren": "indent",
}  # fmt: skip
# 《立法法》第六十五条: 条 holds 款, 项, 目; 款 are not numbered.
_REGULATION: Final[dict[LabelKind, str]] = {
    **_NOTICE, "han": "point", "han_paren": "point", "arabic": "indent",
}  # fmt: skip
_TABLE: Final = "table"
# Close a heading in the line: （一）用好用足再贷款政策。全省各级….
_HEADING_MARKS: Final = ("。", "：", "；")
# With these a line is over; one that breaks off is continued by the next.
_LINE_ENDS: Final = ("。", "；", "！", "？")


class Body:
    """Writes articles with all that they hold, and remembers how each is named."""

    def __init__(self, ink: Ink, children: dict[object, list[Row]]) -> None:
        self._ink, self._children = ink, children
        self.named: dict[str, str] = {}  # segment_id -> eId

    def write(self, parent: Element, pieces: Sequence[Piece], prefix: str = "") -> None:
        """Put articles, and what stands between them, into ``parent``."""
        for piece in pieces:
            if piece.segment is None or piece.segment["kind"] == _TABLE:
                self._loose(parent, "paragraph", (piece,), prefix)
            else:
                self._article(parent, piece, prefix, in_article=False)

    def _article(self, parent: Element, piece: Piece, prefix: str, *, in_article: bool) -> None:
        row = piece.segment or {}
        label = self._ink.text.cut(piece.start, piece.end)
        read = read_inline_label(label, 0) if row["kind"] == "inline" else read_label(label)
        if not row["label"]:
            read = None
        tags = _REGULATION if in_article else _NOTICE
        tag = "paragraph" if read is None else tags.get(read.kind, "hcontainer")
        named = {"name": "item"} if tag == "hcontainer" else {}
        # 第九条 is counted through all chapters, so that its name needs none of them.
        over = _scope(prefix) if tag == "article" else prefix
        names = self._ink.names
        eid = names.numbered(over, tag, read.ordinal) if read else names.unnumbered(over, tag)
        self.named[str(row["segment_id"])] = eid
        made = add(parent, tag, {"eId": eid, **named})
        at = piece.start
        if read is not None:
            self._ink.write(add(made, "num"), at, at + read.length, eid)
            at += read.length
        at = self._heading(made, piece, at, eid)
        inner = laid_out(self._ink.text, at, piece.end, self._below(piece))
        if tag == "article":
            self._paragraphs(made, [part for p in inner for part in self._unhooked(p)], eid)
        else:
            self._hold(made, inner, eid, in_article=in_article)

    def _heading(self, made: Element, piece: Piece, at: int, eid: str) -> int:
        """Write the heading, if one follows the label, and say where the rest begins."""
        row = piece.segment or {}
        start, end = row["heading_start"], row["heading_end"]
        if start is None or end is None or not at <= int(start) <= int(end) <= piece.end:
            return at
        if self._ink.text.cut(at, int(start)).strip():
            return at
        over = int(end)
        if self._ink.text.cut(over, min(over + 1, piece.end)) in _HEADING_MARKS:
            over = min(over + 1, piece.end)
        heading = add(made, "heading", {"eId": self._ink.names.single(eid, "heading")})
        self._ink.write(heading, at, over, eid)
        return over

    def _paragraphs(self, made: Element, inner: Sequence[Piece], eid: str) -> None:
        """款 of an article: each line begins one, and items belong to the one before them."""
        groups: list[list[Piece]] = []
        for piece in inner:
            if not groups or piece.segment is None:
                groups.append([])
            groups[-1].append(piece)
        if len(groups) < 2:
            self._hold(made, inner, eid, in_article=True)
            return
        for number, group in enumerate(groups, start=1):
            name = self._ink.names.numbered(eid, "paragraph", number)
            self._hold(add(made, "paragraph", {"eId": name}), group, name, in_article=True)

    def _unhooked(self, piece: Piece) -> Sequence[Piece]:
        """An item without the lines behind it: 项 have one line, so the next begins a 款.

        （二）期限在3年以内。 / 贷款逾期的，不得展期。: nothing marks where the items end, so the
        tree of articles has the second line inside （二）.
        """
        last = piece
        while below := self._below(last):
            last = max(below, key=lambda p: p.start)
        first, *others = self._ink.text.cut(last.start, piece.end).splitlines(keepends=True) or (
            "",
        )
        cut = last.start + len(first)
        done = piece.segment is not None and first.rstrip().endswith(_LINE_ENDS)
        if not done or _is_loose(piece) or not "".join(others).strip():
            return (piece,)
        return (replace(piece, end=cut), *cut_lines(self._ink.text, cut, piece.end))

    def _hold(self, made: Element, inner: Sequence[Piece], eid: str, *, in_article: bool) -> None:
        """Lines and articles: lines ahead are the intro, those behind the wrap-up."""
        runs = [(loose, list(some)) for loose, some in groupby(inner, key=_is_loose)]
        if len(runs) == 1 and runs[0][0]:
            self._blocks(made, "content", runs[0][1], eid)
            return
        for place, (loose, some) in enumerate(runs):
            if not loose:
                for piece in some:
                    self._article(made, piece, eid, in_article=in_article)
            elif place == 0:
                self._blocks(made, "intro", some, eid)
            elif place == len(runs) - 1:
                self._blocks(made, "wrapUp", some, eid)
            else:
                self._loose(made, "alinea", some, eid)
        if not runs:
            self._blocks(made, "content", (), eid)

    def _loose(self, parent: Element, tag: str, pieces: Sequence[Piece], prefix: str) -> None:
        eid = self._ink.names.unnumbered(prefix, tag)
        for piece in pieces:
            if piece.segment is not None:
                self.named[str(piece.segment["segment_id"])] = eid
        self._blocks(add(parent, tag, {"eId": eid}), "content", pieces, eid)

    def _blocks(self, made: Element, tag: str, pieces: Sequence[Piece], eid: str) -> None:
        holder = add(made, tag, {"eId": self._ink.names.single(eid, tag)})
        for piece in pieces:
            if piece.segment is not None:
                self._table(holder, piece, eid)
                continue
            for line in cut_lines(self._ink.text, piece.start, piece.end):
                self._ink.write(add(holder, "p"), line.start, line.end, eid)

    def _table(self, holder: Element, piece: Piece, eid: str) -> None:
        """Rows and cells; what a table holds besides them is a row of one cell."""
        name = self._ink.names.counted(eid, "table")
        self.named[str((piece.segment or {})["segment_id"])] = name
        table = add(holder, "table", {"eId": name})
        rows = laid_out(self._ink.text, piece.start, piece.end, self._below(piece))
        for row in rows or [piece]:
            made = add(table, "tr")
            cells = laid_out(self._ink.text, row.start, row.end, self._below(row)) or [row]
            for cell in cells:
                for known in (row, cell):
                    if known.segment is not None:
                        self.named[str(known.segment["segment_id"])] = name
                paragraph = add(add(made, "td"), "p")
                self._ink.write(paragraph, cell.start, cell.end, name)

    def _below(self, piece: Piece) -> list[Piece]:
        if piece.segment is None:
            return []
        return [
            Piece(int(r["start"] or 0), int(r["end"] or 0), "segment", r)
            for r in self._children.get(piece.segment["segment_id"], ())
        ]


def _is_loose(piece: Piece) -> bool:
    return piece.segment is None or piece.segment["kind"] == _TABLE


def _scope(prefix: str) -> str:
    """What an article's name begins with: its attachment, not its chapter."""
    return prefix.partition("__")[0] if prefix.startswith("att_") else ""
