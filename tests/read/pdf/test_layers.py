"""Text layers of printed notices: what they say, where, and whether they can be believed."""

import sys
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pdfplumber
import pytest

from hongtou.errors import EmptyFileError, EngineError
from hongtou.model import Box, Transcript
from hongtou.read import ReadOptions
from tests.press import Notice, PrintedPage, Table, TableCell, lay_out, text_of
from tests.press.layout import Style
from tests.press.pdf import PdfStyle, lying_codes, misread, private_codes, to_image_pdf, to_pdf
from tests.press.raster import to_images
from tests.read.pdf.makers import NEVER, read_bytes

SENTENCES = (
    "一、要高度重视农村金融服务工作，加强组织领导，明确责任分工，确保各项政策措施落到实处。",
    "（一）各银行机构应当于2024年6月30日前报送上半年涉农贷款统计表，贷款余额不低于3.5亿元。",
    "二、各分支机构要加强监督检查，对发现的问题及时督促整改，并将整改情况书面报告我局办公室。",
)
NOTICE = Notice(
    mark=("某某市金融工作局",), mark_suffix="文件", number="某金发〔2024〕3号",
    title=("关于做好农村金融服务工作的通知",), recipients="各县（市）金融工作局：",
    body=("为贯彻落实党中央、国务院决策部署，现就有关事项通知如下。", *SENTENCES * 8),
    signatures=("某某市金融工作局",), date="2024年5月6日",
    imprint=(("某某市金融工作局办公室", "2024年5月6日印发"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> tuple[PrintedPage, ...]:
    return lay_out(NOTICE)


def bare(text: str) -> list[str]:
    """Lines without blanks, since print has no spaces but only gaps."""
    return [line for line in ("".join(line.split()) for line in text.splitlines()) if line]


def truth(pages: tuple[PrintedPage, ...]) -> list[str]:
    """What stands on paper; authority and date of the imprint are one line of print."""
    return bare(
        text_of(pages, furniture=True).replace("办公室\n2024年5月6日印发", "办公室2024年5月6日印发")
    )


def overlap(one: Box, two: Box) -> float:
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    high = min(one.bottom, two.bottom) - max(one.top, two.top)
    shared = max(0.0, wide) * max(0.0, high)
    areas = [(b.x1 - b.x0) * (b.bottom - b.top) for b in (one, two)]
    return shared / (sum(areas) - shared)


@pytest.mark.parametrize(
    "style",
    [PdfStyle(), PdfStyle(rotate=90), PdfStyle(rotate=180), PdfStyle(rotate=270),
     PdfStyle(each_alone=True), PdfStyle(user_password="")],
    ids=["plain", "90", "180", "270", "each alone", "owner password"],
)  # fmt: skip
def test_text_and_places(tmp_path: Path, pages: tuple[PrintedPage, ...], style: PdfStyle) -> None:
    transcript = read_bytes(tmp_path, to_pdf(pages, style))
    assert bare(transcript.text) == truth(pages)
    assert {reading.method for reading in transcript.page_readings} == {"text"}
    assert {reading.reason for reading in transcript.page_readings} == {"有文字层"}
    assert transcript.reader == "pdf" and transcript.findings == ()
    printed = [(p.number, g) for p in pages for g in p.glyphs if not g.text.isspace()]
    words = [r for r in transcript.runs if not r.span.of(transcript.text).isspace()]
    assert len(words) == len(printed)
    for number, glyph in printed:
        best = max(
            (overlap(run.box, glyph.box), run.span.of(transcript.text))
            for run in words
            if run.box and run.page == number and abs(run.box.x0 - glyph.box.x0) < 3
        )
        assert best[0] >= 0.75 and best[1] == glyph.text


def test_boxes_are_those_of_pdfplumber(tmp_path: Path, pages: tuple[PrintedPage, ...]) -> None:
    transcript = read_bytes(tmp_path, to_pdf(pages))
    with pdfplumber.open(tmp_path / "paper.pdf") as file:
        theirs = [
            (c["text"], Box(c["x0"], c["top"], c["x1"], c["bottom"]))
            for c in file.pages[0].chars
            if not c["text"].isspace()
        ]
    ours = [
        (run.span.of(transcript.text), run.box)
        for run in transcript.runs
        if run.page == 1 and run.box and not run.span.of(transcript.text).isspace()
    ]
    assert len(ours) == len(theirs)
    for text, box in theirs:
        best = max(overlap(box, own) for character, own in ours if character == text)
        assert best > 0.9, text


@pytest.mark.parametrize(
    "style",
    [
        Style(columns=2),
        Style(margin_note="此件依申请公开"),
        Style(face="kai", blank_page_mark=True),
    ],
    ids=["two columns", "note in the margin", "blank page mark"],
)
def test_layouts(tmp_path: Path, style: Style) -> None:
    pages = lay_out(NOTICE, style)
    found = bare(read_bytes(tmp_path, to_pdf(pages)).text)
    expected = truth(pages)
    assert sorted(found) == sorted(expected)
    furniture = {"此件依申请公开", *(f"—{n}—" for n in range(1, 9))}
    assert [x for x in found if x not in furniture] == [x for x in expected if x not in furniture]


def test_indents(tmp_path: Path, pages: tuple[PrintedPage, ...]) -> None:
    lines = read_bytes(tmp_path, to_pdf(pages)).text.splitlines()
    assert "各县（市）金融工作局：" in lines
    assert any(line.startswith("　　为贯彻落实") for line in lines)
    title = next(line for line in lines if line.strip().startswith("关于做好"))
    assert title.startswith("　　　") and lines[-1] != ""


TABLE = Table(
    rows=(
        (TableCell("序号"), TableCell("项目名称", column_span=2), TableCell("金额（万元）")),
        (TableCell("1", row_span=2), TableCell("支农再贷款"),
         TableCell("发放情况以及其他需要说明的事项，包括展期和收回的情况"), TableCell("1,200.50")),
        (TableCell("支小再贷款"), TableCell(""), TableCell("300")),
    ),
    widths=(0.1, 0.3, 0.4, 0.2),
)  # fmt: skip


@pytest.mark.parametrize("rotate", [0, 90])
def test_ruled_table(tmp_path: Path, rotate: int) -> None:
    notice = Notice(
        title=("关于报送数据的通知",), recipients="各支行：",
        body=("现将有关数据报送如下。", TABLE, "请认真执行，并于每月底前报送有关情况和统计数据。"),
        signatures=("某某银行",), date="2024年5月6日",
    )  # fmt: skip
    transcript = read_bytes(tmp_path, to_pdf(lay_out(notice), PdfStyle(rotate=rotate)))
    (table,) = transcript.tables
    rows = table.span.of(transcript.text).split("\n")
    assert rows == [
        "序号\t项目名称\t\t金额（万元）",
        "1\t支农再贷款\t发放情况以及其他需要说明的事项，包括展期和收回的情况\t1,200.50",
        "\t支小再贷款\t\t300",
    ]
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells}
    assert spans[0, 1] == (1, 2) and spans[1, 0] == (2, 1) and len(table.cells) == 10
    lines = bare(transcript.text)
    assert lines.index("现将有关数据报送如下。") + 1 == lines.index("序号项目名称金额（万元）")
    assert lines[-4:] == ["请认真执行，并于每月底前报送有关情况和统计数据。", "某某银行",
                          "2024年5月6日", "—1—"]  # fmt: skip


def test_separators_and_imprint_rules_are_no_table(
    tmp_path: Path, pages: tuple[PrintedPage, ...]
) -> None:
    assert read_bytes(tmp_path, to_pdf(pages)).tables == ()


def codes_to_ascii(pages: tuple[PrintedPage, ...]) -> dict[str, int]:
    han = sorted({g.text for p in pages for g in p.glyphs if g.text >= "\u4e00"})
    return {character: 0x21 + at % 90 for at, character in enumerate(han)}


@pytest.mark.parametrize(
    ("codes_of", "reason"),
    [
        (private_codes, "文字层乱码："),
        (lying_codes, "文字层读不通："),
        (codes_to_ascii, "文字层"),
    ],
)
def test_layers_that_lie(
    tmp_path: Path, pages: tuple[PrintedPage, ...], codes_of: object, reason: str
) -> None:
    content = to_pdf(pages[:1], PdfStyle(codes=codes_of(pages[:1])))  # type: ignore[operator]
    transcript = read_bytes(tmp_path, content)
    (reading,) = transcript.page_readings
    assert reading.reason.startswith(reason) and reading.reason.endswith("未识别")
    assert [finding.code for finding in transcript.findings] == ["read.text-layer"]


def scanned(
    pages: tuple[PrintedPage, ...], layer: tuple[PrintedPage, ...], *, dpi: float = 100
) -> bytes:
    """Pictures of pages with an invisible text layer, as scanners' programs make them."""
    pictures = list(to_images(pages, dpi=dpi))
    return to_pdf(layer, PdfStyle(invisible=True, pictures=pictures))


def test_good_layer_of_a_scan_is_kept(tmp_path: Path, pages: tuple[PrintedPage, ...]) -> None:
    transcript = read_bytes(tmp_path, scanned(pages[:1], pages[:1]))
    assert bare(transcript.text) == truth(pages[:1])
    assert transcript.page_readings[0].reason == "扫描件自带识别文字，质量可用"


def shifted(pages: tuple[PrintedPage, ...], by: float) -> tuple[PrintedPage, ...]:
    def moved(box: Box) -> Box:
        return Box(box.x0, box.top + by, box.x1, box.bottom + by)

    return tuple(
        replace(page, lines=tuple(
            replace(line, glyphs=tuple(
                replace(g, box=moved(g.box), baseline=g.baseline + by) for g in line.glyphs
            ))
            for line in page.lines
        ))
        for page in pages
    )  # fmt: skip


def test_layer_beside_the_picture(tmp_path: Path, pages: tuple[PrintedPage, ...]) -> None:
    transcript = read_bytes(tmp_path, scanned(pages[1:2], shifted(pages[1:2], 14.5)))
    assert "图像上" in transcript.page_readings[0].reason


def test_layer_with_nothing_but_the_page_number(
    tmp_path: Path, pages: tuple[PrintedPage, ...]
) -> None:
    number = replace(pages[0], lines=pages[0].lines[-1:])
    transcript = read_bytes(tmp_path, scanned(pages[:1], (number,)))
    assert transcript.page_readings[0].reason.startswith("正文是图像，文字层只有页眉、页码")


def test_pictures_only(tmp_path: Path, pages: tuple[PrintedPage, ...]) -> None:
    content = to_image_pdf(list(to_images(pages[:1], dpi=60)), dpi=60)
    with pytest.raises(EmptyFileError, match="没有文字层，整页是图像"):
        read_bytes(tmp_path, content, NEVER)


def similar(transcript: Transcript, pages: tuple[PrintedPage, ...]) -> float:
    expected = "".join(truth(pages)).replace("—", "-").replace("，", ",")
    found = "".join(bare(transcript.text)).replace("—", "-").replace("，", ",")
    return SequenceMatcher(None, expected, found, False).ratio()


@pytest.fixture
def few(pages: tuple[PrintedPage, ...]) -> tuple[PrintedPage, ...]:
    """A page with six lines, which is soon recognised."""
    pytest.importorskip("rapidocr", reason="pip install 'hongtou[ocr]'")
    return (replace(pages[1], lines=pages[1].lines[:6], rules=(), seals=()),)


def test_lying_layer_is_recognised(tmp_path: Path, few: tuple[PrintedPage, ...]) -> None:
    content = to_pdf(few, PdfStyle(codes=private_codes(few)))
    transcript = read_bytes(tmp_path, content, ReadOptions())
    (reading,) = transcript.page_readings
    assert reading.method == "ocr" and reading.reason.startswith("文字层乱码：")
    assert similar(transcript, few) > 0.97


def test_good_layer_passes_a_sample(tmp_path: Path, few: tuple[PrintedPage, ...]) -> None:
    transcript = read_bytes(tmp_path, scanned(few, few, dpi=150), ReadOptions())
    (reading,) = transcript.page_readings
    assert (reading.method, reading.reason) == ("text", "扫描件自带识别文字，经抽查可用")
    assert bare(transcript.text) == truth(few)


def test_misread_layer_fails_a_sample(tmp_path: Path, few: tuple[PrintedPage, ...]) -> None:
    content = scanned(few, misread(few, seed=3), dpi=150)
    transcript = read_bytes(tmp_path, content, ReadOptions())
    (reading,) = transcript.page_readings
    assert reading.method == "ocr" and "抽查有" in reading.reason
    assert similar(transcript, few) > 0.97


def test_always_recognises_what_could_be_read(tmp_path: Path, few: tuple[PrintedPage, ...]) -> None:
    transcript = read_bytes(tmp_path, to_pdf(few), ReadOptions(ocr="always"))
    (reading,) = transcript.page_readings
    assert (reading.method, reading.reason) == ("ocr", "按要求识别（有文字层）")
    assert similar(transcript, few) > 0.97


def test_without_a_recogniser(
    tmp_path: Path, pages: tuple[PrintedPage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read says how to get a recogniser; the rest of the file is read."""
    monkeypatch.setitem(sys.modules, "hongtou.read.ocr.pages", None)
    monkeypatch.setitem(sys.modules, "hongtou.read.ocr.engines", None)
    hidden = replace(pages[0], lines=())
    style = PdfStyle(pictures=list(to_images(pages[:1], dpi=60)))
    broken = to_pdf((hidden, pages[1]), style)
    transcript = read_bytes(tmp_path, broken, ReadOptions())
    assert [reading.method for reading in transcript.page_readings] == ["none", "text"]
    finding = transcript.findings[0]
    assert finding.code == "read.no-recogniser" and "pip install 'hongtou[ocr]'" in finding.message
    with pytest.raises(EngineError, match="第1页"):
        read_bytes(tmp_path, broken, ReadOptions(engine="rapidocr"))
