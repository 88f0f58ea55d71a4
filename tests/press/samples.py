"""Notices to print, and what tests of print compare."""

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium

from hongtou.model import Box
from tests.press import (
    Notice,
    PrintedPage,
    Table,
    TableCell,
)

ROOT = Path(__file__).resolve().parents[2]
NOTICES = sorted((ROOT / "tests" / "invented").rglob("*.txt")) + sorted(
    (ROOT / "corpus").glob("*.txt")
)

NOTICE = Notice(
    mark=("石桥市人民政府",), mark_suffix="文件", number="石政发〔2024〕12号",
    title=("石桥市人民政府关于做好2024年", "防汛抗旱工作的通知"),
    recipients="各县（区）人民政府，市政府各部门：",
    body=(
        "为切实做好2024年防汛抗旱工作，保障人民群众生命财产安全，根据《中华人民共和国防洪法》"
        "等有关规定，现将有关事项通知如下：",
        "一、提高思想认识",
        "（一）压实工作责任。各县（区）要在5月31日前完成隐患排查，“一把手”负总责，"
        "对排查出的问题逐项整改，整改率达到100%，重大隐患由市级挂牌督办。" * 3,
        "二、严格值班值守。汛期实行24小时值班制度，不得擅自离岗。",
    ),
    attachment_note=("附件：1.防汛责任人名单", "2.物资储备清单"),
    signatures=("石桥市人民政府",), date="2024年4月28日",
    note=("（联系人：某某，电话：00000000）",),
    imprint=(("抄送：市委各部门，市人大常委会办公室，市政协办公室。", ""),
             ("石桥市人民政府办公室", "2024年4月28日印发")),
)  # fmt: skip

TABLE = Table(
    (
        (TableCell("序号", row_span=2), TableCell("名称", row_span=2),
         TableCell("数量", column_span=2)),
        (TableCell("县级"), TableCell("乡级")),
        (TableCell("1"), TableCell("编织袋（万条）"), TableCell("12.5"), TableCell("3")),
        (TableCell("2"), TableCell("冲锋舟（艘），含发动机、救生衣、牵引绳等随艇器材"),
         TableCell("8"), TableCell("1")),
    ),
    (1, 4, 2, 2),
)  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


def area(box: Box) -> float:
    return max(0.0, box.x1 - box.x0) * max(0.0, box.bottom - box.top)


def overlap(one: Box, other: Box) -> float:
    return area(Box(max(one.x0, other.x0), max(one.top, other.top),
                    min(one.x1, other.x1), min(one.bottom, other.bottom)))  # fmt: skip


def share(one: Box, other: Box) -> float:
    """Intersection over union."""
    common = overlap(one, other)
    return common / (area(one) + area(other) - common)


def check_boxes(pages: tuple[PrintedPage, ...]) -> None:
    for page in pages:
        glyphs = page.glyphs
        for glyph in glyphs:
            assert 0 <= glyph.box.x0 < glyph.box.x1 <= page.width
            assert 0 <= glyph.box.top < glyph.box.bottom <= page.height
            if glyph.ink is not None:
                assert overlap(glyph.ink, glyph.box) >= 0.7 * area(glyph.ink), glyph
        places = sorted(glyphs, key=lambda g: (g.box.top, g.box.x0))
        for at, glyph in enumerate(places):
            for other in places[at + 1 :]:
                if other.box.top >= glyph.box.bottom:
                    break
                assert overlap(glyph.box, other.box) < 1e-6, (glyph, other)


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.top, box.x1, box.bottom


def pdfium_text(made: bytes, password: str | None = None) -> str:
    document = pdfium.PdfDocument(made, password=password)
    try:
        return squeezed("".join(p.get_textpage().get_text_range() for p in document))
    finally:
        document.close()


def rendered(made: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    document = pdfium.PdfDocument(made)
    try:
        return np.array(document[0].render(scale=1).to_numpy())
    finally:
        document.close()
