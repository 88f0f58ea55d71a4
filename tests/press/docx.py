"""A notice as Word file: real automatic numbering, tracked changes, tables, header and footer."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tests.press.flow import Paragraph, flow_of
from tests.press.notice import Notice, Table
from tests.press.ofd import MOMENT
from tests.press.tables import placed_cells

MOMENT_TEXT: Final = "2021-01-01T00:00:00Z"
CENTRED: Final = ("mark", "document_number", "title")
RIGHT: Final = ("signature", "date")
FONT: Final = {"mark": "方正小标宋简体", "title": "方正小标宋简体", "attachment_label": "黑体"}
SIZE: Final = {"mark": 36, "title": 22, "imprint": 14}
BODY_FONT: Final = "仿宋_GB2312"

# Levels of automatic numbers: how they look in print, and how Word is told to make them.
LABELS: Final = (
    re.compile(r"^([一二三四五六七八九十]+)、"),
    re.compile(r"^（([一二三四五六七八九十]+)）"),
    re.compile(r"^(\d+)[.．]"),
)
LEVELS: Final = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
LABEL_FONTS: Final = ("黑体", "楷体_GB2312", BODY_FONT)
HAN: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class DocxStyle:
    """``numbering``: labels are Word's, not text. ``tracked``: some changes wait to be accepted.

    ``header`` and ``footer`` are printed on every page; a page number always is.
    """

    numbering: bool = False
    tracked: bool = False
    header: str = ""
    footer: str = ""


def to_docx(notice: Notice, style: DocxStyle | None = None) -> bytes:
    """The notice as Word file; the same bytes for the same notice."""
    wanted, document = style or DocxStyle(), docx.Document()
    _set_up(document, wanted)
    numbers = _Numbers(document) if wanted.numbering else None
    paper = long = 0
    for block in flow_of(notice):
        if isinstance(block, Table):
            _table(document, block)
            continue
        paragraph = document.add_paragraph()
        if block.paper != paper:
            paragraph.paragraph_format.page_break_before = True
            paper = block.paper
        text = _format(paragraph, block)
        if numbers is not None and block.kind == "body":
            text = numbers.take_over(paragraph, text, paper)
        long += block.kind == "body" and len(text) > 12
        if wanted.tracked and block.kind == "body" and len(text) > 12 and long % 2:
            _tracked(paragraph, block, text)
        else:
            _run(paragraph, block, text)
    return _fixed(document)


def _set_up(document: Any, style: DocxStyle) -> None:
    """A4, 22 lines of 28 characters, page number in the footer, dates that do not move."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    grid = f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="580"/>'
    for given in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(given)
    section._sectPr.append(parse_xml(grid))
    if style.header:
        section.header.paragraphs[0].text = style.header
    foot = section.footer.paragraphs[0]
    foot.add_run(style.footer + "— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r>'
                             "</w:fldSimple>"))  # fmt: skip
    foot.add_run(" —")
    properties = document.core_properties
    properties.author, properties.last_modified_by = "press", "press"
    properties.created = properties.modified = datetime(2021, 1, 1, tzinfo=UTC)


def _format(paragraph: Any, block: Paragraph) -> str:
    shape = paragraph.paragraph_format
    shape.space_after, shape.line_spacing = Pt(0), Pt(44 if block.kind == "mark" else 29)
    if block.kind in ("title", "signature", "imprint"):
        shape.keep_with_next = True
    if block.kind in CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind in RIGHT:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        shape.right_indent = Pt(64 if block.kind == "date" else 32)
    elif block.kind in ("body", "attachment_note", "note"):
        shape.first_line_indent = Pt(32)
    if block.kind == "document_number":
        line = '<w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/>'
        border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
        paragraph._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    return block.text


def _run(paragraph: Any, block: Paragraph, text: str) -> Any:
    run = paragraph.add_run(text)
    name = FONT.get(block.kind, BODY_FONT)
    run.font.name, run.font.size = name, Pt(SIZE.get(block.kind, 16))
    run._r.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), name)
    if block.kind == "mark":
        run.font.color.rgb = docx.shared.RGBColor(0xDB, 0x14, 0x1A)
    return run


def _tracked(paragraph: Any, block: Paragraph, text: str) -> None:
    """A piece that was put in and one that was taken out, both still waiting."""
    _run(paragraph, block, text[:4])
    who = f'w:author="press" w:date="{MOMENT_TEXT}"'
    put_in = parse_xml(f'<w:ins {nsdecls("w")} w:id="{len(text)}1" {who}/>')
    put_in.append(_run(paragraph, block, text[4:8])._r)
    paragraph._p.append(put_in)
    taken_out = parse_xml(
        f'<w:del {nsdecls("w")} w:id="{len(text)}2" {who}><w:r>'
        "<w:delText>原稿中删去的文字</w:delText></w:r></w:del>"
    )
    paragraph._p.append(taken_out)
    _run(paragraph, block, text[8:])


def _table(document: Any, table: Table) -> None:
    made = document.add_table(len(table.rows), len(table.widths), style="Table Grid")
    for at in placed_cells(table):
        cell = made.cell(at.row, at.column)
        if at.cell.row_span > 1 or at.cell.column_span > 1:
            end = made.cell(at.row + at.cell.row_span - 1, at.column + at.cell.column_span - 1)
            cell = cell.merge(end)
        cell.text = at.cell.text


class _Numbers:
    """Takes labels out of the text where Word's own counting gives the same ones."""

    def __init__(self, document: Any) -> None:
        self.numbering = document.part.numbering_part.element
        self.counts = [0] * len(LEVELS)
        self.paper = -1
        self.list_id = 0
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:rPr><w:rFonts w:hint="eastAsia" w:eastAsia="{LABEL_FONTS[n]}"/>'
            '<w:sz w:val="32"/></w:rPr></w:lvl>'
            for n, (kind, text) in enumerate(LEVELS)
        )
        self.abstract_id = 901
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.abstract_id}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        self.numbering.insert(0, abstract)

    def take_over(self, paragraph: Any, text: str, paper: int) -> str:
        """The text without its label if Word numbers the paragraph, otherwise as it is."""
        if paper != self.paper:
            self.paper, self.counts = paper, [0] * len(LEVELS)
            self.list_id = self._new_list()
        for level, label in enumerate(LABELS):
            found = label.match(text)
            if found is None:
                continue
            if self._printed(level, self.counts[level] + 1) != found[0]:
                return text
            self.counts[level] += 1
            self.counts[level + 1 :] = [0] * (len(LEVELS) - level - 1)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = self.list_id
            return text[found.end() :]
        return text

    @staticmethod
    def _printed(level: int, number: int) -> str:
        if level == 2:
            return f"{number}."
        tens, ones = divmod(number, 10)
        han = (HAN[tens - 1] if tens > 1 else "") + ("十" if tens else "")
        han += HAN[ones - 1] if ones else ""
        return f"{han}、" if level == 0 else f"（{han}）"

    def _new_list(self) -> int:
        """A list that starts from 1 again, as each paper's numbers do."""
        list_id = 901 + self.paper
        starts = "".join(
            f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for n in range(len(LEVELS))
        )
        self.numbering.append(parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{list_id}">'
            f'<w:abstractNumId w:val="{self.abstract_id}"/>{starts}</w:num>'
        ))  # fmt: skip
        return list_id


def _fixed(document: Any) -> bytes:
    """The package with every member of the same moment."""
    made, stream = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(stream, "w") as fixed:
        for name in _in_order(package):
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(info, package.read(name))
    return stream.getvalue()


def _in_order(package: zipfile.ZipFile) -> Iterator[str]:
    names = package.namelist()
    yield "[Content_Types].xml"
    yield from sorted(name for name in names if name != "[Content_Types].xml")
