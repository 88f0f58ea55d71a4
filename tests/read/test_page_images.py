"""Pictures of pages, for the workbench."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hongtou.errors import EncryptedFileError, ReadError, UnsupportedFormatError
from hongtou.read import open_source, render_page
from tests.press import lay_out
from tests.press.ofd import to_ofd
from tests.press.pdf import PdfStyle, to_pdf

PAGES = lay_out("某某市财政局关于报送报表的通知\n各区财政局：\n请于5月底前报送第一季度报表。\n")


def picture(path: Path, number: int = 1, **wish: float) -> Image.Image:
    found = Image.open(io.BytesIO(render_page(open_source(path), number, **wish)))
    assert found.format == "PNG"
    return found.convert("L")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(to_pdf(PAGES))
    return path


@pytest.mark.parametrize(("dpi", "size"), [(72, (595, 842)), (150, (1240, 1754)), (3, (165, 234))])
def test_pdf(pdf: Path, dpi: float, size: tuple[int, int]) -> None:
    found = picture(pdf, dpi=dpi)
    assert found.size == pytest.approx(size, abs=1)
    dark, light = found.getextrema()
    assert dark < 100 and light == 255


def test_same_bytes_each_time(pdf: Path) -> None:
    assert render_page(open_source(pdf), 1) == render_page(open_source(pdf), 1)


def test_rotated_pdf_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    path.write_bytes(to_pdf(PAGES, PdfStyle(rotate=90)))
    assert picture(path, dpi=72).size == pytest.approx((595, 842), abs=1)


def test_picture_is_no_larger_than_it_is(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("RGB", (1240, 1754), "white").save(path, dpi=(150, 150))
    assert picture(path, dpi=75).size == (620, 877)
    assert picture(path, dpi=400).size == (1240, 1754)


def test_pages_of_a_tiff(tmp_path: Path) -> None:
    path = tmp_path / "scan.tiff"
    first, second = Image.new("L", (400, 560), 0), Image.new("L", (400, 560), 255)
    first.save(path, save_all=True, append_images=[second], dpi=(50, 50))
    assert picture(path, 1).getextrema() == (0, 0)
    assert picture(path, 2).getextrema() == (255, 255)


def test_ofd(tmp_path: Path) -> None:
    path = tmp_path / "paper.ofd"
    path.write_bytes(to_ofd(PAGES))
    assert picture(path, dpi=72).size == pytest.approx((595, 842), abs=2)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_no_such_page(pdf: Path, number: int) -> None:
    with pytest.raises(ReadError, match=rf"paper\.pdf：没有第 {number} 页（共 1 页）；请检查页码"):
        render_page(open_source(pdf), number)


def test_locked_pdf(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(to_pdf(PAGES, PdfStyle(user_password="geheim")))
    with pytest.raises(EncryptedFileError, match="打开密码"):
        render_page(open_source(path), 1)


def test_text_has_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("某某市财政局关于报送报表的通知", "utf-8")
    with pytest.raises(UnsupportedFormatError, match=r"notice\.txt：.*没有固定版面.*请"):
        render_page(open_source(path), 1)
