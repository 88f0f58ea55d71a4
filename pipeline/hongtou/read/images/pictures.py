"""Files of pictures, opened with Pillow under limits: what a page shows, as RGB on white."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
from PIL import Image, ImageOps

from hongtou.errors import DamagedFileError, OversizeError
from hongtou.model import Source
from hongtou.read.images.sizes import find_size
from hongtou.read.page import PageImage

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A3 at 600 dots an inch has 70 million pixels, A4 at 800 has 62 million.
MOST_PIXELS: Final = 90_000_000
MOST_SIDE: Final = 65_000  # pixels; formats themselves go little further
FULL_DPI: Final = 300.0  # a page that has twice as many dots an inch is reduced at once

FORMATS: Final = {
    "image/bmp": "BMP",
    "image/gif": "GIF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
}
# What Pillow raises over broken files, besides its own errors, which are OSErrors.
BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    OverflowError, ZeroDivisionError, EOFError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class PictureFile:
    """An open file of pictures. ``pages`` is 1 for all but TIFF; ``animated``: it has more."""

    picture: Any  # PIL.Image.Image
    source: Source
    pages: int
    animated: bool

    def page(self, number: int) -> PageImage:
        """The picture of a page, counted from 1.

        Raises:
            DamagedFileError: If the page is cut off or broken.
            OversizeError: If it has more pixels than the limit.
        """
        with _guarded(self.source):
            if self.pages > 1:
                self.picture.seek(number - 1)
            _check_size(self.source, self.picture.size)
            return _page(self.picture, number)


@contextmanager
def open_pictures(source: Source, stream: IO[bytes]) -> Iterator[PictureFile]:
    """The pictures of a file, whose header alone is read at first.

    Raises:
        DamagedFileError: If it is cut off or broken.
        OversizeError: If it has more pixels than the limit.
    """
    with _guarded(source):
        picture = Image.open(stream, formats=[FORMATS[source.media_type]])
    with picture:
        with _guarded(source):
            _check_size(source, picture.size)
            frames = int(getattr(picture, "n_frames", 1))
        pages = frames if source.media_type == "image/tiff" else 1
        yield PictureFile(picture, source, pages, frames > pages)


@contextmanager
def _guarded(source: Source) -> Iterator[None]:
    """Errors of Pillow as ours; its warnings about broken tags are no news, bombs are."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _oversize(source, "") from error
    except BROKEN as error:
        raise DamagedFileError(
            f"{source.path}：图片打不开，文件可能被截断或损坏；请重新取得完整的文件"
        ) from error


def _check_size(source: Source, size: tuple[int, int]) -> None:
    if max(size) > MOST_SIDE or size[0] * size[1] > MOST_PIXELS:
        raise _oversize(source, f"{size[0]}×{size[1]} 像素，")


def _oversize(source: Source, what: str) -> OversizeError:
    return OversizeError(
        f"{source.path}：图片太大（{what}上限 {MOST_PIXELS // 10_000} 万像素、"
        f"边长 {MOST_SIDE} 像素）；请按 300 dpi 以下重新扫描"
    )


def _page(picture: Any, number: int) -> PageImage:
    resolution = picture.info.get("dpi")
    given = picture.size
    width, height = find_size(given, resolution)
    dpi = min(given[0] / width, given[1] / height) * 72
    if dpi > 2 * FULL_DPI and picture.format == "JPEG":
        picture.draft("RGB", (round(width / 72 * FULL_DPI), round(height / 72 * FULL_DPI)))
    upright = ImageOps.exif_transpose(picture)  # loads the pixels
    if _lies(picture, given):
        width, height = height, width
    dpi = min(upright.size[0] / width, upright.size[1] / height) * 72
    if dpi > 2 * FULL_DPI:
        upright = (upright.convert("L") if upright.mode == "1" else upright).reduce(
            int(dpi // FULL_DPI)
        )
    return PageImage(number, _rgb(upright), width, height)


def _lies(picture: Any, given: tuple[int, int]) -> bool:
    """Whether the picture is shown turned by 90° (Exif and TIFF tag Orientation, 5 to 8).

    Pillow turns a TIFF while it loads, other formats when asked.
    """
    if picture.format == "TIFF":
        return bool(picture.size != given)
    return picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)


def _rgb(picture: Any) -> "NDArray[np.uint8]":
    """Pixels as they look on white paper, from any mode of Pillow."""
    if picture.mode in ("I;16", "I;16L", "I;16B", "I", "F"):
        values = np.asarray(picture).astype(np.float32)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        gray = np.clip(values / top * 255.0, 0, 255).astype(np.uint8)
        return np.repeat(gray[:, :, None], 3, axis=2)
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        seen = picture.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        picture = Image.alpha_composite(paper, seen)
    return np.array(picture.convert("RGB"))
