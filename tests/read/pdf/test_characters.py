"""Characters of the text layer: boxes, turns, colours and what hides among them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from hongtou.errors import QuarantinedError
from hongtou.model import Box
from hongtou.read.pdf.frames import Frame
from hongtou.read.pdf.pdfium import open_pdf
from tests.read.pdf.makers import plain_pdf, read_bytes, stream_of, words

SONG = "STSong-Light"


def drawn(draw: Callable[[Any], None]) -> bytes:
    """A page of A4 with what ``draw`` puts on it, in a Chinese face of 16 points."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595.3, 841.9), invariant=1)
    canvas.setFont(SONG, 16)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def body(canvas: Any, rows: int = 4) -> None:
    for row in range(rows):
        canvas.drawString(80, 700 - 29 * row, "各单位要认真贯彻落实上级部署，切实做好各项工作。")


def test_em_boxes(tmp_path: Path) -> None:
    transcript = read_bytes(tmp_path, plain_pdf(words("Ag", 80, 700, 20)))
    boxes = [run.box for run in transcript.runs]
    assert [run.span.of(transcript.text) for run in transcript.runs] == ["A", "g"]
    first, second = boxes
    assert first is not None and second is not None
    # Helvetica: A is 667, g 556 thousandths wide; the line is as high as the font.
    assert (first.x0, first.x1, second.x1) == pytest.approx((80, 93.34, 104.46), abs=0.02)
    assert (first.top, first.bottom) == (second.top, second.bottom)
    assert first.bottom - first.top == pytest.approx(20, abs=0.02)
    assert first.top < 842 - 700 < first.bottom


def test_crop_box_moves_the_page(tmp_path: Path) -> None:
    content = plain_pdf(words("Notice", 180, 600), page=b"/CropBox[100 50 500 800]")
    transcript = read_bytes(tmp_path, content)
    (reading,) = transcript.page_readings
    assert (reading.width, reading.height) == (400, 750)
    box = transcript.runs[0].box
    assert box is not None and box.x0 == pytest.approx(80, abs=0.6)
    assert box.top < 200 < box.bottom


def test_what_the_crop_box_hides_is_not_read(tmp_path: Path) -> None:
    content = plain_pdf(
        words("seen", 180, 600) + words("hidden", 180, 820), page=b"/CropBox[100 50 500 800]"
    )
    assert read_bytes(tmp_path, content).text.split() == ["seen"]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [(0, Box(10, 170, 30, 180)), (1, Box(20, 10, 30, 30)), (2, Box(70, 20, 90, 30)),
     (3, Box(170, 70, 180, 90))],
)  # fmt: skip
def test_frames(turns: int, expected: Box) -> None:
    """A box near the bottom left of a page of 100 by 200, as shown after /Rotate."""
    np = pytest.importorskip("numpy")
    frame = Frame(5, 5, 105, 205, turns)
    (found,) = frame.shown(np.array([[15.0, 25.0, 35.0, 35.0]])).tolist()
    assert Box(*found) == expected
    assert (frame.width, frame.height) == ((200, 100) if turns % 2 else (100, 200))


def test_red_is_red(tmp_path: Path) -> None:
    content = plain_pdf(
        b"1 0 0 rg " + words("RED", 80, 700) + b"0.86 0.08 0.1 rg " + words("SEAL", 80, 680)
        + b"0 0 0 rg " + words("black", 80, 660) + b"1 0.6 0.4 rg " + words("pink", 80, 640)
        + b"0 1 1 0 k " + words("CMYK", 80, 620)
    )  # fmt: skip
    (tmp_path / "p.pdf").write_bytes(content)
    with open_pdf(str(tmp_path / "p.pdf")) as file, file.page(1) as page:
        assert page is not None
        found = page.characters()
        red = "".join(
            text for text, style in zip(found.texts, found.styles, strict=True)
            if found.looks[style].red
        )  # fmt: skip
    assert red == "REDSEALCMYK"


def turned_note(canvas: Any, degrees: float) -> None:
    body(canvas)
    canvas.saveState()
    canvas.translate(40, 600)
    canvas.rotate(degrees)
    canvas.setFont(SONG, 12)
    canvas.drawString(0, 0, "此件依申请公开")
    canvas.restoreState()


@pytest.mark.parametrize("degrees", [90, -90])
def test_text_turned_up_or_down_the_margin(tmp_path: Path, degrees: float) -> None:
    transcript = read_bytes(tmp_path, drawn(lambda canvas: turned_note(canvas, degrees)))
    lines = transcript.text.splitlines()
    assert [line[:5] for line in lines] == ["各单位要认"] * 4 + ["此件依申请"]
    tops = [
        run.box.top for run in transcript.runs
        if run.box and run.span.of(transcript.text) in "此公"
    ]  # fmt: skip
    assert (tops[0] > tops[1]) == (degrees > 0)


def test_page_of_sideways_text_is_read_along_it(tmp_path: Path) -> None:
    """A table or form printed sideways on an upright page."""

    def draw(canvas: Any) -> None:
        canvas.translate(0, 800)
        canvas.rotate(-90)
        for row in range(3):
            canvas.drawString(80, 400 - 29 * row, f"第{'一二三'[row]}行横放的文字")

    lines = read_bytes(tmp_path, drawn(draw)).text.split()
    assert lines == ["第一行横放的文字", "第二行横放的文字", "第三行横放的文字"]


def test_vertical_writing(tmp_path: Path) -> None:
    """Columns from right to left, each character below the one before it."""

    def draw(canvas: Any) -> None:
        for column, text in enumerate(("右起第一行由上到下", "第二行在它的左边儿")):
            for at, character in enumerate(text):
                canvas.drawString(400 - 30 * column, 700 - 18 * at, character)

    lines = read_bytes(tmp_path, drawn(draw)).text.split()
    assert lines == ["右起第一行由上到下", "第二行在它的左边儿"]


def test_text_of_a_seal_stays_out_of_the_body(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        body(canvas)
        canvas.setFillColorRGB(0.9, 0.05, 0.05)
        for at, character in enumerate("某某市财政局公章"):
            canvas.saveState()
            canvas.translate(430, 650)
            canvas.rotate(110 - 31 * at)
            canvas.drawString(0, 50, character)
            canvas.restoreState()

    transcript = read_bytes(tmp_path, drawn(draw))
    assert transcript.text.split() == ["各单位要认真贯彻落实上级部署，切实做好各项工作。"] * 4
    (finding,) = transcript.findings
    assert (finding.code, finding.message) == (
        "read.seal-text", "第1页：印章上的文字：某某市财政局公章"
    )  # fmt: skip


def test_watermark_stays_out_of_the_body(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        body(canvas)
        canvas.setFillGray(0.8)
        canvas.translate(150, 500)
        canvas.rotate(45)
        canvas.drawString(0, 0, "仅供内部使用")

    transcript = read_bytes(tmp_path, drawn(draw))
    assert len(transcript.text.split()) == 4
    assert transcript.findings[0].message == "第1页：斜排的水印等文字：仅供内部使用"


def test_secret_watermark_puts_the_paper_in_quarantine(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        body(canvas)
        canvas.translate(150, 500)
        canvas.rotate(45)
        canvas.drawString(0, 0, "机密★5年")

    with pytest.raises(QuarantinedError, match="水印标有密级“机密"):
        read_bytes(tmp_path, drawn(draw))


def test_bold_by_printing_twice_is_read_once(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for shift in (0.0, 0.3):
            canvas.drawString(80 + shift, 750, "关于开展检查的通知")
        body(canvas)

    assert read_bytes(tmp_path, drawn(draw)).text.split()[0] == "关于开展检查的通知"


def test_ligatures_and_characters_beyond_the_basic_plane(tmp_path: Path) -> None:
    """One glyph that stands for several code points is one place for them all."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"3 beginbfchar <41> <00660069> <42> <d840dc00> <43> <4e00> endbfchar\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    more = {
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>",
        5: stream_of(cmap),
    }
    transcript = read_bytes(tmp_path, plain_pdf(words("ABC", 80, 700), more=more))
    assert transcript.text == "fi\U00020000一\n"
    assert [run.span.length for run in transcript.runs] == [2, 1, 1]


def test_font_without_height(tmp_path: Path) -> None:
    """Type 3 fonts tell no ascent; their boxes are as high as their size all the same."""
    glyph = stream_of(b"1000 0 0 0 1000 700 d1 0 0 800 700 re f")
    more = {
        3: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]"
           b"/CharProcs<</a 5 0 R>>/Encoding<</Type/Encoding/Differences[97/a]>>"
           b"/FirstChar 97/LastChar 97/Widths[1000]/ToUnicode 6 0 R>>",
        5: glyph,
        6: stream_of(b"begincmap 1 beginbfchar <61> <4e00> endbfchar endcmap"),
    }  # fmt: skip
    transcript = read_bytes(tmp_path, plain_pdf(words("aaa", 80, 700, 16), more=more))
    assert transcript.text == "一一一\n"
    for run in transcript.runs:
        assert run.box is not None
        assert run.box.bottom - run.box.top == pytest.approx(16, abs=0.1)
