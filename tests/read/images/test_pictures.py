"""Files of pictures: every mode and turn gives the same page; broken and huge ones are refused."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hongtou.errors import DamagedFileError, EmptyFileError, OversizeError, ReadError
from hongtou.read import READERS, ReadOptions, open_source
from hongtou.read.images import read_image
from hongtou.read.images.pictures import open_pictures
from hongtou.read.page import PageImage

NEVER = ReadOptions(ocr="never")


def drawing() -> Image.Image:
    """A page of A4 at 50 dpi: a black bar at the top left, a grey one at the bottom right."""
    image = Image.new("RGB", (413, 585), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle([40, 40, 240, 80], fill="black")
    draw.rectangle([300, 500, 380, 520], fill=(90, 90, 90))
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def pages_of(content: bytes, folder: Path) -> list[PageImage]:
    file = folder / "文件.bin"
    file.write_bytes(content)
    source = open_source(file)
    with file.open("rb") as stream, open_pictures(source, stream) as pictures:
        return [pictures.page(number) for number in range(1, pictures.pages + 1)]


def transparent() -> Image.Image:
    black = Image.new("RGBA", (413, 585), (0, 0, 0, 0))
    black.putalpha(Image.eval(drawing().convert("L"), lambda value: 255 - value))
    return black


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.asarray(drawing().convert("L")).astype(np.uint16) * 257)


FILES: dict[str, Callable[[], bytes]] = {
    "png": lambda: encoded(drawing(), "PNG"),
    "png of 16 bits": lambda: encoded(sixteen_bits(), "PNG"),
    "png with palette": lambda: encoded(drawing().convert("P"), "PNG"),
    "png on nothing": lambda: encoded(transparent(), "PNG"),
    "jpeg": lambda: encoded(drawing(), "JPEG", quality=95),
    "jpeg in cmyk": lambda: encoded(drawing().convert("CMYK"), "JPEG", quality=95),
    "tiff by lzw": lambda: encoded(drawing(), "TIFF", compression="tiff_lzw"),
    "tiff in cmyk": lambda: encoded(drawing().convert("CMYK"), "TIFF"),
    "tiff of 1 bit": lambda: encoded(drawing().convert("1", dither=Image.Dither.NONE), "TIFF",
                                     compression="group4"),
    "bmp": lambda: encoded(drawing(), "BMP"),
    "gif": lambda: encoded(drawing().convert("P"), "GIF"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_mode_shows_the_same_page(name: str, tmp_path: Path) -> None:
    (page,) = pages_of(FILES[name](), tmp_path)
    assert page.pixels.shape == (585, 413, 3)
    assert page.pixels.dtype == np.uint8
    assert page.pixels[60, 140].max() < 40
    assert page.pixels[510, 340].max() < 130
    assert page.pixels[300, 200].min() > 240
    assert (page.width, page.height) == pytest.approx((595.3, 841.9), abs=1)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_orientation_tag(kind: str, orientation: int, tmp_path: Path) -> None:
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transposition that undoes each
    stored = drawing()
    if orientation > 1:
        stored = stored.transpose(Image.Transpose(turns[orientation]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    (page,) = pages_of(encoded(stored, kind, exif=exif), tmp_path)
    assert page.pixels.shape == (585, 413, 3)
    assert page.pixels[60, 140].max() < 60
    assert (page.width, page.height) == pytest.approx((595.3, 841.9), abs=1)


def test_pages_of_tiff(tmp_path: Path) -> None:
    pages = [drawing().resize((413 + 10 * n, 585)) for n in range(3)]
    content = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert [page.pixels.shape[1] for page in pages_of(content, tmp_path)] == [413, 423, 433]


def test_resolution_of_a_coarse_fax(tmp_path: Path) -> None:
    image = Image.new("1", (1728, 1143), 1)
    (page,) = pages_of(encoded(image, "TIFF", compression="group4", dpi=(204, 98)), tmp_path)
    assert (page.width, page.height) == pytest.approx((609.9, 839.8), abs=1)


def test_far_too_many_dots_are_reduced(tmp_path: Path) -> None:
    image = Image.new("L", (5600, 7920), 255)
    (page,) = pages_of(encoded(image, "JPEG", dpi=(677, 677)), tmp_path)
    assert page.pixels.shape[1] <= 2900
    assert page.width == pytest.approx(595.5, abs=1)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says to be so large, with hardly anything in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))  # fmt: skip


HUGE = {
    "png of 100,000 × 100,000": lambda: png_of(100_000, 100_000),
    "png of 100,000 × 10": lambda: png_of(100_000, 10),
    "png just over the limit": lambda: png_of(9_500, 9_500),
    "fax of 400 million": lambda: encoded(Image.new("1", (20_000, 20_000)), "TIFF",
                                          compression="group4"),
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_bombs_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(OversizeError, match=r"文件\.bin：图片太大"):
        pages_of(HUGE[name](), tmp_path)


BROKEN = {
    "png": lambda: encoded(drawing(), "PNG")[:600],
    "png without pixels": lambda: png_of(1000, 1000),
    "png of a header": lambda: b"\x89PNG\r\n\x1a\n",
    "jpeg": lambda: encoded(drawing(), "JPEG")[:3000],
    "jpeg of a header": lambda: b"\xff\xd8\xff",
    "gif": lambda: encoded(drawing(), "GIF")[:300],
    "bmp": lambda: encoded(drawing(), "BMP")[:9000],
    "tiff": lambda: encoded(drawing(), "TIFF")[:9000],
    "tiff that ends in itself": lambda: b"II*\0\x08\0\0\0\0\0\x08\0\0\0",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(DamagedFileError, match=r"文件\.bin：图片打不开.*请重新取得"):
        pages_of(BROKEN[name](), tmp_path)


def test_a_broken_page_does_not_take_the_others_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [Image.effect_noise((300 + n, 400), 50) for n in range(3)]
    content = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    file = tmp_path / "三页.tif"
    file.write_bytes(content[:-60_000])  # pixels of the last page are gone
    seen: list[tuple[int, int]] = []
    options = ReadOptions(ocr="never", on_page=lambda *at: seen.append(at))
    with pytest.raises(EmptyFileError, match="按要求不做识别"):
        read_image(open_source(file), options)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_file_that_changed(tmp_path: Path) -> None:
    file = tmp_path / "改.png"
    file.write_bytes(encoded(drawing(), "PNG"))
    source = open_source(file)
    file.write_bytes(encoded(drawing().rotate(90), "PNG"))
    with pytest.raises(ReadError, match="被改动"):
        read_image(source, NEVER)
    file.unlink()
    with pytest.raises(ReadError, match="读不出来"):
        read_image(source, NEVER)


def test_every_kind_has_a_reader(tmp_path: Path) -> None:
    for name in FILES:
        file = tmp_path / "通知.txt"  # the name lies
        file.write_bytes(FILES[name]())
        source = open_source(file)
        with pytest.raises(EmptyFileError, match="ocr never"):
            READERS[source.media_type](source, NEVER)
