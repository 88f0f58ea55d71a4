"""Chinese fonts that a PDF only names: read alike on every machine, drawn with what it has."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from hongtou.errors import DamagedFileError
from hongtou.model import Box
from hongtou.read.pdf.pdfium import open_pdf
from hongtou.read.pdf.stand_in import stand_in, text_only
from tests.read.pdf.makers import pdf_of, plain_pdf, read_bytes

DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -141 1000 859]/ItalicAngle 0"
    b"/Ascent 859/Descent -141/CapHeight 683/StemV 80>>"
)


def named_font(
    text: str, *, encoding: bytes = b"GBK-EUC-H", descriptor: bytes = DESCRIPTOR
) -> bytes:
    """A page that says ``text`` in 宋体, which is not embedded; half width for ASCII."""
    content = b"BT /F1 20 Tf 100 700 Td <%b> Tj ET" % text.encode("gbk").hex().encode()
    return plain_pdf(content, more={
        3: b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/%b"
           b"/DescendantFonts[5 0 R]>>" % encoding,
        5: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/W[814 939 500]"
           b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 6 0 R>>",
        6: descriptor,
    })  # fmt: skip


@pytest.mark.parametrize(("text", "widths"), [
    ("国务院", [20, 20, 20]),
    ("〔2024〕10号", [20, 10, 10, 10, 10, 20, 10, 10, 20]),  # no wider than the font says
    ("—1—", [20, 10, 20]),
    ("镕喆", [20, 20]),  # outside GB 2312: old fonts cannot draw them, every machine reads them
])  # fmt: skip
def test_boxes_are_as_wide_as_the_advance(tmp_path: Path, text: str, widths: list[int]) -> None:
    transcript = read_bytes(tmp_path, named_font(text))
    assert transcript.text.strip() == text
    boxes = [run.box for run in transcript.runs if run.box is not None]
    assert [round(box.x1 - box.x0, 1) for box in boxes] == widths
    assert boxes[0] == Box(100.0, 124.82, 100.0 + widths[0], 144.82)


def test_a_font_that_tells_no_height(tmp_path: Path) -> None:
    bare = b"<</Type/FontDescriptor/FontName/SimSun/Flags 4>>"
    transcript = read_bytes(tmp_path, named_font("国务院", descriptor=bare))
    box = transcript.runs[0].box
    assert box is not None
    assert (box.top, box.bottom) == pytest.approx((124.8, 144.8), abs=0.1)


def test_vertical_writing_is_read(tmp_path: Path) -> None:
    transcript = read_bytes(tmp_path, named_font("国务院办公厅", encoding=b"GBK-EUC-V"))
    assert "".join(transcript.text.split()) == "国务院办公厅"


def test_pictures_show_the_fonts_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(named_font("国务院文件"))
    with open_pdf(str(path)) as file, file.page(1) as page:
        assert page is not None
        page.characters()
        assert file.stood_in
        drawn = page.draw(72)
        again = page.draw(72)
    with text_only(on=False):
        document = pypdfium2.PdfDocument(path)
        usual = document[0].render(scale=1, may_draw_forms=False).to_numpy()
        document.close()
    assert (drawn == again).all()
    assert np.abs(drawn.astype(int) - usual[:, :, :3].astype(int)).max() == 0


def test_other_fonts_need_no_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(plain_pdf(b"BT /F1 20 Tf 100 700 Td (Notice) Tj ET"))
    with open_pdf(str(path)) as file, file.page(1) as page:
        assert page is not None
        assert page.characters().texts == list("Notice")
        page.draw(36)
        assert not file.stood_in
        assert file.drawn is None


def test_only_while_text_is_read() -> None:
    seen = [stand_in().reading]
    with text_only() as fonts:
        seen.append(fonts.reading)
        with text_only(on=False):
            seen.append(fonts.reading)
        seen.append(fonts.reading)
    seen.append(stand_in().reading)
    assert seen == [False, True, False, True, False]


def test_a_file_that_vanished_before_it_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(named_font("国务院"))
    with open_pdf(str(path)) as file, file.page(1) as page:
        assert page is not None
        path.write_bytes(pdf_of({1: b"<</Type/Catalog>>"})[:40])
        with pytest.raises(DamagedFileError, match="打不开"):
            page.draw(36)
