"""Printed notices as OFD: text and places against the press, against PDF and against ofdkit."""

import io
from collections import Counter
from pathlib import Path

import numpy as np
import ofdkit
import pytest
from PIL import Image

from hongtou.model import Box, Transcript
from hongtou.read import ReadOptions, open_source, read, render_page
from hongtou.read.ofd import read_ofd
from tests.press import Notice, PrintedPage, Table, TableCell, fonts, guess_notice, lay_out
from tests.press.ofd import OfdStyle, to_ofd
from tests.press.pdf import to_pdf
from tests.press.raster import to_images
from tests.read.ofd.maker import document, page, path, text, written

pytestmark = pytest.mark.skipif(
    bool(fonts.missing_packages()), reason=f"needs {', '.join(fonts.missing_packages())}"
)

TEXT = """某某市人民政府文件
某政发〔2024〕3号
某某市人民政府关于做好“三农”信贷工作的通知
各县（市、区）人民政府，市政府各部门：
　　一、总体要求。2024年涉农贷款余额增速不低于12.5%，单户限额5万元（含）以下。
　　（一）加大投入。各银行业金融机构要按照WTO规则和LPR报价——尽早、尽快、尽量落实……
某某市人民政府
2024年5月20日
抄送：市委各部门。
某某市人民政府办公室　2024年5月21日印发
"""
TABLE = Table(
    (
        (TableCell("序号"), TableCell("项目"), TableCell("金额")),
        (TableCell("1"), TableCell("支农再贷款"), TableCell("5万元")),
        (TableCell("合计", column_span=2), TableCell("5万元")),
    ),
    (1, 3, 2),
)
TABLED = Notice(title=("关于下达额度的通知",), body=("额度见下表。", TABLE, "特此通知。"))


def as_ofd(folder: Path, pages: tuple[PrintedPage, ...], style: OfdStyle | None = None) -> Path:
    made = folder / "notice.ofd"
    made.write_bytes(to_ofd(pages, style))
    return made


def shared(one: Box, other: Box) -> float:
    """Intersection over union."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(across, 0.0) * max(down, 0.0)
    areas = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in (one, other))
    return both / (areas - both)


@pytest.mark.parametrize("template", [True, False])
def test_every_character_is_where_the_press_put_it(tmp_path: Path, template: bool) -> None:
    pages = lay_out(guess_notice(TEXT))
    found = read(open_source(as_ofd(tmp_path, pages, OfdStyle(template=template))))
    truth = {
        (sheet.number, glyph.text, round(glyph.box.x0 / 3), round(glyph.box.top / 9)): glyph.box
        for sheet in pages
        for glyph in sheet.glyphs
        if not glyph.text.isspace()
    }
    boxes = {(run.page, found.text[run.span.start : run.span.end]): [] for run in found.runs}  # type: dict[tuple[int, str], list[Box]]
    for run in found.runs:
        assert run.box is not None
        boxes[run.page, found.text[run.span.start : run.span.end]].append(run.box)
    for (number, character, _, _), box in truth.items():
        assert max(shared(box, other) for other in boxes[number, character]) > 0.75, character


@pytest.mark.parametrize("notice", [guess_notice(TEXT), TABLED])
def test_ofd_and_pdf_say_the_same(tmp_path: Path, notice: Notice) -> None:
    pages = lay_out(notice)
    (tmp_path / "notice.pdf").write_bytes(to_pdf(pages))
    one: Transcript = read(open_source(as_ofd(tmp_path, pages)))
    other: Transcript = read(open_source(tmp_path / "notice.pdf"))
    assert one.text == other.text
    assert [table.cells for table in one.tables] == [table.cells for table in other.tables]


def test_a_printed_table_keeps_its_cells(tmp_path: Path) -> None:
    found = read(open_source(as_ofd(tmp_path, lay_out(TABLED))))
    assert "序号\t项目\t金额\n1\t支农再贷款\t5万元\n合计\t\t5万元\n" in found.text
    [table] = found.tables
    assert [(c.row, c.column, c.column_span) for c in table.cells][-2:] == [(2, 0, 2), (2, 2, 1)]


def odd() -> bytes:
    """What the press does not print: composites of offsets, transforms, several codes."""
    objects = (
        text("关于印发通知", 20, 30, code='DeltaX="5 5 -10 5 5" DeltaY="0 0 8 0 0"')
        + text("放大", 20, 100, CTM="2 0 0 2 0 0")
        + text("竖排文字", 150, 60, code='DeltaY="g 3 6"')
        + path("M 20 150 L 190 150")
    )
    from tests.read.ofd.maker import packed

    return packed(document([page(objects), page(text("第二页 ABC，123。"))]))


@pytest.mark.parametrize("content", [odd, lambda: to_ofd(lay_out(guess_notice(TEXT)))])
def test_ofdkit_reads_the_same_characters(tmp_path: Path, content) -> None:  # type: ignore[no-untyped-def]
    made = tmp_path / "a.ofd"
    made.write_bytes(content())
    ours = read_ofd(open_source(made), ReadOptions(ocr="never")).text
    with ofdkit.open(made) as theirs:
        oracle = theirs.text()
    assert Counter("".join(ours.split())) == Counter("".join(oracle.split()))


def ink(png: bytes, box: Box, dpi: float) -> float:
    """Share of dark pixels in a box of a page's picture."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("L"))
    scale = dpi / 72
    part = pixels[
        int(box.top * scale) : int(box.bottom * scale), int(box.x0 * scale) : int(box.x1 * scale)
    ]
    return float((part < 128).mean())


def test_the_picture_shows_letters_where_the_text_has_them(tmp_path: Path) -> None:
    source = open_source(as_ofd(tmp_path, lay_out(guess_notice(TEXT))))
    png = render_page(source, 1, dpi=100)
    assert Image.open(io.BytesIO(png)).size == (827, 1169)
    found = read(source)
    runs = [r for r in found.runs if r.page == 1 and r.box is not None]
    inked = [
        ink(png, run.box, 100)
        for run in runs
        if run.box is not None and "\u4e00" < found.text[run.span.start] < "\u9fff"
    ]
    assert len(inked) > 80 and min(inked) > 0.03
    assert ink(png, Box(10, 10, 60, 60), 100) == 0  # the margin is empty
    assert render_page(source, 1, dpi=100) == png


def test_the_picture_has_colours_paths_and_images(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (10, 10), (0, 0, 255)).save(stream, "PNG")
    red = '<ofd:FillColor Value="255 0 0"/>'
    objects = (
        '<ofd:PathObject Boundary="10 10 50 50" Fill="true" Stroke="false">'
        + red
        # A square with a square hole: the even-odd rule leaves it open.
        + "<ofd:AbbreviatedData>M 0 0 L 50 0 L 50 50 L 0 50 C M 20 20 L 30 20 L 30 30 L 20 30 C"
        "</ofd:AbbreviatedData></ofd:PathObject>"
        '<ofd:ImageObject Boundary="100 10 40 40" CTM="40 0 0 40 0 0" ResourceID="6"/>'
    )
    resources = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="6"><ofd:MediaFile>a.png</ofd:MediaFile>'
        "</ofd:MultiMedia></ofd:MultiMedias>"
    )
    parts = document([page(objects)], resources=resources) | {"Doc_0/Res/a.png": stream.getvalue()}
    png = render_page(open_source(written(tmp_path, parts)), 1, dpi=25.4)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    assert image.size == (210, 297)
    assert [image.getpixel(at) for at in ((20, 20), (35, 35), (120, 30), (80, 80))] == [
        (255, 0, 0), (255, 255, 255), (0, 0, 255), (255, 255, 255),
    ]  # fmt: skip


def test_a_scan_goes_to_the_recogniser(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    pages = lay_out(Notice(title=("关于放假的通知",), body=("全体放假三天。",)))
    style = OfdStyle(pictures=[np.asarray(image) for image in to_images(pages)])
    source = open_source(as_ofd(tmp_path, pages, style))
    found = read_ofd(source, ReadOptions())
    [reading] = found.page_readings
    assert (reading.method, reading.reason) == ("ocr", "只有图像，没有可见文字")
    assert "关于放假的通知" in found.text and "全体放假三天" in found.text
    assert all(run.confidence is not None for run in found.runs)


def test_a_text_page_is_recognised_on_demand(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    pages = lay_out(Notice(title=("关于放假的通知",), body=("全体放假三天。",)))
    found = read_ofd(open_source(as_ofd(tmp_path, pages)), ReadOptions(ocr="always"))
    [reading] = found.page_readings
    assert (reading.method, reading.reason) == ("ocr", "按要求识别")
    assert "关于放假的通知" in found.text and "全体放假三天" in found.text
