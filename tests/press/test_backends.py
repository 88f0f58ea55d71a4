"""Every format says what the pages say, or lies as it was told to."""

import io
from collections import Counter
from pathlib import Path

import docx
import numpy as np
import ofdkit
import pdfplumber
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageSequence

from hongtou.model import Box
from tests.press import (
    Notice,
    PrintedPage,
    fonts,
    text_of,
)
from tests.press.__main__ import main
from tests.press.degrade import degrade
from tests.press.docx import DocxStyle, to_docx
from tests.press.flow import to_text
from tests.press.html import to_html
from tests.press.ofd import OfdStyle, to_ofd
from tests.press.pdf import (
    PdfStyle,
    lying_codes,
    misread,
    private_codes,
    stacked,
    to_image_pdf,
    to_pdf,
)
from tests.press.raster import save_tiff, to_images
from tests.press.samples import (
    NOTICE,
    TABLE,
    pdfium_text,
    rendered,
    share,
    squeezed,
)

pytestmark = fonts.needs_fonts()


def test_pdf_text_and_places(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages)
    assert made == to_pdf(pages)
    with pdfplumber.open(io.BytesIO(made)) as document:
        for page, printed in zip(document.pages, pages, strict=True):
            assert "".join(c["text"] for c in page.chars) == "".join(
                glyph.text for glyph in printed.glyphs
            )
            for character, glyph in zip(page.chars, printed.glyphs, strict=True):
                box = Box(*(character[edge] for edge in ("x0", "top", "x1", "bottom")))
                assert share(box, glyph.box) >= 0.9
    assert pdfium_text(made) == squeezed(text_of(pages, furniture=True))


def test_pdf_that_lies_looks_the_same(pages: tuple[PrintedPage, ...]) -> None:
    true = squeezed(text_of(pages, furniture=True))
    for codes in (lying_codes(pages), private_codes(pages)):
        made = to_pdf(pages, PdfStyle(codes=codes))
        assert sum(a == b for a, b in zip(pdfium_text(made), true, strict=True)) < 0.5 * len(true)
        assert np.array_equal(rendered(made), rendered(to_pdf(pages)))


def test_pdf_without_character_map(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages, PdfStyle(unmapped=True))
    assert not set(pdfium_text(made)) & set("通知政府人民")
    assert np.array_equal(rendered(made), rendered(to_pdf(pages)))


def test_pdf_one_character_a_time(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(pages, PdfStyle(each_alone=True))
    with pdfplumber.open(io.BytesIO(made)) as document:
        read = "".join(c["text"] for page in document.pages for c in page.chars)
    assert squeezed(read) == squeezed(text_of(pages, furniture=True))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pdf_is_held_upright(pages: tuple[PrintedPage, ...], turn: int) -> None:
    upright, other = rendered(to_pdf(pages)), rendered(to_pdf(pages, PdfStyle(rotate=turn)))
    assert upright.shape == other.shape
    assert np.abs(upright.astype(int) - other).mean() < 4


def test_encrypted_pdf(pages: tuple[PrintedPage, ...]) -> None:
    true = squeezed(text_of(pages, furniture=True))
    assert pdfium_text(to_pdf(pages, PdfStyle(user_password=""))) == true
    locked = to_pdf(pages, PdfStyle(user_password="geheim"))
    with pytest.raises(pdfium.PdfiumError):
        pdfium.PdfDocument(locked)
    assert pdfium_text(locked, "geheim") == true


def test_a_poor_invisible_layer(pages: tuple[PrintedPage, ...]) -> None:
    pictures = list(to_images(pages, dpi=72))
    poor = misread(pages, seed=1)
    made = to_pdf(poor, PdfStyle(invisible=True, pictures=pictures))
    assert pdfium_text(made) == squeezed(text_of(poor, furniture=True))
    assert pdfium_text(made) != squeezed(text_of(pages, furniture=True))
    shown = rendered(made).astype(int)
    height, width = min(shown.shape[0], pictures[0].shape[0]), shown.shape[1]
    assert np.abs(shown[:height, :, 0] - pictures[0][:height, :width, 0]).mean() < 12


def test_one_character_a_line(pages: tuple[PrintedPage, ...]) -> None:
    made = to_pdf(stacked(pages), PdfStyle(invisible=True, pictures=list(to_images(pages, dpi=72))))
    with pdfplumber.open(io.BytesIO(made)) as document:
        lines = document.pages[0].extract_text(y_tolerance=0.5).split()
    assert sum(len(line) == 1 for line in lines) > 0.9 * len(lines)
    assert "".join(lines) == squeezed(text_of(pages[:1], furniture=True))


def test_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(to_text(NOTICE), "utf-8")
    for way, name in [("scan", "a.pdf"), ("fax", "a.tif"), ("clean", "a.png"), ("ofd", "a.ofd"),
                      ("docx", "a.docx"), ("html", "a.html"), ("txt", "a.txt")]:  # fmt: skip
        given = [str(notice), "--format", way, "-o", str(tmp_path / name), "--dpi", "60"]
        monkeypatch.setattr("sys.argv", ["press", *given, "--truth", str(tmp_path / "true.txt")])
        main()
        assert list(tmp_path.glob(name.replace(".", "*."))), name
    assert (tmp_path / "a.txt").read_text("utf-8") == to_text(NOTICE)
    assert "— 1 —" in (tmp_path / "true.txt").read_text("utf-8")


def test_ofd_says_the_same(pages: tuple[PrintedPage, ...], tmp_path: Path) -> None:
    made = to_ofd(pages, OfdStyle(title="通知"))
    assert made == to_ofd(pages, OfdStyle(title="通知"))
    path = tmp_path / "notice.ofd"
    path.write_bytes(made)
    with ofdkit.open(str(path)) as document:
        assert not document.warnings
        for page, printed in zip(document.pages, pages, strict=True):
            read, true = squeezed(page.text()), squeezed(text_of([printed], furniture=True))
            assert Counter(read) == Counter(true)
            assert not printed.seals or read == true


@pytest.mark.parametrize("style", [DocxStyle(), DocxStyle(tracked=True, header="内部资料")])
def test_docx_says_the_same(style: DocxStyle) -> None:
    notice = Notice(**{**{f: getattr(NOTICE, f) for f in NOTICE.__slots__}, "body": (
        *NOTICE.body, TABLE)})  # fmt: skip
    made = to_docx(notice, style)
    assert made == to_docx(notice, style)
    document = docx.Document(io.BytesIO(made))
    inserted = "".join(
        "".join(node.text or "" for node in p._p.iter() if node.tag.endswith("}t"))
        for p in document.paragraphs
    )
    without = Notice(**{f: getattr(NOTICE, f) for f in NOTICE.__slots__})
    assert squeezed(inserted) == squeezed(to_text(without))
    assert document.tables[0].cell(1, 0)._tc is document.tables[0].cell(0, 0)._tc
    assert ("原稿中删去" in document.element.xml) == style.tracked


def test_docx_counts_by_itself() -> None:
    plain = docx.Document(io.BytesIO(to_docx(NOTICE, DocxStyle(numbering=True))))
    texts = [p.text for p in plain.paragraphs]
    assert "提高思想认识" in texts
    assert any(text.startswith("压实工作责任。") for text in texts)


def test_web_page_holds_body_twice_and_furniture() -> None:
    page = to_html(NOTICE, charset="gb18030").decode("gb18030")
    assert page.count("现将有关事项通知如下") == 2
    assert "分享到" in page and NOTICE.number in page
    assert to_html(NOTICE, repeated=False).decode().count("现将有关事项通知如下") == 1


def test_pictures_as_files(pages: tuple[PrintedPage, ...], tmp_path: Path) -> None:
    faxes = [picture.pixels for picture in degrade(pages, "fax", seed=1)]
    save_tiff(faxes, str(tmp_path / "fax.tif"), dpi=100)
    with Image.open(tmp_path / "fax.tif") as image:
        assert (len(list(ImageSequence.Iterator(image))), image.mode) == (len(pages), "1")
        image.seek(0)
        assert np.array_equal(np.asarray(image), faxes[0])
    document = pdfium.PdfDocument(to_image_pdf(faxes, dpi=100))
    assert len(document) == len(pages)
    assert document[0].get_size() == pytest.approx((595.4, 842.4), abs=1)
    assert not document[0].get_textpage().count_chars()
    document.close()
