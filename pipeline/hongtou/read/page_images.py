"""Pictures of pages for people who check a reading against the paper."""

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hongtou.errors import OversizeError, ReadError, UnsupportedFormatError
from hongtou.model import Source
from hongtou.read.media_types import name_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A screen shows a page at 100 to 200 dots an inch; more is for looking at single strokes.
SCREEN_DPI: Final = 150.0
COARSEST: Final = 20.0
FINEST: Final = 400.0

Renderer = Callable[[Source, int, float], bytes]


def render_page(source: Source, number: int, *, dpi: float = SCREEN_DPI) -> bytes:
    """The picture of a page as PNG: ``render_page(source, 1)``.

    The same bytes for the same page; nothing is kept, so that callers may cache it.

    Args:
        source: An opened file.
        number: Of the page, from 1.
        dpi: Dots an inch, 20 to 400; very large pages come out coarser.

    Raises:
        UnsupportedFormatError: If there is no way to draw such a file.
        OversizeError: If its pictures have more pixels than the limit.
        ReadError: If there is no such page or the file cannot be opened.
    """
    renderer = RENDERERS.get(source.media_type)
    if renderer is None:
        raise UnsupportedFormatError(
            f"{source.path}：{name_of(source.media_type)}没有固定版面，不能显示页面图像；"
            "请查看文字，或先另存为 PDF"
        )
    return renderer(source, number, min(FINEST, max(COARSEST, dpi)))


def _render_pdf(source: Source, number: int, dpi: float) -> bytes:
    return _draw(source, source.path, number, dpi)


def _render_word(source: Source, number: int, dpi: float) -> bytes:
    """LibreOffice prints it anew each time, which takes seconds: callers should cache."""
    from hongtou.read.office import write_pdf

    with tempfile.TemporaryDirectory(prefix="hongtou-") as folder:
        printed = Path(folder) / "pages.pdf"
        write_pdf(source, printed)
        return _draw(source, str(printed), number, dpi)


def _draw(source: Source, path: str, number: int, dpi: float) -> bytes:
    """A page of the PDF at ``path``, which shows ``source``."""
    from hongtou.read.pdf.pdfium import LOCK, open_pdf

    with LOCK, open_pdf(path) as file:
        _check_number(source, number, file.pages)
        with file.page(number) as page:
            if page is None:
                raise ReadError(f"{source.path}：第 {number} 页损坏，打不开；请重新取得完整的文件")
            if page.drawings().too_large:
                raise OversizeError(
                    f"{source.path}：第 {number} 页的图像像素超过上限，不能显示；"
                    "请按 300 dpi 以下重新扫描"
                )
            return _png(page.draw(dpi))


def _render_picture(source: Source, number: int, dpi: float) -> bytes:
    from hongtou.read.images.pictures import open_pictures

    try:
        with Path(source.path).open("rb") as stream, open_pictures(source, stream) as pictures:
            _check_number(source, number, pictures.pages)
            image = pictures.page(number)
    except OSError as error:
        raise ReadError(f"{source.path}：读不出来（{error.strerror}）；请检查文件") from error
    return _png(image.pixels, shrink=min(1.0, dpi / image.dpi))


def _render_ofd(source: Source, number: int, dpi: float) -> bytes:
    from hongtou.read.ofd import render_ofd_page

    return render_ofd_page(source, number, dpi=dpi)


def _check_number(source: Source, number: int, pages: int) -> None:
    if not 1 <= number <= pages:
        raise ReadError(f"{source.path}：没有第 {number} 页（共 {pages} 页）；请检查页码")


def _png(pixels: "NDArray[np.uint8]", *, shrink: float = 1.0) -> bytes:
    from PIL import Image

    picture = Image.fromarray(pixels)
    if shrink < 1.0:
        width, height = (max(1, round(side * shrink)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=3)  # twice as fast as the default, 5 % larger
    return stream.getvalue()


# By media type.
RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        "application/pdf": _render_pdf,
        "application/ofd": _render_ofd,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _render_word,
        "application/msword": _render_word,
        "application/rtf": _render_word,
        "application/vnd.oasis.opendocument.text": _render_word,
        "application/vnd.ms-works": _render_word,
        "application/vnd.ms-word.2003-xml": _render_word,
        "image/bmp": _render_picture,
        "image/gif": _render_picture,
        "image/jpeg": _render_picture,
        "image/png": _render_picture,
        "image/tiff": _render_picture,
    }
)
