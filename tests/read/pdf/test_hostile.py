"""Bad files: each ends with one clear error, or is read as far as it goes, in bounded time."""

import os
import resource
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    OversizeError,
    ReadError,
)
from hongtou.read import ReadOptions, open_source, read, render_page
from hongtou.read.pdf import read_pdf
from tests.press import lay_out
from tests.press.pdf import PdfStyle, to_pdf
from tests.read.pdf.makers import NEVER, pdf_of, plain_pdf, read_bytes, stream_of, words

NOTICE = "某某市财政局关于报送报表的通知\n各区财政局：\n请于5月底前报送第一季度报表。\n"


def printed(**style: object) -> bytes:
    return to_pdf(lay_out(NOTICE), PdfStyle(**style))  # type: ignore[arg-type]


def test_user_password(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFileError, match=r"paper\.pdf：PDF 设有打开密码；请先"):
        read_bytes(tmp_path, printed(user_password="geheim"))


def test_owner_password_only(tmp_path: Path) -> None:
    assert "第一季度报表" in read_bytes(tmp_path, printed(user_password="")).text


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 20])
def test_no_pdf_behind_the_head(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DamagedFileError, match=r"paper\.pdf：PDF 打不开，文件可能被截断或损坏；请"):
        read_bytes(tmp_path, content)


def test_truncated(tmp_path: Path) -> None:
    whole = printed()
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(ReadError, match=r"paper\.pdf："):
            read_bytes(tmp_path, whole[: int(len(whole) * share)])


def test_broken_cross_references_are_mended(tmp_path: Path) -> None:
    content = printed()
    at = content.rindex(b"startxref")
    assert "第一季度报表" in read_bytes(tmp_path, content[:at] + b"startxref\n7\n%%EOF").text


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(EmptyFileError, match="0 字节"):
        read_pdf(open_source(tmp_path / "empty.pdf"), NEVER)


def test_no_pages(tmp_path: Path) -> None:
    nothing = pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    with pytest.raises(DamagedFileError, match="打不开"):
        read_bytes(tmp_path, nothing)


def test_blank_pages(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match="3 页都没有读出文字（空白页）"):
        read_bytes(tmp_path, plain_pdf(b"", pages=3))


def test_lost_page(tmp_path: Path) -> None:
    """A page that cannot be loaded is named, the others are read."""
    content = plain_pdf(words("Notice No. 1", 80, 700), pages=3).replace(
        b"11 0 obj\n<</Type/Page/", b"11 0 obj\n(Type/Page/)%"
    )
    transcript = read_bytes(tmp_path, content)
    assert transcript.text.count("Notice No. 1") == 2
    assert [reading.method for reading in transcript.page_readings] == ["text", "none", "text"]
    assert [finding.code for finding in transcript.findings] == ["read.page-damaged"]


@pytest.mark.parametrize("side", [14_400, 100_000, 10_000_000])
def test_enormous_page(tmp_path: Path, side: float) -> None:
    content = plain_pdf(words("Notice", 80, 700), box=(0, 0, side, side))
    transcript = read_bytes(tmp_path, content)
    assert transcript.text.strip() == "Notice"
    assert len(render_page(transcript.source, 1)) < 4_000_000


def test_enormous_page_of_paths_is_drawn_within_limits(tmp_path: Path) -> None:
    path = b"1 0 0 RG 500 w " + b" ".join(b"%d 0 m %d 90000 l S" % (x, x) for x in (100, 70_000))
    with pytest.raises(EmptyFileError):
        read_bytes(tmp_path, plain_pdf(path, box=(0, 0, 100_000, 100_000)))


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (5, 5, 5, 5), (600, 800, 0, 0)])
def test_odd_boxes(tmp_path: Path, box: tuple[float, ...]) -> None:
    transcript = read_bytes(tmp_path, plain_pdf(words("Notice", 80, 700), box=box))
    assert transcript.text.strip() == "Notice"


def test_picture_that_says_it_is_huge(tmp_path: Path) -> None:
    image = stream_of(
        b"\0" * 1000,
        b"/Type/XObject/Subtype/Image/Width 100000/Height 100000"
        b"/ColorSpace/DeviceRGB/BitsPerComponent 8",
    )
    content = plain_pdf(
        b"q 595 0 0 842 0 0 cm /I0 Do Q", resources=b"/XObject<</I0 5 0 R>>", more={5: image}
    )
    with pytest.raises(EmptyFileError, match="页面图像的像素超过上限"):
        read_bytes(tmp_path, content)


def test_picture_of_a_hundred_thousand_pixels_a_side(tmp_path: Path) -> None:
    """It would take minutes to draw, so it is not looked at; the page beside it is read."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(100_000)) for _ in range(200)) + packer.flush()
    image = (
        b"<</Type/XObject/Subtype/Image/Width 100000/Height 100000/ColorSpace/DeviceGray"
        b"/BitsPerComponent 1/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (len(packed), packed)
    )
    content = plain_pdf(
        words("Notice", 80, 700) + b"q 595 0 0 842 0 0 cm /I0 Do Q",
        resources=b"/XObject<</I0 5 0 R>>", more={5: image},
    )  # fmt: skip
    transcript = read_bytes(tmp_path, content, ReadOptions())
    assert transcript.text == "Notice\n"
    assert [finding.code for finding in transcript.findings] == ["read.page-oversize"]
    with pytest.raises(OversizeError, match=r"paper\.pdf：第 1 页的图像像素超过上限"):
        render_page(transcript.source, 1)


def test_forms_inside_forms(tmp_path: Path) -> None:
    """Forms nested deeper than any paper, and one that holds itself."""
    depth = 200
    more = {
        100 + level: stream_of(
            b"/X Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>"
            % (101 + level if level < depth else 100),
        )
        for level in range(depth + 1)
    }
    content = plain_pdf(
        words("Notice", 80, 700) + b"/X Do", resources=b"/XObject<</X 100 0 R>>", more=more
    )
    assert read_bytes(tmp_path, content).text.strip() == "Notice"


def test_forms_that_multiply(tmp_path: Path) -> None:
    """Eight times eight times eight …: the number of objects is bounded."""
    more = {
        100 + level: stream_of(
            b"/X Do " * 8 + b"0 0 m 90 0 l S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>"
            % (101 + level),
        )
        for level in range(4)
    }
    more[104] = stream_of(b"0 0 m 50 0 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    content = plain_pdf(
        words("Notice", 80, 700) + b"/X Do", resources=b"/XObject<</X 100 0 R>>", more=more
    )
    assert read_bytes(tmp_path, content).text.strip() == "Notice"


def test_a_hundred_thousand_characters_on_a_page(tmp_path: Path) -> None:
    content = b"".join(words("x" * 1000, 10, 800 - 7 * at, 0.5) for at in range(100))
    transcript = read_bytes(tmp_path, plain_pdf(content))
    assert [finding.code for finding in transcript.findings] == ["read.crowded"]


def test_thousands_of_pages_in_flat_memory(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    options = ReadOptions(ocr="never", on_page=lambda at, total: told.append((at, total)))
    read_bytes(tmp_path, plain_pdf(words("Notice", 80, 700), pages=200), options)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.clear()
    transcript = read_bytes(tmp_path, plain_pdf(words("Notice", 80, 700), pages=1500), options)
    assert transcript.pages == 1500
    assert told == [(at, 1500) for at in range(1, 1501)]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


def test_file_that_changed(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(printed())
    source = open_source(file)
    file.write_bytes(printed() + b"\n")
    with pytest.raises(ReadError, match=r"paper\.pdf：文件在读取过程中被改动；请等它写完后重试"):
        read_pdf(source, NEVER)


def test_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(plain_pdf(words("Notice", 80, 700), pages=3))
    os.utime(file, ns=(1, 1))

    def rewrite(number: int, total: int) -> None:
        file.write_bytes(plain_pdf(words("Another", 80, 700), pages=3))

    with pytest.raises(ReadError, match="被改动"):
        read_pdf(open_source(file), ReadOptions(ocr="never", on_page=rewrite))


def test_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(plain_pdf(words("Notice", 80, 700), pages=3))

    def remove(number: int, total: int) -> None:
        file.unlink(missing_ok=True)

    with pytest.raises(ReadError, match=r"paper\.pdf：读不出来"):
        read_pdf(open_source(file), ReadOptions(ocr="never", on_page=remove))


def test_by_content_not_by_name(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes(printed())
    assert "第一季度报表" in read(open_source(file), options=NEVER).text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_damaged_bytes_end_in_text_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[float, int]]
) -> None:
    content = bytearray(WHOLE)
    for place, byte in damage:
        content[min(int(place * len(content)), len(content) - 1)] = byte
    content[:5] = b"%PDF-"
    folder = tmp_path_factory.getbasetemp()
    try:
        transcript = read_bytes(folder, bytes(content))
    except ReadError as error:
        assert "paper.pdf：" in str(error)
    else:
        assert transcript.text.strip()


WHOLE = plain_pdf(words("Notice No. 1", 80, 700) + words("second line", 80, 680), pages=2)


def test_encryption_by_certificate(tmp_path: Path) -> None:
    locked = b"<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s4/V 2/Recipients[<00>]>>"
    content = plain_pdf(b"", more={90: locked}).replace(
        b"/Root", b"/Encrypt 90 0 R/ID[<00><00>]/Root"
    )
    with pytest.raises(EncryptedFileError, match=r"paper\.pdf：PDF 用了不支持的加密方式"):
        read_bytes(tmp_path, content)


def test_more_pages_than_any_paper(tmp_path: Path) -> None:
    content = plain_pdf(b"").replace(b"/Count 1", b"/Count 1000000")
    assert b"/Count 1000000" in content
    with pytest.raises(OversizeError, match=r"paper\.pdf：共 1000000 页，上限"):
        read_bytes(tmp_path, content)
