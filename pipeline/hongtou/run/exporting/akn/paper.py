"""A paper as one file of Akoma Ntoso, the papers that it carries inside it.

A notice is a ``doc`` named by its 文种, an order or a regulation an ``act``. What it carries in its
own file (转发 its original, 印发 its regulation) is an ``attachment`` with all of its own, in the
order of the file; alone it leaves only where its carrier is not exported.
"""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Final

from lxml import etree

from hongtou.errors import ExportError
from hongtou.query import KnowledgeBase
from hongtou.query.targets import written_beside
from hongtou.query.whole import WholeDocument
from hongtou.query.xml_text import FORBIDDEN
from hongtou.run.exporting.akn.body import Body
from hongtou.run.exporting.akn.marks import Ink, marks_of
from hongtou.run.exporting.akn.meta import Finding, Subject, describe, identify, refer
from hongtou.run.exporting.akn.parts import Piece, Region, Text, arrange, children_of
from hongtou.run.exporting.akn.xml import AKN, Element, Names, References, add, element
from hongtou.run.exporting.folders import file_name, written_folder
from hongtou.run.exporting.options import Options, Written
from hongtou.run.exporting.shelf import Shelf

__all__ = ["akn_of", "write_akn"]

# The element that has one of its own in a preface; all others are blocks named by their kind.
_TITLE: Final = "title"
# Lines at the head of an attachment that may be its label and title: 附件1, 关于…的, 申请表.
_HEAD_LINES: Final = 3
_LABEL_LENGTH: Final = 8  # 附件12：
_SENTENCE_ENDS: Final = frozenset("。；：，")
# Elements with characters of the paper among their children: a line end there would be text.
_FLAT: Final = frozenset(f"{{{AKN}}}{tag}" for tag in ("p", "num", "heading", "block"))


def write_akn(
    kb: KnowledgeBase, wholes: Iterable[WholeDocument], out: Path, options: Options
) -> Written:
    """A file for each paper, with those that it carries; in a folder or a ZIP.

    Raises:
        ExportError: If there is none: papers that are only cited have no text.
        OSError: If a file cannot be written.
    """
    shelf = Shelf(kb.connection, options)
    files, replaced = 0, 0
    with written_folder(out) as folder:
        for whole in wholes:
            tree, lost = akn_of(shelf, whole)
            with written_beside(folder / file_name(whole.document, ".xml")) as part:
                etree.ElementTree(tree).write(
                    str(part), encoding="utf-8", xml_declaration=True, pretty_print=False
                )
            files, replaced = files + 1, replaced + lost
    if not files:
        raise ExportError("所选文件都只见引用、未入库，没有正文可导出；请先用 hongtou ingest 入库")
    warning = f"{replaced} 个字符 XML 不能表示，已写作 U+FFFD，各文件的 ht:finding 指明其位置"
    return Written((out,), files, (warning,) if replaced else ())


def akn_of(shelf: Shelf, whole: WholeDocument) -> tuple[Element, int]:
    """The root of the file of a paper, and how many characters XML could not carry."""
    root = element("akomaNtoso")
    names = Names()
    lost = _Paper(shelf, names).write(root, whole, "")
    _spread(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["ht"])
    return root, lost


class _Paper:
    """Writes a paper and those that it carries; names are unique in all of them."""

    def __init__(self, shelf: Shelf, names: Names) -> None:
        self._shelf, self._names = shelf, names

    def write(self, parent: Element, whole: WholeDocument, prefix: str) -> int:
        subject = self._shelf.subject_of(whole)
        work = subject.work
        text = Text(whole)
        references = References(self._names)
        ink = Ink(text, marks_of(whole, subject.targets), self._names, references)
        body = Body(ink, children_of(whole.tables["segments"]))
        paper = add(parent, work.kind, {"name": work.document_type or "公文"})
        meta = identify(subject, self._names, references)
        paper.append(meta)
        parts = arrange(whole, text)
        self._blocks(paper, "preface", parts.preface, ink, prefix)
        main = add(paper, "body" if work.kind == "act" else "mainBody")
        body.write(main, parts.body, prefix)
        if not parts.body:
            add(add(main, "paragraph", {"eId": self._names.unnumbered(prefix, "paragraph")}),
                "content")  # fmt: skip
        self._blocks(paper, "conclusions", parts.conclusions, ink, prefix)
        lost = self._attach(paper, whole, subject, parts.attachments, ink, body, prefix)
        bad = list(_unfit(whole))
        describe(meta, subject, ink, body.named, bad)
        refer(meta, references, first=not prefix)
        return lost + len(bad)

    def _blocks(
        self, paper: Element, tag: str, pieces: Iterable[Piece], ink: Ink, prefix: str
    ) -> None:
        """Preface and conclusions: each element of GB/T 9704 is a block named by its kind."""
        pieces = list(pieces)
        if not pieces:
            return
        eid = self._names.single(prefix, tag)
        holder = add(paper, tag, {"eId": eid})
        for piece in pieces:
            if piece.kind == _TITLE:
                title = add(holder, "longTitle", {"eId": self._names.counted(prefix, "longTitle")})
                made = add(title, "p")
            elif piece.kind in ("line", "segment"):
                made = add(holder, "p")
            else:
                made = add(holder, "block", {"name": piece.kind})
            ink.write(made, piece.start, piece.end, eid)

    def _attach(
        self, paper: Element, whole: WholeDocument, subject: Subject, regions: Iterable[Region],
        ink: Ink, body: Body, prefix: str,
    ) -> int:  # fmt: skip
        """The attachments of the paper itself and the papers that it carries, as they come."""
        carried = {int(w.document["start"] or 0): w for w in self._shelf.carried_by(whole)}
        own = {region.start: region for region in regions}
        holder = add(paper, "attachments") if own or carried else None
        places = sorted({*own, *carried})
        lost, number, label = 0, 0, None
        for start, behind in zip_longest(places, places[1:]):
            if start in own and behind in carried and _is_label(own[start], ink.text):
                label = own[start]
                continue
            number += 1
            eid = self._names.numbered(prefix, "attachment", number)
            made = add(holder, "attachment", {"eId": eid})
            if label is not None:
                for piece in label.pieces:
                    ink.write(add(made, "num"), piece.start, piece.end, eid)
                label = None
            if start in carried:
                lost += self.write(made, carried[start], eid)
            else:
                self._component(made, own[start], subject, ink, body, eid)
        return lost

    def _component(
        self, made: Element, region: Region, subject: Subject, ink: Ink, body: Body, eid: str
    ) -> None:
        """An attachment without a number or mark of its own: 附件1, its title, what it says."""
        component = add(made, "doc", {"name": "附件"})
        name = f"附件{eid.rpartition('_')[2]}"
        component.append(identify(subject, self._names, ink.references, component=name))
        ahead, rest = _headed(region.pieces, ink.text)
        self._blocks(component, "preface", ahead, ink, eid)
        main = add(component, "mainBody")
        body.write(main, rest, eid)
        if not rest:
            add(main, "p")


def _is_label(region: Region, text: Text) -> bool:
    """Whether it is no more than 附件 or 附件2 above a paper that stands in the same file."""
    said = "".join(text.cut(piece.start, piece.end) for piece in region.pieces)
    return len("".join(said.split())) <= _LABEL_LENGTH and len(region.pieces) == 1


def _headed(pieces: tuple[Piece, ...], text: Text) -> tuple[list[Piece], list[Piece]]:
    """附件1 and its title, and what follows: lines that are no sentence, three at most."""
    ahead = 0
    for piece in pieces[:_HEAD_LINES]:
        if piece.kind == "segment" or _SENTENCE_ENDS.intersection(text.cut(piece.start, piece.end)):
            break
        ahead += 1
    return list(pieces[:ahead]), list(pieces[ahead:])


def _unfit(whole: WholeDocument) -> Iterator[Finding]:
    """Characters that XML cannot carry: the reader of the file must know of them."""
    document = whole.document
    for start, said in (
        (document["start"], whole.text), (document["imprint_start"], whole.imprint),
    ):  # fmt: skip
        for match in FORBIDDEN.finditer(said):
            place = int(start or 0) + match.start()
            message = f"正文第 {place} 个字符 U+{ord(match[0]):04X} 不能写入 XML，已写作 U+FFFD"
            yield Finding("export.forbidden-character", message)


def _spread(parent: Element, depth: int = 0) -> None:
    """Give each element that holds no characters of the paper a line of its own."""
    if parent.tag in _FLAT or not len(parent):
        return
    parent.text = "\n" + "  " * (depth + 1)
    for child in parent:
        _spread(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    parent[-1].tail = "\n" + "  " * depth
