"""The reader of DOCX: one flowing page of lines and tables, numbering printed as on paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.model import RawSpan, Run, Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.office.numbering import Numbering
from hongtou.read.office.parts import WordParts
from hongtou.read.office.scans import UNREAD, large_pictures, read_scans
from hongtou.read.office.shapes import Picture
from hongtou.read.office.story import Block, Context, StoryReader
from hongtou.read.office.styles import OFF, Styles
from hongtou.read.packages import open_package
from hongtou.read.page import Grid, Line, PageContent, ReadOptions
from hongtou.read.pictured import FEW
from hongtou.read.sources import unchanged
from hongtou.read.xml_parts import attribute, child, children

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FLOW_REASON: Final = "Word 文档，没有固定页面"
# w:altChunk (17.17.2.1): Word merges another file when it opens this one.
EMBEDDED: Final = (
    "read.embedded-unread",
    "文档嵌入了另一个文件，其中的文字没有读取；请用 Word 打开后另存，再读入",
)
# What is left of — 1 — or 第 页 共 页 when the number itself is gone.
_PAGE_REST: Final = re.compile(r"(?:[\s\-—–－―·.、/|第页共]|(?<!\d)\d{1,3}(?!\d))*")
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(source: Source, options: ReadOptions) -> Transcript:
    """A Word file (.docx, .docm, .dotx) as one flowing page; ``reader`` is ``docx``.

    Changes are accepted, numbering is printed, hidden text and comments are left out. A file that
    is only pictures goes to the recogniser.

    Raises:
        PackageError: If the package or an XML part is damaged.
        EmptyFileError: If it shows no character.
        ReadError: If it is a bomb, has entities, is encrypted, or has changed since it was opened.
    """
    with unchanged(source):
        return read_word_file(source, options, Path(source.path), reader="docx")


def read_word_file(source: Source, options: ReadOptions, file: Path, *, reader: str) -> Transcript:
    """``read_docx`` for a Word file that need not be the source itself: ``file`` is read."""
    with open_package(file, shown=source.path) as package:
        parts = WordParts(package)
        page, pictures = _page(parts, options)
        pages = [page] if page.blocks or not pictures else []
        scans = read_scans(source, parts, pictures, options, first=len(pages) + 1)
        if pages and options.on_page is not None:
            options.on_page(1, 1 + len(pictures))
        transcript = compose(source, chain(pages, scans), reader=reader)
    if pictures:
        return transcript
    whole = Run(RawSpan(0, len(transcript.text)), page=1)
    return replace(transcript, runs=(whole,))


def _page(parts: WordParts, options: ReadOptions) -> tuple[PageContent, list[Picture]]:
    """The text as one page, and the pictures that must be recognised."""
    document = parts.document()
    styles = Styles(parts.part("styles"))
    notes = _notes(parts)
    context = Context(
        styles,
        Numbering(parts.part("numbering"), styles),
        lambda kind, note_id: notes.get((kind, note_id)),
    )
    body = child(document, "body")
    blocks: list[Block] = []
    if body is not None:
        blocks = list(StoryReader(context, body).blocks(body))
    pictures = large_pictures(context.pictures)
    above, below = _furniture(parts, document, context, blocks)
    shown = (*above, *blocks, *below)
    wanted = options.ocr == "always" or (options.ocr == "auto" and _size(blocks) < FEW)
    findings = (UNREAD,) if pictures and not wanted else ()
    if next(document.iter("{*}altChunk"), None) is not None:
        findings = (*findings, EMBEDDED)
    page = PageContent(1, None, None, "flow", FLOW_REASON, shown, findings)
    return page, pictures if wanted else []


def _size(blocks: list[Block]) -> int:
    """Characters of text, blanks left out."""
    size = 0
    for block in blocks:
        texts = [block.text] if isinstance(block, Line) else _texts(block)
        size += sum(len("".join(text.split())) for text in texts)
    return size


def _texts(grid: Grid) -> list[str]:
    return [glyph.text for cell in grid.cells for glyph in cell.glyphs]


def _notes(parts: WordParts) -> "dict[tuple[str, str], Element]":
    """Footnotes and endnotes by kind and id."""
    found = {}
    for kind in ("footnote", "endnote"):
        for note in children(parts.part(f"{kind}s"), kind):
            if attribute(note, "type") not in _SEPARATORS:
                found[kind, attribute(note, "id")] = note
    return found


def _furniture(
    parts: WordParts, document: "Element", context: Context, blocks: list[Block]
) -> tuple[list[Block], list[Block]]:
    """Text of headers and footers that is more than a page number and not said in the body."""
    said = {block.text for block in blocks if isinstance(block, Line)}
    first = next(document.iter("{*}sectPr"), None)
    sides: dict[str, list[Block]] = {"headerReference": [], "footerReference": []}
    for kind, kept in sides.items():
        for relation_id in _references(first, kind):
            root = parts.part_of(relation_id)
            if root is None:
                continue
            for block in StoryReader(context, root).blocks(root):
                if isinstance(block, Line):
                    if _is_furniture(block.text) or block.text in said:
                        continue
                    said.add(block.text)
                kept.append(block)
    return sides["headerReference"], sides["footerReference"]


def _references(section: "Element | None", kind: str) -> Iterator[str]:
    """Ids of the headers or footers of a section, the one of its first page first."""
    found = {attribute(e, "type") or "default": attribute(e, "id") for e in children(section, kind)}
    if not switch_on(section, "titlePg"):
        found.pop("first", None)
    for wanted in ("first", "default", "even"):
        if wanted in found:
            yield found[wanted]


def switch_on(element: "Element | None", name: str) -> bool:
    """Whether a switch is there and on."""
    found = child(element, name)
    return found is not None and attribute(found, "val").casefold() not in OFF


def _is_furniture(text: str) -> bool:
    return _PAGE_REST.fullmatch(text) is not None
